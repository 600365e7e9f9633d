"""Where the rules of a court's row, of lengths and of runs turn: the longest that is taken, and one more."""

import io
import json
from datetime import date

import pytest
from support.service import a_result

from throughcare.casework.courts.rules import ResultRow, digest_of, read_row
from throughcare.casework.courts.rules.runs import MOST_IN_A_RUN, Link, chain, in_a_ring, link_fault
from throughcare.casework.courts.rules.said import (
    LONGEST_WORDS,
    Doubt,
    doubts_in,
    home_office_code,
    offences_in,
)
from throughcare.casework.courts.rules.stream import LONGEST_LINE, table_lines
from throughcare.casework.courts.rules.terms import NoTerm, Term, read_term, read_two_terms, sum_of
from throughcare.casework.courts.rules.words import Runs, SentenceKind

TODAY = date(2026, 11, 20)


def read(**fields):
    return read_row(7, a_result(**fields), today=TODAY)


@pytest.mark.parametrize(
    ("field", "longest", "kept"),
    [
        ("result_ref", 60, "result_ref"),
        ("case_number", 40, "case_number"),
        ("pnc", 20, "pnc"),
        ("cro", 20, "cro"),
        ("postcode", 60, "postcode"),
        ("address", 300, "address"),
        ("phone", 60, "phone"),
        ("master_defendant_id", 40, "master_defendant"),
        ("breach_of", 60, "breach_of"),
        ("ethnicity", 60, "ethnicity"),
        ("court_code", 20, "court_code"),
    ],
)
def test_a_text_is_as_long_as_may_be_and_no_longer(field, longest, kept):
    row = read(**{field: "X" * longest})
    assert isinstance(row, ResultRow)
    assert getattr(row, kept) == "X" * longest
    assert [(fault.field, fault.because) for fault in read(**{field: "X" * (longest + 1)})] == [
        (field, f"is longer than {longest} characters")
    ]


def test_a_row_that_is_read_is_told_apart_by_all_that_it_says():
    fields = a_result()
    row = read_row(7, fields, today=TODAY)
    assert row.digest == digest_of(fields) != digest_of(fields | {"phone": "1"})


def test_a_text_that_is_no_length_is_repeated_up_to_sixty_signs():
    for make in (read_term, lambda text: read_two_terms(f"{text}+1+2")):
        with pytest.raises(NoTerm) as none:
            make("x" * 70)
        assert f"“{'x' * 60}”" in str(none.value)
    with pytest.raises(NoTerm, match="gives months twice") as none:
        read_term("12 months and 6 months" + " 1 day" * 10)
    assert len(str(none.value).split("”")[0]) == len("is “") + 60


@pytest.mark.parametrize("longest", ["100 years", "1200 months", "99 years 12 months", "36525 days"])
def test_a_hundred_years_are_a_length_and_a_day_more_is_none(longest):
    assert read_term(longest)
    with pytest.raises(NoTerm, match="no term is longer than 100 years"):
        read_term(longest + " 1 week" if "days" in longest else longest + " 1 day")
    with pytest.raises(NoTerm, match="no term is longer"):
        read_two_terms(f"{longest} + 1 day")


def test_terms_add_up_part_by_part():
    assert sum_of([Term(1, 2, 3, 4), Term(5, 6, 7, 8)]) == Term(6, 8, 10, 12)
    assert sum_of([]) == Term()


def linked(count, named=None):
    """So many terms of custody, each after the one before; the first names one of them, or none."""
    one = (Term(months=1),)
    links = {
        n: Link(SentenceKind.CUSTODY, TODAY, one, Runs.CONSECUTIVE if n else Runs.ALONE, n - 1 if n else None)
        for n in range(count)
    }
    if named is not None:
        links[0] = Link(SentenceKind.CUSTODY, TODAY, one, Runs.CONSECUTIVE, named)
    return links


def test_a_run_is_as_long_as_may_be_and_no_longer():
    whole = linked(MOST_IN_A_RUN + 1)
    assert link_fault(MOST_IN_A_RUN - 1, whole) == ""
    assert link_fault(MOST_IN_A_RUN, whole) == f"makes a run of more than {MOST_IN_A_RUN} sentences"
    assert len(chain(MOST_IN_A_RUN - 1, whole)) == MOST_IN_A_RUN


@pytest.mark.parametrize("length", [1, 2, MOST_IN_A_RUN, MOST_IN_A_RUN + 1])
def test_a_ring_is_found_however_long_a_run_may_be(length):
    assert in_a_ring(0, linked(length, named=length - 1))
    assert not in_a_ring(length - 1, linked(length))


def test_what_is_asked_about_is_a_list_of_threes():
    assert doubts_in("") == () == doubts_in("[]")
    assert doubts_in('[["name", "J0hn", "odd"]]') == (Doubt("name", "J0hn", "odd"),)
    long = json.dumps([["n" * 41, "s" * (LONGEST_WORDS + 1), "b" * 501]])
    assert doubts_in(long) == (Doubt("n" * 40, "s" * LONGEST_WORDS, "b" * 500),)
    for wrong in ("{}", '[["one", "two"]]', '["one"]', '["two", ["a", "b", "c"]]', '["abc"]'):
        with pytest.raises(ValueError, match="three texts"):
            doubts_in(wrong)


def test_offences_are_numbered_where_they_have_no_id_and_kept_as_long_as_may_be():
    held = [
        {"home_office_code": "10501", "on": "2026-01-02", "id": "i" * 101},
        {"code": "c" * 41, "title": "t" * 501},
    ]
    one, other = offences_in(json.dumps([*held]))
    assert (one.code, one.on, one.main, one.sent_id) == ("105/01", date(2026, 1, 2), True, "i" * 100)
    assert (other.code, other.on, other.main, other.sent_id) == ("", None, False, "2")
    assert (other.sent_code, other.title) == ("c" * 40, "t" * 500)
    with pytest.raises(ValueError, match="murder"):
        home_office_code("murder")


def test_a_sentence_that_names_one_nobody_knows_is_a_run_of_its_own_and_a_ring_is_cut():
    lone = {0: Link(SentenceKind.CUSTODY, TODAY, (Term(months=1),), Runs.CONSECUTIVE, 7)}
    assert chain(0, lone) == [0]
    assert chain(1, linked(2, named=1)) == [0, 1]


def test_a_first_line_that_is_no_text_is_refused_by_its_byte():
    (found,) = table_lines(io.BytesIO(b"result_ref,\xff\nR1\n"))
    assert (found.number, found.because.startswith("byte 12 of the line is not UTF-8")) == (1, True)
    (found,) = table_lines(io.BytesIO(b"x" * (LONGEST_LINE + 1)))
    assert found.because == "the line is longer than 64 KB"


def test_a_sex_nobody_lists_is_kept_as_long_as_may_be():
    assert read(sex="X" * 20).sex == "X" * 20
    assert [fault.field for fault in read(sex="X" * 21)] == ["sex"]


COMPANY = {"organisation": "Works of Kettlewick Ltd"} | dict.fromkeys(
    ("family_name", "given_names", "date_of_birth", "sex", "pnc", "cro", "defendant_id", "sentence_kind", "sentence_length",
     "sentence_unit", "requirements", "runs", "runs_with"), "",
)  # fmt: skip


def test_an_organisation_is_recorded_with_what_was_done_and_needs_nothing_that_people_have():
    row = read(**COMPANY, outcome="sentenced without probation")
    assert isinstance(row, ResultRow)
    assert (row.organisation, row.date_of_birth, row.sentence) == ("Works of Kettlewick Ltd", None, None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "sentenced", "sentence_kind": "community order", "sentence_length": "12 months", "requirements": "unpaid work 80 hours"}, "sentence_kind"),
        ({"outcome": "report requested", "report_kind": "fast"}, "report_kind"),
        ({"outcome": "dismissed", "family_name": "Kettlewick"}, "organisation"),
        ({"outcome": "dismissed", "date_of_birth": "1984-05-06"}, "organisation"),
        ({"outcome": "dismissed", "pnc": "2008/0056560Z"}, "organisation"),
    ],
)  # fmt: skip
def test_what_a_court_says_of_a_person_is_never_lost_on_an_organisation(given, field):
    assert [fault.field for fault in read(**(COMPANY | given))] == [field]


@pytest.mark.parametrize(("said", "session"), [("AM", "morning"), ("pm", "afternoon"), ("P.M.", "afternoon"), ("Morning", "morning")])  # fmt: skip
def test_a_half_of_the_day_is_read_as_courts_write_it(said, session):
    assert read(session=said).session == session


def test_a_requirement_that_cannot_be_read_is_said_once():
    assert [fault.field for fault in read(requirements="unpaid work many hours")] == ["requirements"]
