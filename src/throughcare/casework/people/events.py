"""What people announces: facts in the past tense, ids only; and what a listener to a merge does with them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection


@dataclass(frozen=True)
class PeopleMerged:
    """Two records were found to be one person's: what stands on the merged one belongs to the survivor."""

    merge_id: UUID
    survivor_id: UUID
    merged_id: UUID


@dataclass(frozen=True)
class PeopleUnmerged:
    """A merge was undone: what had stood on the merged record before belongs to it again."""

    merge_id: UUID
    survivor_id: UUID
    merged_id: UUID


@dataclass(frozen=True)
class PersonDied:
    """A person's death was recorded."""

    person_id: UUID


@dataclass(frozen=True)
class DeathWithdrawn:
    """A person whose death was recorded by mistake is alive: what it ended goes on."""

    person_id: UUID


@dataclass(frozen=True)
class TraitsCorrected:
    """A person's recorded sex or date of birth was put right: what was worked out from it is to be worked out again."""

    person_id: UUID


def follow_merge(merge_id: UUID, context: str, **said: Any) -> tuple[str, dict[str, Any]]:
    """Bring what a context keeps in line with a merge as it stands, by what its models say in ``follows``.

    Answers whether it "carried" or "put back" anything or there was "nothing to do", and how what made room for it stood;
    ``said`` is for the functions that make the room. Harmless twice. For listeners, in the worker alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT done, stood FROM people_follow_merge(%s, %s, %s::jsonb)",
            [merge_id, context, json.dumps(said)],
        )
        done, stood = cursor.fetchone()
    return done, json.loads(stood)
