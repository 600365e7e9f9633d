"""Listens: to courts, whose every act that can change a tier has it worked out again."""

from __future__ import annotations

from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.events import (
    CourtResultsRecorded,
    SentenceBreached,
    SentenceEnded,
    SentencesEnded,
)
from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.outbox import Heard, reacts_to
from throughcare.foundation.kernel import Refused

from .actions.tiering import work_out


@reacts_to(CourtResultsRecorded)
def tier_the_sentenced(heard: Heard) -> None:
    """Everybody sentenced has a tier, or a named reason for none, from the first minute."""
    imposed = courts.imposed_by(UUID(heard.facts["import_id"]))
    _again({one.person_id for one in imposed}, heard)


@reacts_to(SentenceEnded)
@reacts_to(SentenceBreached)
def tier_again(heard: Heard) -> None:
    """A sentence that ends or is breached may change the tier."""
    _again({UUID(heard.facts["person_id"])}, heard)


@reacts_to(SentencesEnded)
def tier_many_again(heard: Heard) -> None:
    """The same for many."""
    _again(set(courts.people_of_sentences([UUID(one) for one in heard.facts["sentence_ids"]])), heard)


def _again(people: set[UUID], heard: Heard) -> None:
    """As the member who announced it, who could see the people a moment ago: the act itself needed it."""
    by = access.member(heard.member_id, at=heard.at) if heard.member_id else None
    if by is None:
        raise Refused("The member who announced this is no longer in force.")
    work_out(people, by=by, at=heard.at)
