"""Tells of every appointment of a case: those ahead, and what became of each of the others and whose doing it was."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns

from ..models import Appointment, Contact
from ..rules.appointments import AppointmentFacts, AppointmentState, appointment_state
from ..rules.contacts import ContactKind, Outcome
from ..rules.diary import MovedBy
from .reading import MOST


@dataclass(frozen=True)
class AppointmentTold:
    """One appointment: when, how, where and with whom; called off or moved when, by whose doing and why; what came of it.

    ``clashes`` are what it clashed with when it was made all the same, and ``despite`` why it was.
    """

    id: UUID
    person_id: UUID
    starts_at: datetime
    minutes: int | None
    kind: ContactKind
    place: str
    holder: str
    called_off_at: datetime | None
    because: str
    moved_to: datetime | None
    moved_by: MovedBy | None
    outcome: Outcome | None
    state: AppointmentState
    clashes: tuple[str, ...]
    despite: str


def appointments_told(case_id: UUID, *, at: datetime) -> list[AppointmentTold]:
    """The latest 400 appointments of a case, the latest first; three questions."""
    rows = list(
        Appointment.objects.filter(case=case_id).select_related("case").order_by("-starts_at", "-id")[:MOST]
    )
    concerns(row.person_id for row in rows)
    outcomes = {
        appointment: Outcome(outcome)
        for appointment, outcome in Contact.objects.filter(
            appointment__in=[row.id for row in rows], corrected=None
        ).values_list("appointment_id", "outcome")
    }
    names = access.member_names({row.held_by for row in rows})
    moved = {row.moves_id: row for row in rows if row.moves_id}
    return [
        _told(row, names.get(row.held_by, "not known"), moved.get(row.id), outcomes.get(row.id), at)
        for row in rows
    ]


def _told(
    row: Appointment, holder: str, to: Appointment | None, outcome: Outcome | None, at: datetime
) -> AppointmentTold:
    facts = AppointmentFacts(
        row.starts_at, row.called_off_at, to is not None, outcome is not None, row.case.closed_at
    )
    return AppointmentTold(
        row.id, row.person_id, row.starts_at, row.minutes, ContactKind(row.kind), row.place, holder,
        row.called_off_at, row.called_off_because, to.starts_at if to else None,
        MovedBy(to.moved_by) if to else None, outcome, appointment_state(facts, at), tuple(row.clashes), row.despite,
    )  # fmt: skip


def moves_counted(case_id: UUID) -> dict[MovedBy, int]:
    """How often appointments of a case were moved, by whose doing it was; one question."""
    moved = Appointment.objects.filter(case=case_id).exclude(moves=None).values_list("moved_by", flat=True)
    count = Counter(moved)
    return {doing: count[doing.value] for doing in MovedBy}
