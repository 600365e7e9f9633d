"""The answers of a competition's bids: scored by each evaluator alone, then agreed; each page shows what its viewer may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.queries import CompetitionSeen, Scores, Waits
from throughcare.commissioning.competition.rules.evaluating import Asked, Evaluation, is_flagged
from throughcare.commissioning.competition.rules.stages import Envelope
from throughcare.faces.web.look.fields import CountedField
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.look.forms import PlainForm, SentOnce
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Tag, Unknown
from throughcare.faces.web.page import Asking, do, page
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May

from .places import BACK, found

_LEFT = "Somebody who has left"


class Judge(SentOnce, PlainForm):
    """A score with the reason."""

    score = forms.ChoiceField(label="Score", widget=forms.RadioSelect)
    because = CountedField(label="Why", limit=1_000, rows=4)

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meanings = sorted(evaluation.means.items())
        self.fields["score"].choices = [(str(n), f"{n}: {said}") for n, said in meanings]  # type: ignore[attr-defined]


@page(May.TRY_AWARD)
def answers(request: Asking, competition_id: UUID) -> HttpResponse:
    """Every answer that was opened, with its scores as far as the viewer sees them."""
    seen, evaluation = _opened(request, competition_id)
    scores = queries.scores(seen)
    table = Table(
        "Answers",
        [Column("Answer"), Column("Bidder"), Column("Scores"), Column("Stands", numeric=True)],
        [
            _row(request, seen, evaluation, scores, answered.id, answered.bidder, number)
            for answered in scores.readable
            for number in range(len(evaluation.asked))
        ],
        empty="No answers were opened that you may see.",
    )  # fmt: skip
    context = {
        "heading": "Answers", "back": Link(seen.stands.row.title, f"{BACK}/{competition_id}"), "table": table,
        "rows": [Row(one.bidder, one.fault) for one in scores.answers if one.fault], "steps": _steps(seen),
    }  # fmt: skip
    return render(request, "competition/answers.html", context)


def _opened(request: Asking, competition_id: UUID) -> tuple[CompetitionSeen, Evaluation]:
    seen = found(request, competition_id)
    if seen.offer.evaluation is None or Envelope.ANSWERS not in seen.stands.opened:
        raise Http404
    return seen, seen.offer.evaluation


def _steps(seen: CompetitionSeen) -> list[Link]:
    address = f"{BACK}/{seen.stands.row.id}"
    if seen.waits is Waits.SCORE:
        return [Link("Hand in your scores", f"{address}/hand-in")]
    return [Link("Sign quality", f"{address}/sign")] if seen.waits is Waits.AGREE else []


def _row(
    request: Asking, seen: CompetitionSeen, evaluation: Evaluation, scores: Scores, opened_id: UUID, bidder: str, number: int
) -> list[object]:  # fmt: skip
    asked = evaluation.asked[number]
    given = scores.given((opened_id, asked.name))
    mine = scores.by_evaluator.get((opened_id, asked.name), {}).get(request.member.id)
    said: object = ", ".join(str(score) for score in sorted(given.scores)) or Unknown("None that you may see")
    if mine is not None and not seen.stands.all_handed_in:
        said = f"Yours: {mine.score}"
    if is_flagged(evaluation, given):
        said = Lines(said, [Tag("Far apart", "yellow")])
    address = f"{BACK}/{seen.stands.row.id}/answers/{opened_id}/{number}"
    stands = given.stands if seen.stands.all_handed_in else None
    return [Link(asked.name, address), bidder, said, Unknown("Not yet") if stands is None else stands]


@page(May.TRY_AWARD)
def answer(request: Asking, competition_id: UUID, opened_id: UUID, number: int) -> HttpResponse:
    """One answer: what was asked, what was answered, and a score to give or to agree, for whoever has that part now."""
    seen, evaluation = _opened(request, competition_id)
    scores = queries.scores(seen)
    there = next((row for row in scores.readable if row.id == opened_id), None)
    if there is None or number >= len(evaluation.asked):
        raise Http404
    asked, act = evaluation.asked[number], _act(seen)
    initial = _mine(request, scores, opened_id, asked)
    form = Judge(request.POST or None, evaluation=evaluation, initial=initial) if act else None
    if request.method == "POST" and act and form and form.is_valid():
        form.cleaned_data["score"] = int(form.cleaned_data["score"])
        if do(request, form, act, competition_id=competition_id, opened_id=opened_id, criterion=asked.name):
            messages.success(request, "It is kept.")
            return redirect(f"{BACK}/{competition_id}/answers")
    context = {
        "heading": asked.name, "back": Link("Answers", f"{BACK}/{competition_id}/answers"), "form": form,
        "rows": _asked_rows(asked, there.bidder), "said": there.said.get(asked.name, ""),
        "given": _given(request, scores, opened_id, asked), "changes": _changes(request, scores, opened_id, asked),
        "button": "Score it" if seen.waits is Waits.SCORE else "Record it",
    }  # fmt: skip
    return render(request, "competition/answer.html", context)


def _asked_rows(asked: Asked, bidder: str) -> list[Row]:
    least = asked.criterion.least
    rows = [
        Row("Question", asked.question),
        Row("Weight", f"{asked.criterion.weight} of 100"),
        Row("Bidder", bidder),
    ]
    return [*rows, Row("At least", f"{least}, or the bid is out")] if least else rows


def _act(seen: CompetitionSeen) -> Callable[..., object] | None:
    if seen.waits is Waits.SCORE:
        return actions.score_answer
    return actions.agree_score if seen.waits is Waits.AGREE else None


def _mine(request: Asking, scores: Scores, opened_id: UUID, asked: Asked) -> dict[str, object]:
    mine = scores.by_evaluator.get((opened_id, asked.name), {}).get(request.member.id)
    return {"score": str(mine.score), "because": mine.because} if mine else {}


def _names(request: Asking, who: Iterable[UUID]) -> dict[UUID, str]:
    return {one.id: one.name for one in access.members(who, at=request.at).values()}


def _given(request: Asking, scores: Scores, opened_id: UUID, asked: Asked) -> Table | None:
    given = scores.by_evaluator.get((opened_id, asked.name), {})
    names = _names(request, given)
    rows = [[names.get(who, Unknown(_LEFT)), one.score, one.because] for who, one in given.items()]
    columns = [Column("Evaluator"), Column("Score", numeric=True), Column("Why")]
    return Table("Scores that you may see", columns, rows) if rows else None


def _changes(request: Asking, scores: Scores, opened_id: UUID, asked: Asked) -> Table | None:
    agreed = scores.agreed.get((opened_id, asked.name), [])
    names = _names(request, {one.member_id for one in agreed})
    rows = [
        [moment(one.at), names.get(one.member_id, Unknown(_LEFT)), one.score, one.because] for one in agreed
    ]
    columns = [Column("When"), Column("Recorded by"), Column("Score", numeric=True), Column("Why")]
    return Table("What was agreed", columns, rows) if rows else None
