"""Taking back what was recorded of a sentence by mistake: it stands again as it stood before."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..events import SentenceStandsAgain
from ..models import SentenceEvent
from ..rules import SentenceState, stands_after
from ..store import told_of, work_out_runs
from .sentences import change_sentence, found_sentence


@action(Permission.AMEND_SENTENCE)
def take_back(*, by: Member, at: datetime, sentence_id: UUID, version: int, because: str) -> None:
    """Take back what last changed how a sentence stands, as it was recorded by mistake; what was recorded stays to be read.

    Whatever rests on the sentence (runs, tier, load, case) is worked out again as it stands then.
    """
    if not because.strip():
        raise Refused("Say why, and on whose word.", field="because")
    sentence = found_sentence(sentence_id)
    told = told_of([sentence.id])[sentence.id]
    now = stands_after(told)
    if now.by is None or now.state != sentence.state or now.state is SentenceState.REPLACED:
        raise Refused(f"This sentence is {sentence.state}, and nothing recorded of it can be taken back.")
    if now.state is SentenceState.ENDED_BY_DEATH and sentence.person_id not in people.living(
        [sentence.person_id]
    ):
        raise Refused("The person's death is recorded: where that was a mistake, take the death back.")
    then = stands_after([one for one in told if one.key != now.by.key])
    change_sentence(sentence, version, state=then.state, ended_on=then.ended_on)
    taken = SentenceEvent(
        person_id=sentence.person_id, sentence=sentence, kind="taken back", on=day_of(at), because=because.strip()[:500],
        takes_back_id=now.by.key, member_id=by.id, at=at,
    )  # fmt: skip
    insert_all([taken])
    work_out_runs([sentence.person_id])
    announce(SentenceStandsAgain(sentence.id, sentence.person_id), at=at, by=by.id)
