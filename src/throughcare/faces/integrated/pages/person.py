"""A person's integrated offender management: whether they are selected and why, who leads, what is owed, what can be done, and what was."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.integrated import actions, queries
from throughcare.casework.integrated.queries import PersonSelected, StepOfSelection
from throughcare.casework.integrated.rules import IN_FORCE, WAITS, IntegratedStepKind, strands_of
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.look.parts import Column, Happening, Lines, Row, Table, Unknown, Why
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .entries import entry_links, entry_tables
from .giving import actions_table, may_give
from .selection_forms import Propose
from .selection_words import (
    answer_said,
    answers_words,
    owed_words,
    proposed_words,
    rated_words,
    rating_said,
    rule_then_words,
    state_tag,
    strand_words,
)
from .steps import due_first

TAB = "Integrated management"


@page(Permission.LOOK_AT_PEOPLE)
def integrated_of(request: Asking, person_id: UUID) -> HttpResponse:
    """A person's integrated offender management."""
    context = about(request, person_id, TAB)
    found = queries.selection_of(person_id, by=request.member, at=request.at)
    told_the_rule = request.member.may(Permission.WORK_INTEGRATED) and has_part(request, person_id)
    context |= {
        "heading": TAB,
        "rows": _rows(found, request, ours=told_the_rule),
        "doing": _doing(found, request, person_id),
        "actions": actions_table(found.now, request)
        if found.now and found.now.whole.state in IN_FORCE
        else None,
        "entries": entry_tables(found.now, request)
        if found.now and found.now.whole.state in IN_FORCE
        else [],
        "before": _before(found) if found.before else None,
        "happenings": [_happening(one, found, told_the_rule) for one in reversed(found.steps)],
    }
    return render(request, "integrated/person.html", context)


def _happening(one: StepOfSelection, found: PersonSelected, told_the_rule: bool) -> Happening:
    """A step; to whoever is told the rule, beside a proposal what the rule said on that day, whether it was followed or not."""
    step = one.row
    answered = f"{first_capital(step.body)}: {answer_said(step.said)}".removesuffix(": ") if step.body else ""
    words = ". ".join(filter(None, [answered, rating_said(step.rating), step.because]))
    proposal = found.now if told_the_rule and step.kind == IntegratedStepKind.PROPOSED else None
    by_rule = rule_then_words(proposal.row.proposed, step.rule) if proposal else []
    return Happening(
        first_capital(step.kind), step.at, by=one.who, body=Lines(words, by_rule) if by_rule else words
    )


def _rows(found: PersonSelected, request: Asking, *, ours: bool) -> list[Row]:
    if not request.member.may(Permission.SEE_BOARD):
        return [Row("Selection", Unknown("Not shown to your role, if there is one"))]
    by_rule = [Row("By the rule", proposed_words(found))] if ours else []
    now = found.now
    if now is None:
        return [Row("Selection", "Nobody has proposed them, or they are not selected any more"), *by_rule]
    why = [Why(str(now.owed.finding))] if now.owed else []
    answers = [Row("Partners", answers_words(now))] if now.whole.state in WAITS else []
    return [
        Row(
            "Strand", Lines(strand_words(now.row.strand), [state_tag(now.whole.state), Why(now.row.because)])
        ),
        *([Row("Rating", rated_words(now))] if now.whole.state in IN_FORCE else []),
        Row("Lead professional", now.lead or Unknown("Nobody yet")),
        *answers,
        Row("What is owed", Lines(owed_words(now.owed, request.at), why)),
        *by_rule,
    ]


def _doing(found: PersonSelected, request: Asking, person_id: UUID) -> list[dict[str, str]]:
    """What the viewer can do now: what is due first."""
    if not request.member.may(Permission.WORK_INTEGRATED):
        return []
    if found.now:
        links = [(step.label, slug) for slug, step in due_first(found.now, request)]
        if may_give(found.now, request):
            links.append(("Give an action", "actions/give"))
        links += entry_links(found.now, request)
        return [
            {
                "label": label,
                "href": f"/integrated/{found.now.row.id}/{slug}",
                "kind": "secondary" if number else "",
            }
            for number, (label, slug) in enumerate(links)
        ]
    if not has_part(request, person_id):
        return []
    due = found.ruling is not None and found.ruling.strand is not None
    href = f"/people/{person_id}/integrated/propose"
    return [{"label": "Propose them", "href": href, "kind": "" if due else "secondary"}]


def _before(found: PersonSelected) -> Table:
    return Table(
        "Before",
        [Column("Strand"), Column("Proposed"), Column("Ended"), Column("What it came to")],
        [
            [
                strand_words(row.strand), row.opened_at, row.ended_at or Unknown("With its case"), first_capital(row.state),
            ]
            for row in found.before
        ],
    )  # fmt: skip


@page(Permission.WORK_INTEGRATED)
def propose_selection(request: Asking, person_id: UUID) -> HttpResponse:
    """Propose somebody, begun with what the rule proposes."""
    context = about(request, person_id, TAB)
    found = queries.selection_of(person_id, by=request.member, at=request.at)
    if not has_part(request, person_id):
        raise Http404
    strand = found.ruling.strand if found.ruling else None
    because = ". ".join(one.because for one in found.ruling.findings) if found.ruling and strand else ""
    form = Propose(
        request.POST or None,
        initial={"strand": strand.value if strand else "", "because": first_capital(because)},
    )
    form.offer(strands_of(day_of(request.at)))
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.propose_selection, person_id=person_id)
    ):
        messages.success(request, "Proposed. The partners answer, and whoever leads the team decides.")
        return redirect("integrated_of", person_id=person_id)
    label = "Propose them"
    context |= {"heading": label, "form": form, "submit": label, "cancel": f"/people/{person_id}/integrated"}
    return render(request, "throughcare/form_page.html", context)
