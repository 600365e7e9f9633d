"""What of interventions stands on home: referrals in which the viewer owes the next step, and those they wait for."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from throughcare.casework.interventions import queries
from throughcare.casework.interventions.queries import ReferralLine
from throughcare.casework.interventions.rules import AmendedBy
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Asked, Matter
from throughcare.faces.web.page import Asking
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .home_queues import queues_past, waits_past
from .referrals import AWAITED


def cards(request: Asking) -> list[HomeCard]:
    """Steps that the viewer owes on referrals, answers they wait for, and rows of the catalogue that were refused."""
    may = request.member.may
    found: list[HomeCard] = []
    if may(May.REFER_TO_SERVICE):
        units, today = access.units_below(request.member.unit_id), day_of(request.at)
        sent = queries.referrals_sent(units, today=today)
        received = queries.referrals_open(units, today=today) if may(May.ANSWER_REFERRAL) else []
        owed = [*_owed(request, received, by_provider=True), *_owed(request, sent, by_provider=False)]
        onward, asked = waits_past(request)
        amended = [
            *_amended(request, received, AmendedBy.SERVICE),
            *_amended(request, sent, AmendedBy.SENDER),
        ]
        found.append(
            HomeCard(40, [*_matters(owed), *onward, *amended], asked=[*_asked(request, sent), *asked])
        )
    over = queues_past(request)
    if over:
        found.append(HomeCard(41, over))
    if may(May.KEEP_CATALOGUE):
        found.append(HomeCard(42, _refused(request)))
    return found


def _owed(request: Asking, rows: Iterable[ReferralLine], *, by_provider: bool) -> list[ReferralLine]:
    """The referrals on which the viewer owes the next step: who is at work on it in the unit, or leads it where nobody is."""
    due = [row for row in rows if row.due and row.due_by_provider is by_provider]
    return _theirs(request, due, by_provider=by_provider)


def _theirs(request: Asking, due: list[ReferralLine], *, by_provider: bool) -> list[ReferralLine]:
    """Those of a side's referrals that are the viewer's: who is at work on each in the unit, or who leads it where nobody is."""
    at_work = {row.id: _at_work(row, by_provider) for row in due}
    there = access.members([who for who, _ in at_work.values() if who], at=request.at)
    leads = request.member.may(May.LOOK_AT_TEAM) and request.member.may(May.APPOINT_HOLDER)

    def is_theirs(who: UUID | None, unit: UUID) -> bool:
        at_hand = who in there and there[who].unit_id == unit
        return who == request.member.id if at_hand else leads

    return [row for row in due if is_theirs(*at_work[row.id])]


def _amended(request: Asking, rows: list[ReferralLine], side: AmendedBy) -> list[Matter]:
    """What the other side amended and the viewer has still to read."""
    unread = queries.unread_amendments(rows, side)
    theirs = _theirs(
        request, [row for row in rows if row.id in unread], by_provider=side is AmendedBy.SERVICE
    )
    cases = supervision.open_cases_of([row.person_id for row in theirs])
    return [
        Matter(
            kind="amendment to read",
            what=f"Referral to {row.service}: {side.other} amended it",
            do=Link("Read what changed", f"/referrals/{row.id}"),
            since=unread[row.id],
            person_id=row.person_id,
            risk=cases[row.person_id].risk if row.person_id in cases else "not_assessed",
        )
        for row in theirs
    ]


def _at_work(row: ReferralLine, by_provider: bool) -> tuple[UUID | None, UUID]:
    """Who works on a referral for the side that owes its next step, and in which unit."""
    return (row.worker_id, row.to_unit) if by_provider else (row.sent_by, row.from_unit)


def _matters(rows: list[ReferralLine]) -> list[Matter]:
    cases = supervision.open_cases_of([row.person_id for row in rows])
    return [
        Matter(
            kind="referral",
            what=f"Referral to {row.service}: {AWAITED[row.due]}",
            do=Link("Open the referral", f"/referrals/{row.id}"),
            since=row.since,
            due=row.due_on,
            person_id=row.person_id,
            risk=cases[row.person_id].risk if row.person_id in cases else "not_assessed",
        )
        for row in rows
    ]


def _asked(request: Asking, rows: list[ReferralLine]) -> list[Asked]:
    """What the viewer themselves sent and a service has still to answer."""
    return [
        Asked(
            f"Referral to {row.service}: {AWAITED[row.due]}",
            row.provider,
            f"/referrals/{row.id}",
            row.due_on,
            row.person_id,
        )
        for row in rows
        if row.due and row.due_by_provider and row.sent_by == request.member.id
    ]


def _refused(request: Asking) -> list[Matter]:
    rows = queries.refused_services()
    if not rows:
        return []
    what = f"{count_of(len(rows), 'row of contracts was', 'rows of contracts were')} refused"
    return [
        Matter(
            kind="refused services",
            what=what,
            do=Link("See what is wrong", "/services"),
            since=day_of(min(row.at for row in rows)),
            about="Catalogue of services",
        )
    ]
