"""What becomes of a sentence: breach, amendment, revocation, completion."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..events import SentenceBreached, SentenceEnded
from ..models import Sentence, SentenceEvent
from ..rules import Length, SentenceState, Unit, check_can_become, check_order
from ..rules.words import SentenceKind

ENDS = {
    SentenceState.REVOKED: "revocation",
    SentenceState.COMPLETED: "completion",
    SentenceState.ENDED_BY_DEATH: "death",
}


def _sentence(sentence_id: UUID) -> Sentence:
    sentence = Sentence.objects.filter(id=sentence_id).first()
    if sentence is None:
        raise Refused("There is no such sentence, or it is not yours to see.")
    concerns(sentence.person_id)
    add_to_line(sentence=sentence_id)
    return sentence


def _change(sentence: Sentence, version: int, **columns: object) -> None:
    changed = Sentence.objects.filter(id=sentence.id, version=version).update(**columns, version=version + 1)
    if not changed:
        raise Refused("Somebody else changed this sentence while you had it open. Look again.")


def _log(sentence: Sentence, kind: str, by: Member, at: datetime, on: date, because: str) -> None:
    event = SentenceEvent(
        person_id=sentence.person_id,
        sentence=sentence,
        kind=kind,
        on=on,
        because=because,
        member_id=by.id,
        at=at,
    )
    insert_all([event])


def _check_day(sentence: Sentence, on: date, at: datetime) -> None:
    if not sentence.imposed_on <= on <= day_of(at):
        raise Refused(f"The day must lie between {sentence.imposed_on:%-d %B %Y} and today.", field="on")


@action(Permission.RECORD_SENTENCE)
def record_breach(
    *, by: Member, at: datetime, sentence_id: UUID, version: int, on: date, because: str
) -> None:
    """Record that a court found a sentence breached."""
    sentence = _sentence(sentence_id)
    check_can_become(SentenceState(sentence.state), SentenceState.IN_BREACH)
    _check_day(sentence, on, at)
    _change(sentence, version, state=SentenceState.IN_BREACH)
    _log(sentence, "breach", by, at, on, because)
    announce(SentenceBreached(sentence.id, sentence.person_id), at=at, by=by.id)


@action(Permission.RECORD_SENTENCE)
def resolve_breach(
    *, by: Member, at: datetime, sentence_id: UUID, version: int, on: date, because: str
) -> None:
    """Record that the court let a breached sentence go on."""
    sentence = _sentence(sentence_id)
    check_can_become(SentenceState(sentence.state), SentenceState.IN_FORCE)
    _check_day(sentence, on, at)
    _change(sentence, version, state=SentenceState.IN_FORCE)
    _log(sentence, "breach resolved", by, at, on, because)


@action(Permission.RECORD_SENTENCE)
def end_sentence(
    *,
    by: Member,
    at: datetime,
    sentence_id: UUID,
    version: int,
    on: date,
    how: SentenceState,
    because: str = "",
) -> None:
    """Record that a sentence was completed, revoked, or ended by death."""
    if how not in ENDS:
        raise Refused(f"A sentence ends by: {', '.join(ENDS)}.", field="how")
    sentence = _sentence(sentence_id)
    check_can_become(SentenceState(sentence.state), how)
    _check_day(sentence, on, at)
    _change(sentence, version, state=how, ended_on=on)
    _log(sentence, ENDS[how], by, at, on, because)
    announce(SentenceEnded(sentence.id, sentence.person_id), at=at, by=by.id)


@action(Permission.AMEND_SENTENCE)
def amend_sentence(
    *,
    by: Member,
    at: datetime,
    sentence_id: UUID,
    version: int,
    on: date,
    length: int,
    unit: Unit,
    because: str,
) -> None:
    """Record that the court changed a sentence's length."""
    sentence = _sentence(sentence_id)
    if SentenceState(sentence.state) is not SentenceState.IN_FORCE:
        raise Refused(f"This sentence is {sentence.state}: only a sentence in force can be amended.")
    _check_day(sentence, on, at)
    changed = Length(length, unit)
    if changed.is_absurd:
        raise Refused(f"{changed} is longer than any sentence: at most a hundred years.", field="length")
    wrong = [
        f for f in check_order(SentenceKind(sentence.kind), changed, [], on=on) if f.rule == "order_length"
    ]
    if wrong or length < 1:
        raise Refused(str(wrong[0]) if wrong else "The length must be above zero.", field="length")
    _change(sentence, version, length=length, unit=unit, ends_on=changed.after(sentence.imposed_on))
    _log(sentence, "amendment", by, at, on, because)
