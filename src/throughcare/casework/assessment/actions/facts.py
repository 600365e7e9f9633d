"""What a tier looks at, for many people in a few questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.casework.courts import queries as courts
from throughcare.casework.people import queries as people
from throughcare.foundation.kernel.days import day_of

from ..models import FINISHED, Assessment
from ..rules.needs.sections import Need
from ..rules.predictors import Basis
from ..rules.tier import V2Facts, V3Facts
from ..rules.tier.registers import CHILD_PROTECTION, CODES
from .drafts import sections_of

Facts = V2Facts | V3Facts
_BREACH_COUNTS_FOR = 365
_NEEDS = {
    "accommodation": "accommodation", "education": "employment", "relationships": "relationships",
    "lifestyle": "lifestyle", "drugs": "drugs", "alcohol": "alcohol", "thinking": "thinking",
    "attitudes": "attitudes",
}  # fmt: skip
_SEVERITY = {Need.NONE: 0, Need.STANDARD: 1, Need.SEVERE: 2}
_SCORES = """
SELECT person_id, instrument, score, band, basis FROM assessment_score
  WHERE current AND instrument IN ('arp', 'csrp', 'dc-srp', 'rsr', 'ogrs3') AND person_id = ANY (%s)"""
_REGISTERED = """
SELECT person_id, kind, value FROM assessment_registration
  WHERE upper_inf(during) AND NOT isempty(during) AND person_id = ANY (%s)"""
_ANSWERED = """
SELECT DISTINCT ON (person_id) person_id, signed_at, answers #>> '{domestic_abuse,value}',
       answers #>> '{ever_sexual_offence,value}', answers #>> '{impulsivity,value}', answers #>> '{temper,value}'
  FROM assessment_assessment WHERE state = ANY (%s) AND person_id = ANY (%s)
  ORDER BY person_id, signed_at DESC"""


@dataclass(frozen=True)
class _Answered:
    on: date | None = None
    domestic_abuse: bool = False
    ever_sexual: bool = False
    impulsivity: int | None = None
    temper: int | None = None


@dataclass
class _Loaded:
    scores: dict[UUID, dict[str, tuple[Any, ...]]] = field(default_factory=dict)
    registered: dict[UUID, dict[str, str]] = field(default_factory=dict)
    answered: dict[UUID, _Answered] = field(default_factory=dict)
    standings: Mapping[UUID, courts.Standing] = field(default_factory=dict)
    traits: Mapping[UUID, people.Traits] = field(default_factory=dict)


def facts_of(person_ids: Iterable[UUID], *, rule: str, on: date) -> Iterator[tuple[UUID, Facts]]:
    """The facts of each person whom the viewer may see; five questions, and one more for version 2's needs."""
    wanted = list(person_ids)
    loaded = _load(wanted)
    if rule == "tier-v3":
        for person in loaded.traits:
            yield person, _v3(person, loaded, on)
        return
    needs = _needs_of(wanted)
    for person in loaded.traits:
        yield person, _v2(person, loaded, needs.get(person), on)


def _load(wanted: list[UUID]) -> _Loaded:
    found = _Loaded(standings=courts.standings_of(wanted), traits=people.traits_of(wanted))
    with connection.cursor() as cursor:
        cursor.execute(_SCORES, [wanted])
        for person, instrument, *rest in cursor:
            found.scores.setdefault(person, {})[instrument] = tuple(rest)
        cursor.execute(_REGISTERED, [wanted])
        for person, kind, value in cursor:
            found.registered.setdefault(person, {})[kind] = value
        cursor.execute(_ANSWERED, [FINISHED, wanted])
        for person, at, abuse, sexual, impulsivity, temper in cursor:
            found.answered[person] = _Answered(
                day_of(at), abuse == "YES", sexual == "YES", _level(impulsivity), _level(temper)
            )
    return found


def _level(kept: str | None) -> int | None:
    return int(kept) if kept in {"0", "1", "2"} else None


_NO_STANDING = courts.Standing(False, False)
_UNSCORED: tuple[None, str, str] = (None, "", "")


def _v3(person: UUID, loaded: _Loaded, on: date) -> V3Facts:
    scores, registered = loaded.scores.get(person, {}), loaded.registered.get(person, {})
    said, standing = loaded.answered.get(person, _Answered()), loaded.standings.get(person, _NO_STANDING)
    arp, csrp, contact = (scores.get(name, _UNSCORED) for name in ("arp", "csrp", "dc-srp"))
    return V3Facts(
        has_active_event=standing.in_force,
        arp=arp[0], csrp=csrp[0],
        arp_static=arp[2] == Basis.STATIC.value, csrp_static=csrp[2] == Basis.STATIC.value,
        contact=contact[0], contact_band=contact[1] or None,
        mappa="mappa" in registered, rosh=registered.get("rosh"), lifer_ipp=standing.for_life,
        domestic_abuse=said.domestic_abuse or "domestic_abuse" in registered,
        stalking="stalking" in registered, child_protection=CHILD_PROTECTION in registered,
        ever_sexual_offence=said.ever_sexual, on=on,
    )  # fmt: skip


def _v2(person: UUID, loaded: _Loaded, needs: Mapping[str, int] | None, on: date) -> V2Facts:
    scores, registered = loaded.scores.get(person, {}), loaded.registered.get(person, {})
    said, standing = loaded.answered.get(person, _Answered()), loaded.standings.get(person, _NO_STANDING)
    breached = standing.last_breach is not None and (on - standing.last_breach).days < _BREACH_COUNTS_FOR
    level = registered.get("mappa")
    return V2Facts(
        sex=loaded.traits[person].sex,
        rsr=scores.get("rsr", _UNSCORED)[0], ogrs=scores.get("ogrs3", _UNSCORED)[0],
        rosh=registered.get("rosh"), mappa_level=int(level) if level else None,
        registrations=frozenset(kind for kind in registered if kind in CODES),
        impulsivity=said.impulsivity, temper=said.temper, breach_or_recall=breached,
        has_mandate=standing.in_force, needs=needs, iom="iom" in registered,
        two_thirds_point="two_thirds_point" in registered, assessed_on=said.on, on=on,
    )  # fmt: skip


def _needs_of(wanted: list[UUID]) -> dict[UUID, dict[str, int]]:
    """Severity by section from each latest completed assessment; none where it leaves a weighed section open.

    An open section is not nought, and the rule has no place for one: without the whole, the tier is worked
    out as without an assessment, and says so.
    """
    rows = Assessment.objects.filter(person_id__in=wanted, state__in=FINISHED).order_by(
        "person_id", "-signed_at"
    )
    found: dict[UUID, dict[str, int]] = {}
    for row in rows.distinct("person_id"):
        scored = sections_of(row)
        if all(scored[section].need in _SEVERITY for section in _NEEDS):
            found[row.person_id] = {name: _SEVERITY[scored[section].need] for section, name in _NEEDS.items()}
    return found
