"""Evidence of how lean the work is: contacts for each case, the wait for a first appointment, and cases
for each officer by tier against the plan. Counts of people leave only through disclosure control."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from statistics import median
from typing import Any

from throughcare.foundation.kernel import (
    Count,
    Edition,
    Published,
    WorkingCalendar,
    disclose,
    edition_on,
)

from .reading import editions


@dataclass(frozen=True)
class Planned:
    """A group of tiers, by their letters, and how many cases of it the plan gives to one officer."""

    tiers: frozenset[str]
    cases: int


@dataclass(frozen=True)
class LeanTerms:
    """The plan: cases for each officer by group, and working days to the first appointment; and what it rests on."""

    groups: Mapping[str, Planned]
    first_appointment_days: int
    basis: str = ""


@cache
def lean_editions() -> tuple[Edition[LeanTerms], ...]:
    """Every edition of the plan."""
    return editions("lean", _terms)


def lean_on(day: date) -> Edition[LeanTerms]:
    """The plan in force on a day."""
    return edition_on(lean_editions(), day)


def _terms(written: Mapping[str, Any]) -> LeanTerms:
    groups = {
        name: Planned(frozenset(one["tiers"]), one["plan"])
        for name, one in written["cases_per_officer"].items()
    }
    return LeanTerms(groups, written["first_appointment_working_days"], written.get("basis", ""))


@dataclass(frozen=True)
class HeldCase:
    """A case for measuring: who holds it, its tier (None: awaited), and its contacts in the period."""

    officer: str
    tier: str | None
    contacts: int


@dataclass(frozen=True)
class ContactsPerCase:
    """How many cases, and contacts for each; None when no case is there to share them out over."""

    cases: Published
    each: float | None


def contacts_per_case(cases: Sequence[HeldCase]) -> dict[str, ContactsPerCase]:
    """Contacts for each case by the tier's letter; figures of fewer than ten cases are suppressed."""
    groups: dict[str, list[int]] = {}
    for case in cases:
        groups.setdefault("awaited" if case.tier is None else case.tier[0], []).append(case.contacts)
    return {tier: _contacts(counts) for tier, counts in sorted(groups.items())}


def _contacts(counts: Sequence[int]) -> ContactsPerCase:
    people = disclose(Count(len(counts)))
    return ContactsPerCase(people, None if people.value is None else sum(counts) / len(counts))


@dataclass(frozen=True)
class FirstSeen:
    """A sentence, and the first appointment kept after it (None: not seen yet)."""

    sentenced: date
    seen: date | None


@dataclass(frozen=True)
class Promptness:
    """How soon people were first seen, in working days; those not seen yet are counted, never dropped.

    ``median_days`` is None while half of them have not been seen, or when there are too few to show.
    """

    people: Published
    not_seen: Published
    within_standard: float | None
    median_days: float | None


def time_to_first_appointment(
    cases: Sequence[FirstSeen], *, on: date, calendar: WorkingCalendar, edition: Edition[LeanTerms]
) -> Promptness:
    """How soon people sentenced by a day were first seen, by that day.

    Somebody whose days are not yet up, and who has not been seen, is in neither part of the share.
    """
    known = [
        FirstSeen(c.sentenced, c.seen if c.seen and c.seen <= on else None)
        for c in cases
        if c.sentenced <= on
    ]
    people, unseen = Count(len(known)), Count(sum(case.seen is None for case in known))
    shown = disclose(people)
    if shown.value is None:
        return Promptness(shown, disclose(unseen), None, None)
    limit = edition.table.first_appointment_days
    decided = [case for case in known if case.seen or calendar.add(case.sentenced, limit) < on]
    kept = [case for case in decided if case.seen and case.seen <= calendar.add(case.sentenced, limit)]
    share = len(kept) / len(decided) if decided else None
    return Promptness(shown, disclose(unseen), share, _median_wait(known, calendar))


def _median_wait(cases: Sequence[FirstSeen], calendar: WorkingCalendar) -> float | None:
    never = float("inf")
    waits = [float(calendar.between(c.sentenced, c.seen)) if c.seen else never for c in cases]
    middle = median(waits)
    return None if middle == never else middle


@dataclass(frozen=True)
class AgainstPlan:
    """Cases for each officer of one group of tiers against the plan; None when nobody holds any."""

    officers: int
    each: float | None
    plan: int

    @property
    def over_plan(self) -> float | None:
        """By how many cases each officer is over (or, below zero, under) the plan."""
        return None if self.each is None else self.each - self.plan


def cases_per_officer(cases: Sequence[HeldCase], edition: Edition[LeanTerms]) -> dict[str, AgainstPlan]:
    """Cases for each full caseload's worth of officer, by group of tiers, against the plan.

    An officer who holds several groups counts in each by the share of their cases that it is, so that
    officers add up to heads. Cases without a tier are in no group.
    """
    shares = _shares(cases, edition.table)
    return {name: _against(name, cases, shares, planned) for name, planned in edition.table.groups.items()}


def cases_by_tier(cases: Sequence[HeldCase], edition: Edition[LeanTerms]) -> dict[str, AgainstPlan]:
    """The same by each tier's letter, against the plan of the group it belongs to."""
    letters = {
        letter: Planned(frozenset({letter}), planned.cases)
        for planned in edition.table.groups.values()
        for letter in planned.tiers
    }
    by_letter = replace(edition, table=replace(edition.table, groups=dict(sorted(letters.items()))))
    return cases_per_officer(cases, by_letter)


def _shares(cases: Sequence[HeldCase], terms: LeanTerms) -> dict[tuple[str, str], float]:
    held: dict[str, dict[str, int]] = {}
    for case in cases:
        for name, planned in terms.groups.items():
            if case.tier is not None and case.tier[0] in planned.tiers:
                mine = held.setdefault(case.officer, {})
                mine[name] = mine.get(name, 0) + 1
    return {
        (officer, name): count / sum(groups.values())
        for officer, groups in held.items()
        for name, count in groups.items()
    }


def _against(
    name: str, cases: Sequence[HeldCase], shares: Mapping[tuple[str, str], float], planned: Planned
) -> AgainstPlan:
    mine = {officer: share for (officer, group), share in shares.items() if group == name}
    number = sum(case.tier is not None and case.tier[0] in planned.tiers for case in cases)
    heads = sum(mine.values())
    return AgainstPlan(len(mine), number / heads if heads else None, planned.cases)
