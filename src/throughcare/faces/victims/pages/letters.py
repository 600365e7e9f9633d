"""What is written to a victim: begun from a stage, and one letter with what can be done with it now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.queries import LetterSeen, VictimSeen
from throughcare.casework.victims.rules import LetterMove
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Item, Lines, Link, Row, Table, Tag, Unknown, Why
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .letter_forms import Check, Hear, Rewrite, Send, Write
from .reaching import reach_rows

_COLOURS = {
    "written": "yellow", "to be written anew": "orange", "checked": "blue", "sent": "teal", "answered": "green", "came back": "red",
}  # fmt: skip


def letters_table(seen: VictimSeen) -> Table:
    """What was written to a victim, the latest first."""
    return Table(
        "Letters and calls",
        [Column("About"), Column("Where it stands"), Column("Since")],
        [
            [Link(about(one), f"/victims/letters/{one.id}", f"to {seen.row.name}"), state_tag(one.state), one.since]
            for one in reversed(seen.letters)
        ],
        empty="Nothing is written yet.",
    )  # fmt: skip


def about(row: Any) -> str:
    """What a letter is about, in words."""
    if row.first:
        return "The first letter, which offers contact"
    return first_capital(row.stage.stage) if row.stage else "The letter of the year"


def state_tag(state: str) -> Tag:
    """Where a letter stands."""
    return Tag(first_capital(state), _COLOURS.get(state, "grey"))  # type: ignore[arg-type]


@page(May.KEEP_VICTIMS_TOLD)
def write_to_victim(request: Asking, victim_id: UUID) -> HttpResponse:
    """Begin a letter or a call: the first, about a stage of which they are still to be told, or the letter of the year."""
    seen = queries.victim(victim_id)
    if seen is None or not seen.can_be_written_to:
        raise Http404
    form = Write(request.POST or None)
    stages = [(one.id, f"{first_capital(one.stage)}, {one.on:%-d %B %Y}") for one in seen.may_write()]
    form.offer(stages, yearly=seen.yearly_may_be_written, first=seen.first_may_be_written)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.draft_letter, victim_id=victim_id)
    ):
        messages.success(request, "Written. Read it, change what is needed, and a colleague checks it.")
        return redirect("victim", victim_id=victim_id)
    context = {
        "heading": "Write to them", "caption": seen.row.name, "form": form, "submit": "Write it", "cancel": f"/victims/{victim_id}",
        "lead": "The words come from what it is about. Nothing goes before a colleague has checked it.",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)


@dataclass(frozen=True)
class LetterDeed:
    """One act on a letter as a page offers it."""

    label: str
    act: Callable[..., object]
    form: type[PlainForm]
    said: str
    moves: frozenset[LetterMove]
    kind: str = ""


HEARD = frozenset({LetterMove.ANSWER, LetterMove.NO_ANSWER, LetterMove.CAME_BACK, LetterMove.CALL_OFF})
LETTER_DEEDS: Mapping[str, LetterDeed] = {
    "check": LetterDeed("Check it", actions.check_letter, Check, "Recorded.", frozenset({LetterMove.FIND_RIGHT})),
    "send": LetterDeed("Record that it went", actions.send_letter, Send, "Recorded.", frozenset({LetterMove.SEND})),
    "heard": LetterDeed("Record what became of it", actions.hear_letter, Hear, "Recorded.", HEARD),
    "rewrite": LetterDeed(
        "Change its words", actions.rewrite_letter, Rewrite, "Changed. A colleague checks it.", frozenset({LetterMove.REWRITE}), "secondary"
    ),
}  # fmt: skip


def _open(request: Asking, seen: LetterSeen) -> dict[str, LetterDeed]:
    able = {one.move for one in seen.moves}
    found = {slug: deed for slug, deed in LETTER_DEEDS.items() if deed.moves & able}
    if seen.row.written_by == request.member.id:
        found.pop("check", None)
    return found


@page(May.KEEP_VICTIMS_TOLD)
def letter(request: Asking, letter_id: UUID) -> HttpResponse:
    """One letter: its words, where it stands, how its reader wants to be reached, and each of its steps."""
    seen = queries.letter(letter_id)
    if seen is None:
        raise Http404
    row, to = seen.row, seen.to.row
    rows = [
        Row("To", Link(to.name, f"/victims/{to.id}")),
        Row("About", about(row)),
        Row("Where it stands", state_tag(row.state)),
        Row("Written by", Lines(seen.writer, [Why(f"The words are those of {row.edition}.")])),
        Row("Went", row.sent_on if row.sent_on else Unknown("Not yet")),
    ]
    context = {
        "heading": f"To {to.name}",
        "breadcrumbs": [Item("Victims", "/victims"), Item(to.name, f"/victims/{to.id}"), Item("Letter", "")],
        "rows": rows,
        "words": row.text,
        "reach": reach_rows(to),
        "steps": [
            {"label": deed.label, "href": f"/victims/letters/{letter_id}/{slug}", "kind": deed.kind}
            for slug, deed in _open(request, seen).items()
        ],
        "history": _history(seen),
    }
    return render(request, "victims/letter.html", context)


def _history(seen: LetterSeen) -> Table:
    return Table(
        "What happened",
        [Column("When"), Column("What"), Column("Then"), Column("Said")],
        [
            [one.on, first_capital(one.move or "written"), first_capital(one.after), one.note or "–"]
            for one in reversed(seen.steps)
        ],
    )


@page(May.KEEP_VICTIMS_TOLD)
def letter_step(request: Asking, letter_id: UUID, letter_deed: str) -> HttpResponse:
    """The form of one act on a letter; 404 where it is not one that the viewer can do now."""
    seen = queries.letter(letter_id)
    deed = _open(request, seen).get(letter_deed) if seen else None
    if seen is None or deed is None:
        raise Http404
    start = {
        "version": seen.row.version,
        "text": seen.row.text,
        "on": day_of(request.at),
        "means": seen.to.row.means,
    }
    form: Any = deed.form(request.POST or None, initial=start)
    if isinstance(form, Hear):
        form.offer([one.move for one in seen.moves if one.move in HEARD])
    if request.method == "POST" and form.is_valid() and do(request, form, deed.act, letter_id=letter_id):
        messages.success(request, deed.said)
        return redirect("letter", letter_id=letter_id)
    context = {
        "heading": deed.label,
        "caption": f"To {seen.to.row.name}",
        "form": form,
        "submit": deed.label,
        "cancel": f"/victims/letters/{letter_id}",
        "words": seen.row.text if letter_deed == "check" else "",
        "reach": reach_rows(seen.to.row) if letter_deed == "send" else None,
    }  # fmt: skip
    return render(request, "victims/letter_form.html", context)
