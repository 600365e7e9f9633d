"""A length is read in every way a court writes it, both parts of an extended or suspended sentence among them, or refused."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.courts.rules import NoTerm, ResultRow, Term, read_row, read_term, read_two_terms
from throughcare.casework.courts.rules.words import sentence_kind
from throughcare.casework.courts.rules.written_terms import said_with_words, suspended_apart

TODAY = date(2026, 11, 20)
PARTS = ("years", "months", "weeks", "days")
TERMS = st.builds(Term, st.integers(0, 9), st.integers(0, 11), st.integers(0, 8), st.integers(0, 30)).filter(bool)  # fmt: skip


def parts_of(term):
    return [(getattr(term, part), part) for part in PARTS if getattr(term, part)]


SPELT = {
    "as the service says it": str,
    "with the apostrophe of what it is of": lambda t: re.sub(r"(s?)$", lambda m: f"{m[1]}' imprisonment", str(t)),
    "with a printer's apostrophe": lambda t: f"{str(t).rstrip('s')}s’ custody",
    "hyphened": lambda t: " ".join(f"{n}-{part.removesuffix('s')}" for n, part in parts_of(t)),
    "as machines say it": lambda t: "P" + "".join(f"{n}{part[0].upper()}" for n, part in parts_of(t)),
    "said twice, as in a contract": lambda t: " ".join(f"{n} ({n}) {part}" for n, part in parts_of(t)),
    "in capitals with commas": lambda t: ", ".join(f"{n} {part}" for n, part in parts_of(t)).upper(),
    "in letters": lambda t: " ".join(f"{n}{part[0]}" for n, part in parts_of(t)),
}  # fmt: skip


@given(TERMS, st.sampled_from(sorted(SPELT)))
def test_a_length_is_the_same_in_every_way_of_writing_it(term, way):
    assert read_term(SPELT[way](term)) == term


WORDED = [
    "{a} custody and {b} extended licence", "{a}' custody and {b}' extended licence", "{a} custody, {b} licence",
    "custodial term of {a} and an extension period of {b}", "custodial term {a}, extension {b}", "{a} with an extension period of {b}",
    "{a} imprisonment with an extended licence of {b}", "{w} comprising {a} custody and {b} extended licence",
    "{w}, comprising a custodial term of {a} and an extension period of {b}", "{w} ({a} custody, {b} licence)",
    "{w} made up of {a} custody and an extended licence period of {b}", "{a} + {b}", "{a} plus {b}",
]  # fmt: skip


@given(st.integers(1, 20), st.integers(1, 8), st.sampled_from(WORDED), st.sampled_from(["years", "months"]))
def test_an_extended_sentence_is_two_parts_in_whatever_words_both_are_said(custody, licence, words, unit):
    said = words.format(a=f"{custody} {unit}", b=f"{licence} {unit}", w=f"{custody + licence} {unit}")
    assert read_two_terms(said) == (Term(**{unit: custody}), Term(**{unit: licence}))


@given(st.integers(1, 20), st.integers(1, 8), st.integers(1, 40))
def test_parts_that_do_not_come_to_what_they_are_said_to_are_asked_about(custody, licence, whole):
    said = f"{whole} years comprising {custody} years custody and {licence} years extended licence"
    if whole == custody + licence:
        assert read_two_terms(said)[1] == Term(years=licence)
    else:
        with pytest.raises(NoTerm, match="which did the court say"):
            read_two_terms(said)


def test_years_and_months_that_are_as_long_come_to_the_same():
    said = "7 years made up of a custodial term of 4 years 6 months and an extension period of 30 months"
    assert [str(part) for part in read_two_terms(said)] == ["4 years 6 months", "30 months"]
    assert said_with_words(said) == ("7 years", "4 years 6 months", "30 months")
    assert said_with_words("4 years") is None and said_with_words("3 years licence") is None


@pytest.mark.parametrize("said", ["3 years licence", "extended licence of 3 years", "3 years extension", "2 years on licence"])  # fmt: skip
def test_a_licence_alone_is_never_taken_for_custody(said):
    with pytest.raises(NoTerm):
        read_two_terms(said)


@pytest.mark.parametrize(
    "said",
    ["1-2 months", "1 (2) months", "P", "P6", "P1Y1Y", "p 6 months", "-6 months", "6/12", "6 months or 8 weeks", "between 1 year and 2 years",
     "6 months suspended", "up to 6 months", "2 years custody and 1 year custody", "six or seven months"],
)  # fmt: skip
def test_what_could_be_two_lengths_is_refused_and_not_guessed(said):
    with pytest.raises(NoTerm):
        read_two_terms(said)


def row(**given):
    told = {
        "result_ref": "R1", "court_code": "MDDLMC", "hearing_date": "2026-11-02", "case_number": "C1",
        "defendant_id": "3eedc585-a270-5b94-8424-d0d2d6a48c60", "family_name": "Weeksby", "given_names": "Ray",
        "date_of_birth": "1984-05-06", "offence_code": "105/01", "offence_date": "2026-10-01", "outcome": "sentenced",
        "sentence_kind": "suspended sentence order", "requirements": "unpaid work 80 hours",
    }  # fmt: skip
    return read_row(1, told | given, today=TODAY)


@pytest.mark.parametrize(
    "said", ["26 weeks suspended for 18 months", "26 weeks' imprisonment, suspended for a period of 18 months", "26 weeks custody suspended for an operational period of eighteen months"]
)  # fmt: skip
@pytest.mark.parametrize("custody", ["", "26 weeks"])
def test_a_suspended_sentence_is_read_with_both_its_lengths_in_one(said, custody):
    found = row(sentence_length=said, custody_months=custody)
    assert isinstance(found, ResultRow), found
    assert found.sentence is not None
    assert (str(found.sentence.length), str(found.sentence.suspended)) == ("18 months", "26 weeks")
    assert found.sentence.ends_on == date(2028, 5, 1)
    assert suspended_apart("18 months") is None


def test_of_two_custodies_that_differ_neither_is_taken():
    [fault] = row(sentence_length="26 weeks suspended for 18 months", custody_months="6")
    assert (fault.field, "which did the court say" in fault.because) == ("custody_months", True)
    [fault] = row(sentence_length="18 months")
    assert (fault.field, "is missing" in fault.because) == ("custody_months", True)


def test_only_an_order_suspends_custody():
    faults = row(sentence_kind="custody", sentence_length="26 weeks suspended for 18 months", requirements="")
    assert [fault.field for fault in faults] == ["sentence_length"]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("custody", "custody"), ("Imprisonment", "custody"), ("SSO", "suspended sentence order"), ("suspended  sentence", "suspended sentence order"),
        ("imprisonment for life", "life sentence"), ("Custody for life", "life sentence"), ("extended determinate sentence", "extended sentence"),
        ("DTO", "detention and training order"), ("YOI", "detention in a young offender institution"), ("Community Order", "community order"),
    ],
)  # fmt: skip
def test_a_kind_of_sentence_is_known_in_the_words_courts_have_for_it(said, kind):
    assert sentence_kind(said) == kind


@pytest.mark.parametrize("said", ["detention", "order", "fine", "protection", "prison", "", "custodyy"])  # fmt: skip
def test_a_word_for_several_kinds_or_none_names_none_and_the_row_says_what_was_expected(said):
    with pytest.raises(ValueError):
        sentence_kind(said)
    faults = row(sentence_kind=said, sentence_length="12 months")
    assert "sentence_kind" in {fault.field for fault in faults}
