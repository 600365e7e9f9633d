"""Intentions: every one that the viewer sees, writing one, one with what stands in its way, and each step of it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.interventions.rules.words import need_areas
from throughcare.commissioning.competition import queries as competitions
from throughcare.commissioning.needs import actions, queries
from throughcare.commissioning.needs.queries import IntentionSeen
from throughcare.commissioning.needs.rules.intentions import MOVES, Paper, Scope, Stage
from throughcare.faces.web.look.formats import moment, money
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, do, page, whole
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Function

from . import papers
from .evidence import evidence
from .outcome import TellOutcome, outcomes_told

HEADING, BACK = "Intentions", "/need/intentions"


@page(May.LOOK_AT_NEED)
def intentions(request: Asking) -> HttpResponse:
    """Every intention that the viewer sees, by priority; drafts of their own team among them."""
    names = queries.names_of_places()
    table = Table(
        HEADING,
        [
            Column("Intention"), Column("Priority", numeric=True), Column("Area"), Column("Need"), Column("Budget in a year", numeric=True),
            Column("How it stands"),
        ],
        [
            [
                Link(paper.title, f"{BACK}/{row.id}"), paper.priority, names.get(paper.place, paper.place), need_areas()[paper.need].name,
                pounds(paper), _stands(row, paper),
            ]
            for row, paper in queries.intentions()
        ],
        empty="Nobody means to buy anything yet.",
    )  # fmt: skip
    context = {"heading": HEADING, "table": table, "may_write": request.member.may(May.WRITE_INTENTION)}
    return render(request, "needs/intentions.html", context)


def _stands(row: Any, paper: Paper) -> object:
    until = [f"until {row.closes:%-d %B %Y}"] if row.stage == Stage.CONSULTING and row.closes else []
    return Lines(first_capital(row.stage), until) if until else first_capital(row.stage)


def pounds(paper: Paper) -> str:
    """The budget of a paper."""
    return money(Decimal(paper.budget_pence) / papers.PENCE)


@page(May.WRITE_INTENTION)
def draft(request: Asking) -> HttpResponse:
    """Begin an intention, or an addition to a wider one."""
    wider = request.GET.get("of", "")
    of = _seen(request, UUID(wider)) if _is_id(wider) else None
    form = papers.PaperForm(
        request.POST or None,
        initial=papers.initial_of(of.paper)
        if of
        else {"way": "not appraised yet", "mainstream": "not known"},
    )
    given = {"of": of.row.id if of else None}
    if (
        request.method == "POST"
        and form.is_valid()
        and _kept(request, form, actions.draft_intention, **given)
    ):
        messages.success(request, "It is kept as a draft, which your team alone sees.")
        return redirect(BACK)
    context = {
        "heading": "Add to an intention" if of else "Write an intention",
        "back": Link(HEADING, BACK),
        "form": form,
        "button": "Keep the draft",
    }
    return render(request, "needs/step.html", context)


def _is_id(written: str) -> bool:
    try:
        UUID(written)
    except ValueError:
        return False
    return True


def _kept(request: Asking, form: papers.PaperForm, act: Callable[..., object], **given: Any) -> bool:
    paper = form.paper()
    form.cleaned_data = {"idempotency_key": form.cleaned_data.get("idempotency_key")}
    return do(request, form, act, paper=paper, **given)


def _seen(request: Asking, intention_id: UUID) -> IntentionSeen:
    """An intention, or no page."""
    try:
        return queries.intention(intention_id, request.member, at=request.at)
    except Refused:
        raise Http404 from None


@page(May.LOOK_AT_NEED)
def intention(request: Asking, intention_id: UUID) -> HttpResponse:
    """One intention: what it says, what it rests on, who has which seat, what was said, and what stands in its way."""
    seen = _seen(request, intention_id)
    context = {
        "heading": seen.paper.title, "caption": first_capital(seen.stage.value), "back": Link(HEADING, BACK), "rows": _rows(seen),
        "evidence": evidence(seen.row.evidence), "against": [str(one) for one in seen.against], "said": _said(request, seen),
        "steps": _steps(request, seen), "history": _history(seen), "outcomes": outcomes_told(seen),
    }  # fmt: skip
    return render(request, "needs/intention.html", context)


def _rows(seen: IntentionSeen) -> list[Row]:
    paper, names = seen.paper, queries.names_of_places()
    demand = (
        Unknown()
        if paper.demand_low is None
        else f"{paper.demand_low:,} to {paper.demand_high:,} people in a year"
    )
    rows = [
        Row("Written by", seen.organisation),
        Row("Your seat", first_capital(seen.seat.value)),
        Row("Who decides", seen.seats),
        Row("Area", f"{names.get(paper.place, paper.place)}, {paper.scope}"),
        Row("Need", need_areas()[paper.need].name),
        Row("What is to be provided", f"{Function(paper.function).label}: {seen.held}"),
        Row("Priority", paper.priority),
        Row("Budget in a year", pounds(paper)),
        Row("Demand", demand),
        *(Row(label, value or Unknown("Not said yet")) for label, value in _said_of(paper)),
    ]
    if seen.row.opens and seen.row.closes:
        span = f"{seen.row.opens:%-d %B %Y} to {seen.row.closes:%-d %B %Y}"
        rows.append(
            Row("Consultation", Lines(span, [seen.row.shorter_because]) if seen.row.shorter_because else span)
        )
    if seen.wider is not None:
        rows.append(Row("Adds to", Link(seen.wider.paper["title"], f"{BACK}/{seen.wider.id}")))
        rows.append(Row("Says otherwise than it", "; ".join(_differs(seen))))
    rows += [
        Row("Competition published for it", Link(title, f"/competition/rounds/{one}"))
        for one, title in competitions.published_for(seen.row.id)
    ]
    rows += [Row("Added to by", Link(one.paper["title"], f"{BACK}/{one.id}")) for one in seen.additions]
    return rows


def _said_of(paper: Paper) -> list[tuple[str, str]]:
    return [
        ("Why", paper.because),
        ("Make or buy", f"{first_capital(paper.way)}. {paper.way_because}".strip()),
        ("Interests", paper.conflicts),
        ("Equality", paper.equality),
        ("Small providers", paper.small_providers),
        (
            "A mainstream service is open",
            f"{first_capital(paper.mainstream)}. {paper.mainstream_words}".strip(),
        ),
    ]


def _differs(seen: IntentionSeen) -> list[str]:
    """What an addition says otherwise than the wider intention, part by part, as both stand now."""
    assert seen.wider is not None
    theirs, ours = seen.wider.paper, seen.row.paper
    parts = [name for name in ours if ours[name] != theirs.get(name) and name not in {"differs", "asked"}]
    return [first_capital(name.replace("_pence", "").replace("_", " ")) for name in parts] or ["Nothing"]


def _said(request: Asking, seen: IntentionSeen) -> Table:
    may = seen.own and request.member.may(May.WRITE_INTENTION)
    return Table(
        "What was said, and what came of it",
        [Column("Who"), Column("What"), Column("Vote"), Column("Answer")],
        [
            [
                one.organisation, one.words, first_capital(one.vote) or "None",
                Lines(one.answer, ["Something was changed" if one.changed else "Nothing was changed"])
                if one.answer is not None
                else Link("Answer it", f"/need/said/{one.id}/answer") if may else Unknown("Not answered yet"),
            ]
            for one in seen.said
        ],
        empty="Nothing was said yet.",
    )  # fmt: skip


def _history(seen: IntentionSeen) -> Table:
    rows = [
        [
            moment(one.at),
            first_capital(one.became) if one.was != one.became else "Written on",
            Lines(one.because, [f"Of the need since: {one.found['review']}", *one.found.get("outcomes", ())])
            if "review" in one.found
            else one.because or _found(one.found),
        ]
        for one in seen.steps
    ]
    return Table(
        "What became of it", [Column("When"), Column("What"), Column("Why")], rows, empty="Nothing yet."
    )


def _found(found: dict[str, Any]) -> object:
    changed = [name.replace("_pence", "").replace("_", " ") for name in found.get("changed", {})]
    return (
        f"Changed: {', '.join(changed)}"
        if changed
        else "A figure of need was cited"
        if "cited" in found
        else Unknown("Not said")
    )


def _steps(request: Asking, seen: IntentionSeen) -> list[Link]:
    found = [Link(STEPS[step][0], f"{BACK}/{seen.row.id}/{step}") for step in _open_steps(request, seen)]
    wider = seen.row.published_at and seen.paper.scope is not Scope.LOCAL
    if wider and request.member.may(May.WRITE_INTENTION):
        found.append(Link("Add to it for a narrower area", f"{BACK}/new?of={seen.row.id}"))
    return found


def _open_steps(request: Asking, seen: IntentionSeen) -> list[str]:
    """The steps that the viewer may take now; no other page of a step is there for them."""
    member, moves = request.member, MOVES.get(seen.stage, {})
    writes, decides = (seen.own and member.may(may) for may in (May.WRITE_INTENTION, May.DECIDE_INTENTION))
    early = seen.stage in {Stage.DRAFT, Stage.CONSULTING}
    may = {
        "amend": writes and early,
        "cite": writes and early,
        "consult": writes and seen.stage is Stage.DRAFT,
        "say": _is_open(request, seen) and member.may(May.COMMENT_ON_INTENTION),
        "decide": decides and May.DECIDE_INTENTION in moves.values(),
        "put-back": writes and bool(_put_back(seen.stage)),
        "tell": member.may(May.TELL_OUTCOME) and seen.stage is Stage.REVIEWING and not seen.wrote,
    }
    return [step for step, now in may.items() if now]


def _put_back(stage: Stage) -> tuple[Stage, ...]:
    """Where whoever writes may take it, besides out for consultation, which is a step of its own."""
    return tuple(
        one
        for one, may in MOVES.get(stage, {}).items()
        if may is May.WRITE_INTENTION and one is not Stage.CONSULTING
    )


def _is_open(request: Asking, seen: IntentionSeen) -> bool:
    return (
        seen.stage is Stage.CONSULTING
        and seen.row.closes is not None
        and day_of(request.at) <= seen.row.closes
    )


STEPS: dict[str, tuple[str, str, Callable[..., object], str]] = {
    "amend": ("Change what it says", "Keep it", actions.amend_intention, "It is kept."),
    "cite": ("Cite a figure of need", "Cite it", actions.cite_need, "The figure is cited, as it stands today."),
    "consult": ("Put it out for consultation", "Put it out", actions.open_consultation, "It is out for consultation."),
    "say": ("Say something of it", "Say it", actions.say_of_intention, "It is said."),
    "decide": ("Decide", "Decide", actions.decide_intention, "It is decided."),
    "put-back": ("Take it back, or drop it", "Take it back", actions.put_back_intention, "It is taken back."),
    "tell": ("Tell what came of those served", "Tell it", actions.tell_outcome, "It is told."),
}  # fmt: skip
"""Each step: its heading, button, action, and what is said when it is done."""


@page(May.LOOK_AT_NEED)
def intention_step(request: Asking, intention_id: UUID, step: str) -> HttpResponse:
    """One step of an intention; the version it was opened at goes along, so that nothing is overwritten unseen."""
    seen = _seen(request, intention_id)
    if step not in _open_steps(request, seen):
        return _not_now(request, intention_id, step)
    heading, button, act, said = STEPS[step]
    form, version = _form(request, step, seen), whole(request.POST.get("version", ""), seen.row.version)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = {"intention_id": intention_id} | (
            {} if step in {"say", "tell"} else {"version": version}
        )
        keep: Callable[..., bool] = _kept if isinstance(form, papers.PaperForm) else do
        told = form.told() if isinstance(form, TellOutcome) else {}
        if keep(request, form, act, **given | told):
            messages.success(request, said)
            return redirect(f"{BACK}/{intention_id}")
    context = {
        "heading": heading, "caption": seen.paper.title, "back": Link(seen.paper.title, f"{BACK}/{intention_id}"), "form": form,
        "button": button, "version": version, "against": [str(one) for one in seen.against] if step == "decide" else [],
    }  # fmt: skip
    return render(request, "needs/step.html", context)


def _not_now(request: Asking, intention_id: UUID, step: str) -> HttpResponse:
    """No page for a step that the viewer may not take now; whoever sends one, or sends it again, is led back and told."""
    if request.method != "POST" or step not in STEPS:
        raise Http404
    messages.error(request, "That cannot be done now. This is how it stands.")
    return redirect(f"{BACK}/{intention_id}")


def _form(request: Asking, step: str, seen: IntentionSeen) -> PlainForm:
    sent = request.POST or None
    decided = tuple(one for one, may in MOVES.get(seen.stage, {}).items() if may is May.DECIDE_INTENTION)
    made: dict[str, Callable[[], PlainForm]] = {
        "amend": lambda: papers.PaperForm(sent, initial=papers.initial_of(seen.paper)),
        "cite": lambda: papers.Cite(sent, initial={"place": seen.paper.place}),
        "consult": lambda: papers.Consult(sent),
        "say": lambda: papers.Say(sent, seat=seen.seat),
        "decide": lambda: papers.Move(sent, onward=decided),
        "put-back": lambda: papers.Move(sent, onward=_put_back(seen.stage)),
        "tell": lambda: TellOutcome(sent),
    }
    return made[step]()


@page(May.WRITE_INTENTION)
def answer(request: Asking, said_id: UUID) -> HttpResponse:
    """Answer something that was said of one's own team's intention."""
    found = queries.said_of(said_id)
    if found is None:
        raise Http404
    form = papers.AnswerForm(request.POST or None)
    back = f"{BACK}/{found.intention_id}"
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.answer_said, said_id=said_id)
    ):
        messages.success(request, "It is answered.")
        return redirect(back)
    context = {
        "heading": "Answer what was said",
        "back": Link("The intention", back),
        "form": form,
        "button": "Answer",
        "said": found.words,
    }
    return render(request, "needs/step.html", context)


@page(May.REPORT_GAP)
def gaps(request: Asking) -> HttpResponse:
    """Gaps that were reported, and a form to report another; evidence for whoever buys."""
    form, names = papers.Gap(request.POST or None), queries.names_of_places()
    if request.method == "POST" and form.is_valid() and do(request, form, actions.report_gap):
        messages.success(request, "It is reported.")
        return redirect("/need/gaps")
    rows = [
        [moment(one.at), names.get(one.place, one.place), need_areas()[one.need].name, one.words]
        for one in queries.gaps_reported()
    ]
    table = Table(
        "Gaps reported",
        [Column("When"), Column("Area"), Column("Need"), Column("What is missing")],
        rows,
        empty="None was reported.",
    )
    context = {"heading": "Gaps in services", "table": table, "form": form, "title_of_form": "Report a gap"}
    return render(request, "web/list_and_form.html", context)
