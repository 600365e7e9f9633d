"""Reminders: claimed before they are sent, noted afterwards, asked after later. By the service alone, in a job."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Edition, Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.messages.provider import Channel, Message, Receipt, Standing

from ..models import Reminder
from ..rules.reminder_terms import ReminderTerms, reminder_terms
from ..rules.reminders import MENDABLE, Ready, ReminderState, WhyNot, decide, is_quiet
from ..store.reminding import Remindable, due_of, remindable

AT_ONCE = 20
NOBODY_CAN_SAY = "nobody could say whether it was sent"
_STATE = {
    Standing.SENT: ReminderState.SENT,
    Standing.DELIVERED: ReminderState.DELIVERED,
    Standing.FAILED: ReminderState.FAILED,
}


@dataclass(frozen=True)
class Claimed:
    """A reminder to see to: ``message`` is what to send, None where nothing is, ``why`` then says why not.

    ``tried`` says that an earlier try may have been taken: ask after it first.
    """

    id: UUID
    message: Message | None
    why: str
    tried: bool


@dataclass(frozen=True)
class Claims:
    """How many reminders were looked at, none when there is nothing left to do, and those of them to see to."""

    looked_at: int
    claimed: tuple[Claimed, ...]


@action(Permission.SEND_REMINDERS)
def claim_reminders(*, by: Member, at: datetime) -> Claims:
    """Claim some of the reminders that are due, and of those that a try before left open.

    What is kept back is noted here. Each that is claimed is decided anew, and nobody else takes it up for a while.
    """
    _check_service(by)
    terms = reminder_terms(day_of(at))
    claims = _again(at, terms)
    if not claims.looked_at:
        claims = _anew(at, terms)
    add_to_line(reminders=claims.looked_at)
    return claims


def _check_service(by: Member) -> None:
    if by.role != "service":
        raise Refused("Reminders are sent by the service, in a job, not by a member.")


def _again(at: datetime, terms: Edition[ReminderTerms]) -> Claims:
    """Those that a try before left open, and those kept back for what may have been mended, while there is time."""
    left_open = Q(state=ReminderState.DUE, claimed_at__lte=at - terms.table.again_after)
    mendable = Q(
        state=ReminderState.NOT_SENT, because__in=[why.value for why in MENDABLE],
        claimed_at__lte=at - terms.table.mended_after, no_later_than__gte=at,
    )  # fmt: skip
    found = Reminder.objects.select_for_update(skip_locked=True).filter(left_open | mendable)
    rows = list(found.order_by("claimed_at", "id")[:AT_ONCE])
    known = remindable({row.appointment_id for row in rows})
    kept = [(row, _decided(row, known.get(row.appointment_id), at, terms.table)) for row in rows]
    claimed = [one for row, decision in kept if (one := _taken_up(row, decision, at, terms)) is not None]
    return Claims(len(rows), tuple(claimed))


def _decided(row: Reminder, known: Remindable | None, at: datetime, terms: ReminderTerms) -> Ready | WhyNot | None:  # fmt: skip
    """What is to be done now; None is to wait for the morning."""
    if known is None:
        return WhyNot.CALLED_OFF
    decision = decide(known.known, at, terms)
    return None if isinstance(decision, Ready) and is_quiet(at, terms) else decision


def _taken_up(row: Reminder, decision: Ready | WhyNot | None, at: datetime, terms: Edition[ReminderTerms]) -> Claimed | None:  # fmt: skip
    tried, row.claimed_at = row.tries > 0, at
    if isinstance(decision, Ready):
        row.state, row.because, row.edition = ReminderState.DUE, "", terms.name
        row.channel, row.sent_to, row.language, row.text = decision.by, decision.to, decision.language, decision.text  # fmt: skip
        row.tries += 1
    elif decision is not None and not (tried and row.state == ReminderState.DUE):
        row.state, row.because = ReminderState.NOT_SENT, decision.value
    row.save(update_fields=["claimed_at", "state", "because", "edition", "channel", "sent_to", "language", "text", "tries"])  # fmt: skip
    concerns(row.person_id)
    if isinstance(decision, Ready):
        return Claimed(row.id, _message(row.id, decision), "", tried)
    if decision is not None and row.state == ReminderState.DUE:
        return Claimed(row.id, None, decision.value, tried)
    return None


def _message(reminder_id: UUID, ready: Ready) -> Message:
    return Message(reminder_id, Channel(ready.by), ready.to, ready.text, ready.subject)


def _anew(at: datetime, terms: Edition[ReminderTerms]) -> Claims:
    """Those that are due and not noted yet: each is written before anything is sent."""
    due = due_of(terms.table, at, AT_ONCE)
    known = remindable(appointment for appointment, _ in due)
    decided = [
        (one, hours, decide(one.known, at, terms.table))
        for appointment, hours in due
        if (one := known.get(appointment)) is not None
    ]
    rows = [_row(one, hours, decision, at, terms) for one, hours, decision in decided]
    insert_all(rows)
    concerns(row.person_id for row in rows)
    claimed = [
        Claimed(row.id, _message(row.id, decision), "", False)
        for row, (_, _, decision) in zip(rows, decided, strict=True)
        if isinstance(decision, Ready)
    ]
    return Claims(len(rows), tuple(claimed))


def _row(one: Remindable, hours: int, decision: Ready | WhyNot, at: datetime, terms: Edition[ReminderTerms]) -> Reminder:  # fmt: skip
    row = Reminder(
        id=new_id(), person_id=one.person_id, case_id=one.case_id, appointment_id=one.appointment_id,
        organisation_id=one.organisation_id, hours=hours, edition=terms.name, claimed_at=at, at=at,
        no_later_than=one.known.starts_at - terms.table.latest,
    )  # fmt: skip
    if isinstance(decision, Ready):
        row.channel, row.sent_to, row.language, row.text = decision.by, decision.to, decision.language, decision.text  # fmt: skip
        row.tries = 1
    else:
        row.state, row.because = ReminderState.NOT_SENT, decision.value
    return row


@action(Permission.SEND_REMINDERS)
def note_reminder_taken(*, by: Member, at: datetime, reminder_id: UUID, receipt: Receipt) -> None:
    """Note what whoever sends says of a reminder: taken, arrived or never to arrive; the same said again changes nothing."""
    row = _open_row(by, reminder_id, ReminderState.DUE, ReminderState.SENT)
    if row is None:
        return
    row.state, row.provider, row.receipt = _STATE[receipt.standing], receipt.provider, receipt.name[:60]
    row.sent_at = row.sent_at or at
    row.settled_at = at if receipt.standing is not Standing.SENT else None
    row.because = receipt.because[:300]
    row.save(update_fields=["state", "provider", "receipt", "sent_at", "settled_at", "because"])


@action(Permission.SEND_REMINDERS)
def note_reminder_not_taken(*, by: Member, at: datetime, reminder_id: UUID, because: str, failed: bool) -> None:  # fmt: skip
    """Note that a reminder was never taken and will not be: refused by whoever sends, or kept back after a try."""
    row = _open_row(by, reminder_id, ReminderState.DUE)
    if row is None:
        return
    # Why the tries before came to nothing says more than that it is now too late.
    untaken = because == WhyNot.TOO_LATE and bool(row.because)
    row.state = ReminderState.FAILED if failed or untaken else ReminderState.NOT_SENT
    row.because, row.settled_at = (row.because if untaken else because[:300]), at
    row.save(update_fields=["state", "because", "settled_at"])


@action(Permission.SEND_REMINDERS)
def put_off_reminder(*, by: Member, at: datetime, reminder_id: UUID, because: str) -> None:
    """Leave a reminder open after a try of which nobody can say what came; days after its time it counts as failed."""
    row = _open_row(by, reminder_id, ReminderState.DUE)
    if row is None:
        return
    row.because = because[:300]
    if at > row.no_later_than + reminder_terms(day_of(at)).table.asked_after:
        row.state, row.because, row.settled_at = ReminderState.FAILED, NOBODY_CAN_SAY, at
    row.save(update_fields=["state", "because", "settled_at"])


@action(Permission.SEND_REMINDERS)
def ask_after_reminders(*, by: Member, at: datetime) -> tuple[UUID, ...]:
    """Claim some of the reminders that were sent in the last days and of which nothing was heard; none when there are none."""
    _check_service(by)
    terms = reminder_terms(day_of(at)).table
    waiting = Reminder.objects.select_for_update(skip_locked=True).filter(
        state=ReminderState.SENT, sent_at__gt=at - terms.asked_after, claimed_at__lte=at - terms.again_after
    )
    rows = list(waiting.order_by("claimed_at", "id")[:AT_ONCE])
    Reminder.objects.filter(id__in=_ids(rows)).update(claimed_at=at)
    concerns(row.person_id for row in rows)
    add_to_line(reminders=len(rows))
    return tuple(_ids(rows))


def _ids(rows: Iterable[Reminder]) -> list[UUID]:
    return [row.id for row in rows]


def _open_row(by: Member, reminder_id: UUID, *states: ReminderState) -> Reminder | None:
    """A reminder that is still in one of these states, held until the act is done."""
    _check_service(by)
    row = Reminder.objects.select_for_update().filter(id=reminder_id, state__in=states).first()
    if row is not None:
        concerns(row.person_id)
        add_to_line(reminder=row.id)
    return row
