"""What of programmes stands on home: sessions and their attendance, steps owed on referrals, groups under way, whom one waits for."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from throughcare.casework.programmes import queries
from throughcare.casework.programmes.queries import EnrolmentLine, SessionLine
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Asked, Matter, Noted
from throughcare.faces.web.page import Asking
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import LONDON, day_of

from .groups import group_table

DAYS_AHEAD = 7


def cards(request: Asking) -> list[HomeCard]:
    """Of a facilitator their sessions and what is to be recorded; of a lead the groups; of whoever referred what they wait for."""
    may, units = request.member.may, access.units_below(request.member.unit_id)
    found: list[HomeCard] = []
    if may(May.DELIVER_PROGRAMME):
        matters = [_register_due(one) for one in _due(request, units)]
        found.append(HomeCard(41, matters, diary=_diary(request, units)))
    if may(May.RUN_GROUPS):
        groups = queries.groups_of(units, at=request.at)
        if groups:
            found.append(
                HomeCard(
                    47, table=group_table(groups, "Groups under way"), more=Link("All groups", "/groups")
                )
            )
    if may(May.REFER_TO_SERVICE):
        today = day_of(request.at)
        sent = queries.enrolments_from(units, today=today)
        received = (
            [one.line for one in queries.enrolments_at(units, today=today)] if may(May.RUN_GROUPS) else []
        )
        owed = [
            *(one for one in received if one.due and one.due_by_deliverer),
            *_owed_by_sender(request, sent),
        ]
        found.append(HomeCard(43, _matters(owed), asked=_asked(request, sent)))
    return found


def _diary(request: Asking, units: list[UUID]) -> list[Noted]:
    """The sessions that the viewer holds within a week."""
    held = queries.sessions_on(
        day_of(request.at), unit_ids=units, member_id=request.member.id, days=DAYS_AHEAD + 1
    )
    return [
        Noted(
            day_of(one.starts_at), f"{one.starts_at.astimezone(LONDON):%H:%M} {one.programme_name}, {one.session.name}", f"/groups/sessions/{one.id}",
            about=f"Group {one.code}, {one.where}",
        )
        for one in held
    ]  # fmt: skip


def _due(request: Asking, units: list[UUID]) -> list[SessionLine]:
    """Sessions without an outcome for somebody: the viewer's own, and for a lead those that nobody holds any more."""
    own = queries.sessions_due(unit_ids=units, at=request.at, member_id=request.member.id)
    if not request.member.may(May.RUN_GROUPS):
        return own
    mine = {one.id for one in own}
    others = [one for one in queries.sessions_due(unit_ids=units, at=request.at) if one.id not in mine]
    groups = {one.group_id: queries.group(one.group_id, at=request.at) for one in others}
    at_work = access.members(
        {who.id for seen in groups.values() if seen for who in seen.facilitators}, at=request.at
    )
    left = {
        key
        for key, seen in groups.items()
        if seen and not any(who.id in at_work for who in seen.facilitators)
    }
    return [*own, *(one for one in others if one.group_id in left)]


def _register_due(one: SessionLine) -> Matter:
    return Matter(
        kind="group attendance",
        what=f"{one.programme_name}, {one.session.name}: {one.expected - one.recorded} without an outcome",
        do=Link("Record attendance", f"/groups/sessions/{one.id}"),
        since=day_of(one.starts_at),
        about=f"Group {one.code}",
    )


def _owed_by_sender(request: Asking, sent: Iterable[EnrolmentLine]) -> list[EnrolmentLine]:
    """Those on which the viewer owes the next step as whoever referred, or leads the team where they have left."""
    due = [one for one in sent if one.due and not one.due_by_deliverer]
    there = access.members([one.sent_by for one in due], at=request.at)
    leads = request.member.may(May.LOOK_AT_TEAM) and request.member.may(May.APPOINT_HOLDER)

    def is_theirs(one: EnrolmentLine) -> bool:
        at_hand = one.sent_by in there and there[one.sent_by].unit_id == one.from_unit
        return one.sent_by == request.member.id if at_hand else leads

    return [one for one in due if is_theirs(one)]


def _matters(rows: list[EnrolmentLine]) -> list[Matter]:
    cases = supervision.open_cases_of([row.person_id for row in rows])
    return [
        Matter(
            kind="programme",
            what=f"{row.programme_name}: {row.due[0].lower()}{row.due[1:]}",
            do=Link("Open the referral", f"/enrolments/{row.id}"),
            since=row.since,
            due=row.due_on,
            person_id=row.person_id,
            risk=cases[row.person_id].risk if row.person_id in cases else "not_assessed",
        )
        for row in rows
    ]


def _asked(request: Asking, rows: list[EnrolmentLine]) -> list[Asked]:
    """Whom the viewer referred, and what the team that delivers has still to do."""
    return [
        Asked(
            f"{row.programme_name}: {row.due[0].lower()}{row.due[1:]}", row.team, f"/enrolments/{row.id}", row.due_on,
            row.person_id,
        )
        for row in rows
        if row.due and row.due_by_deliverer and row.sent_by == request.member.id
    ]  # fmt: skip
