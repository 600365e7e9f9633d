"""Where referrals stand: a person's, one whole with its steps, and those that wait for a team."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.casework.supervision.rules.attendance import Evidence, Outcome
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.gathered import Gathered, Rows, gather
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from ..models import Referral, ReferralStep
from ..rules.amending import Amendable, AmendedBy, Change, unread_by
from ..rules.away import is_held
from ..rules.referral import OPEN_REFERRALS, achievement_score
from ..rules.words import Achievement, StepKind
from ..store import Sides, amendments_unread, sides_of, still_away, why_now


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
    absence: str = ""
    evidence: str = ""
    changes: tuple[Change, ...] = ()
    minutes: int | None = None

    @property
    def session(self) -> Outcome | None:
        """What came of the session, where it is one."""
        return Outcome(self.reason) if self.kind == StepKind.SESSION else None


@dataclass(frozen=True)
class ReferralSeen:
    """One referral whole; ``away`` says, of one that waits, why its person cannot come yet, and is empty once they can."""

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
    away: str

    @property
    def goals(self) -> tuple[str, ...]:
        """The goals of the latest plan, as they were amended since."""
        plans = {StepKind.PLANNED, StepKind.AMENDED}
        return next((step.goals for step in reversed(self.steps) if step.kind in plans and step.goals), ())

    @property
    def unread(self) -> tuple[AmendedBy, ...]:
        """Which sides have still to read what the other amended."""
        return tuple(unread_by((StepKind(step.kind), step.reason, step.at) for step in self.steps))


def referrals_of(person_id: UUID, *, today: date) -> list[ReferralLine]:
    """A person's referrals, the latest first."""
    concerns(person_id)
    return _lines(
        Referral.objects.filter(person_id=person_id).select_related("service").order_by("-sent_at"), today
    )


@dataclass(frozen=True)
class SessionTold:
    """One session of a service: of which referral, on which day, what came of it, and what shows an absence acceptable."""

    referral_id: UUID
    on: date
    outcome: Outcome
    evidence: Evidence | None


_SESSIONS = Rows(
    ReferralStep, "person_id = %(person)s::uuid AND kind = 'session recorded' AND \"on\" IS NOT NULL", '"on" DESC, at DESC, id'
)  # fmt: skip
ON_SESSIONS: tuple[Rows[Any], ...] = (_SESSIONS,)
"""What ``sessions_of`` reads, for whoever reads more in the same statement."""


def sessions_of(person_id: UUID, *, read: Gathered | None = None) -> list[SessionTold]:
    """What came of every session of a person's referrals, as far as the viewer sees them, the latest first."""
    concerns(person_id)
    found = read if read is not None else gather(ON_SESSIONS, person=person_id)
    return [
        SessionTold(
            row.referral_id, row.on, Outcome(row.reason), Evidence(row.evidence) if row.evidence else None
        )
        for row in found.of(_SESSIONS)
        if row.on is not None
    ]


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


def unread_amendments(rows: Iterable[ReferralLine], side: AmendedBy) -> dict[UUID, date]:
    """Of referrals, those in which a side has still to read what the other amended, each with the day since when."""
    ids = [row.id for row in rows]
    unread = amendments_unread(ids) if ids else {}
    return {id: day_of(sides[side]) for id, sides in unread.items() if side in sides}


def referral(referral_id: UUID, *, today: date) -> ReferralSeen | None:
    """One referral with every step, or None when there is none or the wall hides it."""
    row = Referral.objects.filter(id=referral_id).select_related("service").first()
    if row is None:
        return None
    steps = _steps(row)
    units = access.units([row.from_unit, row.to_unit])
    recorded = sum(step.session is not None and not step.session.means.again for step in steps)
    return ReferralSeen(
        line=_lines([row], today)[0], service_id=row.service_id, sides=sides_of(row),
        sender=_team(units, row.from_unit), receiver=_team(units, row.to_unit), because=why_now(row), sessions=row.sessions,
        recorded=recorded, score=_score(steps), version=row.version, steps=steps,
        away=still_away(row) if is_held([StepKind(step.kind) for step in steps]) else "",
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
            tuple(step.goals), tuple(step.outcomes), step.absence, step.evidence, _changes(step), step.minutes,
        )
        for step in rows
    )  # fmt: skip


def _changes(step: ReferralStep) -> tuple[Change, ...]:
    return tuple(
        Change(Amendable(one["what"]), _value(one["old"]), _value(one["new"])) for one in step.changes or ()
    )


def _value(kept: Any) -> Any:
    return tuple(kept) if isinstance(kept, list) else kept


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
