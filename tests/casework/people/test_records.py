"""An arriving record says everything wrong with it at once, each with its field."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.people.rules import (
    AliasRecord,
    HomeRecord,
    IdentifierKind,
    PersonRecord,
    check_record,
    faults_of,
)
from throughcare.casework.people.rules.asking import understand
from throughcare.foundation.kernel import Refused

TODAY = date(2026, 11, 20)
GOOD = PersonRecord("line 1", " Sam  Peter ", "Example", date(1990, 2, 3))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"surname": ""}, "surname"),
        ({"forenames": "x" * 200}, "forenames"),
        ({"date_of_birth": date(2030, 1, 1)}, "date_of_birth"),
        ({"sex": "X"}, "sex"),
        ({"ethnicity": "O1"}, "ethnicity"),
        ({"religion": "?"}, "religion"),
        ({"gender_identity": "?"}, "gender_identity"),
        ({"disabilities": ("D", "?")}, "disability"),
        ({"disabled": "maybe"}, "disabled"),
        ({"needs_interpreter": ""}, "needs_interpreter"),
        ({"has_caring_responsibilities": "2"}, "has_caring_responsibilities"),
        ({"first_language": "x" * 61}, "first_language"),
        ({"phone": "0\x00"}, "phone"),
        ({"identifiers": ((IdentifierKind.PNC, "x"),)}, "pnc"),
        ({"aliases": (AliasRecord("A", "1"),)}, "alias_surname"),
        ({"aliases": (AliasRecord("A", "B", date(2030, 1, 1)),)}, "alias_date_of_birth"),
        ({"home": HomeRecord("", "nowhere")}, "postcode"),
        ({"home": HomeRecord("", "QX1 1AA")}, "postcode"),
        ({"home": HomeRecord("x" * 301, "")}, "address"),
        ({"home": HomeRecord("", "", "E99999999")}, "local_authority"),
    ],
)
def test_each_fault_names_its_field(change, field):
    (fault,) = faults_of(replace(GOOD, **change), today=TODAY)
    assert fault.field == field


def test_a_good_record_has_no_faults_and_is_kept_trimmed():
    assert faults_of(GOOD, today=TODAY) == ()
    assert check_record(GOOD, today=TODAY).record.forenames == "Sam Peter"


def test_every_fault_is_said_at_once():
    bad = replace(
        GOOD, surname="", sex="X", home=HomeRecord("", "nowhere"), identifiers=((IdentifierKind.CRO, "x"),)
    )
    assert [f.field for f in faults_of(bad, today=TODAY)] == ["surname", "postcode", "sex", "cro"]


def test_no_fixed_abode_needs_no_postcode():
    home = HomeRecord(no_fixed_abode=True)
    assert check_record(replace(GOOD, home=home), today=TODAY).record.home == home


def test_a_number_given_twice_is_kept_once():
    twice = ((IdentifierKind.PNC, "08/56560Z"), (IdentifierKind.PNC, "2008/0056560Z"))
    checked = check_record(replace(GOOD, identifiers=twice), today=TODAY)
    assert [n.value for n in checked.numbers] == ["2008/0056560Z"]


def test_a_missing_birth_is_unknown_not_refused():
    checked = check_record(replace(GOOD, date_of_birth=None), today=TODAY)
    assert checked.as_features().born is None


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=20), st.text(max_size=30))
def test_any_text_at_all_is_kept_or_refused_in_words(forenames, surname, postcode, pnc):
    record = PersonRecord(
        "r",
        forenames,
        surname,
        None,
        home=HomeRecord(surname, postcode),
        identifiers=((IdentifierKind.PNC, pnc),),
    )
    for fault in faults_of(record, today=TODAY):
        assert fault.field and fault.because.endswith((".", "B"))


@given(st.text(max_size=200))
def test_no_refusal_repeats_what_was_typed(secret):
    marked = f"Q{secret}Q"
    for fault in faults_of(replace(GOOD, sex=marked, religion=marked), today=TODAY):
        assert marked not in fault.because


@pytest.mark.parametrize(
    ("words", "number", "understood"),
    [
        ("smith, john", "", ("SMITH JOHN", None)),
        ("O'Brien", "", ("OBRIEN", None)),
        ("08/56560z", "", (None, "2008/0056560Z")),
        ("", "a1234aa", (None, "A1234AA")),
        ("smith", "265416/21G", (None, "265416/21G")),
    ],
)
def test_a_search_is_understood(words, number, understood):
    asked = understand(words, None, number)
    assert (asked.words, asked.number) == understood


@pytest.mark.parametrize(("words", "number"), [("", ""), ("  ", ""), ("123", ""), ("", "12345")])
def test_a_search_for_nothing_is_refused(words, number):
    with pytest.raises(Refused):
        understand(words, None, number)


def test_a_birth_alone_is_enough_to_ask():
    asked = understand("", date(1990, 1, 1), "")
    assert (asked.words, asked.born) == (None, date(1990, 1, 1))


@pytest.mark.parametrize(
    ("words", "name", "born"),
    [
        ("11/08/1983", None, date(1983, 8, 11)),
        ("11 August 1983", None, date(1983, 8, 11)),
        ("Bainbridge 11/08/1983", "bainbridge", date(1983, 8, 11)),
        ("11 aug 1983, Gavin Bainbridge", "gavin bainbridge", date(1983, 8, 11)),
    ],
)
def test_a_day_of_birth_typed_where_the_name_goes_is_taken_for_one(words, name, born):
    asked = understand(words, None, "")
    assert asked.born == born and asked.number is None
    assert asked.words == (understand(name, None, "").words if name else None)
    assert understand(words, date(1990, 1, 1), "").born == date(1990, 1, 1)
