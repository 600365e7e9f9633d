"""A meeting whole, as somebody who was not there reads it, with what its chair does next."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from throughcare.casework.protection import queries
from throughcare.casework.protection.queries import MeetingSeen
from throughcare.casework.protection.rules import MeetingActionState
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.page import Asking, page
from throughcare.faces.web.person_frame import about
from throughcare.foundation.kernel import Permission as May

from .meeting_steps import deeds_offered
from .meeting_words import (
    actions_table,
    decisions_table,
    invited_table,
    meeting_rows,
    minutes,
    still_owed,
)


@page(May.LOOK_AT_PEOPLE)
def protection_meeting(request: Asking, protection_meeting_id: UUID) -> HttpResponse:
    """A meeting."""
    seen = queries.one_meeting(protection_meeting_id)
    if seen is None:
        raise Http404
    context = about(request, seen.row.person_id, "Public protection")
    part = seen.goes_on and has_part(request, seen.row.person_id)
    context |= {
        "heading": f"Meeting of {seen.row.meets_on:%-d %B %Y}",
        "rows": meeting_rows(seen, request.member.id),
        "owes": still_owed(seen) if seen.goes_on else [],
        "stopped": not seen.goes_on and not seen.row.ended_at,
        "doing": deeds_offered(seen, request.member) if part else [],
        "minutes": minutes(seen),
        "invited": invited_table(seen),
        "decisions": decisions_table(seen),
        "actions": actions_table(seen, request.at, _to_do(seen, request) if part else {}),
    }
    return render(request, "protection/meeting.html", context)


def _to_do(seen: MeetingSeen, request: Asking) -> dict[UUID, list[Link]]:
    """Of each open action what the viewer can do: its owner says that it is done, and whoever chairs that or who does it instead."""
    chairs, found = request.member.may(May.CHAIR_PROTECTION), {}
    for one in seen.actions:
        if one.row.state != MeetingActionState.OPEN:
            continue
        at, what = f"/protection/actions/{one.row.id}", one.row.what
        done = (
            [Link("Say that it is done", f"{at}/done", about=what)]
            if chairs or one.row.owner_id == request.member.id
            else []
        )
        found[one.row.id] = [*done, *([Link("Pass it on", f"{at}/pass-on", about=what)] if chairs else [])]
    return found
