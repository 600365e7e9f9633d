"""A person's recalls, the form to consider one, and one recall with its steps, its papers and who may open them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.recall import actions, queries
from throughcare.casework.recall.queries import PaperSeen, RecallSeen
from throughcare.casework.recall.rules import Length, RecallState, Standing, recall_states
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Tag, Unknown, Why
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import LONDON

from ..words import SIDES
from .forms import Consider
from .steps import deeds_open

_STANDING = {
    Standing.RECALLED: Tag("Recalled", "red"),
    Standing.NOT_RECALLED: Tag("Not recalled", "green"),
    Standing.NOT_KNOWN: Tag("Not known whether they are recalled", "yellow"),
}


@page(May.LOOK_AT_PEOPLE)
def recalls(request: Asking, person_id: UUID) -> HttpResponse:
    """Whether somebody is recalled, and every recall of theirs."""
    context = about(request, person_id, "Recall")
    now = queries.recalled([person_id])[person_id]
    found = queries.recalls_of(person_id)
    under_way = any(one.row.ended_at is None for one in found)
    may = request.member.may(May.ASK_FOR_RECALL) and has_part(request, person_id) and not under_way
    touches = may and queries.has_what_is_recalled(person_id, at=request.at)
    rows = [Row("Now", Lines(_STANDING[now.standing], [now.because]))]
    if may and not touches:
        rows.append(Row("To recall", "Nothing: no sentence of theirs is on licence"))
    context |= {
        "heading": "Recall",
        "rows": rows,
        "consider": f"/people/{person_id}/recall/consider" if touches else "",
        "recalls": _list(found),
        "compliance": _compliance(request, person_id),
    }
    return render(request, "recall/recalls.html", context)


def _compliance(request: Asking, person_id: UUID) -> list[Row]:
    """Their contact, seen fairly before anything is punished: patterns to ask about, and what is recognised."""
    seen = queries.compliance_of(person_id, at=request.at)
    if seen is None:
        return []
    patterns = [Why(str(one.clause), one.because) for one in seen.patterns]
    asked = Lines("Ask about these first", patterns) if patterns else "No pattern in what was missed"
    kept = (
        Lines(Tag("Recognise it", "green"), [seen.recognised.because]) if seen.recognised else "Nothing yet"
    )
    return [
        Row("Patterns in what was missed", asked),
        Row("Kept in a row", count_of(seen.kept_in_a_row, "meeting", "meetings")),
        Row("Good compliance", kept),
    ]


def _list(found: list[RecallSeen]) -> Table:
    return Table(
        "Recalls",
        [Column("Considered"), Column("Where it stands"), Column("What is owed")],
        [
            [
                Link(f"{one.row.opened_at.astimezone(LONDON):%-d %B %Y}", f"/recalls/{one.row.id}", "the recall considered then"),
                Lines(first_capital(one.row.state), [recall_states()[RecallState(one.row.state)].words]),
                _owed(one),
            ]
            for one in found
        ],
        empty="No recall was ever considered here.",
    )  # fmt: skip


def _owed(one: RecallSeen) -> object:
    if one.owed is None:
        return "Nothing: it is over"
    by = one.owed.by.astimezone(LONDON)
    return Lines(
        one.owed.what,
        [f"by {SIDES[one.owed.side]}, until {by:%H:%M on %-d %B %Y}", Why(str(one.owed.finding))],
    )


@page(May.ASK_FOR_RECALL)
def consider_recall(request: Asking, person_id: UUID) -> HttpResponse:
    """Begin to consider a recall, with what led to it."""
    context = about(request, person_id, "Recall")
    case = supervision.open_cases_of([person_id]).get(person_id)
    if case is None or not has_part(request, person_id):
        raise Http404
    form = Consider(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.consider_recall, case_id=case.id)
    ):
        messages.success(request, "A recall is being considered. The clock for deciding runs.")
        return redirect("recalls", person_id=person_id)
    context |= {
        "heading": "Consider a recall",
        "lead": "What you write here can be opened only by those named on the recall. That it is considered is seen by the team.",
        "form": form,
        "submit": "Begin",
        "cancel": f"/people/{person_id}/recall",
    }
    return render(request, "throughcare/form_page.html", context)


@page(May.LOOK_AT_PEOPLE)
def recall(request: Asking, recall_id: UUID) -> HttpResponse:
    """One recall: where it stands, what is owed, what was decided, each step, and for whoever is named its papers."""
    seen = queries.recall(recall_id)
    if seen is None:
        raise Http404
    context = about(request, seen.row.person_id, "Recall")
    context |= {
        "heading": "A recall",
        "rows": _rows(seen),
        "steps": [
            {"label": deed.label, "href": f"/recalls/{recall_id}/{slug}", "kind": deed.kind}
            for slug, deed in deeds_open(request, seen).items()
        ],
        "history": _history(seen),
        "papers": _papers(seen, queries.papers_of(recall_id, at=request.at), request),
        "readers": _readers(seen),
    }
    return render(request, "recall/recall.html", context)


def _rows(seen: RecallSeen) -> list[Row]:
    row = seen.row
    rows = [
        Row("Where it stands", Lines(first_capital(row.state), [recall_states()[RecallState(row.state)].words])),
        *_shaken(seen),
        Row("What is owed", _owed(seen)),
        Row("Why it was considered", Lines(first_capital(row.ground), [f"{first_capital(row.urgency)} in urgency"])),
        Row("Sentences", f"{count_of(len(row.sentences), 'sentence', 'sentences')} on licence, of the group: {row.sentence_group}"),
        Row("Asked for by", seen.asked),
        Row("Decided and approved by", seen.decides),
    ]  # fmt: skip
    if row.decision:
        rows.append(Row("Decided", Lines(_decided(seen), [f"Approved by a {row.level}"])))
    if row.returned_on is not None:
        rows.append(Row("Release", _release(seen)))
    return rows


def _decided(seen: RecallSeen) -> str:
    row = seen.row
    if row.decision != "recall":
        return "Not to recall"
    return (
        f"Recall for a fixed term of {row.days} days"
        if row.length == Length.FIXED_TERM
        else "Standard recall"
    )


def _release(seen: RecallSeen) -> object:
    row = seen.row
    if row.release_on is None:
        told = [Why(one) for one in seen.release_because]
        return Lines(Unknown("No day: the executive or the Parole Board directs it"), told) if told else Unknown(
            "No day: the executive or the Parole Board directs it"
        )  # fmt: skip
    return Lines(f"Automatically on {row.release_on:%-d %B %Y}", [Why("; ".join(seen.release_because))])


def _shaken(seen: RecallSeen) -> list[Row]:
    if not seen.row.shaken or seen.row.ended_at is not None:
        return []
    said = f"Rescinded since it was decided or considered: {count_of(seen.row.shaken, 'failure', 'failures')} that it rests on."
    return [Row("Look at it again", Lines(Tag("Look again", "red"), [said]))]


def _history(seen: RecallSeen) -> Table:
    return Table(
        "What happened",
        [Column("When"), Column("What"), Column("Then"), Column("By"), Column("Said")],
        [
            [
                one.happened_at,
                first_capital(one.move or "considered"),
                first_capital(one.after),
                one.who,
                one.note or "–",
            ]
            for one in reversed(seen.steps)
        ],
    )


def _papers(seen: RecallSeen, found: list[PaperSeen], request: Asking) -> Table | None:
    if not seen.is_reader(request.member.id):
        return None
    return Table(
        "Papers",
        [Column("Version"), Column("Written"), Column("Signed by")],
        [
            [
                Link(f"{first_capital(one.row.kind)}, version {one.row.number}", f"/recalls/{seen.row.id}/papers/{one.row.number}.pdf", "as a PDF"),
                Lines(one.row.at, [f"by {one.author}", *_changed(one)]),
                Lines("", [f"{name}, {role}" for name, role, _ in one.signed]) if one.signed else "Nobody yet",
            ]
            for one in found
        ],
    )  # fmt: skip


def _changed(one: PaperSeen) -> list[object]:
    if not one.changed:
        return []
    return [
        Tag("Record changed since", "yellow"),
        f"What changed: {', '.join(one.changed)}",
        *(Why(line) for line in one.lines),
    ]


def _readers(seen: RecallSeen) -> Table:
    return Table(
        "Who may open the papers",
        [Column("Who"), Column("Since"), Column("Named by")],
        [[one.name, one.since, one.named_by] for one in seen.readers],
    )
