"""Statements: every one that the viewer is shown, one with its lines and what earned them, and drawing a month's."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.queries import LineStands, StatementSeen
from throughcare.commissioning.contracts.rules.monthly import Measured, OwedFor, month_after
from throughcare.faces.web.look.formats import count_of, moment
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, JobProgress, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from .invoices import table_of
from .saying import pounds

HEADING, BACK = "Statements", "/contracts/money"
MOST = 12
"""Months over that a page offers to draw."""


class Month(SentOnce, PlainForm):
    """A month that is over."""

    month = forms.ChoiceField(
        label="Month", help_text="Every agreement that your team buys by is stated, each on its own."
    )

    def __init__(self, *args: Any, months: list[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(one.isoformat(), f"{one:%B %Y}") for one in months]  # type: ignore[attr-defined]


@page(May.LOOK_AT_MONEY)
def money(request: Asking) -> HttpResponse:
    """Every statement that the viewer is shown, the last month first."""
    context = {
        "heading": HEADING,
        "table": statements_table(queries.statements_seen(), HEADING),
        "may_draw": request.member.may(May.DRAW_STATEMENT),
    }
    return render(request, "contracts/money.html", context)


def statements_table(found: list[StatementSeen], caption: str) -> Table:
    """Statements, each with what it comes to and how far it is."""
    return Table(
        caption,
        [Column("Month"), Column("Agreement"), Column("It comes to", numeric=True), Column("Approved", numeric=True), Column("How it stands")],
        [
            [
                Link(f"{one.stands.row.month:%B %Y}", f"/contracts/statements/{one.stands.row.id}", one.title),
                one.title, pounds(one.stands.row.pence), pounds(one.stands.approved), _standing(one),
            ]
            for one in found
        ],
        empty="No statement was drawn yet.",
    )  # fmt: skip


def _standing(one: StatementSeen) -> str:
    if one.stands.disputed:
        return f"{first_capital(count_of(one.stands.disputed, 'line'))} disputed"
    waiting = sum(line.is_payable for line in one.stands.lines)
    return f"{count_of(waiting, 'line')} to approve" if waiting else "Approved"


@page(May.LOOK_AT_MONEY)
def statement(request: Asking, statement_id: UUID) -> HttpResponse:
    """One statement."""
    seen = found(statement_id)
    row = seen.stands.row
    context = {
        "heading": f"{seen.title}, {row.month:%B %Y}",
        "back": Link(HEADING, BACK),
        "rows": [
            Row("It comes to", pounds(row.pence)),
            Row("Approved", pounds(seen.stands.approved)),
            Row("How it stands", _standing(seen)),
            Row("Drawn", moment(row.at)),
        ],
        "table": _lines(request, seen),
        "invoices": table_of(request, seen),
        "levels": _levels(request, seen),
        "sources": [line for line in seen.stands.lines if line.row.sources],
        "approve": _may_approve(request, seen),
        "ready": {"pence": seen.stands.ready},
        "button": f"Approve {pounds(seen.stands.ready)}, every line that stands",
    }
    return render(request, "contracts/statement.html", context)


def found(statement_id: UUID) -> StatementSeen:
    """A statement that the viewer is shown, or no page."""
    try:
        return queries.statement(statement_id)
    except Refused:
        raise Http404 from None


def _may_approve(request: Asking, seen: StatementSeen) -> str:
    ready = (
        any(line.is_payable for line in seen.stands.lines) and seen.stands.row.member_id != request.member.id
    )
    return f"{BACK}/{seen.stands.row.id}/approve" if ready and request.member.may(May.APPROVE_PAYMENT) else ""


def _lines(request: Asking, seen: StatementSeen) -> Table:
    return Table(
        "Lines",
        [Column("Line"), Column("What for"), Column("Amount", numeric=True), Column("Why"), Column("How it stands"), Column("To do")],
        [
            [
                line.row.place, _what(line, seen.stands.row.month), pounds(line.row.pence),
                Lines(line.row.words, [count_of(len(line.row.sources), "row")] if line.row.sources else []),
                _line_standing(line), _line_steps(request, line) or Unknown("Nothing"),
            ]
            for line in seen.stands.lines
        ],
        empty="It has no line.",
    )  # fmt: skip


def _what(line: LineStands, month: date) -> object:
    named = f": {line.row.name}" if line.row.name else ""
    late = [f"Puts right {line.row.month:%B %Y}"] if line.row.month != month else []
    return Lines(f"{first_capital(OwedFor(line.row.what).value)}{named}", late)


def _line_standing(line: LineStands) -> object:
    why = [f"Disputed: {line.dispute.because}"] if line.dispute else []
    why += [f"Ruled: {pounds(line.ruling.pence)}. {line.ruling.because}"] if line.ruling else []
    if line.entry:
        return Lines(f"Approved: {pounds(line.entry.pence)}", why)
    return Lines("To approve" if line.is_payable else "Waits for a ruling", why)


def _line_steps(request: Asking, line: LineStands) -> object:
    address = f"/contracts/lines/{line.row.id}"
    if line.entry is None and line.dispute is None and request.member.may(May.DISPUTE_LINE):
        return Link("Dispute", f"{address}/dispute", f"line {line.row.place}")
    if line.dispute and line.ruling is None and request.member.may(May.RULE_ON_DISPUTE):
        return Link("Rule on it", f"{address}/rule", f"line {line.row.place}")
    return None


def _levels(request: Asking, seen: StatementSeen) -> Table | None:
    if not request.member.may(May.LOOK_AT_AGREEMENTS):
        return None
    try:
        levels = queries.levels_of(seen.stands.row.id)
    except Refused:
        return None
    return Table(
        "Service levels as they were counted",
        [Column("Level"), Column("Due", numeric=True), Column("Cases in time", numeric=True), Column("Of a hundred", numeric=True), Column("Not in time")],
        [
            [
                one.level.name, len(one.due), len(one.in_time), _rate(one),
                Lines("", [str(source) for source in one.late]) if one.late else Unknown("None"),
            ]
            for one in levels
        ],
        empty="None are agreed for this month.",
    )  # fmt: skip


def _rate(one: Measured) -> object:
    rate = one.of_a_hundred
    return Unknown("Nothing was due") if rate is None else f"{float(rate):.1f}"


@page(May.DRAW_STATEMENT)
def draw(request: Asking) -> HttpResponse:
    """Ask for a month's statements."""
    this = day_of(request.at).replace(day=1)
    form = Month(request.POST or None, months=[month_after(this, -back) for back in range(1, MOST + 1)])
    if request.method == "POST" and form.is_valid():
        form.cleaned_data["month"] = date.fromisoformat(form.cleaned_data["month"])
        if do(request, form, actions.ask_statements):
            return redirect(f"{BACK}/drawings")
    context = {
        "heading": "Draw a month's statements",
        "back": Link(HEADING, BACK),
        "form": form,
        "button": "Draw them",
    }
    return render(request, "contracts/form.html", context)


@page(May.DRAW_STATEMENT)
def drawings(request: Asking) -> HttpResponse:
    """How far the drawing that was asked for last is."""
    row = queries.last_drawing(request.member.unit_id)
    if row is None:
        return redirect(f"{BACK}/draw")
    job = JobProgress(
        f"Statements of {row.month:%B %Y}", row.done, row.total or None, f"{BACK}/drawings",
        finished=row.state == "done", failed=row.because, unit="agreement",
    )  # fmt: skip
    titles = {str(agreement_id): title for agreement_id, title in queries.bought_by(request.member.unit_id)}
    refused = Table(
        "Not stated",
        [Column("Agreement"), Column("Because")],
        [
            [Link(titles.get(one, "An agreement"), f"/contracts/{one}"), because]
            for one, because in sorted(
                row.refused.items(), key=lambda found: (titles.get(found[0], ""), found[0])
            )
        ],
        empty="Every agreement was stated.",
    )
    context = {
        "heading": "Drawing statements",
        "back": Link(HEADING, BACK),
        "job": job,
        "refused": refused if row.state == "done" else None,
    }
    return render(request, "contracts/drawing.html", context)
