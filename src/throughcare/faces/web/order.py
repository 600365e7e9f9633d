"""The order of home: harm if late, times lateness. Pure, from a dated edition, and every place says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, WorkingCalendar, edition_on

from .matter import Matter

NOBODY = "nobody"


@dataclass(frozen=True)
class KindTerms:
    """Of one kind of thing: the harm it may do when late, in words, and within how many working days it is due."""

    harm: float
    words: str
    within: int | None


@dataclass(frozen=True)
class Step:
    """From how many working days late a factor counts; None: not yet due."""

    late: int | None
    factor: float
    words: str


@dataclass(frozen=True)
class OrderTerms:
    """What the order is worked out from, and on what basis it stands."""

    basis: str
    source: str
    kinds: Mapping[str, KindTerms]
    risk: Mapping[str, float]
    lateness: tuple[Step, ...]


@dataclass(frozen=True)
class Placed:
    """A matter with the day it is due, how many working days late it is (None: not yet due), its weight and why."""

    matter: Matter
    due: date
    late: int | None
    weight: float
    finding: Finding


@dataclass(frozen=True)
class Subject:
    """One person, or one thing that is nobody, with all that waits about them: the weightiest first."""

    matters: tuple[Placed, ...]

    @property
    def weight(self) -> float:
        """That of the weightiest matter: ten small things never outweigh a grave one."""
        return self.matters[0].weight


@cache
def order_editions() -> tuple[Edition[OrderTerms], ...]:
    """Every edition of the order in the package."""
    text = files(__package__).joinpath("editions", "order.yaml").read_text("utf-8")
    return tuple(
        Edition(one["name"], Period(one["in_force"]["start"], one["in_force"].get("end")), _terms(one))
        for one in yaml.safe_load(text)["editions"]
    )


def order_on(day: date) -> Edition[OrderTerms]:
    """The order in force on a day."""
    return edition_on(order_editions(), day)


def _terms(written: Mapping[str, Any]) -> OrderTerms:
    kinds = {
        kind: KindTerms(one["harm"], one["words"], one.get("within"))
        for kind, one in written["kinds"].items()
    }
    steps = tuple(Step(one["from"], one["factor"], one["words"]) for one in written["lateness"])
    return OrderTerms(written["basis"], written["source"], kinds, written["risk"], steps)


def placed(matter: Matter, *, on: date, edition: Edition[OrderTerms], calendar: WorkingCalendar) -> Placed:
    """How much one matter weighs on a day: the harm of its kind, times the risk, times how late it is."""
    terms = edition.table
    kind = terms.kinds[matter.kind]
    due = matter.due or calendar.add(matter.since, kind.within or 0)
    late = calendar.between(due, on) if on >= due else None
    step = _step(late, terms)
    risk = matter.risk or NOBODY
    weight = kind.harm * terms.risk[risk] * step.factor
    said = "about nobody in particular" if risk == NOBODY else f"risk {risk.replace('_', ' ')}"
    because = (
        f"{kind.words}: harm {kind.harm:g}, times {terms.risk[risk]:g} ({said}),"
        f" times {step.factor:g} ({step.words}), makes {weight:g}"
    )
    return Placed(
        matter, due, late, weight, Finding("order of home", Clause(terms.source, edition.name), because)
    )


def _step(late: int | None, terms: OrderTerms) -> Step:
    if late is None:
        return next(step for step in terms.lateness if step.late is None)
    return [step for step in terms.lateness if step.late is not None and step.late <= late][-1]


def in_order(
    matters: Iterable[Matter], *, on: date, edition: Edition[OrderTerms], calendar: WorkingCalendar
) -> list[Subject]:
    """Every matter once, one row a person, the weightiest first; of one weight, what was due first.

    What the same face says twice of one person (the same thing done at the same place) is one matter.
    """
    rows: dict[object, dict[tuple[str, str, str], Placed]] = {}
    for matter in matters:
        one = placed(matter, on=on, edition=edition, calendar=calendar)
        subject = matter.person_id or matter.about
        rows.setdefault(subject, {})[matter.kind, matter.what, matter.do.href] = one
    found = [Subject(tuple(sorted(row.values(), key=_first))) for row in rows.values()]
    return sorted(found, key=lambda row: (*_first(row.matters[0]), str(row.matters[0].matter.person_id)))


def _first(one: Placed) -> tuple[float, date, str, str]:
    return (-one.weight, one.due, one.matter.kind, one.matter.what)
