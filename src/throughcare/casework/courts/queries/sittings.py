"""Tells: which courts sit when, ahead and behind, and who is in each list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet

from throughcare.foundation.audit.trail import concerns

from ..models import AlsoListed, Appearance, Hearing, OrganisationResult
from .records import main_offences


@dataclass(frozen=True)
class Sitting:
    """One session in the court list, with how many people appear."""

    id: UUID
    court: str
    on: date
    session: str
    people: int


def court_list(*, on_or_before: date, most: int = 30) -> list[Sitting]:
    """The latest sittings of the courts the viewer's unit serves."""
    rows = Hearing.objects.filter(on__lte=on_or_before).select_related("court")
    return _seen(rows.order_by("-on", "court_id", "session")[:most])


def sittings_ahead(*, after: date, until: date, most: int = 100) -> list[Sitting]:
    """The sittings that are listed after a day and up to another, next first."""
    rows = Hearing.objects.filter(on__gt=after, on__lte=until).select_related("court")
    return _seen(rows.order_by("on", "court_id", "session")[:most])


def _seen(rows: QuerySet[Hearing]) -> list[Sitting]:
    hearings = list(rows)
    ids = [h.id for h in hearings]
    counted: dict[UUID, int] = {}
    appear = (
        Appearance.objects.filter(hearing__in=ids, replaced_at=None)
        .values_list("hearing")
        .annotate(people=Count("id"))
    )
    go_on = (
        AlsoListed.objects.filter(hearing__in=ids, appearance__replaced_at=None)
        .values_list("hearing")
        .annotate(people=Count("id"))
    )
    for hearing, people in [
        *appear.values_list("hearing", "people"),
        *go_on.values_list("hearing", "people"),
    ]:
        counted[hearing] = counted.get(hearing, 0) + people
    return [Sitting(h.id, h.court.name, h.on, h.session, counted.get(h.id, 0)) for h in hearings]


@dataclass(frozen=True)
class InCourt:
    """One person in a court list."""

    person_id: UUID
    case_number: str
    outcome: str
    offence: str


def sitting(hearing_id: UUID) -> tuple[Sitting, list[InCourt]] | None:
    """One sitting and who is in its list; None when it is not the viewer's to see."""
    hearing = Hearing.objects.select_related("court").filter(id=hearing_id).first()
    if hearing is None:
        return None
    also = AlsoListed.objects.filter(hearing=hearing).values("appearance")
    listed = Appearance.objects.filter(hearing=hearing) | Appearance.objects.filter(id__in=also)
    rows = list(listed.filter(replaced_at=None).order_by("case_number"))
    concerns(row.person_id for row in rows)
    offences = main_offences([row.id for row in rows])
    people = [
        InCourt(r.person_id, r.case_number, _outcome(r), r.matter or offences.get(r.id, "not known"))
        for r in rows
    ]
    return Sitting(hearing.id, hearing.court.name, hearing.on, hearing.session, len(people)), people


def _outcome(row: Appearance) -> str:
    return f"{row.outcome} until {row.deferred_until:%-d %B %Y}" if row.deferred_until else row.outcome


@dataclass(frozen=True)
class OrganisationInCourt:
    """A company or other body in a court list."""

    name: str
    case_number: str
    offence: str
    outcome: str
    asked: str


def organisations_at(hearing_id: UUID) -> list[OrganisationInCourt]:
    """The companies and other bodies in the list of a sitting, by case."""
    rows = (
        OrganisationResult.objects.filter(hearing=hearing_id)
        .select_related("offence")
        .order_by("case_number")
    )
    return [
        OrganisationInCourt(
            r.name, r.case_number, r.offence.category if r.offence else r.offence_said, r.outcome, r.asked
        )
        for r in rows
    ]
