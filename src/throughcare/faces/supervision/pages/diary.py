"""The diary of a member or a team by day and week, an appointment moved, and the address by which a calendar reads one's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.queries import InDiary
from throughcare.casework.supervision.rules.diary import MovedBy
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.look.parts import Column, Link, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.foundation.access import actions as access_actions
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission, WorkingCalendar
from throughcare.foundation.kernel.days import LONDON, day_of

from .case_forms import form_page, open_case
from .contact_forms import MoveAppointment, colleagues
from .diary_calendar import as_calendar

WEEK = timedelta(days=7)
FEED_DAYS = 365


@page(Permission.RECORD_ON_TIMELINE)
def diary(request: Asking) -> HttpResponse:
    """What one holds in the week of a day, or what one's team holds; unless the address says another, the week of the next working day."""
    start = _monday(_asked_day(request))
    team = "team" in request.GET and request.member.may(Permission.LOOK_AT_TEAM)
    who = _members(request) if team else [request.member.id]
    found = queries.diary(who, start=start, until=start + WEEK)
    names = people.names_of({one.person_id for one in found})
    days = [start + timedelta(days=n) for n in range(7)]
    context = {
        "heading": f"{'My team' if team else 'My diary'}: week of {start:%-d %B %Y}",
        "days": [
            _day(day, [one for one in found if day_of(one.starts_at) == day], names, team=team)
            for day in days
        ],
        "ways": _ways(request, start, team=team),
        "more": len(found) == queries.MOST_IN_DIARY,
    }
    return render(request, "supervision/diary.html", context)


def _asked_day(request: Asking) -> date:
    written, today = request.GET.get("day", ""), _next_worked(request)
    try:
        return date.fromisoformat(written) if len(written) == 10 else today
    except ValueError:
        return today


def _next_worked(request: Asking) -> date:
    """Today, or at a weekend the working day after it: the week that is looked at then is the one to come."""
    return WorkingCalendar().next_working(day_of(request.at))


def _monday(day: date) -> date:
    """The Monday of a day's week, within the years that a calendar has."""
    day = min(max(day, date(2000, 1, 3)), date(2099, 12, 20))
    return day - timedelta(days=day.weekday())


def _members(request: Asking) -> list[UUID]:
    return [one.id for one in access.members_of(access.units_below(request.member.unit_id), at=request.at)]


def _ways(request: Asking, start: date, *, team: bool) -> Sequence[Link]:
    kept = "&team=1" if team else ""
    found = [
        Link("Week before", f"/diary?day={start - WEEK}{kept}"),
        Link("This week", f"/diary?day={_next_worked(request)}{kept}"),
        Link("Week after", f"/diary?day={start + WEEK}{kept}"),
    ]
    if request.member.may(Permission.LOOK_AT_TEAM):
        found.append(
            Link("My own", f"/diary?day={start}") if team else Link("My team's", f"/diary?day={start}&team=1")
        )
    return found


def _day(day: date, rows: list[InDiary], names: Any, *, team: bool) -> dict[str, Any]:
    columns = [
        Column("Time"),
        Column("Name"),
        Column("Kind"),
        Column("Where"),
        *([Column("Held by")] if team else []),
    ]
    table = Table(
        f"{day:%A %-d %B}",
        [*columns, Column("What came of it"), Column("Action", hidden=True)],
        [_line(row, names, team=team) for row in rows],
    )
    return {"table": table if rows else None, "words": f"{day:%A %-d %B}"}


def _line(row: InDiary, names: Any, *, team: bool) -> list[object]:
    name = names[row.person_id].name if row.person_id in names else "Somebody"
    starts = row.starts_at.astimezone(LONDON)
    long = f" ({row.minutes} minutes)" if row.minutes is not None else ""
    at = f"/people/{row.person_id}"
    todo = (
        Link("Move", f"{at}/appointments/{row.id}/move", f"the appointment of {name}")
        if not row.is_told
        else Link("Open", f"{at}/timeline", f"the timeline of {name}")
    )
    held = [row.holder] if team else []
    came = (
        Tag("Recorded", "green")
        if row.is_told
        else Link("Record", f"{at}/record?appointment={row.id}", f"what came of the appointment of {name}")
    )
    where = row.place or Unknown("Not said")
    return [f"{starts:%H:%M}{long}", Link(name, at), row.kind.words, where, *held, came, todo]


@page(Permission.RECORD_ON_TIMELINE)
def move(request: Asking, person_id: UUID, appointment_id: UUID) -> HttpResponse:
    """Put another time in the place of an appointment that lies ahead, saying whose doing it is."""
    case, seen = open_case(request, person_id), queries.appointment(appointment_id)
    if seen is None or seen.person_id != person_id:
        raise Http404
    form = MoveAppointment(
        request.POST or None, initial={"next_kind": seen.kind.value, "next_place": seen.place}
    )
    form.fields["next_held_by"].choices = [("", f"{seen.holder}, as now"), *colleagues(request, case)[1:]]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        booking = form.booking()
        doing = MovedBy(form.cleaned_data.pop("moved_by"))
        form.cleaned_data.pop("all_the_same")
        if booking is None or form.is_held_up(
            person_id, booking, booking.held_by or seen.held_by, but=appointment_id
        ):
            return _move_page(request, person_id, form, seen)
        if do(
            request,
            form,
            actions.move_appointment,
            appointment_id=appointment_id,
            booking=booking,
            moved_by=doing,
        ):
            messages.success(request, f"The appointment is moved to {moment(booking.starts_at)}.")
            return redirect("person", person_id=person_id)
    return _move_page(request, person_id, form, seen)


def _move_page(
    request: Asking, person_id: UUID, form: MoveAppointment, seen: queries.AppointmentSeen
) -> HttpResponse:
    lead = f"{seen.kind.words} on {moment(seen.starts_at)}, held by {seen.holder}."
    return form_page(request, person_id, "Move an appointment", form, "Move the appointment", lead=lead)


@page(Permission.ISSUE_TOKEN)
def new_calendar(request: Asking) -> HttpResponse:
    """Make the secret address by which one's own calendar reads one's appointments; shown once, stopped on the page about oneself."""
    if request.method != "POST":
        return redirect("diary")
    secret = access_actions.issue_token(
        by=request.member, at=request.at, label="My calendar", days=FEED_DAYS, only=access.CALENDAR
    )
    address = request.build_absolute_uri(f"/calendars/{secret}.ics")
    return render(
        request, "supervision/calendar.html", {"heading": "Your calendar's address", "address": address}
    )


def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """What a member holds from four weeks ago on, as a calendar reads it: initials, never a name; 404 for an address that is none."""
    member, at = getattr(request, "member", None), request.at  # type: ignore[attr-defined]
    if member is None or not member.may(Permission.RECORD_ON_TIMELINE):
        raise Http404
    start = day_of(at) - 4 * WEEK
    found = queries.diary([member.id], start=start, until=start + timedelta(days=FEED_DAYS))
    names = people.names_of({one.person_id for one in found})
    text = as_calendar(found, names, home=request.build_absolute_uri("/"), at=at)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
