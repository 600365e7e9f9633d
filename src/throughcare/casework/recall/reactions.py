"""Listens: to supervision, so that a recall ends with its case and follows the person that the case is about."""

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
    FailuresRescinded,
    PeopleMoved,
)
from throughcare.foundation.audit.outbox import Heard, reacts_to

from .models import Recall
from .rules import RecallState
from .store import on_record, owed_on, release_of, was_refused

CLOSED = "The case was closed."
RESCINDED = "A failure that this rests on was rescinded."


@reacts_to(CaseClosed)
def end_with_the_case(heard: Heard) -> None:
    """A recall ends with its case, whoever closed it."""
    _end([heard.facts["case_id"]])


@reacts_to(CasesClosed)
def end_with_the_cases(heard: Heard) -> None:
    """The same for many."""
    _end(heard.facts["case_ids"])


@reacts_to(CasesOpened)
def take_up_again(heard: Heard) -> None:
    """What a death ended goes on as it stood, once the cases are open again because the death was a mistake."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT recall_take_up_again(%s)", [[UUID(case) for case in heard.facts["case_ids"]]])


@reacts_to(CasesFollowedMerge)
def follow_merges(heard: Heard) -> None:
    """A recall goes with its case to the survivor of a merge, and back when it is undone."""
    follow_merge(UUID(heard.facts["merge_id"]), "recall")


@reacts_to(FailuresRescinded)
def shake_what_rests_on_them(heard: Heard) -> None:
    """A recall rests on failures: whoever decides it is to look at it again once one of them counts no more."""
    with connection.cursor() as cursor:
        contacts = [UUID(one) for one in heard.facts["contact_ids"]]
        cursor.execute("SELECT recall_shake(%s, %s)", [contacts, RESCINDED])


@reacts_to(PeopleMoved)
def work_release_out_anew(heard: Heard) -> None:
    """Days at large after a return push a fixed term: the day of release, and what is owed by then, are worked out again."""
    cases = [UUID(case) for case in heard.facts["case_ids"]]
    rows = Recall.objects.select_for_update().filter(case__in=cases, state=RecallState.RETURNED)
    for row in rows.exclude(release_on=None):
        found = release_of(row, on_record(row.person_id, on=row.revoked_on)) if row.revoked_on else None
        if found is None or found.on == row.release_on:
            continue
        row.release_on = found.on
        owed = owed_on(row, refused=was_refused(row.id))
        Recall.objects.filter(id=row.id).update(
            release_on=found.on, due_at=owed.by if owed else row.due_at, version=row.version + 1
        )


def _end(case_ids: Iterable[str]) -> None:
    """Harmless when heard twice: it looks at the cases as they stand."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT recall_follow_cases(%s, %s)", [[UUID(case) for case in case_ids], CLOSED])
