"""Delivering announcements to their listeners, as the member who announced; a failure is kept, seen and retried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby, islice
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from throughcare.foundation.audit.models import Announcement, Delivery
from throughcare.foundation.audit.outbox import LISTENERS, Heard, Listener
from throughcare.foundation.kernel import Refused

from .queries import member, service_member
from .rules import Member
from .session import viewing
from .system_members import ANNOUNCER

MOST_TRIES = 13
FIRST_AGAIN = timedelta(seconds=20)
_TOGETHER = 50


def deliver(delivery_id: UUID) -> bool:
    """Let one listener hear one announcement, once; whether it was done now. Harmless when done before."""
    with transaction.atomic():
        waiting = Delivery.objects.select_for_update(of=("self",)).select_related("announcement")
        delivery = waiting.filter(id=delivery_id, done_at=None).first()
        if delivery is None:
            return False
        heard = _heard(delivery)
        listener = _listener(delivery)
        with viewing(_as_whom(heard), heard.at):
            listener(heard)
        Delivery.objects.filter(id=delivery_id).update(
            done_at=timezone.now(), tries=delivery.tries + 1, failure=""
        )
    return True


def _listener(delivery: Delivery) -> Listener:
    found = LISTENERS.get(delivery.announcement.event, {}).get(delivery.listener)
    if found is None:
        raise LookupError(f"nobody is registered as {delivery.listener}")
    return found


def _heard(delivery: Delivery) -> Heard:
    told = delivery.announcement
    return Heard(told.id, told.at, told.facts, told.member_id)


def _as_whom(heard: Heard) -> Member:
    found = (
        member(heard.member_id, at=heard.at) if heard.member_id else service_member(ANNOUNCER, at=heard.at)
    )
    if found is None:
        raise Refused("The member who announced this is no longer in force.")
    return found


def note_failure(delivery_id: UUID, failure: Exception) -> None:
    """Keep that a delivery failed and why, without personal details."""
    said = failure.because if isinstance(failure, Refused) else type(failure).__name__
    row = Delivery.objects.filter(id=delivery_id).first()
    if row is not None:
        Delivery.objects.filter(id=delivery_id).update(tries=row.tries + 1, failure=said[:200])


def waiting(*, before: datetime | None = None, among: Sequence[UUID] | None = None) -> list[UUID]:
    """Deliveries not yet done, oldest first; all, those due by an instant, or those among some.

    One that failed is due again after twice as long as before: the first after twenty seconds, the last after a day.
    """
    rows = Delivery.objects.filter(done_at=None, tries__lt=MOST_TRIES)
    if among is not None:
        rows = rows.filter(id__in=among)
    if before is not None:
        rows = rows.filter(_due_by(before))
    return list(rows.order_by("announcement__at", "listener", "id").values_list("id", flat=True))


def _due_by(instant: datetime) -> Q:
    due = Q()
    for tries in range(MOST_TRIES):
        due |= Q(tries=tries, announcement__at__lte=instant - FIRST_AGAIN * 2**tries)
    return due


def failed() -> list[Delivery]:
    """Deliveries that have failed at least once and are not done, for the page that shows them."""
    return list(
        Delivery.objects.filter(done_at=None, tries__gt=0).select_related("announcement").order_by("id")
    )


def hear_from_before(context: str) -> int:
    """Let the listeners of a context that came later hear what was announced before them; how many are to be heard. Harmless again.

    They are delivered as every other that waits, the oldest first, each in the name of whoever announced it and as of its own day.
    """
    missing = [
        Delivery(announcement_id=announcement, listener=listener)
        for event, listeners in LISTENERS.items()
        for listener in listeners
        if f".{context}." in listener
        for announcement in _never_told(event, listener)
    ]
    Delivery.objects.bulk_create(missing, batch_size=2000, ignore_conflicts=True)
    return len(missing)


def _never_told(event: str, listener: str) -> QuerySet[Announcement, UUID]:
    told = Delivery.objects.filter(announcement=OuterRef("id"), listener=listener)
    return Announcement.objects.filter(~Exists(told), event=event).values_list("id", flat=True)


def drain(gathered: list[UUID] | None = None) -> int:
    """Deliver everything that waits, and whatever that announces, in this process; returns how many.

    With what is being gathered, those alone: two processes that bring in different areas wait for neither's. What one
    member announced at one instant is then heard in one transaction, so many at a time.
    """
    done = 0
    while found := waiting(among=gathered):
        if gathered is None:
            done += sum(deliver(delivery_id) for delivery_id in found)
            continue
        gathered.clear()
        done += sum(_deliver_together(some) for some in _alike(found))
    return done


def _alike(deliveries: Sequence[UUID]) -> Iterator[list[UUID]]:
    """Deliveries in their order, cut wherever another member or instant begins, or too many would wait for one commit."""
    rows = Delivery.objects.filter(id__in=deliveries).values_list(
        "id", "announcement__member_id", "announcement__at"
    )
    told = {id: (member_id, at) for id, member_id, at in rows}
    for _, alike in groupby(deliveries, key=told.__getitem__):
        while some := list(islice(alike, _TOGETHER)):
            yield some


def _deliver_together(deliveries: Sequence[UUID]) -> int:
    """Let each listener hear what one member announced at one instant; the first failure undoes all of it."""
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(of=("self",)).select_related("announcement")
        found = {one.id: one for one in rows.filter(id__in=deliveries, done_at=None)}
        first = next(iter(found.values()), None)
        if first is None:
            return 0
        with viewing(_as_whom(_heard(first)), first.announcement.at):
            for one in (found[id] for id in deliveries if id in found):
                _listener(one)(_heard(one))
        Delivery.objects.filter(id__in=found).update(done_at=timezone.now(), tries=F("tries") + 1, failure="")
    return len(found)
