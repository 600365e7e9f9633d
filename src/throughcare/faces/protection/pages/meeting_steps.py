"""Each thing done at a meeting or of it: who came, what was decided and disclosed, who does what, the minutes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.protection import actions, queries
from throughcare.casework.protection.queries import MeetingSeen
from throughcare.casework.protection.rules import MeetingActionState, MeetingDecides, MeetingState
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission as May

from .meeting_forms import Close, DecideAnything, Disclose, Finish, Give, Hold, PassOn, PutOff
from .meeting_words import still_owed

TAB = "Public protection"


@dataclass(frozen=True)
class MeetingDeed:
    """One thing done: its act and form, of a meeting in which state, and what is said once it is done."""

    label: str
    act: Callable[..., Any]
    form: type[forms.Form]
    state: MeetingState
    said: str
    lead: str = ""


_CALLED, _HELD = MeetingState.CALLED, MeetingState.HELD
DEEDS: Mapping[str, MeetingDeed] = {
    "hold": MeetingDeed(
        "Say who came", actions.hold_meeting, Hold, _CALLED, "Held. Now record what it decided."
    ),
    "put-off": MeetingDeed(
        "Put it off",
        actions.put_off_meeting,
        PutOff,
        _CALLED,
        "Put off. Another is owed by the same day as before.",
    ),
    "disclose": MeetingDeed(
        "Decide on disclosure",
        actions.decide_disclosure,
        Disclose,
        _HELD,
        "Recorded.",
        "Every meeting decides on disclosure. The person can be told of each disclosure unless the meeting decided otherwise.",
    ),
    "decide": MeetingDeed(
        "Record another decision", actions.decide_at_meeting, DecideAnything, _HELD, "Recorded."
    ),
    "give": MeetingDeed(
        "Give an action",
        actions.give_meeting_action,
        Give,
        _HELD,
        "Given. It stands on the home of whoever does it until it is done.",
    ),
    "close": MeetingDeed(
        "Close it with the minutes",
        actions.close_meeting,
        Close,
        _HELD,
        "Closed. Whoever reads this category can read the minutes.",
        "Write so that somebody who was not there can act on it.",
    ),
}
"""What is done at a meeting, by what its address ends in."""
ENDINGS: Mapping[str, MeetingDeed] = {
    "done": MeetingDeed("Say that it is done", actions.finish_meeting_action, Finish, _HELD, "Done."),
    "pass-on": MeetingDeed("Pass it on", actions.pass_on_meeting_action, PassOn, _HELD, "Passed on."),
}
"""How an action of a meeting ends."""


def deeds_offered(seen: MeetingSeen, member: Member) -> list[dict[str, str]]:
    """What a chair does at a meeting now, what it owes first; the others only read it."""
    if not member.may(May.CHAIR_PROTECTION):
        return []
    owed = still_owed(seen)
    offered = [
        (slug, one)
        for slug, one in DEEDS.items()
        if one.state is seen.state and not (slug == "close" and owed)
    ]
    ready = [pair for pair in offered if pair[0] == "close"]
    rest = [pair for pair in offered if pair[0] != "close"]
    links = [(one.label, f"/protection/meetings/{seen.row.id}/{slug}") for slug, one in (*ready, *rest)]
    if seen.state is _HELD and MeetingDecides.LEVEL not in seen.decided:
        links.insert(0, ("Record the level", f"/protection/{seen.row.protection_id}/review"))
    return [
        {"label": label, "href": href, "kind": "secondary" if number else ""}
        for number, (label, href) in enumerate(links)
    ]


@page(May.CHAIR_PROTECTION)
def protection_meeting_step(request: Asking, protection_meeting_id: UUID, meeting_deed: str) -> HttpResponse:
    """Do one thing at a meeting."""
    seen, deed = queries.one_meeting(protection_meeting_id), DEEDS.get(meeting_deed)
    if seen is None or deed is None or deed.state is not seen.state:
        raise Http404
    if not seen.goes_on or not has_part(request, seen.row.person_id):
        raise Http404
    form = deed.form(request.POST or None)
    if isinstance(form, Hold):
        form.offer(seen.invited)
    if isinstance(form, Give):
        form.offer(queries.to_invite(seen.row.protection_id, at=request.at))
    return _taken(request, deed, form, seen.row.person_id, seen.row.id, protection_meeting_id=seen.row.id)


@page(May.SCREEN_PROTECTION)
def protection_meeting_action(request: Asking, meeting_action_id: UUID, ending: str) -> HttpResponse:
    """Say that an action of a meeting is done, or pass it on."""
    one, deed = queries.one_meeting_action(meeting_action_id), ENDINGS.get(ending)
    if one is None or deed is None or one.row.state != MeetingActionState.OPEN:
        raise Http404
    chairs = request.member.may(May.CHAIR_PROTECTION)
    if not has_part(request, one.row.person_id) or not (
        chairs or (ending == "done" and one.row.owner_id == request.member.id)
    ):
        raise Http404
    form = deed.form(request.POST or None)
    if isinstance(form, PassOn):
        form.offer(queries.to_invite(one.row.meeting.protection_id, at=request.at))
    lead = f"{one.row.what} ({one.owner}, by {one.row.due_on:%-d %B %Y})"
    return _taken(
        request, deed, form, one.row.person_id, one.row.meeting_id, lead=lead, meeting_action_id=one.row.id
    )


def _taken(
    request: Asking,
    deed: MeetingDeed,
    form: Any,
    person_id: UUID,
    meeting: UUID,
    lead: str = "",
    **given: UUID,
) -> HttpResponse:
    """Do what the form asks and go to the meeting, or show the form."""
    if request.method == "POST" and form.is_valid() and do(request, form, deed.act, **given):
        messages.success(request, deed.said)
        return redirect("protection_meeting", protection_meeting_id=meeting)
    context = about(request, person_id, TAB)
    context |= {
        "heading": deed.label,
        "form": form,
        "submit": deed.label,
        "cancel": f"/protection/meetings/{meeting}",
        "lead": lead or deed.lead,
    }
    return render(request, "throughcare/form_page.html", context)
