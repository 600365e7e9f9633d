"""What else runs out for a team beside its failures: recalls, licences, handovers and releases, weighed by the same order."""

from __future__ import annotations

from datetime import date

from throughcare.casework.recall.queries import recalls_under_way
from throughcare.casework.release.queries import owed_in
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.look.parts import Clock, Link
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.order import Placed, order_on, placed
from throughcare.faces.web.page import Asking
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission, WorkingCalendar
from throughcare.foundation.kernel.days import day_of


def beside(request: Asking) -> list[Placed]:
    """What the viewer's teams owe for recalls and releases that they may record, the weightiest first."""
    today, calendar = day_of(request.at), WorkingCalendar()
    edition = order_on(today)
    found = [
        placed(one, on=today, edition=edition, calendar=calendar)
        for one in [*_recalls(request), *_releases(request)]
    ]
    return sorted(found, key=lambda one: (-one.weight, one.due, one.matter.do.href))


def _recalls(request: Asking) -> list[Matter]:
    if not request.member.may(Permission.ASK_FOR_RECALL):
        return []
    units = access.units_below(request.member.unit_id)
    found = [one for one in recalls_under_way(units, at=request.at) if one.side.works_here]
    cases = supervision.open_cases_of([one.person_id for one in found])
    return [
        Matter(
            kind="recall", what=f"Recall: {one.due[0].lower()}{one.due[1:]}", do=Link("Open the recall", f"/recalls/{one.id}"),
            since=day_of(one.since), due=day_of(one.due_at), person_id=one.person_id,
            risk=cases[one.person_id].risk if one.person_id in cases else "not_assessed",
        )
        for one in found
    ]  # fmt: skip


def _releases(request: Asking) -> list[Matter]:
    if not request.member.may(Permission.RECORD_RELEASE):
        return []
    units = access.units_below(request.member.unit_id)
    cases = {one.case_id: one for one in supervision.cases_of_teams(units, at=request.at)}
    return [
        Matter(
            kind=one.kind, what=one.what, do=Link("Open it", one.where), since=one.since, due=one.by,
            person_id=one.person_id, risk=cases[one.case_id].risk,
        )
        for one in owed_in([(one.case_id, one.person_id) for one in cases.values()], at=request.at)
    ]  # fmt: skip


def left_until(due: date, today: date, calendar: WorkingCalendar) -> Clock:
    """The working days left until a day, or by how many it is late."""
    late = calendar.between(due, today) if due < today else 0
    left = calendar.between(today, due) if due > today else 0
    return Clock(late, 0, "late by") if late else Clock(left, None, "due in") if left else Clock(0, 0)
