"""Fees and volumes in pence: months sum to years, edges have no step, more never earns less, and the fixed share stays."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.agreed import Band, Earns, Fee, Volumes
from throughcare.commissioning.contracts.rules.agreement_reading import agreement_from
from throughcare.commissioning.contracts.rules.examples import example_terms
from throughcare.commissioning.contracts.rules.fees import (
    month_fee,
    reconciled,
    to_the_penny,
    weighed,
    whole_fee,
    year_fee,
)

PENCE = st.integers(0, 10**10)
PER_CENT = st.decimals(0, 100, places=2)


def volumes(lower: int = 900, upper: int = 1100, fixed: int = 60) -> Volumes:
    above = (Band(90_00, upper + 200), Band(60_00))
    return Volumes({Earns.ACCEPTED: Decimal(1)}, lower, upper, above, 120_00, Decimal(fixed))


def test_the_fee_of_the_made_up_terms_by_year():
    agreed = agreement_from(example_terms(), "example")
    # 240,000, less 2 per cent and more 2.5 per cent each year: 1.0045 of the year before
    assert [year_fee(agreed.fee, year) for year in (1, 2, 3)] == [240_000_00, 241_080_00, 242_164_86]
    assert whole_fee(agreed) == 240_000_00 + 241_080_00 + 242_164_86


@given(PENCE, PER_CENT, PER_CENT, st.integers(1, 20))
def test_twelve_months_are_the_year_to_the_penny(a_year, learning, indexation, year):
    fee = Fee(a_year, learning, indexation)
    months = [month_fee(fee, (year - 1) * 12 + month) for month in range(12)]
    assert sum(months) == year_fee(fee, year)
    assert max(months) - min(months) <= 1


@given(st.fractions())
def test_a_penny_is_the_nearest_and_a_half_goes_away_from_nothing(amount):
    assert abs(to_the_penny(amount) - amount) <= Fraction(1, 2)
    assert to_the_penny(-amount) == -to_the_penny(amount)


def test_inside_the_range_the_fee_stands_and_outside_it_the_margin_is_settled():
    fee = 240_000_00
    assert [reconciled(volumes(), fee, Fraction(v)) for v in (900, 1000, 1100)] == [0, 0, 0]
    assert reconciled(volumes(), fee, Fraction(1101)) == 90_00
    assert reconciled(volumes(), fee, Fraction(1301)) == 200 * 90_00 + 60_00
    assert reconciled(volumes(), fee, Fraction(899)) == -120_00


def test_a_shortfall_like_the_published_one_leaves_the_fixed_share():
    """Volumes came in 16 to 48 per cent short in 2017 (commissioning facts, 4): the fixed share of the fee is not taken."""
    fee = 240_000_00
    assert reconciled(volumes(), fee, Fraction(756)) == -144 * 120_00
    assert reconciled(volumes(), fee, Fraction(468)) == -432 * 120_00
    assert reconciled(volumes(), fee, Fraction(0)) == -96_000_00
    assert reconciled(volumes(fixed=100), fee, Fraction(0)) == 0


@given(
    st.integers(0, 10**6), st.integers(0, 4000), st.integers(0, 4000), st.integers(1, 12), st.integers(0, 100)
)
def test_more_never_earns_less_and_no_edge_has_a_step(fee, one, other, months, fixed):
    terms = volumes(fixed=fixed)
    fewer, more = sorted((Fraction(one, 4), Fraction(other, 4)))
    low, high = (reconciled(terms, fee, volume, months) for volume in (fewer, more))
    assert low <= high
    assert high - low <= (more - fewer) * 120_00 + 1
    assert fee + low >= fee * fixed // 100


def test_what_is_counted_is_weighed_and_what_has_no_weight_weighs_nothing():
    terms = volumes()
    assert weighed(terms, {Earns.ACCEPTED: 3, Earns.ATTENDED: 50}) == 3
