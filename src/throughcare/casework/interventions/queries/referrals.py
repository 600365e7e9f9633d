"""Where referrals stand: a person's, one whole with its steps, and those that wait for a team."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from ..models import Referral, ReferralStep
from ..rules.referral import OPEN_REFERRALS, achievement_score
from ..rules.words import Achievement, StepKind
from ..store import Sides, sides_of


@dataclass(frozen=True)
class ReferralLine:
    """One referral in a list; ``working_days_left`` is below nought when it is late, None when nothing is owed."""

    id: UUID
    person_id: UUID
    name: str
    service: str
    provider: str
    need: str
    state: str
    sent_at: datetime
    due: str
    due_by_provider: bool
    due_on: date | None
    working_days_left: int | None
    worker: str
    worker_id: UUID | None
    sent_by: UUID
    since: date
    from_unit: UUID
    to_unit: UUID


@dataclass(frozen=True)
class StepTaken:
    """One step of a referral: who of which organisation, when, and what was said."""

    kind: str
    at: datetime
    who: str
    organisation: str
    reason: str
    note: str
    on: date | None
    goals: tuple[str, ...]
    outcomes: tuple[str, ...]


@dataclass(frozen=True)
class ReferralSeen:
    """One referral whole."""

    line: ReferralLine
    service_id: UUID
    sides: Sides
    sender: str
    receiver: str
    because: str
    sessions: int | None
    recorded: int
    score: float | None
    version: int
    steps: tuple[StepTaken, ...]

    @property
    def goals(self) -> tuple[str, ...]:
        """The goals of the latest plan."""
        return next((step.goals for step in reversed(self.steps) if step.kind == StepKind.PLANNED), ())


def referrals_of(person_id: UUID, *, today: date) -> list[ReferralLine]:
    """A person's referrals, the latest first."""
    concerns(person_id)
    return _lines(
        Referral.objects.filter(person_id=person_id).select_related("service").order_by("-sent_at"), today
    )


def referrals_open(
    unit_ids: Iterable[UUID], *, today: date, worker: UUID | None = None
) -> list[ReferralLine]:
    """Open referrals sent to teams, what is due soonest first; a worker's own where one is named."""
    rows = Referral.objects.filter(to_unit__in=list(unit_ids), state__in=OPEN_REFERRALS)
    chosen = rows.filter(worker=worker) if worker else rows
    return _lines(chosen.select_related("service").order_by("due_on", "sent_at"), today)


def referrals_sent(unit_ids: Iterable[UUID], *, today: date) -> list[ReferralLine]:
    """Open referrals that teams sent, those in which the teams themselves owe something first."""
    rows = Referral.objects.filter(from_unit__in=list(unit_ids), state__in=OPEN_REFERRALS)
    return _lines(rows.select_related("service").order_by("due_by_provider", "due_on", "sent_at"), today)


def referral(referral_id: UUID, *, today: date) -> ReferralSeen | None:
    """One referral with every step, or None when there is none or the wall hides it."""
    row = Referral.objects.filter(id=referral_id).select_related("service").first()
    if row is None:
        return None
    steps = _steps(row)
    units = access.units([row.from_unit, row.to_unit])
    recorded = sum(step.kind == StepKind.SESSION for step in steps)
    return ReferralSeen(
        line=_lines([row], today)[0], service_id=row.service_id, sides=sides_of(row),
        sender=_team(units, row.from_unit), receiver=_team(units, row.to_unit), because=row.because, sessions=row.sessions,
        recorded=recorded, score=_score(steps), version=row.version, steps=steps,
    )  # fmt: skip


def _team(units: dict[UUID, access.Unit], unit_id: UUID) -> str:
    if unit_id not in units:
        return "a team since closed"
    return f"{units[unit_id].name}, {units[unit_id].organisation.name}"


def _steps(row: Referral) -> tuple[StepTaken, ...]:
    rows = list(ReferralStep.objects.filter(referral=row.id).order_by("at", "id"))
    names = access.member_names({step.member_id for step in rows if step.member_id})
    bodies = {body.id: body.name for body in access.organisations()}
    return tuple(
        StepTaken(
            step.kind, step.at, names.get(step.member_id, "not known") if step.member_id else "the service itself",
            bodies.get(step.organisation_id, "") if step.organisation_id else "", step.reason, step.note, step.on,
            tuple(step.goals), tuple(step.outcomes),
        )
        for step in rows
    )  # fmt: skip


def _score(steps: Sequence[StepTaken]) -> float | None:
    ended = next((step for step in steps if step.kind == StepKind.CONCLUDED), None)
    if ended is None or not ended.outcomes:
        return None
    return achievement_score([Achievement(one) for one in ended.outcomes], reported=True)


def _lines(rows: Iterable[Referral], today: date) -> list[ReferralLine]:
    found = list(rows)
    names = people.names_of({row.person_id for row in found})
    workers = access.member_names({row.worker for row in found if row.worker})
    calendar = WorkingCalendar()
    return [
        ReferralLine(
            row.id, row.person_id, names[row.person_id].name, row.service.title, row.service.prime, row.need, row.state,
            row.sent_at, row.due, row.due_by_provider, row.due_on, _left(row.due_on, today, calendar),
            workers.get(row.worker, "not known") if row.worker else "",
            row.worker, row.sent_by, day_of(row.sent_at), row.from_unit, row.to_unit,
        )
        for row in found
        if row.person_id in names
    ]  # fmt: skip


def _left(due: date | None, today: date, calendar: WorkingCalendar) -> int | None:
    if due is None:
        return None
    return calendar.between(today, due) if due >= today else -calendar.between(due, today)
