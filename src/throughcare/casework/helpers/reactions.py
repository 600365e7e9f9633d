"""Listens: to supervision, so that a pairing ends with its case and follows the person that the case is about."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from throughcare.casework.people.events import follow_merge
from throughcare.casework.supervision.events import (
    CaseClosed,
    CasesClosed,
    CasesFollowedMerge,
    CasesOpened,
    CasesPassedOn,
    HoldersAppointed,
    HoldersEnded,
)
from throughcare.foundation.audit.outbox import Heard, reacts_to


@reacts_to(CaseClosed)
def end_with_the_case(heard: Heard) -> None:
    """Nobody is paired on a closed case: what is open ends, and the sight that it gave."""
    _of_cases("helpers_follow_cases", [heard.facts["case_id"]])


@reacts_to(CasesClosed)
def end_with_the_cases(heard: Heard) -> None:
    """The same for many."""
    _of_cases("helpers_follow_cases", heard.facts["case_ids"])


@reacts_to(CasesOpened)
def take_up_again(heard: Heard) -> None:
    """What a death ended goes on, once the cases are open again because the death was a mistake."""
    _of_cases("helpers_take_up_again", heard.facts["case_ids"])


@reacts_to(CasesPassedOn)
@reacts_to(HoldersEnded)
@reacts_to(HoldersAppointed)
def pass_on(heard: Heard) -> None:
    """Where the team that asked sees the person no longer, the team that answers for the case owes its side."""
    _of_cases("helpers_pass_on", heard.facts.get("case_ids", ()))


@reacts_to(CasesFollowedMerge)
def follow_merges(heard: Heard) -> None:
    """Pairings go with their cases to the survivor of a merge, and back when it is undone."""
    follow_merge(UUID(heard.facts["merge_id"]), "helpers")


def _of_cases(function: str, case_ids: Iterable[str]) -> None:
    """Harmless when heard twice: it looks at the cases as they stand."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [[UUID(case) for case in case_ids]])
