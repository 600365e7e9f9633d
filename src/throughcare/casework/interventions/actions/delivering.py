"""The service's side of a referral: taken, refused or returned, given to a worker, planned, delivered, reported and concluded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.supervision.rules.attendance import (
    AT_A_SESSION,
    Absence,
    Evidence,
    Outcome,
    check_absence,
)
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..models import Referral, ReferralStep
from ..rules.amending import Amendable, check_sessions
from ..rules.referral import SessionsCounted, check_minutes, concludes_with, ending_of
from ..rules.words import Achievement, Ending, RefusalReason, StepKind
from ..store import goals_now
from .steps import check_side, outcomes_of, said, sessions_left, steps_of, take_step

MOST_GOALS, MOST_SESSIONS, LONGEST_GOAL = 20, 200, 300


@action(Permission.ANSWER_REFERRAL)
def accept_referral(*, by: Member, at: datetime, referral_id: UUID, version: int, note: str = "") -> None:
    """Take somebody on."""
    check_side(referral_id, by, sender=False)
    take_step(by, at, referral_id, StepKind.ACCEPTED, version=version, note=note)


@action(Permission.ANSWER_REFERRAL)
def refuse_referral(
    *, by: Member, at: datetime, referral_id: UUID, version: int, reason: RefusalReason, note: str
) -> None:
    """Refuse somebody, with a reason of the list and in words; this team no longer sees them."""
    check_side(referral_id, by, sender=False)
    words = said(note, "note", "Say why in words that the sender can act on.")
    take_step(by, at, referral_id, StepKind.REFUSED, version=version, reason=reason, note=words)


@action(Permission.ANSWER_REFERRAL)
def return_referral(*, by: Member, at: datetime, referral_id: UUID, version: int, note: str) -> None:
    """Send a referral back for what is missing; it stays open and the sender owes the answer."""
    check_side(referral_id, by, sender=False)
    words = said(note, "note", "Say what is missing.")
    take_step(by, at, referral_id, StepKind.RETURNED, version=version, note=words)


@action(Permission.ANSWER_REFERRAL)
def assign_referral(*, by: Member, at: datetime, referral_id: UUID, version: int, worker: UUID) -> None:
    """Give somebody who was taken on to a worker of the team."""
    row = check_side(referral_id, by, sender=False)
    if worker not in {member.id for member in access.members_of([row.to_unit], at=at)}:
        raise Refused("Choose somebody of the team it was sent to.", field="worker")
    take_step(by, at, referral_id, StepKind.ASSIGNED, version=version, columns={"worker": worker})


@action(Permission.ANSWER_REFERRAL)
def send_plan(
    *,
    by: Member,
    at: datetime,
    referral_id: UUID,
    version: int,
    goals: Sequence[str],
    sessions: int,
    note: str = "",
) -> None:
    """Send the plan to whoever referred: its goals, and how many sessions it takes."""
    row = check_side(referral_id, by, sender=False)
    named = check_plan(goals, sessions)
    check_sessions(sessions, approved=approved_sessions(row), recorded=0)
    columns = {"sessions": sessions}
    take_step(by, at, referral_id, StepKind.PLANNED, version=version, columns=columns, goals=named, note=note)


def check_plan(goals: Sequence[str], sessions: int) -> list[str]:
    """The goals of a plan without the spaces around them; refused when there are none or too many, or sessions are."""
    named = [goal.strip() for goal in goals if goal.strip()]
    if not 1 <= len(named) <= MOST_GOALS:
        raise Refused(f"A plan has 1 to {MOST_GOALS} goals, one on each line.", field="goals")
    if any(len(goal) > LONGEST_GOAL for goal in named):
        raise Refused(f"A goal has at most {LONGEST_GOAL} characters.", field="goals")
    if not 1 <= sessions <= MOST_SESSIONS:
        raise Refused(f"A plan has 1 to {MOST_SESSIONS} sessions.", field="sessions")
    return named


def approved_sessions(row: Referral) -> int | None:
    """How many sessions the plan had when it was approved, whatever it was amended to since; None while none was."""
    approved = (
        ReferralStep.objects.filter(referral=row.id, kind=StepKind.PLAN_APPROVED).order_by("-at").first()
    )
    if approved is None:
        return None
    since = ReferralStep.objects.filter(referral=row.id, kind=StepKind.AMENDED, at__gte=approved.at)
    changed = (change for step in since.order_by("at", "id") for change in step.changes or ())
    was = [change["old"] for change in changed if change["what"] == Amendable.SESSIONS]
    return was[0] if was else row.sessions


def recorded_sessions(row: Referral) -> int:
    """How many sessions have an outcome after which they are not held again."""
    return sum(not one.means.again for one in outcomes_of(row))


@action(Permission.ANSWER_REFERRAL)
def record_session(
    *,
    by: Member,
    at: datetime,
    referral_id: UUID,
    version: int,
    on: date,
    outcome: Outcome,
    note: str = "",
    absence: Absence | None = None,
    evidence: Evidence | None = None,
    minutes: int | None = None,
) -> None:
    """Record what became of one session, in the words of whatever is attended: on which day, who was there, and how many minutes it took."""
    row = check_side(referral_id, by, sender=False)
    if on > day_of(at):
        raise Refused("A session that has not been held has no outcome yet.", field="on")
    if on < day_of(row.sent_at):
        raise Refused("A session cannot have been held before the referral was sent.", field="on")
    if outcome not in AT_A_SESSION:
        raise Refused("Say what came of the session.", field="outcome")
    check_absence(outcome, absence, evidence)
    check_minutes(outcome, minutes)
    if row.sessions is not None and not sessions_left(row) and not outcome.means.again:
        raise Refused(f"All {row.sessions} planned sessions have an outcome. Conclude the referral.")
    why, shown = absence.value if absence else "", evidence.value if evidence else ""
    take_step(
        by, at, referral_id, StepKind.SESSION, version=version, reason=outcome, on=on, note=note, absence=why, evidence=shown,
        minutes=minutes,
    )  # fmt: skip


@action(Permission.ANSWER_REFERRAL)
def conclude_referral(
    *, by: Member, at: datetime, referral_id: UUID, version: int, outcomes: Sequence[Achievement], note: str
) -> Ending:
    """Report what was achieved of each goal and conclude: completed, ended early or cancelled, as the sessions say.

    Refused while sessions are still to come and nobody asked for an end.
    """
    row = check_side(referral_id, by, sender=False)
    words = said(note, "note", "Say what was done and what became of it.")
    counted = counted_sessions(row)
    asked = StepKind.END_ASKED in [step for step, _ in steps_of(row)]
    if counted.without_outcome and not asked:
        raise Refused(
            f"{counted.without_outcome} sessions are still to come. They have an outcome first, or the sender asks for an end."
        )
    goals = goals_now(row)
    if ending_of(counted, asked_to_end=True) is not Ending.CANCELLED and len(outcomes) != len(goals):
        raise Refused(f"Say of each of the {len(goals)} goals what became of it.", field="outcomes")
    ending = concludes_with(counted, asked_to_end=True, reported=True)
    assert ending is not None
    take_step(
        by, at, referral_id, StepKind.CONCLUDED, version=version, reason=ending, note=words,
        goals=goals, outcomes=[str(one) for one in outcomes],
    )  # fmt: skip
    return ending


def counted_sessions(row: Referral) -> SessionsCounted:
    """How the sessions of a referral stand; one that is to be held again is neither attended nor missed."""
    told = [one.means for one in outcomes_of(row)]
    attended = sum(one.took_part is True for one in told)
    missed = sum(not one.took_part and not one.again for one in told)
    return SessionsCounted(attended, missed, max(0, (row.sessions or 0) - attended - missed))
