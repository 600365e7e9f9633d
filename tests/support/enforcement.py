"""A provider that delivers, a failure that it records, and what becomes of it, by real actions."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from support.contacts import met
from support.service import Person, hear
from throughcare.casework.enforcement import actions
from throughcare.casework.enforcement.models import Failure, FailureStep
from throughcare.casework.enforcement.rules import Move
from throughcare.casework.supervision.actions import correct_contact, record_contact
from throughcare.casework.supervision.rules.contacts import Absence, Outcome
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel.days import LONDON, day_of


def opened_before(person: Person, days: int = 60) -> Person:
    """The same person, whose case opened some days before, so that something can have been missed since."""
    row = person.row
    type(row).objects.using("owner").filter(id=row.id).update(opened_at=row.opened_at - timedelta(days=days))
    return person


def missed(
    person: Person, by: Member, *, outcome: Outcome = Outcome.ABSENT_UNACCEPTABLE, ago: int = 0, **told: Any
) -> UUID:
    """A contact of some days ago with an outcome, recorded by a member, and heard of; returns the contact."""
    service = person.service
    at = service.later()
    on = day_of(at) - timedelta(days=ago)
    happened = min(datetime.combine(on, time(9), LONDON), at)
    meeting = met(
        person.case, happened, "office visit", outcome=outcome, what="The weekly appointment.", **told
    )
    made = record_contact(by=by, at=at, meeting=meeting).contact_id
    hear()
    return made


def put_right(
    person: Person, by: Member, contact: UUID, *, outcome: Outcome = Outcome.ABSENT_ACCEPTABLE, **told: Any
) -> UUID:
    """The same contact put right, and heard of."""
    from throughcare.casework.supervision.models import Contact

    old = Contact.objects.using("owner").get(id=contact)
    told = ({"absence": Absence.MEDICAL} if outcome is Outcome.ABSENT_ACCEPTABLE else {}) | told
    meeting = met(person.case, old.happened_at, old.kind, outcome=outcome, what=old.what, **told)
    made = correct_contact(
        by=by, at=person.service.later(), contact_id=contact, meeting=meeting, because="A note came from the hospital."
    ).contact_id  # fmt: skip
    hear()
    return made


def failure_of(contact: UUID) -> Failure:
    """The failure that a contact started, whoever may see it."""
    return Failure.objects.using("owner").get(contact=contact)


def moves_of(failure: Failure) -> list[str]:
    """The moves of a failure, in order."""
    return list(
        FailureStep.objects.using("owner")
        .filter(failure=failure.id)
        .order_by("number")
        .values_list("move", flat=True)
    )


def refer(failure: Failure, by: Member, at: datetime) -> Failure:
    """The same failure, referred."""
    actions.refer_failure(
        by=by, at=at, failure_id=failure.id, version=failure.version, note="Told by letter; no call."
    )
    return again(failure)


def accept(failure: Failure, by: Member, at: datetime) -> Failure:
    """The same failure, accepted."""
    actions.accept_failure(by=by, at=at, failure_id=failure.id, version=failure.version)
    return again(failure)


def decide(failure: Failure, by: Member, at: datetime, decision: Move = Move.WARNED, **given: Any) -> Failure:
    """The same failure, decided."""
    actions.decide_failure(
        by=by, at=at, failure_id=failure.id, version=failure.version, decision=decision, note="No reason was given.", **given
    )  # fmt: skip
    return again(failure)


def again(failure: Failure) -> Failure:
    """The same failure as it stands now."""
    return Failure.objects.using("owner").get(id=failure.id)
