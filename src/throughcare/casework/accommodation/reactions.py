"""Listens: to supervision, so that an application ends with its case and follows the person that the case is about."""

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
    CasesPassedOn,
    HoldersAppointed,
    HoldersEnded,
    PeopleMoved,
)
from throughcare.foundation.audit.outbox import Heard, reacts_to

IN_CUSTODY, AT_LARGE = ("custody", "custody", "prison"), ("absconded", "not known", "at large")
"""Of the lists of reasons: why somebody who is away left, why they did not come, and where they went."""
CLOSED = "sentence"
"""The reason of the lists for which applications and stays end with their case."""


@reacts_to(CaseClosed)
def end_with_the_case(heard: Heard) -> None:
    """A closed case asks for no place: its open applications end, and their beds are free."""
    _end([heard.facts["case_id"]])


@reacts_to(CasesClosed)
def end_with_the_cases(heard: Heard) -> None:
    """The same for many."""
    _end(heard.facts["case_ids"])


@reacts_to(CasesOpened)
def take_up_again(heard: Heard) -> None:
    """What a death ended goes on, once the cases are open again because the death was a mistake."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT accommodation_take_up_again(%s)", [[UUID(one) for one in heard.facts["case_ids"]]]
        )


@reacts_to(CasesPassedOn)
@reacts_to(HoldersEnded)
@reacts_to(HoldersAppointed)
def pass_on(heard: Heard) -> None:
    """Where the team that asked sees the person no longer, the team that answers for the case owes its side."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT accommodation_pass_on(%s)", [[UUID(one) for one in heard.facts.get("case_ids", ())]]
        )


@reacts_to(PeopleMoved)
def free_beds_of_whoever_is_away(heard: Heard) -> None:
    """Nobody has a bed while they are in custody or at large: it is free for others, and nobody keeps sight by it."""
    for one in supervision.taken_away([UUID(row) for row in heard.facts["movement_ids"]]):
        left, not_come, gone_to = AT_LARGE if one.at_large else IN_CUSTODY
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT accommodation_free_beds(%s, %s, %s, %s, %s)",
                [[one.case_id], left, not_come, gone_to, one.because],
            )


@reacts_to(CasesFollowedMerge)
def follow_merges(heard: Heard) -> None:
    """Applications go with their cases to the survivor of a merge, and back when it is undone."""
    follow_merge(UUID(heard.facts["merge_id"]), "accommodation")


def _end(case_ids: Iterable[str]) -> None:
    """Harmless when heard twice: it looks at the cases as they stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT accommodation_follow_cases(%s, %s)", [[UUID(case) for case in case_ids], CLOSED]
        )
