"""Jobs of supervision: bringing in whoever was sent without a court, carrying cases over to a model, and reminders."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from throughcare.foundation.access import queries
from throughcare.foundation.access.queries import service_member
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.access.system_members import CARRIER, REMINDER
from throughcare.foundation.access.work import WHEN_IT_CAN, Ended, Work, carry_out_row, work
from throughcare.foundation.messages.configured import provider
from throughcare.foundation.messages.outbox import Outbox
from throughcare.foundation.messages.provider import NeverSent, NotNow, Provider

from .actions.arriving import BRING_IN, bring_in_newcomer, note_newcomer_refused
from .actions.carrying import CARRY_OVER, begin_carrying, carry_some_over, settle_carrying
from .actions.falling import FELL_AWAY, reconsider_case
from .actions.joining import begin_joint_work, is_called_for
from .actions.newcomers import HeldElsewhere
from .actions.reminding import (
    Claimed,
    ask_after_reminders,
    claim_reminders,
    note_reminder_not_taken,
    note_reminder_taken,
    put_off_reminder,
)
from .models import Arrival, Carrying
from .reactions import RECONSIDER


@app.task(name=BRING_IN, retry=WHEN_IT_CAN)
def bring_in(arrival_id: str, member_id: str) -> None:
    """Bring in one arrival as the member who asked, if they still may; whatever ends it is kept for the page."""
    carry_out_row(ARRIVALS, UUID(arrival_id), UUID(member_id))


def _bring_in(*, by: Member, at: datetime, row: UUID) -> object:
    return bring_in_newcomer(by=by, at=at, arrival_id=row)


def _end(*, by: Member, at: datetime, row: UUID, ended: Ended) -> None:
    known = ended.refusal.person_ids if isinstance(ended.refusal, HeldElsewhere) else ()
    note_newcomer_refused(by=by, at=at, arrival_id=row, because=ended.because, known=known)


@app.task(name=RECONSIDER, retry=RetryStrategy(max_attempts=12, exponential_wait=2))
def reconsider(member_id: str, sentence_id: str, what: str = FELL_AWAY) -> None:
    """Work a case out again after a sentence of it fell away or was changed, as one who leads its team.

    Nobody waits for it on a page, so a failure is tried again by itself, the last time after two hours.
    """
    at = timezone.now()
    by = queries.member(UUID(member_id), at=at)
    if by is not None:
        reconsider_case(by=by, at=at, sentence_id=UUID(sentence_id), what=what)


ARRIVALS = work(Work(task=BRING_IN, argument="arrival_id", model=Arrival, carry_out=_bring_in, end=_end))


PART_WAY = "It ended part way. Each case is wholly carried over or wholly as it was; resume it to go on."


@app.task(name=CARRY_OVER, retry=WHEN_IT_CAN)
def carry_over(carrying_id: str, member_id: str) -> None:
    """Carry an area's cases over, or rehearse it, part by part; a kill leaves whole parts, and the sweep goes on from there."""
    carry_out_row(CARRYINGS, UUID(carrying_id), UUID(member_id))


@app.periodic(cron="*/5 * * * *")
@app.task(name="throughcare.begin_carrying", pass_context=False, queueing_lock="throughcare.begin_carrying")
def begin_due(timestamp: int) -> None:
    """Begin carrying cases over wherever a model has come into force since anybody looked."""
    begin_carrying(by=carrier(), at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="throughcare.begin_joint_work", pass_context=False, queueing_lock="throughcare.begin_joint_work"
)
def begin_jointly(timestamp: int) -> None:
    """Begin the joint work that an agreement, a partner or a team has called for since anybody looked."""
    by, at = carrier(), timezone.now()
    with viewing(by, at):
        called_for = is_called_for(at)
    if called_for:
        begin_joint_work(by=by, at=at)


def carrier() -> Member:
    """The member of the service that carries cases over; nobody signs in as it."""
    found = service_member(CARRIER, at=timezone.now())
    if found is None:
        raise LookupError("the service has no member that carries cases over: migrate the database")
    return found


def _carry_all(*, by: Member, at: datetime, row: UUID) -> None:
    service = carrier()
    while carry_some_over(by=service, at=timezone.now(), carrying_id=row):
        pass


def _end_carrying(*, by: Member, at: datetime, row: UUID, ended: Ended) -> None:
    because = ended.because if ended.refusal is not None else f"{ended.because} {PART_WAY}"
    settle_carrying(by=by, at=at, carrying_id=row, because=because)


CARRYINGS = work(
    Work(task=CARRY_OVER, argument="carrying_id", model=Carrying, carry_out=_carry_all, end=_end_carrying)
)


@app.periodic(cron="* * * * *")
@app.task(name="throughcare.send_reminders", pass_context=False, queueing_lock="throughcare.send_reminders")
def send_reminders(timestamp: int) -> None:
    """Send the reminders that are due."""
    send_due(sends_by())


@app.periodic(cron="*/10 * * * *")
@app.task(
    name="throughcare.ask_after_reminders",
    pass_context=False,
    queueing_lock="throughcare.ask_after_reminders",
)
def ask_after(timestamp: int) -> None:
    """Ask what became of the reminders that were sent."""
    ask_after_sent(sends_by())


def sends_by() -> Provider:
    """Whoever sends messages on for this service; of a demonstration nothing ever leaves the machine."""
    folder = Path(settings.OUTBOX_FOLDER)
    return Outbox(folder) if settings.DEMO else provider(folder)


def _reminder() -> Member:
    found = service_member(REMINDER, at=timezone.now())
    if found is None:
        raise LookupError("the service has no member that reminds: migrate the database")
    return found


Now = Callable[[], datetime]
MOST_SECONDS = 300
"""How long what was claimed at once is worked at: well within the time after which another takes it up."""


def send_due(to: Provider, now: Now = timezone.now) -> int:
    """Send what is due and what a try before left open; returns how many were looked at."""
    by, done = _reminder(), 0
    while (claims := claim_reminders(by=by, at=now())).looked_at:
        done += claims.looked_at
        until = time.monotonic() + MOST_SECONDS
        for one in claims.claimed:
            if time.monotonic() > until:
                return done
            _see_to(one, to, by, now)
    return done


def _see_to(one: Claimed, to: Provider, by: Member, now: Now) -> None:
    """Send one, unless an earlier try was taken; whatever is between sending and noting is asked after the next time."""
    try:
        receipt = to.find(one.id) if one.tried else None
        if receipt is None and one.message is None:
            note_reminder_not_taken(by=by, at=now(), reminder_id=one.id, because=one.why, failed=False)
            return
        if receipt is None and one.message is not None:
            receipt = to.send(one.message)
    except NeverSent as refused:
        note_reminder_not_taken(by=by, at=now(), reminder_id=one.id, because=str(refused), failed=True)
    except NotNow as unsure:
        put_off_reminder(by=by, at=now(), reminder_id=one.id, because=str(unsure))
    else:
        if receipt is not None:
            note_reminder_taken(by=by, at=now(), reminder_id=one.id, receipt=receipt)


def ask_after_sent(to: Provider, now: Now = timezone.now) -> int:
    """Ask after what was sent and not heard of since; returns how many were asked after."""
    by, done = _reminder(), 0
    while ids := ask_after_reminders(by=by, at=now()):
        for one in ids:
            done += 1
            try:
                receipt = to.find(one)
            except NotNow:
                return done  # nobody answers: those claimed are asked after the next time
            if receipt is not None:
                note_reminder_taken(by=by, at=now(), reminder_id=one, receipt=receipt)
    return done
