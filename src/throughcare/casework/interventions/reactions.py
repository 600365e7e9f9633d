"""Listens: to supervision, so that a referral ends with its case and follows the person that the case is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from throughcare.casework.people.events import follow_merge
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.events import (
    CaseClosed,
    CasesClosed,
    CasesFollowedMerge,
    CasesOpened,
    CasesPassedOn,
    HoldersAppointed,
    HoldersEnded,
    PeopleMoved,
)
from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.foundation.audit.outbox import Heard, reacts_to
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from .rules.away import come_back, put_away
from .rules.referral import due_of, sessions_left_of, state_after
from .rules.words import ReferralState, StepKind, WithdrawalReason


@reacts_to(CaseClosed)
def end_with_the_case(heard: Heard) -> None:
    """A closed case sends nobody anywhere: its open referrals are withdrawn, whoever closed it and for whatever reason."""
    _end([heard.facts["case_id"]])


@reacts_to(CasesClosed)
def end_with_the_cases(heard: Heard) -> None:
    """The same for many."""
    _end(heard.facts["case_ids"])


@reacts_to(CasesOpened)
def take_up_again(heard: Heard) -> None:
    """What ended with a case goes on as it stood, once it is open again: a death was a mistake, or a merge was undone."""
    cases = [UUID(case) for case in heard.facts["case_ids"]]
    with connection.cursor() as cursor:
        cursor.execute("SELECT interventions_take_up_again(%s)", [cases])
        cursor.execute("SELECT * FROM interventions_closed_with(%s)", [cases])
        for referral, *stood in cursor.fetchall():
            _open_again(cases, referral, *stood)


def _open_again(
    cases: list[UUID],
    referral: UUID,
    sessions: int | None,
    kinds: list[str],
    instants: list[datetime],
    outcomes: list[str],
) -> None:
    """Take a referral up again: where it stood and what was owed are what its steps before the closing come to."""
    steps = [(StepKind(kind), day_of(at)) for kind, at in zip(kinds, instants, strict=True)]
    state = state_after(kind for kind, _ in steps)
    left = sessions_left_of(sessions, map(Outcome, outcomes))
    owed = due_of(state, steps, WorkingCalendar(), sessions_left=left)
    said = [owed.step.value, owed.by_provider, owed.on] if owed else ["", True, None]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT interventions_open_again(%s, %s, %s, %s, %s, %s)", [cases, referral, state.value, *said]
        )


@reacts_to(PeopleMoved)
def wait_for_whoever_is_away(heard: Heard) -> None:
    """What a service does for somebody waits while they are in custody or at large, or is carried on inside; out again it goes on."""
    movements = [UUID(row) for row in heard.facts["movement_ids"]]
    away = {one.case_id: one for one in supervision.taken_away(movements)}
    out = set(supervision.let_out(movements))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM interventions_open_of(%s)", [[*away, *out]])
        for referral, case, version, state, sessions, inside, kinds, instants, outcomes in cursor.fetchall():
            steps = [(StepKind(kind), day_of(at)) for kind, at in zip(kinds, instants, strict=True)]
            taken, stands = [kind for kind, _ in steps], ReferralState(state)
            step = (
                put_away(taken, works_inside=inside, at_large=away[case].at_large)
                if case in away
                else come_back(stands, taken)
            )
            if step is None:
                continue
            left = sessions_left_of(sessions, map(Outcome, outcomes))
            owed = due_of(stands, [*steps, (step, day_of(heard.at))], WorkingCalendar(), sessions_left=left)
            because = away[case].because if case in away else OUT_AGAIN
            due = [owed.step.value, owed.by_provider, owed.on] if owed else ["", True, None]
            cursor.execute(
                "SELECT interventions_put(%s, %s, %s, %s, %s, %s, %s)",
                [referral, version, step.value, because, *due],
            )


OUT_AGAIN = "The person is out again."


@reacts_to(CasesPassedOn)
@reacts_to(HoldersEnded)
@reacts_to(HoldersAppointed)
def pass_on(heard: Heard) -> None:
    """Where the team that sent a referral sees the person no longer, the team that answers for the case owes its side."""
    with connection.cursor() as cursor:
        cases = [UUID(case) for case in heard.facts.get("case_ids", ())]
        cursor.execute("SELECT interventions_pass_on(%s)", [cases])


@reacts_to(CasesFollowedMerge)
def follow_merges(heard: Heard) -> None:
    """Referrals go with their cases to the survivor of a merge, and back when it is undone."""
    follow_merge(UUID(heard.facts["merge_id"]), "interventions")


def _end(case_ids: Iterable[str]) -> None:
    """Harmless when heard twice: it looks at the cases as they stand."""
    with connection.cursor() as cursor:
        cases = [UUID(case) for case in case_ids]
        cursor.execute(
            "SELECT interventions_follow_cases(%s, %s)", [cases, WithdrawalReason.SENTENCE_CHANGED]
        )
