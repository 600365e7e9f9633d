"""A row of court results is read whole, or every fault in it is said with its field and what was expected."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.service import a_result

from throughcare.casework.courts.rules import (
    Length,
    RequirementKind,
    ResultRow,
    SentenceKind,
    Unit,
    check_order,
    digest_of,
    order_edition,
    read_row,
)
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
        ({"sentence_length": "twelve"}, "sentence_length", "a whole number"),
        ({"sentence_length": "0"}, "sentence_length", "above zero"),
        ({"sentence_length": "-3"}, "sentence_length", "a whole number"),
        ({"sentence_length": ""}, "sentence_length", "missing"),
        ({"sentence_unit": "hours"}, "sentence_unit", "days, weeks, months or years"),
        ({"sentence_length": "37"}, "sentence_length", "at most 36 months"),
        ({"requirements": "unpaid work 301 hours"}, "requirements", "from 40 to 300 hours"),
        ({"requirements": "unpaid work 39 hours"}, "requirements", "from 40 to 300 hours"),
        ({"requirements": "unpaid work 12 weeks"}, "requirements", "counted in hours"),
        ({"requirements": "gardening 10 hours"}, "requirements", "parted by ;"),
        ({"requirements": ""}, "sentence_length", "at least one requirement"),
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


@pytest.mark.parametrize(("hours", "lawful"), [(39, False), (40, True), (300, True), (301, False)])
def test_unpaid_work_runs_from_forty_to_three_hundred_hours(hours, lawful):
    work = [(RequirementKind.UNPAID_WORK, Length(hours, Unit.HOURS))]
    found = check_order(SentenceKind.COMMUNITY_ORDER, Length(12, Unit.MONTHS), work, on=TODAY)
    assert (not found) is lawful
    assert all(f.clause.source == "Sentencing Act 2020" for f in found)


def test_the_law_of_the_day_of_the_hearing_applies():
    curfew = [(RequirementKind.CURFEW, Length(18, Unit.MONTHS))]
    order = (SentenceKind.COMMUNITY_ORDER, Length(24, Unit.MONTHS), curfew)
    assert check_order(*order, on=date(2021, 1, 1)) == []
    [finding] = check_order(*order, on=date(2019, 1, 1))
    assert finding.clause.source == "Criminal Justice Act 2003"
    assert order_edition(date(1990, 1, 1)) is None


@pytest.mark.parametrize(
    ("length", "start", "end"),
    [
        (Length(1, Unit.MONTHS), date(2026, 1, 31), date(2026, 2, 28)),
        (Length(12, Unit.MONTHS), date(2024, 2, 29), date(2025, 2, 28)),
        (Length(2, Unit.YEARS), date(2024, 2, 29), date(2026, 2, 28)),
        (Length(2, Unit.WEEKS), date(2026, 12, 25), date(2027, 1, 8)),
        (Length(11, Unit.MONTHS), date(2026, 2, 15), date(2027, 1, 15)),
    ],
)
def test_a_length_ends_on_the_last_day_of_a_shorter_month(length, start, end):
    assert length.after(start) == end


@given(st.integers(1, 600), st.dates(date(2000, 1, 1), date(2060, 1, 1)))
def test_a_longer_length_never_ends_earlier(months, start):
    assert Length(months, Unit.MONTHS).after(start) < Length(months + 1, Unit.MONTHS).after(start)


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
