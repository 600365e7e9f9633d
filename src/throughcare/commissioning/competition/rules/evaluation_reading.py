"""Reads how quality is judged from a round's file, and a bidder's answers; what is wrong is said with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules.document import Place

from .entries import name_in, once, up_to
from .evaluating import FEWEST, VARIANCE, Asked, Evaluation, check_evaluation
from .scoring import Criterion

MOST_CRITERIA, HIGHEST, MOST_EVALUATORS, MOST_WORDS = 20, 10, 12, 5_000
_FIGURES = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_TELLING = 1_000_00
"""Pence below which a figure in an answer is not taken for a price: it may be a number of people."""


def evaluation_in(place: Place) -> Evaluation:
    """How quality is judged; refused, with line, when it does not hold together."""
    part = place.fields(("criteria", "scale"), ("variance", "evaluators"))
    items = part["criteria"].items()
    if len(items) > MOST_CRITERIA:
        part["criteria"].refuse(f"there are {len(items)} criteria; expected at most {MOST_CRITERIA}")
    asked = tuple(_asked(one) for one in items)
    once(part["criteria"], [one.name for one in asked], "criterion")
    made = Evaluation(
        asked, _means(part["scale"]), _least(part.get("variance"), HIGHEST, VARIANCE, 1),
        _least(part.get("evaluators"), MOST_EVALUATORS, FEWEST, FEWEST),
    )  # fmt: skip
    try:
        check_evaluation(made)
    except Refused as refusal:
        part["criteria"].refuse(refusal.because)
    return made


def _asked(place: Place) -> Asked:
    part = place.fields(("criterion", "weight", "question"), ("least", "most_words"))
    weight, least = part["weight"].whole_number(), up_to(part.get("least"), HIGHEST) or 0
    criterion = Criterion(name_in(part["criterion"]), weight, Decimal(least))
    return Asked(criterion, part["question"].text(), up_to(part.get("most_words"), MOST_WORDS))


def _means(place: Place) -> Mapping[int, str]:
    parts = [one.fields(("score", "means")) for one in place.items()]
    scores = [up_to(one["score"], HIGHEST) or 0 for one in parts]
    once(place, [str(score) for score in scores], "score")
    if 0 not in scores or len(scores) < 2:
        place.refuse("the scale must say what 0 means, and at least one score above it")
    return {score: one["means"].text() for score, one in zip(scores, parts, strict=True)}


def _least(place: Place | None, most: int, otherwise: int, least: int) -> int:
    number = up_to(place, most)
    if number is None:
        return otherwise
    if place is not None and number < least:
        place.refuse(f"{place.what} is {number}; expected at least {least}")
    return number


def answers_in(place: Place, evaluation: Evaluation) -> dict[str, str]:
    """An answer to every question, by criterion; none longer than was published."""
    part = place.fields([one.name for one in evaluation.asked])
    return {one.name: _answer(part[one.name], one) for one in evaluation.asked}


def _answer(place: Place, asked: Asked) -> str:
    said = place.text()
    words, most = len(said.split()), asked.most_words or MOST_WORDS
    if words > most:
        place.refuse(f"the answer has {words:,} words; expected at most {most:,}")
    return said


def check_no_price(place: Place, answers: Mapping[str, str], prices: Sequence[int]) -> None:
    """Refuse an answer that names one of the bid's own prices: those who score it would know what is still sealed."""
    told = {Decimal(price) / 100 for price in prices if price >= _TELLING}
    for criterion, said in answers.items():
        if told & {Decimal(found.replace(",", "")) for found in _FIGURES.findall(said)}:
            place.refuse(
                f"the answer to “{criterion}” names a price of the bid; prices stand in packages alone"
            )
