"""An area in one picture: for each month how many were under supervision by tier, who came above and who went below.

Pure: published figures become shapes, shapes become SVG; a figure withheld is left out of it and said in the table beside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Column, Table, Unknown

WIDE, LEFT, TALL, FLOW, TOP = 900, 10, 190, 90, 34
INK: Final = "#0d2b33"
FILLS: Final = ("#0a6570", "#2f8f8b", "#7fc4c0", "#bfd8a8", "#e6a93c", "#e08a4c", "#c9553d", "#8f1d14")
NONE, REST = ("No tier yet", "#b3bfc0"), ("Withheld", "#e8ecec")
CAME, WENT = "#0a6570", "#e6a93c"


@dataclass(frozen=True)
class Month:
    """An area at a month's end: everybody, by tier, and who came and went in the month; None is withheld or not published."""

    on: date
    people: int | None
    tiers: Mapping[str, int | None]
    came: int | None = None
    went: int | None = None


def drawn(months: Sequence[Month]) -> str:
    """The picture of the months in which the people may be told, oldest first; empty where there are fewer than two."""
    told = [one for one in months if one.people is not None]
    if len(told) < 2:
        return ""
    kinds = tiers_of(told)
    step = (WIDE - 2 * LEFT) / len(told)
    tallest = max(one.people or 0 for one in told)
    moved = max([*(one.came or 0 for one in told), *(one.went or 0 for one in told)])
    scale = FLOW / 2 / moved if moved else 0.0
    shapes = [_stack(one, kinds, LEFT + n * step, step, TALL / tallest) for n, one in enumerate(told)]
    shapes += [_flow(one, LEFT + n * step, step, scale) for n, one in enumerate(told)] if moved else []
    key = [
        *zip(kinds, FILLS, strict=False),
        NONE,
        REST,
        *([("Came", CAME), ("Went", WENT)] if moved else []),
    ]
    return _svg(_said(told), _key(key) + "".join(shapes), TOP + 24 + TALL + 44 + (FLOW + 40 if moved else 0))


def tiers_of(months: Sequence[Month]) -> list[str]:
    """The tiers of which any month tells, those of most need as the rule letters them first, at most as many as there are colours."""
    every = {tier for one in months for tier, many in one.tiers.items() if many and tier[:2].lower() != "no"}
    return sorted(every)[: len(FILLS)]


def _stack(one: Month, kinds: Sequence[str], left: float, step: float, scale: float) -> str:
    """One month's bar from the ground up; what is withheld, and what rounding leaves over, stands on top in grey."""
    coloured = [*zip(kinds, FILLS, strict=False), NONE]
    known = [(tier, one.tiers.get(tier) or 0, fill) for tier, fill in coloured]
    rest = max(0, (one.people or 0) - sum(many for _, many, _ in known))
    wide, ground, at = step * 0.62, float(TOP + 24 + TALL), left + step / 2
    shapes = []
    for tier, many, fill in [*known, (REST[0], rest, REST[1])]:
        if many:
            ground -= many * scale
            title = escape(f"{one.on:%B %Y}, {tier}: {many}")
            shapes.append(
                f'<rect x="{at - wide / 2:.1f}" y="{ground:.1f}" width="{wide:.1f}" height="{many * scale:.1f}" fill="{fill}"'
                f' stroke="#ffffff"><title>{title}</title></rect>'
            )
    words = [(TOP + 24 + TALL + 20, f"{one.on:%b}"), (ground - 6, f"{one.people}")]
    return "".join(shapes) + "".join(_text(at, y, word) for y, word in words)


def _flow(one: Month, left: float, step: float, scale: float) -> str:
    middle, wide, at = TOP + 24 + TALL + 44 + FLOW / 2 + 12, step * 0.4, left + step / 2
    if one.came is None or one.went is None:
        return _text(at, middle + 5, "–")
    up, down = one.came * scale, one.went * scale
    title = escape(f"{one.on:%B %Y}: {one.came} came, {one.went} went")
    return (
        f'<g><title>{title}</title><rect x="{at - wide / 2:.1f}" y="{middle - up:.1f}" width="{wide:.1f}" height="{up:.1f}" fill="{CAME}"/>'
        f'<rect x="{at - wide / 2:.1f}" y="{middle:.1f}" width="{wide:.1f}" height="{down:.1f}" fill="{WENT}"/></g>'
    )


def table(months: Sequence[Month]) -> Table:
    """The same in figures, the newest month first."""
    kinds = tiers_of(months)
    columns = [Column(name, numeric=True) for name in ("People", "Came", "Went", *kinds)]
    return Table(
        "Month by month",
        [Column("At the end of"), *columns],
        [
            [f"{one.on:%B %Y}", *(_shown(many) for many in (one.people, one.came, one.went, *(one.tiers.get(k) for k in kinds)))]
            for one in reversed(months)
        ],
    )  # fmt: skip


def _shown(many: int | None) -> object:
    return Unknown("Withheld") if many is None else many


def _said(told: Sequence[Month]) -> str:
    first, last = told[0], told[-1]
    came = sum(one.came or 0 for one in told)
    went = sum(one.went or 0 for one in told)
    flow = (
        f"; about {came} came and {went} went in the months of which that may be told" if came or went else ""
    )
    return (
        f"{count_of(first.people or 0, 'person', 'people')} under supervision in {first.on:%B %Y},"
        f" {last.people} in {last.on:%B %Y}{flow}"
    )


def _key(kinds: Sequence[tuple[str, str]]) -> str:
    shapes, left = [], 0
    for words, fill in kinds:
        shapes.append(
            f'<rect x="{left}" y="4" width="14" height="14" fill="{fill}"/><text x="{left + 20}" y="16">{escape(words)}</text>'
        )
        left += 44 + 8 * len(words)
    return "".join(shapes)


def _text(at: float, y: float, words: str) -> str:
    return f'<text x="{at:.1f}" y="{y:.1f}" text-anchor="middle">{escape(words)}</text>'


def _svg(said: str, shapes: str, tall: float) -> str:
    title = escape(said)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {tall:g}" role="img" aria-label="{title}"'
        f' font-size="15" fill="{INK}"><title>{title}</title>{shapes}</svg>'
    )
