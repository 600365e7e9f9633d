"""Which cases are of people becoming adults, and what support given in somebody else's case weighs for both."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from throughcare.foundation.kernel import Edition, edition_on

from .points import Contacts, Kind, WorkloadTable, contact_points
from .reading import editions


@dataclass(frozen=True)
class SupportTerms:
    """Up to which age a case is one of transition to adulthood, which entries are support, and for how many days."""

    adult_from: int
    window_days: int
    codes: Mapping[str, str]
    basis: str


@cache
def support_editions() -> tuple[Edition[SupportTerms], ...]:
    """Every edition of what counts as support and as becoming an adult."""
    return editions("support", _terms)


def support_on(day: date) -> Edition[SupportTerms]:
    """The edition in force on a day; raises NoEdition when none is held."""
    return edition_on(support_editions(), day)


def _terms(written: Mapping[str, Any]) -> SupportTerms:
    support = written["support"]
    return SupportTerms(
        written["adulthood"]["under_age"], support["window_days"], dict(support["codes"]), written["basis"]
    )


def kind_of_case(born: date | None, on: date, edition: Edition[SupportTerms]) -> Kind:
    """Which table of points a case uses by the person's age on a day; an age not known is not taken for a young one."""
    if born is None:
        return Kind.STANDARD
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return Kind.TRANSITION_TO_ADULTHOOD if age < edition.table.adult_from else Kind.STANDARD


@dataclass(frozen=True)
class Given:
    """Entries of one kind that one member wrote in cases another member managed at the time."""

    by: str
    manager: str
    kind: str
    count: int


@dataclass(frozen=True)
class Support:
    """What support weighs for one member, in points: given in others' cases, and had in their own."""

    gave: int = 0
    had: int = 0

    def added_to(self, load: int) -> int:
        """What support adds to a load of cases and reports, or takes from it: never more than there is."""
        return max(self.gave - self.had, -load)


def support_of(
    given: Iterable[Given], terms: Edition[SupportTerms], points: Edition[WorkloadTable]
) -> dict[str, Support]:
    """What support weighs for everybody who gave or had some; what a manager does in their own case is no support."""
    gave: dict[str, Counter[str]] = defaultdict(Counter)
    had: dict[str, Counter[str]] = defaultdict(Counter)
    for one in given:
        code = terms.table.codes.get(one.kind)
        if code is not None and one.by != one.manager:
            gave[one.by][code] += one.count
            had[one.manager][code] += one.count
    return {
        who: Support(_weigh(gave.get(who), points), _weigh(had.get(who), points))
        for who in sorted({*gave, *had})
    }


def _weigh(counts: Counter[str] | None, points: Edition[WorkloadTable]) -> int:
    return contact_points(Contacts(counts or {}), points)[0]
