"""What a table of people must be before it is compared: one row a person, outcomes as coded, likeness that can be told."""

from datetime import date
from math import isfinite
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from throughcare.evidence.outcomes.compare.balance import balance_of
from throughcare.evidence.outcomes.compare.design import alike_beyond_chance, design_of, outcome_of
from throughcare.evidence.outcomes.compare.effect import Measure
from throughcare.evidence.outcomes.compare.files import study_from
from throughcare.evidence.outcomes.compare.study import compare_people
from throughcare.evidence.outcomes.compare.wording import Verdict
from throughcare.foundation.kernel import Refused

TODAY = date(2026, 1, 1)


def case(name):
    return Path(__file__).parent / "files" / name


def compared(name, people="people.parquet"):
    folder = case(name)
    return compare_people(
        pq.read_table(folder / people), study_from((folder / "study.yaml").read_text()), on=TODAY
    )


def words(result):
    return " ".join(one.wording.sentence for one in result.static.outcomes)


def test_balance_that_cannot_be_told_names_the_covariate_that_decided():
    result = compared("a_covariate_all_served_share")
    said = words(result)
    assert result.static.outcomes[0].wording.verdict is Verdict.TOO_UNLIKE
    assert "priors has no spread among the people treated (2.00 for everybody)" in said
    assert "on average 1.93" in said
    assert "age still differs" not in said and "nan" not in said


def test_a_covariate_without_spread_is_measured_by_everybodys():
    result = compared("a_covariate_all_served_share")
    [priors] = [one for one in result.static.balance.covariates if one.covariate == "priors"]
    assert isfinite(priors.standardised_before) and isfinite(priors.standardised_after)
    assert result.static.balance.worst is priors
    assert all(isfinite(number) for _, *row in result.static.balance.love_plot() for number in row)


def test_a_yes_or_no_that_all_treated_share_is_compared_by_everybodys_spread():
    luck = np.random.default_rng(3)
    served = np.arange(400) < 100
    table = {
        "served": served.astype(int),
        "man": np.where(served, 1, luck.integers(0, 2, 400)),
        "age": luck.normal(35, 9, 400),
    }
    design = design_of(table, treated="served", covariates=["man", "age"])
    [man] = [
        one
        for one in balance_of(design, np.ones(400), np.full(400, 0.25)).covariates
        if one.covariate == "man"
    ]
    assert not man.only_one_value
    assert man.standardised_before == pytest.approx(
        (1 - man.comparison_mean_before) / np.std(table["man"], ddof=1)
    )


def test_an_amount_that_everybody_compared_shares_is_alike():
    table = {"served": [1, 1, 0, 0, 0], "priors": [2, 2, 2, 2, 5], "age": [30, 40, 31, 41, 50]}
    design = design_of(table, treated="served", covariates=["priors", "age"])
    balance = balance_of(design, np.array([1.0, 1, 1, 1, 0]), np.full(5, 0.4))
    [priors] = [one for one in balance.covariates if one.covariate == "priors"]
    assert priors.apart == 0.0


def test_no_pair_lies_further_apart_than_the_caliper_in_any_stratum():
    result = compared("right_today_caliper_in_strata")
    assert result.static.widest_pair <= result.static.caliper


def test_a_person_in_the_table_twice_is_refused_with_how_many():
    assert compared("the_same_people_twice").static.outcomes
    with pytest.raises(Refused, match="200 people have more than one row"):
        compared("the_same_people_twice", "twice.parquet")


def test_a_person_both_treated_and_not_is_told():
    table = {
        "person_id": [1, 1, 2, 3],
        "served": [1, 0, 1, 0],
        "age": [30, 30, 40, 41],
        "reoffended": [0, 1, 0, 1],
    }
    with pytest.raises(
        Refused, match="1 people have more than one row; 1 of them are among the treated and the others too"
    ):
        compare_people(
            table,
            study_from("{treated: served, static: [age], dynamic: [], outcomes: {reoffended: binary}}"),
            on=TODAY,
        )


def test_rows_alike_in_every_column_are_said_where_nobody_has_a_number():
    folder = case("the_same_people_twice")
    without = pq.read_table(folder / "twice.parquet").drop_columns(["person_id"])
    result = compare_people(without, study_from((folder / "study.yaml").read_text()), on=TODAY)
    assert "every row is in the table 2 times" in result.doubt


def test_some_rows_alike_in_every_column_are_counted():
    luck = np.random.default_rng(7)
    once = {"served": luck.integers(0, 2, 300), "age": luck.normal(35, 9, 300)}
    again = {name: np.concatenate([values, values[:40]]) for name, values in once.items()}
    assert alike_beyond_chance(again).startswith("40 of 340 rows are the same as another in every column")


def test_rows_alike_by_chance_alone_are_not_doubted():
    luck = np.random.default_rng(5)
    few_kinds = {
        "served": luck.integers(0, 2, 500),
        "sex": luck.integers(0, 2, 500),
        "work": luck.integers(0, 2, 500),
    }
    assert alike_beyond_chance(few_kinds) == ""
    assert alike_beyond_chance({**few_kinds, "age": luck.normal(35, 9, 500)}) == ""


@pytest.mark.parametrize(
    ("values", "measure", "because"),
    [
        ([1, 2, 2, 1], Measure.BINARY, "is binary and 2 rows hold something else, such as 2: write 1 for people who did"),
        (["yes", "no", "no", "yes"], Measure.BINARY, "is text and an outcome is a number: write 1 for people who did"),
        ([0.0, 1.5, 2.0, 0.0], Measure.FREQUENCY, "is frequency and 1 rows hold something else, such as 1.5"),
        ([0, -1, 0, 2], Measure.FREQUENCY, "1 rows below zero"),
        ([0.5, None, 1.0, 2.0], Measure.AMOUNT, "is unknown in 1 rows"),
    ],
)  # fmt: skip
def test_an_outcome_that_is_not_coded_as_its_measure_says_is_refused(values, measure, because):
    with pytest.raises(Refused, match=because):
        outcome_of({"reoffended": np.array(values)}, "reoffended", measure)


def test_true_and_false_are_a_binary_outcome():
    assert outcome_of({"did": np.array([True, False])}, "did", Measure.BINARY).tolist() == [1.0, 0.0]


def test_a_misspelt_column_is_refused_with_the_nearest():
    table = pa.table({"served": [1, 0], "age": [30, 31], "reofended": [0, 1]})
    study = study_from("{treated: served, static: [age], dynamic: [], outcomes: {reoffended: binary}}")
    with pytest.raises(Refused, match="no column named reoffended: did you mean reofended"):
        compare_people(table, study, on=TODAY)
