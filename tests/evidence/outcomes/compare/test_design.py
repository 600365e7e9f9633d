"""Reading a table of people: levels become columns, and what is unknown is never taken as zero."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from throughcare.evidence.outcomes.compare.design import design_of, outcome_of, strata_of
from throughcare.foundation.kernel import Refused

TABLE = {
    "served": np.array([1, 0, 1, 0]),
    "age": np.array([20, 30, 40, 50]),
    "sex": np.array(["f", "m", "m", "f"]),
    "court": np.array(["x", "y", "z", "x"]),
    "reoffences": np.array([0, 3, 1, 0]),
}


def test_every_level_is_shown_and_all_but_the_first_are_fitted():
    design = design_of(TABLE, treated="served", covariates=["age", "sex", "court"])
    assert design.names == ("age", "sexf", "sexm", "courtx", "courty", "courtz")
    assert design.for_fitting()[0] == ("age", "sexm", "courty", "courtz")
    assert design.matrix[:, 1].tolist() == [1, 0, 0, 1]


@pytest.mark.parametrize("kind", [pd.DataFrame, pa.table, dict])
def test_a_frame_an_arrow_table_and_a_mapping_read_the_same(kind):
    design = design_of(kind(TABLE), treated="served", covariates=["age", "sex"])
    assert design.matrix.tolist() == [[20, 1, 0], [30, 0, 1], [40, 0, 1], [50, 1, 0]]
    assert design.treated.tolist() == [True, False, True, False]


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"age": np.array([20, np.nan, 40, np.nan])}, "column age is unknown in 2 rows"),
        ({"sex": np.array(["f", None, "m", "f"], dtype=object)}, "column sex is unknown in 1 rows"),
        ({"served": np.array([1, 0, 2, 0])}, "column served must be 1 for people treated"),
        ({"served": np.array([1.0, 0.0, np.nan, 0.0])}, "column served must be 1"),
        ({"served": np.array([1, 1, 1, 1])}, "both people treated and people not treated"),
        ({"age": np.array([20, 30])}, "column age has 2 rows and the table 4"),
    ],
)
def test_a_bad_column_is_refused_by_name_with_the_number_of_rows(change, because):
    with pytest.raises(Refused, match=because):
        design_of({**TABLE, **change}, treated="served", covariates=["age", "sex"])


def test_a_column_that_is_not_there_is_refused_by_name():
    with pytest.raises(Refused, match="no column named shoe_size"):
        design_of(TABLE, treated="served", covariates=["shoe_size"])


def test_a_comparison_on_nothing_is_refused():
    with pytest.raises(Refused, match="at least one covariate"):
        design_of(TABLE, treated="served", covariates=[])


def test_a_column_of_names_is_too_many_levels_to_compare_on():
    many = {"served": np.arange(300) % 2, "who": np.array([f"p{i}" for i in range(300)])}
    with pytest.raises(Refused, match="300 different values"):
        design_of(many, treated="served", covariates=["who"])


def test_an_unknown_outcome_is_refused_and_never_becomes_no_reoffending():
    with pytest.raises(Refused, match="unknown in 1 rows"):
        outcome_of({"reoffences": np.array([1.0, np.nan])}, "reoffences")


def test_fewer_than_no_reoffences_cannot_be():
    with pytest.raises(Refused, match="1 rows below zero"):
        outcome_of({"reoffences": np.array([1, -1])}, "reoffences")


def test_strata_are_the_combinations_of_their_columns():
    strata = strata_of(TABLE, ["sex", "court"])
    assert len(set(strata.tolist())) == 3
    assert strata[0] == strata[3]
    assert strata_of(TABLE, []) is None
