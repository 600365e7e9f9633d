"""Listens: to supervision, so that a referral to a programme ends with its case, follows its person, and waits while they are away."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
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
from throughcare.foundation.audit.outbox import Heard, reacts_to
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from .rules import EndedBecause, EnrolmentState, Side, enrolment_due, put_off


@reacts_to(CaseClosed)
def end_with_the_case(heard: Heard) -> None:
    """A closed case sends nobody to a programme: its open referrals are withdrawn, and their places are free."""
    _end([heard.facts["case_id"]])


@reacts_to(CasesClosed)
def end_with_the_cases(heard: Heard) -> None:
    """The same for many."""
    _end(heard.facts["case_ids"])


@reacts_to(CasesOpened)
def take_up_again(heard: Heard) -> None:
    """What a death ended goes on as it stood, once the cases are open again because the death was a mistake."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT programmes_take_up_again(%s)", [[UUID(one) for one in heard.facts["case_ids"]]]
        )


@reacts_to(CasesPassedOn)
@reacts_to(HoldersEnded)
@reacts_to(HoldersAppointed)
def pass_on(heard: Heard) -> None:
    """Where the team that referred sees the person no longer, the team that answers for the case owes its side."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT programmes_pass_on(%s)", [[UUID(one) for one in heard.facts.get("case_ids", ())]]
        )


@reacts_to(PeopleMoved)
def put_off_whoever_is_away(heard: Heard) -> None:
    """Whoever is recalled, in custody or at large comes to no group outside: their place is free, and whoever referred says what follows."""
    away = {
        one.case_id: one for one in supervision.taken_away([UUID(row) for row in heard.facts["movement_ids"]])
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM programmes_open_of(%s)", [list(away)])
        for enrolment, case, stands in cursor.fetchall():
            after = put_off(EnrolmentState(stands), recalled=away[case].recalled)
            if after is not None:
                said = _put_off(after, away[case].because, day_of(heard.at))
                cursor.execute("SELECT programmes_put_off(%s, %s, %s)", [enrolment, stands, json.dumps(said)])


def _put_off(after: EnrolmentState, because: str, today: date) -> dict[str, object]:
    due = enrolment_due(after, today, WorkingCalendar())
    return {
        "state": after, "reason": EndedBecause.CUSTODY, "note": because, "due": due.what if due else "",
        "due_by_deliverer": due.side is Side.DELIVERER if due else True, "due_on": str(due.by) if due else None,
    }  # fmt: skip


@reacts_to(CasesFollowedMerge)
def follow_merges(heard: Heard) -> None:
    """Referrals go with their cases to the survivor of a merge, and back when it is undone."""
    follow_merge(UUID(heard.facts["merge_id"]), "programmes")


def _end(case_ids: Iterable[str]) -> None:
    """Harmless when heard twice: it looks at the cases as they stand."""
    with connection.cursor() as cursor:
        cases = [UUID(case) for case in case_ids]
        cursor.execute("SELECT programmes_follow_cases(%s, %s)", [cases, EndedBecause.SENTENCE])
