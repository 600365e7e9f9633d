"""Figures reached without the work: each test finds a provider that games, leaves an honest one alone, and says when it cannot tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.agreed import Earns, Timed
from throughcare.commissioning.contracts.rules.agreement_reading import agreement_from
from throughcare.commissioning.contracts.rules.examples import example_terms
from throughcare.commissioning.contracts.rules.funnel import (
    LIMITS,
    Counted,
    Where,
    limits,
    placed,
    whole_rate,
)
from throughcare.commissioning.contracts.rules.gaming import (
    GamingTest,
    edits,
    examined,
    exclusions,
    gaming_terms,
    heaping,
    hypergeometric_tail,
    late_entry,
    repeated,
    too_short,
    unseen,
    upper_tail,
)
from throughcare.commissioning.contracts.rules.monthly import Fact, month_after
from throughcare.commissioning.contracts.rules.stating import Kept
from throughcare.foundation.kernel import WorkingCalendar

LEVEL = agreement_from(example_terms(), "example").levels[0]
MONTH = date(2027, 6, 1)
TERMS = gaming_terms(MONTH)
CALENDAR = WorkingCalendar()


def kept(*added, month: date = MONTH, removed=()) -> Kept:
    return Kept(month, frozenset(added), frozenset(removed), (), {})


def answered(number: int, took: int | None, since: date = MONTH, left: bool = False) -> Fact:
    """A referral that took so many working days to answer."""
    came = None if took is None else CALENDAR.add(since, took)
    return Fact(UUID(int=number), Timed.ANSWERED, since, came, withdrawn_on=since if left else None)


def session(number: int, came: date, minutes: int | None = None, alike: str | None = None) -> Fact:
    return Fact(UUID(int=number), Earns.ATTENDED, came, came, minutes=minutes, alike=alike)


def test_what_is_entered_after_its_month_was_stated_is_counted_and_pointed_out_beyond_a_tenth():
    ours = [session(n, MONTH + timedelta(days=n % 28)) for n in range(40)]
    honest = late_entry([kept(*ours[:38]), kept(*ours[38:], month=month_after(MONTH))], TERMS)
    assert (honest.found, honest.of, honest.is_out_of_line) == (2, 40, False)
    gamed = late_entry([kept(*ours[:20]), kept(*ours[20:], month=month_after(MONTH))], TERMS)
    assert (gamed.found, gamed.is_out_of_line) == (20, True)


def test_heaping_at_the_deadline_is_found_and_an_even_spread_is_not():
    spread = [answered(n, n % 10) for n in range(100)]
    assert not heaping(LEVEL, [kept(*spread)], TERMS).is_out_of_line
    heaped = [answered(n, LEVEL.within - n % 2) for n in range(30)] + [answered(99, LEVEL.within + 1)]
    found = heaping(LEVEL, [kept(*heaped)], TERMS)
    assert (found.found, found.of, found.is_out_of_line) == (30, 31, True)
    assert "30 came in the last 2 working days of the limit, 1 in the 2 after it" in found.words


def test_changes_into_time_after_a_figure_was_stated_are_found_and_changes_both_ways_are_not():
    late = [answered(n, LEVEL.within + 3) for n in range(24)]
    in_time = [replace(one, came=CALENDAR.add(one.since, 1)) for one in late]
    found = edits(LEVEL, [kept(*late), kept(*in_time, month=month_after(MONTH), removed=late)], TERMS)
    assert (found.found, found.of, found.is_out_of_line) == (24, 24, True)
    half = [*late[:12], *in_time[12:]]
    other = [*in_time[:12], *late[12:]]
    both = edits(LEVEL, [kept(*half), kept(*other, month=month_after(MONTH), removed=half)], TERMS)
    assert (both.found, both.of, both.is_out_of_line) == (12, 24, False)
    coming = [answered(n, None) for n in range(24)]
    came = edits(LEVEL, [kept(*coming), kept(*late, month=month_after(MONTH), removed=coming)], TERMS)
    assert came.of == 0


def test_exclusions_that_creep_are_found_and_steady_ones_are_not():
    def months(share_before: int, share_lately: int) -> list[Kept]:
        found = []
        for number in range(6):
            first = month_after(MONTH, number)
            out = share_before if number < 3 else share_lately
            facts = [answered(100 * number + n, 1, first, left=n < out) for n in range(20)]
            found.append(kept(*facts, month=first))
        return found

    assert not exclusions(LEVEL, months(3, 3), TERMS).is_out_of_line
    crept = exclusions(LEVEL, months(1, 8), TERMS)
    assert crept.is_out_of_line and crept.words == "24 of 60 in the last 3 months, 3 of 60 before"


def test_sessions_too_short_are_found_and_those_of_unknown_length_are_in_neither_figure():
    short, long = TERMS.short_minutes - 1, TERMS.short_minutes
    honest = [session(n, MONTH, short if n < 3 else long) for n in range(40)]
    assert not too_short([kept(*honest)], TERMS).is_out_of_line
    gamed = [session(n, MONTH, short if n < 15 else long) for n in range(40)]
    unknown = [session(100 + n, MONTH) for n in range(9)]
    found = too_short([kept(*gamed, *unknown)], TERMS)
    assert (found.found, found.of, found.is_out_of_line) == (15, 40, True)
    assert found.words.endswith("of 9 it was not told")
    assert too_short([kept(*unknown * 5)], TERMS).chance is None


def test_notes_in_the_words_of_another_are_found_and_one_that_was_put_right_is_counted_as_it_stands():
    own = [session(n, MONTH, alike=f"{n:08x}") for n in range(40)]
    assert repeated([kept(*own)], TERMS).found == 0
    copied = [session(100 + n, MONTH, alike="00000001") for n in range(20)]
    found = repeated([kept(*own, *copied, session(200, MONTH))], TERMS)
    assert (found.found, found.of, found.is_out_of_line) == (20, 60, True)
    gone = kept(month=month_after(MONTH), removed=copied)
    assert repeated([kept(*own, *copied), gone], TERMS).found == 0


def concluded(number: int, seen: int | None, *, missed: bool = False, before: bool = False) -> list[Fact]:
    """A referral concluded after ten days, its first session so many days after its start; one seen ``before`` has no first here."""
    end, came = MONTH + timedelta(days=10), None if seen is None else MONTH + timedelta(days=seen)
    done = Fact(UUID(int=number), Earns.CONCLUDED, end, end)
    first = Fact(UUID(int=number), Timed.STARTED, MONTH, came, absent_on=MONTH if missed else None)
    return [done] if before else [done, first]


def test_referrals_concluded_with_nobody_seen_are_found_and_those_who_missed_or_were_seen_before_are_in_neither_figure():
    honest = [one for n in range(40) for one in concluded(n, None if n < 3 else n % 11)]
    assert not unseen([kept(*honest)], TERMS).is_out_of_line
    gamed = [one for n in range(40) for one in concluded(n, None if n < 14 else 11 if n == 14 else 10)]
    others = [one for n in range(100, 130) for one in concluded(n, None, missed=True)]
    others += [one for n in range(200, 230) for one in concluded(n, None, before=True)]
    found = unseen([kept(*gamed, *others)], TERMS)
    assert (found.found, found.of, found.is_out_of_line) == (15, 40, True)
    assert found.words == "15 of 40 were concluded without a session attended; 30 more missed one"
    assert unseen([kept(*others)], TERMS).chance is None


def test_a_first_session_that_is_entered_late_takes_a_referral_out_of_those_with_nobody_seen():
    late, seen = concluded(1, None), concluded(1, 4)
    months = [kept(*late), kept(seen[1], month=month_after(MONTH), removed=[late[1]])]
    assert (unseen(months[:1], TERMS).found, unseen(months, TERMS).found) == (1, 0)


def test_who_is_still_being_worked_with_is_in_neither_figure():
    assert unseen([kept(concluded(1, None)[1])], TERMS).of == 0


def test_what_is_only_looked_at_makes_no_other_fact_of_it():
    assert session(1, MONTH, 5, "a") == session(1, MONTH)


def test_nothing_is_said_of_too_few_or_of_nothing():
    for kept_ in ([], [kept(answered(1, 5), session(2, MONTH))]):
        found = examined(LEVEL, kept_, MONTH)
        assert [one.test for one in found] == list(GamingTest)
        assert all(one.chance is None and not one.is_out_of_line for one in found)


def test_the_limits_are_an_edition_with_its_ground():
    assert (TERMS.alpha, TERMS.least) == (Fraction(1, 100), 20)
    assert (TERMS.usual, TERMS.short_minutes) == (Fraction(1, 10), 20)
    assert "Inspectorate" in str(TERMS.clause) and "editable" in TERMS.basis


@given(st.integers(0, 25), st.fractions(0, 1))
def test_a_tail_is_a_chance_that_falls_as_more_is_asked_and_begins_at_one(of, share):
    tails = [upper_tail(of, found, share) for found in range(of + 2)]
    assert tails[0] == 1 and tails[-1] == 0 and tails == sorted(tails, reverse=True)


@given(st.integers(1, 12), st.integers(1, 12), st.data())
def test_the_tail_of_two_groups_is_one_where_none_was_found_and_no_more_anywhere(of, other, data):
    found, elsewhere = data.draw(st.integers(0, of)), data.draw(st.integers(0, other))
    chance = hypergeometric_tail(found, of, elsewhere, other)
    assert 0 < chance <= 1
    assert hypergeometric_tail(0, of, elsewhere, other) == 1


def test_two_groups_by_hand():
    # Of 4 with 2 found, both in the first half: 1 of the 6 ways.
    assert hypergeometric_tail(2, 2, 0, 2) == Fraction(1, 6)
    assert upper_tail(3, 2, Fraction(1, 2)) == Fraction(1, 2)


def test_a_small_one_far_from_the_rest_is_chance_and_a_large_one_is_not():
    whole = [
        Counted("Large", 1000, 900),
        Counted("Small", 6, 4),
        Counted("Far", 500, 350),
        Counted("Few", 4, 0),
        Counted("None", 0, 0),
    ]
    rate = whole_rate(whole)
    assert [placed(one, rate) for one in whole] == [
        Where.FAR, Where.WITHIN, Where.FAR, Where.TOO_FEW, Where.TOO_FEW
    ]  # fmt: skip
    assert whole_rate([]) is None and placed(Counted("x", 9, 9), None) is Where.TOO_FEW
    assert placed(Counted("Near", 100, 90), Fraction(83)) is Where.WITHIN
    assert placed(Counted("Apart", 100, 92), Fraction(83)) is Where.APART


@given(st.fractions(0, 100), st.integers(1, 10_000))
def test_limits_lie_around_the_whole_and_close_in_as_more_are_counted(rate, due):
    near, far = (limits(rate, due, times) for times in LIMITS.values())
    assert 0 <= far[0] <= near[0] <= float(rate) + 1e-9 and float(rate) - 1e-9 <= near[1] <= far[1] <= 100
    more = limits(rate, due * 4, LIMITS["95 of 100"])
    assert more[1] - more[0] <= near[1] - near[0] + 1e-9


@pytest.mark.parametrize("test", list(GamingTest))
def test_each_test_is_named_as_what_is_looked_at(test):
    assert test.value == test.value.lower() and len(test.value) < 60
