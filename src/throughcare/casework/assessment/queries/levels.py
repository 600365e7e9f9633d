"""The level of harm that stands, where it comes from, and what the tier would be with another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel.days import day_of

from ..models import FINISHED, Assessment, Registration
from ..rules.harm import keeping
from ..rules.harm.analysis import RiskTo
from ..rules.harm.tables import harm_on
from ..rules.tier import TierResult
from ..rules.tier.applies import applies_on
from ..rules.tier.registers import HARM, MAPPA
from ..store.tier_facts import facts_of, tier


@dataclass(frozen=True)
class Signed:
    """The latest signed assessment: which, on what day, and the level of harm it gives; empty where it gives none."""

    id: UUID
    signed_on: date
    harm_level: str


def last_signed(person_id: UUID) -> Signed | None:
    """The latest assessment that everybody who must has signed; None where there is none."""
    concerns(person_id)
    rows = Assessment.objects.filter(person_id=person_id, state__in=FINISHED).order_by("-signed_at")
    row = rows.only("id", "signed_at", "harm_level").first()
    if row is None or row.signed_at is None:
        return None
    return Signed(row.id, day_of(row.signed_at), row.harm_level)


@dataclass(frozen=True)
class LevelStanding:
    """The level of harm that stands, since when, where it comes from in words, and the assessment that says most of it."""

    level: str
    since: datetime
    because: str
    about_id: UUID | None


def level_standing(person_id: UUID) -> LevelStanding | None:
    """The level of harm that is registered now; None where none is.

    The latest signed assessment that found the same level is the one to read, though the level may have stood before it.
    """
    concerns(person_id)
    row = Registration.objects.filter(person_id=person_id, kind=HARM, during__upper_inf=True).first()
    if row is None:
        return None
    signed, because, about = last_signed(person_id), row.because, row.about_id
    if signed is not None and signed.harm_level == row.value and signed.id != about:
        about = signed.id
        because = "; ".join(
            filter(None, [because, f"confirmed by the assessment signed on {signed.signed_on:%-d %B %Y}"])
        )
    return LevelStanding(row.value, row.during.lower, because, about)


def risks_told(assessment_id: UUID) -> tuple[RiskTo, ...]:
    """To whom an assessment found a risk of serious harm, the gravest first; empty where the wall hides it."""
    row = (
        Assessment.objects.filter(id=assessment_id).only("person_id", "harm", "harm_at", "started_at").first()
    )
    if row is None:
        return ()
    concerns(row.person_id)
    table = harm_on(day_of(row.harm_at or row.started_at)).table
    return tuple(sorted(keeping.from_kept(row.harm).risks, key=lambda one: -table.rank(one.level)))


def tier_with(person_id: UUID, level: str, *, on: date) -> TierResult | None:
    """What the tier would be with another level of harm, by the rule that works it out; None where there is nobody.

    An empty ``level`` leaves what is registered.
    """
    concerns(person_id)
    applies = applies_on(on)
    for _, facts in facts_of([person_id], rule=applies.rule, on=on):
        return tier(replace(facts, rosh=level) if level else facts, applies)
    return None


@dataclass(frozen=True)
class ProtectionLevelStanding:
    """The level of public protection that is registered, or that none is set yet, since when, and why in words."""

    level: str
    since: datetime
    because: str


def protection_levels(person_ids: Iterable[UUID]) -> dict[UUID, ProtectionLevelStanding]:
    """The level at which each of these people who is registered is managed for public protection; one question."""
    wanted = list(person_ids)
    concerns(wanted)
    rows = Registration.objects.filter(person_id__in=wanted, kind=MAPPA, during__upper_inf=True)
    return {row.person_id: ProtectionLevelStanding(row.value, row.during.lower, row.because) for row in rows}
