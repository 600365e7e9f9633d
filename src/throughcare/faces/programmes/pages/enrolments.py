"""Referrals to programmes: who waits, one whole with its sessions, and the forms that move it on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.casework.programmes import actions, queries
from throughcare.casework.programmes.queries import EnrolmentWhole, ScoreSeen
from throughcare.casework.programmes.rules import EnrolmentState, Move, Side
from throughcare.faces.web.look.parts import Column, Happening, Lines, Link, Row, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.person_frame import about
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .enrolment_forms import Alone, Moving, Placing, Scoring
from .enrolment_words import come_words, outcome_words, owed_words, state_words


@page(Permission.REFER_TO_SERVICE)
def enrolments(request: Asking) -> HttpResponse:
    """Whom one's teams deliver programmes to, and whom they referred, what is owed soonest first."""
    units, today = access.units_below(request.member.unit_id), day_of(request.at)
    delivers = request.member.may(Permission.DELIVER_PROGRAMME)
    sent = Table(
        "Referred by your team",
        [Column("Name"), Column("Programme"), Column("State"), Column("What is owed"), Column("Action", hidden=True)],
        [
            [Link(one.name, f"/people/{one.person_id}"), Lines(one.programme_name, [one.team]), state_words(one.state),
             owed_words(one), Link("Open", f"/enrolments/{one.id}", f"the referral of {one.name}")]
            for one in queries.enrolments_from(units, today=today)
        ],
        empty="Nobody.",
    )  # fmt: skip
    received = Table(
        "Delivered by your team",
        [Column("Name"), Column("Programme"), Column("State"), Column("How far"), Column("What is owed"), Column("Action", hidden=True)],
        [
            [Link(one.line.name, f"/people/{one.line.person_id}"), one.line.programme_name, state_words(one.line.state),
             come_words(one), owed_words(one.line), Link("Open", f"/enrolments/{one.line.id}", f"the referral of {one.line.name}")]
            for one in (queries.enrolments_at(units, today=today) if delivers else [])
        ],
        empty="Nobody.",
    )  # fmt: skip
    context = {"heading": "People and programmes", "received": received if delivers else None, "sent": sent}
    return render(request, "programmes/enrolments.html", context)


def _seen(request: Asking, enrolment_id: UUID) -> EnrolmentWhole:
    seen = queries.enrolment(enrolment_id, request.member, at=request.at)
    if seen is None:
        raise Http404
    return seen


@page(Permission.LOOK_AT_PEOPLE)
def enrolment(request: Asking, enrolment_id: UUID) -> HttpResponse:
    """One referral: what is owed, what can be done now, every session, scores, and everything that happened."""
    seen = _seen(request, enrolment_id)
    context = about(request, seen.seen.line.person_id, "Programmes")
    context |= {
        "heading": seen.programme.name,
        "rows": _rows(request, seen),
        "doing": _doing(request, seen),
        "sessions": _sessions(seen),
        "scores": _scores(seen.scores),
        "happenings": [
            Happening(
                first_capital(one.after), one.at, by=f"{one.who}, {one.organisation}".strip(", "),
                body=". ".join(part for part in (first_capital(one.reason), one.note) if part),
            )
            for one in reversed(seen.moves)
        ],
    }  # fmt: skip
    return render(request, "programmes/enrolment.html", context)


def _rows(request: Asking, seen: EnrolmentWhole) -> list[Row]:
    line = seen.seen.line
    delivers = request.member.may(Permission.DELIVER_PROGRAMME)
    rows = [
        Row("State", state_words(line.state)),
        Row("What is owed", owed_words(line)),
        Row("How far", come_words(seen.seen)),
        Row("Ordered by the court", _ordered(seen)),
        Row("Delivered by", line.team),
        Row("Why", seen.because),
    ]
    if seen.seen.group_id:
        is_own = delivers and line.to_unit in access.units_below(request.member.unit_id)
        there = f"/groups/{seen.seen.group_id}" if is_own else ""
        code = f"Group {seen.seen.group_code}"
        rows.insert(3, Row("Group", Link(code, there) if there else code))
    if seen.counts_from:
        rows.append(Row("Began again", f"Sessions count from {seen.counts_from:%-d %B %Y}"))
    if seen.rejoin_by:
        rows.append(Row("May rejoin another group", f"Until {seen.rejoin_by:%-d %B %Y}, with what was done"))
    if seen.review_by:
        rows.append(Row("Review after the last session", f"By {seen.review_by:%-d %B %Y}"))
    return rows


def _ordered(seen: EnrolmentWhole) -> object:
    found = seen.requirement
    if found is None:
        return "No requirement: it was agreed"
    if found.amount is None:
        return f"{found.kind}: {found.name}" if found.name else found.kind
    left = max(Decimal(), found.amount - seen.done)
    return Lines(
        f"{found.length} of {found.name or found.kind}", [f"{_plain(seen.done)} counted, {_plain(left)} left"]
    )


def _plain(number: Decimal) -> str:
    """A number of days or hours without noughts that say nothing."""
    return f"{number.normalize():f}"


def _doing(request: Asking, seen: EnrolmentWhole) -> list[dict[str, str]]:
    """What can be done now, what goes on first."""
    at, found = f"/enrolments/{seen.seen.line.id}", []
    delivers = seen.delivers and request.member.may(Permission.DELIVER_PROGRAMME)
    if (
        seen.seen.line.state == EnrolmentState.AWAITING_GROUP
        and seen.delivers
        and request.member.may(Permission.RUN_GROUPS)
    ):
        found.append(("Give a place in a group", f"{at}/place", ""))
    if delivers and seen.seen.line.state in {EnrolmentState.SCHEDULED, EnrolmentState.ON_PROGRAMME}:
        found.append(("Record a session held alone", f"{at}/session", ""))
    if delivers and seen.scores:
        found.append(("Record a score", f"{at}/score", "secondary"))
    if request.member.may(Permission.REFER_TO_SERVICE):
        found += [
            (_label(move), f"{at}/moves/{slug_of(move.after)}", "" if move.continues else "secondary")
            for move, _ in seen.may
        ]
    return [{"label": label, "href": href, "kind": kind} for label, href, kind in found]


def slug_of(state: EnrolmentState) -> str:
    """A state as an address spells it."""
    return state.value.replace(" ", "-")


def _label(move: Move) -> str:
    return {EnrolmentState.COMPLETE: "Record as complete", EnrolmentState.WITHDRAWN: "Withdraw"}.get(
        move.after, f"Set to {move.after.value}"
    )


def _sessions(seen: EnrolmentWhole) -> Table:
    return Table(
        "Sessions",
        [
            Column("Session", numeric=True),
            Column("Name"),
            Column("How"),
            Column("Done?"),
            Column("What came of it"),
        ],
        [
            [
                one.session.number,
                one.session.name,
                first_capital(one.session.kind),
                Tag("Done", "green") if one.is_done else Tag("To do", "grey"),
                outcome_words(one.contacts),
            ]
            for one in seen.sessions
        ],
    )


def _scores(scores: tuple[ScoreSeen, ...]) -> Table | None:
    if not scores:
        return None

    def told(score: tuple[int, Any] | None) -> object:
        return Lines(score[0], [f"{score[1]:%-d %B %Y}"]) if score else Unknown("Not scored")

    return Table(
        "Scores",
        [Column("Measure"), Column("From and to"), Column("Before"), Column("After")],
        [[one.name, f"{one.least} to {one.most}", told(one.before), told(one.after)] for one in scores],
    )


def _form(
    request: Asking, seen: EnrolmentWhole, heading: str, form: Any, submit: str, **more: Any
) -> HttpResponse:
    context = about(request, seen.seen.line.person_id, "Programmes")
    cancel = f"/enrolments/{seen.seen.line.id}"
    context |= {"heading": heading, "form": form, "submit": submit, "cancel": cancel, "rows": [], **more}
    return render(request, "programmes/form.html", context)


@page(Permission.REFER_TO_SERVICE)
def enrolment_move(request: Asking, enrolment_id: UUID, move: str) -> HttpResponse:
    """Move a referral; 404 where it is not a move that the viewer's side can make now."""
    seen = _seen(request, enrolment_id)
    found = next(((one, side) for one, side in seen.may if slug_of(one.after) == move), None)
    if found is None:
        raise Http404
    chosen, side = found
    act = actions.move_enrolment if side is Side.DELIVERER else actions.answer_for_sentence
    form = Moving(request.POST or None, initial={"version": seen.version})
    form.ask_why(needed=chosen.after in actions.SAYS_WHY)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, act, enrolment_id=enrolment_id, to=chosen.after)
    ):
        messages.success(request, f"{first_capital(chosen.after.value)}.")
        return (
            redirect("programmes_for", person_id=seen.seen.line.person_id)
            if _is_gone(request, enrolment_id)
            else redirect("enrolment", enrolment_id=enrolment_id)
        )
    return _form(request, seen, f"{_label(chosen)}: {seen.programme.name}", form, _label(chosen))


def _is_gone(request: Asking, enrolment_id: UUID) -> bool:
    return queries.enrolment(enrolment_id, request.member, at=request.at) is None


@page(Permission.RUN_GROUPS)
def give_place(request: Asking, enrolment_id: UUID) -> HttpResponse:
    """Give somebody who waits a place: the groups that have one, and what stands against each other."""
    seen = _seen(request, enrolment_id)
    offered = queries.groups_for(enrolment_id, at=request.at)
    form = Placing(request.POST or None, initial={"version": seen.version})
    form.offer([one for one in offered if not one.against])
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.give_place, enrolment_id=enrolment_id)
    ):
        messages.success(request, "They have a place. The group's team can see them from now on.")
        return redirect("enrolment", enrolment_id=enrolment_id)
    against = Table(
        "Groups without a place for them",
        [Column("Group"), Column("Why")],
        [
            [
                f"{one.line.code}, {one.line.where}",
                Lines(one.against[0].because, [w.because for w in one.against[1:]]),
            ]
            for one in offered
            if one.against
        ],
        empty="Every group of this programme has a place.",
    )
    return _form(request, seen, "Give a place in a group", form, "Give the place", table=against)


@page(Permission.DELIVER_PROGRAMME)
def record_alone(request: Asking, enrolment_id: UUID) -> HttpResponse:
    """Record a session held with one person alone: one to one, caught up, or the review."""
    seen = _seen(request, enrolment_id)
    form = Alone(request.POST or None, initial={"happened_on": day_of(request.at)})
    form.offer(seen.sessions)
    if request.method == "POST" and form.is_valid():
        form.take_time()
        if do(request, form, actions.record_alone, enrolment_id=enrolment_id):
            messages.success(request, "The session is recorded.")
            return redirect("enrolment", enrolment_id=enrolment_id)
    return _form(request, seen, "Record a session held alone", form, "Record it")


@page(Permission.DELIVER_PROGRAMME)
def record_measure(request: Asking, enrolment_id: UUID) -> HttpResponse:
    """Score a person before or after the programme."""
    seen = _seen(request, enrolment_id)
    form = Scoring(request.POST or None, initial={"on": day_of(request.at)})
    form.offer(seen.scores)
    if (
        request.method == "POST"
        and form.is_valid()
        and do(request, form, actions.record_measure, enrolment_id=enrolment_id)
    ):
        messages.success(request, "The score is recorded.")
        return redirect("enrolment", enrolment_id=enrolment_id)
    return _form(request, seen, "Record a score", form, "Record it")
