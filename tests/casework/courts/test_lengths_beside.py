"""What courts say beside a length is read as they say it: days on remand, time served, a whole life; nothing is guessed."""

import re
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.courts.rules import ResultRow, read_row
from throughcare.casework.courts.rules.custody_words import WHOLE_LIFE, minimum_of, take_apart
from throughcare.casework.courts.rules.release import release_of
from throughcare.casework.courts.rules.terms import NoTerm, Term, read_term
from throughcare.casework.courts.rules.words import SentenceKind

TODAY = date(2026, 11, 20)
TERMS = st.builds(Term, st.integers(0, 30), st.integers(0, 11), st.integers(0, 8), st.integers(0, 30)).filter(
    bool
)
LESS = ["less", "minus", "with credit for", "less the", "(less", ", less", "reduced by", "Less"]
SPENT = [
    "on remand", "spent on remand", "days' remand", "spent in custody on remand", "already served", "served on remand",
    "spent on qualifying curfew", "remanded in custody", "on remand and tagged curfew", "remand",
]  # fmt: skip


def a_row(**given: str) -> dict[str, str]:
    return {
        "result_ref": "R1", "court_code": "MDDLMC", "hearing_date": "2026-11-02", "case_number": "C1",
        "defendant_id": "3eedc585-a270-5b94-8424-d0d2d6a48c60", "family_name": "Weeksby", "given_names": "Ray",
        "date_of_birth": "1984-05-06", "offence_code": "105/01", "offence_date": "2026-10-01", "outcome": "sentenced",
        "sentence_kind": "custody",
    } | given  # fmt: skip


def passed(**given: str):
    row = read_row(1, a_row(**given), today=TODAY)
    assert isinstance(row, ResultRow), row
    assert row.sentence is not None
    return row.sentence, [(d.field, d.because) for d in row.doubts]


def faults(**given: str) -> dict[str, str]:
    found = read_row(1, a_row(**given), today=TODAY)
    assert isinstance(found, list), found
    said: dict[str, str] = {}
    for fault in found:
        said[fault.field] = f"{said.get(fault.field, '')}; {fault.because}"
    return said


@given(TERMS, st.integers(1, 900), st.sampled_from(LESS), st.sampled_from(SPENT))
def test_days_on_remand_are_read_beside_any_length_in_any_way_of_saying_so(term, days, less, spent):
    closes = ")" if less.startswith("(") else ""
    number = f"{days} day's" if spent.startswith("days'") else f"{days} days"
    spent = spent.removeprefix("days' ")
    found = take_apart(f"{term} {less} {number.replace(chr(39) + 's', 's')} {spent}{closes}")
    assert (found.credit, read_term(found.rest), found.named) == (days, term, True)


@pytest.mark.parametrize(("less", "spent"), list(product(LESS, SPENT)))
def test_every_way_of_saying_so_gives_the_same_minimum_and_the_same_days(less, spent):
    closes = ")" if less.startswith("(") else ""
    said = f"14 years {less} 212 days {spent.removeprefix('days' + chr(39) + ' ')}{closes}"
    found, _ = passed(sentence_kind="life sentence", minimum_term=said)
    assert (str(found.minimum), found.credit_days, found.length) == ("14 years", 212, None)


@pytest.mark.parametrize(
    "said",
    [
        "14 years less 212 days on remand", "life with a minimum term of 14 years less 212 days on remand",
        "minimum term of fourteen years, less 212 days spent on remand", "life; tariff of 14 years less 212 days",
        "14 years (less 212 days)",
    ],
)  # fmt: skip
def test_a_life_sentence_says_its_minimum_in_the_length_as_well(said):
    found, _ = passed(sentence_kind="life sentence", sentence_length=said)
    assert (str(found.minimum), found.credit_days) == ("14 years", 212)


@pytest.mark.parametrize(
    "said",
    [
        "whole life", "Whole life order", "whole-life order", "a whole life order", "whole life term", "whole life tariff",
        "life with a whole life order", "for the whole of his life", "the whole of her life",
    ],
)  # fmt: skip
def test_a_whole_life_order_has_no_minimum_and_no_day_of_release(said):
    for column in ("sentence_length", "minimum_term"):
        found, _ = passed(sentence_kind="life sentence", **{column: said})
        assert (found.whole_life, found.minimum, found.length) == (True, None, None)
    assert minimum_of(WHOLE_LIFE) is None
    assert (
        release_of(SentenceKind.LIFE, TODAY, None, minimum_of(WHOLE_LIFE), TODAY, credit=0, served=False)
        is None
    )


def test_a_whole_life_order_is_for_life_alone_is_one_thing_and_for_those_the_law_of_the_day_lets_it_be():
    assert "only a life sentence" in faults(sentence_length="whole life")["sentence_length"]
    said = {"sentence_kind": "life sentence", "sentence_length": "whole life"}
    assert "which did the court say" in faults(**said, minimum_term="20 years")["minimum_term"]
    young = {"date_of_birth": "2001-01-01", "offence_date": "2021-06-01", "hearing_date": "2022-01-10"}
    assert "21 and over" in faults(**said, **young)["sentence_kind"]
    passed(**said, **young | {"hearing_date": "2022-07-01"})
    assert "18 and over" in faults(**said, **young | {"date_of_birth": "2003-07-01", "hearing_date": "2022-07-01"})["sentence_kind"]  # fmt: skip


@pytest.mark.parametrize(
    "said", ["12 months time served", "12 months (time served)", "12 months, time already served", "12 months which has been time served"]
)  # fmt: skip
def test_a_term_that_is_served_already_keeps_its_length_and_releases_on_the_day(said):
    found, asked = passed(sentence_length=said)
    assert (str(found.length), found.served, asked) == ("12 months", True, [])
    told = release_of(SentenceKind.CUSTODY, TODAY, date(2027, 11, 19), None, TODAY, credit=0, served=True)
    assert told is not None
    assert (told.on, told.edition) == (TODAY, "time served")


def test_time_served_without_a_length_is_recorded_and_its_length_is_asked_about():
    found, asked = passed(sentence_length="time served")
    assert (found.length, found.ends_on, found.served) == (None, None, True)
    [(field, because)] = asked
    assert (field, "how long the term is" in because) == ("sentence_length", True)


@pytest.mark.parametrize("said", ["12 months less time served", "12 months less time already spent on remand", "12 months less any time served"])  # fmt: skip
def test_less_time_served_counts_nothing_until_somebody_says_how_many_days(said):
    found, asked = passed(sentence_length=said)
    assert (str(found.length), found.credit_days, found.served) == ("12 months", None, False)
    assert "how many days" in asked[0][1]


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"sentence_length": "12 months less 45 days"}, "sentence_length", "on remand"),
        ({"sentence_length": "3 months less 400 days on remand"}, "sentence_length", "more than"),
        ({"sentence_length": "less 45 days on remand"}, "sentence_length", "is missing"),
        ({"sentence_length": "less time served"}, "sentence_length", "is missing"),
        ({"sentence_length": "12 months less 45 days for good conduct"}, "sentence_length", "expected a length"),
        ({"sentence_length": "12 months less 2 months on remand"}, "sentence_length", "expected a length"),
        ({"sentence_kind": "life sentence", "sentence_length": "life", "minimum_term": "less 40 days on remand"}, "minimum_term", "is missing"),
        ({"sentence_kind": "life sentence", "sentence_length": "14 years less 10 days", "minimum_term": "14 years less 20 days"}, "minimum_term", "other days"),
        ({"sentence_kind": "community order", "sentence_length": "12 months less 45 days on remand", "requirements": "curfew 8 weeks"}, "sentence_length", "not served in custody"),
        ({"sentence_kind": "community order", "sentence_length": "time served", "requirements": "curfew 8 weeks"}, "sentence_length", "is missing"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_what_was_expected(given, field, says):
    assert says in faults(**given)[field]


FRAGMENTS = st.lists(
    st.one_of(
        st.sampled_from(
            ["12 months", "6 weeks", "less", "45 days", "on remand", "time served", "and", "plus", "(", ")", ",", "of", "custody",
             "minimum term", "14 years", "whole life", "suspended", "concurrent", "consecutive", "up to", "100"]
        ),
        st.integers(1, 40).map(str),
    ),
    min_size=1,
    max_size=7,
)  # fmt: skip


@given(FRAGMENTS, st.sampled_from(["custody", "life sentence", "extended sentence", "detention in a young offender institution"]))  # fmt: skip
def test_whatever_is_read_says_every_number_that_was_written_and_no_other(fragments, kind):
    said = " ".join(fragments)
    row = read_row(1, a_row(sentence_kind=kind, sentence_length=said, date_of_birth="2008-05-06", offence_date="2026-10-01"), today=TODAY)  # fmt: skip
    if not isinstance(row, ResultRow):
        return
    assert row.sentence is not None
    s = row.sentence
    kept = " ".join(str(part) for part in (s.length, s.extension, s.minimum, s.credit_days) if part)
    assert sorted(map(int, re.findall(r"\d+", kept))) == sorted(map(int, re.findall(r"\d+", said)))
    assert "suspended" not in said
    assert "consecutive" not in said


def test_days_on_remand_bring_release_forward_and_never_before_the_day_of_sentence():
    first, last = date(2026, 11, 2), date(2027, 11, 1)
    plain = release_of(SentenceKind.CUSTODY, first, last, None, first, credit=0, served=False)
    for days in (0, 1, 45, 100, 400):
        told = release_of(SentenceKind.CUSTODY, first, last, None, first, credit=days, served=False)
        assert plain is not None and told is not None
        assert told.on == max(first, date.fromordinal(plain.on.toordinal() - days))
    life = release_of(SentenceKind.LIFE, first, None, Term(years=14), first, credit=212, served=False)
    assert life is not None
    assert (life.on, life.automatic) == (date(2040, 4, 4), False)
    assert "212 days on remand" in life.finding.because


def test_words_that_are_no_length_stay_no_length():
    assert take_apart("a dozen").rest == "a dozen"
    with pytest.raises(NoTerm):
        read_term(take_apart("12 months suspended less 3 days on remand").rest)
