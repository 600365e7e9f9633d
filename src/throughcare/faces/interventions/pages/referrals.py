"""Referrals on both sides: what waits, one referral whole, and the form of each step."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.interventions import queries
from throughcare.casework.interventions.rules import OPEN_REFERRALS, ReferralState, need_areas
from throughcare.faces.web.look.formats import count_of
from throughcare.faces.web.look.parts import Clock, Column, Happening, Lines, Link, Row, Table, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital, state_tag
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .steps import Plain, StepForm, form_of, steps_open

OWED = {
    "accepted": "Answer",
    "sent again": "Say what was asked for",
    "given to a worker": "Give to a worker",
    "plan sent": "Send a plan",
    "plan approved": "Approve the plan",
    "concluded": "Report and conclude",
    "goes on": "Say whether it goes on",
}


AWAITED = {
    "accepted": "to be answered",
    "sent again": "to be sent again",
    "given to a worker": "to be given to a worker",
    "plan sent": "its plan",
    "plan approved": "its plan to be approved",
    "concluded": "its report",
    "goes on": "the person was away: to be said whether it goes on",
}


@page(Permission.REFER_TO_SERVICE)
def referrals(request: Asking) -> HttpResponse:
    """What was sent to one's teams and what they sent, with what is owed and by when, the soonest first."""
    units, today = access.units_below(request.member.unit_id), day_of(request.at)
    receives = request.member.may(Permission.ANSWER_REFERRAL)
    context = {
        "heading": "Referrals",
        "received": referral_table(queries.referrals_open(units, today=today), "Sent to your team")
        if receives
        else None,
        "sent": referral_table(queries.referrals_sent(units, today=today), "Sent by your team"),
    }
    return render(request, "interventions/referrals.html", context)


def referral_table(
    rows: list[queries.ReferralLine], caption: str, *, name: bool = True, opens: bool = True
) -> Table:
    """Referrals with what is owed first, each with the way to it for whoever ``opens`` referrals."""
    return Table(
        caption,
        [
            *([Column("Name")] if name else []),
            Column("Service"), Column("State"), Column("What is owed"), Column("Time left"),
            *([Column("Action", hidden=True)] if opens else []),
        ],
        [
            [
                *([Link(row.name, f"/people/{row.person_id}")] if name else []),
                Lines(row.service, [row.provider]),
                state_tag(row.state),
                owed_words(row),
                left_clock(row),
                *([Link("Open", f"/referrals/{row.id}", f"the referral of {row.name} to {row.service}")] if opens else []),
            ]
            for row in rows
        ],
        empty="No referral.",
    )  # fmt: skip


def owed_words(row: queries.ReferralLine) -> object:
    """What is owed on a referral and by which side; nothing but its sessions while it goes on, or where it has ended."""
    if not row.due:
        return "Its sessions" if row.state == ReferralState.DELIVERING else "Nothing"
    return Lines(OWED[row.due], ["by the service" if row.due_by_provider else "by the team that sent it"])


def left_clock(row: queries.ReferralLine) -> object:
    """The working days left, or by how many it is late."""
    if row.working_days_left is None:
        return "No day is set"
    left = row.working_days_left
    return Clock(-left, 0, "late by") if left < 0 else Clock(left, None, "due in") if left else Clock(0, 0)


@page(Permission.REFER_TO_SERVICE)
def referral(request: Asking, referral_id: UUID) -> HttpResponse:
    """One referral: what is owed, the steps one's side can take, and everything that happened."""
    seen = _seen(request, referral_id)
    context = about(request, seen.line.person_id, "Services")
    context |= {
        "heading": f"Referral to {seen.line.service}",
        "rows": _rows(seen),
        "steps": _buttons(request, seen),
        "goals": seen.goals,
        "happenings": [_happening(step) for step in reversed(seen.steps)],
    }
    return render(request, "interventions/referral.html", context)


def _buttons(request: Asking, seen: queries.ReferralSeen) -> list[dict[str, str]]:
    """The steps that can be taken: what is done first stands out, and what ends it stands last."""
    steps = sorted(_open(request, seen).items(), key=lambda one: one[1].warns)
    buttons = [
        {
            "href": f"/referrals/{seen.line.id}/{slug}",
            "label": step.label,
            "kind": "warning" if step.warns else "secondary" if number else "",
        }
        for number, (slug, step) in enumerate(steps)
    ]
    return sorted([*buttons, *_pass_on(request, seen)], key=lambda one: one["kind"] == "warning")


def _seen(request: Asking, referral_id: UUID) -> queries.ReferralSeen:
    seen = queries.referral(referral_id, today=day_of(request.at))
    if seen is None:
        raise Http404
    return seen


def _open(request: Asking, seen: queries.ReferralSeen) -> dict[str, StepForm]:
    below = access.units_below(request.member.unit_id)
    answers = request.member.may(Permission.ANSWER_REFERRAL) and seen.sides.is_receivers(below)
    return steps_open(seen, sender=seen.sides.is_senders(below), receiver=answers)


def _pass_on(request: Asking, seen: queries.ReferralSeen) -> list[dict[str, str]]:
    """The way to another service, for the side that sent an open referral."""
    below = access.units_below(request.member.unit_id)
    if seen.line.state not in OPEN_REFERRALS or not seen.sides.is_senders(below):
        return []
    return [
        {
            "href": f"/referrals/{seen.line.id}/transfer",
            "label": "Pass to another service",
            "kind": "secondary",
        }
    ]


def _rows(seen: queries.ReferralSeen) -> list[Row]:
    line = seen.line
    sessions = f"{seen.recorded} of {seen.sessions} recorded" if seen.sessions else Unknown("No plan yet")
    return [
        Row("State", state_tag(line.state)),
        Row("What is owed", Lines(owed_words(line), [left_clock(line)]) if line.due else owed_words(line)),
        *([Row("Why it waits", seen.away)] if seen.away else []),
        Row("For", need_areas()[line.need].name if line.need in need_areas() else first_capital(line.need)),
        Row("Why", seen.because),
        Row("Sent by", seen.sender),
        Row("Sent to", seen.receiver),
        Row("Worker", line.worker or Unknown("Nobody yet")),
        Row("Sessions", sessions),
        *(
            [Row("What was achieved", f"{seen.score:g} of {len(seen.goals)} goals")]
            if seen.score is not None
            else []
        ),
    ]


def _attended(step: queries.StepTaken) -> list[str]:
    """How long a session took, the reason of an absence and what shows it, where it has them."""
    reason = [f"Reason: {step.absence}"] if step.absence else []
    took = [count_of(step.minutes, "minute")] if step.minutes else []
    return [*took, *reason, *([f"Evidence: {step.evidence}"] if step.evidence else [])]


def _happening(step: queries.StepTaken) -> Happening:
    said = [
        f"on {step.on:%-d %B %Y}" if step.on else "",
        first_capital(step.reason),
        *_attended(step),
        step.note,
    ]
    goals = [f"{goal}: {outcome}" for goal, outcome in zip(step.goals, step.outcomes, strict=False)] or list(
        step.goals
    )
    changed = [
        f"{first_capital(one.what)}: it said “{_of(one.old)}”, it says “{_of(one.new)}”"
        for one in step.changes
    ]
    words = ". ".join(part.rstrip(".") for part in (*said, *(changed or goals)) if part)
    by = f"{step.who}, {step.organisation}".strip(", ")
    return Happening(first_capital(step.kind), step.at, by=by, body=first_capital(words))


def _of(value: object) -> str:
    return "; ".join(value) if isinstance(value, tuple) else "nothing" if value is None else str(value)


@page(Permission.REFER_TO_SERVICE)
def referral_step(request: Asking, referral_id: UUID, step: str) -> HttpResponse:
    """The form of one step; 404 where it is not one that the viewer's side can take now."""
    seen = _seen(request, referral_id)
    chosen = _open(request, seen).get(step)
    if chosen is None:
        raise Http404
    form = form_of(chosen, seen, request.at, request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, chosen.act, referral_id=referral_id)
    ):
        messages.success(request, f"{first_capital(chosen.kind.value)}.")
        return redirect("referrals")
    context = about(request, seen.line.person_id, "Services")
    context |= {
        "heading": f"{chosen.label}: {seen.line.service}",
        "form": form,
        "submit": chosen.label,
        "cancel": f"/referrals/{referral_id}",
        "lately": _lately(form, seen),
    }
    return render(request, "throughcare/overtaken_page.html", context)


def _lately(form: Plain, seen: queries.ReferralSeen) -> list[Happening]:
    """What somebody else did meanwhile, beside what the viewer wrote; what they send next is on top of it, knowingly."""
    if not form.is_bound or form.cleaned_data.get("version") in {None, seen.version}:
        return []
    form.data = {**{name: form.data.get(name) for name in form.data}, "version": seen.version}
    return [_happening(seen.steps[-1])]
