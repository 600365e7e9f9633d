"""Tells which need a competition is for, and which competitions were published for an intention."""

from __future__ import annotations

from uuid import UUID

from ..models import Round
from ..rules.needed import Foreseen
from ..store import needed
from .competitions import CompetitionSeen


def needed_by(seen: CompetitionSeen) -> list[Foreseen]:
    """The intentions that a competition rests on, with the figures they cite, as they stood when it was published."""
    return needed.rests_on(seen.stands.row)


def published_for(intention_id: UUID) -> list[tuple[UUID, str]]:
    """The competitions that rest on an intention, by id and title, in the order in which they were published."""
    found = Round.objects.filter(rests_on__contains=[{"intention": str(intention_id)}])
    return list(found.order_by("at", "id").values_list("id", "title"))
