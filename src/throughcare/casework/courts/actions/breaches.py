"""What a hearing told of a sentence passed before: breach proved or not, the order goes on, is revoked or passed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce

from ..events import BreachesTold, SentenceBreached, SentencesEnded
from ..models import Appearance, CourtQuestion, Sentence, SentenceEvent
from ..rules import RUNNING, Outcome, ResultRow, SentenceState, read_term
from ..store.linking import Key

_BECOMES: Mapping[Outcome, tuple[SentenceState, str]] = {
    Outcome.BREACH_PROVED: (SentenceState.IN_BREACH, "breach"),
    Outcome.BREACH_NOT_PROVED: (SentenceState.IN_FORCE, "breach not proved"),
    Outcome.ORDER_CONTINUES: (SentenceState.IN_FORCE, "order continues"),
    Outcome.ORDER_REVOKED: (SentenceState.REVOKED, "revocation"),
    Outcome.SENTENCED: (SentenceState.REVOKED, "re-sentence"),
}


# What ends a hearing about a sentence passed before without a word on what becomes of that sentence.
_LEAVES_IT_OPEN = frozenset({Outcome.NOT_PROBATION, Outcome.DISMISSED})
_ANOTHERS = (
    "the sentence it names is not on this person's record: see whether two records are one person's, and record what"
    " became of the sentence once that is known"
)
_LONGER = (
    "the custody that took effect is longer than the {term} that the order suspended: ask whether the sentence for the new"
    " offence is in it"
)
_UNSAID = "it names a sentence passed before and does not say what becomes of it: ask whether that goes on"


def tell_of_breaches(
    rows: Sequence[ResultRow],
    person_of: Mapping[int, UUID],
    sentence_of: Mapping[Key, UUID],
    *,
    by: Member,
    at: datetime,
) -> None:
    """Record what rows tell of sentences passed before, in the order of their hearings.

    What cannot be told is asked about: of a sentence on another record than the row's, of one that a hearing left open,
    and of one that ended before, of which the court now says otherwise.
    """
    telling = sorted((row for row in rows if row.breach_of), key=lambda row: row.hearing_date)
    ended: list[UUID] = []
    told: list[UUID] = []
    for row in telling:
        sentence_id = sentence_of[row.court_code, row.breach_of]
        sentence = Sentence.objects.select_for_update().filter(id=sentence_id).first()
        if sentence is None or sentence.person_id != person_of[row.line]:
            _ask(row, _ANOTHERS, at)
        elif row.outcome in _BECOMES:
            if _activates_more(sentence, row):
                _ask(row, _LONGER.format(term=sentence.suspended), at)
            event, ends = _tell(sentence, row, by, at)
            told.append(event)
            if ends:
                ended.append(sentence.id)
        elif row.outcome in _LEAVES_IT_OPEN:
            _ask(row, _UNSAID, at)
    if told:
        announce(BreachesTold(tuple(told)), at=at, by=by.id)
    if ended:
        announce(SentencesEnded(tuple(ended)), at=at, by=by.id)


def _activates_more(sentence: Sentence, row: ResultRow) -> bool:
    """Whether custody passed for the breach of a suspended sentence is longer than what it suspended: whole or less takes effect."""
    said = row.sentence
    if said is None or said.length is None or not said.kind.is_custodial or not sentence.suspended:
        return False
    return said.length.is_longer_than(read_term(sentence.suspended), on=row.hearing_date)


def _ask(row: ResultRow, because: str, at: datetime) -> None:
    """Put what a row told of a sentence passed before among what is to be asked, on the row's own person."""
    appearance = _appearance(row)
    question = CourtQuestion(
        person_id=appearance.person_id, appearance=appearance, about="breach_of",
        said=f"{row.breach_of}: {row.outcome}", because=because, asked_at=at,
    )  # fmt: skip
    insert_all([question])


def _appearance(row: ResultRow) -> Appearance:
    """The appearance that a row recorded, which stands now."""
    return Appearance.objects.get(court_code=row.court_code, result_ref=row.result_ref, replaced_at=None)


def _tell(sentence: Sentence, row: ResultRow, by: Member, at: datetime) -> tuple[UUID, bool]:
    """Record one; its event, and whether the sentence ended by it. What has ended already is told of, and asked about if said otherwise."""
    then, kind = _BECOMES[row.outcome]
    if sentence.suspended and row.sentence is not None and row.sentence.kind.is_custodial:
        kind = "activation"
    event = SentenceEvent(
        person_id=sentence.person_id, sentence=sentence, kind=kind, on=row.hearing_date,
        because=f"result {row.result_ref} of the court", told_by=_appearance(row), member_id=by.id, at=at,
    )  # fmt: skip
    insert_all([event])
    if sentence.state == then:
        return event.id, False
    if SentenceState(sentence.state) not in RUNNING:
        _ask(
            row, f"the sentence it names is {sentence.state} on the record: ask which of the two is right", at
        )
        return event.id, False
    ends = then is SentenceState.REVOKED
    Sentence.objects.filter(id=sentence.id).update(
        state=then, ended_on=row.hearing_date if ends else None, version=sentence.version + 1
    )
    if then is SentenceState.IN_BREACH:
        announce(SentenceBreached(sentence.id, sentence.person_id), at=at, by=by.id)
    return event.id, ends
