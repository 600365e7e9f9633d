"""A victim's statement to the Parole Board: its words, where it stands, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.queries import StatementSeen, VictimSeen
from throughcare.casework.victims.rules import StatementMove
from throughcare.faces.web.look.fields import CountedField, DayField
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Item, Link, Row, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

_COLOURS = {"asked": "yellow", "written down": "blue", "submitted": "green"}


class WriteDown(SentOnce, OfVersion, PlainForm):
    """What they say."""

    words = CountedField(
        label="What they say, in their own words", limit=20_000, rows=18,
        help_text="Change nothing of it. What they want left out is left out.",
    )  # fmt: skip


class MoveStatement(SentOnce, OfVersion, PlainForm):
    """What became of it."""

    move = forms.TypedChoiceField(label="What became of it", coerce=StatementMove, widget=forms.RadioSelect)
    on = DayField(label="Day")
    agreed = forms.BooleanField(
        label="These are their words, and they agreed to each of them", required=False, help_text="For one that is submitted."
    )  # fmt: skip
    note = CountedField(label="What else they said", limit=2000, required=False)

    def offer(self, moves: Iterable[StatementMove]) -> None:
        """What may follow now."""
        self.fields["move"].choices = [(one.value, first_capital(one)) for one in moves]  # type: ignore[attr-defined]


def statements_table(seen: VictimSeen) -> Table:
    """A victim's statements, by hearing."""
    return Table(
        "Statements to the Parole Board",
        [Column("Hearing"), Column("Where it stands"), Column("Since")],
        [
            [Link(f"{one.hearing_on:%-d %B %Y}", f"/victims/statements/{one.id}"), _tag(one.state), one.since]
            for one in seen.statements
        ],
        empty="They were asked about no hearing yet.",
    )


def _tag(state: str) -> Tag:
    return Tag(first_capital(state), _COLOURS.get(state, "grey"))  # type: ignore[arg-type]


def _able(seen: StatementSeen) -> set[StatementMove]:
    return {one.move for one in seen.moves}


def _open(seen: StatementSeen) -> dict[str, tuple[str, str]]:
    found = {}
    if StatementMove.WRITE in _able(seen) and seen.of.row.state == "opted in":
        found["write"] = ("Write down what they say", "")
    if _able(seen) - {StatementMove.WRITE}:
        found["move"] = ("Record what became of it", "secondary")
    return found


@page(May.KEEP_VICTIMS_TOLD)
def victims_statement(request: Asking, statement_id: UUID) -> HttpResponse:
    """One statement, for whoever holds the record."""
    seen = _found(statement_id)
    row, of = seen.row, seen.of.row
    context = {
        "heading": f"What {of.name} says to the Parole Board",
        "breadcrumbs": [
            Item("Victims", "/victims"),
            Item(of.name, f"/victims/{of.id}"),
            Item("Statement", ""),
        ],
        "rows": [
            Row("Of", Link(of.name, f"/victims/{of.id}")),
            Row("Hearing", row.hearing_on),
            Row("Where it stands", _tag(row.state)),
            Row("Submitted", row.submitted_on or Unknown("Not yet")),
        ],
        "words": row.words,
        "steps": [
            {"label": label, "href": f"/victims/statements/{statement_id}/{slug}", "kind": kind}
            for slug, (label, kind) in _open(seen).items()
        ],
        "history": Table(
            "What happened",
            [Column("When"), Column("What"), Column("Then"), Column("Said")],
            [
                [one.on, first_capital(one.move or "asked"), first_capital(one.after), one.note or "–"]
                for one in reversed(seen.steps)
            ],
        ),
    }
    return render(request, "victims/statement.html", context)


def _found(statement_id: UUID) -> StatementSeen:
    seen = queries.statement(statement_id)
    if seen is None:
        raise Http404
    return seen


@page(May.KEEP_VICTIMS_TOLD)
def victims_statement_step(request: Asking, statement_id: UUID, statement_deed: str) -> HttpResponse:
    """Write down what they say, or record what became of it; 404 where it is not what can be done now."""
    seen = _found(statement_id)
    if statement_deed not in _open(seen):
        raise Http404
    label, _ = _open(seen)[statement_deed]
    start = {"version": seen.row.version, "words": seen.row.words, "on": day_of(request.at)}
    form: Any
    act: Any
    if statement_deed == "write":
        form, act = WriteDown(request.POST or None, initial=start), actions.write_statement
    else:
        form, act = MoveStatement(request.POST or None, initial=start), actions.move_statement
        form.offer([one.move for one in seen.moves if one.move is not StatementMove.WRITE])
    if request.method == "POST" and form.is_valid() and do(request, form, act, statement_id=statement_id):
        messages.success(request, "Recorded.")
        return redirect("victims_statement", statement_id=statement_id)
    context = {
        "heading": label, "caption": seen.of.row.name, "form": form, "submit": "Save", "cancel": f"/victims/statements/{statement_id}",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)
