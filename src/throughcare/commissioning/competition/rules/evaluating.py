"""How quality is judged: what is asked, what each score means, where evaluators differ, and what quality comes to.

The order is that of published practice: each scores alone, differences are flagged, a moderator records what is agreed and
why, and it is signed before any price is opened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from throughcare.foundation.kernel import Refused

from .scoring import Criterion, below, check_weights, points

HUNDREDTH = Decimal("0.01")
FEWEST = 2
"""The fewest evaluators of a competition (assumed: one alone cannot differ)."""
VARIANCE = 2
"""Points between two evaluators' scores from which they are flagged, where a round does not say (from published practice)."""


@dataclass(frozen=True)
class Asked:
    """One criterion, the question that is put to bidders for it, and the most words of an answer, where there is a most."""

    criterion: Criterion
    question: str
    most_words: int | None = None

    @property
    def name(self) -> str:
        """The criterion's name."""
        return self.criterion.name


@dataclass(frozen=True)
class Evaluation:
    """How a round's quality is judged, as it was published: what each whole score means, and what counts as a difference."""

    asked: tuple[Asked, ...]
    means: Mapping[int, str]
    variance: int = VARIANCE
    evaluators: int = FEWEST

    @property
    def highest(self) -> int:
        """The highest score."""
        return max(self.means)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria, in their order."""
        return tuple(one.criterion for one in self.asked)

    def of(self, criterion: str) -> Asked:
        """What is asked for a criterion; refused where there is no such one."""
        found = next((one for one in self.asked if one.name == criterion), None)
        if found is None:
            raise Refused(f"There is no criterion “{criterion}” in this competition.", field="criterion")
        return found


@dataclass(frozen=True)
class Given:
    """The scores that evaluators gave one answer, and what the moderator recorded as agreed, if anything."""

    scores: tuple[int, ...]
    agreed: int | None = None

    @property
    def apart(self) -> int:
        """How many points lie between the lowest and the highest."""
        return max(self.scores) - min(self.scores) if self.scores else 0

    @property
    def stands(self) -> int | None:
        """The score that counts: what was agreed, or what everybody gave alike; None while neither is so."""
        if self.agreed is not None:
            return self.agreed
        return self.scores[0] if self.scores and not self.apart else None


@dataclass(frozen=True)
class Judged:
    """What a bid's quality comes to, out of 100 and to two places; ``out`` says why it is not considered, where it is not."""

    quality: Decimal
    out: str = ""


def check_evaluation(evaluation: Evaluation) -> None:
    """Refuse weights that do not come to 100, and a least score that the scale does not reach."""
    check_weights({one.name: one.criterion.weight for one in evaluation.asked})
    for one in evaluation.criteria:
        if one.least > evaluation.highest:
            raise Refused(f"{one.name} asks at least {one.least}; the highest score is {evaluation.highest}")


def check_score(evaluation: Evaluation, criterion: str, score: int) -> None:
    """Refuse a score that was not published with a meaning."""
    evaluation.of(criterion)
    if score not in evaluation.means:
        said = ", ".join(str(one) for one in sorted(evaluation.means))
        raise Refused(f"A score is one of {said}.", field="score")


def is_flagged(evaluation: Evaluation, given: Given) -> bool:
    """Whether evaluators differ by so much that it is flagged."""
    return given.apart >= evaluation.variance


def check_agreed(evaluation: Evaluation, criterion: str, given: Given, score: int) -> None:
    """Refuse a score as agreed that lies outside what evaluators gave: nobody judged the answer so."""
    check_score(evaluation, criterion, score)
    if not given.scores:
        raise Refused("Nobody has scored this answer.")
    least, most = min(given.scores), max(given.scores)
    if not least <= score <= most:
        raise Refused(f"The evaluators gave {least} to {most}; what is agreed lies between.", field="score")


def unsettled(evaluation: Evaluation, given: Mapping[str, Mapping[str, Given]]) -> list[tuple[str, str]]:
    """Bid and criterion of each answer of which no score stands yet; ``given`` is by bid and criterion."""
    return [
        (bid, one.name)
        for bid, answers in given.items()
        for one in evaluation.asked
        if one.name not in answers or answers[one.name].stands is None
    ]


def judged(evaluation: Evaluation, scores: Mapping[str, int]) -> Judged:
    """A bid's quality from the scores that stand, by criterion; rounded down, so that nothing is reached that was not."""
    exact = {name: Decimal(score) for name, score in scores.items()}
    highest = Decimal(evaluation.highest)
    quality = points(evaluation.criteria, highest, exact).quantize(HUNDREDTH, ROUND_DOWN)
    return Judged(quality, below(evaluation.criteria, highest, exact))


def all_scored(evaluation: Evaluation, scored: Sequence[str]) -> bool:
    """Whether every criterion of one bid was scored."""
    return {one.name for one in evaluation.asked} <= set(scored)
