"""How a helper's checks stand on a day, and whether somebody may be matched with them: never while a check is missing, lapsed or not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from throughcare.casework.supervision.rules.contacts import months_on
from throughcare.foundation.kernel import Clause, Finding

from .terms import CheckTerms, helper_terms
from .words import CheckKind, CheckResult, CheckStands, HelperKind


@dataclass(frozen=True)
class CheckTold:
    """A check as it was recorded: what came of it, on which day, and the last day that it holds (None: not said)."""

    kind: CheckKind
    result: CheckResult
    done_on: date
    until: date | None = None


@dataclass(frozen=True)
class CheckStanding:
    """How one check that is needed stands: until which day it holds (None: it has no end, or that is not known), and why it is needed."""

    kind: CheckKind
    stands: CheckStands
    until: date | None
    finding: Finding

    @property
    def holds(self) -> bool:
        """Whether it is in date."""
        return self.stands is CheckStands.IN_DATE


def checks_standing(
    kind: HelperKind, told: Sequence[CheckTold], *, in_custody: bool, on: date
) -> tuple[CheckStanding, ...]:
    """How every check stands that a helper of a kind needs on a day; the last told of a check is what counts.

    ``in_custody``: whether whoever they would meet is inside, for a prison lets nobody in whom it has not cleared.
    """
    edition = helper_terms(on)
    needed = edition.table.checks[kind]
    return tuple(
        _standing(check, terms, told, on, edition.name)
        for check, terms in needed.items()
        if in_custody or not terms.in_custody_alone
    )


def _standing(
    kind: CheckKind, terms: CheckTerms, told: Iterable[CheckTold], on: date, edition: str
) -> CheckStanding:
    rows = [one for one in told if one.kind is kind and one.done_on <= on]
    last = max(enumerate(rows), key=lambda row: (row[1].done_on, row[0]), default=(0, None))[1]
    stands = _stands(last, terms, on)
    clause = Clause(terms.why if terms.basis == "law" else "Helpers and their checks", edition)
    because = f"{kind} {_words(stands, last)} ({terms.basis}: {terms.why})"
    return CheckStanding(kind, stands, last.until if last else None, Finding("check", clause, because))


def _stands(last: CheckTold | None, terms: CheckTerms, on: date) -> CheckStands:
    if last is None:
        return CheckStands.MISSING
    if last.result is CheckResult.AWAITED:
        return CheckStands.NOT_KNOWN
    if last.result is CheckResult.NOT_PASSED:
        return CheckStands.NOT_PASSED
    if last.until is None:
        return CheckStands.NOT_KNOWN if terms.months is not None else CheckStands.IN_DATE
    return CheckStands.IN_DATE if on <= last.until else CheckStands.LAPSED


def _words(stands: CheckStands, last: CheckTold | None) -> str:
    if stands is CheckStands.MISSING or last is None:
        return "is missing"
    if stands is CheckStands.NOT_PASSED:
        return f"was not passed on {last.done_on:%-d %B %Y}"
    if stands is CheckStands.NOT_KNOWN:
        return (
            "is awaited"
            if last.result is CheckResult.AWAITED
            else "was done, and until when it holds is not known"
        )
    if last.until is None:
        return "was done, and has no end"
    return f"{'holds' if stands is CheckStands.IN_DATE else 'held'} until {last.until:%-d %B %Y}"


def last_day(kind: HelperKind, check: CheckKind, done_on: date) -> date | None:
    """The last day that a check holds by the terms of the day it was done, where nobody says another; None where it has no end."""
    terms = helper_terms(done_on).table.checks[kind].get(check)
    if terms is None or terms.months is None:
        return None
    return months_on(done_on, terms.months)


@dataclass(frozen=True)
class HelperOffered:
    """A helper as a match asks about them: whom they take, how many they may help at once and how many they do, and from when."""

    kind: HelperKind
    takes: str
    most: int
    helped: int
    since: date
    ended_on: date | None
    checks: Sequence[CheckTold]


@dataclass(frozen=True)
class HelperFits:
    """Whether somebody may be matched with a helper, every reason against it, and how each check stands."""

    against: tuple[Finding, ...]
    checks: tuple[CheckStanding, ...]

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.against


_SEX = {"female": "women", "male": "men"}


def helper_fits(
    helper: HelperOffered, wanted: HelperKind, *, sex: str | None, in_custody: bool, on: date
) -> HelperFits:
    """Whether somebody who asked for a kind of helper may be matched with one on a day. What is not known speaks against it."""
    checks = checks_standing(helper.kind, helper.checks, in_custody=in_custody, on=on)
    clause = Clause("Helpers and their checks", helper_terms(on).name)
    against = [one.finding for one in checks if not one.holds]
    against += [Finding("helper", clause, because) for because in _against(helper, wanted, sex, on)]
    return HelperFits(tuple(against), checks)


def _against(helper: HelperOffered, wanted: HelperKind, sex: str | None, on: date) -> list[str]:
    found = []
    if helper.kind is not wanted:
        found.append(f"they are listed as {helper.kind}, and a {wanted} is asked for")
    if on < helper.since or (helper.ended_on is not None and on > helper.ended_on):
        found.append("they are not offered on this day")
    if helper.helped >= helper.most:
        found.append(f"they help {helper.helped} already, and {helper.most} at most")
    if helper.takes != "everybody" and sex is None:
        found.append(f"they help {helper.takes} alone, and the person's sex is not recorded")
    elif helper.takes != "everybody" and _SEX.get(sex or "") != helper.takes:
        found.append(f"they help {helper.takes} alone")
    return found


def lapses_on(checks: Iterable[CheckStanding]) -> CheckStanding | None:
    """The check that stops holding first, or holds no longer: those that hold no longer first; None where none ends."""
    ending = [one for one in checks if not one.holds or one.until is not None]
    return min(ending, key=lambda one: (one.holds, one.until or date.min), default=None)
