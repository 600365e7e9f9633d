"""Who is trained in which programme, and who holds a group."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.programmes import actions, queries
from throughcare.casework.programmes.rules import programmes as every_programme
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission

from .enrolment_forms import CHOOSE
from .groups import own_group, team_of


class Trains(SentOnce, PlainForm):
    """A training."""

    member_id = forms.TypedChoiceField(label="Who was trained", coerce=UUID)
    programme_key = forms.ChoiceField(
        label="Programme", choices=[CHOOSE, *((one.key, one.name) for one in every_programme().values())]
    )
    begins = DayField(label="Day from which it holds")
    ends = DayField(label="Day on which it lapses, if there is one", required=False)

    def offer(self, team: Sequence[Member]) -> None:
        """The members of the team."""
        self.fields["member_id"].choices = [CHOOSE, *((str(one.id), one.name) for one in team)]  # type: ignore[attr-defined]


@page(Permission.RUN_GROUPS)
def training(request: Asking) -> HttpResponse:
    """Who of one's teams is trained in what and until when; another training can be recorded."""
    team = team_of(request)
    form = Trains(request.POST or None)
    form.offer(team)
    if request.method == "POST" and form.is_valid() and do(request, form, actions.record_training):
        messages.success(request, "The training is recorded.")
        return redirect("training")
    names = {one.id: one.name for one in team}
    rows = [
        [names.get(member, "somebody who has left"), every_programme()[key].name, f"{begins:%-d %B %Y}",
         f"{ends:%-d %B %Y}" if ends else "For good"]
        for member, key, begins, ends in queries.trainings(access.units_below(request.member.unit_id))
    ]  # fmt: skip
    columns = [Column("Who"), Column("Programme"), Column("From"), Column("Until")]
    table = Table("Trained in programmes", columns, rows, empty="Nobody of your team is trained yet.")
    context = {
        "heading": "Trained in programmes",
        "table": table,
        "form": form,
        "title_of_form": "Record a training",
    }
    return render(request, "web/list_and_form.html", context)


class Holding(OfVersion, SentOnce, PlainForm):
    """Who leads and who holds a group."""

    lead_id = forms.TypedChoiceField(label="Who leads it", coerce=UUID)
    facilitators = forms.TypedMultipleChoiceField(
        label="Who else holds it", coerce=UUID, widget=forms.CheckboxSelectMultiple, required=False
    )


@page(Permission.RUN_GROUPS)
def group_facilitators(request: Asking, group_id: UUID) -> HttpResponse:
    """Say who leads and who holds a group from now on."""
    seen = own_group(request, group_id)
    lead = next((str(one.id) for one in seen.facilitators if one.leads), "")
    others = [str(one.id) for one in seen.facilitators if not one.leads]
    form = Holding(
        request.POST or None, initial={"version": seen.version, "lead_id": lead, "facilitators": others}
    )
    members = [(str(one.id), one.name) for one in team_of(request)]
    form.fields["lead_id"].choices = [CHOOSE, *members]  # type: ignore[attr-defined]
    form.fields["facilitators"].choices = members  # type: ignore[attr-defined]
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.change_facilitators, group_id=group_id)
    ):
        messages.success(request, "Saved. They hold the group from now on.")
        return redirect("group", group_id=group_id)
    context = {
        "heading": f"Who holds group {seen.line.code}", "form": form, "submit": "Save", "cancel": f"/groups/{group_id}",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)
