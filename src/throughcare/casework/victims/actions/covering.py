"""Sentences that a team looks after by hand, what the police said where they refer nobody, and stages that the record does not tell."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import at_most, must_say

from ..models import CoveredSentence, StageReached
from ..rules import PassedSentence, Scheme, StageKind, at_discretion, referral_due, scheme_for
from ..store import registered_for, told
from .steps import CHANGED, covered_in_hand, not_ahead


@action(Permission.KEEP_VICTIMS_TOLD)
def take_on_sentence(
    *, by: Member, at: datetime, called: str, sentence: PassedSentence, court: str = "", length: str = "", because: str = "",
) -> UUID:  # fmt: skip
    """Take on a sentence that no record here is of, as the police tell it: a hospital order, one of another service, or at discretion.

    Refused where no scheme covers it and no reason says why contact is offered all the same. Gives its id.
    """
    today = day_of(at)
    not_ahead(sentence.imposed_on, today, "imposed_on")
    name = must_say(called, "called", "Say who was sentenced.", 200)
    ruling = at_discretion(scheme_for(sentence), because, on=sentence.imposed_on)
    if not ruling.scheme.is_offered:
        why = ruling.findings[0].because
        raise Refused(
            f"No scheme covers it: {why} Say why contact is offered all the same, or leave it.",
            field="because",
        )
    row = CoveredSentence(
        id=new_id(), unit_id=by.unit_id, called=name, kind=sentence.kind, length=at_most(length, "length", 60),
        offence="; ".join(one.words for one in sentence.offences)[:500], court=at_most(court, "court", 200),
        imposed_on=sentence.imposed_on, scheme=ruling.scheme.value, edition=ruling.edition, ruled=told(ruling),
        referral_due=referral_due(sentence.imposed_on, WorkingCalendar()), taken_on_at=at, taken_on_by=by.id,
    )  # fmt: skip
    insert_all([row])
    return row.id


@action(Permission.KEEP_VICTIMS_TOLD)
def settle_referral(*, by: Member, at: datetime, covered_id: UUID, version: int, because: str) -> None:
    """Say that the police refer nobody for a sentence, and why: its clock stops. Refused once somebody is registered."""
    row = covered_in_hand(covered_id, version)
    if registered_for([row.id]):
        raise Refused("Somebody is registered for this sentence.")
    why = must_say(because, "because", "Say what the police told.", 300)
    _change(row, settled=why, settled_on=day_of(at), settled_by=by.id)


@action(Permission.KEEP_VICTIMS_TOLD)
def record_stage(*, by: Member, at: datetime, covered_id: UUID, stage: StageKind, on: date) -> UUID:
    """Record a stage that the record does not tell of by itself. Gives its id; the end of a sentence taken on by hand ends it."""
    row = covered_in_hand(covered_id)
    not_ahead(on, day_of(at), "on")
    if on < row.imposed_on:
        raise Refused(f"That is before the sentence, on {row.imposed_on:%-d %B %Y}.", field="on")
    made = StageReached(id=new_id(), covered_id=row.id, stage=stage.value, on=on, at=at, member_id=by.id)
    insert_all([made])
    if stage is StageKind.END:
        if row.sentence_id is not None:
            raise Refused("The end of this sentence is told by the court's record.", field="stage")
        _change(row, ended_on=on)
    return made.id


def _change(row: CoveredSentence, **columns: object) -> None:
    if not CoveredSentence.objects.filter(id=row.id, version=row.version).update(
        **columns, version=row.version + 1
    ):
        raise Refused(CHANGED)


def check_goes_on(row: CoveredSentence) -> None:
    """Refuse a sentence that is over, or that no scheme covers any more."""
    if row.ended_on is not None or not Scheme(row.scheme).is_offered:
        raise Refused(
            "Nobody is offered contact for this sentence: it is over, no scheme covers it, or it is not known whether one does."
        )
