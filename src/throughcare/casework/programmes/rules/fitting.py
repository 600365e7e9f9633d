"""Which programmes fit somebody, each with why; which do not, each with why not; and what would have to be known to say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from throughcare.foundation.kernel import Clause, Finding, age_on

from .catalogue import Programme


@dataclass(frozen=True)
class Suiting:
    """What a programme asks of somebody; None is not known, ``pathway`` and ``band`` as the latest scores have them."""

    sex: str | None
    born: date | None
    in_custody: bool | None
    pathway: str | None
    band: str | None
    partner_violence: bool | None
    learning_disability: bool | None


@dataclass(frozen=True)
class ProgrammeFit:
    """A programme held against somebody: what speaks for it, what rules it out, and what is not known."""

    programme: Programme
    reasons: tuple[Finding, ...]
    against: tuple[Finding, ...]
    unknown: tuple[Finding, ...]

    @property
    def fits(self) -> bool:
        """Whether nothing that is known rules it out."""
        return not self.against


@dataclass(frozen=True)
class _Said:
    how: str
    because: str


def suits(chosen: Programme, who: Suiting, on: date) -> ProgrammeFit:
    """Hold one programme against somebody on a day, by every term it is offered under."""
    found: dict[str, list[Finding]] = {"for": [], "against": [], "unknown": []}
    for rule, ask in _QUESTIONS:
        said = ask(chosen, who, on)
        if said is not None:
            source = f"{chosen.name}, {'assumed' if _TERM[rule] in chosen.assumed else chosen.source}"
            found[said.how].append(Finding(rule, Clause(source, rule), said.because))
    return ProgrammeFit(chosen, tuple(found["for"]), tuple(found["against"]), tuple(found["unknown"]))


def _offered(chosen: Programme, who: Suiting, on: date) -> _Said | None:
    if on < chosen.offered.start:
        return _Said("against", f"It is offered from {chosen.offered.start:%-d %B %Y}.")
    if on not in chosen.offered:
        return _Said("against", f"It has not been offered since {chosen.offered.end:%-d %B %Y}.")
    if chosen.sessions is None:
        return _Said("against", "Its sessions are not published, so no group can be laid out here.")
    return None


def _sex(chosen: Programme, who: Suiting, on: date) -> _Said | None:
    if len(chosen.sexes) > 1:
        return None
    only = {"female": "women", "male": "men"}[chosen.sexes[0]]
    if who.sex is None:
        return _Said("unknown", f"It is for {only} only, and the person's sex is not recorded.")
    return _Said("for" if who.sex in chosen.sexes else "against", f"It is for {only} only.")


def _age(chosen: Programme, who: Suiting, on: date) -> _Said | None:
    if who.born is None:
        return _Said(
            "unknown",
            f"It is for people of {chosen.youngest} or over, and the date of birth is not recorded.",
        )
    age = age_on(who.born, on)
    if age >= chosen.youngest:
        return None
    return _Said("against", f"It is for people of {chosen.youngest} or over; this person is {age}.")


def _place(chosen: Programme, who: Suiting, on: date) -> _Said | None:
    if who.in_custody is None:
        return _Said("unknown", "Whether the person is in custody is not recorded.")
    here = "custody" if who.in_custody else "community"
    if here in chosen.places:
        return None
    return _Said("against", f"It is held in {' and '.join(chosen.places)} only; this person is in {here}.")


def _need(chosen: Programme, who: Suiting, on: date) -> _Said:
    if who.pathway is None:
        return _Said("unknown", "The screening for programme need has not been scored.")
    if who.pathway == "omission":
        return _Said(
            "unknown", "The screening for programme need lacks answers that could change what it says."
        )
    if who.pathway in chosen.pathways:
        return _Said("for", f"The screening for programme need points to {who.pathway} intensity.")
    if who.pathway == "alternative":
        return _Said("against", "The screening for programme need points to help other than a programme.")
    return _Said("against", f"The screening for programme need points to {who.pathway} intensity.")


_BANDS = ("low", "medium", "high", "very_high")


def _risk(chosen: Programme, who: Suiting, on: date) -> _Said | None:
    if on < chosen.below.since:
        return None
    if who.band not in _BANDS:
        return _Said("unknown", "The risk of reoffending has not been scored.")
    if _BANDS.index(who.band) > _BANDS.index(chosen.below.band):
        return None
    return _Said("against", f"The risk of reoffending is {who.band}, and no place is given at that level.")


def _offence(chosen: Programme, who: Suiting, on: date) -> _Said | None:
    if not chosen.partner_violence:
        return None
    if who.partner_violence is None:
        return _Said("unknown", "Whether there was violence to a partner is not recorded.")
    how = "for" if who.partner_violence else "against"
    return _Said(how, "It is for violence to a partner alone.")


def _learning(chosen: Programme, who: Suiting, on: date) -> _Said | None:
    if chosen.adapted:
        return (
            _Said("for", "It is made for people with a learning disability too.")
            if who.learning_disability
            else None
        )
    if who.learning_disability is None:
        return _Said(
            "unknown", "It is not adapted, and whether there is a learning disability is not recorded."
        )
    if who.learning_disability:
        return _Said("against", "It is not adapted for people with a learning disability.")
    return None


_QUESTIONS: tuple[tuple[str, Callable[[Programme, Suiting, date], _Said | None]], ...] = (
    ("need", _need),
    ("dates of offer", _offered),
    ("sex", _sex),
    ("age", _age),
    ("place", _place),
    ("risk", _risk),
    ("offence", _offence),
    ("learning", _learning),
)
_TERM = {
    "need": "pathways", "dates of offer": "offered", "sex": "sexes", "age": "youngest", "place": "places", "risk": "below",
    "offence": "partner_violence", "learning": "adapted",
}  # fmt: skip
