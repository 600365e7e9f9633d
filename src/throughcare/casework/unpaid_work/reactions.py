"""Listens: to supervision, so that hours end with their case, follow its person, and wait while nobody can come to work them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from throughcare.casework.people.events import follow_merge
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.events import (
    CaseClosed,
    CasesClosed,
    CasesFollowedMerge,
    CasesOpened,
    PeopleMoved,
)
from throughcare.foundation.audit.outbox import Heard, reacts_to

CLOSED = "The case was closed."


@reacts_to(CaseClosed)
def end_with_the_case(heard: Heard) -> None:
    """Nobody works hours on a closed case: they end, whoever closed it, and so do the turns ahead."""
    _end([heard.facts["case_id"]])


@reacts_to(CasesClosed)
def end_with_the_cases(heard: Heard) -> None:
    """The same for many."""
    _end(heard.facts["case_ids"])


@reacts_to(CasesOpened)
def take_up_again(heard: Heard) -> None:
    """What a death ended goes on as it stood, once the cases are open again because the death was a mistake."""
    with connection.cursor() as cursor:
        cases = [UUID(case) for case in heard.facts["case_ids"]]
        cursor.execute("SELECT unpaid_work_take_up_again(%s)", [cases])


@reacts_to(PeopleMoved)
def call_off_whoever_is_away(heard: Heard) -> None:
    """Whoever is in custody or at large comes to no turn: those ahead are off and their places free, while the hours stand."""
    for one in supervision.taken_away([UUID(row) for row in heard.facts["movement_ids"]]):
        with connection.cursor() as cursor:
            cursor.execute("SELECT unpaid_work_call_off(%s, %s)", [[one.case_id], one.because])


@reacts_to(CasesFollowedMerge)
def follow_merges(heard: Heard) -> None:
    """Hours go with their cases to the survivor of a merge, and back when it is undone."""
    follow_merge(UUID(heard.facts["merge_id"]), "unpaid_work")


def _end(case_ids: Iterable[str]) -> None:
    """Harmless when heard twice: it looks at the cases as they stand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unpaid_work_follow_cases(%s, %s)", [[UUID(case) for case in case_ids], CLOSED])
