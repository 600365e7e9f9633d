"""Appointing holders: set-based, each checked against the operating model in force for the area and day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import change_all, insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Finding, Permission, Refused, new_id
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Holding

from ..events import HoldersAppointed
from ..models import Case, Gap, Tenure, TimelineEntry
from ..rules import (
    FUNCTION_OF,
    EndReason,
    TenureKind,
    check_may_appoint,
    check_may_be_appointed,
    check_may_hold,
)
from ..rules.checking import CHECKS, Proposed
from ..rules.holding import line_of
from ..store.steps import Atlas, close_grants, ending_at, entry, subject_of


@dataclass(frozen=True)
class Appointing:
    """One member to hold one role in one case, and why whoever held it stops.

    ``saw`` is the tenure that the form showed in the role, empty for nobody: refused when another is there now. None:
    the caller decides without having shown anybody, as a plan does that checks for itself.
    """

    case_id: UUID
    kind: TenureKind
    member_id: UUID
    because: EndReason = EndReason.REPLACED
    saw: str | None = None


@action(Permission.APPOINT_HOLDER)
def appoint_holders(*, by: Member, at: datetime, appointments: Sequence[Appointing]) -> tuple[UUID, ...]:
    """Appoint members to roles; all or none. Whoever held a role gives it up at this instant. Returns the tenures."""
    cases = {
        c.id: c for c in Case.objects.select_for_update().filter(id__in=[a.case_id for a in appointments])
    }
    concerns(case.person_id for case in cases.values())
    members = access.members({a.member_id for a in appointments}, at=at)
    atlas, ours = Atlas(at), frozenset(access.units_below(by.unit_id))
    made: list[tuple[Tenure, Case, Finding, Member]] = []
    for asked in appointments:
        case = _open_case(cases.get(asked.case_id))
        member = members.get(asked.member_id)
        if member is None:
            raise Refused("That member is not in force, so they cannot be appointed.", field="member_id")
        _check_appoints(case, asked.kind, member, by, ours)
        check_may_be_appointed(
            asked.kind,
            name=member.name,
            role=member.role,
            practises=member.may(Permission.RECORD_ON_TIMELINE),
        )
        finding = _check(case, asked.kind, member, atlas)
        made.append((_tenure(case, asked.kind, member, at, finding), case, finding, member))
    _check_nobody_came_between(appointments)
    proposed = [Proposed(case.id, case.person_id, TenureKind(t.kind), who) for t, case, _, who in made]
    for check in CHECKS:
        check(proposed, at)
    _write(made, appointments, by, at, atlas)
    add_to_line(appointed=len(made))
    return tuple(tenure.id for tenure, *_ in made)


def _check_nobody_came_between(appointments: Sequence[Appointing]) -> None:
    """Of two who appoint at once neither overwrites the other: the later one is told whom the first appointed."""
    asked = {(one.case_id, one.kind.value): one for one in appointments if one.saw is not None}
    running = Tenure.objects.filter(case__in={case for case, _ in asked}, during__upper_inf=True)
    held = {(row.case_id, row.kind): row for row in running}
    for key, one in asked.items():
        now = held.get(key)
        if (str(now.id) if now else "") == one.saw:
            continue
        if now is None:
            raise Refused(
                f"Nobody is {one.kind} any more: whoever was has stopped since you opened this. Look again."
            )
        names = access.member_names({now.member_id, one.member_id})
        raise Refused(
            f"While you had this open, {names.get(now.member_id, 'somebody')} was appointed {one.kind}; you chose"
            f" {names.get(one.member_id, 'somebody')}. Nothing was changed. Send it again only to replace them.",
            field="member_id",
        )


def _open_case(case: Case | None) -> Case:
    if case is None:
        raise Refused("There is no such case, or it is not yours to see.")
    if case.closed_at is not None:
        raise Refused("This case is closed.")
    return case


def _check_appoints(case: Case, kind: TenureKind, member: Member, by: Member, ours: frozenset[UUID]) -> None:
    """To see a case is not enough; that the member's body may hold the role at all is asked next, for everybody."""
    check_may_appoint(
        kind,
        answers_for_it=case.unit_id in ours,
        anothers=case.organisation_id != by.organisation_id,
        own_member=member.unit_id in ours,
    )


def _check(case: Case, kind: TenureKind, member: Member, atlas: Atlas) -> Finding:
    function, subject = FUNCTION_OF[kind], subject_of(case)
    there = atlas.holders(case.area_code)
    holding, held_by = there.holding(function, subject), there.organisation(function, subject)
    if isinstance(holding, Unheld) or isinstance(held_by, Unheld):
        raise Refused(_unheld(kind, holding, held_by), field="kind")
    return check_may_hold(
        kind, holding=holding, held_by=held_by, organisation_id=member.organisation_id, names=atlas.names
    )


def _unheld(kind: TenureKind, holding: Holding | Unheld, held_by: UUID | Unheld) -> str:
    """Why a role cannot be filled at all, with the line of the model that says so."""
    if isinstance(holding, Unheld):
        return f"The {kind} cannot be appointed: {holding.value} in this area."
    why = held_by.value if isinstance(held_by, Unheld) else ""
    return f"The {kind} cannot be appointed: {why} in this area. {line_of(holding)}"


def _tenure(case: Case, kind: TenureKind, member: Member, at: datetime, finding: Finding) -> Tenure:
    shared = case.organisation_id if member.organisation_id != case.organisation_id else None
    return Tenure(
        id=new_id(), person_id=case.person_id, case_id=case.id, kind=kind, member_id=member.id,
        unit_id=member.unit_id, organisation_id=member.organisation_id, shared_by=shared,
        during=TimestamptzRange(at, None), basis=str(finding)[:500],
    )  # fmt: skip


def _write(
    made: Sequence[tuple[Tenure, Case, Finding, Member]],
    asked: Sequence[Appointing],
    by: Member,
    at: datetime,
    atlas: Atlas,
) -> None:
    because = {(a.case_id, a.kind.value): a.because for a in asked}
    keys = {(tenure.case_id, tenure.kind) for tenure, *_ in made}
    ended = _end_present(keys, because, at)
    _close_present_gaps(keys, at)
    tenures = [tenure for tenure, *_ in made]
    insert_all(tenures)
    opened = derive_grants("tenure", [tenure.id for tenure in tenures])
    if opened < len(tenures):
        _refuse_unshared(tenures, atlas)
    entries: list[TimelineEntry] = [
        entry(
            case,
            by,
            at,
            "holder",
            f"{member.name} appointed {tenure.kind}",
            note=str(finding),
            about=tenure.id,
        )
        for tenure, case, finding, member in made
    ]
    insert_all(entries)
    ledger.remember([_decided(*row) for row in made], who=ledger.Who(member_id=by.id), at=at)
    appointed = tuple(tenure.id for tenure in tenures), tuple(dict.fromkeys(t.case_id for t in tenures))
    announce(HoldersAppointed(*appointed), at=at, by=by.id)
    close_grants("tenure", ended)


def _end_present(
    keys: set[tuple[UUID, str]], because: dict[tuple[UUID, str], EndReason], at: datetime
) -> list[UUID]:
    running = Tenure.objects.filter(case__in={case for case, _ in keys}, during__upper_inf=True)
    ending = [tenure for tenure in running if (tenure.case_id, tenure.kind) in keys]
    change_all(
        Tenure,
        ["during", "ended_because"],
        [(t.id, ending_at(t.during, at), because[t.case_id, t.kind].value) for t in ending],
    )
    return [tenure.id for tenure in ending]


def _close_present_gaps(keys: set[tuple[UUID, str]], at: datetime) -> None:
    open_now = Gap.objects.filter(case__in={case for case, _ in keys}, during__upper_inf=True)
    closing = [gap for gap in open_now if (gap.case_id, gap.kind) in keys]
    change_all(Gap, ["during"], [(gap.id, ending_at(gap.during, at)) for gap in closing])


def _refuse_unshared(tenures: Sequence[Tenure], atlas: Atlas) -> None:
    outside = next((tenure for tenure in tenures if tenure.shared_by is not None), None)
    if outside is None or outside.shared_by is None:
        return
    ours, theirs = atlas.names.get(outside.shared_by, "us"), atlas.names.get(outside.organisation_id, "them")
    raise Refused(f"There is no agreement under which {ours} shares people with {theirs} for supervision.")


def _decided(tenure: Tenure, case: Case, finding: Finding, member: Member) -> ledger.Decided:
    subject = subject_of(case)
    return ledger.Decided(
        about="tenure", about_id=tenure.id, person_id=case.person_id, rule=finding.rule, edition=case.model_name,
        inputs={
            "function": FUNCTION_OF[TenureKind(tenure.kind)].value, "area": case.area_code,
            "risk": subject.risk.value, "sentence": subject.sentence.value, "place": subject.place.value,
            "rsr": subject.rsr.value, "cohorts": sorted(c.value for c in subject.cohorts),
            "resettled": subject.resettled, "member": str(member.id),
        },
        outcome={"organisation": str(member.organisation_id), "kind": tenure.kind}, reasons=[str(finding)],
    )  # fmt: skip
