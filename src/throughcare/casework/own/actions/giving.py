"""A code for a person's own page: given by whoever has a part in the case, told once, and withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.casework.people.queries import living
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import Code
from ..store import gives_code, kept_of, new_code, new_reference, proof_of

NO_PART = "Only whoever holds a role in this case, or the team that answers for it, gives a code for it."


@dataclass(frozen=True)
class Given:
    """What the person types: the reference finds the code, the code lets them in."""

    reference: str
    code: str


@action(Permission.GIVE_OWN_CODE)
def give_code(*, by: Member, at: datetime, case_id: UUID) -> Given:
    """Give the person of an open case a code, in the place of the one before; told here and never again."""
    case = _case(case_id, by)
    if not living([case.person_id]):
        raise Refused("Their death is recorded: nobody has a page to be let in to.")
    _end(case_id, by, at)
    given = Given(new_reference(), new_code())
    made = Code(
        id=new_id(), person_id=case.person_id, case_id=case_id, reference=given.reference,
        digest=kept_of(proof_of(given.reference, given.code)), at=at, member_id=by.id, organisation_id=by.organisation_id,
    )  # fmt: skip
    Code.objects.bulk_create([made])
    add_to_line(code=made.id)
    return given


@action(Permission.GIVE_OWN_CODE)
def withdraw_code(*, by: Member, at: datetime, case_id: UUID) -> None:
    """Withdraw the code of a case, and end the visit that it let in."""
    _case(case_id, by)
    if not _end(case_id, by, at):
        raise Refused("There is no such code, or somebody withdrew it already.")


def _case(case_id: UUID, by: Member) -> supervision.OpenCase:
    found = supervision.open_case(case_id)
    if found is None:
        raise Refused("There is no such open case, or it is not yours to see.")
    concerns(found.person_id)
    if not gives_code(found.person_id, found.unit_id, by):
        raise Refused(NO_PART)
    return found


def _end(case_id: UUID, by: Member, at: datetime) -> int:
    return Code.objects.filter(case=case_id, ended_at=None).update(ended_at=at, ended_by=by.id)
