"""How the provider of an agreement stands: signs that it may not go on, what it tells of itself, and plans to put right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.queries import PlanStands, ProviderStands
from throughcare.commissioning.contracts.rules.distress import Weight, distress_terms, is_told, month_to_tell
from throughcare.commissioning.contracts.rules.putting_right import (
    WHO_MOVES,
    PlanMove,
    PlanStanding,
    PointStanding,
)
from throughcare.commissioning.contracts.rules.signing import Side
from throughcare.faces.web.look.fields import DayField
from throughcare.faces.web.look.formats import count_of, day, moment
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Colour, Column, Lines, Link, Row, Table, Tag, Unknown, Why
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .listing import BACK, found
from .saying import pounds

POINTS_SHOWN = 5
_WEIGHTS: Mapping[Weight, Colour] = {
    Weight.ACT: "red",
    Weight.WATCH: "yellow",
    Weight.CALM: "green",
    Weight.NOT_KNOWN: "grey",
}
_DONE: Mapping[PlanMove, str] = {
    PlanMove.CLAIM: "Said to be done",
    PlanMove.AGREE: "Agreed",
    PlanMove.SEND_BACK: "Sent back",
}
_PLANS: Mapping[PlanStanding, Colour] = {
    PlanStanding.OPEN: "blue",
    PlanStanding.LAPSED: "red",
    PlanStanding.PUT_RIGHT: "green",
    PlanStanding.TAKEN_BACK: "grey",
}


def why(label: str, *, required: bool = True, hint: str = "Both sides are shown this.") -> forms.CharField:
    """A reason that both sides are shown."""
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": 3}), max_length=500, help_text=hint, required=required
    )  # fmt: skip


class Planning(SentOnce, PlainForm):
    """Points, each with its day, and why."""

    because = why("What is not kept")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, POINTS_SHOWN + 1):
            self.fields[f"point_{number}"] = forms.CharField(
                label=f"Point {number}: what must be achieved", max_length=300, required=number == 1
            )
            self.fields[f"due_{number}"] = DayField(
                label=f"Point {number}: by which day", required=number == 1
            )

    def points(self) -> list[tuple[str, date]]:
        """The points that were filled in; called once the form is valid."""
        told = [
            (self.cleaned_data[f"point_{n}"], self.cleaned_data[f"due_{n}"])
            for n in range(1, POINTS_SHOWN + 1)
        ]
        return [(words, due) for words, due in told if words and due]

    def clean(self) -> dict[str, Any]:
        """Each point has both its words and its day, or neither."""
        cleaned = super().clean() or self.cleaned_data
        for number in range(2, POINTS_SHOWN + 1):
            words, due = cleaned.get(f"point_{number}"), cleaned.get(f"due_{number}")
            if words and not due and f"due_{number}" not in self.errors:
                self.add_error(f"due_{number}", f"Give the day by which point {number} must be achieved.")
            if due and not words and f"point_{number}" not in self.errors:
                self.add_error(f"point_{number}", f"Say what point {number} is.")
        return cleaned


class Moving(SentOnce, PlainForm):
    """What shows it, what was looked at, or what is missing."""

    because = why("Why")


@page(May.LOOK_AT_AGREEMENTS)
def standing(request: Asking, contract_id: UUID) -> HttpResponse:
    """How the provider stands."""
    seen = found(request, contract_id)
    stands = queries.how_provider_stands(contract_id, request.member, at=request.at)
    context = {
        "heading": "How the provider stands",
        "back": Link(seen.stands.row.title, f"{BACK}/{contract_id}"),
        "steps": _steps(request, stands),
        "is_over": stands.is_over,
        "signs": _signs(stands),
        "plans": [_plan(request, stands, one) for one in stands.plans],
        "told": _told(stands),
        "owed": _owed(stands),
        "staff": Link("Staff who would transfer", f"{BACK}/{contract_id}/staff"),
    }
    return render(request, "contracts/standing.html", context)


def _steps(request: Asking, stands: ProviderStands) -> list[Link]:
    member, address = request.member, f"{BACK}/{stands.stands.row.id}/standing"
    if stands.is_over:
        return []
    if stands.side is Side.PROVIDER and member.may(May.CHANGE_AGREEMENT):
        told = is_told(stands.stands.latest.agreed.kind)
        return [Link(f"Tell of {month_to_tell(stands.today):%B %Y}", f"{address}/tell")] if told else []
    if stands.side is not Side.BUYER or not member.may(May.END_AGREEMENT):
        return []
    if stands.plan is None:
        return [Link("Make a plan to put right what is not kept", f"{address}/plan")]
    if stands.plan.standing(stands.today) is PlanStanding.LAPSED and stands.stands.ending is None:
        failed = "Propose to say that the provider failed, for terms were broken and not put right"
        return [Link(failed, f"{BACK}/{stands.stands.row.id}/failure")]
    return []


def _owed(stands: ProviderStands) -> str:
    if stands.owed is None:
        return ""
    return f"{stands.owed:%B %Y} is to be told of by {day(queries.due_to_tell(stands.owed))}."


def _signs(stands: ProviderStands) -> Table:
    return Table(
        "Signs",
        [Column("What is looked at"), Column("What it calls for"), Column("What was found"), Column("Where the lines come from")],
        [
            [
                first_capital(one.sign.value), Tag(first_capital(one.weight.value), _WEIGHTS[one.weight]),
                Unknown(one.words) if one.figure is None else one.words,
                Why(f"{one.clause}; {one.basis}"),
            ]
            for one in stands.signals
        ],
        empty="Nothing is looked at of an agreement that is over or not agreed.",
    )  # fmt: skip


def _told(stands: ProviderStands) -> Table:
    return Table(
        "What the provider told of itself",
        [Column("Month"), Column("Cash in hand", numeric=True), Column("Spent", numeric=True), Column("Posts planned", numeric=True), Column("Filled", numeric=True), Column("Rests on one, of 100", numeric=True), Column("Told")],
        [
            [
                f"{one.month:%B %Y}", pounds(one.cash), pounds(one.spent), f"{one.planned.normalize():f}", f"{one.filled.normalize():f}",
                Unknown("Not told") if one.on_one is None else one.on_one,
                Lines(moment(one.at), [one.because] if one.because else []),
            ]
            for one in stands.told
        ],
        empty="Nothing was told yet.",
    )  # fmt: skip


@dataclass(frozen=True)
class PlanShown:
    """A plan as the page shows it: its rows, its points with what was done about each, and the link to take it back."""

    heading: str
    rows: list[Row]
    points: Table
    take_back: Link | None


def _plan(request: Asking, stands: ProviderStands, one: PlanStands) -> PlanShown:
    where = one.standing(stands.today)
    rows = [
        Row("How it stands", Tag(first_capital(where.value), _PLANS[where])),
        Row("What is not kept", one.row.because),
    ]
    if one.taken_back is not None:
        rows.append(Row("Taken back", Lines(moment(one.taken_back.at), [one.taken_back.because])))
    points = Table(
        "Points",
        [Column("Point"), Column("By"), Column("How it stands"), Column("What was done"), Column("What you can do")],
        [
            [
                Lines(f"{point.number}. {point.words}", []), day(point.due),
                Lines(first_capital(point.standing.value), ["Overdue"] if point.is_overdue(stands.today) else []),
                Lines("", [f"{_DONE[PlanMove(s.move)]} {moment(s.at)}: {s.because}" for s in one.steps if s.number == point.number])
                if point.moves else Unknown("Nothing yet"),
                _moves(request, stands, one, point.number, point.standing),
            ]
            for point in one.points
        ],
    )  # fmt: skip
    ours = stands.side is Side.BUYER and request.member.may(May.END_AGREEMENT)
    may = ours and where in {PlanStanding.OPEN, PlanStanding.LAPSED}
    back = Link("Take this plan back", f"{BACK}/plans/{one.row.id}/take-back") if may else None
    return PlanShown(f"Plan of {moment(one.row.at)}", rows, points, back)


def _moves(
    request: Asking, stands: ProviderStands, one: PlanStands, number: int, where: PointStanding
) -> object:
    """Links to the moves that lead on from where a point stands and are the viewer's side's."""
    if one.taken_back is not None:
        return Unknown("Nothing")
    moves = [
        Link(step.button, f"{BACK}/plans/{one.row.id}/{number}/{slug}")
        for slug, step in POINT_STEPS.items()
        if step.starts is where
        and WHO_MOVES[step.move] is stands.side
        and request.member.may(May.END_AGREEMENT if stands.side is Side.BUYER else May.CHANGE_AGREEMENT)
    ]
    return Lines(moves[0], moves[1:]) if moves else Unknown("Nothing")


@page(May.END_AGREEMENT)
def plan(request: Asking, contract_id: UUID) -> HttpResponse:
    """Make a plan to put right."""
    seen, address = found(request, contract_id), f"{BACK}/{contract_id}/standing"
    form = Planning(request.POST or None)
    if request.method == "POST" and form.is_valid() and _makes(request, form, contract_id):
        messages.success(request, "The plan is made, and the provider is shown it.")
        return redirect(address)
    longest = distress_terms(day_of(request.at)).longest_days
    words = f"No point is later than {count_of(longest, 'day')} from now. If one is not done by its day, the plan has lapsed, and you may say that terms were broken and not put right."
    return form_page(
        request, "Make a plan to put right", Link(seen.stands.row.title, address), form, "Make it", words
    )


def _makes(request: Asking, form: Planning, contract_id: UUID) -> bool:
    points = form.points()
    form.cleaned_data = {name: form.cleaned_data[name] for name in ("idempotency_key", "because")}
    return do(request, form, actions.plan_to_put_right, agreement_id=contract_id, points=points)


def form_page(
    request: Asking, heading: str, back: Link, form: PlainForm, button: str, words: str = ""
) -> HttpResponse:
    """A page with one form on it."""
    context = {"heading": heading, "back": back, "form": form, "button": button, "words": words}
    return render(request, "contracts/form.html", context)


@dataclass(frozen=True)
class PointStep:
    """One move on a point: from where, its button, what is asked and said, who may, and the action."""

    move: PlanMove
    starts: PointStanding
    button: str
    asks: str
    said: str
    act: Callable[..., object]


POINT_STEPS: Mapping[str, PointStep] = {
    "done": PointStep(
        PlanMove.CLAIM, PointStanding.OWED, "Say it is done", "What shows that it is done",
        "It is said, and the buyer is asked to look.", actions.say_point_is_done,
    ),
    "agree": PointStep(
        PlanMove.AGREE, PointStanding.CLAIMED, "Agree that it is done", "What you looked at",
        "It is done.", actions.agree_point_is_done,
    ),
    "send-back": PointStep(
        PlanMove.SEND_BACK, PointStanding.CLAIMED, "Send it back", "What is missing",
        "It is sent back.", actions.send_point_back,
    ),
}  # fmt: skip


@page(May.CHANGE_AGREEMENT)
def point_done(request: Asking, plan_id: UUID, number: int) -> HttpResponse:
    """Say that a point is done."""
    return _point(request, plan_id, number, POINT_STEPS["done"])


@page(May.END_AGREEMENT)
def point_agreed(request: Asking, plan_id: UUID, number: int) -> HttpResponse:
    """Agree that a point is done."""
    return _point(request, plan_id, number, POINT_STEPS["agree"])


@page(May.END_AGREEMENT)
def point_sent_back(request: Asking, plan_id: UUID, number: int) -> HttpResponse:
    """Send a point back."""
    return _point(request, plan_id, number, POINT_STEPS["send-back"])


def _point(request: Asking, plan_id: UUID, number: int, step: PointStep) -> HttpResponse:
    agreement_id, one = _open(request, plan_id)
    point = next((point for point in one.points if point.number == number), None)
    if point is None:
        raise Http404
    address, form = f"{BACK}/{agreement_id}/standing", Moving(request.POST or None)
    form.fields["because"].label = step.asks
    given = {"plan_id": plan_id, "number": number}
    if request.method == "POST" and form.is_valid() and do(request, form, step.act, **given):
        messages.success(request, step.said)
        return redirect(address)
    back = Link("How the provider stands", address)
    return form_page(
        request, step.button, back, form, step.button, f"Point {number}, by {day(point.due)}: {point.words}"
    )


@page(May.END_AGREEMENT)
def take_back(request: Asking, plan_id: UUID) -> HttpResponse:
    """Take a plan back."""
    agreement_id, _ = _open(request, plan_id)
    address, form = f"{BACK}/{agreement_id}/standing", Moving(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.take_plan_back, plan_id=plan_id)
    ):
        messages.success(request, "It is taken back.")
        return redirect(address)
    back = Link("How the provider stands", address)
    return form_page(
        request, "Take this plan back", back, form, "Take it back", "Nothing is owed by it any more."
    )


def _open(request: Asking, plan_id: UUID) -> tuple[UUID, PlanStands]:
    """A plan of an agreement of the viewer's team, or no page."""
    for stands in queries.how_providers_stand(request.member, at=request.at):
        for one in stands.plans:
            if one.row.id == plan_id:
                return stands.stands.row.id, one
    raise Http404
