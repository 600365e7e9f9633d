"""A court's word is never lost: whatever is odd in a row is recorded, flagged and asked about, and costs no other row."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.people import a_founder, as_worker
from support.service import NOW, a_result, a_service, as_file, faults_of, import_rows

from throughcare.casework.courts import queries
from throughcare.casework.courts.actions import (
    add_court,
    import_court_results,
    say_court_code,
    settle_question,
)
from throughcare.casework.courts.models import Appearance, CourtQuestion
from throughcare.casework.courts.rules import Line, Unreadable, json_lines, table_lines
from throughcare.casework.courts.rules.court_codes import standard_court_code
from throughcare.casework.courts.rules.stream import COLUMNS
from throughcare.casework.courts.store import sift
from throughcare.casework.people.models import Address, Identifier, Person
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused

FILES = Path(__file__).parent / "files"


@pytest.fixture(scope="module")
def service():
    return a_service()


def brought(service, name):
    """The rows of a file of somebody else's making, each made its own person, so that tests share nobody."""
    rows = list(csv.DictReader((FILES / f"{name}.csv").read_text("utf-8").splitlines()))
    for row in rows:
        row["result_ref"] += uuid4().hex[:8]
        row["defendant_id"] = str(uuid4())
    return import_rows(service, *rows), rows


def people_of(rows):
    """The people recorded for rows, in order."""
    found = {
        a.result_ref: a.person_id
        for a in Appearance.objects.using("owner").filter(result_ref__in=[r["result_ref"] for r in rows])
    }
    return [Person.objects.using("owner").get(id=found[r["result_ref"]]) for r in rows]


def asked_of(person):
    return {
        q.about: q.said
        for q in CourtQuestion.objects.using("owner").filter(person_id=person.id, state="open")
    }


def test_a_name_with_any_mark_that_people_write_is_recorded(service):
    report, rows = brought(service, "names_refused")
    assert (report.recorded, report.refused) == (5, 0)
    assert [p.surname for p in people_of(rows)] == [r["family_name"] for r in rows]
    assert [p.standard_name.split()[-1] for p in people_of(rows)] == [
        "HARDE", "VELDT", "EXAM", "OMAREL", "DEXAMPEL",
    ]  # fmt: skip


def test_a_date_of_birth_that_nobody_knows_is_recorded_as_not_known_and_asked_about(service):
    report, rows = brought(service, "date_of_birth_not_known")
    assert (report.recorded, report.refused) == (2, 0)
    assert [p.date_of_birth for p in people_of(rows)] == [None, None]
    assert [asked_of(p)["date_of_birth"] for p in people_of(rows)] == ["", "1900-01-01"]


@pytest.mark.parametrize("written", ["not known", "N/K", "UNKNOWN", "00/00/0000", "1900-01-01", "1901-01-01"])
def test_whatever_stands_for_no_birthday_is_taken_for_not_known(service, written):
    row = a_result(date_of_birth=written)
    assert import_rows(service, row).recorded == 1
    [person] = people_of([row])
    assert person.date_of_birth is None


def test_homes_that_no_area_answers_for_and_no_home_at_all_are_recorded(service):
    report, rows = brought(service, "no_fixed_abode_and_other_nations")
    assert (report.recorded, report.refused) == (5, 0)
    homes = [Address.objects.using("owner").get(person_id=p.id) for p in people_of(rows)]
    assert [(h.kind, h.postcode) for h in homes] == [
        ("no_fixed_abode", ""), ("no_fixed_abode", ""), ("home", "BT1 1AA"), ("home", "JE2 3AB"), ("home", "BF1 0AX"),
    ]  # fmt: skip
    asked = [asked_of(p).get("postcode") for p in people_of(rows)]
    assert asked == [None, None, "BT1 1AA", "JE2 3AB", "BF1 0AX"]


@pytest.mark.parametrize("written", ["QQ1 1AA", "TS1", "near the bridge", "not known", "-"])
def test_a_postcode_nobody_can_place_costs_no_sentence(service, written):
    row = a_result(postcode=written, address="1 High Street")
    assert import_rows(service, row).recorded == 1
    [person] = people_of([row])
    [home] = Address.objects.using("owner").filter(person_id=person.id)
    assert home.postcode == ""
    said = written.upper() if written not in {"not known", "-"} else ""
    assert home.lines == ", ".join(part for part in ("1 High Street", said) if part)


def test_a_court_is_known_by_its_organisation_unit_code_with_or_without_closing_noughts(service):
    report, rows = brought(service, "codes_of_courts")
    assert (report.recorded, report.refused) == (1, 0)
    row = a_result(court_code="b01ce")
    assert import_rows(service, row).recorded == 1
    refs = [rows[0]["result_ref"], row["result_ref"]]
    codes = set(
        Appearance.objects.using("owner").filter(result_ref__in=refs).values_list("court_code", flat=True)
    )
    assert codes == {"CRT026"}


def test_only_closing_noughts_may_be_left_out():
    assert standard_court_code("B10JL00") == standard_court_code("B10JL") == "B10JL"
    assert standard_court_code("B1JL") != standard_court_code("B10JL")
    assert standard_court_code("B01CE05") == "B01CE05"


def test_a_court_and_a_code_that_no_list_has_are_one_row_of_data_each(service):
    code, other = f"Z{uuid4().hex[:5]}".upper(), f"Y{uuid4().hex[:8]}".upper()
    row = a_result(court_code=other)
    assert import_rows(service, row).refused == 1
    founder = a_founder()
    add_court(by=founder, at=NOW, code=code, name="A new court", kind="magistrates", postcode="TS1 2AS")
    say_court_code(by=founder, at=NOW, code=other, kind="feed", court_code=code, because="the court's letter")
    assert import_rows(service, row).recorded == 1
    assert Appearance.objects.using("owner").get(result_ref=row["result_ref"]).court_code == code
    with pytest.raises(Refused, match="already"):
        add_court(by=founder, at=NOW, code=code, name="Again", kind="magistrates")
    with pytest.raises(Refused, match="may not"):
        add_court(by=service.officer_of_the_court, at=NOW, code="Q9Q9", name="Mine", kind="crown")


def test_numbers_of_noughts_are_nobodys_and_join_nobody(service):
    report, rows = brought(service, "numbers_of_noughts")
    assert (report.recorded, report.refused) == (5, 0)
    people = people_of(rows)
    assert len({p.id for p in people}) == 5
    kinds = {"pnc", "cro"}
    assert (
        not Identifier.objects.using("owner")
        .filter(person_id__in=[p.id for p in people], kind__in=kinds)
        .exists()
    )
    assert [asked_of(p).get("pnc") or asked_of(p).get("cro") for p in people] == [
        "2000/0000000Z", "2000/0000000Z", "000000/00Z", "000000/00Z", "NONE",
    ]  # fmt: skip


def test_one_absurd_length_costs_no_other_row(service):
    report, _ = brought(service, "one_length_stops_the_file")
    assert (report.recorded, report.refused) == (1, 1)
    [(line, field, because)] = faults_of(service, report)
    assert (line, field) == (3, "sentence_length")
    assert "9999 years" in because


def test_somebody_with_one_name_is_recorded_and_asked_about_whichever_column_holds_it(service):
    first = a_result(family_name="Sukarno", given_names="")
    second = a_result(family_name="", given_names="Suharto")
    assert import_rows(service, first, second).recorded == 2
    people = people_of([first, second])
    assert [(p.surname, p.forenames) for p in people] == [("Sukarno", ""), ("Suharto", "")]
    assert all("given_names" in asked_of(p) for p in people)


def test_a_row_without_any_name_waits_with_its_field_named(service):
    report = import_rows(service, a_result(family_name="not known", given_names=""))
    assert [(f, b.split(":")[0]) for _, f, b in faults_of(service, report)] == [("family_name", "is missing")]


def test_what_is_to_be_asked_is_settled_once_by_somebody_who_sees_the_person(service):
    row = a_result(date_of_birth="")
    import_rows(service, row)
    [person] = people_of([row])
    by = service.officer_of_the_court
    with viewing(by, NOW):
        [question] = queries.questions_open(person_id=person.id)
    assert (question.about, question.case_number) == ("date_of_birth", row["case_number"])
    other = a_service().officer_of_the_court
    with pytest.raises(Refused, match="not yours"):
        settle_question(by=other, at=NOW, question_id=question.id, version=1, answer="3 May 1980")
    with pytest.raises(Refused, match="Say what"):
        settle_question(by=by, at=NOW, question_id=question.id, version=1, answer="  ")
    settle_question(by=by, at=NOW, question_id=question.id, version=1, answer="told on 3 November")
    with pytest.raises(Refused, match="Somebody else"):
        settle_question(by=by, at=NOW, question_id=question.id, version=1, answer="again")
    with viewing(by, NOW):
        assert queries.questions_open(person_id=person.id) == []


BAD = [
    '{"result_ref": "\\ud800"}',
    '{"\\udfff": "1"}',
    '{"result_ref": "' + "9" * 5000 + '"}',
    '{"sentence_length": ' + "9" * 6000 + "}",
    '{"sentence_length": 1e999}',
    '{"a":' * 20000 + "1" + "}" * 20000,
    '{"result_ref": "a\\u0000b"}',
    '{"hearing_date": "9999-12-31"}',
    "null",
    '"\\ud83d"',
]


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
def test_no_line_whatever_is_in_it_stops_a_file_and_the_line_is_kept(service, bad):
    row = a_result()
    file = io.BytesIO(f"{bad}\n{json.dumps(row)}\n".encode())
    with as_worker():
        report = import_court_results(
            by=service.officer_of_the_court, at=NOW, file=file, file_name=f"{uuid4()}.jsonl"
        )
    assert (report.lines, report.recorded, report.refused) == (2, 1, 1)
    with viewing(service.officer_of_the_court, NOW):
        [kept] = queries.refused_rows(report.import_id)
    assert kept.text or kept.fields
    assert kept.line == 1


def test_a_first_line_that_no_reader_of_tables_takes_is_said_and_not_raised():
    assert all(isinstance(f, Unreadable) for f in table_lines(io.BytesIO(b"result_ref\rcourt_code\n1,2\n")))


ANY = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["\ud800", "\x00", "9" * 400, "1900-01-01", "9999-12-31", "0001-01-01", "-1", "1e9", "NFA", "ZZ99 3VZ",
         "=1+1", "unpaid work 99999 years", "extended sentence", "life sentence", "9999", "B01CE00", "‘", "٣", "²"]
    ),
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(COLUMNS), ANY, max_size=6))
def test_no_values_in_any_fields_raise_or_cost_the_good_row_beside_them(service, wrong):
    good = Line(3, a_result())
    spoilt = Line(2, a_result() | wrong)
    with viewing(service.officer_of_the_court, NOW), as_worker():
        found = sift([spoilt, good], unit=service.court_unit, today=date(2026, 11, 20))
    assert found.lines == 2
    assert 3 in [row.line for row in found.good]
    assert found.taken + found.repeated + len(found.refused) + len(found.corrected) == 2
    for _, faults in found.refused:
        assert all(fault.because for fault in faults)


@settings(max_examples=150)
@given(st.data())
def test_a_good_file_with_bytes_changed_anywhere_below_its_head_loses_no_untouched_row(data):
    rows = [a_result() for _ in range(3)]
    raw = bytearray(as_file(rows).read())
    ends = [n for n, byte in enumerate(raw) if byte == 10]
    spots = data.draw(st.lists(st.integers(ends[0] + 1, ends[1] - 1), max_size=8))
    for spot in spots:
        raw[spot] = data.draw(st.integers(0, 255).filter(lambda b: b != 10))
    found = list(table_lines(io.BytesIO(bytes(raw))))
    kept = [f.fields["result_ref"] for f in found if isinstance(f, Line)]
    assert kept[-2:] == [rows[1]["result_ref"], rows[2]["result_ref"]]
    assert all(isinstance(f, Line | Unreadable) for f in json_lines(io.BytesIO(bytes(raw))))
