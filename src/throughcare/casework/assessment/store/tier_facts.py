"""What a tier looks at, for many people in a few questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.db.models.fields.json import KT

from throughcare.casework.courts import queries as courts
from throughcare.casework.people import queries as people
from throughcare.foundation.kernel.days import day_of

from ..models import FINISHED, Assessment, Registration, Score
from ..rules.needs.sections import Need, SectionScore
from ..rules.predictors import Basis, Given
from ..rules.questions import givens_of, items_of
from ..rules.tier import TierResult, V2Facts, V3Facts, gives_mandate, tier_v2, tier_v3
from ..rules.tier.applies import Applies
from ..rules.tier.registers import CHILD_PROTECTION, CODES, LIFE_OR_IPP, MAPPA, RELEASED, level_of
from .drafts import answers_of, sections_of

Facts = V2Facts | V3Facts
_BREACH_COUNTS_FOR = 365
_NEEDS = {
    "accommodation": "accommodation", "education": "employment", "relationships": "relationships",
    "lifestyle": "lifestyle", "drugs": "drugs", "alcohol": "alcohol", "thinking": "thinking",
    "attitudes": "attitudes",
}  # fmt: skip
_SEVERITY = {Need.NONE: 0, Need.STANDARD: 1, Need.SEVERE: 2}
_LOOKED_AT = ("arp", "csrp", "dc-srp", "rsr", "ogrs3")
_PARENT = "o6-9"


@dataclass(frozen=True)
class _Scored:
    score: float | None = None
    band: str = ""
    basis: str = ""


@dataclass(frozen=True)
class _Told:
    """What two questions were answered with, and when; None where they were not, or with "not known"."""

    at: datetime
    domestic_abuse: bool | None
    ever_sexual: bool | None


@dataclass
class _Loaded:
    scores: dict[UUID, dict[str, _Scored]] = field(default_factory=dict)
    registered: dict[UUID, dict[str, str]] = field(default_factory=dict)
    told: dict[UUID, list[_Told]] = field(default_factory=dict)
    standings: Mapping[UUID, courts.Standing] = field(default_factory=dict)
    traits: Mapping[UUID, people.Traits] = field(default_factory=dict)


def facts_of(person_ids: Iterable[UUID], *, rule: str, on: date) -> Iterator[tuple[UUID, Facts]]:
    """The facts of each person whom the viewer may see; six questions, and one more for what version 2 asks besides."""
    wanted = list(person_ids)
    loaded = _load(wanted)
    if rule == "tier-v3":
        for person in loaded.traits:
            yield person, _v3(person, loaded, on)
        return
    assessed = _assessed(wanted)
    for person in loaded.traits:
        yield person, _v2(person, loaded, assessed.get(person), on)


def _load(wanted: list[UUID]) -> _Loaded:
    found = _Loaded(standings=courts.standings_of(wanted), traits=people.traits_of(wanted))
    rows = Score.objects.filter(current=True, instrument__in=_LOOKED_AT, person_id__in=wanted)
    columns = ("person_id", "instrument", "score", "band", "basis", "scored_at")
    for person, name, score, band, basis, at, abuse, sexual in rows.values_list(
        *columns, "told_domestic_abuse", "told_sexual_offence"
    ):
        found.scores.setdefault(person, {})[name] = _Scored(score, band, basis)
        found.told.setdefault(person, []).append(_Told(at, abuse, sexual))
    for person, kind, value in _registered(wanted):
        found.registered.setdefault(person, {})[kind] = value
    for person, at, abuse, sexual in _answered(wanted):
        found.told.setdefault(person, []).append(_Told(at, _yes_no(abuse), _yes_no(sexual)))
    return found


def _registered(wanted: list[UUID]) -> Iterable[tuple[UUID, str, str]]:
    """What runs of each person's registrations: the day of release of whoever serves for life is one of them.

    The one place that knows where such a day is kept.
    """
    running = Registration.objects.filter(person_id__in=wanted, during__upper_inf=True, during__isempty=False)
    return running.values_list("person_id", "kind", "value")


def _answered(wanted: list[UUID]) -> Iterable[tuple[UUID, datetime, str | None, str | None]]:
    """What the latest completed assessment of each says of domestic abuse and of sexual offences."""
    finished = Assessment.objects.filter(state__in=FINISHED, person_id__in=wanted)
    latest = finished.order_by("person_id", "-signed_at").distinct("person_id")
    told = latest.annotate(
        abuse=KT("answers__domestic_abuse__value"), sexual=KT("answers__ever_sexual_offence__value")
    ).values_list("person_id", "signed_at", "abuse", "sexual")
    return ((person, at, abuse, sexual) for person, at, abuse, sexual in told if at is not None)


def _yes_no(kept: object) -> bool | None:
    return {"YES": True, "NO": False}.get(str(kept))


_NO_STANDING = courts.Standing(False, False, False, frozenset(), None)


def _latest(told: list[_Told], name: str) -> bool | None:
    """The answer given last, of those that are known; None where none is: silence is not a no."""
    known = [one for one in told if getattr(one, name) is not None]
    return getattr(max(known, key=lambda one: one.at), name) if known else None


def _v3(person: UUID, loaded: _Loaded, on: date) -> V3Facts:
    scores, registered = loaded.scores.get(person, {}), loaded.registered.get(person, {})
    told, standing = loaded.told.get(person, []), loaded.standings.get(person, _NO_STANDING)
    arp, csrp, contact = (scores.get(name, _Scored()) for name in ("arp", "csrp", "dc-srp"))
    released = registered.get(RELEASED)
    return V3Facts(
        has_active_event=standing.in_force,
        arp=arp.score, csrp=csrp.score,
        arp_static=arp.basis == Basis.STATIC.value, csrp_static=csrp.basis == Basis.STATIC.value,
        contact=contact.score, contact_band=contact.band or None,
        mappa="mappa" in registered, rosh=registered.get("rosh"),
        lifer_ipp=standing.for_life or LIFE_OR_IPP in registered,
        released_on=date.fromisoformat(released) if released else None,
        domestic_abuse="domestic_abuse" in registered or _latest(told, "domestic_abuse"),
        stalking="stalking" in registered, child_protection=CHILD_PROTECTION in registered,
        ever_sexual_offence=_latest(told, "ever_sexual"), on=on,
    )  # fmt: skip


def _v2(person: UUID, loaded: _Loaded, assessed: _Assessed | None, on: date) -> V2Facts:
    scores, registered = loaded.scores.get(person, {}), loaded.registered.get(person, {})
    standing = loaded.standings.get(person, _NO_STANDING)
    breached = standing.last_breach is not None and (on - standing.last_breach).days < _BREACH_COUNTS_FOR
    return V2Facts(
        sex=loaded.traits[person].sex,
        rsr=scores.get("rsr", _Scored()).score, ogrs=scores.get("ogrs3", _Scored()).score,
        rosh=registered.get("rosh"), mappa_level=level_of(registered.get(MAPPA)),
        registrations=frozenset(kind for kind in registered if kind in CODES),
        parenting=assessed.parenting if assessed else None,
        impulsivity=assessed.level("impulsivity") if assessed else None,
        temper=assessed.level("temper") if assessed else None, breach_or_recall=breached,
        has_mandate=gives_mandate(custodial=standing.custodial, requirements=standing.requirements), needs=assessed.needs if assessed else None, iom="iom" in registered,
        two_thirds_point="two_thirds_point" in registered, assessed_on=assessed.on if assessed else None, on=on,
    )  # fmt: skip


@dataclass(frozen=True)
class _Assessed:
    """What version 2 reads of a completed assessment; a section that could still go either way is not in ``needs``."""

    on: date
    needs: Mapping[str, int]
    givens: Mapping[str, Given]
    cares_for: object

    def level(self, name: str) -> int | None:
        """The level of an answer; None when it is not known."""
        given = self.givens.get(name)
        return given.value if given is not None and type(given.value) is int else None

    @property
    def parenting(self) -> bool | None:
        """Whether the person is responsible for children: as asked, or as the strengths-and-needs set says."""
        asked = self.givens.get("parenting")
        return asked.value is True if asked is not None else _yes_no(self.cares_for)


def _assessed(wanted: list[UUID]) -> dict[UUID, _Assessed]:
    rows = Assessment.objects.filter(person_id__in=wanted, state__in=FINISHED).order_by(
        "person_id", F("signed_at").desc()
    )
    return {row.person_id: _read(row) for row in rows.distinct("person_id")}


def _read(row: Assessment) -> _Assessed:
    answers, scored = answers_of(row), sections_of(row)
    assert row.signed_at is not None  # a finished one has its instant, by constraint
    return _Assessed(
        day_of(row.signed_at), _needs(scored), givens_of(answers), items_of(answers).get(_PARENT)
    )


def _needs(scored: Mapping[str, SectionScore]) -> dict[str, int]:
    """Severity by section; an open section is not nought, and is left out, which the rule doubts."""
    settled: dict[str, Any] = {section: _SEVERITY.get(scored[section].need) for section in _NEEDS}
    return {_NEEDS[section]: severity for section, severity in settled.items() if severity is not None}


def tier(facts: Facts, applies: Applies) -> TierResult:
    """The tier by the rule and edition in force."""
    if isinstance(facts, V3Facts):
        return tier_v3(facts, edition=applies.edition)
    return tier_v2(facts, edition=applies.edition)
