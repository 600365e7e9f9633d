"""Evidence of how lean the work is: contacts for each case, the wait for a first appointment, and cases
for each officer by tier against the plan. Counts of people leave only through disclosure control."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
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
from throughcare.foundation.kernel.disclosure import Asked, Labels, Suppression, Told

from .reading import editions

_DISCLOSURE = Suppression(10)


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
    """Contacts for each case by the tier's letter; few cases are suppressed, and whatever would give their number away."""
    groups: dict[str, list[int]] = {}
    for case in cases:
        groups.setdefault(_letter(case), []).append(case.contacts)
    hidden = _DISCLOSURE.withheld({(tier,): len(counts) for tier, counts in groups.items()})
    return {tier: _contacts(counts, (tier,) in hidden) for tier, counts in sorted(groups.items())}


def _letter(case: HeldCase) -> str:
    return "awaited" if case.tier is None else case.tier[0]


def _contacts(counts: Sequence[int], hidden: bool) -> ContactsPerCase:
    people = Published(None) if hidden else disclose(Count(len(counts)))
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
    shown = disclose(Count(len(known)))
    if shown.value is None:
        return Promptness(shown, Published(None), None, None)
    limit = edition.table.first_appointment_days
    decided = [case for case in known if case.seen or calendar.add(case.sentenced, limit) < on]
    kept = [case for case in decided if case.seen and case.seen <= calendar.add(case.sentenced, limit)]
    share = len(kept) / len(decided) if len(decided) >= _DISCLOSURE.below else None
    return Promptness(shown, _not_seen(known), share, _median_wait(known, calendar))


def _not_seen(known: Sequence[FirstSeen]) -> Published:
    """How many were not seen yet; not told where they are few, or those seen are."""
    unseen = sum(case.seen is None for case in known)
    hidden = _DISCLOSURE.withheld({(True,): len(known) - unseen, (False,): unseen})
    return Published(None) if (False,) in hidden else disclose(Count(unseen))


def _median_wait(cases: Sequence[FirstSeen], calendar: WorkingCalendar) -> float | None:
    never = float("inf")
    waits = [float(calendar.between(c.sentenced, c.seen)) if c.seen else never for c in cases]
    middle = median(waits)
    return None if middle == never else middle


@dataclass(frozen=True)
class AgainstPlan:
    """Cases for each officer of one group of tiers against the plan; None when nobody holds any.

    ``officers`` is None as well where the cases are too few to show, or would give few away.
    """

    officers: int | None
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


def told_of_plan(
    cases: Sequence[HeldCase], edition: Edition[LeanTerms]
) -> tuple[dict[str, AgainstPlan], dict[str, AgainstPlan]]:
    """Cases for each officer by group and by tier, as far as they may be told: each withheld in the light of the other."""
    letters = {letter: name for name, planned in edition.table.groups.items() for letter in planned.tiers}
    counts: Mapping[Labels, int] = Counter(
        (_letter(case), letters.get(_letter(case), "awaited")) for case in cases
    )
    columns, by_letter = ("tier", "group"), Asked(("tier", "group"))
    tiers = _DISCLOSURE.withheld_after(by_letter, columns, counts, ())
    # Where every tier is told its group tells nothing more, and the solver need not be loaded while a page waits.
    before = [Told(by_letter, tiers)]
    groups = _DISCLOSURE.withheld_after(Asked(("group",)), columns, counts, before) if tiers else frozenset()
    hidden = {str(tier) for tier, _ in tiers} | {str(group) for (group,) in groups}
    whole, parts = cases_per_officer(cases, edition), cases_by_tier(cases, edition)
    return _told_only(whole, hidden), _told_only(parts, hidden)


def _told_only(found: dict[str, AgainstPlan], hidden: Collection[str]) -> dict[str, AgainstPlan]:
    return {
        name: replace(one, officers=None, each=None) if name in hidden and one.officers else one
        for name, one in found.items()
    }


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
