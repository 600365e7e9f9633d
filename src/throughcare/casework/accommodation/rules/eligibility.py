"""Who may be placed in which kind of accommodation, by which route and for how many nights: each reason for and against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from throughcare.foundation.kernel import Clause, Edition, Finding, age_on

from .terms import AccommodationTerms, Route, accommodation_terms
from .words import AccommodationKind, Regime


@dataclass(frozen=True)
class AskingFor:
    """A place that is asked for, and what is known of whom it is for; None and empty are not known.

    ``tier`` is as its edition spells it and ``tier_edition`` that edition's name; ``exception`` says why somebody is to be placed
    for whom it is not meant; ``nights`` None asks for as many as are usual.
    """

    kind: AccommodationKind
    route: str
    regime: Regime = Regime.NORMAL
    nights: int | None = None
    why_longer: str = ""
    exception: str = ""
    sex: str | None = None
    born: date | None = None
    in_custody: bool | None = None
    tier: str = ""
    tier_edition: str = ""


@dataclass(frozen=True)
class Eligible:
    """What speaks against, what an exception was stated for, what is not known, and what speaks for it."""

    against: tuple[Finding, ...]
    excepted: tuple[Finding, ...]
    unknown: tuple[Finding, ...]
    reasons: tuple[Finding, ...]
    nights: int | None

    @property
    def yes(self) -> bool:
        """Whether nothing known speaks against it."""
        return not self.against

    @property
    def every(self) -> tuple[Finding, ...]:
        """Every finding, what is against first."""
        return (*self.against, *self.excepted, *self.unknown, *self.reasons)


def eligible(asked: AskingFor, *, on: date) -> Eligible:
    """Whether somebody may be placed so on a day; what is not known never counts as a no, and is named."""
    edition = accommodation_terms(on)
    said = _Said(edition, bool(asked.exception.strip()))
    _age(asked, edition.table, on, said)
    _route(asked, edition.table, on, said)
    if asked.kind is AccommodationKind.APPROVED_PREMISES:
        _tier(asked, edition.table, said)
    elif asked.regime is not Regime.NORMAL:
        said.no("regime", f"there is no {asked.regime} regime in {asked.kind}")
    nights = _nights(asked, edition.table, said)
    return Eligible(
        tuple(said.against), tuple(said.excepted), tuple(said.unknown), tuple(said.reasons), nights
    )


class _Said:
    """What is found, as it is found."""

    def __init__(self, edition: Edition[AccommodationTerms], excepted: bool) -> None:
        self.clause = Clause(edition.table.source, edition.name)
        self.by_exception = excepted
        self.against: list[Finding] = []
        self.excepted: list[Finding] = []
        self.unknown: list[Finding] = []
        self.reasons: list[Finding] = []

    def no(self, rule: str, because: str, *, can_be_excepted: bool = False) -> None:
        """Against; with an exception stated only named, where one can be."""
        found = Finding(rule, self.clause, because)
        (self.excepted if can_be_excepted and self.by_exception else self.against).append(found)

    def not_known(self, rule: str, because: str) -> None:
        """Not known."""
        self.unknown.append(Finding(rule, self.clause, because))

    def yes(self, rule: str, because: str) -> None:
        """For it."""
        self.reasons.append(Finding(rule, self.clause, because))


def _age(asked: AskingFor, terms: AccommodationTerms, on: date, said: _Said) -> None:
    if asked.born is None:
        said.not_known("age", "their date of birth is not recorded")
    elif age_on(asked.born, on) < terms.least_age:
        said.no("age", f"they are not {terms.least_age} yet")


def _route(asked: AskingFor, terms: AccommodationTerms, on: date, said: _Said) -> None:
    route = terms.route(asked.kind, asked.route)
    if route is None:
        known = "; ".join(one.words.lower() for one in terms.routes if one.kind is asked.kind)
        said.no("route", f"there is no such way into {asked.kind}. Expected one of: {known}")
        return
    if route.until is not None and on >= route.until:
        said.no("route", f"since {route.until:%-d %B %Y} {route.why}", can_be_excepted=True)
    _place(asked, route, said)


def _place(asked: AskingFor, route: Route, said: _Said) -> None:
    if route.place == "any":
        said.yes("route", route.words)
    elif asked.in_custody is None:
        said.not_known("route", "it is not known whether they are in custody")
    elif asked.in_custody != (route.place == "custody"):
        where = "in custody" if asked.in_custody else "in the community"
        said.no(
            "route",
            f"“{route.words}” is for somebody in {_the(route.place)}, and the case says they are {where}",
        )
    else:
        said.yes("route", route.words)


def _the(place: str) -> str:
    return "custody" if place == "custody" else "the community"


def _tier(asked: AskingFor, terms: AccommodationTerms, said: _Said) -> None:
    if not asked.tier:
        said.not_known("tier", "nobody has worked out their tier")
        return
    version = asked.tier_edition[:2]
    meant = terms.tiers.get(version)
    if meant is None:
        said.not_known("tier", f"which tiers of “{asked.tier_edition}” it is meant for is not known")
        return
    women = terms.tiers.get(f"{version}_women", frozenset())
    if asked.tier in meant:
        said.yes("tier", f"tier {asked.tier}")
    elif asked.tier in women and asked.sex is None:
        said.not_known("tier", f"tier {asked.tier} is enough for a woman, and their sex is not recorded")
    elif asked.tier in women and asked.sex == "female":
        said.yes("tier", f"tier {asked.tier}, which is enough for a woman")
    else:
        said.no(
            "tier",
            f"tier {asked.tier} is not one it is meant for: {', '.join(sorted(meant))}",
            can_be_excepted=True,
        )


def _nights(asked: AskingFor, terms: AccommodationTerms, said: _Said) -> int | None:
    """How many nights: those asked for, or the usual number; beyond the most, or without why they differ, it is against."""
    kind = terms.kinds[asked.kind]
    usual = kind.nights.get(asked.regime)
    if asked.nights is None:
        if usual is None:
            said.no("nights", f"say how many nights: {asked.kind} has no usual number")
        return usual
    if asked.nights < 1:
        said.no("nights", "a stay is one night at least")
    elif kind.most is not None and asked.nights > kind.most:
        said.no("nights", f"{asked.kind} is for {kind.most} nights at most, and {asked.nights} are asked for")
    elif kind.most is None and usual is not None and asked.nights != usual and not asked.why_longer.strip():
        said.no("nights", f"{usual} nights are usual. Say why {asked.nights} are asked for")
    return asked.nights
