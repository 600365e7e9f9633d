"""A table of scores and outcomes is read whole or refused by its rows; nothing that it holds is guessed or repeated."""

from __future__ import annotations

import io
import random

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from throughcare.casework.assessment.rules.fairness import Audit, audit
from throughcare.casework.assessment.rules.outcome_tables import MOST_GROUPS, Asked, audited, read
from throughcare.faces.assessment.console.scoring import app
from throughcare.foundation.kernel import Refused

BY_SEX = Asked(by=("sex",))


def a_table(count=400, seed=3, **more):
    chance = random.Random(seed)
    marks = [round(chance.uniform(5, 90), 1) for _ in range(count)]
    whole = {
        "score": [str(mark) for mark in marks],
        "outcome": ["yes" if chance.random() * 100 < mark else "no" for mark in marks],
        "sex": ["female" if n % 3 == 0 else "male" for n in range(count)],
    }
    return whole | {name: list(column) for name, column in more.items()}


def as_csv(table):
    held = io.BytesIO()
    pl.DataFrame(table).write_csv(held)
    return held.getvalue()


def as_parquet(table):
    held = io.BytesIO()
    pl.DataFrame(table).write_parquet(held)
    return held.getvalue()


def test_a_csv_and_a_parquet_file_of_the_same_table_give_the_same_audit():
    table = a_table()
    typed = table | {
        "score": [float(cell) for cell in table["score"]],
        "outcome": [c == "yes" for c in table["outcome"]],
    }
    from_csv = audited(read(as_csv(table), "a.csv"), BY_SEX)
    assert audited(read(as_parquet(typed), "b.PARQUET"), BY_SEX) == from_csv
    assert from_csv.figures[0].people.value == 400


def test_what_is_read_is_audited_as_the_rule_audits_it():
    table = a_table()
    plain = audit(
        [float(cell) for cell in table["score"]], [cell == "yes" for cell in table["outcome"]], {"sex": table["sex"]}, cut=50
    )  # fmt: skip
    assert audited(table, BY_SEX) == plain


@pytest.mark.parametrize(
    ("name", "content", "because"),
    [
        ("names.xlsx", b"PK", "CSV file or a Parquet file"),
        ("noname", b"score\n1\n", "CSV file or a Parquet file"),
        ("a.parquet", b"score,outcome\n1,yes\n", "not a Parquet file"),
        ("a.csv", b"", "not a CSV file"),
        ("a.csv", b"score,outcome,sex\n", "no rows"),
        ("a.csv", b"score,sex\n1,\xff\xfe\n", "not a CSV file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(name, content, because):
    with pytest.raises(Refused, match=because) as refused:
        read(content, name)
    assert refused.value.field == "file"


@pytest.mark.parametrize(
    ("asked", "because", "field"),
    [
        (Asked(score="mark", by=("sex",)), "no column called mark. It has score, outcome, sex", "score"),
        (Asked(outcome="reoffended", by=("sex",)), "no column called reoffended", "outcome"),
        (Asked(by=("sex", "age")), "no column called age", "by"),
        (Asked(by=()), "at least one column", "by"),
        (Asked(by=tuple("abcdefg")), "at most 6", "by"),
        (Asked(by=("score",)), "columns apart", "by"),
        (Asked(outcome="score", by=("sex",)), "columns apart", "by"),
    ],
)
def test_columns_that_are_not_there_or_stand_for_two_things_are_refused(asked, because, field):
    with pytest.raises(Refused, match=because) as refused:
        audited(a_table(), asked)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("column", "cell", "because"),
    [
        ("score", "Smith", "a number or blank"),
        ("score", "101", "from 0 to 100"),
        ("score", "-1", "from 0 to 100"),
        ("score", "inf", "a number or blank"),
        ("outcome", "perhaps", "yes, no, 1, 0"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_by_its_row_and_never_repeated(column, cell, because):
    table = a_table()
    table[column][6] = table[column][9] = cell
    with pytest.raises(Refused, match=because) as refused:
        audited(table, BY_SEX)
    assert "row 7, row 10" in refused.value.because
    assert refused.value.field == column
    assert cell not in {"Smith", "perhaps"} or cell not in refused.value.because


def test_only_the_first_rows_at_fault_are_named_and_the_rest_counted():
    table = a_table() | {"score": ["x"] * 400}
    with pytest.raises(Refused, match="row 1, row 2, row 3 and 397 more"):
        audited(table, BY_SEX)


def test_shares_where_percentages_were_meant_are_refused_but_not_as_points():
    table = a_table()
    table["score"] = [str(float(cell) / 100) for cell in table["score"]]
    with pytest.raises(Refused, match="Give percentages"):
        audited(table, BY_SEX)
    assert audited(table, Asked(by=("sex",), cut=0.5, points=True)).figures[0].auc is not None


def test_points_are_audited_without_calibration():
    table = a_table()
    table["score"] = [str(float(cell) * 3) for cell in table["score"]]
    told = audited(table, Asked(by=("sex",), cut=150, points=True))
    assert all(one.difference is None for one in told.figures)
    assert told.figures[0].auc is not None


def test_blank_cells_are_left_out_and_counted_and_a_blank_group_is_a_group():
    table = a_table()
    table["score"][:20] = [None] * 20
    table["outcome"][20:40] = [None] * 20
    table["sex"][40:80] = [None] * 40
    told = audited(table, BY_SEX)
    assert told.left_out.value == 40
    assert "not recorded" in {one.group for one in told.figures}


def test_ages_in_years_are_put_into_bands_and_any_other_column_of_many_values_is_refused():
    ages = [str(18 + n % 60) for n in range(400)]
    told = audited(a_table(age=ages), Asked(by=("age",)))
    assert {one.group for one in told.figures} == {
        "everybody",
        "18 to 20",
        "21 to 24",
        "25 to 29",
        "30 to 39",
        "40 to 49",
        "50 and over",
    }
    with pytest.raises(Refused, match="60 different values"):
        audited(a_table(office=ages), Asked(by=("office",)))
    with pytest.raises(Refused, match="61 different values"):
        audited(a_table(age=[*ages[:399], "old"]), Asked(by=("age",)))


def test_bands_that_are_given_already_stay_as_they_are():
    bands = [("under 25", "25 and over")[n % 2] for n in range(400)]
    told = audited(a_table(age=bands), Asked(by=("age",)))
    assert {one.group for one in told.figures} == {"everybody", "under 25", "25 and over"}


cells = st.one_of(
    st.none(), st.sampled_from(["0", "1", "50", "yes", "no", "true", "x", "nan", "-5", "1e400", "é"])
)


@given(
    st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=30),
    st.floats(allow_nan=False),
    st.booleans(),
)
def test_any_table_at_all_is_audited_or_refused_and_nothing_else(rows, cut, points):
    scores, outcomes, sexes = (list(column) for column in zip(*rows, strict=True))
    try:
        told = audited(
            {"score": scores, "outcome": outcomes, "sex": sexes}, Asked(by=("sex",), cut=cut, points=points)
        )
    except Refused as refusal:
        assert refusal.because
    else:
        assert isinstance(told, Audit)


@given(st.permutations(range(120)))
def test_the_order_of_the_rows_changes_nothing(order):
    table = a_table(120)
    mixed = {name: [column[n] for n in order] for name, column in table.items()}
    first, again = audited(table, BY_SEX), audited(mixed, BY_SEX)
    for one, other in zip(first.figures, again.figures, strict=True):
        assert (one.group, one.people, one.observed) == (other.group, other.people, other.observed)
        assert one.auc is None or one.auc.value == pytest.approx(other.auc.value)


def test_more_groups_than_may_be_shown_are_refused_at_the_first_too_many():
    many = [f"group {n % (MOST_GROUPS + 1)}" for n in range(400)]
    with pytest.raises(Refused, match=f"at most {MOST_GROUPS}"):
        audited(a_table(sex=many), BY_SEX)


def test_the_command_reads_a_parquet_file_too(tmp_path):
    (tmp_path / "a.parquet").write_bytes(as_parquet(a_table()))
    shown = CliRunner().invoke(app, ["audit", str(tmp_path / "a.parquet"), "--by", "sex"])
    assert shown.exit_code == 0, shown.output
    assert "sex, female" in shown.output
