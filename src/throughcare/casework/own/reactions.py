"""Listens: to supervision, so that a code follows the person that its case is about."""

from __future__ import annotations

from uuid import UUID

from throughcare.casework.people.events import follow_merge
from throughcare.casework.supervision.events import CasesFollowedMerge
from throughcare.foundation.audit.outbox import Heard, reacts_to


@reacts_to(CasesFollowedMerge)
def follow_merges(heard: Heard) -> None:
    """It goes with its case to the survivor of a merge, and back when it is undone."""
    follow_merge(UUID(heard.facts["merge_id"]), "own")
