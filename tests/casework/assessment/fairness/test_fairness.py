"""An audit by group: intervals that hold, small numbers that stay hidden, gaps that are named."""

import random
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from support.shared import shared_path
from typer.testing import CliRunner

from throughcare.casework.assessment.rules.cells_told import People, cells_told
from throughcare.casework.assessment.rules.fairness import ALONE, Beside, auc, audit, share
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


def counted(groups):
    """Scores and outcomes of people in groups: how many, and how many of them had the outcome."""
    labels = [group for group, (people, _) in groups.items() for _ in range(people)]
    had = [n < events for people, events in groups.values() for n in range(people)]
    return [50.0] * len(labels), had, labels


def told_of(groups, beside=ALONE):
    scores, had, labels = counted(groups)
    told = audit(scores, had, {"group": labels}, cut=50, beside=beside)
    return {one.group for one in told.figures if one.people.value}, {
        one.group for one in told.figures if one.observed
    }


@pytest.mark.parametrize(
    ("groups", "sizes", "rates"),
    [
        ({"a": (1, 0), "b": (2, 0), "c": (40, 20), "d": (60, 30)}, {"d"}, set()),
        ({"a": (5, 2), "b": (6, 4), "c": (40, 20)}, {"c"}, set()),
        ({"a": (30, 15), "b": (40, 20)}, {"a", "b"}, {"a", "b"}),
        # Too few with the outcome in one group: its rate is withheld, and with it one that would give it away.
        ({"a": (50, 3), "b": (60, 20), "c": (80, 30)}, {"a", "b", "c"}, {"c"}),
    ],
)
def test_what_is_hidden_cannot_be_worked_out_from_what_is_told(groups, sizes, rates):
    everybody = {"everybody"}
    assert told_of(groups) == (sizes | everybody, rates | everybody)


@settings(max_examples=10, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("abcde"),
        st.tuples(st.integers(1, 40), st.integers(0, 40)).map(lambda one: (one[0], min(one))),
        min_size=2,
    )
)
def test_no_hidden_outcome_of_a_group_is_told_by_what_is_shown(groups):
    scores, had, labels = counted(groups)
    told = audit(scores, had, {"group": labels}, cut=50).told
    tables = {one.asked.by: one.withheld for one in told if len(one.asked.chosen) == 1}
    cells = [(group, outcome) for group in groups for outcome in (True, False)]
    truth = {
        (g, o): events if o else people - events
        for g, (people, events) in groups.items()
        for o in (True, False)
    }
    wholes = [(("group", "had the outcome"), one) for one in cells]
    wholes += [(("group",), (group,)) for group in groups] + [((), ())]
    wholes += [(("had the outcome",), (outcome,)) for outcome in (True, False)]
    known = [
        [n for n, cell in enumerate(cells) if set(key) <= set(cell)]
        for table, key in wholes
        if key not in tables[table]
    ]
    for n, cell in enumerate(cells):
        if cell in tables["group", "had the outcome"] and 0 < truth[cell] < 10:
            assert spread(n, known, [truth[one] for one in cells]) >= 10 - 1e-6


def spread(wanted, known, truth):
    """How far apart the least and the most of one cell lie, by everything known."""
    weights = np.eye(len(truth))[wanted]
    matrix = np.array([[float(n in line) for n in range(len(truth))] for line in known]).reshape(
        -1, len(truth)
    )
    ends = [
        linprog(sign * weights, A_eq=matrix, b_eq=matrix @ truth, bounds=(0, None), method="highs")
        for sign in (1, -1)
    ]
    return float("inf") if any(end.x is None for end in ends) else -ends[1].fun - ends[0].fun


def test_a_second_audit_of_the_same_table_tells_nothing_that_the_first_withheld():
    scores, had, labels = counted({"a": (4, 2), "b": (46, 20), "c": (60, 30)})
    finer = ["a or b" if label in "ab" else label for label in labels]
    first = audit(scores, had, {"group": labels}, cut=50)
    hidden = {one.group for one in first.figures if one.people.value is None}
    assert hidden == {"a", "b"}
    beside = Beside(first.told, {"group": labels})
    again = audit(scores, had, {"halves": finer}, cut=50, beside=beside)
    assert {one.group for one in again.figures if one.people.value} >= {"everybody", "c", "a or b"}


def called(groups, cut):
    """An audit of a group of whom some were called high at a cut: the shares wrongly called, or None, each for each group."""
    scores, had, labels = groups
    told = audit(scores, had, {"group": labels}, cut=cut)
    return told, {one.group: (one.false_positive, one.false_negative) for one in told.figures}


def test_how_few_of_a_group_were_called_wrongly_is_not_told():
    """Three of forty without the outcome were called high: their share would tell of the three."""
    had = [True] * 40 + [False] * 40
    scores = [90.0] * 20 + [10.0] * 20 + [90.0] * 3 + [10.0] * 37
    _, by_group = called((scores, had, ["a"] * 80), 50)
    assert by_group["a"][0] is None
    _, by_group = called((scores[:40] + [90.0] * 40, had, ["a"] * 80), 50)
    assert by_group["a"][0].value == 1.0, "that it was all of them tells of nobody in particular"


def test_two_cuts_do_not_tell_of_the_few_whose_score_lies_between():
    had = [True] * 40 + [False] * 40
    scores = [90.0] * 20 + [10.0] * 20 + [90.0] * 15 + [45.0] * 2 + [10.0] * 23
    first, at_50 = called((scores, had, ["a"] * 80), 50)
    assert at_50["a"][0].value == 15 / 40
    again = audit(
        scores, had, {"group": ["a"] * 80}, cut=40,
        beside=Beside(first.told, {"group": ["a"] * 80, "the score": scores}),
    )  # fmt: skip
    shown = {one.group: one.false_positive for one in again.figures}
    assert shown["a"] is None, "17 of 40 beside 15 of 40 is two people"
    alone = audit(scores, had, {"group": ["a"] * 80}, cut=40).figures[1]
    assert alone.false_positive.value == 17 / 40


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ab"), st.booleans(), st.sampled_from([10.0, 30.0, 50.0, 70.0])),
        min_size=60,
        max_size=160,
    ),
    st.lists(st.sampled_from([20.0, 40.0, 60.0]), min_size=2, max_size=3, unique=True),
)
def test_no_few_are_told_by_any_cuts_of_one_table(rows, cuts):
    """Of each group by outcome, whoever sets every share told against every other finds no stretch between cuts of few people."""
    labels, had, scores = (list(one) for one in zip(*rows, strict=True))
    if len(set(had)) < 2:
        return
    before, shown = (), []
    for cut in cuts:
        told = audit(
            scores,
            had,
            {"group": labels},
            cut=cut,
            beside=Beside(before, {"group": labels, "the score": scores}),
        )
        before += told.told
        shown += [(cut, one) for one in told.figures if one.dimension == "group"]
    for group, outcome in ((g, o) for g in set(labels) for o in (True, False)):
        name = "false_negative" if outcome else "false_positive"
        known = {cut for cut, one in shown if one.group == group and getattr(one, name) is not None}
        edges = sorted(known | {0.0, 100.0})
        held = [s for g, o, s in rows if (g, o) == (group, outcome)]
        stretches = [sum(low <= s < high for s in held) for low, high in pairwise(edges)]
        assert not known or all(not 0 < many < 10 for many in stretches), (group, outcome, known, stretches)


def test_a_stretch_of_the_score_in_which_few_had_the_outcome_is_told_with_its_neighbour():
    """Of ten scores with forty people each, one of forty had the outcome at a score of 3, and half at every other."""
    scores = [float(n % 10) for n in range(400)]
    had = [n == 3 or (score != 3 and n // 10 % 2 == 0) for n, score in enumerate(scores)]
    bins = audit(scores, had, {}, cut=50).figures[0].bins
    assert len(bins) == 9 and {one.observed for one in bins} == {0.5, 21 / 80}


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=40, max_size=200))
def test_no_stretch_of_the_score_tells_of_few(rows):
    scores, had = [float(score) for score, _ in rows], [outcome for _, outcome in rows]
    if not 10 <= sum(had) <= len(had) - 10:
        return
    (whole, *_) = audit(scores, had, {}, cut=15).figures
    assert whole.bins or whole.observed is None
    for one in whole.bins:
        assert one.people.value is not None and one.observed is not None
    if len(whole.bins) > 1:
        assert all(one.observed in (0.0, 1.0) or one.people.value >= 20 for one in whole.bins)


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


def test_which_cells_are_told_is_asked_alone():
    _, had, labels = counted({"a": (50, 3), "b": (60, 20), "c": (80, 30)})
    columns = {"group": labels, "had": had, "kept": [True] * len(had), "score": [50.0] * len(had)}
    people = People(columns, "kept", "had", ("group",), "score", frozenset({50.0}))
    told = cells_told(people, 10)
    assert told.shows_called(True) and not told.shows_called(True, "group", "a")
    assert told.shows(("group",), ("a",)) and told.shows_outcomes() and told.shows_outcomes("group", "c")
    assert not told.shows_outcomes("group", "a")
    assert cells_told(people, 10, told.told).told == told.told
