"""Help and disruption on the person's tab and the board: apart, and disruption only to whoever sees it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.integrated import actions, queries
from throughcare.casework.integrated.queries import EntrySeen, SelectionLine
from throughcare.casework.integrated.rules import IN_FORCE
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Table
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May

TAB = "Integrated management"
KINDS = {
    "help": ("Record help", actions.record_help),
    "disruption": ("Record disruption", actions.record_disruption),
}
"""The two kinds of entry, by what their addresses end in."""


class Entry(SentOnce, PlainForm):
    """What was done."""

    what = CountedField(label="What was done", limit=1000, rows=4)
    done_on = DayField(label="On which day")


def sees_disruption(request: Asking, person_id: UUID) -> bool:
    """Whether the viewer sees what is done to disrupt somebody's offending."""
    return person_id in queries.sees_disruption_of(request.member, [person_id], at=request.at)


def entry_links(line: SelectionLine, request: Asking) -> list[tuple[str, str]]:
    """What the viewer may record now: help, and disruption where they see it."""
    if line.whole.case is None or line.whole.state not in IN_FORCE or not _works(line, request):
        return []
    kinds = ["help", *(["disruption"] if sees_disruption(request, line.row.person_id) else [])]
    return [(KINDS[one][0], f"record/{one}") for one in kinds]


def entry_tables(line: SelectionLine, request: Asking) -> list[Table]:
    """Help, and apart from it disruption where the viewer sees it."""
    tables = [_table("Help", queries.helps_among([line.row.id]).get(line.row.id, []))]
    if sees_disruption(request, line.row.person_id):
        found = queries.disruptions_among([line.row.id]).get(line.row.id, [])
        tables.append(
            _table(
                "Disruption: never shown to the person, nor to whoever helps them or keeps victims told",
                found,
            )
        )
    return tables


def last_words(found: list[EntrySeen]) -> object:
    """The newest of either kind, for the board."""
    if not found:
        return "None recorded"
    return Lines(found[0].what, [f"{_who(found[0])}, {found[0].done_on:%-d %B %Y}"])


def _table(caption: str, found: list[EntrySeen]) -> Table:
    return Table(
        caption,
        [Column("Day"), Column("What was done"), Column("Who")],
        [[one.done_on, one.what, _who(one)] for one in found],
        empty="None is recorded.",
    )


def _who(one: EntrySeen) -> str:
    return f"{first_capital(one.body)}: {one.who}" if one.body else one.who


def _works(line: SelectionLine, request: Asking) -> bool:
    person = line.row.person_id
    return request.member.may(May.WORK_INTEGRATED) and (
        has_part(request, person) or queries.is_partner_of(request.member, person)
    )


@page(May.WORK_INTEGRATED)
def record_integrated(request: Asking, selection_id: UUID, entry_kind: str) -> HttpResponse:
    """Record what was done: to help, or apart from it to disrupt."""
    line = queries.one_selection(selection_id, at=request.at)
    if line is None or f"record/{entry_kind}" not in {slug for _, slug in entry_links(line, request)}:
        raise Http404
    label, act = KINDS[entry_kind]
    form = Entry(request.POST or None)
    if request.method == "POST" and form.is_valid() and do(request, form, act, selection_id=selection_id):
        messages.success(request, "Recorded.")
        return redirect("integrated_of", person_id=line.row.person_id)
    context = about(request, line.row.person_id, TAB)
    context |= {"heading": label, "form": form, "submit": label}
    context |= {"cancel": f"/people/{line.row.person_id}/integrated"}
    return render(request, "throughcare/form_page.html", context)
