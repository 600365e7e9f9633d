"""Which services fit somebody, each with why; which do not, each with why not; and what would have to be known to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from throughcare.casework.people.rules.distances import Position
from throughcare.foundation.kernel import Clause, Finding, age_on, edition_on

from .catalogue import ServiceFacts
from .travel import Reached, is_had_at_home, nearest_site, travel_editions
from .words import OpenTo, Standing, need_areas


@dataclass(frozen=True)
class Wanting:
    """Who needs what: a need, where they live (their area and those above it), traits, and whether they are in custody.

    ``home`` is where they live as nearly as is known, and ``home_known_by`` what that rests on. None is not known.
    """

    need: str
    areas: tuple[str, ...]
    sex: str | None
    born: date | None
    in_custody: bool | None
    home: Position | None = None
    home_known_by: str = ""


@dataclass(frozen=True)
class Fit:
    """A service held against somebody's need: what speaks for it, what rules it out, and what is not known.

    ``km`` is how far its nearest site is in a straight line; None where that is not known.
    """

    service: ServiceFacts
    reasons: tuple[Finding, ...]
    against: tuple[Finding, ...]
    unknown: tuple[Finding, ...]
    km: float | None = None

    @property
    def fits(self) -> bool:
        """Whether nothing that is known rules it out."""
        return not self.against

    @property
    def is_sure(self) -> bool:
        """Whether it fits and nothing that would matter is unknown."""
        return self.fits and not self.unknown


@dataclass(frozen=True)
class _Said:
    """One question's answer: for, against or not known, and in what words."""

    how: str
    because: str


def fit(service: ServiceFacts, wanting: Wanting, on: date) -> Fit:
    """Hold one service against somebody's need on a day, by every term it is offered under."""
    reached = nearest_site(service, wanting.home) if wanting.home and service.sites else None
    found: dict[str, list[Finding]] = {"for": [], "against": [], "unknown": []}
    answers = [
        *((rule, ask(service, wanting, on)) for rule, ask in _QUESTIONS),
        ("travel", _travel(service, wanting, on, reached)),
    ]
    for rule, said in answers:
        if said is not None:
            clause = Clause(f"service {service.reference}", rule)
            found[said.how].append(Finding(rule, clause, said.because))
    km = reached.km if reached else None
    return Fit(service, tuple(found["for"]), tuple(found["against"]), tuple(found["unknown"]), km)


def _need(service: ServiceFacts, wanting: Wanting, on: date) -> _Said:
    areas = need_areas()
    name = areas[wanting.need].name.lower() if wanting.need in areas else wanting.need
    meets = wanting.need in service.needs
    return _Said("for" if meets else "against", f"It is for {name}." if meets else f"It is not for {name}.")


def _offered(service: ServiceFacts, wanting: Wanting, on: date) -> _Said | None:
    if service.standing is not Standing.ACTIVE:
        return _Said("against", f"Its provider says that it is {service.standing.value}.")
    if on < service.offered.start:
        return _Said("against", f"It is offered from {service.offered.start:%-d %B %Y}.")
    if on not in service.offered:
        return _Said("against", f"It has not been offered since {service.offered.end:%-d %B %Y}.")
    return None


def _sex(service: ServiceFacts, wanting: Wanting, on: date) -> _Said | None:
    takes = {"female": service.takes_women, "male": service.takes_men}
    if all(answer is not False for answer in takes.values()):
        return None
    only = "women" if service.takes_men is False else "men"
    if wanting.sex is None:
        return _Said("unknown", f"It is for {only} only, and the person's sex is not recorded.")
    if takes[wanting.sex] is False:
        return _Said("against", f"It is for {only} only.")
    return _Said("for", f"It is for {only} only.")


def _age(service: ServiceFacts, wanting: Wanting, on: date) -> _Said | None:
    youngest, oldest = service.youngest, service.oldest
    if youngest is None and oldest is None:
        return None
    said = (
        f"from {youngest}"
        if oldest is None
        else f"up to {oldest}"
        if youngest is None
        else f"from {youngest} to {oldest}"
    )
    if wanting.born is None:
        return _Said("unknown", f"It is for people {said} years old, and the date of birth is not recorded.")
    age = age_on(wanting.born, on)
    inside = (youngest is None or age >= youngest) and (oldest is None or age <= oldest)
    return None if inside else _Said("against", f"It is for people {said} years old; this person is {age}.")


def _place(service: ServiceFacts, wanting: Wanting, on: date) -> _Said:
    if not service.areas:
        return _Said("unknown", "Where it is offered is not recorded.")
    if not wanting.areas:
        return _Said("unknown", "Where the person lives is not recorded.")
    here = any(area in service.areas for area in wanting.areas)
    return (
        _Said("for", "It is offered where the person lives.")
        if here
        else _Said("against", "It is not offered where the person lives.")
    )


def _travel(service: ServiceFacts, wanting: Wanting, on: date, reached: Reached | None) -> _Said | None:
    """How far it is; too far speaks against it unless it can be had without travelling."""
    if not any(one.is_place for one in service.sites):
        return None
    if reached is None:
        return _Said(
            "unknown",
            "How far it is cannot be said: where it is held or where the person lives is not known.",
        )
    limit = edition_on(travel_editions(), on).table
    name = reached.site.name or "Its nearest site"
    said = f"{name} is about {reached.km:.0f} km away in a straight line, an estimate from {wanting.home_known_by}"
    if reached.km <= limit.most_km:
        return _Said("for", f"{said}.")
    if is_had_at_home(service):
        return _Said("for", f"{said}, and it can be had without travelling.")
    return _Said("against", f"{said}; the limit is {limit.most_km:g} km ({limit.label}).")


def _free(service: ServiceFacts, wanting: Wanting, on: date) -> _Said | None:
    """Free places where they were said; none free is no bar, and is to be asked about."""
    if not service.places:
        return None
    one = service.places[0]
    when = f" on {one.said_on:%-d %B %Y}" if one.said_on else ""
    of = f" of {one.most}" if one.most is not None else ""
    if one.free:
        return _Said("for", f"{one.free}{of} free{when}: {one.unit}.")
    return _Said("unknown", f"None{of} was free{when}: {one.unit}. Ask whether one is now.")


def _inside(service: ServiceFacts, wanting: Wanting, on: date) -> _Said | None:
    if wanting.in_custody is None:
        return _Said("unknown", "Whether the person is in custody is not recorded.")
    if not wanting.in_custody:
        return None
    if service.works_inside is None:
        return _Said(
            "unknown",
            "The person is in custody, and the contract does not say whether this is offered in prison.",
        )
    if service.works_inside:
        return _Said("for", "The person is in custody, and the contract says that this is offered in prison.")
    return _Said(
        "against", "The person is in custody, and the contract says that this is not offered in prison."
    )


def _anybody(service: ServiceFacts, wanting: Wanting, on: date) -> _Said | None:
    open_to_all = service.open_to is OpenTo.ANYBODY
    return _Said("for", "It is open to anybody: no referral is needed.") if open_to_all else None


_QUESTIONS: tuple[tuple[str, Callable[[ServiceFacts, Wanting, date], _Said | None]], ...] = (
    ("need", _need),
    ("dates of offer", _offered),
    ("sex", _sex),
    ("age", _age),
    ("place", _place),
    ("free places", _free),
    ("in prison", _inside),
    ("open to anybody", _anybody),
)


class Order(StrEnum):
    """What comes first among those that fit alike."""

    SOONEST = "soonest"
    NEAREST = "nearest"


def ranked(
    fits: Iterable[Fit], waits: Callable[[ServiceFacts], float | None], by: Order = Order.SOONEST
) -> list[Fit]:
    """Those that fit, the best first: surely before perhaps, open to anybody first, then the soonest or nearest, then by title.

    Avon and Somerset 2.4 and Durham Tees Valley Q4 bullet 2: what every citizen can already have is not to be repeated.
    """

    def order(one: Fit) -> tuple[object, ...]:
        anybody = one.service.open_to is OpenTo.ANYBODY
        told = [waits(one.service), one.km] if by is Order.SOONEST else [one.km, waits(one.service)]
        known = [(value is None, value or 0.0) for value in told]
        return not one.is_sure, not anybody, *known, one.service.title, one.service.reference

    return sorted((one for one in fits if one.fits), key=order)


def soonest_of(fits: Iterable[Fit], waits: Callable[[ServiceFacts], float | None]) -> Fit | None:
    """The one that fits and has the shortest known wait; None where no wait is known."""
    known = [one for one in fits if one.fits and waits(one.service) is not None]
    return min(known, key=lambda one: (waits(one.service), one.service.reference), default=None)


def nearest_of(fits: Iterable[Fit]) -> Fit | None:
    """The one that fits and is nearest; None where no distance is known."""
    known = [one for one in fits if one.fits and one.km is not None]
    return min(known, key=lambda one: (one.km, one.service.reference), default=None)
