"""The register of one session: everybody with a place then, and what stands of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import ContactSeen
from throughcare.foundation.access import queries as access

from ..models import Attendance, GroupSession, Place
from .groups import SessionLine, session_lines


@dataclass(frozen=True)
class RegisterLine:
    """One person of a session: what stands of them (None: nothing yet), and who recorded it."""

    enrolment_id: UUID
    person_id: UUID
    name: str
    stands: ContactSeen | None
    by: str


@dataclass(frozen=True)
class RegisterSeen:
    """A session and everybody who had a place in its group then, by name."""

    session: SessionLine
    unit_id: UUID
    people: tuple[RegisterLine, ...]
    is_ahead: bool


def register(session_id: UUID, *, at: datetime) -> RegisterSeen | None:
    """The register of a session, its people as far as the viewer sees them; None where there is no such session."""
    row = GroupSession.objects.filter(id=session_id).first()
    if row is None:
        return None
    places = list(Place.objects.filter(group=row.group_id, during__contains=row.starts_at))
    told = dict(Attendance.objects.filter(session=row).values_list("enrolment_id", "contact_id"))
    standing = supervision.contacts_as_they_stand(told.values())
    names = people.names_of({place.person_id for place in places})
    who = access.member_names({one.member_id for one in standing.values()})
    lines = [
        RegisterLine(place.enrolment_id, place.person_id, names[place.person_id].name, stands, who.get(stands.member_id, "") if stands else "")
        for place in places
        if place.person_id in names
        for stands in [standing.get(told[place.enrolment_id]) if place.enrolment_id in told else None]
    ]  # fmt: skip
    return RegisterSeen(
        session_lines([row])[0],
        row.unit_id,
        tuple(sorted(lines, key=lambda one: (one.name, one.person_id))),
        row.starts_at > at,
    )
