"""One pairing whole: what is owed, what can be done now, meetings, work and everything that happened; and each step."""

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

from throughcare.casework.helpers import actions, queries
from throughcare.casework.helpers.queries import HelperMatched, JobSeen, PairingWhole
from throughcare.casework.helpers.rules import (
    CLOSED,
    PAIRED,
    HelperKind,
    JobPoint,
    PairingMove,
    PairingSide,
    PairingState,
    next_point,
    pairing_reasons,
    point_on,
)
from throughcare.faces.web.look.parts import Column, Happening, Lines, Link, Row, Table, Tag, Unknown, Why
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .asking import TAB
from .helper_forms import (
    CHOOSE,
    CorrectMeeting,
    Match,
    MovePairing,
    RecordJob,
    TellMeeting,
    TellOfJob,
)
from .helper_words import checks_words, helper_link, nobody_words, owed_words, slug_of, state_words

S, SIDE = PairingState, PairingSide


@dataclass(frozen=True)
class PairingAct:
    """One step beside the moves by hand: its act and form, with which permission, and when it can be taken."""

    label: str
    act: Callable[..., Any]
    form: type[forms.Form]
    permission: Permission
    can: Callable[[PairingWhole], bool]
    said: str
    listed: bool = True


def _helps(whole: PairingWhole) -> bool:
    return SIDE.HELPERS in whole.sides and whole.line.paired.state in PAIRED


def _tells(whole: PairingWhole) -> bool:
    """Whether the viewer's side tells what came of work now."""
    side = SIDE.SENDER if whole.line.paired.state in CLOSED else SIDE.HELPERS
    return side in whole.sides and bool(whole.line.paired.jobs)


STEPS: Mapping[str, PairingAct] = {
    "match": PairingAct(
        "Match them with a helper", actions.match_helper, Match, Permission.PAIR_HELPERS,
        lambda whole: SIDE.HELPERS in whole.sides and whole.line.paired.state is S.ASKED, "Matched.",
    ),
    "tell-work": PairingAct(
        "Say what came of the work", actions.tell_of_job, TellOfJob, Permission.RECORD_ON_TIMELINE, _tells, "Recorded.",
    ),
    "work": PairingAct(
        "Record work agreed", actions.record_job, RecordJob, Permission.PAIR_HELPERS,
        lambda whole: _helps(whole) and whole.line.paired.kind is HelperKind.EMPLOYER, "Recorded.",
    ),
    "meet": PairingAct(
        "Record a meeting", actions.record_meeting, TellMeeting, Permission.RECORD_ON_TIMELINE, _helps,
        "Recorded, here and in the person's record.",
    ),
    "correct": PairingAct(
        "Put a meeting right", actions.correct_meeting, CorrectMeeting, Permission.RECORD_ON_TIMELINE,
        lambda whole: _helps(whole) and bool(whole.line.paired.meetings), "Put right, here and in the person's record.", listed=False,
    ),
}  # fmt: skip


@page(Permission.LOOK_AT_PEOPLE)
def pairing(request: Asking, pairing_id: UUID) -> HttpResponse:
    """One pairing."""
    whole = _whole(request, pairing_id)
    context = about(request, whole.line.row.person_id, TAB)
    context |= {
        "heading": first_capital(whole.line.row.kind),
        "rows": _rows(whole, request),
        "doing": _doing(request, whole),
        "jobs": _jobs(whole) if whole.line.paired.kind is HelperKind.EMPLOYER else None,
        "meetings": _meetings(request, whole),
        "happenings": [
            Happening(
                first_capital(one.after), one.at, by=f"{one.who}, {one.organisation}".strip(", "),
                body=". ".join(part for part in (one.helper, one.reason, one.note) if part),
            )
            for one in reversed(whole.steps)
        ],
    }  # fmt: skip
    return render(request, "helpers/pairing.html", context)


def _whole(request: Asking, pairing_id: UUID) -> PairingWhole:
    whole = queries.pairing(pairing_id, request.member, at=request.at)
    if whole is None:
        raise Http404
    return whole


def _rows(whole: PairingWhole, request: Asking) -> list[Row]:
    line = whole.line
    standing = line.paired.standing(day_of(request.at))
    checks = [Row("Checks", checks_words(standing.checks))] if line.paired.state in PAIRED else []
    return [
        Row("State", state_words(line.row.state)),
        Row(
            "What is owed",
            Lines(owed_words(line, request.at), [Why(str(line.owed.finding))] if line.owed else []),
        ),
        Row("Helper", helper_link(line) if whole.sides else line.helper or nobody_words(line)),
        *checks,
        Row("Why", line.row.because),
        Row("Asked of", line.team),
    ]


def _jobs(whole: PairingWhole) -> Table:
    return Table(
        "Work",
        [Column("Work"), Column("First day"), *(Column(first_capital(point)) for point in JobPoint)],
        [
            [
                Lines(job.row.title, [job.row.kind]),
                job.row.starts_on,
                *(_told(job, point) for point in JobPoint),
            ]
            for job in whole.line.paired.jobs
        ],
        empty="None is agreed yet.",
    )


def _told(job: JobSeen, point: JobPoint) -> object:
    told = job.told.get(point)
    if told is not None:
        return first_capital(told.outcome)
    return Unknown(f"Not told; due from {point_on(job.row.starts_on, point):%-d %B %Y}")


def _meetings(request: Asking, whole: PairingWhole) -> Table:
    can = "correct" in _open(request, whole)
    at = f"/helpers/pairings/{whole.line.row.id}/correct"
    return Table(
        "Meetings",
        [Column("Day"), Column("What came of it"), *([Column("Action", hidden=True)] if can else [])],
        [
            [one.on, first_capital(one.outcome),
             *([Link("Put right", f"{at}?meeting={one.id}", f"the meeting of {one.on:%-d %B %Y}")] if can else [])]
            for one in reversed(whole.line.paired.meetings)
        ],
        empty="None yet.",
    )  # fmt: skip


def _doing(request: Asking, whole: PairingWhole) -> list[dict[str, str]]:
    """What can be done now, what goes on first."""
    at = f"/helpers/pairings/{whole.line.row.id}"
    steps = [(step.label, f"{at}/{slug}") for slug, step in _open(request, whole).items() if step.listed]
    if _next_point(whole, day_of(request.at)) is None:
        steps.sort(key=lambda step: step[1].endswith("/tell-work"))
    moves = [(move.label, f"{at}/{_slug(move)}") for move in whole.may]
    first = steps[:1]
    return [
        {"label": label, "href": href, "kind": "" if (label, href) in first else "secondary"}
        for label, href in [*steps, *moves]
    ]


def _next_point(whole: PairingWhole, on: date) -> tuple[JobSeen, JobPoint] | None:
    """Of which work, and at which point, what came of it is to be told now."""
    jobs = whole.line.paired.jobs
    due = next_point([job.facts for job in jobs])
    return (jobs[due[0]], due[1]) if due is not None and due[2] <= on else None


def _slug(move: PairingMove) -> str:
    return f"to-{slug_of(move.after)}"


def _open(request: Asking, whole: PairingWhole) -> dict[str, PairingAct]:
    return {
        slug: step for slug, step in STEPS.items() if step.can(whole) and request.member.may(step.permission)
    }


@page(Permission.REFER_TO_SERVICE)
def pairing_step(request: Asking, pairing_id: UUID, pacing: str) -> HttpResponse:
    """The form of one step or move; 404 where it is not one that the viewer can take now."""
    whole = _whole(request, pairing_id)
    move = next((one for one in whole.may if _slug(one) == pacing), None)
    if move is not None:
        return _move(request, whole, move)
    step = _open(request, whole).get(pacing)
    if step is None:
        raise Http404
    form = step.form(request.POST or None, initial=_initial(request, whole))
    found = queries.helpers_matching(pairing_id, at=request.at) if isinstance(form, Match) else []
    if isinstance(form, Match):
        form.offer(found)
    if isinstance(form, TellOfJob):
        form.offer(whole.line.paired.jobs)
    given = {} if step.form in {CorrectMeeting, TellOfJob} else {"pairing_id": pairing_id}
    if request.method == "POST" and form.is_valid() and do(request, form, step.act, **given):
        messages.success(request, step.said)
        return redirect("pairing", pairing_id=pairing_id)
    return _form(request, whole, step.label, form, _against(found) if found else None)


def _initial(request: Asking, whole: PairingWhole) -> dict[str, Any]:
    known: dict[str, Any] = {"version": whole.line.row.version, "happened_on": day_of(request.at)}
    due = _next_point(whole, day_of(request.at))
    known |= {"job_id": due[0].row.id, "point": due[1]} if due else {}
    meeting = request.GET.get("meeting", "")
    found = next((one for one in whole.line.paired.meetings if str(one.id) == meeting), None)
    return known | (
        {"meeting_id": found.id, "happened_on": found.on, "outcome": found.outcome} if found else {}
    )


def _move(request: Asking, whole: PairingWhole, move: PairingMove) -> HttpResponse:
    form = MovePairing(request.POST or None, initial={"version": whole.line.row.version})
    form.fields["reason"].choices = [CHOOSE, *pairing_reasons(move.reasons, day_of(request.at)).items()]  # type: ignore[attr-defined]
    given: dict[str, Any] = {"pairing_id": whole.line.row.id}
    act: Callable[..., Any] = actions.withdraw_pairing
    if move.side is SIDE.HELPERS:
        act, given = actions.move_pairing, given | {"to": move.after}
    if request.method == "POST" and form.is_valid() and do(request, form, act, **given):
        messages.success(request, f"{first_capital(move.after)}.")
        seen = queries.pairing(whole.line.row.id, request.member, at=request.at)
        return redirect("pairing", pairing_id=whole.line.row.id) if seen else redirect("helpers")
    return _form(request, whole, move.label, form, None)


def _against(found: list[HelperMatched]) -> Table:
    return Table(
        "Helpers of your team, held against what is needed",
        [Column("Helper"), Column("Can be matched"), Column("Why")],
        [
            [
                Link(one.helper.name, f"/helpers/{one.helper.id}"), Tag("Yes", "green") if one.fit.fits else Tag("No", "red"),
                _why(one),
            ]
            for one in found
        ],
        empty="Your team has listed nobody of this kind.",
    )  # fmt: skip


def _why(one: HelperMatched) -> object:
    said = [first_capital(each.because) for each in one.fit.against] or [one.helper.does]
    return Lines(said[0], said[1:])


def _form(
    request: Asking, whole: PairingWhole, label: str, form: forms.Form, table: Table | None
) -> HttpResponse:
    context = about(request, whole.line.row.person_id, TAB)
    context |= {
        "heading": label, "form": form, "submit": label, "cancel": f"/helpers/pairings/{whole.line.row.id}", "suits": table,
    }  # fmt: skip
    return render(request, "helpers/step.html", context)
