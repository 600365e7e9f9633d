"""Which services fit somebody, each with why; which do not, each with why not; and what would have to be known to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from throughcare.foundation.kernel import Clause, Finding, age_on

from .catalogue import ServiceFacts
from .words import OpenTo, Standing, need_areas


@dataclass(frozen=True)
class Wanting:
    """Who needs what: a need, where they live (their area and those above it), traits, and whether they are in custody.

    None is not known.
    """

    need: str
    areas: tuple[str, ...]
    sex: str | None
    born: date | None
    in_custody: bool | None


@dataclass(frozen=True)
class Fit:
    """A service held against somebody's need: what speaks for it, what rules it out, and what is not known."""

    service: ServiceFacts
    reasons: tuple[Finding, ...]
    against: tuple[Finding, ...]
    unknown: tuple[Finding, ...]

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
    found: dict[str, list[Finding]] = {"for": [], "against": [], "unknown": []}
    for rule, ask in _QUESTIONS:
        said = ask(service, wanting, on)
        if said is not None:
            clause = Clause(f"service {service.reference}", rule)
            found[said.how].append(Finding(rule, clause, said.because))
    return Fit(service, tuple(found["for"]), tuple(found["against"]), tuple(found["unknown"]))


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


def _inside(service: ServiceFacts, wanting: Wanting, on: date) -> _Said | None:
    if wanting.in_custody is None:
        return _Said("unknown", "Whether the person is in custody is not recorded.")
    said = "The person is in custody, and the contract does not say whether this is offered in prison."
    return _Said("unknown", said) if wanting.in_custody else None


def _anybody(service: ServiceFacts, wanting: Wanting, on: date) -> _Said | None:
    open_to_all = service.open_to is OpenTo.ANYBODY
    return _Said("for", "It is open to anybody: no referral is needed.") if open_to_all else None


_QUESTIONS: tuple[tuple[str, Callable[[ServiceFacts, Wanting, date], _Said | None]], ...] = (
    ("need", _need),
    ("dates of offer", _offered),
    ("sex", _sex),
    ("age", _age),
    ("place", _place),
    ("in prison", _inside),
    ("open to anybody", _anybody),
)


def ranked(fits: Iterable[Fit], waits: Callable[[ServiceFacts], float | None]) -> list[Fit]:
    """Those that fit, the best first: surely before perhaps, open to anybody first, the shortest known wait, then by title.

    Avon and Somerset 2.4 and Durham Tees Valley Q4 bullet 2: what every citizen can already have is not to be repeated.
    """

    def order(one: Fit) -> tuple[bool, bool, bool, float, str, str]:
        wait = waits(one.service)
        anybody = one.service.open_to is OpenTo.ANYBODY
        known = wait if wait is not None else 0.0
        return not one.is_sure, not anybody, wait is None, known, one.service.title, one.service.reference

    return sorted((one for one in fits if one.fits), key=order)
