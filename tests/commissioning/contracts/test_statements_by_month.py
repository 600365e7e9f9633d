"""What is owed by month: prices, credits by working days with their cap and earn-back, volume; corrections; the same penny again."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.agreed import (
    Agreement,
    AgreementKind,
    Band,
    Earns,
    Excluded,
    Fee,
    Level,
    Timed,
    Volumes,
)
from throughcare.commissioning.contracts.rules.monthly import (
    Book,
    Fact,
    OwedFor,
    clipped,
    credit,
    measured,
    month_after,
)
from throughcare.commissioning.contracts.rules.signing import Edition
from throughcare.commissioning.contracts.rules.stating import (
    check_may_state,
    counted_before,
    drawn,
    next_month,
    recomputed,
    settled,
)
from throughcare.foundation.kernel import Refused

APRIL = date(2027, 4, 1)
LEVEL = Level(
    "Answered", Timed.ANSWERED, 5, Decimal(95), Decimal(75), Decimal(10), frozenset({Excluded.WITHDRAWN}), 2
)
AGREED = Agreement(
    "Support", AgreementKind.CONTRACT, ("North",), ("A",), APRIL, date(2029, 3, 31), Fee(120_000_00),
    volumes=Volumes({Earns.ACCEPTED: Decimal(1)}, 24, 36, (Band(100_00),), 200_00, Decimal(50)),
    prices={Earns.ATTENDED: 20_00}, levels=(LEVEL,), credit_cap=Decimal(8),
)  # fmt: skip
EDITIONS = (Edition(1, APRIL, AGREED),)


def n(number: int) -> UUID:
    return UUID(int=number)


def attended(number: int, day: date) -> Fact:
    return Fact(n(number), Earns.ATTENDED, day, day)


def answer(number: int, sent: date, answered: date | None, withdrawn_on: date | None = None) -> Fact:
    return Fact(n(number), Timed.ANSWERED, sent, answered, withdrawn_on)


def book(facts, through=APRIL, editions=EDITIONS):
    return Book(tuple(editions), tuple(facts), through)


def of(found, what):
    return [one for one in found if one.what is what]


def test_a_month_in_which_nothing_came_owes_its_fee_and_nothing_else():
    [only] = book([]).owed()
    assert (only.what, only.pence, only.month) == (OwedFor.FEE, 10_000_00, APRIL)


def test_a_price_is_paid_for_each_and_drilled_to_the_rows():
    [paid] = of(
        book([attended(1, APRIL), attended(2, date(2027, 4, 30)), attended(3, date(2027, 5, 1))]).owed(),
        OwedFor.PRICE,
    )
    assert (paid.pence, paid.sources) == (40_00, (n(1), n(2)))


def test_a_level_counts_what_fell_due_in_the_month_by_working_days():
    # Sent on Thursday 29 April: five working days on is Friday 7 May, past the bank holiday of 3 May.
    late = answer(1, date(2027, 4, 29), date(2027, 5, 10))
    assert measured(LEVEL, [late], APRIL).due == ()
    found = measured(LEVEL, [late], date(2027, 5, 1))
    assert (found.due, found.in_time, found.late) == ((n(1),), (), (n(1),))
    in_time = replace(late, came=date(2027, 5, 7))
    assert measured(LEVEL, [in_time], date(2027, 5, 1)).in_time == (n(1),)


def test_what_was_withdrawn_before_it_was_due_is_left_out_where_the_level_says_so():
    left = answer(1, date(2027, 4, 1), None, withdrawn_on=date(2027, 4, 6))
    assert measured(LEVEL, [left], APRIL).due == ()
    assert measured(replace(LEVEL, exclusions=frozenset()), [left], APRIL).due == (n(1),)
    too_late = replace(left, withdrawn_on=date(2027, 4, 20))
    assert measured(LEVEL, [too_late], APRIL).due == (n(1),)


BY_REASON = {Excluded.WITHDRAWN: "withdrawn_on", Excluded.ABSENT: "absent_on"}


@pytest.mark.parametrize("says", BY_REASON)
@pytest.mark.parametrize("first", BY_REASON)
def test_what_left_for_two_reasons_is_left_out_by_whichever_the_level_names_whichever_came_first(says, first):
    days = {name: date(2027, 4, 6 if reason is first else 7) for reason, name in BY_REASON.items()}
    left, level = (
        replace(answer(1, date(2027, 4, 1), None), **days),
        replace(LEVEL, exclusions=frozenset({says})),
    )
    assert measured(level, [left], APRIL).due == ()
    only_the_other = replace(left, **{BY_REASON[says]: None})
    assert measured(level, [only_the_other], APRIL).due == (n(1),)


def some(in_time: int, late: int, month: date = APRIL) -> list[Fact]:
    """Referrals sent on the second of a month's early days, so many answered at once and so many never."""
    sent = month.replace(day=5)
    start = month.month * 1000
    return [answer(start + i, sent, sent if i < in_time else None) for i in range(in_time + late)]


@pytest.mark.parametrize(
    ("in_time", "late", "pence"),
    [(0, 0, 0), (19, 1, 0), (18, 2, 250_00), (17, 3, 500_00), (15, 5, 1_000_00), (0, 20, 1_000_00)],
)
def test_a_credit_is_in_proportion_between_target_and_floor(in_time, late, pence):
    assert credit(measured(LEVEL, some(in_time, late), APRIL), 10_000_00) == pence


def test_credits_together_are_brought_to_their_cap():
    found = book(some(0, 20)).owed()
    assert [one.pence for one in of(found, OwedFor.CREDIT)] == [-1_000_00]
    assert [one.pence for one in of(found, OwedFor.CAP)] == [200_00]
    assert len(of(found, OwedFor.CREDIT)[0].sources) == 20


def test_a_credit_is_earned_back_once_and_only_what_it_took():
    months = [APRIL, date(2027, 5, 1), date(2027, 6, 1), date(2027, 7, 1)]
    facts = some(0, 20) + [fact for month in months[1:] for fact in some(20, 0, month)]
    back = of(book(facts, months[-1]).owed(), OwedFor.EARNED_BACK)
    assert [(one.month, one.pence) for one in back] == [(months[2], 800_00)]


def test_months_in_which_nothing_was_due_earn_nothing_back():
    assert of(book(some(0, 20), date(2027, 7, 1)).owed(), OwedFor.EARNED_BACK) == []


def accepted(many: int, month: date) -> list[Fact]:
    start = (month.year * 12 + month.month) * 1000
    return [Fact(n(start + i), Earns.ACCEPTED, month, month) for i in range(many)]


def test_volume_is_settled_at_the_end_of_each_year():
    march = date(2028, 3, 1)
    assert of(book(accepted(40, APRIL), date(2028, 2, 1)).owed(), OwedFor.VOLUME) == []
    [more] = of(book(accepted(40, APRIL), march).owed(), OwedFor.VOLUME)
    assert (more.month, more.pence, len(more.sources)) == (march, 4 * 100_00, 40)
    [fewer] = of(book(accepted(20, APRIL), march).owed(), OwedFor.VOLUME)
    assert fewer.pence == -4 * 200_00
    assert of(book(accepted(30, APRIL), march).owed(), OwedFor.VOLUME) == []


def test_an_edition_decides_its_own_months_for_ever_and_settles_its_own_volume():
    october = date(2027, 10, 1)
    dearer = replace(AGREED, fee=Fee(240_000_00), prices={Earns.ATTENDED: 50_00})
    two = (*EDITIONS, Edition(2, october, dearer))
    facts = [attended(1, date(2027, 9, 30)), attended(2, october), *accepted(12, APRIL)]
    found = book(facts, date(2028, 3, 1), two).owed()
    assert [one.pence for one in of(found, OwedFor.PRICE)] == [20_00, 50_00]
    assert [one.pence for one in of(found, OwedFor.FEE)] == [10_000_00] * 6 + [20_000_00] * 6
    # Six months each: 12 to 18 move nothing. The first had 12; the second had none, and half of its fee is fixed.
    assert [(one.month, one.pence) for one in of(found, OwedFor.VOLUME)] == [(date(2028, 3, 1), -12 * 200_00)]


def test_nothing_is_owed_after_the_term():
    months = {one.month for one in book([], date(2035, 1, 1)).owed()}
    assert max(months) == date(2029, 3, 1) and len(months) == 24


def states(facts_by_month, editions=EDITIONS, rulings=None):
    """A statement for each month from April, each from what was known at its time."""
    kept = []
    for number, facts in enumerate(facts_by_month):
        one = drawn(editions, facts, month_after(APRIL, number), kept)
        kept.append(replace(one, ruled=(rulings or {}).get(number, {})))
    return kept


def test_what_was_entered_late_is_paid_in_the_next_statement_and_says_for_which_month():
    late = attended(1, date(2027, 4, 20))
    april, may = states([[], [late]])
    assert (april.total, may.total) == (10_000_00, 10_020_00)
    [put_right] = [line for line in may.lines if line.month == APRIL]
    assert (put_right.pence, put_right.sources) == (20_00, (n(1),))
    assert may.added == {late}


def test_what_is_taken_out_of_the_record_is_taken_back_from_the_money():
    april, may = states([[attended(1, APRIL)], []])
    assert (april.total, may.total) == (10_020_00, 10_000_00 - 20_00)
    assert may.removed == {attended(1, APRIL)}


def test_a_ruling_stands_while_nothing_changes_and_is_never_paid_twice():
    facts = [attended(1, APRIL)]
    key = (APRIL, OwedFor.PRICE, Earns.ATTENDED.value)
    kept = states([facts, facts], rulings={0: {key: 60_00}})
    assert (
        kept[1].total == 10_000_00
    )  # the third of three sessions is not yet in the record, and was ruled to be paid
    more = [attended(i, APRIL) for i in (1, 2, 3)]
    kept = states([facts, facts, more], rulings={0: {key: 60_00}})
    [line] = [line for line in kept[2].lines if line.month == APRIL]
    assert line.pence == 0


def test_the_next_month_in_turn_is_stated_once_it_is_over():
    assert next_month(EDITIONS, []) == APRIL
    kept = states([[], []])
    assert next_month(EDITIONS, kept) == date(2027, 6, 1)
    check_may_state(EDITIONS, kept, date(2027, 6, 1), date(2027, 7, 1))
    for month, today, words in (
        (date(2027, 6, 1), date(2027, 6, 30), "not over"),
        (date(2027, 7, 1), date(2027, 9, 1), "that of June 2027"),
    ):
        with pytest.raises(Refused, match=words):
            check_may_state(EDITIONS, kept, month, today)
    with pytest.raises(Refused, match="not agreed yet"):
        check_may_state((), [], APRIL, date(2030, 1, 1))
    over = states([[]] * 24)
    assert next_month(EDITIONS, over) is None
    with pytest.raises(Refused, match="Every month"):
        check_may_state(EDITIONS, over, date(2029, 4, 1), date(2030, 1, 1))


def test_an_old_statement_worked_out_again_is_the_same_and_a_penny_moved_is_named():
    kept = states([[*some(0, 20), attended(1, APRIL)], some(0, 20)])
    assert recomputed(EDITIONS, kept) == []
    line = kept[0].lines[0]
    moved = replace(kept[0], lines=(replace(line, pence=line.pence + 1), *kept[0].lines[1:]))
    [found, *_] = recomputed(EDITIONS, [moved, kept[1]])
    assert (found.statement, found.key, found.stated, found.worked_out) == (
        APRIL,
        line.key,
        line.pence + 1,
        line.pence,
    )


DAYS = st.integers(0, 150).map(lambda days: APRIL + timedelta(days=days))


@st.composite
def a_fact(draw):
    source, since = n(draw(st.integers(1, 40))), draw(DAYS)
    what = draw(st.sampled_from([Earns.ACCEPTED, Earns.ATTENDED, Timed.ANSWERED]))
    if isinstance(what, Earns):
        return Fact(source, what, since, since)
    came = draw(st.none() | st.integers(0, 30).map(lambda days: since + timedelta(days=days)))
    withdrawn, absent = (
        draw(st.none() | st.integers(0, 30).map(lambda days: since + timedelta(days=days))) for _ in range(2)
    )
    return Fact(source, what, since, came, withdrawn, absent)


RECORDS = st.lists(st.frozensets(a_fact(), max_size=25), min_size=1, max_size=5)


@settings(max_examples=60)
@given(RECORDS)
def test_statements_sum_to_what_is_owed_whatever_was_entered_late_or_taken_out(records):
    kept = states(records)
    last = month_after(APRIL, len(records) - 1)
    owed = book(clipped(records[-1], last), last).owed()
    assert sum(one.total for one in kept) == sum(one.pence for one in owed)
    assert {key: pence for key, pence in settled(kept).items() if pence} == {
        one.key: one.pence for one in owed if one.pence
    }
    assert counted_before(kept) == clipped(records[-1], last)
    assert recomputed(EDITIONS, kept) == []


@settings(max_examples=60)
@given(st.frozensets(a_fact(), max_size=25), a_fact())
def test_one_more_thing_that_earns_never_earns_less_and_no_row_earns_more_by_being_late(facts, more):
    def whole(record):
        return sum(one.pence for one in book(record, date(2028, 3, 1)).owed())

    if isinstance(more.what, Earns) and more not in facts:
        assert whole(facts | {more}) >= whole(facts)
    for one in facts:
        if one.what is Timed.ANSWERED and one.came is not None and one.withdrawn_on is None:
            assert whole((facts - {one}) | {replace(one, came=None)}) <= whole(facts)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=2, max_size=6))
def test_a_worse_rate_never_costs_less(counts):
    costs = sorted(
        (
            measured(LEVEL, some(a, b), APRIL).of_a_hundred or 0,
            -credit(measured(LEVEL, some(a, b), APRIL), 10_000_00),
        )
        for a, b in counts
        if a + b
    )
    assert all(one[1] <= other[1] for one, other in pairwise(costs))
