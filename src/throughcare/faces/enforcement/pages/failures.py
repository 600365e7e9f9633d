"""Somebody's failures to comply, one of them whole, and the form of each thing that can be done about it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.courts import queries as courts
from throughcare.casework.enforcement import actions, queries
from throughcare.casework.enforcement.queries import FailureLine, FailureSeen
from throughcare.casework.recall.queries import compliance_of
from throughcare.casework.supervision.rules.absences import LICENCES
from throughcare.faces.web.look.parts import (
    Clock,
    Column,
    Happening,
    Lines,
    Link,
    Row,
    Table,
    Tag,
    Unknown,
    Why,
)
from throughcare.faces.web.page import Asking, do, page, press
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital, first_small
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .failure_forms import CHOOSE, DECIDED_BY, Lodge, Plain, written_for
from .steps import Deed, deeds_open

OWED = {
    "found unacceptable": "Whether the absence is acceptable",
    "referred": "The notice to whoever decides",
    "accepted": "That it is accepted or returned",
    "sent again": "What was missing",
    "warning decided": "The decision",
    "taken up again": "That the clock goes on",
    "warning sent": "The letter",
    "laid before the court": "That it is before the court",
    "dealt with by the court": "What the court did",
    "warrant looked at again": "A look at the warrant",
    "withdrawn": "That it is withdrawn",
    "passed to another to decide": "Somebody to decide",
}
"""What is owed, by the move that is owed."""


@page(Permission.LOOK_AT_PEOPLE)
def enforcement_of(request: Asking, person_id: UUID) -> HttpResponse:
    """A person's failures to comply that the viewer may see, with what is owed on each."""
    context = about(request, person_id, "Enforcement")
    rows = queries.failures_of(person_id, today=day_of(request.at))
    context |= {"heading": "Enforcement", "table": failure_table(rows, "Failures to comply", name=False)}
    return render(request, "enforcement/of_person.html", context)


def failure_table(rows: list[FailureLine], caption: str, *, name: bool = True) -> Table:
    """Failures with what is owed, by whom, and the time left: the same number on both sides."""
    return Table(
        caption,
        [
            *([Column("Name")] if name else []),
            Column("Failure"), Column("State"), Column("What is owed"), Column("Time left"), Column("Action", hidden=True),
        ],
        [
            [
                *([Link(row.name, f"/people/{row.person_id}")] if name else []),
                Lines(row.called, [row.what]), state_of(row), owed_words(row), time_left(row),
                Link("Open", f"/enforcement/failures/{row.id}", first_small(row.called)),
            ]
            for row in rows
        ],
        empty="No failure.",
    )  # fmt: skip


def state_of(row: FailureLine) -> Tag:
    """Where a failure stands, as a tag."""
    colours: dict[str, Any] = {
        "breach begun": "red", "before the court": "red", "warrant outstanding": "red", "put forward for recall": "red",
        "to be decided": "blue", "referred": "blue", "noted": "blue", "evidence awaited": "yellow", "returned for evidence": "yellow",
        "to be warned": "orange", "to be withdrawn": "orange",
    }  # fmt: skip
    return Tag(first_capital(row.state), colours.get(row.state, "grey"))


def owed_words(row: FailureLine) -> object:
    """What is owed and by which team; nothing where nothing is."""
    return Lines(OWED[row.due], [f"by {row.owner}"]) if row.due else "Nothing"


def time_left(row: FailureLine) -> object:
    """The working days left, or by how many it is late."""
    left = row.working_days_left
    if left is None:
        return "No day is set"
    return Clock(-left, 0, "late by") if left < 0 else Clock(left, None, "due in") if left else Clock(0, 0)


@page(Permission.LOOK_AT_PEOPLE)
def failure(request: Asking, failure_id: UUID) -> HttpResponse:
    """One failure: its clock, who decides and on what ground, what can be done now, its papers, and what happened."""
    seen = _seen(request, failure_id)
    if (
        request.method == "POST"
        and "ask_again" in request.POST
        and request.member.may(Permission.DECIDE_FAILURE)
    ):
        said = "Asked. The answer comes in a moment: look again."
        return press(
            request,
            actions.ask_who_decides,
            said,
            f"/enforcement/failures/{failure_id}",
            failure_id=failure_id,
        )
    context = about(request, seen.line.person_id, "Enforcement")
    more = queries.is_shown_reasons(seen.line.person_id)
    context |= {
        "heading": seen.line.called,
        "rows": [*_rows(seen), *(_measured(seen) if more else []), *(_fairly(request, seen) if more else [])],
        "ground": _ground(seen),
        "steps": [
            {"label": deed.label, "href": f"/enforcement/failures/{failure_id}/{slug}", "kind": deed.kind}
            for slug, deed in deeds_open(request, seen).items()
        ],
        "draft": _draft(request, seen),
        "papers": _papers(failure_id) if more else None,
        "pack": _pack(failure_id) if more else None,
        "audits": [one.nobody or _audited(one) for one in queries.audits_of(failure_id)],
        "undecided": seen.line.decider_unit is None and request.member.may(Permission.DECIDE_FAILURE),
        "happenings": [_happening(step) for step in reversed(seen.steps)],
    }
    return render(request, "enforcement/failure.html", context)


def _seen(request: Asking, failure_id: UUID) -> FailureSeen:
    seen = queries.failure(failure_id, today=day_of(request.at))
    if seen is None:
        raise Http404
    return seen


def _rows(seen: FailureSeen) -> list[Row]:
    line, contact = seen.line, seen.contact
    came = first_capital(contact.outcome) if contact else Unknown("The contact is not yours to see")
    return [
        Row("State", state_of(line)),
        Row(
            "What is owed",
            Lines(owed_words(line), [time_left(line), Why(line.because)]) if line.due else "Nothing",
        ),
        *([Row("By", line.due_on)] if line.due_on else []),
        Row("What was missed", Lines(line.what, [f"{line.failed_on:%-d %B %Y}"])),
        Row("What came of it", came),
        Row("Recorded by", line.notifier),
        Row("Decided by", line.decider),
    ]


def _measured(seen: FailureSeen) -> list[Row]:
    told, where = seen.delays, seen.position
    rows = []
    if where is not None:
        rows.append(
            Row(
                "What the law asks",
                Lines(where.finding.because, [*where.cautions, Why(str(where.finding.clause))]),
            )
        )
    notice = "Nothing crosses a line" if seen.stands.row.same_body else _days(told.notice, told.notice_late)
    return [
        *rows,
        Row("The notice took", notice),
        Row("The decision took", _days(told.decision, told.decision_late)),
        Row("Clocks stopped", f"{told.pauses} times, {told.paused} working days" if told.pauses else "Never"),
    ]


def _fairly(request: Asking, seen: FailureSeen) -> list[Row]:
    """What is to be asked before anything is decided, and what is to be recognised; nothing once it is decided."""
    told = compliance_of(seen.line.person_id, at=request.at) if seen.stands.decision is None else None
    if told is None:
        return []
    patterns = [Why(str(one.clause), one.because) for one in told.patterns]
    asked = Lines("Before it is decided", patterns) if patterns else "No pattern in what was missed"
    kept = [Row("Good compliance", told.recognised.because)] if told.recognised else []
    return [Row("Ask about first", asked), *kept]


def _days(took: int | None, late: int | None) -> object:
    if took is None:
        return Unknown("Not yet")
    return Lines(f"{took} working days", [f"{late} late"] if late else [])


def _ground(seen: FailureSeen) -> Table:
    return Table(
        "Who tells, who decides, and who says so",
        [Column("What"), Column("Ground")],
        [[one["because"], one["clause"]] for one in seen.told],
        empty=seen.line.decider or "Nothing is known of who decides.",
    )


def _draft(request: Asking, seen: FailureSeen) -> dict[str, str] | None:
    below = access.units_below(request.member.unit_id)
    kind = written_for(seen.line.state, seen.stands.row.sentence in {one.value for one in LICENCES})
    if (
        kind is None
        or seen.line.decider_unit not in below
        or not request.member.may(Permission.WRITE_ENFORCEMENT_PAPER)
    ):
        return None
    return {"label": f"Write the {kind}", "href": f"/enforcement/failures/{seen.line.id}/draft"}


def _papers(failure_id: UUID) -> Table:
    return Table(
        "Papers",
        [Column("Paper"), Column("Version"), Column("Stands"), Column("Record")],
        [
            [
                Link(first_capital(one.kind), f"/enforcement/papers/{one.id}", f"version {one.number}"), str(one.number),
                first_capital(one.done[-1]) if one.done else "Written",
                Tag("Changed since", "orange") if one.changed else "As it was when this was written",
            ]
            for one in queries.papers(failure_id)
        ],
        empty="No paper yet.",
    )  # fmt: skip


def _pack(failure_id: UUID) -> Table:
    return Table(
        "Evidence, as the record holds it now",
        [Column("What"), Column("Says")],
        [[fact.what, fact.says] for fact in queries.pack(failure_id)],
        empty="The record holds nothing of it.",
    )


def _audited(one: queries.AuditSeen) -> str:
    if one.agrees is None:
        return "Drawn for another to look at; not looked at yet."
    return f"Looked at by whoever inspects: {'they agree' if one.agrees else 'they do not agree'}. {one.note}"


def _happening(step: queries.StepSeen) -> Happening:
    until = f"until {step.until:%-d %B %Y}" if step.until else ""
    words = ". ".join(
        part for part in (f"on {step.on:%-d %B %Y}", first_capital(step.reason), until, step.note) if part
    )
    return Happening(
        first_capital(step.move), step.at, by=f"{step.who}, {step.organisation}".strip(", "), body=words
    )


@page(Permission.REFER_FAILURE)
def failure_step(request: Asking, failure_id: UUID, doing: str) -> HttpResponse:
    """The form of one thing that can be done; 404 where it is not one that the viewer can do now."""
    seen = _seen(request, failure_id)
    if doing == "draft":
        return _drafted(request, seen)
    chosen = deeds_open(request, seen).get(doing)
    if chosen is None:
        raise Http404
    form = _form(chosen, seen, request)
    given = {"failure_id": failure_id, **DECIDED_BY.get(doing, {})}
    if request.method == "POST" and form.is_valid() and do(request, form, chosen.act, **given):
        messages.success(request, f"{first_capital(chosen.move)}.")
        return redirect("failure", failure_id=failure_id)
    context = about(request, seen.line.person_id, "Enforcement")
    context |= {
        "heading": f"{chosen.label}: {first_small(seen.line.called)}", "form": form, "submit": chosen.label,
        "cancel": f"/enforcement/failures/{failure_id}",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)


def _drafted(request: Asking, seen: FailureSeen) -> HttpResponse:
    if request.method != "POST" and _draft(request, seen) is None:
        raise Http404
    kind = written_for(seen.line.state, seen.stands.row.sentence in {one.value for one in LICENCES})
    context = about(request, seen.line.person_id, "Enforcement")
    form = Plain(request.POST or None, initial={"version": seen.line.version})
    if kind is None:
        raise Http404
    if request.method == "POST":
        back = f"/enforcement/failures/{seen.line.id}"
        return press(
            request,
            actions.draft_paper,
            "Drawn from the record. Read it and write it on.",
            back,
            failure_id=seen.line.id,
            kind=kind,
        )
    context |= {
        "heading": f"Write the {kind}", "form": form, "submit": "Draw it from the record", "cancel": f"/enforcement/failures/{seen.line.id}",
        "lead": "It is drawn from the record as it stands now. You can then put it in your own words.",
    }  # fmt: skip
    return render(request, "throughcare/form_page.html", context)


def _form(chosen: Deed, seen: FailureSeen, request: Asking) -> Plain:
    form = chosen.form(request.POST or None, initial={"version": seen.line.version})
    if isinstance(form, Lodge):
        orders = [
            (str(one.id), f"{first_capital(one.kind)} of {one.imposed_on:%-d %B %Y}")
            for one in courts.sentences_of(seen.line.person_id)
            if one.state in {"in force", "in breach"} and not one.is_custodial
        ]
        form.fields["sentence_id"].choices = [CHOOSE, *orders]  # type: ignore[attr-defined]
    return form
