"""Tells what goes into a report for the court, what of it waits, and what the court then did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from ..models import ReportEnquiry, ReportProposal, ReportRequest, Requirement, Sentence
from ..rules.advice import Followed, ReportOwed, answer_due, followed, report_due
from ..rules.moves import ANNULLED
from ..rules.words import ReportKind, RequirementKind, SentenceKind
from ..rules.written_requirements import read_requirements


@dataclass(frozen=True)
class EnquirySeen:
    """An enquiry as a page shows it: by when it is to be answered, and whether that is past and it is not."""

    row: ReportEnquiry
    due: date
    is_late: bool


@dataclass(frozen=True)
class PassedAfter:
    """What the court passed after the report was asked for, in the same case, and how that stands to what was proposed (None: nothing was)."""

    kind: str
    on: date
    requirements: tuple[str, ...]
    followed: Followed | None


@dataclass(frozen=True)
class AdviceSeen:
    """A report with all that goes into it: enquiries that wait first, proposals newest first, and what the court passed then."""

    report: ReportRequest
    owed: ReportOwed
    enquiries: tuple[EnquirySeen, ...]
    proposals: tuple[ReportProposal, ...]
    passed: tuple[PassedAfter, ...]

    @property
    def is_in_hand(self) -> bool:
        """Whether anything can still go into it."""
        return self.report.state in {ReportRequest.State.REQUESTED, ReportRequest.State.WRITING}


def advice_of(report_id: UUID, *, at: datetime) -> AdviceSeen | None:
    """A report with what goes into it; None where there is none that the viewer sees."""
    report = ReportRequest.objects.filter(id=report_id).select_related("appearance").first()
    if report is None:
        return None
    concerns(report.person_id)
    calendar, today = WorkingCalendar(), day_of(at)
    enquiries = [
        _seen(row, calendar, today)
        for row in ReportEnquiry.objects.filter(report=report_id).order_by("at", "id")
    ]
    proposals = tuple(ReportProposal.objects.filter(report=report_id).order_by("-at", "-id"))
    return AdviceSeen(
        report, report_due(ReportKind(report.kind), report.requested_on, report.due_on, calendar),
        tuple(sorted(enquiries, key=lambda one: (one.row.answered_at is not None, one.due))), proposals,
        tuple(_passed(report, proposals[0] if proposals else None)),
    )  # fmt: skip


def _seen(row: ReportEnquiry, calendar: WorkingCalendar, today: date) -> EnquirySeen:
    due = answer_due(day_of(row.at), calendar)
    return EnquirySeen(row, due, row.answered_at is None and due < today)


def _passed(report: ReportRequest, proposal: ReportProposal | None) -> list[PassedAfter]:
    rows = Sentence.objects.filter(
        person_id=report.person_id, appearance__case_number=report.appearance.case_number,
        imposed_on__gte=report.requested_on, appearance__replaced_at=None,
    ).exclude(state__in=[one.value for one in ANNULLED]).order_by("imposed_on", "id")  # fmt: skip
    held = _held([row.id for row in rows])
    return [
        PassedAfter(row.kind, row.imposed_on, tuple(held.get(row.id, ())), _followed(proposal, row, held))
        for row in rows
    ]


def _held(sentences: Iterable[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for sentence, kind in (
        Requirement.objects.filter(sentence__in=list(sentences))
        .order_by("id")
        .values_list("sentence_id", "kind")
    ):
        found.setdefault(sentence, []).append(kind)
    return found


def _followed(proposal: ReportProposal | None, row: Sentence, held: dict[UUID, list[str]]) -> Followed | None:
    if proposal is None:
        return None
    wanted = [one.kind for one in read_requirements(proposal.requirements)]
    passed = [RequirementKind(kind) for kind in held.get(row.id, ())]
    return followed(SentenceKind(proposal.kind), wanted, SentenceKind(row.kind), passed)


def enquiries_waiting(report_ids: Iterable[UUID]) -> Counter[UUID]:
    """How many enquiries of each report wait for an answer; one question."""
    rows = ReportEnquiry.objects.filter(report__in=list(report_ids), answered_at=None)
    return Counter(rows.values_list("report_id", flat=True))
