"""What binds terms: the price that won, that a service is counted by one agreement on a day, that one offer is open at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.agreed import Subcontractor
from throughcare.commissioning.contracts.rules.agreement_reading import agreement_from
from throughcare.commissioning.contracts.rules.binding import (
    check_awarded_price,
    check_counts_once,
    check_may_offer_again,
    check_promised,
    days_counted,
)
from throughcare.commissioning.contracts.rules.examples import example_terms
from throughcare.commissioning.contracts.rules.signing import Edition, Standing
from throughcare.foundation.kernel import Refused, is_allowed

AGREED = replace(agreement_from(example_terms(), "example"), prices={})


def test_first_terms_carry_the_price_that_won_and_nothing_on_top():
    check_awarded_price(AGREED, 240_000_00)
    with pytest.raises(Refused, match=r"won was 239,999\.99 pounds a year; the terms' fee is 240,000\.00"):
        check_awarded_price(AGREED, 239_999_99)
    with pytest.raises(Refused, match="pay for each thing besides"):
        check_awarded_price(agreement_from(example_terms(), "example"), 240_000_00)


def test_first_terms_have_the_supply_chain_that_the_bid_promised():
    won = (Subcontractor("Women's Centre", 20), Subcontractor("Quayside", 15))
    agreed = replace(
        AGREED, supply_chain=(Subcontractor("quayside", 15), Subcontractor("Women's Centre", 20))
    )
    check_promised(agreed, won)
    check_promised(AGREED, ())
    for said, bid, words in (
        (agreed, won[:1], "promised quayside nothing; the terms' supply_chain gives it 15 per cent"),
        (AGREED, won[1:], "promised Quayside 15 per cent; the terms' supply_chain gives it nothing"),
        (
            replace(AGREED, supply_chain=(Subcontractor("Quayside", 5),)),
            won[1:],
            "15 per cent; the terms' supply_chain gives it 5",
        ),
    ):
        with pytest.raises(Refused, match=words) as refused:
            check_promised(said, bid)
        assert refused.value.field == "terms"


def of(starts: date, ends: date, *services: str) -> list[Edition]:
    return [Edition(1, starts, replace(AGREED, starts=starts, ends=ends, services=services))]


def test_a_service_is_counted_by_one_agreement_on_a_day_and_by_another_from_the_next():
    there = {"First": of(date(2027, 4, 1), date(2028, 3, 31), "A", "B")}
    wanted = replace(AGREED, services=("B", "C"), ends=date(2029, 3, 31))
    with pytest.raises(Refused, match="“First” counts B from 1 April 2027 to 31 March 2028"):
        check_counts_once(wanted, date(2028, 3, 1), there)
    check_counts_once(wanted, date(2028, 4, 1), there)
    check_counts_once(replace(wanted, services=("C",)), date(2027, 4, 1), there)


def test_a_change_that_ends_sooner_gives_its_days_back():
    first, *_ = of(date(2027, 4, 1), date(2030, 3, 31), "A")
    shorter = Edition(2, date(2027, 7, 1), replace(first.agreed, ends=date(2027, 12, 31)))
    assert [one[:2] for one in days_counted([first, shorter])] == [
        (date(2027, 4, 1), date(2027, 6, 30)), (date(2027, 7, 1), date(2027, 12, 31))
    ]  # fmt: skip
    check_counts_once(replace(AGREED, services=("A",)), date(2028, 1, 1), {"First": [first, shorter]})


DAYS = st.dates(date(2027, 1, 1), date(2029, 12, 31))
SPANS = st.tuples(DAYS, DAYS).map(sorted)


@given(SPANS, SPANS, st.sets(st.sampled_from("ABC"), min_size=1), st.sets(st.sampled_from("ABC"), min_size=1))
def test_two_are_refused_exactly_where_a_day_and_a_service_are_in_both(one, other, ours, theirs):
    days = {one[0] + timedelta(days=n) for n in range((one[1] - one[0]).days + 1)}
    both = any(other[0] <= day <= other[1] for day in days) and bool(ours & theirs)
    agreed = replace(AGREED, starts=one[0], ends=one[1], services=tuple(sorted(ours)))
    there = {"There": of(other[0], other[1], *sorted(theirs))}
    assert is_allowed(check_counts_once, agreed, one[0], there) is not both


def test_other_first_terms_are_offered_once_none_are_open_or_agreed():
    check_may_offer_again([Standing.TURNED_DOWN, Standing.TAKEN_BACK])
    for one, words in (
        (Standing.OFFERED, "open still"),
        (Standing.ONE_SIDE, "open still"),
        (Standing.AGREED, "Propose a change"),
    ):
        with pytest.raises(Refused, match=words):
            check_may_offer_again([Standing.TURNED_DOWN, one])
