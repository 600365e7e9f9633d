"""Consecutive means after; concurrent never ends later; a ring, a stranger and what has run out are told apart."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.courts.rules.runs import Link, chain, link_fault, reach, reaches
from throughcare.casework.courts.rules.terms import Term
from throughcare.casework.courts.rules.words import Runs, SentenceKind

CUSTODY, ORDER, LIFE = SentenceKind.CUSTODY, SentenceKind.COMMUNITY_ORDER, SentenceKind.LIFE
NOVEMBER = date(2026, 11, 20)
DAYS = st.dates(date(2000, 1, 1), date(2050, 12, 31))
TERMS = st.builds(Term, st.integers(0, 5), st.integers(0, 11), st.integers(0, 8), st.integers(0, 30)).filter(
    bool
)


def custody(months, runs=Runs.ALONE, named=None, on=NOVEMBER, **given):
    return Link(CUSTODY, on, (Term(months=months),), runs, named, **given)


def test_a_consecutive_term_begins_when_the_first_has_ended():
    links = {"a": custody(12), "b": custody(6, Runs.CONSECUTIVE, "a")}
    found = reaches(links)
    assert found["a"].ends_on == date(2027, 11, 19)
    assert (found["b"].begins_on, found["b"].ends_on) == (date(2027, 11, 20), date(2028, 5, 19))
    assert found["b"].run_from == NOVEMBER
    assert chain("b", links) == ["a", "b"]


def test_three_terms_make_one_run_whatever_order_they_are_listed_in():
    links = {"c": custody(3, Runs.CONSECUTIVE, "b"), "b": custody(6, Runs.CONSECUTIVE, "a"), "a": custody(12)}
    assert chain("c", links) == ["a", "b", "c"]
    assert reach("c", links).ends_on == date(2028, 8, 19)


def test_a_run_closes_over_a_term_that_no_longer_counts():
    links = {
        "a": custody(12),
        "b": custody(6, Runs.CONSECUTIVE, "a", counts=False),
        "c": custody(3, Runs.CONSECUTIVE, "b"),
    }
    assert reach("c", links).ends_on == date(2028, 2, 19)
    assert (
        reach("b", {"a": custody(12, counts=False), "b": custody(6, Runs.CONSECUTIVE, "a")}).begins_on
        == NOVEMBER
    )


def test_an_extended_sentence_is_served_whole_before_what_follows():
    links = {
        "a": Link(SentenceKind.EXTENDED_SENTENCE, NOVEMBER, (Term(years=4), Term(years=2))),
        "b": custody(6, Runs.CONSECUTIVE, "a"),
    }
    assert reach("a", links).ends_on == date(2032, 11, 19)
    assert reach("b", links).ends_on == date(2033, 5, 19)


def test_what_follows_a_life_sentence_has_no_end():
    links = {"a": Link(LIFE, NOVEMBER, ()), "b": custody(6, Runs.CONSECUTIVE, "a")}
    assert reach("b", links).ends_on is None


def test_an_order_runs_from_the_day_it_is_made_whatever_it_stands_beside():
    links = {"a": custody(12), "b": Link(ORDER, NOVEMBER, (Term(months=12),), Runs.CONSECUTIVE, "a")}
    assert reach("b", links).ends_on == date(2027, 11, 19)


@given(DAYS, TERMS, TERMS)
def test_concurrent_never_ends_after_consecutive(on, first, second):
    def of(runs):
        return reach("b", {"a": Link(CUSTODY, on, (first,)), "b": Link(CUSTODY, on, (second,), runs, "a")})

    assert of(Runs.CONCURRENT).ends_on < of(Runs.CONSECUTIVE).ends_on
    assert of(Runs.CONCURRENT).begins_on == on


@given(DAYS, st.lists(TERMS, min_size=1, max_size=5), TERMS)
def test_each_term_begins_the_day_after_the_one_before_it_has_ended(on, terms, last):
    links = {
        n: Link(CUSTODY, on, (t,), Runs.CONSECUTIVE if n else Runs.ALONE, n - 1 if n else None)
        for n, t in enumerate([*terms, last])
    }
    found = reaches(links)
    for n in range(1, len(links)):
        assert found[n].begins_on == found[n - 1].ends_on + timedelta(days=1)
        assert found[n].ends_on >= found[n].begins_on
        assert link_fault(n, links) == "" or "years" in link_fault(n, links)


@given(DAYS, TERMS, TERMS)
def test_a_longer_first_term_never_brings_the_second_forward(on, first, second):
    def end(term):
        return reach(
            "b", {"a": Link(CUSTODY, on, (term,)), "b": Link(CUSTODY, on, (second,), Runs.CONSECUTIVE, "a")}
        ).ends_on

    assert end(first + Term(days=1)) >= end(first)


@pytest.mark.parametrize(
    ("links", "says"),
    [
        ({"a": custody(12), "b": custody(6, Runs.CONSECUTIVE, "a")}, ""),
        ({"a": custody(12), "b": custody(6, Runs.CONCURRENT, "a")}, ""),
        ({"a": custody(12, on=date(2026, 11, 21)), "b": custody(6, Runs.CONSECUTIVE, "a")}, "passed later"),
        ({"a": custody(12, Runs.CONSECUTIVE, "b"), "b": custody(6, Runs.CONSECUTIVE, "a")}, "ring"),
        ({"a": custody(12, Runs.CONCURRENT, "b"), "b": custody(6, Runs.CONSECUTIVE, "a")}, "ring"),
        (
            {"a": custody(2, on=date(2026, 1, 1)), "b": custody(6, Runs.CONSECUTIVE, "a")},
            "ended on 28 February 2026",
        ),
        ({"a": custody(12, counts=False), "b": custody(6, Runs.CONSECUTIVE, "a")}, "quashed"),
        (
            {"a": Link(ORDER, NOVEMBER, (Term(months=12),)), "b": custody(6, Runs.CONSECUTIVE, "a")},
            "community order",
        ),
        ({"a": custody(60 * 12), "b": custody(60 * 12, Runs.CONSECUTIVE, "a")}, "100 years"),
    ],
)
def test_a_link_that_cannot_be_is_said_in_words(links, says):
    found = link_fault("b", links)
    assert says in found
    assert bool(found) is bool(says)


def test_a_chain_that_goes_past_the_last_of_days_is_a_fault_and_raises_nothing():
    links = {
        n: custody(99 * 12, Runs.CONSECUTIVE if n else Runs.ALONE, n - 1 if n else None) for n in range(90)
    }
    assert "100 years" in link_fault(89, links)
    many = {n: custody(1, Runs.CONSECUTIVE if n else Runs.ALONE, n - 1 if n else None) for n in range(102)}
    assert "100 sentences" in link_fault(101, many)
