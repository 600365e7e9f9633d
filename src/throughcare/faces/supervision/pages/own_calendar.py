"""A person's own calendar: the officer makes its secret address for them and withdraws it; whoever knows it reads when, no more."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.queries import FeedRead
from throughcare.casework.supervision.rules.diary import diary_editions
from throughcare.faces.web.page import Asking, page, press
from throughcare.faces.web.person_frame import about
from throughcare.foundation.kernel import Permission, Refused, edition_on
from throughcare.foundation.kernel.days import day_of

from .case_forms import open_case

WITHDRAWN = "The address is withdrawn. Their calendar reads nothing from now on."


@page(Permission.RECORD_ON_TIMELINE)
def make(request: Asking, person_id: UUID) -> HttpResponse:
    """Make the address of the person's calendar; shown once, to be handed to them. By a button only."""
    if request.method != "POST":
        return redirect("appointments", person_id=person_id)
    seen = open_case(request, person_id)
    try:
        secret = actions.make_feed(by=request.member, at=request.at, case_id=seen.case.id)
    except Refused as refusal:
        messages.error(request, refusal.because)
        return redirect("appointments", person_id=person_id)
    address = request.build_absolute_uri(f"/calendars/own/{secret}.ics")
    context = about(request, person_id, "Appointments")
    context |= {"heading": "The address of their calendar", "address": address}
    return render(request, "supervision/own_calendar.html", context)


@page(Permission.RECORD_ON_TIMELINE)
def withdraw(request: Asking, person_id: UUID) -> HttpResponse:
    """Withdraw the address of the person's calendar; by a button only."""
    back = f"/people/{person_id}/appointments"
    if request.method != "POST":
        return redirect(back)
    case = open_case(request, person_id).case
    return press(request, actions.withdraw_feed, WITHDRAWN, back, case_id=case.id)


def own_calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """When a person is to be met, as their own calendar reads it; 404 for an address that is none or is withdrawn."""
    at: datetime = request.at  # type: ignore[attr-defined]
    found = queries.read_feed(secret, at=at)
    if found is None:
        raise Http404
    answer = HttpResponse(as_own_calendar(found), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer


def as_own_calendar(found: FeedRead) -> bytes:
    """iCalendar (RFC 5545) in which nothing says whose it is, with whom or where: each event has one name for all."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", found.called)
    for row in found.appointments:
        event = Event()
        event.add("uid", f"{row.id}@appointments")
        event.add("dtstamp", row.made_at)
        event.add("dtstart", row.starts_at)
        event.add("dtend", row.starts_at + timedelta(minutes=_minutes(row.starts_at, row.minutes)))
        event.add("summary", found.called)
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _minutes(starts_at: datetime, minutes: int | None) -> int:
    return edition_on(diary_editions(), day_of(starts_at)).table.minutes if minutes is None else minutes
