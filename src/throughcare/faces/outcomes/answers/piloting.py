"""What the page of the pilot shows, in plain values: two designs on the same made-up people, and what is not known of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.cache import cache

from throughcare.faces.web.look import charts

from . import placing
from .work import Found, StoppedByAsker, reached, told_to_stop

if TYPE_CHECKING:
    from throughcare.evidence.pilot.design import Design
    from throughcare.evidence.pilot.doubting import Doubted
    from throughcare.evidence.pilot.gaining import Gain

OWN = "own-"
KEPT_SECONDS = 7 * 24 * 3600
SIZES: Mapping[str, tuple[str, int | None, int, int, int]] = {
    "quick": ("A quick look: 1,500 people, 2 years", 1500, 2, 16, 4),
    "whole": ("An area: 6,000 people, 5 years", 6000, 5, 64, 4),
    "nation": ("England and Wales: the twelve regions, 238,646 people, 3 years", None, 3, 16, 4),
}
"""How large a trial is: in words, people (None: everybody supervised, by region), years, draws of what is assumed, and replications of each."""
Plain = dict[str, Any]


def kept(text: str) -> str:
    """Keep a design that was sent for a week, and give the name it is kept under, which says nothing of it."""
    name = OWN + hashlib.sha256(text.encode()).hexdigest()[:32]
    cache.set(f"pilot-{name}", text, KEPT_SECONDS)
    return name


def kept_text(name: str) -> str | None:
    """The text of a design that was sent; None where it is no longer kept."""
    found: str | None = cache.get(f"pilot-{name}")
    return found


def design_named(name: str) -> Design:
    """A design that comes with Throughcare or was sent; Refused where there is none such any more."""
    from throughcare.evidence.pilot.design import find_design
    from throughcare.foundation.kernel import Refused

    if not name.startswith(OWN):
        return find_design(name)
    text = kept_text(name)
    if text is None:
        raise Refused("The design that was sent is kept for a week, and is gone. Send it again.")
    return find_design("your design", text)


def model_named(name: str) -> str:
    """The text of the operating model that a design would be adopted as; Refused where the design is no longer kept."""
    from throughcare.evidence.pilot.adopting import model_text

    design_named(name)
    return model_text("your design", kept_text(name)) if name.startswith(OWN) else model_text(name)


def phases_named(name: str) -> list[tuple[str, str]]:
    """The area and the day of each phase of a design that was sent."""
    from throughcare.evidence.pilot.adopting import phases_of

    return phases_of(kept_text(name)) if name.startswith(OWN) else []


def fingerprint() -> str:
    """What an answer rests on besides the two designs: what is assumed, and this edition of the pilot."""
    from throughcare.evidence.pilot.assumptions import assumption_editions

    return hashlib.sha256(repr((6, assumption_editions())).encode()).hexdigest()[:16]


def piloted(*, one: str, other: str, size: str, made: str) -> Found:
    """Try two designs on the same people, under draws of everything assumed and each size of what nobody measured."""
    from throughcare.evidence.pilot.doubting import doubt
    from throughcare.evidence.pilot.running import Spec, Stopped

    _, people, years, draws, replications = SIZES[size]
    designs = _of_one_size(design_named(one), design_named(other), people)
    spec = Spec(weeks=52 * years, replications=replications)
    try:
        found = doubt(*designs, spec, draws=draws, told=reached, stop=told_to_stop)
    except Stopped:
        raise StoppedByAsker from None
    images = {"difference": _drawn(found)}
    if mapped := placing.map_of(found.places):
        images["map"] = mapped
    return Found(_plain(found), images)


def _of_one_size(one: Design, other: Design, people: int | None) -> tuple[Design, Design]:
    """Both in the areas that one of them names; in one area of a size, or in the twelve regions, where neither does."""
    from throughcare.evidence.pilot.nation import nation

    named = next((design for design in (one, other) if len(design.areas) > 1 or design.changes_on), None)
    usual = nation() if people is None else {"one area": people}
    areas = dict(named.areas) if named else usual

    def placed(design: Design) -> Design:
        return (
            replace(design, areas=areas) if design.changes_on else replace(design, areas=areas, changes_on={})
        )

    return placed(one), placed(other)


def _drawn(found: Doubted) -> bytes:
    mean, bars = round(found.bars.mean, 2), found.bars
    rows = [
        charts.Estimate("chance alone", mean, round(mean - bars.chance, 2), round(mean + bars.chance, 2)),
        charts.Estimate(
            "what is not known", mean, round(mean - bars.ignorance, 2), round(mean + bars.ignorance, 2)
        ),
        *(
            charts.Estimate(
                f"{one.effect.name.replace('_', ' ')}: {level}",
                round(by.by, 2),
                round(by.low, 2),
                round(by.high, 2),
            )
            for one in found.levels
            for level, by in one.by.items()
        ),
    ]
    return charts.intervals("More or fewer who reoffend", rows, unit="in 100 people", line_at=0.0)


def _plain(found: Doubted) -> Plain:
    import numpy as np

    from throughcare.evidence.pilot.comparing import FIGURES
    from throughcare.evidence.pilot.knowing import of_everything, of_one, wrong
    from throughcare.evidence.pilot.payable import POOL_A_PERSON

    lucks = {name: np.array([draw.lucks[name] for draw in found.draws]) for name in found.draws[0].lucks}
    return {
        "headline": found.headline,
        "known": found.is_known,
        "names": [found.one.title, found.other.title],
        "says": [list(found.one.says), list(found.other.says)],
        "bars": [found.bars.mean, found.bars.chance, found.bars.ignorance],
        "levels": [
            [one.effect.name, one.effect.unit, level, getattr(one.effect, level), by.by, by.low, by.high]
            for one in found.levels
            for level, by in one.by.items()
        ],
        "swings": [[swing.name, swing.low, swing.high] for swing in found.swings],
        "worth": [[name, of_one(found.gains, luck)] for name, luck in lucks.items()],
        "worth_all": of_everything(found.gains),
        "wrong": wrong(found.gains),
        "figures": [
            [f.name, f.unit, row.one, row.other, row.by, row.low, row.high]
            for f, row in zip(FIGURES, found.middle, strict=True)
        ],
        "people": sum(found.one.areas.values()),
        "whom": {name: _gains(getattr(found.whom, name)) for name in ("predicted", "groups", "levels")},
        "payments": [
            [one.title, one.for_chance, one.paid_something, one.under_other] for one in found.payments
        ],
        "pool": str(POOL_A_PERSON),
        **_places(found),
        **_money(found),
    }


def _places(found: Doubted) -> Plain:
    """What the designs differ by in each area, and whether the areas are on a map."""
    from throughcare.evidence.pilot.placing import TOLD_OF_PLACES

    return {
        "places": [
            [one.area, one.people, one.seen, *([by.one, by.other, by.by, by.low, by.high] for by in one.differences)]
            for one in found.places
        ],
        "place_figures": [[f.name, f.unit] for f in TOLD_OF_PLACES],
        "mapped": placing.is_on_a_map(found.places),
    }  # fmt: skip


def _money(found: Doubted) -> Plain:
    """What each body spends, and how each provider under contract fares."""
    return {
        "costs": [
            [row.figure.name, row.figure.unit, row.one, row.other, row.by, row.low, row.high]
            for row in found.costs
        ],
        "providers": [
            [design.title, one.body, one.profit, one.loses, one.failed, one.steps_in, list(one.ends[:3])]
            for design, fares in zip((found.one, found.other), found.providers, strict=True)
            for one in fares
        ],
    }


def _gains(found: Sequence[Gain]) -> list[list[object]]:
    """Who gets more or less: whose, what, its unit, under both, and what they differ by with its range."""
    rows: list[list[object]] = []
    for gain in found:
        by = gain.by
        rows.append([gain.whom, by.figure.name, by.figure.unit, by.one, by.other, by.by, by.low, by.high])
    return rows
