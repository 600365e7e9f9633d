"""A row of court results is read whole, or every fault in it is said with its field and what was expected."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.service import a_result

from throughcare.casework.courts.rules import ResultRow, digest_of, read_row
from throughcare.casework.courts.rules.stream import COLUMNS

TODAY = date(2026, 11, 20)


def faults(**given_fields):
    found = read_row(7, a_result(**given_fields), today=TODAY)
    return [] if isinstance(found, ResultRow) else [(f.line, f.field, f.because) for f in found]


def test_a_good_row_is_read_whole():
    row = read_row(7, a_result(other_offence_codes="105/02; 10503"), today=TODAY)
    assert isinstance(row, ResultRow)
    assert [o.code for o in row.offences] == ["105/01", "105/02", "105/03"]
    assert row.sentence is not None
    assert [(str(q.kind), str(q.length)) for q in row.sentence.requirements] == [
        ("unpaid work", "120 hours"), ("rehabilitation activity", "20 days"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"hearing_date": "2026-02-30"}, "hearing_date", "a date that exists"),
        ({"hearing_date": "20/11/2026"}, "hearing_date", "a date that exists"),
        ({"hearing_date": "2026-11-21"}, "hearing_date", "in the future"),
        ({"hearing_date": ""}, "hearing_date", "is missing"),
        ({"date_of_birth": "1899-06-15"}, "date_of_birth", "before 1900"),
        ({"date_of_birth": "2020-01-01"}, "date_of_birth", "under ten"),
        ({"family_name": "=HYPERLINK(1)"}, "family_name", "not a name"),
        ({"family_name": "<b>Smith</b>"}, "family_name", "not a name"),
        ({"given_names": "Robert'); DROP TABLE people;--"}, "given_names", "not a name"),
        ({"family_name": "S" * 101}, "family_name", "longer than 100"),
        ({"family_name": "Smi\tth"}, "family_name", "control character"),
        ({"defendant_id": "12345"}, "defendant_id", "a UUID"),
        ({"offence_code": "murder"}, "offence_code", "Home Office code"),
        ({"outcome": "let off"}, "outcome", "one of"),
        ({"outcome": "report requested", "report_kind": ""}, "report_kind", "missing"),
        ({"sentence_kind": "telling off"}, "sentence_kind", "one of"),
        ({"sentence_length": "a dozen"}, "sentence_length", "expected a length"),
        ({"sentence_length": "12 weeks"}, "sentence_unit", "which of the two did the court say"),
        ({"sentence_length": "0"}, "sentence_length", "above zero"),
        ({"sentence_length": "-3"}, "sentence_length", "expected a length"),
        ({"sentence_length": "9999", "sentence_unit": "years"}, "sentence_length", "no term is longer"),
        ({"sentence_length": "12", "sentence_unit": ""}, "sentence_length", "without a unit"),
        ({"sentence_length": "4+2", "sentence_unit": "months"}, "sentence_length", "has two parts"),
        ({"minimum_term": "14 years"}, "minimum_term", "only a life sentence"),
        ({"custody_months": "26 weeks"}, "custody_months", "suspends no custody"),
        ({"sentence_length": ""}, "sentence_length", "missing"),
        ({"sentence_unit": "hours"}, "sentence_unit", "days, weeks, months or years"),
        ({"sentence_length": "37"}, "sentence_length", "at most 36 months"),
        ({"requirements": "unpaid work 301 hours"}, "requirements", "from 40 to 300 hours"),
        ({"requirements": "unpaid work 39 hours"}, "requirements", "from 40 to 300 hours"),
        ({"requirements": "unpaid work 12 weeks"}, "requirements", "counted in hours"),
        ({"requirements": "gardening 10 hours"}, "requirements", "parted by ;"),
        ({"requirements": ""}, "requirements", "at least one requirement"),
        ({"requirements": "unpaid work 200 hours; unpaid work 160 hours"}, "requirements", "these come to 360"),
        ({"requirements": "curfew 25 months"}, "requirements", "at most 24 months"),
        ({"requirements": "curfew 99999 years"}, "requirements", "parted by ;"),
        ({"requirements": "curfew 0 weeks"}, "requirements", "parted by ;"),
        ({"sentence_kind": "custody"}, "requirements", "has no requirements"),
        ({"sentence_kind": "suspended sentence order"}, "custody_months", "missing"),
        ({"runs": "consecutive"}, "runs_with", "names the result_ref"),
        ({"runs_with": "X"}, "runs_with", "names the result_ref"),
    ],
)  # fmt: skip
def test_each_fault_is_said_with_its_field_and_what_was_expected(wrong, field, says):
    found = faults(**wrong)
    assert any(f == field and says in because for _, f, because in found), found
    assert {line for line, _, _ in found} == {7}


def test_every_fault_of_a_row_is_said_at_once():
    found = faults(hearing_date="x", family_name="1", defendant_id="y", offence_code="z")
    assert {"hearing_date", "family_name", "defendant_id", "offence_code"} <= {f for _, f, _ in found}


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=60), max_size=len(COLUMNS)))
def test_no_fields_whatever_raise_anything(fields):
    found = read_row(1, fields, today=TODAY)
    assert isinstance(found, ResultRow) or all(f.because for f in found)


@given(st.sampled_from(COLUMNS), st.text(min_size=1, max_size=40))
def test_a_good_row_with_one_field_replaced_is_read_or_its_fault_names_a_field(column, value):
    found = read_row(1, a_result() | {column: value}, today=TODAY)
    assert isinstance(found, ResultRow) or all(f.field in COLUMNS for f in found)


def test_the_digest_tells_contents_apart_and_nothing_else():
    row = a_result()
    assert digest_of(row) == digest_of({**dict(reversed(row.items())), "cro": ""})
    assert digest_of(row) != digest_of(row | {"postcode": "TS1 9ZZ"})
