"""Whatever a court has not known of somebody is recorded as not known and asked about, in every column; the sentence is kept."""

from datetime import date

import pytest
from support.service import a_result, a_service, import_rows

from throughcare.casework.courts.models import Appearance, CourtQuestion, Sentence
from throughcare.casework.courts.rules import ResultRow, read_row
from throughcare.casework.courts.rules.defendants import is_nobodys, person_in
from throughcare.casework.people.models import Person
from throughcare.casework.people.rules import IdentifierKind
from throughcare.casework.people.rules.record import faults_of
from throughcare.casework.people.rules.unknown import is_no_name

TODAY = date(2026, 11, 20)


def described(**fields):
    row = read_row(7, a_result(**fields), today=TODAY)
    assert isinstance(row, ResultRow), row
    record, doubts = person_in(row)
    assert not list(faults_of(record, today=TODAY))
    return record, {doubt.field: doubt.because for doubt in (*row.doubts, *doubts)}


@pytest.mark.parametrize("written", ["NO PNC", "None held", "NOT ON PNC", "to follow", "summons", "NO TRACE", "-", "n/a", "NEW"])  # fmt: skip
@pytest.mark.parametrize("kind", [IdentifierKind.PNC, IdentifierKind.CRO])
def test_words_without_a_digit_are_no_number_and_nobody_is_matched_by_them(kind, written):
    assert is_nobodys(kind, written)
    record, asked = described(**{"pnc": "", kind.value: written})
    assert kind not in {one for one, _ in record.identifiers} and kind.value in asked


@pytest.mark.parametrize("written", ["'; DROP TABLE people; --", "<b>none</b>", "=CMD()", "2008/0056560X"])
def test_what_is_no_number_and_no_word_for_none_is_refused(written):
    assert not is_nobodys(IdentifierKind.PNC, written)


@pytest.mark.parametrize(
    ("written", "code", "asks"),
    [
        ("M", "M", False), ("female", "F", False), ("NS", "NS", False), ("NK", "NK", False), ("Unknown", "NK", False), ("U", "NK", False),
        ("not known", "NK", False), ("-", "NK", False), ("", "not_asked", False), ("X", "not_asked", True), ("9", "not_asked", True),
        ("intersex", "not_asked", True), ("REF", "not_asked", True),
    ],
)  # fmt: skip
def test_a_sex_no_list_has_is_asked_about_and_costs_no_sentence(written, code, asks):
    record, asked = described(sex=written)
    assert (record.sex, "sex" in asked) == (code, asks)


@pytest.mark.parametrize(
    ("written", "code", "asks"),
    [
        ("W1", "W1", False),
        ("a9", "A9", False),
        ("", "not_asked", False),
        ("white british", "not_asked", True),
        ("ZZ", "not_asked", True),
        ("O1", "not_asked", True),
    ],
)
def test_an_ethnicity_no_list_has_is_asked_about_and_costs_no_sentence(written, code, asks):
    record, asked = described(ethnicity=written)
    assert (record.ethnicity, "ethnicity" in asked) == (code, asks)


@pytest.mark.parametrize(
    ("written", "part"), [("1984", "1984"), ("1984-00-00", "1984"), ("1984-05-00", "1984-05"), ("1984-05", "1984-05")]
)  # fmt: skip
def test_a_birthday_known_in_part_is_not_known_and_no_day_is_made_up(written, part):
    record, asked = described(date_of_birth=written)
    assert record.date_of_birth is None and part in asked["date_of_birth"]


@pytest.mark.parametrize("written", ["1984-13-00", "1784", "84", "1984-02-30", "3000"])
def test_what_is_no_part_of_a_birthday_is_refused(written):
    found = read_row(7, a_result(date_of_birth=written), today=TODAY)
    assert isinstance(found, list) and [fault.field for fault in found] == ["date_of_birth"]


NOBODYS_IDS = [
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "11111111-1111-1111-1111-111111111111",
    "NONE", "not known", "0", "N/A",
]  # fmt: skip


@pytest.mark.parametrize("written", NOBODYS_IDS)
def test_an_id_of_the_court_that_is_nobodys_is_left_out_and_told(written):
    record, asked = described(defendant_id=written, master_defendant_id=written)
    assert not {IdentifierKind.COURT_DEFENDANT, IdentifierKind.MASTER_DEFENDANT} & {
        kind for kind, _ in record.identifiers
    }
    assert "defendant_id" in asked


def test_an_id_that_is_missing_or_no_id_is_still_refused():
    for written in ("", "abc", "12345678"):
        found = read_row(7, a_result(defendant_id=written), today=TODAY)
        assert isinstance(found, list) and [fault.field for fault in found] == ["defendant_id"]


@pytest.mark.parametrize("written", ["-", "?", "...", "XXX", "xxxx", "N/A", "n/a", "Not provided", "UNKNOWN", "unknown male"])  # fmt: skip
def test_marks_in_a_names_place_are_no_name_and_the_other_name_is_taken(written):
    assert is_no_name(written)
    for missing, kept in (("family_name", "given_names"), ("given_names", "family_name")):
        record, asked = described(**{missing: written, kept: "Kettlewick"})
        assert (record.surname, record.forenames) == ("Kettlewick", "")
        assert "given_names" in asked


@pytest.mark.parametrize("name", ["Na", "Null", "Ng", "王", "O'", "X", "Xx", "Xu", "Test", "Nil"])
def test_names_that_people_bear_are_names(name):
    assert not is_no_name(name)


def test_a_court_that_knows_next_to_nothing_of_somebody_loses_no_sentence():
    service = a_service()
    row = a_result(pnc="NO PNC", cro="NOT ON FILE", sex="X", ethnicity="mixed", date_of_birth="1984-00-00", given_names="-", postcode="NFA")  # fmt: skip
    report = import_rows(service, row)
    assert (report.recorded, report.refused) == (1, 0)
    appearance = Appearance.objects.using("owner").get(result_ref=row["result_ref"])
    assert Sentence.objects.using("owner").filter(appearance=appearance, length="12 months").count() == 1
    person = Person.objects.using("owner").get(id=appearance.person_id)
    assert (person.date_of_birth, person.sex) == (None, "not_asked")
    asked = CourtQuestion.objects.using("owner").filter(appearance=appearance)
    assert {"pnc", "cro", "sex", "ethnicity", "date_of_birth", "given_names"} <= set(
        asked.values_list("about", flat=True)
    )


def test_people_whom_a_court_has_no_id_for_are_not_one_by_its_noughts():
    service = a_service()
    nil = {"defendant_id": NOBODYS_IDS[0], "family_name": "Harrowgately", "pnc": ""}
    born = ["1971-02-03", "1973-05-06", "1990-07-08"]
    rows = [
        a_result(**nil, given_names=name, date_of_birth=day)
        for name, day in zip(["Tobias", "Thomas", "Ruth"], born, strict=True)
    ]
    report = import_rows(service, *rows)
    assert (report.recorded, report.refused) == (3, 0)
    found = Appearance.objects.using("owner").filter(result_ref__in=[row["result_ref"] for row in rows])
    assert len({one.person_id for one in found}) == 3
