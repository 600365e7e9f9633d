"""The rules that the acts of courts stand on, asked alone."""

from datetime import date

import pytest

from throughcare.casework.courts.rules import ResultRow, SentenceState, check_can_become, read_row
from throughcare.casework.courts.rules.court_codes import standard_court_code
from throughcare.casework.courts.rules.defendants import person_in
from throughcare.casework.courts.rules.describing import court_results_document
from throughcare.casework.courts.rules.messages.meanings import CodeList, Means, check_meaning
from throughcare.casework.courts.rules.messages.reading import is_message
from throughcare.casework.courts.rules.moves import SENTENCE_MOVES
from throughcare.casework.courts.rules.said import home_office_code
from throughcare.casework.courts.rules.stream import COLUMNS
from throughcare.foundation.kernel import is_allowed

ENDED = {SentenceState.COMPLETED, SentenceState.REVOKED, SentenceState.ENDED_BY_DEATH}


@pytest.mark.parametrize("now", SentenceState)
@pytest.mark.parametrize("then", SentenceState)
def test_a_sentence_becomes_only_what_the_table_has(now, then):
    assert is_allowed(check_can_become, now, then) is (then in SENTENCE_MOVES[now])


def test_what_has_ended_is_never_in_force_again():
    assert all(SentenceState.IN_FORCE not in SENTENCE_MOVES[state] for state in ENDED)


@pytest.mark.parametrize(
    ("which", "means", "value", "fits"),
    [
        (CodeList.OFFENCE, "home office code", "105/01", True),
        (CodeList.OFFENCE, Means.OUTCOME, "sentenced", False),
        (CodeList.RESULT_CODE, Means.OUTCOME, "sentenced", True),
        (CodeList.RESULT_CODE, Means.OUTCOME, "community order", False),
        (CodeList.RESULT_LABEL, Means.SENTENCE, "community order", True),
        (CodeList.RESULT_LABEL, Means.REQUIREMENT, "unpaid work", True),
        (CodeList.RESULT_LABEL, Means.NOTHING, "", True),
        (CodeList.RESULT_LABEL, Means.NOTHING, "unpaid work", False),
        (CodeList.RESULT_LABEL, "a whim", "", False),
    ],
)
def test_a_code_means_only_what_its_list_can_say(which, means, value, fits):
    assert (check_meaning(which, means, value) == "") is fits


@pytest.mark.parametrize(
    ("start", "message"),
    [
        (b"<?xml version='1.0'?><job/>", True),
        (b"\xef\xbb\xbf  <job/>", True),
        (b"result_ref,court_code\n", False),
        (b'{"result_ref": "1"}\n', False),
        (b"", False),
    ],
)
def test_a_courts_message_is_known_by_how_it_starts(start, message):
    assert is_message(start) is message


@pytest.mark.parametrize("wrong", ["", "1", "105/", "ABCDE", "105/001", "1050111"])
def test_what_is_no_home_office_code_is_no_code(wrong):
    with pytest.raises(ValueError, match=wrong or "^$"):
        home_office_code(wrong)


def test_a_code_is_spelt_one_way():
    assert home_office_code(" 10501 ") == home_office_code("105/01") == "105/01"
    assert standard_court_code("b01ce00") == standard_court_code("B01CE") == "B01CE"
    assert standard_court_code("B01CE05") == "B01CE05"


def test_the_document_of_the_file_names_every_column_that_is_read():
    text = court_results_document()
    assert [name for name in COLUMNS if f"| `{name}` |" not in text] == []


def a_row(**given):
    said = {
        "result_ref": "R1", "court_code": "MDDLMC", "hearing_date": "2026-11-02", "case_number": "C1",
        "defendant_id": "0d7bb5a2-2f6c-4c0e-9d4b-8f6a0d9f7a11", "family_name": "Plover", "given_names": "Robin",
        "date_of_birth": "1990-04-05", "sex": "M", "postcode": "TS1 3AB", "offence_code": "105/01",
        "offence_date": "2026-10-01", "outcome": "sentenced", "sentence_kind": "community order",
        "sentence_length": "12", "sentence_unit": "months", "requirements": "unpaid work 120 hours",
    }  # fmt: skip
    found = read_row(4, said | given, today=date(2026, 11, 20))
    assert isinstance(found, ResultRow), found
    return found


def test_whom_a_row_describes_is_said_with_the_day_they_were_seen_in_court():
    record, doubts = person_in(a_row())
    assert (record.surname, record.date_of_birth, record.sex) == ("Plover", date(1990, 4, 5), "M")
    assert (record.sentenced_on, record.sitting) == ((date(2026, 11, 2),), date(2026, 11, 2))
    assert doubts == ()


def test_a_row_without_a_sentence_says_of_nobody_that_they_were_sentenced():
    untried = a_row(
        outcome="adjourned", sentence_kind="", sentence_length="", sentence_unit="", requirements=""
    )
    record, _ = person_in(untried)
    assert (record.sentenced_on, record.sitting) == ((), date(2026, 11, 2))
