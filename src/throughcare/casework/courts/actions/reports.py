"""What becomes of a report a court asked for."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..models import ReportRequest

State = ReportRequest.State


def _move(report_id: UUID, version: int, allowed: set[str], then: str, sent_on: date | None = None) -> None:
    report = ReportRequest.objects.filter(id=report_id).first()
    if report is None:
        raise Refused("There is no such report, or it is not yours to see.")
    concerns(report.person_id)
    if report.state not in allowed:
        raise Refused(f"This report is {State(report.state).label}, so that cannot be done.")
    changed = ReportRequest.objects.filter(id=report_id, version=version).update(
        state=then, sent_on=sent_on, version=version + 1
    )
    if not changed:
        raise Refused("Somebody else changed this report while you had it open. Look again.")
    add_to_line(report=report_id)


@action(Permission.RECORD_ON_TIMELINE)
def start_report(*, by: Member, at: datetime, report_id: UUID, version: int) -> None:
    """Begin to write a report."""
    _move(report_id, version, {State.REQUESTED}, State.WRITING)


@action(Permission.RECORD_ON_TIMELINE)
def send_report(*, by: Member, at: datetime, report_id: UUID, version: int) -> None:
    """Send a report to the court."""
    _move(report_id, version, {State.REQUESTED, State.WRITING}, State.SENT, sent_on=day_of(at))


@action(Permission.REQUEST_COURT_REPORT)
def withdraw_report(*, by: Member, at: datetime, report_id: UUID, version: int) -> None:
    """Record that the court no longer wants a report."""
    _move(report_id, version, {State.REQUESTED, State.WRITING}, State.WITHDRAWN)
