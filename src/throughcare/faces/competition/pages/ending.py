"""What a competition's page shows besides its bids: questions and answers, notices, challenges, the signature; and their forms."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.queries import CompetitionSeen, EndingSeen
from throughcare.commissioning.competition.rules.ending import After
from throughcare.commissioning.competition.rules.noticing import Kind
from throughcare.commissioning.competition.rules.stages import Stage
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.formats import day, moment
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Unknown, Why
from throughcare.faces.web.page import Asking, do, page
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel import Permission as May

from .places import BACK, found

WAYS = [
    ("lifted", "A court lifted the hold"),
    ("refused", "It was decided: the award stands"),
    ("upheld", "It was decided: the award does not stand"),
]


class Answer(SentOnce, PlainForm):
    """The question as it is put to all, and the answer."""

    asked = CountedField(
        label="Question, as all read it",
        limit=1_000,
        rows=3,
        help_text="Take out whatever would say who asked.",
    )
    answer = CountedField(label="Answer", limit=2_000, rows=5)


class EndChallenge(SentOnce, PlainForm):
    """How a challenge ended, and why."""

    way = forms.ChoiceField(label="How it ended", widget=forms.RadioSelect, choices=WAYS)
    because = CountedField(label="Why", limit=2_000, rows=4)


@page(May.RUN_COMPETITION)
def answer_question(request: Asking, competition_id: UUID, question_id: UUID) -> HttpResponse:
    """Answer a question to all."""
    seen = _ours(request, competition_id)
    waiting = [one for one in queries.questions_of(competition_id) if one.answered is None]
    asked = next((one for one in waiting if one.question_id == question_id), None)
    if asked is None:
        raise Http404
    form = Answer(request.POST or None, initial={"asked": asked.own_words})
    done = request.method == "POST" and form.is_valid()
    if done and do(
        request, form, actions.answer_question, competition_id=competition_id, question_id=question_id
    ):
        messages.success(request, "It is answered to all.")
        return redirect(f"{BACK}/{competition_id}")
    return _form(request, seen, "Answer a question", form, "Answer to all")


@page(May.RUN_COMPETITION)
def end_challenge(request: Asking, competition_id: UUID, challenge_id: UUID) -> HttpResponse:
    """Record how a challenge ended."""
    seen = _ours(request, competition_id)
    held = [one.id for one, end in queries.ending_of(seen, at=request.at).challenges if end is None]
    if challenge_id not in held:
        raise Http404
    form = EndChallenge(request.POST or None)
    done = request.method == "POST" and form.is_valid()
    if done and do(
        request, form, actions.end_challenge, competition_id=competition_id, challenge_id=challenge_id
    ):
        messages.success(request, "How the challenge ended is recorded.")
        return redirect(f"{BACK}/{competition_id}")
    return _form(request, seen, "How a challenge ended", form, "Record it")


def _ours(request: Asking, competition_id: UUID) -> CompetitionSeen:
    seen = found(request, competition_id)
    if seen.stands.row.unit_id != request.member.unit_id:
        raise Http404
    return seen


def _form(request: Asking, seen: CompetitionSeen, heading: str, form: PlainForm, button: str) -> HttpResponse:
    back = Link(seen.stands.row.title, f"{BACK}/{seen.stands.row.id}")
    return render(
        request, "competition/step.html", {"heading": heading, "back": back, "form": form, "button": button}
    )


def rows(seen: CompetitionSeen, end: EndingSeen) -> list[Row]:
    """The rows of a competition's page that say what came of it, and until when questions are taken."""
    until = seen.stands.row.questions_until
    made = [Row("Questions until", moment(until))] if until else []
    if end.after is not None:
        made.append(Row("Since the decision", first_capital(end.after.value)))
    if end.sign_from is not None:
        award = end.notices[Kind.AWARD]
        made.append(Row("May be signed", Lines(f"Not before {day(end.sign_from)}", [Why(award.finding)])))
    if end.signed_at is not None:
        made.append(Row("Signed", moment(end.signed_at)))
    return made


def tables(request: Asking, seen: CompetitionSeen, end: EndingSeen) -> list[Table]:
    """Questions and answers, notices given and owed, and challenges, each where there is any."""
    buys = seen.stands.row.unit_id == request.member.unit_id and request.member.may(May.RUN_COMPETITION)
    made = [_questions(seen, buys=buys), _notices(end), _challenges(seen, end, buys=buys)]
    return [one for one in made if one.rows]


def _questions(seen: CompetitionSeen, *, buys: bool) -> Table:
    address = f"{BACK}/{seen.stands.row.id}/questions"
    rows: list[list[object]] = []
    for one in queries.questions_of(seen.stands.row.id):
        waits = Link("Answer it", f"{address}/{one.question_id}") if buys else Unknown("Not answered yet")
        asked = one.answered.asked if one.answered else one.own_words
        rows.append([asked, one.answered.answer if one.answered else waits])
    return Table("Questions and answers", [Column("Question"), Column("Answer to all")], rows)


def _notices(end: EndingSeen) -> Table:
    rows: list[list[object]] = [
        [first_capital(kind.value), moment(one.at)] for kind, one in end.notices.items()
    ]
    for one in end.owed:
        by = f"Owed by {day(one.due)}" if one.due else "Owed"
        rows.append([Lines(first_capital(one.notice.kind.value), [one.notice.code]), by])
    return Table("Notices", [Column("Notice"), Column("Given")], rows)


def _challenges(seen: CompetitionSeen, end: EndingSeen, *, buys: bool) -> Table:
    address = f"{BACK}/{seen.stands.row.id}/challenges"
    rows: list[list[object]] = []
    for one, ended in end.challenges:
        holds: object = Link("Say how it ended", f"{address}/{one.id}") if buys else "It holds"
        how = Lines(first_capital(ended.way), [ended.because]) if ended else holds
        rows.append([one.because, moment(one.at), how])
    return Table("Challenges", [Column("Why"), Column("Brought"), Column("How it ended")], rows)


def steps(request: Asking, seen: CompetitionSeen, end: EndingSeen) -> dict[str, tuple[str, bool]]:
    """The steps that a viewer may take now, by the name in the address: their words, and whether they are offered."""
    row, member = seen.stands.row, request.member
    buys = row.unit_id == member.unit_id and member.may(May.RUN_COMPETITION)
    bids = row.unit_id != member.unit_id and member.may(May.SEND_BID)
    asks = (
        row.questions_until is not None
        and request.at < row.questions_until
        and seen.stage in {Stage.KEYS, Stage.OPEN}
    )
    assessed = bids and bool(queries.summaries(row.id))
    held = any(ended is None for _, ended in end.challenges)
    owes = {one.notice.kind for one in end.owed}
    may_hold = end.after in {After.TO_PUBLISH, After.STANDSTILL, After.HELD}
    return {
        "ask": ("Ask a question", bids and asks),
        "publish-award": ("Publish the award", buys and end.after is After.TO_PUBLISH),
        "sign-contract": ("Record that it is signed", buys and end.after is After.TO_SIGN),
        "give-details": ("Give the notice of the contract's details", buys and Kind.DETAILS in owes),
        "give-termination": ("Give the notice that it was abandoned", buys and Kind.TERMINATION in owes),
        "challenge": ("Challenge the award", assessed and may_hold),
        "withdraw-challenge": ("Withdraw your team's challenge", assessed and held),
    }
