"""The same acts as on a page, for many cases at once: one transaction, one line in the audit, set-based writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.casework.assessment.actions import follow_levels
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import change_all, insert_all, insert_rows
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Risk

from ..events import CasesClosed, RisksRecorded
from ..models import Case, Gap, Responsibility, Tenure, TimelineEntry
from ..rules import EndReason, TenureKind
from ..rules.transfers import sight_after_closing
from ..rules.words import check_kind_of_entry
from ..store.steps import Atlas, close_grants, end_transfers, ending_at, entry, open_gaps
from .jointly import work_jointly

_ENTRY = (
    "id", "person_id", "case_id", "at", "kind", "what", "note", "member_id", "organisation_id", "about_id",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """Something that happened in a case, at its own instant, and the member who did it."""

    case_id: UUID
    at: datetime
    kind: str
    what: str
    note: str = ""
    member_id: UUID | None = None


@dataclass(frozen=True)
class Closing:
    """A case to close, and why."""

    case_id: UUID
    because: str


def open_cases_among(ids: Sequence[UUID]) -> dict[UUID, Case]:
    """Open cases the viewer may see, locked for change; all of those asked for, or Refused."""
    found = {case.id: case for case in Case.objects.select_for_update().filter(id__in=list(ids))}
    concerns(case.person_id for case in found.values())
    if len(found) < len(set(ids)):
        raise Refused("There is no such case, or it is not yours to see.")
    if any(case.closed_at is not None for case in found.values()):
        raise Refused("One of these cases is closed.")
    return found


@action(Permission.RECORD_ON_TIMELINE)
def record_entries(*, by: Member, at: datetime, entries: Sequence[Entry]) -> int:
    """Write what happened in open cases, each at its own instant, by members of the doer's organisation; returns how many."""
    ids = {entry.case_id for entry in entries}
    cases = {case.id: case for case in Case.objects.filter(id__in=ids, closed_at=None)}
    concerns(case.person_id for case in cases.values())
    if len(cases) < len(ids):
        raise Refused("One of these cases is closed, or is not yours to see.")
    authors = access.members({e.member_id for e in entries if e.member_id is not None}, at=at)
    for said in entries:
        _check_entry(said, cases[said.case_id], authors, by, at)
    rows = [
        (
            new_id(), cases[e.case_id].person_id, e.case_id, e.at, e.kind, e.what, e.note,
            e.member_id or by.id, by.organisation_id, None,
        )
        for e in entries
    ]  # fmt: skip
    insert_rows(TimelineEntry, _ENTRY, rows)
    add_to_line(entries=len(entries), cases=len(cases))
    return len(entries)


def _check_entry(said: Entry, case: Case, authors: Mapping[UUID, Member], by: Member, at: datetime) -> None:
    check_kind_of_entry(said.kind)
    if not 1 <= len(said.what.strip()) <= 200:
        raise Refused("Say what happened in at most 200 characters.", field="what")
    if not case.opened_at <= said.at <= at:
        raise Refused("An entry lies between the opening of its case and now.", field="at")
    author = authors.get(said.member_id) if said.member_id else by
    if author is None or author.organisation_id != by.organisation_id:
        raise Refused("An entry is by a member of your own organisation.", field="member_id")


@action(Permission.RECORD_ON_TIMELINE)
def record_first_risks(*, by: Member, at: datetime, risks: Mapping[UUID, Risk]) -> int:
    """Record the first risk of cases that nobody holds yet and whose risk was not assessed; returns how many."""
    cases = open_cases_among(list(risks))
    if any(case.risk != Risk.NOT_ASSESSED for case in cases.values()):
        raise Refused("One of these cases has its first risk already: record the change on the case itself.")
    if Tenure.objects.filter(case__in=cases, during__upper_inf=True).exists():
        raise Refused("Somebody holds one of these cases already: record its risk on the case itself.")
    for case in cases.values():
        case.risk, case.version = risks[case.id].value, case.version + 1
    change_all(Case, ["risk", "version"], [(case.id, case.risk, case.version) for case in cases.values()])
    insert_all(
        [
            entry(case, by, at, "risk", f"Risk of serious harm: {case.risk.replace('_', ' ')}")
            for case in cases.values()
        ]
    )
    open_gaps(list(cases.values()), at, "the risk was assessed", Atlas(at))
    levels = {case.person_id: case.risk for case in cases.values() if case.risk != Risk.NOT_ASSESSED}
    follow_levels(by=by, at=at, levels=levels, because="the first risk recorded on the case")
    announce(RisksRecorded(tuple(cases)), at=at, by=by.id)
    add_to_line(cases=len(cases))
    return len(cases)


@action(Permission.CLOSE_CASE)
def close_cases(*, by: Member, at: datetime, closings: Sequence[Closing]) -> int:
    """Close cases: tenures, gaps and offers end now; the last team may read them as long as policy says."""
    if any(not closing.because.strip() for closing in closings):
        raise Refused("Say why each case is closed.", field="because")
    cases = open_cases_among([closing.case_id for closing in closings])
    ids, ours = list(cases), set(access.units_below(by.unit_id))
    if any(case.unit_id not in ours for case in cases.values()):
        raise Refused("Only the team that answers for a case may close it, and one of these is another's.")
    ended = end_tenures_of(ids, at, EndReason.CASE_CLOSED)
    end_gaps_of(ids, at)
    offers = end_transfers(ids, at, "the case closed")
    held = _end_responsibilities(ids, at)
    because = {closing.case_id: closing.because.strip()[:300] for closing in closings}
    insert_all([entry(case, by, at, "closed", "Case closed", note=because[id]) for id, case in cases.items()])
    change_all(
        Case,
        ["closed_at", "closed_because", "version"],
        [(id, at, because[id], case.version + 1) for id, case in cases.items()],
    )
    for case in cases.values():
        case.closed_at = at
    work_jointly(list(cases.values()), by, at)
    announce(CasesClosed(tuple(ids)), at=at, by=by.id)
    add_to_line(cases=len(ids))
    close_grants("transfer", offers)
    close_grants("tenure", ended)
    close_grants("responsibility", held)
    return len(ids)


def end_tenures_of(
    cases: Sequence[UUID], at: datetime, because: EndReason, kind: TenureKind | None = None
) -> list[UUID]:
    """End the tenures of cases, or those of one kind; returns them, whose grants must close last."""
    running = Tenure.objects.filter(case__in=list(cases), during__upper_inf=True)
    if kind is not None:
        running = running.filter(kind=kind)
    found = list(running.values_list("id", "during"))
    change_all(
        Tenure,
        ["during", "ended_because"],
        [(id, ending_at(during, at), because.value) for id, during in found],
    )
    return [id for id, _ in found]


def end_gaps_of(cases: Sequence[UUID], at: datetime, kind: TenureKind | None = None) -> None:
    """End the gaps of cases, or those of one kind."""
    running = Gap.objects.filter(case__in=list(cases), during__upper_inf=True)
    if kind is not None:
        running = running.filter(kind=kind)
    change_all(
        Gap,
        ["during"],
        [(id, ending_at(during, at)) for id, during in running.values_list("id", "during")],
    )


def _end_responsibilities(cases: Sequence[UUID], at: datetime) -> list[UUID]:
    held = Responsibility.objects.filter(case__in=list(cases), during__upper_inf=True)
    found = list(held.values_list("id", "during", "sight"))
    seen_until = at + sight_after_closing(day_of(at))
    change_all(
        Responsibility,
        ["during", "sight"],
        [(id, ending_at(d, at), TimestamptzRange(s.lower, seen_until)) for id, d, s in found],
    )
    return [id for id, _, _ in found]
