"""A pooled budget: each partner's money known to the penny, spent for what it may go to, by the rule that all agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.needs.rules.pooling import (
    DecidedBy,
    Entry,
    Moved,
    Partner,
    Pool,
    Votes,
    balances,
    check_given_back,
    check_joined,
    check_paid_in,
    check_pool,
    is_agreed,
    split,
)
from throughcare.foundation.kernel import Refused, is_allowed

LEAD, COUNCIL, HEALTH = (UUID(int=number) for number in (1, 2, 3))
FIRST, LAST = date(2026, 4, 1), date(2027, 3, 31)
POOL = Pool(
    (Partner(LEAD, 50), Partner(COUNCIL, 30), Partner(HEALTH, 20, "drugs")), LEAD, DecidedBy.ALL, FIRST, LAST
)
ALL = frozenset({LEAD, COUNCIL, HEALTH})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"partners": (Partner(LEAD, 100),)}, "from 2 to 12"),
        ({"partners": (Partner(LEAD, 50), Partner(LEAD, 50))}, "named once"),
        ({"lead": UUID(int=9)}, "Whoever leads is a partner"),
        ({"partners": (Partner(LEAD, 60), Partner(COUNCIL, 30))}, "come to 90 percent"),
        ({"partners": (Partner(LEAD, 100), Partner(COUNCIL, 0))}, "from 1 to 99"),
        ({"ends": FIRST}, "end after it begins"),
        ({"more_than": 100}, "from 1 to 99"),
    ],
)
def test_what_is_no_pool_is_refused_in_words(change, words) -> None:
    check_pool(POOL)
    with pytest.raises(Refused, match=words):
        check_pool(replace(POOL, **change))


def test_money_is_split_by_shares_and_what_is_kept_for_another_need_is_left_alone() -> None:
    left = {LEAD: 100_000, COUNCIL: 100_000, HEALTH: 100_000}
    assert split(POOL, left, "drugs", 10_000) == {LEAD: 5_000, COUNCIL: 3_000, HEALTH: 2_000}
    assert split(POOL, left, "housing", 8_000) == {LEAD: 5_000, COUNCIL: 3_000}


def test_an_odd_penny_goes_to_the_largest_remainder_and_then_to_the_earlier_named() -> None:
    left = {LEAD: 10, COUNCIL: 10, HEALTH: 10}
    assert split(POOL, left, "drugs", 1) == {LEAD: 1}
    assert split(POOL, left, "drugs", 3) == {LEAD: 1, COUNCIL: 1, HEALTH: 1}
    halves = replace(POOL, partners=(Partner(LEAD, 50), Partner(COUNCIL, 50)))
    assert split(halves, {LEAD: 5, COUNCIL: 5}, "x", 5) == {LEAD: 3, COUNCIL: 2}


def test_where_one_has_not_enough_the_others_carry_the_rest_by_their_shares() -> None:
    assert split(POOL, {LEAD: 100, COUNCIL: 1_000, HEALTH: 1_000}, "drugs", 1_000) == {
        LEAD: 100, COUNCIL: 540, HEALTH: 360
    }  # fmt: skip
    with pytest.raises(Refused, match=r"£1\.00 may be spent on this need; £1\.01 is asked"):
        split(POOL, {LEAD: 60, COUNCIL: 40, HEALTH: 5_000}, "housing", 101)
    with pytest.raises(Refused, match="above nought"):
        split(POOL, {LEAD: 60, COUNCIL: 40, HEALTH: 0}, "housing", 0)


@st.composite
def pools(draw: st.DrawFn) -> tuple[Pool, dict[UUID, int]]:
    many = draw(st.integers(2, 6))
    cuts = sorted(draw(st.lists(st.integers(1, 99), min_size=many - 1, max_size=many - 1, unique=True)))
    shares = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    partners = tuple(
        Partner(UUID(int=at + 1), share, draw(st.sampled_from(["", "", "drugs", "housing"]))) for at, share in enumerate(shares)
    )  # fmt: skip
    left = {one.organisation: draw(st.integers(0, 10_000)) for one in partners}
    return replace(POOL, partners=partners), left


@given(pools(), st.integers(1, 60_000), st.sampled_from(["drugs", "housing", "money"]))
def test_every_penny_is_somebodys_nobody_spends_what_they_have_not_and_a_fence_holds(
    made, pence, need
) -> None:
    pool, left = made
    may = {one.organisation for one in pool.partners if one.kept_for in {"", need}}
    if sum(left[who] for who in may) < pence:
        assert not is_allowed(split, pool, left, need, pence)
        return
    parts = split(pool, left, need, pence)
    assert sum(parts.values()) == pence and set(parts) <= may
    assert all(0 < part <= left[who] for who, part in parts.items())
    spent = [Moved(who, Entry.SPENT, part) for who, part in parts.items()]
    paid = [Moved(who, Entry.PAID_IN, part) for who, part in left.items() if part]
    after = balances(pool, [*paid, *spent])
    assert sum(after.values()) == sum(left.values()) - pence and min(after.values()) >= 0


def test_what_is_left_is_what_was_paid_in_less_what_was_spent_and_given_back() -> None:
    lines = [Moved(LEAD, Entry.PAID_IN, 500), Moved(LEAD, Entry.SPENT, 200), Moved(LEAD, Entry.GIVEN_BACK, 300), Moved(COUNCIL, Entry.PAID_IN, 7)]  # fmt: skip
    assert balances(POOL, lines) == {LEAD: 0, COUNCIL: 7, HEALTH: 0}


@pytest.mark.parametrize(
    ("rule", "agreed", "against", "is_so"),
    [
        (DecidedBy.ALL, ALL, set(), True),
        (DecidedBy.ALL, {LEAD, COUNCIL}, set(), None),
        (DecidedBy.ALL, {LEAD, COUNCIL}, {HEALTH}, False),
        (DecidedBy.LEAD, {LEAD}, {COUNCIL, HEALTH}, True),
        (DecidedBy.LEAD, {COUNCIL, HEALTH}, set(), None),
        (DecidedBy.LEAD, {COUNCIL}, {LEAD}, False),
        (DecidedBy.SHARES, {LEAD, HEALTH}, {COUNCIL}, True),
        (DecidedBy.SHARES, {LEAD}, set(), None),
        (DecidedBy.SHARES, {COUNCIL}, {LEAD}, False),
    ],
)
def test_the_rule_that_was_agreed_decides_and_silence_is_no_vote(rule, agreed, against, is_so) -> None:
    votes = Votes(frozenset(agreed), frozenset(against))
    assert is_agreed(replace(POOL, decided_by=rule), votes) is is_so


@given(st.sets(st.sampled_from(sorted(ALL))), st.sampled_from(DecidedBy), st.integers(1, 99))
def test_one_more_vote_for_never_undoes_what_was_agreed(agreed, rule, more_than) -> None:
    pool = replace(POOL, decided_by=rule, more_than=more_than)
    if is_agreed(pool, Votes(frozenset(agreed))) is True:
        assert all(is_agreed(pool, Votes(frozenset({*agreed, who}))) is True for who in ALL)


def test_money_goes_in_while_it_runs_once_all_have_joined_and_what_is_left_goes_back_after() -> None:
    assert is_allowed(check_paid_in, POOL, FIRST, 1) and is_allowed(check_paid_in, POOL, LAST, 1)
    assert not is_allowed(check_paid_in, POOL, date(2027, 4, 1), 1)
    assert not is_allowed(check_paid_in, POOL, FIRST, 0)
    assert is_allowed(check_joined, POOL, ALL) and not is_allowed(check_joined, POOL, {LEAD, COUNCIL})
    assert not is_allowed(check_given_back, POOL, LAST, 5, 5)
    assert is_allowed(check_given_back, POOL, date(2027, 4, 1), 5, 5)
    assert not is_allowed(check_given_back, POOL, date(2027, 4, 1), 5, 6)
