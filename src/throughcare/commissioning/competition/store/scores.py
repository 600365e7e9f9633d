"""Loads the scores of a competition as far as the viewer sees them, and what each bid's quality comes to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from ..models import Agreed, OpenedAnswers, Score
from ..rules.evaluating import Evaluation, Given, Judged, judged
from .rounds import RoundStands

Answer = tuple[UUID, str]
"""What was opened and the criterion: one answer."""


@dataclass(frozen=True)
class Scores:
    """The answers that were opened, the last score of each evaluator, and what was agreed, oldest first."""

    answers: list[OpenedAnswers]
    by_evaluator: dict[Answer, dict[UUID, Score]] = field(default_factory=dict)
    agreed: dict[Answer, list[Agreed]] = field(default_factory=dict)

    @property
    def readable(self) -> list[OpenedAnswers]:
        """The answers that could be read."""
        return [one for one in self.answers if not one.fault]

    def given(self, answer: Answer) -> Given:
        """The scores of one answer, for the rule."""
        scores = tuple(one.score for one in self.by_evaluator.get(answer, {}).values())
        agreed = self.agreed.get(answer)
        return Given(scores, agreed[-1].score if agreed else None)

    def every(self, evaluation: Evaluation) -> dict[str, dict[str, Given]]:
        """The scores by what was opened and by criterion."""
        return {
            str(one.id): {asked.name: self.given((one.id, asked.name)) for asked in evaluation.asked}
            for one in self.readable
        }

    def stands(self, evaluation: Evaluation, opened_id: UUID) -> dict[str, int]:
        """The scores that stand for one bid, by criterion; none of a criterion where none stands."""
        found = {one.name: self.given((opened_id, one.name)).stands for one in evaluation.asked}
        return {name: score for name, score in found.items() if score is not None}

    def quality(self, evaluation: Evaluation) -> dict[str, Judged]:
        """What each readable bid's quality comes to, by bidder."""
        return {one.bidder: judged(evaluation, self.stands(evaluation, one.id)) for one in self.readable}


def scores(stands: RoundStands) -> Scores:
    """The scores of a competition: the viewer's own, and everybody's once all have handed in; those stood down count no more."""
    answers = list(OpenedAnswers.objects.filter(round=stands.row.id).order_by("id"))
    given: dict[Answer, dict[UUID, Score]] = defaultdict(dict)
    for one in Score.objects.filter(round=stands.row.id).order_by("at", "id"):
        if one.member_id in stands.evaluators:
            given[one.opened_id, one.criterion][one.member_id] = one
    agreed: dict[Answer, list[Agreed]] = defaultdict(list)
    for change in Agreed.objects.filter(round=stands.row.id).order_by("at", "id"):
        agreed[change.opened_id, change.criterion].append(change)
    return Scores(answers, dict(given), dict(agreed))
