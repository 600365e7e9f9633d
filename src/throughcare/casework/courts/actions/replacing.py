"""A corrected result in the place of the recorded one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import concerns

from ..events import BreachWithdrawn, SentenceAnnulled
from ..models import CorrectedResult, Sentence, SentenceEvent
from ..store import work_out_runs


@dataclass(frozen=True)
class Replaced:
    """Whose the replaced result was, and the sentence it had; None where it passed none."""

    person_id: UUID
    sentence_id: UUID | None


def replace_result(corrected_id: UUID) -> Replaced | None:
    """Take the recorded result out of the way of a corrected one; None where it is not there any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person_id, sentence_id FROM courts_replace_result(%s)", [corrected_id])
        row = cursor.fetchone()
    return Replaced(*row) if row else None


def take_the_place(old: Replaced | None, waits: CorrectedResult, *, by: Member, at: datetime) -> None:
    """Give what stood beside the old sentence to the new one, work runs out again, and announce that the old fell away."""
    if old is None:
        return
    concerns(old.person_id)
    _withdraw_breaches(waits, by, at)
    new = Sentence.objects.filter(
        appearance__court_code=waits.court_code,
        appearance__result_ref=waits.result_ref,
        appearance__replaced_at=None,
    ).first()
    if old.sentence_id is None:
        return
    people = {old.person_id}
    if new is not None and new.person_id == old.person_id:
        Sentence.objects.filter(named=old.sentence_id).update(named=new)
        people.add(new.person_id)
    work_out_runs(people)
    announce(SentenceAnnulled(old.sentence_id, old.person_id), at=at, by=by.id)


def _withdraw_breaches(waits: CorrectedResult, by: Member, at: datetime) -> None:
    """Announce that the breaches which the replaced result told of count no more; the events stay to be read."""
    told = SentenceEvent.objects.filter(
        kind="breach",
        told_by__court_code=waits.court_code,
        told_by__result_ref=waits.result_ref,
        told_by__replaced_at=at,
    )
    for sentence, person in told.values_list("sentence_id", "person_id"):
        announce(BreachWithdrawn(sentence, person), at=at, by=by.id)
