"""What every act on a meeting does: find it as it stands for whoever may take part in it, and write a decision with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.casework.supervision.queries import OpenCase
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.ledger import Decided
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import at_most

from ..models import Meeting, MeetingDecision, Protection
from ..rules import MeetingDecides, PersonTold, check_decides, protection_terms
from ..rules import MeetingState as State
from ..rules import ProtectionState as Stands
from .steps import LONGEST, part_in


@dataclass(frozen=True)
class Said:
    """A decision as it was taken; ``to_whom`` and ``told`` of a disclosure alone."""

    kind: MeetingDecides
    what: str
    because: str
    dissent: str = ""
    to_whom: str = ""
    told: PersonTold | None = None
    told_because: str = ""


def found_meeting(meeting_id: UUID, by: Member) -> tuple[Meeting, OpenCase]:
    """A meeting and the open case that it is in; refused where it is not to be seen, or what it is on has ended."""
    row = Meeting.objects.filter(id=meeting_id).first()
    if row is None:
        raise Refused("There is no such meeting, or it is not yours to see.")
    case = part_in(row.person_id, by)
    add_to_line(meeting=row.id)
    standing = Protection.objects.filter(id=row.protection_id, case_id=case.id, state=Stands.CONFIRMED)
    if not standing.exists():
        raise Refused("What this meeting is on has ended. Nothing more is owed of it.")
    return row, case


def write_decision(row: Meeting, said: Said, *, by: Member, at: datetime) -> None:
    """Write a decision of a meeting that was held, and remember it."""
    check_decides(State(row.state))
    decided = MeetingDecision(
        id=new_id(),
        person_id=row.person_id,
        meeting_id=row.id,
        number=row.decisions.count() + 1,
        category=row.category,
        kind=said.kind.value,
        what=said.what,
        because=said.because,
        dissent=at_most(said.dissent, "dissent", LONGEST),
        to_whom=at_most(said.to_whom, "to_whom", 200),
        told=said.told.value if said.told else "",
        told_because=at_most(said.told_because, "told_because", LONGEST),
        member_id=by.id,
        at=at,
    )
    insert_all([decided])
    outcome = {"decided": said.kind.value} | ({"told": said.told.value} if said.told else {})
    ledger.remember(
        [
            Decided(
                about="meeting",
                about_id=row.id,
                rule=said.kind.value,
                edition=protection_terms(day_of(at)).name,
                person_id=row.person_id,
                inputs={"decision": decided.number},
                outcome=outcome,
                reasons=[said.kind.value],
            )
        ],
        who=ledger.Who(member_id=by.id),
        at=at,
    )
