"""Listens: to courts and supervision, so that a sentence is covered, and its stages are known, whether or not it has a victim.

Nothing is done here of any victim: what the worker does, and how long it takes, is the same whoever was referred.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.events import (
    SentenceAmended,
    SentenceAnnulled,
    SentenceEnded,
    SentencesEnded,
    SentenceStandsAgain,
)
from throughcare.casework.people.events import (
    DeathWithdrawn,
    PeopleMerged,
    PeopleUnmerged,
    PersonDied,
    follow_merge,
)
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.events import CasesOpened, PeopleMoved
from throughcare.foundation.audit.outbox import Heard, reacts_to
from throughcare.foundation.kernel.days import day_of

from .rules import stage_of_movement
from .store import cover, one_row


@reacts_to(CasesOpened)
def cover_sentences(heard: Heard) -> None:
    """A sentence whose victims are offered contact is covered once its case is open."""
    cover(set(supervision.people_of_open(_ids(heard.facts["case_ids"])).values()), at=heard.at)


@reacts_to(SentenceAmended)
@reacts_to(SentenceAnnulled)
@reacts_to(SentenceStandsAgain)
@reacts_to(DeathWithdrawn)
def rule_again(heard: Heard) -> None:
    """A sentence that a court changed, that was never passed, or that stands again as a death was a mistake, is ruled anew."""
    cover([UUID(heard.facts["person_id"])], at=heard.at)


@reacts_to(PeopleMoved)
def note_stages(heard: Heard) -> None:
    """A movement is a stage of every covered sentence of theirs; where somebody is held is no part of it."""
    for moved in supervision.moved_on(_ids(heard.facts["movement_ids"])):
        stage = stage_of_movement(moved.kind, was_outside=moved.was_outside)
        if stage is not None:
            one_row("victims_reach", moved.person_id, stage.value, moved.on, moved.id)


@reacts_to(SentenceEnded)
def note_end(heard: Heard) -> None:
    """A sentence that is over ends the scheme for its victims."""
    _end([UUID(heard.facts["sentence_id"])], heard)


@reacts_to(SentencesEnded)
def note_ends(heard: Heard) -> None:
    """The same for many."""
    _end(_ids(heard.facts["sentence_ids"]), heard)


@reacts_to(PersonDied)
def end_by_death(heard: Heard) -> None:
    """Nothing is owed any more for the sentences of somebody who died."""
    _end([one.sentence_id for one in courts.passed_for([UUID(heard.facts["person_id"])])], heard)


@reacts_to(PeopleMerged)
@reacts_to(PeopleUnmerged)
def follow(heard: Heard) -> None:
    """Covered sentences go with the record that stays, and back when the merge is undone."""
    follow_merge(UUID(heard.facts["merge_id"]), "victims")


def _end(sentences: list[UUID], heard: Heard) -> None:
    ended = {
        one.sentence_id: one.ended_on for one in courts.passed_for(courts.people_of_sentences(sentences))
    }
    for sentence in sentences:
        one_row("victims_end", sentence, ended.get(sentence) or day_of(heard.at))


def _ids(told: Iterable[str]) -> list[UUID]:
    return [UUID(one) for one in told]
