"""A table scored at once gives what the scalar rules give, row by row, and a reason for every row refused."""

import math

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.assessment_answers import answers, as_text, likely, sexual, values

from throughcare.casework.assessment.rules.batch import INSTRUMENTS, columns_of, score_frame
from throughcare.casework.assessment.rules.predictors import FIELDS, NotScored, score
from throughcare.casework.assessment.rules.predictors import INSTRUMENTS as SCALAR
from throughcare.faces.assessment.console.scoring import score_file
from throughcare.foundation.kernel import Refused


def a_frame(rows, instrument):
    names = columns_of(instrument)
    return pl.DataFrame(
        {name: [as_text(row.get(name)) for row in rows] for name in names},
        schema=dict.fromkeys(names, pl.String),
    )


def scalar(row, instrument, edition=None):
    try:
        return score(instrument, {n: v for n, v in row.items() if v != ""}, edition=edition)
    except NotScored as refusal:
        return refusal


def assert_same(told, row, instrument):
    if isinstance(told, NotScored):
        assert row["score"] is None, (told, row)
        assert row["reasons"], row
        return
    assert row["reasons"] is None, (row, told)
    assert math.isclose(row["probability"], told.probability, abs_tol=1e-12, rel_tol=1e-9)
    assert row["score"] == pytest.approx(told.score, abs=0.0101)
    if row["score"] == told.score:
        assert row["band"] == (told.band.value if told.band else None)
    assert row["basis"] == told.basis.value


SLOWLY = settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@SLOWLY
@given(data=st.data())
def test_a_batch_equals_the_scalar_rule(instrument, data):
    rows = data.draw(st.lists(answers(columns_of(instrument)), min_size=1, max_size=20))
    scored = score_frame(a_frame(rows, instrument), instrument).to_dicts()
    for row, person in zip(scored, rows, strict=True):
        assert_same(scalar(person, instrument), row, instrument)


def changed(base, names, data):
    """A likely person with a few answers changed or missing: most of these can be scored."""
    row = dict(base)
    for name in data.draw(st.lists(st.sampled_from(names), max_size=6)):
        row[name] = data.draw(st.none() | values(FIELDS[name]) | values(FIELDS[name]))
    return {name: value for name, value in row.items() if value is not None and name in names}


PEOPLE = [likely(), sexual(), likely(sex="female"), sexual(sex="female", sanctions=20), likely(sanctions=2)]


@pytest.mark.parametrize("edition", ["published", "default"])
@pytest.mark.parametrize("instrument", INSTRUMENTS)
@SLOWLY
@given(data=st.data())
def test_a_batch_of_likely_people_equals_the_scalar_rule_in_every_edition(instrument, edition, data):
    chosen = SCALAR[instrument].editions[0].name if edition == "published" else None
    rows = [changed(person, columns_of(instrument), data) for person in PEOPLE * 3]
    scored = score_frame(a_frame(rows, instrument), instrument, edition=chosen).to_dicts()
    for row, person in zip(scored, rows, strict=True):
        assert_same(scalar(person, instrument, chosen), row, instrument)


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_a_likely_person_is_scored_by_every_instrument(instrument):
    for person in (likely(), sexual(sanctions=12)):
        [row] = score_frame(a_frame([person], instrument), instrument).to_dicts()
        assert row["reasons"] is None
        assert row["score"] is not None
        assert_same(
            scalar({n: v for n, v in person.items() if n in columns_of(instrument)}, instrument),
            row,
            instrument,
        )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"offence_code": "99999"}, "not in this edition's offence mapping"),
        ({"offence_code": "ABC"}, "five characters"),
        ({"sanctions": 0}, "number of sanctions"),
        ({"age_at_first_sanction": 60}, "first sanction cannot come after"),
        ({"violent_sanctions": 9}, "Violent sanctions"),
    ],
)
def test_a_refused_row_says_why_and_the_next_row_is_still_scored(changes, words):
    first, second = score_frame(a_frame([likely(**changes), likely()], "svrp"), "svrp").to_dicts()
    assert words in first["reasons"]
    assert first["score"] is None
    assert second["score"] is not None


def test_a_refused_row_gives_every_reason_at_once():
    row = likely(offence_code="ABC", sanctions=0)
    del row["sex"]
    [told] = score_frame(a_frame([row], "arp"), "arp").to_dicts()
    assert "needed before it can be scored: sex" in told["reasons"]
    assert "five characters" in told["reasons"]
    assert "number of sanctions" in told["reasons"]


def test_the_reasons_of_a_refused_row_are_the_words_of_the_scalar_rule():
    row = likely(offence_code="ABC", sanctions=0)
    del row["sex"], row["date_of_birth"]
    [told] = score_frame(a_frame([row], "ogrs3"), "ogrs3").to_dicts()
    assert told["reasons"] == str(scalar(row, "ogrs3"))


@pytest.mark.parametrize("cell", ["32/13/2020", "yesterday", "2020-02-30"])
def test_a_date_that_cannot_be_read_is_named_and_never_guessed(cell):
    frame = a_frame([likely()], "arp").with_columns(pl.lit(cell).alias("date_of_birth"))
    [told] = score_frame(frame, "arp").to_dicts()
    assert told["score"] is None
    assert "not of the kind expected: date of birth" in told["reasons"]


@pytest.mark.parametrize("cell", ["3", "-1", "many", "1.5"])
def test_a_level_outside_its_range_is_named(cell):
    frame = a_frame([likely()], "arp").with_columns(pl.lit(cell).alias("impulsivity"))
    assert "impulsivity" in score_frame(frame, "arp").to_dicts()[0]["reasons"]


def test_a_set_with_an_unknown_name_is_named():
    frame = a_frame([likely()], "svrp").with_columns(pl.lit("robbery;parking").alias("past_offences"))
    assert "kinds of past offence" in score_frame(frame, "svrp").to_dicts()[0]["reasons"]


def test_an_empty_cell_is_not_nought():
    row = likely()
    del row["impulsivity"]
    [told] = score_frame(a_frame([row], "arp"), "arp").to_dicts()
    [nought] = score_frame(a_frame([likely(impulsivity=0)], "arp"), "arp").to_dicts()
    assert (told["basis"], nought["basis"]) == ("static", "dynamic")


def test_a_combined_score_says_which_part_was_refused_and_why():
    [told] = score_frame(a_frame([likely(offence_code="99999")], "csrp"), "csrp").to_dicts()
    assert "made of could not be worked out: svrp" in told["reasons"]
    assert "offence mapping" in told["reasons"]


def test_a_table_without_rows_gives_a_table_without_rows():
    assert score_frame(a_frame([], "arp"), "arp").height == 0


def test_a_screener_cannot_be_asked_of_a_batch():
    with pytest.raises(Refused, match="cannot be scored by mst"):
        score_frame(pl.DataFrame(), "mst")


def test_a_file_keeps_row_numbers_and_ids_and_nothing_else_personal(tmp_path):
    source, out = tmp_path / "people.csv", tmp_path / "scores.csv"
    frame = a_frame([likely(), likely(offence_code="99999")], "arp")
    frame.with_columns(pl.Series("id", ["a1", "b2"]), pl.Series("self_harm", ["yes", "no"])).write_csv(source)
    assert score_file(source, out, "arp") == (1, 1)
    written = pl.read_csv(out)
    assert written.columns == [
        "row",
        "id",
        "score",
        "band",
        "probability",
        "basis",
        "instrument",
        "edition",
        "reasons",
    ]
    assert written["id"].to_list() == ["a1", "b2"]
    assert written["row"].to_list() == [1, 2]


def test_a_file_with_none_of_the_columns_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("self_harm,id\nyes,2\n")
    with pytest.raises(Refused, match="none of the columns"):
        score_file(tmp_path / "a.csv", tmp_path / "b.csv", "arp")
