"""How often somebody is to be seen by their package: what is done of it, what is left, by when, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from throughcare.foundation.kernel import Edition, Finding

from .contacts import months_on
from .package_terms import (
    DOES_NOT_APPLY,
    NOT_KNOWN,
    Package,
    PackageStatus,
    PackagesTold,
    PackageTerms,
    Phase,
    package_status,
    packages_on,
)


@dataclass(frozen=True)
class PackageFacts:
    """What decides how often somebody is seen; None is not known, and never no.

    ``begins`` and ``ends`` are the first and last day of the sentence they are supervised on, ``since`` the day from which they are
    supervised in the community, ``attended`` the days of appointments that they came to, ``ahead`` of those that are made.
    """

    on: date
    tier: str | None = None
    provisional: bool = False
    begins: date | None = None
    ends: date | None = None
    has_no_end: bool = False
    since: date | None = None
    attended: Sequence[date] = ()
    ahead: Sequence[date] = ()
    in_custody: bool = False
    at_large: bool = False
    woman: bool | None = None
    red: bool | None = None
    treatment: bool | None = None
    outside: bool | None = None
    kept_on: bool | None = None


@dataclass(frozen=True)
class Allowance:
    """Of a year of the sentence: its first day and the day it is over, the most appointments (None: there is no most), used, made.

    ``most_if`` is the most should a fact that is not known be so, where that changes it.
    """

    first: date
    over_on: date
    most: int | None
    used: int
    made: int
    most_if: int | None = None

    @property
    def left(self) -> int | None:
        """How many can still be arranged besides those made; never below nought. None where there is no most."""
        return None if self.most is None else max(0, self.most - self.used - self.made)

    @property
    def beyond(self) -> int:
        """How many more were used and made than the most."""
        return 0 if self.most is None else max(0, self.used + self.made - self.most)


@dataclass(frozen=True)
class Seeing:
    """How often somebody is to be seen by their package: phase, early weeks, the year's allowance, by when, and why.

    ``owed`` says whether anything is to be arranged; None where that is not known. ``by`` is the day of the next weekly
    appointment in early engagement, and None in any other phase, for the allowance is a most and not a least.
    """

    edition: str
    package: str
    phase: Phase
    owed: bool | None
    early_needed: int | None
    early_attended: int | None
    by: date | None
    allowance: Allowance | None
    final_third_from: date | None
    findings: tuple[Finding, ...]

    @property
    def early_left(self) -> int | None:
        """How many weekly appointments are still to be attended in early engagement."""
        if self.early_needed is None or self.early_attended is None:
            return None
        return max(0, self.early_needed - self.early_attended)

    @property
    def status(self) -> PackageStatus | None:
        """The same as others ask about it; None where the package is not known."""
        if self.package == NOT_KNOWN:
            return None
        return package_status(PackagesTold(self.package, self.phase, ()))


def seeing_of(facts: PackageFacts) -> Seeing:
    """How often somebody is to be seen on a day, and every rule that said so."""
    edition = packages_on(facts.on)
    terms, told = edition.table, _Findings(edition.table)
    package = _package(facts, terms, told)
    third = _final_third(facts, terms)
    phase = _phase(facts, package, third, told)
    if package is None or phase in _NOTHING_COUNTED:
        return _nothing_counted(edition, package, phase, third, told)
    came = sorted(facts.attended)
    since = facts.since or facts.begins or facts.on
    early = [day for day in came if since <= day <= facts.on][: package.early_weeks]
    return Seeing(
        edition.name, package.code, phase, _owed(phase, facts, told), package.early_weeks, len(early),
        _weekly(early, since, terms, told) if phase is Phase.EARLY else None,
        _allowance(facts, package, phase, terms, told), third, tuple(told.findings),
    )  # fmt: skip


_NOTHING_COUNTED = frozenset(
    {Phase.NOT_KNOWN, Phase.DOES_NOT_APPLY, Phase.IN_CUSTODY, Phase.AT_LARGE, Phase.NOT_STARTED}
)


class _Findings:
    """Gathers what was decided, each with its clause."""

    def __init__(self, terms: PackageTerms) -> None:
        self.terms = terms
        self.findings: list[Finding] = []

    def add(self, clause: str, because: str) -> None:
        self.findings.append(Finding(clause, self.terms.clauses[clause], because))


def _nothing_counted(
    edition: Edition[PackageTerms], package: Package | None, phase: Phase, third: date | None, told: _Findings
) -> Seeing:
    code = package.code if package else (DOES_NOT_APPLY if phase is Phase.DOES_NOT_APPLY else NOT_KNOWN)
    owed = None if phase is Phase.NOT_KNOWN else phase is Phase.DOES_NOT_APPLY
    return Seeing(edition.name, code, phase, owed, None, None, None, None, third, tuple(told.findings))


def _package(facts: PackageFacts, terms: PackageTerms, told: _Findings) -> Package | None:
    """The package of the tier; a provisional tier gives none yet, and neither does none."""
    if facts.outside:
        told.add("outside", "a case that stands outside packages")
        return None
    if facts.outside is None:
        told.add(
            "outside", "whether this case stands outside is not recorded, so it is taken to have a package"
        )
    found = terms.of_tier(facts.tier) if facts.tier and not facts.provisional else None
    if found is not None:
        told.add("package", f"tier {found.tier} has package {found.code}")
        told.add(
            "table",
            f"{found.early_weeks} weekly appointments first, and at most {found.yearly} in a year of the sentence",
        )
        return found
    why = "no tier has been worked out" if not facts.tier else f"tier {facts.tier} is provisional"
    if facts.tier and not facts.provisional:
        why = f"tier {facts.tier} is of a version that has no packages"
    told.add("package", f"the package is not known: {why}")
    return None


def _final_third(facts: PackageFacts, terms: PackageTerms) -> date | None:
    """The day on which the final third of the sentence begins; None where the sentence's days are not known or have no end."""
    if facts.begins is None or facts.ends is None:
        return None
    whole = (facts.ends - facts.begins).days + 1
    return facts.begins + timedelta(
        days=-(-whole * terms.final_from.numerator // terms.final_from.denominator)
    )


def _phase(facts: PackageFacts, package: Package | None, third: date | None, told: _Findings) -> Phase:
    if facts.outside:
        return Phase.DOES_NOT_APPLY
    if facts.at_large or facts.in_custody:
        told.add("paused", "unlawfully at large" if facts.at_large else "in custody")
        return Phase.AT_LARGE if facts.at_large else Phase.IN_CUSTODY
    if facts.begins is None or (facts.ends is None and not facts.has_no_end):
        told.add("package", "the days of the sentence are not known")
        return Phase.NOT_KNOWN
    if (facts.since or facts.begins) > facts.on:
        return Phase.NOT_STARTED
    if package is None:
        return Phase.NOT_KNOWN
    return _running(facts, package, third, told)


def _running(facts: PackageFacts, package: Package, third: date | None, told: _Findings) -> Phase:
    """The phase of somebody who is supervised now."""
    if facts.treatment:
        told.add("treatment", "in treatment on the pathway")
        return Phase.TREATMENT
    if facts.red:
        told.add("iom", "rated red")
        return Phase.RED
    if third is not None and facts.on >= third:
        told.add("final third", f"the final third began on {third:%-d %B %Y}")
        return Phase.FINAL_THIRD
    since = facts.since or facts.begins or facts.on
    attended = sum(since <= day <= facts.on for day in facts.attended)
    return Phase.EARLY if attended < package.early_weeks else Phase.STANDARD


def _owed(phase: Phase, facts: PackageFacts, told: _Findings) -> bool | None:
    """Whether anything is to be arranged; in the final third only for those who are seen on, and not known where that is not."""
    if phase is not Phase.FINAL_THIRD:
        return True
    if facts.kept_on is None:
        told.add("kept on", "whether they are one of those who are seen on is not known, so they are seen on")
        return None
    told.add(
        "kept on", "one of those who are seen on" if facts.kept_on else "not one of those who are seen on"
    )
    return facts.kept_on


def _weekly(early: Sequence[date], since: date, terms: PackageTerms, told: _Findings) -> date:
    """The day by which the next weekly appointment is due, counted from the last that was attended, or from the beginning."""
    last = early[-1] if early else since
    word = f"last attended on {last:%-d %B %Y}" if early else f"supervised since {last:%-d %B %Y}"
    told.add("early", f"{word}, and in early engagement every {terms.every_days} days")
    return last + timedelta(days=terms.every_days)


def year_of(begins: date, on: date) -> tuple[date, date]:
    """The year of a sentence that a day lies in: its first day, and the anniversary on which the next begins."""
    years = on.year - begins.year
    years -= months_on(begins, 12 * years) > on
    return months_on(begins, 12 * years), months_on(begins, 12 * (years + 1))


def _allowance(
    facts: PackageFacts, package: Package, phase: Phase, terms: PackageTerms, told: _Findings
) -> Allowance:
    begins = facts.begins or facts.on
    first, over = year_of(begins, facts.on)
    since = max(first, facts.since or begins)
    used = sum(since <= day <= facts.on for day in facts.attended)
    made = sum(facts.on <= day < over for day in facts.ahead)
    most, most_if = _most(facts, package, phase, terms, told)
    has_early_weeks = first <= (facts.since or begins) < over
    if most is not None and has_early_weeks and most < package.early_weeks:
        told.add(
            "year", f"{package.early_weeks} early weeks are more than {most}, so that many can be attended"
        )
        most = package.early_weeks
    if phase is Phase.FINAL_THIRD and facts.kept_on is False:
        most, most_if = used, None
    return Allowance(first, over, most, used, made, most_if)


def _most(
    facts: PackageFacts, package: Package, phase: Phase, terms: PackageTerms, told: _Findings
) -> tuple[int | None, int | None]:
    """The most appointments of a year, and what it would be should a fact that is not known be so."""
    if phase is Phase.TREATMENT:
        return None, None
    if facts.treatment is None:
        told.add(
            "treatment", "whether they are in such treatment is not recorded, so the most is taken to apply"
        )
    highest = max(one.yearly for one in terms.packages.values())
    if facts.red:
        return highest, None
    most = package.yearly
    if package.tier in terms.women_in and facts.woman is not False:
        if facts.woman is None:
            told.add("women", "whether this is a woman is not recorded, so no more are counted")
        else:
            told.add("women", f"up to {terms.more_for_women} more, at discretion")
            most += terms.more_for_women
    if facts.red is None:
        told.add("iom", "whether they are rated red is not recorded: the most would be that of tier A")
        return most, highest if highest != most else None
    return most, None
