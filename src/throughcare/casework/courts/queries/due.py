"""Tells what is due to the courts or from them: reports, results, breaches, sentences past their end. Ids alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from ..models import Appearance, ReportRequest, Sentence, SentenceEvent
from ..rules import Outcome, SentenceState
from ..store.course import told_of

MOST = 5000


@dataclass(frozen=True)
class InBreach:
    """A sentence in breach: whose, which, and the day of the breach (None where none is recorded)."""

    person_id: UUID
    sentence_id: UUID
    kind: str
    imposed_on: date
    since: date | None


def in_breach(person_ids: Iterable[UUID]) -> list[InBreach]:
    """The sentences of people that are in breach; two questions."""
    rows = list(Sentence.objects.filter(person_id__in=list(person_ids), state=SentenceState.IN_BREACH))
    breaches = {
        id: [one.on for one in told if one.kind == "breach"]
        for id, told in told_of(row.id for row in rows).items()
    }
    since = {id: max(days) for id, days in breaches.items() if days}
    return [InBreach(row.person_id, row.id, row.kind, row.imposed_on, since.get(row.id)) for row in rows]


def ending(person_ids: Iterable[UUID], *, until: date) -> list[tuple[UUID, str, date]]:
    """The sentences in force on people that end on a day or before: whose, of which kind, the last day; one question."""
    rows = Sentence.objects.filter(
        person_id__in=list(person_ids), state=SentenceState.IN_FORCE, ends_on__lte=until
    )
    columns = rows.order_by("ends_on", "id").values_list("person_id", "kind", "ends_on")
    return [(person, kind, on) for person, kind, on in columns if on is not None]


@dataclass(frozen=True)
class ReportDue:
    """A report that a court waits for: whose, of which kind, asked for when and by which court, and due when."""

    id: UUID
    person_id: UUID
    kind: str
    court: str
    requested_on: date
    due_on: date | None
    state: str


def reports_due(person_ids: Iterable[UUID] | None = None) -> list[ReportDue]:
    """The reports asked for and not yet sent, of some people or of all whom the viewer sees, the first due first."""
    rows = ReportRequest.objects.filter(state__in=["requested", "writing"])
    if person_ids is not None:
        rows = rows.filter(person_id__in=list(person_ids))
    found = rows.select_related("appearance__hearing__court").order_by("due_on", "requested_on", "id")
    return [
        ReportDue(
            r.id, r.person_id, r.kind, r.appearance.hearing.court.name, r.requested_on, r.due_on, r.state
        )
        for r in found[:MOST]
    ]


@dataclass(frozen=True)
class ResultAwaited:
    """A hearing that was listed and has passed without a result: whose, in which court and session, and when."""

    person_id: UUID
    hearing_id: UUID
    court: str
    on: date
    session: str
    case_number: str


def results_awaited(*, before: date) -> list[ResultAwaited]:
    """The hearings listed for a day before another of which no result has come, oldest first."""
    rows = Appearance.objects.filter(outcome=Outcome.LISTED, on__lt=before, replaced_at=None)
    return _awaited(rows.filter(~Exists(_later_result())))


def _later_result() -> QuerySet[Appearance]:
    """Anything else that was heard of the same case and person on that day or after."""
    same = Appearance.objects.filter(
        person_id=OuterRef("person_id"), case_number=OuterRef("case_number"), replaced_at=None
    )
    return same.filter(on__gte=OuterRef("on")).exclude(outcome=Outcome.LISTED)


def _awaited(rows: QuerySet[Appearance]) -> list[ResultAwaited]:
    found = rows.select_related("hearing__court").order_by("on", "court_code", "case_number", "id")[:MOST]
    return [
        ResultAwaited(r.person_id, r.hearing_id, r.hearing.court.name, r.on, r.hearing.session, r.case_number)
        for r in found
    ]


@dataclass(frozen=True)
class ToldOfBreach:
    """What a result told of a sentence passed before: whose, which, of what kind ("breach", "order continues", "revocation" …), and when."""

    person_id: UUID
    sentence_id: UUID
    kind: str
    on: date


def told_of_breaches(event_ids: Iterable[UUID]) -> list[ToldOfBreach]:
    """What results told of breaches, in order: ids alone; one question."""
    rows = SentenceEvent.objects.filter(id__in=list(event_ids)).order_by("on", "at", "id")
    return [ToldOfBreach(row.person_id, row.sentence_id, row.kind, row.on) for row in rows]
