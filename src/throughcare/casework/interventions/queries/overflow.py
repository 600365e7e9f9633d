"""Which queues are past what was agreed, since when and what then happens; and what was not referred because of the wait."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from throughcare.casework.people import queries as people
from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel.days import day_of

from ..models import NotReferred, OverflowLadder, Referral, ReferralStep, Service
from ..rules.overflow import Reached, Rung, rung_of
from ..rules.referral import OPEN_REFERRALS
from ..rules.words import StepKind
from ..store import Ladder, ladder_of, ladders_in_force, overflow_of, waiting_for

ATTENDED = tuple(one.value for one in Outcome if one.means.took_part)


@dataclass(frozen=True)
class LadderSeen:
    """What is agreed for a service: the edition in force (None: nothing), the latest said, and the rung reached now."""

    in_force: Ladder | None
    latest: Ladder | None
    reached: Reached | None

    @property
    def number(self) -> int:
        """The number of the latest edition; nought where none was said."""
        return self.latest.number if self.latest else 0


def ladder(service_id: UUID, *, on: date) -> LadderSeen:
    """What happens when the queue for a service grows, and how it stands on a day; three questions."""
    row = OverflowLadder.objects.filter(service=service_id).order_by("-number").first()
    in_force = ladders_in_force(on, of=[service_id])
    stands = overflow_of(in_force, on).get(service_id)
    return LadderSeen(in_force.get(service_id), ladder_of(row) if row else None, stands)


def overflows(service_ids: Iterable[UUID], *, on: date) -> dict[UUID, Reached]:
    """The rung that the queue of each service has reached; one question, two where some have a ladder."""
    return overflow_of(ladders_in_force(on, of=service_ids), on)


def services_called(rungs: Iterable[Rung]) -> dict[str, str]:
    """What the services are called that rungs send people on to, with whose they are, by reference; one question, none for none."""
    wanted = {rung.to for rung in rungs if rung.to}
    if not wanted:
        return {}
    rows = Service.objects.filter(reference__in=wanted).values_list("reference", "title", "prime")
    return {reference: f"{title}, {prime}" for reference, title, prime in rows}


@dataclass(frozen=True)
class QueueOver:
    """A queue past what was agreed: of which service, received by which team, and the rung it has reached."""

    service_id: UUID
    service: str
    provider: str
    unit_id: UUID | None
    reached: Reached


def queues_over(*, on: date, units: Iterable[UUID] | None = None) -> list[QueueOver]:
    """Every queue past what was agreed, or those that teams receive for, by title; three questions, one where nothing is agreed."""
    ladders = ladders_in_force(on)
    if not ladders:
        return []
    rows = Service.objects.filter(id__in=ladders).order_by("title", "reference")
    chosen = list(rows if units is None else rows.filter(unit__in=list(units)))
    over = overflow_of({row.id: ladders[row.id] for row in chosen}, on)
    return [
        QueueOver(row.id, row.title, row.prime, row.unit_id, over[row.id]) for row in chosen if row.id in over
    ]


@dataclass(frozen=True)
class WaitOver:
    """Somebody who waits past what was agreed: the referral, who sent it from which team, the rung, and where it sends them."""

    referral_id: UUID
    person_id: UUID
    name: str
    service: str
    provider: str
    sent_by: UUID
    from_unit: UUID
    since: date
    rung: Rung
    to_service: UUID | None


def waits_over(unit_ids: Iterable[UUID], *, on: date) -> list[WaitOver]:
    """The referrals that teams sent and that wait past a rung, the longest first; five questions, one where nothing is agreed."""
    ladders = ladders_in_force(on)
    if not ladders:
        return []
    rows = _waiting(unit_ids, ladders)
    waiting = waiting_for({row.service_id for row in rows}) if rows else {}
    found = []
    for row in rows:
        rung = rung_of(ladders[row.service_id].rungs, row.sent_at, waiting.get(row.service_id, []), on)
        if rung is not None:
            found.append((row, rung))
    names = people.names_of({row.person_id for row, _ in found})
    there = dict(
        Service.objects.filter(reference__in={rung.to for _, rung in found if rung.to}).values_list(
            "reference", "id"
        )
    )
    return [
        WaitOver(
            row.id, row.person_id, names[row.person_id].name, row.service.title, row.service.prime, row.sent_by, row.from_unit,
            day_of(row.sent_at), rung, there.get(rung.to),
        )
        for row, rung in found
        if row.person_id in names
    ]  # fmt: skip


def _waiting(unit_ids: Iterable[UUID], services: Iterable[UUID]) -> list[Referral]:
    """The open referrals that teams sent to services and in which no session was attended yet."""
    attended = ReferralStep.objects.filter(
        referral=OuterRef("id"), kind=StepKind.SESSION, reason__in=ATTENDED
    )
    rows = Referral.objects.filter(
        from_unit__in=list(unit_ids), state__in=OPEN_REFERRALS, service__in=list(services)
    )
    return list(rows.exclude(Exists(attended)).select_related("service").order_by("sent_at", "id"))


@dataclass(frozen=True)
class NotReferredSeen:
    """Somebody was not referred to a service because of its wait: when, by whom, and what is done instead."""

    service_id: UUID
    service: str
    provider: str
    need: str
    on: date
    by: str
    instead: str


def not_referred_of(person_id: UUID) -> list[NotReferredSeen]:
    """To which services somebody was not referred because of the wait, the latest first."""
    concerns(person_id)
    rows = list(
        NotReferred.objects.filter(person_id=person_id).select_related("service").order_by("-on", "-at")
    )
    names = access.member_names({row.member_id for row in rows})
    return [
        NotReferredSeen(
            row.service_id, row.service.title, row.service.prime, row.need, row.on, names.get(row.member_id, "not known"),
            row.instead,
        )
        for row in rows
    ]  # fmt: skip
