"""How an agreement ends early, what is owed then, and who takes over: pure, each with its clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.agreed import Earns, Timed
from throughcare.commissioning.contracts.rules.agreement_reading import agreement_from
from throughcare.commissioning.contracts.rules.ending import (
    EndingKind,
    LastResort,
    Said,
    check_is_over,
    check_may_end,
    check_runs,
    ending_terms,
    way_of_last_resort,
)
from throughcare.commissioning.contracts.rules.examples import example_terms
from throughcare.commissioning.contracts.rules.handing_over import (
    Passed,
    certificate,
    certified,
    check_conserved,
    check_over,
    check_rehearsed,
    check_seen,
    kept,
)
from throughcare.commissioning.contracts.rules.monthly import Book, Fact, OwedFor, month_after
from throughcare.commissioning.contracts.rules.signing import Edition
from throughcare.commissioning.contracts.rules.stating import check_may_state, drawn, next_month, recomputed
from throughcare.foundation.access.rules import OrganisationKind
from throughcare.foundation.kernel import Clause, Refused, is_allowed
from throughcare.foundation.operating_model.rules import PRESETS, Question, preset

AGREED = agreement_from(example_terms(), "example")
TODAY = date(2028, 2, 15)
FEBRUARY = date(2028, 2, 1)
PUBLIC, PROVIDER = OrganisationKind.PUBLIC_PROBATION, OrganisationKind.COMMUNITY_PROVIDER


def test_notice_ends_with_a_month_and_is_given_in_time_and_a_failure_ends_on_its_day():
    assert ending_terms(TODAY).notice_days == 30
    check_may_end(EndingKind.NOTICE, AGREED, date(2028, 3, 31), TODAY)
    for last, words in (
        (date(2028, 2, 29), "16 March 2028 or later"),
        (date(2028, 3, 20), "the last of a month"),
        (date(2028, 2, 14), "in the past"),
        (date(2027, 3, 31), "within the term"),
        (AGREED.ends, "within the term"),
    ):
        with pytest.raises(Refused, match=words):
            check_may_end(EndingKind.NOTICE, AGREED, last, TODAY)
    check_may_end(EndingKind.FAILURE, AGREED, TODAY, TODAY)
    with pytest.raises(Refused, match="in the past"):
        check_may_end(EndingKind.FAILURE, AGREED, TODAY - timedelta(days=1), TODAY)


def said(name: str) -> Said:
    asked = preset(name).questions[Question.WAYS_OF_LAST_RESORT]
    return Said(name, asked.value, asked.ground.clause)


def test_who_takes_over_is_what_the_model_says_with_its_clause_and_anything_where_it_is_silent():
    recreated = way_of_last_resort(
        LastResort.RECREATED, [said("home-office-2005")], PROVIDER, PUBLIC, same_body=False
    )
    assert "paragraph 26" in str(recreated.clause)
    with pytest.raises(Refused, match=r"public body recreated .*paragraph 26"):
        way_of_last_resort(
            LastResort.NEIGHBOUR, [said("home-office-2005")], PROVIDER, PROVIDER, same_body=False
        )
    stepped = way_of_last_resort(LastResort.BUYER, [said("nacro-2012")], PROVIDER, PROVIDER, same_body=True)
    assert "Q6" in str(stepped.clause)
    silent = [said("durham-tees-valley-2012")]
    taken = way_of_last_resort(LastResort.NEIGHBOUR, silent, PROVIDER, PROVIDER, same_body=False)
    assert "assumed" in str(taken.clause)


@pytest.mark.parametrize(
    ("way", "receiver", "same", "words"),
    [
        (LastResort.RECREATED, PROVIDER, False, "public probation takes over"),
        (LastResort.PUBLIC, PROVIDER, True, "public probation takes over"),
        (LastResort.BUYER, PROVIDER, False, "the buyer's own body"),
        (LastResort.NEIGHBOUR, PUBLIC, False, "another provider"),
        (LastResort.NEIGHBOUR, PROVIDER, True, "another provider"),
    ],
)
def test_each_way_is_taken_by_the_body_that_it_names(way, receiver, same, words):
    with pytest.raises(Refused, match="A neighbour is another provider"):
        way_of_last_resort(LastResort.NEIGHBOUR, [], PROVIDER, PROVIDER, same_body=False, as_giver=True)
    with pytest.raises(Refused, match=words):
        way_of_last_resort(way, [], PROVIDER, receiver, same_body=same)


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_under_every_model_that_speaks_only_its_own_ways_are_open(name):
    one = said(name)
    ways = one.answer.given if isinstance(one.answer.given, tuple) else tuple(way.value for way in LastResort)
    for way in LastResort:
        bodies = [(PUBLIC, False), (PROVIDER, False), (PROVIDER, True)]
        opens = any(
            is_allowed(way_of_last_resort, way, [one], PROVIDER, receiver, same_body=same)
            for receiver, same in bodies
        )
        assert opens is (way.value in ways)


EDITIONS = (Edition(1, AGREED.starts, AGREED),)


def test_the_month_of_an_early_end_pays_the_days_until_then_and_nothing_later_counts():
    whole, cut = Book(EDITIONS, (), FEBRUARY), Book(EDITIONS, (), FEBRUARY, TODAY)
    assert cut.part(FEBRUARY) == Fraction(15, 29)
    assert cut.fee(FEBRUARY) == round(whole.fee(FEBRUARY) * Fraction(15, 29))
    assert Book(EDITIONS, (), date(2028, 6, 1), TODAY).months[-1] == FEBRUARY
    came = [Fact(UUID(int=n), Earns.CONCLUDED, TODAY, TODAY + timedelta(days=n)) for n in range(3)]
    paid = [one for one in Book(EDITIONS, tuple(came), FEBRUARY, TODAY).owed() if one.what is OwedFor.PRICE]
    assert [one.sources for one in paid] == [(UUID(int=0),)]
    due = Fact(UUID(int=9), Timed.ANSWERED, TODAY - timedelta(days=1))
    [answered, _] = Book(EDITIONS, (due,), FEBRUARY).levels(FEBRUARY)
    [not_due, _] = Book(EDITIONS, (due,), FEBRUARY, TODAY).levels(FEBRUARY)
    assert answered.due and not not_due.due


def test_volume_is_settled_with_the_end_for_the_part_of_the_year_that_there_was():
    few = replace(AGREED, levels=(), prices={}, fee=replace(AGREED.fee, learning=0, indexation=0))
    editions = (Edition(1, few.starts, few),)
    ended = date(2027, 4, 15)
    [volume] = [one for one in Book(editions, (), few.starts, ended).owed() if one.what is OwedFor.VOLUME]
    # Half of April: 37.5 of the 900 a year are short, at 120 pounds each, and 40 per cent of the 10,000 pounds of fee at most.
    assert volume.pence == -4_000_00 and "0.5 months" in volume.words


def test_statements_stop_with_the_month_of_the_end_and_are_worked_out_again_with_it():
    kept_, month = [], AGREED.starts
    while (due := next_month(EDITIONS, kept_, TODAY)) is not None:
        assert due == month
        check_may_state(EDITIONS, kept_, month, month_after(month), TODAY)
        kept_.append(drawn(EDITIONS, [], month, kept_, TODAY))
        month = month_after(month)
    assert kept_[-1].month == FEBRUARY
    assert recomputed(EDITIONS, kept_, TODAY) == []
    [first, *_] = recomputed(EDITIONS, kept_)
    assert first.statement == FEBRUARY and first.key[1] is OwedFor.FEE
    with pytest.raises(Refused, match="Every month"):
        check_may_state(EDITIONS, kept_, month, month_after(month), TODAY)


IDS = st.frozensets(st.integers(1, 12).map(lambda n: UUID(int=n)), max_size=8)
HELD = st.dictionaries(st.sampled_from(["service", "open referral", "stay"]), IDS)


@given(HELD, HELD, HELD)
def test_each_thing_is_counted_in_exactly_one_place(before, giver, receiver):
    found = certified(before, giver, receiver)
    assert {one.kind for one in found} == {kind for kind, rows in before.items() if rows}
    for one in found:
        assert one.before == one.passed + len(one.stayed) + len(one.nobodys) + len(one.twice)
        here, there = receiver.get(one.kind, frozenset()), giver.get(one.kind, frozenset())
        assert set(one.nobodys) == before[one.kind] - here - there
        assert set(one.twice) == before[one.kind] & here & there
    assert is_allowed(check_conserved, found) is all(one.is_conserved for one in found)
    assert certificate(kept(found)) == found


def test_what_a_third_team_is_to_fill_is_neither_nobodys_nor_passed():
    one, other = UUID(int=1), UUID(int=2)
    [role] = certified({"role": frozenset({one, other})}, {}, {"role": frozenset({other})}, frozenset({one}))
    assert (role.passed, role.others, role.is_conserved) == (1, 1, True)
    assert certificate(kept([role])) == [role]
    check_seen(3, 0, "A team")
    with pytest.raises(Refused, match="see 2 of the 3 people"):
        check_seen(3, 2, "A team")


def test_what_would_be_nobodys_or_both_teams_stops_a_hand_over():
    one = UUID(int=1)
    with pytest.raises(Refused, match=r"1 of 2 \(stay\) would be nobody's"):
        check_conserved([Passed("stay", 2, 1, nobodys=(one,))])
    with pytest.raises(Refused, match="would be both teams'"):
        check_conserved([Passed("stay", 2, 1, twice=(one,))])
    left = Passed("stay", 2, 1, stayed=(one,))
    check_conserved([left])
    assert left.is_conserved and not left.is_whole


def test_a_hand_over_is_rehearsed_lately_and_not_before_the_last_day():
    at = datetime(2028, 2, 15, 12, tzinfo=UTC)
    check_rehearsed([at - timedelta(days=14)], at, 14)
    for none in ([], [at - timedelta(days=15)], [at + timedelta(minutes=1)]):
        with pytest.raises(Refused, match="Rehearse it first"):
            check_rehearsed(none, at, 14)
    check_over(TODAY, TODAY)
    for ended, words in ((None, "goes on"), (TODAY + timedelta(days=1), "until 16 February 2028")):
        with pytest.raises(Refused, match=words):
            check_over(ended, TODAY)


def test_what_runs_is_neither_before_its_start_nor_after_its_end_and_what_is_over_is_after_it():
    check_runs(EDITIONS, None, TODAY)
    check_runs(EDITIONS, TODAY, TODAY)
    check_is_over(EDITIONS, TODAY, TODAY + timedelta(days=1))
    check_is_over(EDITIONS, None, AGREED.ends + timedelta(days=1))
    for editions, ended, day, words in (
        ((), None, TODAY, "not run yet"),
        (EDITIONS, None, AGREED.starts - timedelta(days=1), "not run yet"),
        (EDITIONS, TODAY, TODAY + timedelta(days=1), "is over"),
        (EDITIONS, None, AGREED.ends + timedelta(days=1), "is over"),
    ):
        with pytest.raises(Refused, match=words):
            check_runs(editions, ended, day)
    for editions, ended, day in ((), None, TODAY), (EDITIONS, TODAY, TODAY), (EDITIONS, None, AGREED.ends):
        with pytest.raises(Refused, match="not over yet"):
            check_is_over(editions, ended, day)


def test_a_clause_names_where_the_days_of_notice_are_said():
    assert isinstance(ending_terms(TODAY).clause, Clause) and "editable" in ending_terms(TODAY).basis
