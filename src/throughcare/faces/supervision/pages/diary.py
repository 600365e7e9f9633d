"""The diary of a member or a team by day and week, an appointment moved, and the address by which a calendar reads one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.people import queries as people
from throughcare.casework.people.queries import Found
from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.queries import InDiary, ReminderSeen
from throughcare.casework.supervision.rules.contacts import ContactKind
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
from .reminder_words import reminder_tag

WEEK = timedelta(days=7)
FEED_DAYS = 365
_WHERE: Mapping[ContactKind, str] = {
    ContactKind.PHONE: "By telephone",
    ContactKind.VIDEO: "By video",
    ContactKind.HOME: "At their home",
}


class Known(NamedTuple):
    """The people of a diary by id, what was noted of reminders of each appointment, and when it is read."""

    names: Mapping[UUID, Found]
    reminders: Mapping[UUID, Sequence[ReminderSeen]]
    at: datetime


@page(Permission.RECORD_ON_TIMELINE)
def diary(request: Asking) -> HttpResponse:
    """What one holds on a day or in its week, or what one's team holds; unless the address says another, the next working day's.

    It prints as a list for the day or the week, without what only leads elsewhere.
    """
    one_day = request.GET.get("span") == "day"
    start = _within(_asked_day(request)) if one_day else _monday(_asked_day(request))
    days = [start + timedelta(days=n) for n in range(1 if one_day else 7)]
    team = "team" in request.GET and request.member.may(Permission.LOOK_AT_TEAM)
    who = _members(request) if team else [request.member.id]
    found = queries.diary(who, start=start, until=days[-1] + timedelta(days=1))
    names = people.names_of({one.person_id for one in found})
    known = Known(names, queries.reminders_of([one.id for one in found]), request.at)
    whose = "My team" if team else "My diary"
    context = {
        "heading": f"{whose}: {start:%A %-d %B %Y}" if one_day else f"{whose}: week of {start:%-d %B %Y}",
        "days": [
            _day(day, [one for one in found if day_of(one.starts_at) == day], known, team=team)
            for day in days
            if one_day or not _is_free(day, found)
        ],
        "ways": _ways(request, start, team=team, one_day=one_day),
        "more": len(found) == queries.MOST_IN_DIARY,
    }
    return render(request, "supervision/diary.html", context)


def _is_free(day: date, found: Sequence[InDiary]) -> bool:
    """Whether nobody works on a day and nothing is booked on it, so that a week need not show it."""
    return not WorkingCalendar().is_working(day) and all(day_of(one.starts_at) != day for one in found)


def _asked_day(request: Asking) -> date:
    written, today = request.GET.get("day", ""), _next_worked(request)
    try:
        return date.fromisoformat(written) if len(written) == 10 else today
    except ValueError:
        return today


def _next_worked(request: Asking) -> date:
    """Today, or at a weekend the working day after it: the week that is looked at then is the one to come."""
    return WorkingCalendar().next_working(day_of(request.at))


def _within(day: date) -> date:
    """A day within the years that a calendar has."""
    return min(max(day, date(2000, 1, 3)), date(2099, 12, 20))


def _monday(day: date) -> date:
    """The Monday of a day's week."""
    day = _within(day)
    return day - timedelta(days=day.weekday())


def _members(request: Asking) -> list[UUID]:
    return [one.id for one in access.members_of(access.units_below(request.member.unit_id), at=request.at)]


def _ways(request: Asking, start: date, *, team: bool, one_day: bool) -> Sequence[Link]:
    now = _next_worked(request)
    kept = ("&team=1" if team else "") + ("&span=day" if one_day else "")
    words, step = ("Day", timedelta(days=1)) if one_day else ("Week", WEEK)
    found = [
        Link(f"{words} before", f"/diary?day={start - step}{kept}"),
        Link("The next working day" if one_day else "This week", f"/diary?day={now}{kept}"),
        Link(f"{words} after", f"/diary?day={start + step}{kept}"),
        Link("By week", f"/diary?day={start}{kept.removesuffix('&span=day')}")
        if one_day
        else Link("By day", f"/diary?day={max(start, now) if now < start + WEEK else start}{kept}&span=day"),
    ]
    if request.member.may(Permission.LOOK_AT_TEAM):
        found.append(
            Link("My own", f"/diary?day={start}{kept.replace('&team=1', '')}")
            if team
            else Link("My team's", f"/diary?day={start}{kept}&team=1")
        )
    return found


def _day(day: date, rows: list[InDiary], known: Known, *, team: bool) -> dict[str, Any]:
    columns = [
        Column("Time"),
        Column("Name"),
        Column("Kind"),
        Column("Where"),
        *([Column("Held by")] if team else []),
    ]
    table = Table(
        f"{day:%A %-d %B}",
        [*columns, Column("Reminder"), Column("What came of it"), Column("Action", hidden=True)],
        [_line(row, known, team=team) for row in rows],
    )
    return {"table": table if rows else None, "words": f"{day:%A %-d %B}"}


def _line(row: InDiary, known: Known, *, team: bool) -> list[object]:
    names, reminders = known.names, known.reminders
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
    came: object = Unknown("Still ahead")
    if row.is_told:
        came = Tag("Recorded", "green")
    elif row.starts_at <= known.at:
        came = Link("Record", f"{at}/record?appointment={row.id}", f"what came of the appointment of {name}")
    where = row.place or _WHERE.get(row.kind) or Unknown("Not said")
    reminder = reminder_tag(reminders.get(row.id, ()))
    return [f"{starts:%H:%M}{long}", Link(name, at), row.kind.words, where, *held, reminder, came, todo]


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
        if booking is None or form.is_held_up(
            person_id, [booking], booking.held_by or seen.held_by, but=appointment_id
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
