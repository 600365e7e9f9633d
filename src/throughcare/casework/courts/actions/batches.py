"""What became of many sentences at once, as another system or a night's work tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import change_all, insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..events import SentencesEnded
from ..models import Sentence, SentenceEvent
from ..rules import SentenceState, check_can_become
from .sentences import ENDS


@dataclass(frozen=True)
class Ending:
    """One sentence that ended: how, on which day and why."""

    sentence_id: UUID
    on: date
    how: SentenceState = SentenceState.COMPLETED
    because: str = ""


@action(Permission.RECORD_SENTENCE)
def end_sentences(*, by: Member, at: datetime, endings: Sequence[Ending]) -> int:
    """Record that sentences were completed, revoked or ended by death; all or none. Returns how many."""
    found = {
        row.id: row
        for row in Sentence.objects.select_for_update().filter(id__in=[e.sentence_id for e in endings])
    }
    concerns(row.person_id for row in found.values())
    for ending in endings:
        _check(found.get(ending.sentence_id), ending, at)
    change_all(
        Sentence,
        ["state", "ended_on", "version"],
        [(e.sentence_id, e.how.value, e.on, found[e.sentence_id].version + 1) for e in endings],
    )
    insert_all([_event(found[e.sentence_id], e, by, at) for e in endings])
    announce(SentencesEnded(tuple(e.sentence_id for e in endings)), at=at, by=by.id)
    add_to_line(ended=len(endings))
    return len(endings)


def _check(sentence: Sentence | None, ending: Ending, at: datetime) -> None:
    if sentence is None:
        raise Refused("There is no such sentence, or it is not yours to see.")
    if ending.how not in ENDS:
        raise Refused(f"A sentence ends by: {', '.join(ENDS)}.", field="how")
    check_can_become(SentenceState(sentence.state), ending.how)
    if not sentence.imposed_on <= ending.on <= day_of(at):
        raise Refused("A sentence ends between the day it was imposed and today.", field="on")


def _event(sentence: Sentence, ending: Ending, by: Member, at: datetime) -> SentenceEvent:
    return SentenceEvent(
        person_id=sentence.person_id, sentence=sentence, kind=ENDS[ending.how], on=ending.on,
        because=ending.because, member_id=by.id, at=at,
    )  # fmt: skip
