"""The days of a custodial sentence: release, parole, curfew, expiry, supervision after it, by the law of each day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil

from throughcare.casework.courts.rules import SentenceKind
from throughcare.casework.courts.rules.law import single_rule
from throughcare.casework.courts.rules.release import release_of, supervised_until
from throughcare.casework.courts.rules.terms import Term
from throughcare.foundation.kernel import Clause, Finding

from .law import Curfew, Shares, curfew_on, either_way, fixed, no_licence, shares
from .terms import BOARD, UNADJUSTED, Adjusted, Chain, Custodial, chains, served, share_of
from .words import DateKind, Group, TermKind

_EXPIRY = Clause("Criminal Justice Act 2003", "section 249")
_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Dated:
    """One day of a sentence, and by which rule it is that day."""

    kind: DateKind
    on: date
    finding: Finding


@dataclass(frozen=True)
class Worked:
    """What is worked out of everything somebody serves.

    ``first`` and ``whole`` reach from the first day of it to its last, before anything moves it; ``tranches`` says in
    which tranche of an edition somebody sentenced before it is released; ``unknown`` what could not be worked out, and why.
    """

    dates: Mapping[DateKind, Dated]
    first: date
    whole_until: date | None
    tranches: Mapping[str, int]
    unknown: tuple[str, ...] = ()

    def on(self, kind: DateKind) -> date | None:
        """One of its days, or None where it has none of that kind."""
        found = self.dates.get(kind)
        return found.on if found else None

    @property
    def release(self) -> Dated | None:
        """The day of release without anybody's decision: conditional, else automatic, else the midpoint of an order."""
        kinds = (DateKind.CONDITIONAL, DateKind.AUTOMATIC, DateKind.MIDPOINT)
        return next((self.dates[kind] for kind in kinds if kind in self.dates), None)

    @property
    def whole(self) -> Term | None:
        """How long it is from its first day to its last, in years, months and days."""
        return between(self.first, self.whole_until + _ONE) if self.whole_until else None


def between(first: date, end: date) -> Term:
    """Whole years and months from one day to another, and the days that are left."""
    months = (end.year - first.year) * 12 + end.month - first.month - (end.day < first.day)
    return Term(years=months // 12, months=months % 12, days=(end - months_on(first, months)).days)


def work_out(
    terms: Sequence[Custodial],
    adjusted: Adjusted = UNADJUSTED,
    *,
    on: date,
    barred_from_curfew: bool = False,
    curfew: Curfew | None = None,
) -> Worked:
    """The days of everything somebody serves, by the law as it stands on a day.

    ``barred_from_curfew``: registered for sexual offences, liable to removal, or recalled. A term whose length is not
    known leaves its days unknown, and says so.
    """
    if not terms:
        raise ValueError("there is no term to work days out for")
    fixed_terms = [one for one in terms if one.kind is not TermKind.LIFE and one.length]
    unknown = tuple(_unknown(one) for one in terms if one.kind is not TermKind.LIFE and not one.length)
    run = chains(fixed_terms)
    found: dict[DateKind, Dated] = {}
    tariff = _tariff([one for one in terms if one.kind is TermKind.LIFE], adjusted)
    if run and not unknown:
        found |= _of_chains(run, adjusted, on=on, barred=barred_from_curfew, curfew=curfew)
    if any(one.kind is TermKind.LIFE for one in terms):
        found = {kind: one for kind, one in found.items() if kind is DateKind.PAROLE} | tariff
        unknown += (
            () if tariff else ("No minimum term is known: nobody can say when parole may be asked for.",)
        )
    first = min(one.passed_on for one in terms)
    ends = max((one.last for one in run), default=None) if not unknown else None
    return Worked(found, first, ends, _tranches(run, adjusted), unknown)


def _unknown(term: Custodial) -> str:
    return f"The length of the {term.kind} passed on {term.passed_on:%-d %B %Y} is not known, so no day is worked out."


def _tariff(terms: Sequence[Custodial], adjusted: Adjusted) -> dict[DateKind, Dated]:
    found: list[Dated] = []
    for one in terms:
        given = release_of(
            SentenceKind.LIFE, one.passed_on, None, one.minimum, one.passed_on,
            credit=one.credit + adjusted.credit, served=False,
        )  # fmt: skip
        if given is not None:
            later = Chain((one,)).moved(given.on, Adjusted(-one.credit, adjusted.added, adjusted.at_large))
            found.append(Dated(DateKind.TARIFF, later, given.finding))
    if not found or len(found) < len(terms):
        return {}
    return {DateKind.TARIFF: max(found, key=lambda one: one.on)}


def _of_chains(
    run: Sequence[Chain], adjusted: Adjusted, *, on: date, barred: bool, curfew: Curfew | None
) -> dict[DateKind, Dated]:
    adult = [one for one in run if one.terms[0].kind is not TermKind.TRAINING]
    found: dict[DateKind, Dated] = {}
    for one in run:
        if one.terms[0].kind is TermKind.TRAINING:
            found |= _training(one, adjusted)
    if adult:
        found |= _release(adult, adjusted)
        found |= _curfew(adult, adjusted, found[_released(found)].on, barred, curfew or curfew_on(on))
        found |= _supervision(adult, found[_released(found)].on, on)
    last = max((one.moved(one.last, adjusted) for one in run), default=None)
    if last is not None:
        because = "the last day of everything that is served, as days that count and days added move it"
        found[DateKind.EXPIRY] = Dated(DateKind.EXPIRY, last, Finding("expiry", _EXPIRY, because))
    return found


def _released(found: Mapping[DateKind, Dated]) -> DateKind:
    return DateKind.CONDITIONAL if DateKind.CONDITIONAL in found else DateKind.AUTOMATIC


def _release(run: Sequence[Chain], adjusted: Adjusted) -> dict[DateKind, Dated]:
    longest = _longest(run)
    each = [(one, *_day(one, run, longest, adjusted)) for one in run]
    chain, day, finding = max(each, key=lambda one: one[1])
    licence = any(term.has_licence for one in run for term in one.terms)
    kind = DateKind.CONDITIONAL if licence else DateKind.AUTOMATIC
    if not licence and chain.terms[0].kind is not TermKind.FINE:
        finding = Finding(
            finding.rule, finding.clause, f"{finding.because}; no licence follows ({no_licence().clause})"
        )
    found = {kind: Dated(kind, day, finding)}
    if any(term.kind in BOARD for one in run for term in one.terms):
        found |= _parole(run, longest, adjusted, day)
    return found


def _parole(
    run: Sequence[Chain], longest: Mapping[str, Chain], adjusted: Adjusted, released: date
) -> dict[DateKind, Dated]:
    day = max(_day(one, run, longest, adjusted, parole=True)[0] for one in run)
    if day >= released:
        return {}
    rule = fixed("parole")
    because = (
        f"{rule.share} of the custody of a term that the Parole Board may end, and what is served beside it"
    )
    return {DateKind.PAROLE: Dated(DateKind.PAROLE, day, Finding("parole_eligibility", rule.clause, because))}


def _longest(run: Sequence[Chain]) -> dict[str, Chain]:
    """By edition, the longest chain of what was passed before it: by that its tranche is told."""
    found: dict[str, Chain] = {}
    for edition in shares():
        before = [kept for one in run if (kept := one.up_to(edition.start)) is not None]
        if before:
            found[edition.name] = max(before, key=lambda one: one.days)
    return found


def _day(
    chain: Chain,
    run: Sequence[Chain],
    longest: Mapping[str, Chain],
    adjusted: Adjusted,
    *,
    parole: bool = False,
) -> tuple[date, Finding]:
    """The day on which a chain lets somebody go: by the law of the day it was passed, or an earlier one by a later edition."""
    own = [one for one in shares() if one.start <= min(t.passed_on for t in chain.terms)] or [shares()[0]]
    begin = own[-1]
    day = _served_day(chain, begin, adjusted, parole=parole)
    finding = _finding(chain, begin, parole=parole)
    for edition in shares():
        if edition.start <= begin.start or chain.up_to(edition.start) is None or edition.name not in longest:
            continue
        reached = longest[edition.name]
        tranche = edition.tranche(reached.first, reached.days)
        new = max(_served_day(chain, edition, adjusted, parole=parole), tranche)
        if new < day:
            day, finding = new, _finding(chain, edition, parole=parole, tranche=tranche)
    return day, finding


def _served_day(chain: Chain, edition: Shares, adjusted: Adjusted, *, parole: bool = False) -> date:
    plain = chain.first + timedelta(days=served(chain, edition, parole=parole) - 1)
    return chain.moved(plain, adjusted, least=chain.passed_on)


def _finding(chain: Chain, edition: Shares, *, parole: bool, tranche: date | None = None) -> Finding:
    said = " then ".join(
        f"{share_of(one, edition, parole=parole)} of {one.length}" for one in chain.terms if one.length
    )
    since = f"; from the tranche of {tranche:%-d %B %Y}" if tranche else ""
    return Finding("release", edition.clause, f"{said} is served{since}")


def _tranches(run: Sequence[Chain], adjusted: Adjusted) -> dict[str, int]:
    """In which tranche of each edition somebody is, of whose terms it moves one that would end after it began."""
    longest, editions = _longest(run), shares()
    found: dict[str, int] = {}
    for before, edition in pairwise(editions):
        if any(
            _moves(kept, before, edition) and _served_day(one, before, adjusted) >= edition.start
            for one in run
            if (kept := one.up_to(edition.start)) is not None
        ):
            reached = longest[edition.name]
            found[edition.name] = edition.tranche_number(reached.first, reached.days)
    return found


def _moves(chain: Chain, before: Shares, edition: Shares) -> bool:
    return any(share_of(one, before) != share_of(one, edition) for one in chain.terms)


def _training(chain: Chain, adjusted: Adjusted) -> dict[DateKind, Dated]:
    order = chain.terms[0]
    rule = fixed("training")
    middle = chain.moved(
        chain.first + timedelta(days=served(chain, shares()[0]) - 1), adjusted, least=chain.passed_on
    )
    finding = Finding("midpoint", rule.clause, f"{rule.share} of {order.length} is served")
    found = {DateKind.MIDPOINT: Dated(DateKind.MIDPOINT, middle, finding)}
    months = next((by for least, by in either_way() if _lasts(chain, least)), 0)
    if months:
        because = f"the court may be asked for {months} month{'s' if months > 1 else ''} either way"
        either = Finding("midpoint", rule.clause, because)
        found[DateKind.EARLY_MIDPOINT] = Dated(DateKind.EARLY_MIDPOINT, months_on(middle, -months), either)
        found[DateKind.LATE_MIDPOINT] = Dated(DateKind.LATE_MIDPOINT, months_on(middle, months), either)
    return found


def _lasts(chain: Chain, months: int) -> bool:
    return chain.last >= Term(months=months).last_day(chain.first)


def months_on(day: date, months: int) -> date:
    """The same day of the month so many months on (or, negative, before); the last of the month where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    for tried in range(day.day, 0, -1):
        try:
            return date(year, month + 1, tried)
        except ValueError:
            continue
    raise AssertionError("a month has a first day")


def _supervision(run: Sequence[Chain], released: date, on: date) -> dict[DateKind, Dated]:
    """A year of supervision from release after a short term, while that law stands."""
    told = single_rule("supervision_after_sentence", on)
    if told is None:
        return {}
    ends = [
        supervised_until(released, one.first, one.last, one.terms[0].offence_on, on=on)
        for one in run
        if all(t.kind is TermKind.STANDARD and t.has_licence for t in one.terms)
    ]
    last = max((day for day in ends if day is not None), default=None)
    if last is None or len(ends) < len(run) or None in ends:
        return {}
    finding = Finding(
        "supervision_after_sentence", told[1], "a year from release, after a term under two years"
    )
    return {DateKind.SUPERVISION: Dated(DateKind.SUPERVISION, last, finding)}


def _curfew(
    run: Sequence[Chain], adjusted: Adjusted, released: date, barred: bool, terms: Curfew
) -> dict[DateKind, Dated]:
    """From when somebody may go home on a tag: the latest of every chain's day, and nothing where too little is left."""
    if barred:
        return {}
    longest = _longest(run)
    days = [
        _tagged_from(one, adjusted, terms)
        if _may_be_tagged(one, terms)
        else _day(one, run, longest, adjusted)[0]
        for one in run
    ]
    if not any(_may_be_tagged(one, terms) for one in run):
        return {}
    day = max(days)
    young = all(t.youth or t.kind is TermKind.FINE for one in run for t in one.terms)
    stopped = terms.adults_until is not None and day >= terms.adults_until and not young
    if stopped or (released - day).days < terms.least_left:
        return {}
    because = f"half of what is served before release, and no more than {terms.most} days before it"
    return {DateKind.CURFEW: Dated(DateKind.CURFEW, day, Finding("curfew", terms.clause, because))}


def _may_be_tagged(chain: Chain, terms: Curfew) -> bool:
    plain = all(
        one.kind is TermKind.STANDARD
        and one.group in {Group.STANDARD, Group.EXCLUDED}
        and (terms.adults or one.youth)
        for one in chain.terms
    )
    return plain and chain.days >= terms.least_term * 7


def _tagged_from(chain: Chain, adjusted: Adjusted, terms: Curfew) -> date:
    """The curfew goes with the shares before release at one third, which took its place."""
    before = shares()[-2]
    custody = served(chain, before)
    half = chain.moved(chain.first + timedelta(days=ceil(custody / 2)), adjusted)
    release = _served_day(chain, before, adjusted)
    least = chain.passed_on + timedelta(days=terms.least_served)
    return max(half, release - timedelta(days=terms.most - 1), least)
