"""What of unpaid work stands on home: days to record, people without a turn ahead, hours to confirm, projects to decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.unpaid_work import queries
from throughcare.casework.unpaid_work.queries import HoursSeen
from throughcare.casework.unpaid_work.rules import ProjectState
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Asked, Matter, Noted
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

BEHIND, AHEAD = timedelta(days=90), timedelta(days=7)


def cards(request: Asking) -> list[HomeCard]:
    """What waits for whoever arranges hours, and for whoever decides on projects; what became of those one asked for."""
    may, matters, diary = request.member.may, [], []
    if may(May.ARRANGE_UNPAID_WORK):
        held = _held(request)
        matters += [*_untold(request, held), *_people(request)]
        diary = _diary(request, held)
    if may(May.KEEP_PROJECTS):
        matters += _projects(request)
    asked = _asked(request) if may(May.NOMINATE_PROJECT) else []
    return [HomeCard(47, matters, diary=diary, asked=asked)] if matters or diary or asked else []


def _held(request: Asking) -> list[queries.DayHeld]:
    today = day_of(request.at)
    return queries.days_held([request.member.unit_id], since=today - BEHIND, until=today + AHEAD)


def _untold(request: Asking, held: Iterable[queries.DayHeld]) -> list[Matter]:
    today = day_of(request.at)
    return [
        Matter(
            kind="turns untold",
            what=f"{one.on:%-d %B %Y}: what came of {count_of(one.untold, 'turn', 'turns')}",
            do=Link("Record the day", f"/unpaid-work/projects/{one.project_id}/days/{one.on}"),
            since=one.on,
            due=one.on,
            about=one.title,
        )
        for one in held
        if one.untold and one.on < today
    ]


def _diary(request: Asking, held: Iterable[queries.DayHeld]) -> list[Noted]:
    today = day_of(request.at)
    return [
        Noted(
            one.on, f"{count_of(one.coming, 'person comes', 'people come')}",
            f"/unpaid-work/projects/{one.project_id}/days/{one.on}", about=one.title,
        )
        for one in held
        if one.on >= today
    ]  # fmt: skip


def _people(request: Asking) -> list[Matter]:
    today = day_of(request.at)
    found = queries.hours_arranged([request.member.unit_id], on=today)
    cases = supervision.open_cases_of([one.stands.row.person_id for one in found])
    return [
        Matter(
            kind=kind, what=what, do=Link(do, f"/people/{one.stands.row.person_id}/unpaid-work"),
            since=day_of(one.stands.row.opened_at), due=one.first_turn_by if kind == "no turn ahead" else None,
            person_id=one.stands.row.person_id,
            risk=cases[one.stands.row.person_id].risk if one.stands.row.person_id in cases else "not_assessed",
        )
        for one in found
        for kind, what, do in _waits(one)
    ]  # fmt: skip


def _waits(one: HoursSeen) -> list[tuple[str, str, str]]:
    if one.hours is not None and one.hours.done:
        return [("hours done", "All hours of unpaid work are done", "Confirm it")]
    return (
        [("no turn ahead", "Hours of unpaid work, and no turn ahead", "Give a place")]
        if one.next is None and not one.away
        else []
    )


def _projects(request: Asking) -> list[Matter]:
    return [
        Matter(
            kind="project asked for",
            what="A project of unpaid work to decide on",
            do=Link("Decide", f"/unpaid-work/projects/{row.id}"),
            since=day_of(row.at),
            about=row.title,
        )
        for row in queries.nominated([request.member.unit_id], at=request.at)
    ] + [
        Matter(
            kind="project asked for",
            what="Something the public asked for, to be read",
            do=Link("Read it", f"/unpaid-work/asked/{one.id}/put-forward"),
            since=one.on,
            about=one.title,
        )
        for one in queries.asked_by_public([request.member.unit_id])
    ]


def _asked(request: Asking) -> list[Asked]:
    return [
        Asked("A project of unpaid work to be decided on", row.title, f"/unpaid-work/projects/{row.id}")
        for row in queries.asked_by(request.member.id)
        if row.state == ProjectState.NOMINATED
    ]
