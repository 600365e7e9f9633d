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

from ..events import SentenceAmended, SentenceAnnulled, SentenceBreached, SentenceEnded
from ..models import Sentence, SentenceEvent
from ..rules import NoTerm, Passed, SentenceState, Term, check_can_become, check_order, read_two_terms
from ..rules.words import INDETERMINATE, SentenceKind
from ..store import work_out_runs

ENDS = {
    SentenceState.REVOKED: "revocation",
    SentenceState.COMPLETED: "completion",
    SentenceState.ENDED_BY_DEATH: "death",
}


def found_sentence(sentence_id: UUID) -> Sentence:
    """A sentence, looked at; Refused when it is not there or not the viewer's to see."""
    sentence = Sentence.objects.filter(id=sentence_id).first()
    if sentence is None:
        raise Refused("There is no such sentence, or it is not yours to see.")
    concerns(sentence.person_id)
    add_to_line(sentence=sentence_id)
    return sentence


def change_sentence(sentence: Sentence, version: int, **columns: object) -> None:
    """Change a sentence as it was read; Refused when somebody else changed it since."""
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
    sentence = found_sentence(sentence_id)
    check_can_become(SentenceState(sentence.state), SentenceState.IN_BREACH)
    _check_day(sentence, on, at)
    change_sentence(sentence, version, state=SentenceState.IN_BREACH)
    _log(sentence, "breach", by, at, on, because)
    announce(SentenceBreached(sentence.id, sentence.person_id), at=at, by=by.id)


@action(Permission.RECORD_SENTENCE)
def resolve_breach(
    *, by: Member, at: datetime, sentence_id: UUID, version: int, on: date, because: str
) -> None:
    """Record that the court let a breached sentence go on."""
    sentence = found_sentence(sentence_id)
    check_can_become(SentenceState(sentence.state), SentenceState.IN_FORCE)
    _check_day(sentence, on, at)
    change_sentence(sentence, version, state=SentenceState.IN_FORCE)
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
    sentence = found_sentence(sentence_id)
    check_can_become(SentenceState(sentence.state), how)
    _check_day(sentence, on, at)
    change_sentence(sentence, version, state=how, ended_on=on)
    _log(sentence, ENDS[how], by, at, on, because)
    announce(SentenceEnded(sentence.id, sentence.person_id), at=at, by=by.id)


@action(Permission.END_ORDER_EARLY)
def end_order_named(*, by: Member, at: datetime, sentence_id: UUID, version: int) -> None:
    """Complete an order today, because its responsible officer named this day to the person; whether they may is asked before."""
    sentence, today = found_sentence(sentence_id), day_of(at)
    check_can_become(SentenceState(sentence.state), SentenceState.COMPLETED)
    _check_day(sentence, today, at)
    change_sentence(sentence, version, state=SentenceState.COMPLETED, ended_on=today)
    because = "Everything was complied with, and the responsible officer named this day."
    _log(sentence, ENDS[SentenceState.COMPLETED], by, at, today, because)
    announce(SentenceEnded(sentence.id, sentence.person_id), at=at, by=by.id)


@action(Permission.AMEND_SENTENCE)
def amend_sentence(
    *,
    by: Member,
    at: datetime,
    sentence_id: UUID,
    version: int,
    on: date,
    length: str,
    because: str,
) -> None:
    """Record that the court changed a sentence's length, as it said it; what follows it in a run is worked out again."""
    sentence = found_sentence(sentence_id)
    if SentenceState(sentence.state) is not SentenceState.IN_FORCE:
        raise Refused(f"This sentence is {sentence.state}: only a sentence in force can be amended.")
    _check_day(sentence, on, at)
    changed = _lawful(sentence, length, on)
    change_sentence(
        sentence, version, length=str(changed[0]), extension=str(changed[1]) if changed[1] else ""
    )
    work_out_runs([sentence.person_id])
    _log(sentence, "amendment", by, at, on, because)
    announce(SentenceAmended(sentence.id, sentence.person_id), at=at, by=by.id)


def _lawful(sentence: Sentence, length: str, on: date) -> tuple[Term, Term | None]:
    """The length read and held against the law of the day of the court's order; refused in words."""
    try:
        whole, extension = read_two_terms(length)
    except NoTerm as wrong:
        raise Refused(f"The length {wrong}.", field="length") from wrong
    kind = SentenceKind(sentence.kind)
    if extension is not None and kind is not SentenceKind.EXTENDED_SENTENCE:
        raise Refused(f"A {kind} has one length: only an extended sentence has two parts.", field="length")
    if kind in INDETERMINATE:
        raise Refused(f"A {kind} has no length to amend.", field="length")
    limits = [
        finding
        for finding in check_order(Passed(kind, whole, extension=extension), on=on)
        if finding.rule in {"order_length", "extension"}
    ]
    if limits:
        raise Refused(str(limits[0]), field="length")
    return whole, extension


ANNULS = {
    SentenceState.QUASHED: "quashing",
    SentenceState.SET_ASIDE: "setting aside",
    SentenceState.RECORDED_IN_ERROR: "recorded in error",
}


@action(Permission.AMEND_SENTENCE)
def annul_sentence(
    *,
    by: Member,
    at: datetime,
    sentence_id: UUID,
    version: int,
    on: date,
    how: SentenceState,
    because: str,
) -> None:
    """Record that a sentence was quashed, set aside or recorded in error: it stays to be read and counts nowhere.

    Whatever was worked out from it (runs, case, tier, load) is worked out again without it.
    """
    if how not in ANNULS:
        raise Refused(f"A sentence falls away as: {', '.join(ANNULS)}.", field="how")
    if not because.strip():
        raise Refused("Say why, and on whose word.", field="because")
    sentence = found_sentence(sentence_id)
    check_can_become(SentenceState(sentence.state), how)
    _check_day(sentence, on, at)
    change_sentence(sentence, version, state=how, ended_on=on)
    work_out_runs([sentence.person_id])
    _log(sentence, ANNULS[how], by, at, on, because)
    announce(SentenceAnnulled(sentence.id, sentence.person_id), at=at, by=by.id)
