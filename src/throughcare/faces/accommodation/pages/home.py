"""What of accommodation stands on home: what each side owes, who comes and goes, whom one waits for, and what others did."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from throughcare.casework.accommodation import queries
from throughcare.casework.accommodation.queries import ApplicationLine
from throughcare.casework.accommodation.rules import PlacingSide
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Asked, Changed, Matter, Noted
from throughcare.faces.web.page import Asking
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .placing_words import since_of

DAYS_AHEAD = timedelta(days=7)
SINCE_YESTERDAY = timedelta(days=1)


def cards(request: Asking) -> list[HomeCard]:
    """Of whoever gives places what they owe and their week; of whoever asked what they owe, what they wait for, and what was done."""
    may, units = request.member.may, access.units_below(request.member.unit_id)
    owed: list[ApplicationLine] = []
    diary: list[Noted] = []
    asked: list[Asked] = []
    changed: list[Changed] = []
    if may(May.GIVE_PLACES):
        found = queries.applications_at(units, at=request.at)
        owed += [one for one in found if _owes(one, PlacingSide.DELIVERER) and one.owing_units & set(units)]
        diary = _diary(request, units)
    if may(May.REFER_TO_SERVICE):
        sent = queries.applications_from(units, at=request.at)
        owed += _owed_by_sender(request, sent)
        asked, changed = _asked(request, sent), _changed(request)
    matters = _matters(owed)
    return (
        [HomeCard(44, matters, diary=diary, asked=asked, changed=changed)]
        if matters or diary or asked or changed
        else []
    )


def _owes(one: ApplicationLine, side: PlacingSide) -> bool:
    return one.owed is not None and one.owed.side is side


def _owed_by_sender(request: Asking, sent: Iterable[ApplicationLine]) -> list[ApplicationLine]:
    """Those on which the viewer owes the next step as whoever asked, or leads the team where they have left."""
    due = [one for one in sent if _owes(one, PlacingSide.SENDER)]
    there = access.members([one.row.sent_by for one in due], at=request.at)
    leads = request.member.may(May.LOOK_AT_TEAM) and request.member.may(May.APPOINT_HOLDER)

    def is_theirs(one: ApplicationLine) -> bool:
        by = one.row.sent_by
        at_hand = by in there and there[by].unit_id == one.row.from_unit
        return by == request.member.id if at_hand else leads

    return [one for one in due if is_theirs(one)]


def _matters(rows: list[ApplicationLine]) -> list[Matter]:
    cases = supervision.open_cases_of([one.row.person_id for one in rows])
    return [
        Matter(
            kind="accommodation",
            what=f"{_kind(one)}: {one.owed.what[0].lower()}{one.owed.what[1:]}",
            do=Link("Open the application", f"/accommodation/applications/{one.row.id}"),
            since=since_of(one),
            due=day_of(one.owed.by),
            person_id=one.row.person_id,
            risk=cases[one.row.person_id].risk if one.row.person_id in cases else "not_assessed",
        )
        for one in rows
        if one.owed is not None
    ]


def _kind(one: ApplicationLine) -> str:
    return f"{one.row.kind[0].upper()}{one.row.kind[1:]}"


def _diary(request: Asking, units: list[UUID]) -> list[Noted]:
    today = day_of(request.at)
    found = queries.comes_and_goes(units, since=today, until=today + DAYS_AHEAD, at=request.at)
    return [
        Noted(
            one.on, "Arrives" if one.is_arrival else "Leaves", f"/accommodation/applications/{one.line.row.id}",
            person_id=one.line.row.person_id,
        )
        for one in found
    ]  # fmt: skip


def _asked(request: Asking, rows: Iterable[ApplicationLine]) -> list[Asked]:
    """Whom the viewer asked a place for, and what the team that gives it has still to do."""
    return [
        Asked(
            f"{_kind(one)}: {one.owed.what[0].lower()}{one.owed.what[1:]}", one.team, f"/accommodation/applications/{one.row.id}",
            day_of(one.owed.by), one.row.person_id,
        )
        for one in rows
        if one.owed is not None and one.owed.side is PlacingSide.DELIVERER and one.row.sent_by == request.member.id
    ]  # fmt: skip


def _changed(request: Asking) -> list[Changed]:
    """What others did since yesterday with the applications that the viewer sent."""
    found = queries.moved_by_others(request.member.id, since=request.at - SINCE_YESTERDAY, at=request.at)
    return [
        Changed(
            one.at, f"{one.kind[0].upper()}{one.kind[1:]}: {one.after}", one.who, one.person_id,
            href=f"/accommodation/applications/{one.application_id}",
        )
        for one in found
    ]  # fmt: skip
