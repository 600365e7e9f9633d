"""A death, and its taking back when it was a mistake: both announced, so that whatever it ends can end and go on."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..events import DeathWithdrawn, PersonDied
from ..models import Death
from ..rules import PersonState
from ._seen import change, compare_again, said, seen


@action(Permission.AMEND_PERSON)
def record_death(*, by: Member, at: datetime, person_id: UUID, version: int, died_on: date) -> None:
    """Record that a person died, and announce it: sentences, case, appointments of staff, gaps and tier end by it."""
    person = seen(person_id)
    if person.state == PersonState.DIED:
        raise Refused("This person's death is already recorded.")
    if died_on > day_of(at):
        raise Refused("A day of death cannot lie in the future.", field="died_on")
    if person.date_of_birth and died_on < person.date_of_birth:
        raise Refused("A day of death cannot come before the day of birth.", field="died_on")
    change(person, version, state=PersonState.DIED, died_on=died_on)
    insert_all([Death(id=new_id(), person_id=person_id, recorded_at=at, died_on=died_on, recorded_by=by.id)])
    compare_again([person_id])
    announce(PersonDied(person_id), at=at, by=by.id)


@action(Permission.AMEND_PERSON)
def withdraw_death(*, by: Member, at: datetime, person_id: UUID, version: int, because: str) -> None:
    """Take back a death recorded by mistake: all that it ended goes on as it stood."""
    person = seen(person_id)
    reason = said(because, field="because", longest=500, needed=True)
    if person.state != PersonState.DIED:
        raise Refused("No death of this person is recorded.")
    change(person, version, state=PersonState.CURRENT, died_on=None)
    standing = Death.objects.filter(person_id=person_id, withdrawn_at=None)
    standing.update(withdrawn_at=at, withdrawn_by=by.id, withdrawn_because=reason)
    compare_again([person_id])
    announce(DeathWithdrawn(person_id), at=at, by=by.id)
