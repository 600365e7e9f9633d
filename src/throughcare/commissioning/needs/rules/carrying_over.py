"""What of a year's money may be carried over into the next: as much as the operating model in force at the year's end allows.

No source gives a figure, so a model that states none limits nothing: silence is never nought.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from uuid import UUID

import yaml

from throughcare.foundation.kernel import Clause, Edition, Finding, Period, Refused, edition_on
from throughcare.foundation.operating_model.rules.model import Declared, OperatingModel
from throughcare.foundation.operating_model.rules.questions import Answer, Question
from throughcare.foundation.operating_model.rules.terms import Parameter, Unknown

from .pooling import Entry

RULE = "year-end carry-over"
WHOLE = 100


@dataclass(frozen=True)
class YearEnds:
    """The day on which a financial year ends, and who says so."""

    month: int
    day: int
    clause: Clause
    basis: str

    def of_year(self, year: int) -> date:
        """The end of the financial year that ends in a year of the calendar."""
        return date(year, self.month, self.day)


@lru_cache(maxsize=1)
def _editions() -> tuple[Edition[YearEnds], ...]:
    text = files(__package__).joinpath("editions", "carry_over.yaml").read_text("utf-8")
    return tuple(
        Edition(
            f"carry-over from {one['from']}",
            Period(one["from"], one["until"]),
            YearEnds(
                one["ends_month"], one["ends_day"], Clause(one["source"], one["paragraph"]), one["basis"]
            ),
        )
        for one in yaml.safe_load(text)
    )


def year_ends(on: date) -> YearEnds:
    """When a financial year ends, by the edition in force on a day."""
    return edition_on(_editions(), on).table


def last_year_end(on: date) -> date:
    """The last end of a financial year that is over before a day."""
    ends = year_ends(on)
    this = ends.of_year(on.year)
    return this if this < on else ends.of_year(on.year - 1)


@dataclass(frozen=True)
class Allowed:
    """The most that is carried over, in whole percent of what there was in the year; None where no model states it."""

    percent: int | None
    finding: Finding


def allowed(model: OperatingModel | None, on: date) -> Allowed:
    """What a model allows at a year's end: its figure, else all of it where the public body has the freedoms of other sectors."""
    if model is None:
        return Allowed(None, Finding(RULE, year_ends(on).clause, "No operating model is in force there"))
    return stated(
        model.parameters[Parameter.YEAR_END_CARRY_OVER_PERCENT],
        model.questions[Question.EQUAL_BUSINESS_FREEDOMS],
    )


def stated(figure: Declared[int | Unknown], freedoms: Declared[Answer]) -> Allowed:
    """What a figure and an answer about business freedoms come to, with where that is said."""
    if isinstance(figure.value, int):
        most = min(figure.value, WHOLE)
        words = f"At most {most}% of what there was in the year is carried over"
        return Allowed(most, Finding(RULE, figure.ground.clause, words))
    if freedoms.value.is_yes is True:
        words = "What is left is carried over whole: the same business freedoms as other sectors"
        return Allowed(WHOLE, Finding(RULE, freedoms.ground.clause, words))
    return Allowed(
        None, Finding(RULE, figure.ground.clause, "The model does not state how much is carried over")
    )


@dataclass(frozen=True)
class Carried:
    """Of what is left of a year's money, in pence: what is carried over, and what is not."""

    over: int
    back: int


def carried(had: int, left: int, most: Allowed) -> Carried | None:
    """What of the money left of a year goes on into the next; None where no model states it."""
    if most.percent is None:
        return None
    over = min(left, had * most.percent // WHOLE)
    return Carried(over, left - over)


@dataclass(frozen=True)
class DatedLine:
    """One line of a ledger with its day."""

    organisation: UUID
    entry: Entry
    pence: int
    day: date


def to_go_back(lines: Iterable[DatedLine], ends: date, most: Allowed) -> dict[UUID, int]:
    """What of each partner's money may not be carried over at a year's end: of what it had in that year, which it spent or still had."""
    start = date(ends.year - 1, ends.month, ends.day)
    left, spent = dict[UUID, int](), dict[UUID, int]()
    for line in lines:
        if line.day > ends:
            continue
        sign = 1 if line.entry is Entry.PAID_IN else -1
        left[line.organisation] = left.get(line.organisation, 0) + sign * line.pence
        if line.entry is Entry.SPENT and line.day > start:
            spent[line.organisation] = spent.get(line.organisation, 0) + line.pence
    found = {who: carried(pence + spent.get(who, 0), pence, most) for who, pence in left.items()}
    return {who: one.back for who, one in found.items() if one is not None and one.back}


def check_year_is_closed(ends: date, back: dict[UUID, int]) -> None:
    """Refuse to spend while money of a year that is over has yet to go back."""
    if back:
        raise Refused(f"The year to {ends:%-d %B %Y} is to be closed first, by whoever leads the pool.")
