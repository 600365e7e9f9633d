"""One application whole: what is owed, what can be done now, its nights and stays, and everything that happened; and each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.accommodation import actions, queries
from throughcare.casework.accommodation.queries import ApplicationWhole, BedMatched
from throughcare.casework.accommodation.rules import (
    ApplicationState,
    PlacingMove,
    PlacingSide,
    reason_words,
)
from throughcare.faces.web.look.parts import Column, Happening, Lines, Link, Row, Table, Tag, Unknown, Why
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .application_forms import (
    Arriving,
    Booking,
    Departing,
    GivingUp,
    Leaving,
    Moving,
    MovingOn,
    MovingOver,
    OfApplication,
    Ordering,
    StayingLonger,
)
from .placing_words import bed_words, has_words, nights_words, owed_words, priority_words, stands_words

S = ApplicationState


@dataclass(frozen=True)
class PlacingStep:
    """One step beside the moves by hand: in which states, on which side, with which permission, and its lists of reasons."""

    label: str
    act: Any
    form: type[OfApplication]
    states: frozenset[ApplicationState]
    said: str
    side: PlacingSide = PlacingSide.DELIVERER
    permission: Permission = Permission.GIVE_PLACES
    lists: tuple[tuple[str, str], ...] = ()
    kind: str = ""


_RESIDENT = frozenset({S.RESIDENT})
_BOOKED = frozenset({S.PLACED})
STEPS: Mapping[str, PlacingStep] = {
    "book": PlacingStep("Book a bed", actions.book_bed, Booking, frozenset({S.WAITING}), "Booked. Whoever runs the premises can see them."),
    "arrive": PlacingStep("Record that they arrived", actions.record_arrival, Arriving, _BOOKED, "Recorded."),
    "no-arrival": PlacingStep(
        "Record that they did not arrive", actions.record_no_arrival, GivingUp, _BOOKED, "Recorded. The bed is free again.",
        lists=(("reason", "not arrived"),), kind="secondary",
    ),
    "give-up": PlacingStep(
        "Give the bed up", actions.give_bed_up, GivingUp, _BOOKED, "The bed is free again.", lists=(("reason", "cancelled"),),
        kind="secondary",
    ),
    "depart": PlacingStep(
        "Record that they left", actions.record_departure, Departing, _RESIDENT, "Recorded. Your team sees the person no longer.",
        lists=(("reason", "departed"), ("moved_on", "move on")),
    ),
    "leaving": PlacingStep("Change the day they leave", actions.change_leaving, Leaving, _RESIDENT, "Changed.", kind="secondary"),
    "stay-longer": PlacingStep(
        "Give leave to stay longer", actions.give_leave_to_stay, StayingLonger, _RESIDENT, "Leave is given.",
        permission=Permission.KEEP_PREMISES, kind="secondary",
    ),
    "move-bed": PlacingStep(
        "Move them to another bed", actions.move_to_bed, MovingOver, _RESIDENT, "Moved.", lists=(("reason", "transfer"),),
        kind="secondary",
    ),
    "priority": PlacingStep(
        "Change who goes first", actions.set_priority, Ordering, frozenset({S.SENT, S.ASSESSED, S.WAITING, S.NO_BED}), "Changed.",
        kind="secondary",
    ),
    "move-on": PlacingStep(
        "Say where they go on to", actions.plan_move_on, MovingOn, _RESIDENT, "Recorded.", side=PlacingSide.SENDER,
        permission=Permission.REFER_TO_SERVICE, lists=(("move_on", "move on"),),
    ),
}  # fmt: skip


@page(Permission.LOOK_AT_PEOPLE)
def application(request: Asking, application_id: UUID) -> HttpResponse:
    """One application."""
    whole = _whole(request, application_id)
    context = about(request, whole.line.row.person_id, "Accommodation")
    context |= {
        "heading": first_capital(whole.line.row.kind),
        "rows": _rows(whole, request),
        "doing": _doing(request, whole),
        "stays": _stays(whole),
        "happenings": [
            Happening(
                first_capital(one.after), one.at, by=f"{one.who}, {one.organisation}".strip(", "),
                body=". ".join(part for part in (one.reason, one.note) if part),
            )
            for one in reversed(whole.moves)
        ],
    }  # fmt: skip
    return render(request, "accommodation/application.html", context)


def _whole(request: Asking, application_id: UUID) -> ApplicationWhole:
    whole = queries.application(application_id, request.member, at=request.at)
    if whole is None:
        raise Http404
    return whole


def _rows(whole: ApplicationWhole, request: Asking) -> list[Row]:
    line, row = whole.line, whole.line.row
    owed = [
        Row(
            "What is owed",
            Lines(owed_words(line, request.at), [Why(str(line.owed.finding))] if line.owed else []),
        )
    ]
    rows = [
        Row("State", stands_words(row.state)),
        *owed,
        Row("Goes", Lines(priority_words(row.priority), [first_capital(row.priority_because)])),
        Row("From where", line.route),
        Row("Notice", first_capital(row.notice)),
        Row("Arrival asked for", f"{row.arrival:%-d %B %Y}" if row.arrival else Unknown("Not known yet")),
        Row("Nights asked for", Lines(row.nights, [row.why_longer] if row.why_longer else [])),
        Row("Nights", nights_words(line)),
        Row("Bed", bed_words(line)),
        Row("Needs", has_words(row.needs)),
        Row("Why", row.because),
        Row("Asked of", line.team),
    ]
    for label, words in (("If it goes wrong", row.contingency), ("Exception", row.exception)):
        if words:
            rows.append(Row(label, words))
    if row.state == S.RESIDENT:
        said = reason_words("move on", row.move_on) if row.move_on else Unknown("Nobody has said yet")
        rows.append(Row("Where they go on to", said))
    return rows


def _stays(whole: ApplicationWhole) -> Table:
    return Table(
        "Beds they had",
        [Column("Premises"), Column("State"), Column("From"), Column("To"), Column("Why it ended")],
        [
            [
                f"{one.bed.premises.name}, bed {one.bed.name}", first_capital(one.state), one.arrived_on or one.arrives,
                one.left_on or one.leaves, Lines(_ended(one), [one.leave] if one.leave else []),
            ]
            for one in whole.line.placing.stays
        ],
        empty="None yet.",
    )  # fmt: skip


def _ended(one: Any) -> str:
    if not one.reason:
        return ""
    lists = {"cancelled": ("cancelled",), "not arrived": ("not arrived",)}.get(
        one.state, ("departed", "transfer")
    )
    words = next(
        (said for name in lists if (said := reason_words(name, one.reason)) != one.reason), one.reason
    )
    return f"{words}. {reason_words('move on', one.moved_on)}" if one.moved_on else words


def _doing(request: Asking, whole: ApplicationWhole) -> list[dict[str, str]]:
    """What can be done now, what goes on first."""
    at = f"/accommodation/applications/{whole.line.row.id}"
    steps = [(step.label, f"{at}/{slug}", step.kind) for slug, step in _open(request, whole).items()]
    moves = [
        (move.label, f"{at}/{slug_of(move)}", "" if move.continues else "secondary") for move in whole.may
    ]
    found = [*(one for one in moves if not one[2]), *steps, *(one for one in moves if one[2])]
    return [{"label": label, "href": href, "kind": kind} for label, href, kind in found]


def slug_of(move: PlacingMove) -> str:
    """A move as an address spells it."""
    return f"to-{move.after.value.replace(' ', '-')}"


def _open(request: Asking, whole: ApplicationWhole) -> dict[str, PlacingStep]:
    state = whole.line.placing.state
    return {
        slug: step
        for slug, step in STEPS.items()
        if state in step.states and step.side in whole.sides and request.member.may(step.permission)
    }


@page(Permission.REFER_TO_SERVICE)
def application_step(request: Asking, application_id: UUID, taking: str) -> HttpResponse:
    """The form of one step or move; 404 where it is not one that the viewer can take now."""
    whole = _whole(request, application_id)
    move = next((one for one in whole.may if slug_of(one) == taking), None)
    step = _open(request, whole).get(taking)
    if move is not None:
        return _move(request, whole, move)
    if step is None:
        raise Http404
    beds = _beds(request, whole) if step.form in {Booking, MovingOver} else []
    form = step.form(request.POST or None, initial=_initial(request, whole))
    form.offer(whole, beds)
    for name, reasons in step.lists:
        form.choose_from(name, reasons, whole)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, step.act, application_id=application_id)
    ):
        messages.success(request, step.said)
        return _after(request, whole)
    return _form(request, whole, step.label, form, _against(beds) if beds else None)


def _initial(request: Asking, whole: ApplicationWhole) -> dict[str, Any]:
    row, stay, today = whole.line.row, whole.line.stay, day_of(request.at)
    return {
        "version": row.version, "on": today, "arrives": max(row.arrival or today, today),
        "leaves": stay.leaves if stay else None, "move_on": row.move_on,
    }  # fmt: skip


def _move(request: Asking, whole: ApplicationWhole, move: PlacingMove) -> HttpResponse:
    act = actions.move_application if move.side is PlacingSide.DELIVERER else actions.answer_application
    form = Moving(request.POST or None, initial={"version": whole.line.row.version})
    form.choose_from("reason", move.reasons, whole)
    if not (move.side is PlacingSide.SENDER and move.after is S.WAITING):
        del form.fields["arrival"]
    application_id = whole.line.row.id
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, act, application_id=application_id, to=move.after)
    ):
        messages.success(request, f"{first_capital(move.after.value)}.")
        return _after(request, whole)
    return _form(request, whole, move.label, form, None)


def _after(request: Asking, whole: ApplicationWhole) -> HttpResponse:
    """The application again; the list, where the viewer sees it no longer."""
    application_id = whole.line.row.id
    if queries.application(application_id, request.member, at=request.at) is None:
        return redirect("accommodation")
    return redirect("application", application_id=application_id)


def _beds(request: Asking, whole: ApplicationWhole) -> list[BedMatched]:
    today = day_of(request.at)
    arrives: date | None = today if whole.line.stay else None
    leaves = max(whole.line.stay.leaves, date.fromordinal(today.toordinal() + 1)) if whole.line.stay else None
    return queries.beds_for(whole.line.row.id, at=request.at, arrives=arrives, leaves=leaves)


def _against(beds: list[BedMatched]) -> Table:
    return Table(
        "Beds of whoever gives the place, held against what is needed on the nights asked for",
        [Column("Bed"), Column("Fits"), Column("Why")],
        [
            [
                Link(f"{one.premises.name}, bed {one.bed.name}", f"/accommodation/premises/{one.premises.id}"),
                Tag("No", "red") if not one.fit.fits else Tag("Find out first", "yellow") if one.fit.unsure else Tag("Yes", "green"),
                Lines(first_capital(one.fit.findings[0].because), [first_capital(more.because) for more in one.fit.findings[1:]]),
            ]
            for one in beds
        ],
        empty="No bed of this kind is recorded.",
    )  # fmt: skip


def _form(
    request: Asking, whole: ApplicationWhole, label: str, form: Any, table: Table | None
) -> HttpResponse:
    context = about(request, whole.line.row.person_id, "Accommodation")
    context |= {
        "heading": label, "form": form, "submit": label, "cancel": f"/accommodation/applications/{whole.line.row.id}",
        "suits": table,
    }  # fmt: skip
    return render(request, "accommodation/step.html", context)
