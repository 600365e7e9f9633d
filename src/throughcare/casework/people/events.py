"""What people announces: facts in the past tense, ids only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


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
