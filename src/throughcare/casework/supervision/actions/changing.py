"""What changes in a case: its risk, its place, its timeline, and its end."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Cohort, RiseInRisk, Risk, Rsr

from ..events import CaseClosed, RiskChanged
from ..models import Case, Gap, Responsibility, Tenure
from ..rules import FUNCTION_OF, EndReason, TenureKind
from ..rules.transfers import sight_after_closing
from ..rules.words import check_kind_of_entry
from .jointly import work_jointly
from .steps import (
    Atlas,
    change_case,
    check_answers_for,
    close_gaps,
    close_grants,
    end_tenures,
    end_transfers,
    entry,
    found_case,
    open_gaps,
    subject_of,
    tell_of_ended,
)

_ORDER = [Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.VERY_HIGH]
ORDER_OF_RISK = (Risk.NOT_ASSESSED.value, *(risk.value for risk in _ORDER))


@action(Permission.RECORD_ON_TIMELINE)
def record_risk(
    *,
    by: Member,
    at: datetime,
    case_id: UUID,
    version: int,
    risk: Risk,
    rsr: Rsr | None = None,
    cohorts: tuple[Cohort, ...] | None = None,
    because: str = "",
) -> None:
    """Record a case's risk; a rise does what the model in force says: passes the roles on, or keeps them and adds oversight."""
    case = found_case(case_id, version)
    before = Risk(case.risk)
    change_case(
        case,
        risk=risk,
        rsr=rsr or case.rsr,
        cohorts=sorted(cohorts) if cohorts is not None else case.cohorts,
    )
    insert_all(
        [entry(case, by, at, "risk", f"Risk of serious harm: {risk.value.replace('_', ' ')}", note=because)]
    )
    announce(RiskChanged(case.id, case.person_id), at=at, by=by.id)
    work_jointly([case], by, at)
    if _rose(before, risk):
        _after_rise(case, by, at)
    else:
        end_who_may_not(case, by, at, EndReason.REPLACED)


def _rose(before: Risk, after: Risk) -> bool:
    return after in _ORDER and (before not in _ORDER or _ORDER.index(after) > _ORDER.index(before))


def _after_rise(case: Case, by: Member, at: datetime) -> None:
    in_force = Atlas(at).holders(case.area_code).in_force
    if in_force is not None and in_force.model.rise_in_risk.value is RiseInRisk.KEEP_AND_OVERSEE:
        held = Tenure.objects.filter(case=case.id, during__contains=at).exists()
        if held and not case.oversight and case.risk in {Risk.HIGH, Risk.VERY_HIGH}:
            change_case(case, oversight=True)
            insert_all(
                [
                    entry(
                        case,
                        by,
                        at,
                        "risk",
                        "Management oversight added",
                        note=str(in_force.model.rise_in_risk.ground),
                    )
                ]
            )
    end_who_may_not(case, by, at, EndReason.RISK_ROSE)


def end_who_may_not(case: Case, by: Member, at: datetime, because: EndReason) -> None:
    """End the tenures that the model no longer gives to their holder's organisation; their places become gaps."""
    atlas, subject = Atlas(at), subject_of(case)
    running = list(Tenure.objects.filter(case=case.id, during__upper_inf=True))
    leaving = []
    for tenure in running:
        held = atlas.organisation(FUNCTION_OF[TenureKind(tenure.kind)], subject, case.area_code)
        if not isinstance(held, Unheld) and held != tenure.organisation_id:
            leaving.append(tenure)
    end_tenures(leaving, at, because)
    tell_of_ended(leaving, by, at)
    for tenure in leaving:
        insert_all(
            [
                entry(
                    case,
                    by,
                    at,
                    "holder",
                    f"The {tenure.kind} passes to another body: {because}",
                    about=tenure.id,
                )
            ]
        )
    open_gaps([case], at, str(because), atlas)
    close_grants("tenure", [tenure.id for tenure in leaving])


@action(Permission.RECORD_ON_TIMELINE)
def record_on_timeline(
    *, by: Member, at: datetime, case_id: UUID, kind: str, what: str, note: str = ""
) -> UUID:
    """Write a note on the timeline; returns the entry. A contact, which has an outcome, is recorded by itself."""
    if not what.strip():
        raise Refused("Say what happened.", field="what")
    if len(what) > 200:
        raise Refused("Say what happened in at most 200 characters, and the rest in the note.", field="what")
    check_kind_of_entry(kind)
    case = found_case(case_id)
    made = entry(case, by, at, kind, what.strip(), note=note)
    insert_all([made])
    add_to_line(entry=made.id)
    return made.id


@action(Permission.CLOSE_CASE)
def close_case(*, by: Member, at: datetime, case_id: UUID, version: int, because: str) -> None:
    """Close a case: tenures, gaps and offers end now; the last team may read it for as long as policy says."""
    if not because.strip():
        raise Refused("Say why the case is closed.", field="because")
    case = found_case(case_id, version)
    check_answers_for(case, by, "close it")
    shut(case, by, at, because)


def shut(case: Case, by: Member, at: datetime, because: str) -> None:
    """Close an open case within another act: everything in it ends at an instant."""
    running = list(Tenure.objects.filter(case=case.id, during__upper_inf=True))
    end_tenures(running, at, EndReason.CASE_CLOSED)
    kinds = Gap.objects.filter(case=case.id, during__upper_inf=True).values_list("kind", flat=True)
    close_gaps(case.id, list(kinds), at)
    offers = end_transfers([case.id], at, "the case closed")
    held = list(Responsibility.objects.filter(case=case.id, during__upper_inf=True))
    for row in held:
        Responsibility.objects.filter(id=row.id).update(
            during=TimestamptzRange(row.during.lower, at),
            sight=TimestamptzRange(row.sight.lower, at + sight_after_closing(day_of(at))),
        )
    insert_all([entry(case, by, at, "closed", "Case closed", note=because)])
    change_case(case, closed_at=at, closed_because=because.strip()[:300])
    announce(CaseClosed(case.id, case.person_id), at=at, by=by.id)
    work_jointly([case], by, at)
    close_grants("transfer", offers)
    close_grants("tenure", [tenure.id for tenure in running])
    close_grants("responsibility", [row.id for row in held])
