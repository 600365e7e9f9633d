"""Who evaluates and who moderates a competition: named by the buyer, and stood down with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.queries import CompetitionSeen
from throughcare.commissioning.competition.rules.stages import OVER
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Link, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May

from .places import BACK, found
from .steps import Reason

PARTS = [
    ("evaluator", "Evaluates: scores every answer alone"),
    ("moderator", "Moderates: records what is agreed, and signs"),
]
_TAKE_PART = (May.SCORE_ANSWERS, May.MODERATE_SCORES)


class Name(SentOnce, PlainForm):
    """Somebody of the team, and their part."""

    who = forms.ChoiceField(label="Who")
    part = forms.ChoiceField(label="Part", widget=forms.RadioSelect, choices=PARTS)

    def __init__(self, *args: Any, there: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", "Choose"), *there]  # type: ignore[attr-defined]


@page(May.RUN_COMPETITION)
def panel(request: Asking, competition_id: UUID) -> HttpResponse:
    """Who is on the panel, and one more to name."""
    seen = _ours(request, competition_id)
    form = Name(request.POST or None, there=_there(request, seen))
    if request.method == "POST" and form.is_valid():
        form.cleaned_data["who"] = UUID(form.cleaned_data["who"])
        if do(request, form, actions.name_to_panel, competition_id=competition_id):
            messages.success(request, "They are on the panel.")
            return redirect(request.path)
    context = {
        "heading": "Panel", "back": Link(seen.stands.row.title, f"{BACK}/{competition_id}"), "table": _table(request, seen),
        "lacks": " and ".join(queries.lacks(seen.stands, seen.offer)), "form": form if _may_change(seen) else None,
    }  # fmt: skip
    return render(request, "competition/panel.html", context)


@page(May.RUN_COMPETITION)
def down(request: Asking, competition_id: UUID, member_id: UUID) -> HttpResponse:
    """Stand somebody of the panel down, with the reason."""
    seen = _ours(request, competition_id)
    if member_id not in seen.stands.panel or not _may_change(seen):
        raise Http404
    back, form = f"{BACK}/{competition_id}/panel", Reason(request.POST or None)
    form.fields["because"].help_text = "The team is shown this."
    done = request.method == "POST" and form.is_valid()
    if done and do(request, form, actions.stand_down, competition_id=competition_id, who=member_id):
        messages.success(request, "They are stood down. Their scores count no more.")
        return redirect(back)
    context = {
        "heading": "Stand somebody down",
        "back": Link("Panel", back),
        "form": form,
        "button": "Stand them down",
    }
    return render(request, "competition/step.html", context)


def _ours(request: Asking, competition_id: UUID) -> CompetitionSeen:
    seen = found(request, competition_id)
    if seen.stands.row.unit_id != request.member.unit_id or seen.offer.evaluation is None:
        raise Http404
    return seen


def _may_change(seen: CompetitionSeen) -> bool:
    return seen.stands.signed is None and seen.stage not in OVER


def _there(request: Asking, seen: CompetitionSeen) -> list[tuple[str, str]]:
    team = access.members_of([request.member.unit_id], at=request.at)
    gone = {*seen.stands.panel, *seen.stands.down}
    able = [one for one in team if one.id not in gone and any(map(one.may, _TAKE_PART))]
    return [(str(one.id), f"{one.name}, {one.role}") for one in able]


def _table(request: Asking, seen: CompetitionSeen) -> Table:
    stands = seen.stands
    names = access.members({*stands.panel, *stands.down}, at=request.at)

    def name(who: UUID) -> object:
        return names[who].name if who in names else Unknown("Somebody who has left")

    rows: list[list[object]] = [
        [name(who), first_capital(part), _handed(seen, who, part), _down_link(seen, who)]
        for who, part in stands.panel.items()
    ]
    rows += [[name(who), "Stood down", because, "None"] for who, because in stands.down.items()]
    columns = [Column("Who"), Column("Part"), Column("Scores"), Column("Change")]
    return Table("Panel", columns, rows, empty="Nobody is on the panel yet.")


def _handed(seen: CompetitionSeen, who: UUID, part: str) -> object:
    if part == "moderator":
        return "Gives none"
    return "Handed in" if who in seen.stands.handed_in else Unknown("Not handed in")


def _down_link(seen: CompetitionSeen, who: UUID) -> object:
    if not _may_change(seen):
        return "None"
    return Link("Stand down", f"{BACK}/{seen.stands.row.id}/panel/{who}")
