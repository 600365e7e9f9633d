"""Answers come from lists, ages from days, and places from real postcodes."""

import csv
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.shared import shared_path

from throughcare.casework.people.rules import CodeList, age_on, code_list, district_of, standard_postcode
from throughcare.casework.people.rules.characteristics import check_born, check_code, words_of
from throughcare.casework.people.rules.places import is_a_place, known_districts, local_authorities
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

days = st.dates(date(1900, 1, 1), date(2026, 12, 31))


def test_ethnicity_is_the_sixteen_plus_one_with_todays_codes():
    current = [code for code in code_list(CodeList.ETHNICITY).values() if code.current]
    assert len(current) == 19
    assert words_of(CodeList.ETHNICITY, "W1") == "White: British"


@pytest.mark.parametrize("which", CodeList)
def test_no_list_says_one_thing_in_two_current_codes(which):
    words = [code.words for code in code_list(which).values() if code.current]
    assert len(words) == len(set(words)) > 2


@pytest.mark.parametrize(
    ("which", "file"),
    [
        (CodeList.ETHNICITY, "ethnicity_16plus1_prison_codes"),
        (CodeList.RELIGION, "religion_codes"),
        (CodeList.SEX, "sex_codes"),
    ],
)
def test_no_code_of_the_source_is_lost(which, file):
    with shared_path(f"data/demographics/{file}.csv").open() as rows:
        theirs = {row["code"] for row in csv.DictReader(rows)}
    assert theirs - code_list(which).keys() <= {"MERGE"}


def test_a_retired_code_can_be_read_but_not_recorded():
    assert words_of(CodeList.ETHNICITY, "O1") == "Chinese"
    with pytest.raises(Refused, match="no current code"):
        check_code(CodeList.ETHNICITY, "O1")


def test_not_asked_is_always_an_answer():
    assert check_code(CodeList.RELIGION, "not_asked") == "not_asked"
    assert words_of(CodeList.RELIGION, "not_asked") == "not asked"


def test_a_code_of_nobodys_is_refused_under_its_field():
    with pytest.raises(Refused) as refusal:
        check_code(CodeList.GENDER_IDENTITY, "XX")
    assert refusal.value.field == "gender_identity"


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2000, 5, 6), date(2018, 5, 5), 17),
        (date(2000, 5, 6), date(2018, 5, 6), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 1, 1), date(2026, 1, 1), 0),
    ],
)
def test_age_is_in_completed_years(born, day, age):
    assert age_on(born, day) == age


@given(days, st.integers(0, 40_000))
def test_nobody_grows_younger(born, later):
    day = born + timedelta(days=later)
    assert age_on(born, day) <= age_on(born, day + timedelta(days=1)) <= age_on(born, day) + 1


def test_nobody_has_an_age_before_birth():
    with pytest.raises(ValueError, match="before they are born"):
        age_on(date(2020, 1, 2), date(2020, 1, 1))


@pytest.mark.parametrize(("born", "why"), [(date(2027, 1, 1), "future"), (date(1905, 1, 1), "120 years")])
def test_a_birth_nobody_living_has_is_refused(born, why):
    with pytest.raises(Refused, match=why):
        check_born(born, today=date(2026, 11, 20))


def test_a_day_is_londons_in_summer():
    assert day_of(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)
    assert day_of(datetime(2026, 12, 1, 23, 30, tzinfo=UTC)) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("written", "kept"), [("ts12ab", "TS1 2AB"), (" TS1  2AB ", "TS1 2AB"), ("sw1a1aa", "SW1A 1AA")]
)
def test_a_postcode_has_one_spelling(written, kept):
    assert standard_postcode(written) == kept
    assert standard_postcode(kept) == kept


@pytest.mark.parametrize("written", ["", "TS1", "TS1 2A", "TS1 2CI", "11 2AB", "TS１ 2AB"])
def test_what_is_no_postcode_is_refused(written):
    with pytest.raises(Refused, match="not a postcode"):
        standard_postcode(written)


def test_a_district_is_the_outward_half():
    assert district_of("SW1A 1AA") == "SW1A"
    assert district_of("") == ""


@pytest.mark.parametrize(("postcode", "place"), [("TS1 2AB", True), ("NF1 1NF", False), ("ZZ99 3VZ", False)])
def test_codes_for_no_home_are_no_place(postcode, place):
    assert is_a_place(postcode) is place


def test_the_lists_of_places_are_whole():
    assert {"TS1", "DL1", "DH1", "SW1A"} <= known_districts()
    assert len(local_authorities()) == 318
    assert local_authorities()["E06000002"] == "Middlesbrough"
