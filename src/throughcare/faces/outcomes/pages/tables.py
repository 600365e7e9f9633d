"""Tables of one's own: send them, see how far their check is and what was wrong, measure them, have them removed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.evidence.extracts import actions
from throughcare.evidence.extracts.queries import sent, sources
from throughcare.evidence.outcomes.measure.schema import SCHEMAS
from throughcare.evidence.outcomes.measure.sent import MOST_NAMED, Sent, columns_of
from throughcare.faces.outcomes.answers import work
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Colour, Column, JobProgress, Link, Row, Table, Tag
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission, Refused

from .waiting import EVERY, places

HEADING, BACK = "Tables of your own", "/outcomes/tables"
LARGEST = f"{actions.LARGEST_TOGETHER >> 20} MB"
WHAT = {
    "index_events": ("Events", "One row for each release, order or caution that starts a follow-up."),
    "offences": ("Offences", "One row for each proven offence, before the events and after."),
    "people": (
        "People",
        "One row a person: when they died, and by what to tell them apart.",
    ),
    "services": ("Services", "What each person received, from whom and when."),
    "milestones": ("Outcomes on the way", "Work, housing and the like, as somebody saw it."),
    "returns": ("Returns to prison", "Only for measuring returns."),
}
"""Each table that may be sent: its name on screen, and what a row of it is."""
STATES: dict[str, tuple[str, Colour]] = {
    "waiting": ("Being checked", "yellow"),
    "ready": ("Ready to measure", "green"),
    "refused": ("Not taken", "red"),
}


def _file(table: str) -> forms.FileField:
    label, what = WHAT[table]
    return forms.FileField(label=label, help_text=what, required=table in actions.sending.NEEDED)


class Send(SentOnce, PlainForm):
    """The files, a name for them, and the last day of proofs they hold."""

    title = forms.CharField(label="Name", max_length=80, help_text="How your colleagues will know them.")
    known_to = DayField(
        label="Last day proofs are known to",
        help_text="Whatever was proven up to this day is in the files.",
    )
    index_events = _file("index_events")
    offences = _file("offences")
    people = _file("people")
    services = _file("services")
    milestones = _file("milestones")
    returns = _file("returns")

    def clean(self) -> dict[str, Any]:
        """The files in one list, none read that are together larger than may be sent."""
        cleaned: dict[str, Any] = super().clean() or {}
        given = {name: cleaned.pop(name) for name in WHAT if cleaned.get(name) is not None}
        for name in set(WHAT) & set(cleaned):
            del cleaned[name]
        if sum(one.size for one in given.values()) > actions.LARGEST_TOGETHER:
            self.add_error(
                "index_events", f"The files hold over {LARGEST} together. Send fewer rows, or Parquet."
            )
            return cleaned
        cleaned["files"] = [Sent(name, one.name or name, one.read()) for name, one in given.items()]
        return cleaned


@page(Permission.LOOK_AT_OUTCOMES)
def tables(request: Asking) -> HttpResponse:
    """Send tables, and see what became of those your organisation sent."""
    form = Send(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and do(request, form, actions.send_tables):
        messages.success(request, "The tables were received and are being checked.")
        return redirect("outcomes_tables")
    context = {
        "heading": HEADING,
        "sub_navigation": places(request.path),
        "form": form,
        "kept": _kept_table(sent.sent_tables()),
        "layouts": [(WHAT[name][0], _columns_table(name)) for name in WHAT],
        "largest": LARGEST,
        "most": actions.MOST_KEPT,
    }
    return render(request, "outcomes/tables.html", context)


def _kept_table(rows: list[sent.Seen]) -> Table:
    return Table(
        "What your organisation sent",
        [Column("Tables"), Column("Sent"), Column("Proofs known to"), Column("How they stand")],
        [[Link(one.title, f"{BACK}/{one.id}"), one.at, one.known_to, state_of(one)] for one in rows],
        empty="Nothing was sent yet.",
    )


def state_of(one: sent.Seen) -> Tag:
    """How tables stand, as a tag."""
    words, colour = STATES[one.state]
    return Tag(words, colour)


def _columns_table(name: str) -> Table:
    return Table(
        WHAT[name][0],
        [Column("Column"), Column("Holds"), Column("Must be there")],
        [
            [one.name, f"{first_capital(one.meaning)} ({one.kind})", "Yes" if one.required else "No"]
            for one in columns_of(name)
        ],
    )


@page(Permission.LOOK_AT_OUTCOMES)
def tables_one(request: Asking, tables_id: UUID) -> HttpResponse:
    """One set of tables: how far its check is, every fault by line and column; check again, or remove."""
    seen = sent.sent_one(tables_id)
    if seen is None:
        raise Http404
    if request.method == "POST":
        return _pressed(request, seen)
    context = {
        "heading": seen.title,
        "caption": HEADING,
        "back": Link(HEADING, BACK),
        "seen": seen,
        "state": state_of(seen),
        "job": _progress(seen) if seen.state == "waiting" else None,
        "every": EVERY if seen.state == "waiting" else None,
        "rows": _rows(seen) if seen.state == "ready" else [],
        "aside": sources.aside_words(seen.told),
        "faults": _faults(seen) if seen.told.get("faulty") else None,
        "measure": f"/outcomes/measures?{urlencode({'tables': seen.name})}",
    }
    return render(request, "outcomes/tables_one.html", context)


def _pressed(request: Asking, seen: sent.Seen) -> HttpResponse:
    here = f"{BACK}/{seen.id}"
    if request.POST.get("remove") == "ask":
        return _asked_again(request, seen)
    if "remove" in request.POST:
        try:
            actions.remove_tables(by=request.member, at=request.at, tables_id=seen.id)
        except Refused as refusal:
            messages.error(request, refusal.because)
            return redirect(here)
        work.forget(seen.name)
        messages.success(request, f"{seen.title} was removed, with all that was worked out of it.")
        return redirect(BACK)
    return press(request, actions.check_again, "It is being checked again.", here, tables_id=seen.id)


def _asked_again(request: Asking, seen: sent.Seen) -> HttpResponse:
    """The second question, before what nobody can bring back goes."""
    here = f"{BACK}/{seen.id}"
    context = {
        "heading": f"Remove {seen.title}?",
        "caption": HEADING,
        "back": Link(seen.title, here),
        "here": here,
    }
    return render(request, "outcomes/tables_remove.html", context)


def _progress(seen: sent.Seen) -> JobProgress:
    done, of = sent.progress_of(seen.id)
    return JobProgress("Checking every row", done, of, f"{BACK}/{seen.id}")


def _rows(seen: sent.Seen) -> list[Row]:
    held = [
        Row(WHAT[name][0], f"{count_of(seen.told['rows'][name], 'row')} to measure")
        for name in SCHEMAS
        if name in seen.told["rows"]
    ]
    return [*held, Row("Proofs are known to", seen.known_to), Row("Sent", seen.at)]


def _faults(seen: sent.Seen) -> Table:
    """Every fault that was kept; where there were more, how many."""
    told = seen.told
    more = f" The first {MOST_NAMED} are shown." if told["faulty"] > len(told["faults"]) else ""
    return Table(
        f"{count_of(told['faulty'], 'fault')} found.{more}",
        [Column("Table"), Column("Line", numeric=True), Column("Column"), Column("What is wrong")],
        [
            [WHAT[table][0], line, column, first_capital(because)]
            for table, line, column, because in told["faults"]
        ],
    )
