"""What of queues stands on home: people who wait past what was agreed, and services whose queue is past it, for whoever is told."""

from __future__ import annotations

from collections.abc import Iterable

from throughcare.casework.interventions import queries
from throughcare.casework.interventions.queries import QueueOver, WaitOver
from throughcare.casework.interventions.rules import GOES_ELSEWHERE, Told
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.answering import leading
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Asked, Matter
from throughcare.faces.web.page import Asking
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .ladder_words import reached_words, then_words


def waits_past(request: Asking) -> tuple[list[Matter], list[Asked]]:
    """Whom the viewer sent and who wait past what was agreed: to be sent on where it says so, else what is done meanwhile."""
    units, today = access.units_below(request.member.unit_id), day_of(request.at)
    rows = [one for one in queries.waits_over(units, on=today) if Told.REFERRER in one.rung.told]
    own = _own(request, rows)
    onward = [one for one in own if one.rung.then in GOES_ELSEWHERE]
    called = queries.services_called(one.rung for one in own)
    cases = supervision.open_cases_of([one.person_id for one in onward])
    matters = [
        Matter(
            kind="wait past its limit",
            what=f"Waits for {one.service} longer than agreed: {then_words(one.rung, called)}",
            do=Link(
                "Pass to another service", f"/referrals/{one.referral_id}/transfer?to={one.to_service or ''}"
            ),
            since=one.since,
            due=today,
            person_id=one.person_id,
            risk=cases[one.person_id].risk if one.person_id in cases else "not_assessed",
        )
        for one in onward
    ]
    asked = [
        Asked(
            f"Waits for {one.service} longer than agreed: {then_words(one.rung, called)}",
            one.provider,
            f"/referrals/{one.referral_id}",
            None,
            one.person_id,
        )
        for one in own
        if one.rung.then not in GOES_ELSEWHERE
    ]
    return matters, asked


def _own(request: Asking, rows: Iterable[WaitOver]) -> list[WaitOver]:
    """Those that the viewer sent; and where whoever sent one is in that team no more, those of teams the viewer leads."""
    found = list(rows)
    there = access.members([one.sent_by for one in found], at=request.at)
    leads = set(leading(request))

    def is_theirs(one: WaitOver) -> bool:
        at_hand = one.sent_by in there and there[one.sent_by].unit_id == one.from_unit
        return one.sent_by == request.member.id if at_hand else one.from_unit in leads

    return [one for one in found if is_theirs(one)]


def queues_past(request: Asking) -> list[Matter]:
    """The services whose queue is past what was agreed, for the team that receives and for whoever keeps the catalogue."""
    may, today = request.member.may, day_of(request.at)
    rows: dict[object, QueueOver] = {}
    if may(May.KEEP_CATALOGUE):
        rows |= _told(queries.queues_over(on=today), Told.COMMISSIONER)
    units = leading(request) if may(May.ANSWER_REFERRAL) else []
    if units:
        rows |= _told(queries.queues_over(on=today, units=units), Told.TEAM)
    called = queries.services_called(one.reached.rung for one in rows.values())
    return [
        Matter(
            kind="queue past its limit",
            what=reached_words(one.reached, called),
            do=Link("Open the service", f"/services/{one.service_id}"),
            since=one.reached.since,
            about=f"{one.service}, {one.provider}",
        )
        for one in rows.values()
    ]


def _told(rows: Iterable[QueueOver], whom: Told) -> dict[object, QueueOver]:
    return {one.service_id: one for one in rows if whom in one.reached.rung.told}
