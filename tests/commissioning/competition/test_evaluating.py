"""How quality is judged: scores that were published, differences flagged, agreement between what was given, thresholds exact."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.commissioning.competition.rules import Award, choose, offer_from
from throughcare.commissioning.competition.rules.evaluated import evaluated
from throughcare.commissioning.competition.rules.evaluating import (
    Asked,
    Evaluation,
    Given,
    Judged,
    all_scored,
    check_agreed,
    check_evaluation,
    check_score,
    is_flagged,
    judged,
    unsettled,
)
from throughcare.commissioning.competition.rules.scoring import Criterion
from throughcare.foundation.kernel import Refused, is_allowed

from .rounds import offers

MEANS = {0: "nothing", 1: "little", 2: "some", 3: "most", 4: "all"}
HELP, LINKS = Criterion("Help", 60, Decimal(2)), Criterion("Links", 40)
ASKED = Evaluation((Asked(HELP, "How?"), Asked(LINKS, "Who?")), MEANS)
whole = st.sampled_from(sorted(MEANS))


@pytest.mark.parametrize(
    ("scores", "quality", "out"),
    [
        ({"Help": 4, "Links": 4}, "100.00", ""),
        ({"Help": 2, "Links": 1}, "40.00", ""),
        ({"Help": 1, "Links": 4}, "55.00", "Help is scored 1; at least 2 was asked"),
        ({"Help": 4}, "60.00", "Links was not scored"),
    ],
)
def test_quality_is_weighed_out_of_100_and_below_the_least_is_out(scores, quality, out) -> None:
    assert judged(ASKED, scores) == Judged(Decimal(quality), out)


def test_quality_is_rounded_down_so_that_no_floor_is_reached_that_was_not() -> None:
    thirds = replace(ASKED, means={0: "no", 1: "a", 2: "b", 3: "c"})
    assert judged(thirds, {"Help": 2, "Links": 2}).quality == Decimal("66.66")


def test_two_points_apart_are_flagged_and_one_is_not() -> None:
    assert is_flagged(ASKED, Given((1, 3)))
    assert not is_flagged(ASKED, Given((2, 3)))
    assert is_flagged(replace(ASKED, variance=1), Given((2, 3)))
    assert not is_flagged(ASKED, Given(()))


def test_what_stands_is_what_was_agreed_or_what_all_gave_alike() -> None:
    assert Given((3, 3)).stands == 3
    assert Given((2, 3)).stands is None
    assert Given((2, 3), agreed=2).stands == 2
    assert Given(()).stands is None


@given(st.lists(whole, max_size=5), whole)
def test_nothing_is_agreed_that_lies_outside_what_was_given(scores: list[int], score: int) -> None:
    allowed = is_allowed(check_agreed, ASKED, "Help", Given(tuple(scores)), score)
    assert allowed == (bool(scores) and min(scores) <= score <= max(scores))


def test_a_score_is_one_that_was_published_for_a_criterion_there_is() -> None:
    check_score(ASKED, "Help", 3)
    for criterion, score in (("Help", 5), ("Help", -1), ("Price", 3)):
        assert not is_allowed(check_score, ASKED, criterion, score)


def test_what_is_unsettled_is_every_answer_of_which_no_score_stands() -> None:
    given = {"a": {"Help": Given((3, 3)), "Links": Given((1, 3))}, "b": {"Help": Given((4, 4))}}
    assert unsettled(ASKED, given) == [("a", "Links"), ("b", "Links")]
    assert all_scored(ASKED, ["Links", "Help"]) and not all_scored(ASKED, ["Help"])


def test_weights_come_to_100_and_no_least_is_above_the_scale() -> None:
    check_evaluation(ASKED)
    for asked in (ASKED.asked[:1], (Asked(Criterion("Help", 100, Decimal(9)), "How?"),)):
        with pytest.raises(Refused):
            check_evaluation(replace(ASKED, asked=asked))


ROUND = """
round: A round
units: [{unit: North, in_house: 200, in_house_quality: 40}]
rule: {objective: highest quality, quality_floor: 50}
evaluation:
  criteria: [{criterion: Help, weight: 100, question: How}]
  scale: [{score: 0, means: none}, {score: 4, means: all}]
"""


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("weight: 100", "weight: 90", "line 6: the weights come to 90; expected 100"),
        ("{score: 0, means: none}", "{score: 1, means: none}", "must say what 0 means"),
        ("{score: 4, means: all}", "{score: 40, means: all}", "score is 40; expected at most 10"),
        ("question: How", "least: 5, question: How", "at least 5; the highest score is 4"),
        ("weight: 100", "weight: 100, least_score: 2", "does not take “least_score”"),
        ("means: all}]", "means: all}]\n  variance: 0", "variance is 0; expected at least 1"),
        ("means: all}]", "means: all}]\n  evaluators: 1", "evaluators is 1; expected at least 2"),
    ],
)
def test_what_is_wrong_with_an_evaluation_is_said_with_its_line(was: str, becomes: str, words: str) -> None:
    assert was in ROUND
    assert offer_from(ROUND, "x").evaluation is not None
    with pytest.raises(Refused, match=words):
        offer_from(ROUND.replace(was, becomes, 1), "x")


def _units(found: object, bidder: str) -> int:
    return (
        sum(len(one.units) for one in found.taken if one.bidder == bidder) if isinstance(found, Award) else 0
    )


@settings(max_examples=60, deadline=None)
@given(offers(5), st.data())
def test_no_bidder_gains_by_scoring_worse(offer, data) -> None:
    """Units that count alike: a bidder whose answer is scored better is awarded no fewer, whatever the objective and limits."""
    offer = replace(offer, evaluation=ASKED, units=tuple(replace(one, weight=1) for one in offer.units))
    names = [one.name for one in offer.bidders]
    if not names:
        return
    scores = {name: {"Help": data.draw(whole), "Links": data.draw(whole)} for name in names}
    who, what = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(("Help", "Links")))
    better = {**scores, who: {**scores[who], what: data.draw(st.integers(scores[who][what], 4))}}
    before, after = (
        choose(evaluated(offer, {name: judged(ASKED, of) for name, of in each.items()}))
        for each in (scores, better)
    )
    assert _units(after, who) >= _units(before, who)
