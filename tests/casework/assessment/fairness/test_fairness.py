"""An audit by group: intervals that hold, small numbers that stay hidden, gaps that are named."""

import random

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.shared import shared_path
from typer.testing import CliRunner

from throughcare.casework.assessment.rules.fairness import auc, audit, hidden_groups, share
from throughcare.faces.assessment.console.scoring import app
from throughcare.foundation.kernel import Refused


def people(count, seed=1, tilt=0.0):
    """Made-up people whose outcome follows their score, and whose score is ``tilt`` points too high."""
    chance = random.Random(seed)
    truth = [chance.uniform(5, 90) for _ in range(count)]
    return [min(100.0, mark + tilt) for mark in truth], [chance.random() * 100 < mark for mark in truth]


def pairs_won(scores, outcomes):
    won = [
        1.0 if a > b else 0.5 if a == b else 0.0
        for a, x in zip(scores, outcomes, strict=True)
        for b, y in zip(scores, outcomes, strict=True)
        if x and not y
    ]
    return sum(won) / len(won)


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=6, max_size=40))
def test_the_area_is_the_share_of_pairs_in_the_right_order(rows):
    scores, outcomes = [float(s) for s, _ in rows], [o for _, o in rows]
    if min(sum(outcomes), len(outcomes) - sum(outcomes)) < 2:
        with pytest.raises(Refused):
            auc(scores, outcomes)
        return
    told = auc(scores, outcomes)
    assert told.value == pytest.approx(pairs_won(scores, outcomes))
    assert 0 <= told.low <= told.value <= told.high <= 1


def test_delongs_variance_is_that_of_the_placements_worked_by_hand():
    scores, outcomes = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [False, False, True, False, True, True]
    told = auc(scores, outcomes)
    above = np.array([2 / 3, 1.0, 1.0])
    below = np.array([1.0, 1.0, 2 / 3])
    error = np.sqrt(above.var(ddof=1) / 3 + below.var(ddof=1) / 3)
    assert told.value == pytest.approx(8 / 9)
    centre, spread = np.log(8), 1.959964 * error / (8 / 81)
    assert told.low == pytest.approx(1 / (1 + np.exp(-(centre - spread))), abs=1e-6)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    whole, outcomes = people(40_000, seed=7)
    truth = auc(whole, outcomes).value
    inside = 0
    for seed in range(200):
        told = auc(*people(300, seed=1000 + seed))
        inside += told.low <= truth <= told.high
    assert 180 <= inside <= 199


def test_a_share_has_wilsons_interval():
    told = share(3, 10)
    assert (round(told.low, 4), round(told.high, 4)) == (0.1078, 0.6032)
    assert share(0, 10).low == pytest.approx(0.0)
    with pytest.raises(Refused):
        share(0, 0)


def test_a_score_that_says_too_much_of_one_group_is_found_out():
    fair, tilted = people(3000, seed=3), people(3000, seed=4, tilt=15)
    groups = {"area": ["north"] * 3000 + ["south"] * 3000}
    told = audit(fair[0] + tilted[0], fair[1] + tilted[1], groups, cut=50)
    by_group = {one.group: one for one in told.figures}
    assert by_group["north"].difference.low <= 0 <= by_group["north"].difference.high
    assert by_group["south"].difference.low > 0.1
    [gap] = [gap for gap in told.gaps if gap.figure == "difference"]
    assert gap.between == ("north", "south")
    assert gap.is_clear
    assert by_group["south"].false_positive.value > by_group["north"].false_positive.value


def test_a_fair_score_shows_no_clear_gap_in_calibration():
    one, other = people(3000, seed=5), people(3000, seed=6)
    told = audit(one[0] + other[0], one[1] + other[1], {"area": ["a"] * 3000 + ["b"] * 3000}, cut=50)
    assert not any(gap.is_clear for gap in told.gaps if gap.figure == "difference")


def test_errors_are_counted_on_either_side_of_the_cut():
    scores, outcomes = [10.0] * 30 + [60.0] * 30, ([True] * 12 + [False] * 18) + ([True] * 20 + [False] * 10)
    told = audit(scores, outcomes, {}, cut=60).figures[0]
    assert told.false_positive.value == pytest.approx(10 / 28)
    assert told.false_negative.value == pytest.approx(12 / 32)


def test_a_small_group_shows_nothing_and_takes_the_next_smallest_with_it():
    scores, outcomes = people(500)
    labels = ["a"] * 4 + ["b"] * 40 + ["c"] * 456
    told = audit(scores, outcomes, {"group": labels}, cut=50)
    by_group = {one.group: one for one in told.figures}
    assert by_group["a"].people.value is None
    assert by_group["b"].people.value is None
    assert by_group["c"].people.value == 455
    assert by_group["b"].auc is None


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 50), min_size=2))
def test_no_single_hidden_group_can_be_worked_out_from_the_rest(sizes):
    hidden = hidden_groups(sizes)
    assert all(group in hidden for group, people_in in sizes.items() if people_in < 10)
    assert len(hidden) != 1
    together = sum(sizes[group] for group in hidden)
    assert not hidden or together >= 10 or len(hidden) == len(sizes)


def test_two_small_groups_that_are_few_together_take_a_third_with_them():
    assert hidden_groups({"a": 1, "b": 2, "c": 40, "d": 60}) == {"a", "b", "c"}
    assert hidden_groups({"a": 5, "b": 6, "c": 40}) == {"a", "b"}
    assert hidden_groups({"a": 10, "b": 40}) == frozenset()
    assert hidden_groups({"a": 3}) == {"a"}


def test_a_group_with_few_outcomes_shows_its_size_and_no_rates():
    scores, outcomes = [50.0] * 100, [True] * 3 + [False] * 97
    told = audit(scores, outcomes, {"g": ["x"] * 100}, cut=50).figures[1]
    assert told.people.value == 100
    assert (told.observed, told.auc, told.bins) == (None, None, ())


def test_people_without_a_score_or_an_outcome_are_left_out_and_counted():
    scores, outcomes = people(100)
    told = audit([*scores, *[None] * 15], [*outcomes, *[True] * 15], {"g": ["x"] * 115}, cut=50)
    assert told.figures[0].people.value == 100
    assert told.left_out.value == 15


def test_a_group_not_recorded_is_a_group_of_its_own():
    scores, outcomes = people(200)
    told = audit(scores, outcomes, {"g": ["x"] * 100 + [None] * 100}, cut=50)
    assert {one.group for one in told.figures} == {"everybody", "x", "not recorded"}


def test_columns_of_different_length_or_nobody_at_all_are_refused():
    with pytest.raises(Refused, match="a row for each person"):
        audit([1.0], [True], {"g": []}, cut=1)
    with pytest.raises(Refused, match="Nobody"):
        audit([None], [True], {}, cut=1)


def test_calibration_is_shown_over_the_range_of_the_score():
    told = audit(*people(5000), {}, cut=50).figures[0]
    assert len(told.bins) == 10
    assert all(abs(one.mean_score / 100 - one.observed) < 0.1 for one in told.bins)


def georgia():
    return pl.read_csv(shared_path("data/nij-georgia/ga_parole_25k_cleaned.csv"))


def test_the_supervision_score_of_georgia_is_audited_by_sex_and_age():
    table = georgia()
    groups = {
        "sex": ["male" if male else "female" for male in table["gender_male"]],
        "age": table["age_at_release"].to_list(),
    }
    scores, outcomes = (
        table["supervision_risk_score_first"].to_list(),
        [bool(x) for x in table["recidivism_within_3years"]],
    )
    told = audit(scores, outcomes, groups, cut=6, are_probabilities=False)
    by_group = {(one.dimension, one.group): one for one in told.figures}
    assert by_group["sex", "female"].observed.value == pytest.approx(0.468, abs=0.0005)
    assert by_group["sex", "male"].observed.value == pytest.approx(0.6146, abs=0.0005)
    assert 0.55 < by_group["everybody", "everybody"].auc.value < 0.70
    assert all(one.difference is None for one in told.figures)
    assert {gap.dimension for gap in told.gaps} == {"sex", "age"}


def test_a_table_made_on_earlier_releases_in_iowa_is_audited_on_later_ones_by_race_and_age():
    path = shared_path("data/iowa-3yr-recidivism/iowa_3yr_recidivism.csv")
    table = pl.read_csv(path, infer_schema=False).with_columns(pl.col("recidivism") == "Yes")
    keys = ["age_at_release", "conviction_type" if "conviction_type" in table.columns else "convicting_type"]
    early, late = (
        table.filter(pl.col("year_released") <= "2012"),
        table.filter(pl.col("year_released") > "2012"),
    )
    rates = early.group_by(keys).agg((pl.col("recidivism").mean() * 100).alias("score"))
    joined = late.join(rates, on=keys, how="left")
    groups = {"race": joined["race"].to_list(), "age": joined["age_at_release"].to_list()}
    told = audit(joined["score"].to_list(), joined["recidivism"].to_list(), groups, cut=35)
    by_group = {(one.dimension, one.group): one for one in told.figures}
    everybody = by_group["everybody", "everybody"]
    assert everybody.difference.high < 0
    assert everybody.auc.low > 0.5
    assert len([one for one in told.figures if one.dimension == "race" and one.people.value]) >= 2


def test_the_command_prints_each_group_and_the_widest_gaps(tmp_path):
    scores, outcomes = people(400)
    pl.DataFrame(
        {"score": scores, "outcome": ["yes" if o else "no" for o in outcomes], "sex": ["f", "m"] * 200}
    ).write_csv(tmp_path / "a.csv")
    shown = CliRunner().invoke(app, ["audit", str(tmp_path / "a.csv"), "--by", "sex"])
    assert shown.exit_code == 0, shown.output
    assert "sex, f: 200 people" in shown.output
    assert "widest gap by sex in false_positive" in shown.output


def test_the_command_names_a_column_that_is_not_there(tmp_path):
    (tmp_path / "a.csv").write_text("score,outcome\n1,1\n")
    shown = CliRunner().invoke(app, ["audit", str(tmp_path / "a.csv"), "--by", "sex"])
    assert isinstance(shown.exception, Refused)
    assert "no column called sex" in str(shown.exception)
