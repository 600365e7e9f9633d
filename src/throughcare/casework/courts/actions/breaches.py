"""What a hearing told of a sentence passed before: breach proved or not, the order goes on, is revoked or passed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce

from ..events import SentenceBreached, SentencesEnded
from ..models import Sentence, SentenceEvent
from ..rules import RUNNING, Outcome, ResultRow, SentenceState
from ..store.linking import Key

_BECOMES: Mapping[Outcome, tuple[SentenceState, str]] = {
    Outcome.BREACH_PROVED: (SentenceState.IN_BREACH, "breach"),
    Outcome.BREACH_NOT_PROVED: (SentenceState.IN_FORCE, "breach not proved"),
    Outcome.ORDER_CONTINUES: (SentenceState.IN_FORCE, "order continues"),
    Outcome.ORDER_REVOKED: (SentenceState.REVOKED, "revocation"),
    Outcome.SENTENCED: (SentenceState.REVOKED, "re-sentence"),
}


def tell_of_breaches(
    rows: Sequence[ResultRow],
    person_of: Mapping[int, UUID],
    sentence_of: Mapping[Key, UUID],
    *,
    by: Member,
    at: datetime,
) -> None:
    """Record what rows tell of sentences passed before, in the order of their hearings.

    A sentence whose record is another person's than the row's is left as it stands: the match is to be looked at first.
    """
    telling = sorted((row for row in rows if row.breach_of), key=lambda row: row.hearing_date)
    ended: list[UUID] = []
    for row in telling:
        sentence_id = sentence_of[row.court_code, row.breach_of]
        sentence = Sentence.objects.select_for_update().filter(id=sentence_id).first()
        if sentence is None or sentence.person_id != person_of[row.line] or row.outcome not in _BECOMES:
            continue
        if _tell(sentence, row, by, at):
            ended.append(sentence.id)
    if ended:
        announce(SentencesEnded(tuple(ended)), at=at, by=by.id)


def _tell(sentence: Sentence, row: ResultRow, by: Member, at: datetime) -> bool:
    """Record one; whether the sentence ended by it. What has ended already is only told of."""
    then, kind = _BECOMES[row.outcome]
    insert_all(
        [
            SentenceEvent(
                person_id=sentence.person_id,
                sentence=sentence,
                kind=kind,
                on=row.hearing_date,
                because=f"result {row.result_ref} of the court",
                member_id=by.id,
                at=at,
            )
        ]
    )
    if SentenceState(sentence.state) not in RUNNING or sentence.state == then:
        return False
    ends = then is SentenceState.REVOKED
    Sentence.objects.filter(id=sentence.id).update(
        state=then, ended_on=row.hearing_date if ends else None, version=sentence.version + 1
    )
    if then is SentenceState.IN_BREACH:
        announce(SentenceBreached(sentence.id, sentence.person_id), at=at, by=by.id)
    return ends
