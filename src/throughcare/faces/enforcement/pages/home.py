"""What of enforcement stands on home: what the viewer owes on failures, what they told another of, and decisions to look at."""

from __future__ import annotations

from collections.abc import Iterable

from throughcare.casework.enforcement import queries
from throughcare.casework.enforcement.queries import FailureLine
from throughcare.casework.enforcement.rules import Side
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.seeing import Duty
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Asked, Matter
from throughcare.faces.web.page import Asking
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .due import matter_of
from .failures import OWED


def cards(request: Asking) -> list[HomeCard]:
    """What the viewer owes, each thing on one owner's home; what they wait for; and, for whoever inspects, what was drawn."""
    may, found = request.member.may, []
    if may(May.REFER_FAILURE):
        units, today = access.units_below(request.member.unit_id), day_of(request.at)
        owed = _owed(request, queries.failures_owed(units, today=today))
        asked = [
            one
            for one in queries.failures_awaited(units, today=today)
            if one.recorded_by == request.member.id
        ]
        if owed or asked:
            found.append(HomeCard(31, owed, asked=[_asked(one) for one in asked]))
    if may(May.AUDIT_DECISION):
        audits = queries.audits_waiting(access.units_below(request.member.unit_id))
        if audits:
            found.append(HomeCard(32, [_audit(one) for one in audits]))
    return found


def _owed(request: Asking, rows: Iterable[FailureLine]) -> list[Matter]:
    """What is owed by the viewer: whoever recorded it, or answers for enforcing it, and else whoever leads the team."""
    known = list(rows)
    cases = supervision.open_cases_of([row.person_id for row in known])
    owners = supervision.owners_of(Duty.ENFORCEMENT, {row.case_id for row in known})
    there = access.members({*owners.values(), *(row.recorded_by for row in known)}, at=request.at)
    leads = request.member.may(May.LOOK_AT_TEAM) and request.member.may(May.APPOINT_HOLDER)

    def is_theirs(row: FailureLine) -> bool:
        told = row.due_side == Side.NOTIFIER
        who = row.recorded_by if told else owners.get(row.case_id)
        member = there.get(who) if who else None
        may = May.REFER_FAILURE if told else May.DECIDE_FAILURE
        at_hand = member is not None and member.unit_id == row.due_unit and member.may(may)
        return who == request.member.id if at_hand else leads

    risks = {person: case.risk for person, case in cases.items()}
    return [matter_of(row, risks.get(row.person_id, "not_assessed")) for row in known if is_theirs(row)]


def _asked(row: FailureLine) -> Asked:
    return Asked(
        f"{row.called}: {OWED[row.due].lower()}",
        row.owner,
        f"/enforcement/failures/{row.id}",
        row.due_on,
        row.person_id,
    )


def _audit(one: queries.AuditSeen) -> Matter:
    return Matter(
        kind="decision to audit", what="A decision on a failure to look at", do=Link("Look at it", f"/enforcement/audits/{one.id}"),
        since=day_of(one.drawn_at), person_id=one.person_id, risk="not_assessed",
    )  # fmt: skip
