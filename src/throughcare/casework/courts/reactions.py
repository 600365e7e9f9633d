"""Listens: to people. What courts did follows a person when two records become one, and back."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from throughcare.casework.people.events import PeopleMerged, PeopleUnmerged
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
    with connection.cursor() as cursor:
        cursor.execute("SELECT courts_follow_merge(%s)", [UUID(heard.facts["merge_id"])])
