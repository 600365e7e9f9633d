"""Listens: to people. What courts did follows a person when two records become one, and back, and ends by their death."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from throughcare.casework.people.events import (
    DeathWithdrawn,
    PeopleMerged,
    PeopleUnmerged,
    PersonDied,
    follow_merge,
)
from throughcare.foundation.audit.outbox import Heard, reacts_to


@reacts_to(PeopleMerged)
def carry_to_the_survivor(heard: Heard) -> None:
    """Appearances, offences, reports, sentences, requirements and events of the merged record follow to the survivor."""
    _follow(heard)


@reacts_to(PeopleUnmerged)
def put_back(heard: Heard) -> None:
    """What followed goes back, with whatever has been hung on it since."""
    _follow(heard)


def _follow(heard: Heard) -> None:
    follow_merge(UUID(heard.facts["merge_id"]), "courts")
    with connection.cursor() as cursor:
        cursor.execute("SELECT courts_follow_death(%s)", [UUID(heard.facts["survivor_id"])])


@reacts_to(PersonDied)
@reacts_to(DeathWithdrawn)
def follow_death(heard: Heard) -> None:
    """Sentences end by a death and reports are wanted no more; when it was a mistake they stand as they did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT courts_follow_death(%s)", [UUID(heard.facts["person_id"])])
