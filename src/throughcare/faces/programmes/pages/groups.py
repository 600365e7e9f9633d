"""Groups: which are under way, one whole with its people and sessions, a new one laid out, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.programmes import actions, queries
from throughcare.casework.programmes.actions import NewGroup
from throughcare.casework.programmes.queries import GroupLine, GroupWhole
from throughcare.casework.programmes.rules import Cohort, GroupKind, GroupSex, Slot
from throughcare.casework.programmes.rules import programmes as every_programme
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .enrolment_forms import CHOOSE, TimeField, choices_of
from .enrolment_words import state_words, when_words

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


@page(Permission.DELIVER_PROGRAMME)
def groups(request: Asking) -> HttpResponse:
    """The groups of one's teams: those under way, the next session first; and those that are over, where asked."""
    over = request.GET.get("over") == "yes"
    found = queries.groups_of(access.units_below(request.member.unit_id), at=request.at, over=over)
    context = {
        "heading": "Groups",
        "table": group_table(found, "Groups"),
        "may": request.member.may(Permission.RUN_GROUPS),
        "over": over,
    }
    return render(request, "programmes/groups.html", context)


def group_table(found: Sequence[GroupLine], caption: str) -> Table:
    """Groups with their places and next session."""
    return Table(
        caption,
        [Column("Group"), Column("Programme"), Column("For whom"), Column("Places"), Column("Next session")],
        [
            [
                Link(one.code, f"/groups/{one.id}", f"of {one.programme_name}"),
                Lines(one.programme_name, [one.where]),
                Lines(first_capital(one.sex), [one.cohort, one.kind]),
                Lines(f"{one.taken} of {one.capacity}", [f"{one.capacity - one.taken} left"]),
                Tag("Over", "grey") if one.is_over else _when(one),
            ]
            for one in found
        ],
        empty="No group is under way.",
    )


def _when(one: GroupLine) -> object:
    return when_words(one.next_at) if one.next_at else Unknown("None is left")


def own_group(request: Asking, group_id: UUID) -> GroupWhole:
    """A group of one's own teams; 404 for any other."""
    found = queries.group(group_id, at=request.at)
    if found is None or found.unit_id not in access.units_below(request.member.unit_id):
        raise Http404
    return found


@page(Permission.DELIVER_PROGRAMME)
def group(request: Asking, group_id: UUID) -> HttpResponse:
    """One group: who holds it, who is in it and how far they have come, and every session with what is to be recorded."""
    seen = own_group(request, group_id)
    runs = request.member.may(Permission.RUN_GROUPS) and not seen.ended_because
    doing = [
        ("Change who holds it", f"/groups/{group_id}/facilitators"),
        ("End the group", f"/groups/{group_id}/end"),
    ]
    context = {
        "heading": f"Group {seen.line.code}",
        "rows": _rows(seen),
        "doing": [{"label": label, "href": href, "kind": "secondary"} for label, href in doing]
        if runs
        else [],
        "people": _people(seen),
        "sessions": _sessions(request, seen),
    }
    return render(request, "programmes/group.html", context)


def _rows(seen: GroupWhole) -> list[Row]:
    line = seen.line
    staff: list[object] = [
        Lines(
            f"{one.name}, leads" if one.leads else one.name, [f"Training lapses by {one.lapses_on:%-d %B %Y}"]
        )
        if one.lapses_on
        else (f"{one.name}, leads" if one.leads else one.name)
        for one in seen.facilitators
    ]
    rows = [
        Row("Programme", Link(line.programme_name, f"/programmes/{line.programme}")),
        Row("For whom", f"{first_capital(line.sex)}, {line.cohort}"),
        Row("Kind", first_capital(line.kind)),
        Row("Where", line.where),
        Row("Held by", Lines(staff[0], staff[1:])),
        Row("Places", f"{line.taken} of {line.capacity} taken"),
        Row("Opens", f"{line.opens_on:%-d %B %Y}"),
    ]
    return [*rows, Row("Ended", seen.ended_because)] if seen.ended_because else rows


def _people(seen: GroupWhole) -> Table:
    return Table(
        "People in the group",
        [
            Column("Name"),
            Column("State"),
            Column("How far"),
            Column("Last attended"),
            Column("Action", hidden=True),
        ],
        [
            [
                Link(one.name, f"/people/{one.person_id}"),
                state_words(one.state),
                f"{len(one.progress.done)} of {len(one.progress.done) + len(one.progress.left)} sessions",
                f"{one.last_on:%-d %B %Y}" if one.last_on else "Not yet",
                Link("Open", f"/enrolments/{one.enrolment_id}", f"the referral of {one.name}"),
            ]
            for one in seen.people
        ],
        empty="Nobody has a place yet.",
    )


def _sessions(request: Asking, seen: GroupWhole) -> Table:
    return Table(
        "Sessions",
        [
            Column("Session", numeric=True),
            Column("When"),
            Column("Name"),
            Column("Recorded"),
            Column("Action", hidden=True),
        ],
        [
            [
                one.place,
                Lines(when_words(one.starts_at), [f"moved: {one.because}"] if one.because else []),
                one.session.name,
                f"{one.recorded} of {one.expected}" if one.starts_at <= request.at else "",
                Link("Record attendance", f"/groups/sessions/{one.id}", f"of session {one.place}")
                if one.starts_at <= request.at
                else Link("Move", f"/groups/sessions/{one.id}/move", f"session {one.place}"),
            ]
            for one in seen.sessions
        ],
    )


class Planning(SentOnce, PlainForm):
    """A group to lay out."""

    programme = forms.ChoiceField(label="Programme")
    code = forms.CharField(label="Code of the group", max_length=20)
    kind = forms.TypedChoiceField(label="Kind of group", choices=choices_of(GroupKind), coerce=GroupKind)
    sex = forms.TypedChoiceField(label="For whom", choices=choices_of(GroupSex), coerce=GroupSex)
    cohort = forms.TypedChoiceField(
        label="Put together of",
        choices=[(one.value, first_capital(one.value)) for one in Cohort],
        coerce=Cohort,
    )
    site = forms.CharField(label="Place", max_length=100)
    room = forms.CharField(label="Room", max_length=60)
    capacity = forms.IntegerField(label="Number of places", min_value=1, max_value=30)
    opens_on = DayField(
        label="Day it opens",
        help_text="The first one to one meetings. The group meets from three weeks later.",
    )
    rounds = forms.IntegerField(
        label="How often a rolling group goes through its sessions", min_value=1, max_value=6, initial=1
    )
    lead_id = forms.TypedChoiceField(label="Who leads it", coerce=UUID)
    facilitators = forms.TypedMultipleChoiceField(
        label="Who else holds it", coerce=UUID, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for place, name in enumerate(DAYS):
            self.fields[f"slot_{place}"] = TimeField(
                label=f"Time on {name}s", required=False, help_text="Like 10:30. Leave empty for no session."
            )

    def offer(self, team: Sequence[Member], today: Any) -> None:
        """The programmes offered today, and those of the team who may hold a group."""
        chosen = [
            (one.key, one.name) for one in every_programme().values() if today in one.offered and one.sessions
        ]
        members = [(str(one.id), one.name) for one in team]
        self.fields["programme"].choices = [CHOOSE, *chosen]  # type: ignore[attr-defined]
        self.fields["lead_id"].choices = [CHOOSE, *members]  # type: ignore[attr-defined]
        self.fields["facilitators"].choices = members  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The times of the week as slots, in place of one answer each."""
        cleaned = dict(super().clean() or {})
        times = {place: cleaned.pop(f"slot_{place}", None) for place in range(len(DAYS))}
        slots = [Slot(place, at) for place, at in times.items() if at is not None]
        if not slots and not self.errors:
            self.add_error("slot_0", "Enter the time of at least one day of the week")
        return cleaned | {"slots": slots}


def team_of(request: Asking) -> list[Member]:
    """The members of one's teams who may hold a group, by name."""
    units = access.units_below(request.member.unit_id)
    return [one for one in access.members_of(units, at=request.at) if one.may(Permission.DELIVER_PROGRAMME)]


@page(Permission.RUN_GROUPS)
def plan_group(request: Asking) -> HttpResponse:
    """Lay a group out: its sessions follow the programme's list over bank holidays."""
    form = Planning(request.POST or None)
    form.offer(team_of(request), day_of(request.at))
    if request.method == "POST" and form.is_valid():
        given = {
            name: form.cleaned_data.pop(name) for name in list(form.cleaned_data) if name != "idempotency_key"
        }
        new = NewGroup(**given)
        if do(request, form, actions.plan_group, group=new):
            messages.success(request, f"Group {new.code} is planned.")
            return redirect("groups")
        form.cleaned_data |= given
    context = {"heading": "Plan a group", "form": form, "submit": "Plan the group", "cancel": "/groups"}
    return render(request, "throughcare/form_page.html", context)


class Ending(OfVersion, SentOnce, PlainForm):
    """Why a group ends."""

    because = CountedField(label="Why the group ends", limit=300, rows=3)


@page(Permission.RUN_GROUPS)
def end_group(request: Asking, group_id: UUID) -> HttpResponse:
    """End a group: whoever has a place waits for another."""
    seen = own_group(request, group_id)
    form = Ending(request.POST or None, initial={"version": seen.version})
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.end_group, group_id=group_id)
    ):
        messages.success(request, "The group has ended. Whoever had a place waits for another.")
        return redirect("groups")
    lead = f"{seen.line.taken} people have a place in it. Each will wait for another group."
    context = {
        "heading": f"End group {seen.line.code}", "form": form, "submit": "End the group", "lead": lead,
        "cancel": f"/groups/{group_id}",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)
