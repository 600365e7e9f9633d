"""A person's hours: what is left and by when, their places and turns, what was credited, and each step that can be taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.rules import RequirementKind
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.unpaid_work import actions, queries
from throughcare.casework.unpaid_work.queries import HoursSeen
from throughcare.casework.unpaid_work.rules import Scheme, WorkState, time_in_words
from throughcare.faces.web.answering import has_part
from throughcare.faces.web.look.forms import PlainForm
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Tag, Unknown, Why
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Function

from .hour_forms import (
    OFFERED,
    Confirm,
    CreditLearning,
    CreditTravel,
    EndPlace,
    Place,
    Send,
    TakeBack,
    WithdrawCredit,
)
from .project_words import WEEKDAYS

LAST_TURNS = 60


@page(Permission.LOOK_AT_PEOPLE)
def hours(request: Asking, person_id: UUID) -> HttpResponse:
    """The hours of a person's orders, those under way first, and those that nobody arranges yet."""
    context = about(request, person_id, "Unpaid work")
    found = queries.hours_of(person_id, on=day_of(request.at))
    context |= {
        "heading": "Unpaid work",
        "orders": [_order(request, one) for one in found],
        "unsent": _unsent(request, person_id, found),
    }
    return render(request, "unpaid_work/hours.html", context)


def _unsent(request: Asking, person_id: UUID, found: list[HoursSeen]) -> list[dict[str, Any]]:
    under_way = {one.stands.row.requirement_id for one in found if one.stands.row.ended_at is None}
    done = {one.stands.row.requirement_id for one in found if one.stands.row.state == WorkState.COMPLETED}
    may = request.member.may(Permission.REFER_TO_SERVICE) and has_part(request, person_id)
    return [
        {
            "words": f"{required.length} of unpaid work, ordered on {sentence.imposed_on:%-d %B %Y}",
            "href": f"/people/{person_id}/unpaid-work/send/{required.id}" if may else "",
        }
        for sentence in courts.sentences_of(person_id)
        if sentence.state in {"in force", "in breach"}
        for required in sentence.requirements
        if required.kind == RequirementKind.UNPAID_WORK and required.ended_on is None
        if required.id not in under_way | done
    ]


def _order(request: Asking, seen: HoursSeen) -> dict[str, Any]:
    row = seen.stands.row
    open_steps = steps_open(request, seen)
    return {
        "title": f"{time_in_words(seen.stands.ordered)} ordered" if seen.stands.ordered else "Hours ordered",
        "rows": _rows(seen),
        "steps": [
            {"label": step.label, "href": f"/unpaid-work/hours/{row.id}/{slug}", "kind": step.kind}
            for slug, step in open_steps.items()
            if step.listed
        ],
        "places": _places(seen, can_end="end-place" in open_steps),
        "turns": _turns(seen),
        "credits": _credits(seen, can_withdraw="withdraw-credit" in open_steps),
    }


def _rows(seen: HoursSeen) -> list[Row]:
    row, left = seen.stands.row, seen.hours
    rows = [Row("State", Lines(first_capital(row.state), [row.ended_because] if row.ended_because else []))]
    if left is None:
        rows.append(Row("Left", Unknown("The court's number of hours is not known any more")))
    else:
        over = [f"{time_in_words(left.over)} more than ordered"] if left.over else []
        rows += [
            Row(
                "Left",
                Lines(
                    time_in_words(left.left),
                    [f"{time_in_words(left.counted)} worked or credited", *_elsewhere(seen), *over],
                ),
            ),
            Row("Earned off by early compliance", _earned(seen)),
        ]
    if seen.law is not None:
        rows.append(Row("To be worked", Lines(first_capital(seen.law.because), [Why(str(seen.law))])))
    rows += [Row("When it will be done", _forecast(seen)), Row("Arranged by", seen.team)]
    if row.ended_at is None:
        rows.append(Row("Learning may still fill", time_in_words(seen.may_learn)))
    return rows


def _elsewhere(seen: HoursSeen) -> list[str]:
    minutes = seen.stands.worked_elsewhere
    return [f"{time_in_words(minutes)} of that recorded outside these turns"] if minutes else []


def _earned(seen: HoursSeen) -> object:
    assert seen.hours is not None
    earned = seen.hours.earned
    if earned.scheme is Scheme.INELIGIBLE:
        return "Not earned off on this order"
    now, most = time_in_words(int(earned.minutes)), time_in_words(int(earned.most))
    since = [f"since {earned.ceased_on:%-d %B %Y}"] if earned.ceased_on else []
    return Lines(f"{now} of at most {most}", [first_capital(earned.scheme), *since])


def _forecast(seen: HoursSeen) -> object:
    if seen.stands.row.ended_at is not None or (seen.hours and seen.hours.done):
        return "Done" if seen.stands.row.state != WorkState.ENDED else "Not done"
    if seen.forecast is None:
        return Unknown("Too early to say: four weeks of turns make a rate")
    if seen.forecast.done_by is None:
        return Tag("Never, at the rate of the last twelve weeks", "red")
    return Lines(
        f"About {seen.forecast.done_by:%-d %B %Y}",
        [f"at {time_in_words(round(seen.forecast.a_week))} a week, their own rate of the last twelve weeks"],
    )


def _places(seen: HoursSeen, *, can_end: bool) -> Table:
    work = seen.stands.row.id
    return Table(
        "Places",
        [Column("Project"), Column("When"), Column("From"), Column("To"), *([Column("Action", hidden=True)] if can_end else [])],
        [
            [
                Link(one.project.title, f"/unpaid-work/projects/{one.project_id}"),
                f"{first_capital(one.frequency)}, {WEEKDAYS[one.weekday]} {one.starts:%H:%M} to {one.until:%H:%M}",
                one.first, one.last or Unknown("No last day"),
                *([Link("End", f"/unpaid-work/hours/{work}/end-place?placement={one.id}", f"the place on {one.project.title}")] if can_end else []),
            ]
            for one in seen.stands.placements
        ],
        empty="No place yet.",
    )  # fmt: skip


def _turns(seen: HoursSeen) -> Table:
    shown = [turn for turn in seen.stands.turns if turn.row.off_at is None or turn.row.stood_down][
        :LAST_TURNS
    ]
    return Table(
        "Turns",
        [Column("Day"), Column("Project"), Column("What came of it")],
        [[turn.row.on, turn.row.project.title, _came(turn)] for turn in shown],
        empty="No turn is laid. Give them a place on a project.",
    )


def _came(turn: Any) -> object:
    if turn.row.stood_down:
        return Lines(Tag("Called off by the service", "grey"), [turn.row.off_because])
    if turn.last is None:
        return f"{turn.row.starts:%H:%M} to {turn.row.until:%H:%M}"
    earlier = [
        f"Before it was put right: {first_capital(old.outcome)}, {time_in_words(old.counted)}"
        for old in turn.told[:-1]
    ]
    return Lines(first_capital(turn.last.outcome), [f"{time_in_words(turn.last.counted)} counted", *earlier])


def _credits(seen: HoursSeen, *, can_withdraw: bool) -> Table | None:
    if not seen.stands.credits:
        return None
    work = seen.stands.row.id
    return Table(
        "Credited beside turns",
        [Column("Day"), Column("For"), Column("Time"), *([Column("Action", hidden=True)] if can_withdraw else [])],
        [
            [
                one.on, Lines(first_capital(one.kind), [one.what]),
                Lines(time_in_words(one.minutes), [f"Withdrawn: {one.withdrawn_because}"] if one.withdrawn_at else []),
                *(["" if one.withdrawn_at else Link("Withdraw", f"/unpaid-work/hours/{work}/withdraw-credit?credit={one.id}", f"the credit for {one.what}")] if can_withdraw else []),
            ]
            for one in seen.stands.credits
        ],
    )  # fmt: skip


@dataclass(frozen=True)
class HourStep:
    """One step as a page offers it; ``listed`` steps have a button of their own, the others a link in a table."""

    label: str
    act: Any
    form: type[PlainForm]
    permission: Permission
    said: str
    kind: str = ""
    listed: bool = True


STEPS: Mapping[str, HourStep] = {
    "place": HourStep("Give a place on a project", actions.place_on_project, Place, Permission.ARRANGE_UNPAID_WORK, "Placed, and their turns are laid."),
    "confirm": HourStep("Confirm that all hours are done", actions.confirm_hours, Confirm, Permission.ARRANGE_UNPAID_WORK, "Confirmed."),
    "credit-learning": HourStep("Credit learning", actions.credit_time, CreditLearning, Permission.ARRANGE_UNPAID_WORK, "Credited.", "secondary"),
    "credit-travel": HourStep("Credit travel", actions.credit_time, CreditTravel, Permission.ARRANGE_UNPAID_WORK, "Credited.", "secondary"),
    "end-place": HourStep("End the place", actions.end_placement, EndPlace, Permission.ARRANGE_UNPAID_WORK, "Ended, and their turns are laid anew.", listed=False),
    "withdraw-credit": HourStep("Withdraw the credit", actions.withdraw_credit, WithdrawCredit, Permission.ARRANGE_UNPAID_WORK, "Withdrawn.", listed=False),
    "take-back": HourStep("Take the hours back", actions.take_hours_back, TakeBack, Permission.REFER_TO_SERVICE, "Taken back. The team sees the person no longer.", "warning"),
}  # fmt: skip


def steps_open(request: Asking, seen: HoursSeen) -> dict[str, HourStep]:
    """The steps that the viewer can take now on somebody's hours."""
    row, may = seen.stands.row, request.member.may
    if row.ended_at is not None:
        return {}
    below = access.units_below(request.member.unit_id)
    arranges = row.to_unit in below and may(Permission.ARRANGE_UNPAID_WORK)
    sends = may(Permission.REFER_TO_SERVICE) and has_part(request, row.person_id)
    found = {}
    for slug, step in STEPS.items():
        side = arranges if step.permission is Permission.ARRANGE_UNPAID_WORK else sends
        if side and _in_turn(slug, seen):
            found[slug] = step
    return found


def _in_turn(slug: str, seen: HoursSeen) -> bool:
    done = seen.hours is not None and seen.hours.done
    attended = any(turn.last and turn.last.counted for turn in seen.stands.turns)
    return {
        "place": seen.hours is not None and not done,
        "confirm": done,
        "credit-learning": bool(seen.may_learn) and not done,
        "credit-travel": attended and not done,
        "end-place": bool(seen.stands.placements),
        "withdraw-credit": bool(seen.stands.credits),
    }.get(slug, True)


@page(Permission.REFER_TO_SERVICE)
def hours_step(request: Asking, work_id: UUID, deed: str) -> HttpResponse:
    """The form of one step; 404 where it is not one that the viewer can take now."""
    seen = queries.hours(work_id, on=day_of(request.at))
    chosen = steps_open(request, seen).get(deed) if seen else None
    if seen is None or chosen is None:
        raise Http404
    form = chosen.form(request.POST or None, **_given(chosen, seen, request))
    given = {} if deed in {"end-place", "withdraw-credit"} else {"work_id": work_id}
    person = seen.stands.row.person_id
    if request.method == "POST" and form.is_valid() and do(request, form, chosen.act, **given):
        messages.success(request, chosen.said)
        return redirect("unpaid_work") if deed in {"confirm"} else redirect("hours", person_id=person)
    context = about(request, person, "Unpaid work")
    context |= {
        "heading": chosen.label, "form": form, "submit": chosen.label, "cancel": f"/people/{person}/unpaid-work",
        "suits": _suits(seen, request) if deed == "place" else None,
    }  # fmt: skip
    return render(request, "unpaid_work/step.html", context)


def _given(step: HourStep, seen: HoursSeen, request: Asking) -> dict[str, Any]:
    """What a form that offers something to choose is made with: what there is, and what the address chose."""
    if step.form not in OFFERED:
        return {}
    asked = next((request.GET[name] for name in ("placement", "credit") if name in request.GET), "")
    return {"offers": OFFERED[step.form](seen, day_of(request.at)), "asked": asked}


def _suits(seen: HoursSeen, request: Asking) -> Table:
    found = queries.projects_for(
        seen.stands.row.person_id, unit_id=seen.stands.row.to_unit, on=day_of(request.at)
    )
    return Table(
        "Your team's projects, held against what is known of them",
        [Column("Project"), Column("Suits"), Column("Why")],
        [
            [
                Link(one.project.row.title, f"/unpaid-work/projects/{one.project.row.id}"),
                Tag("No", "red")
                if not one.fits
                else Tag("Find out first", "yellow")
                if one.unsure
                else Tag("Yes", "green"),
                Lines(first_capital(one.reasons[0]), [first_capital(more) for more in one.reasons[1:]]),
            ]
            for one in found
        ],
        empty="Your team runs no project. Take one on first.",
    )


@page(Permission.REFER_TO_SERVICE)
def send_hours(request: Asking, person_id: UUID, requirement_id: UUID) -> HttpResponse:
    """Give the hours of an order to whoever delivers unpaid work here, saying who will see the record."""
    context = about(request, person_id, "Unpaid work")
    seen = supervision.case_of(person_id, at=request.at)
    case = supervision.open_case(seen.case.id) if seen is not None else None
    required = courts.requirements([requirement_id]).get(requirement_id)
    if (
        case is None
        or required is None
        or required.person_id != person_id
        or not has_part(request, person_id)
    ):
        raise Http404
    form = Send(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.send_hours, case_id=case.id, requirement_id=requirement_id)
    ):
        messages.success(
            request, "Sent. The team that arranges the hours can see the person until they are done."
        )
        return redirect("hours", person_id=person_id)
    told = supervision.deliverer_of(case, Function.UNPAID_WORK, at=request.at)
    lead = (
        f"Nobody can be named who delivers unpaid work here: {told.value}."
        if isinstance(told, Unheld)
        else f"{told.organisation} delivers unpaid work here. Its team will see this person's record until the hours are done."
    )
    context |= {
        "heading": f"Send {required.length} of unpaid work",
        "form": form,
        "submit": "Send",
        "lead": lead,
        "cancel": f"/people/{person_id}/unpaid-work",
    }
    return render(request, "throughcare/form_page.html", context)
