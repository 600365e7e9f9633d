"""Listens: to supervision, so that what was suggested, planned and reckoned about a case follows when hands change."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from throughcare.casework.courts.events import SentenceAmended, SentenceAnnulled, SentenceStandsAgain
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
)
from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.outbox import Heard, reacts_to
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .actions.holding import check_grades
from .rules.history import monday_of

CHECKED_BY = check_grades  # loaded with the listeners, so that every process that appoints asks it
RECKON_AGAIN = "throughcare.reckon_team"


@reacts_to(HoldersAppointed)
def follow_appointments(heard: Heard) -> None:
    """Somebody manages a case now: what was suggested for it while nobody did, or another, is overtaken."""
    _follow(heard, heard.facts.get("case_ids", ()))


@reacts_to(HoldersEnded)
def follow_ends(heard: Heard) -> None:
    """Nobody manages a case now: what was suggested in the place of whoever did is overtaken."""
    _follow(heard, heard.facts["case_ids"])


@reacts_to(CasesPassedOn)
def follow_cases(heard: Heard) -> None:
    """Another team answers for a case: what the first was told to do with it is overtaken."""
    _follow(heard, heard.facts["case_ids"])


@reacts_to(CaseClosed)
def follow_closing(heard: Heard) -> None:
    """A closed case needs nobody."""
    _follow(heard, [heard.facts["case_id"]])


@reacts_to(CasesClosed)
def follow_closings(heard: Heard) -> None:
    """Closed cases need nobody."""
    _follow(heard, heard.facts["case_ids"])


@reacts_to(CasesOpened)
def take_up_again(heard: Heard) -> None:
    """What a death overtook waits again, once the cases are open because the death was a mistake."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT allocation_take_up_again(%s)", [[UUID(case) for case in heard.facts["case_ids"]]]
        )


@reacts_to(CasesFollowedMerge)
def follow_merges(heard: Heard) -> None:
    """Suggestions and rows of plans go with their cases to the survivor of a merge, and back when it is undone."""
    follow_merge(UUID(heard.facts["merge_id"]), "allocation")


@reacts_to(SentenceAnnulled)
@reacts_to(SentenceAmended)
@reacts_to(SentenceStandsAgain)
def reckon_after_a_sentence(heard: Heard) -> None:
    """A sentence that fell away or stands again, or whose length changed, moves when its case's load ends: the week is reckoned again."""
    unit = supervision.team_of_sentence(UUID(heard.facts["sentence_id"]))
    _reckon_again({unit} if unit else set(), heard)


def _follow(heard: Heard, case_ids: Iterable[str]) -> None:
    """Harmless when heard twice: it looks at the cases as they stand, whatever was announced."""
    cases = [UUID(case) for case in case_ids]
    with connection.cursor() as cursor:
        cursor.execute("SELECT allocation_follow_cases(%s, %s)", [cases, monday_of(day_of(heard.at))])
        outdated = {row[0] for row in cursor.fetchall()}
    _reckon_again(outdated, heard)


def _reckon_again(unit_ids: set[UUID], heard: Heard) -> None:
    """Ask for the kept week of these units to be reckoned again, each as one who leads it: the announcer may not."""
    if not unit_ids:
        return
    leads = access.members_who_may(Permission.RECORD_WORKLOAD, at=heard.at)
    of_unit = {one.unit_id: one for one in leads if one.unit_id in unit_ids}
    for lead in of_unit.values():
        app.configure_task(RECKON_AGAIN, allow_unknown=True).defer(member_id=str(lead.id))
