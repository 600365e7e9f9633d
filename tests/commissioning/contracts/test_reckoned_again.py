"""The same money reckoned a second way, from the people up, in fractions and with nothing shared."""

from dataclasses import replace
from fractions import Fraction
from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.settling import settle
from throughcare.commissioning.contracts.rules.terms import Verdict

from .paying import LONG_AFTER, cohorts, edition, latest, people, result, terms, without_adjustment

RICH = "1000000000000"
chances = st.integers(5, 95).map(lambda n: Fraction(n, 100))


def decimal(fraction):
    from decimal import Decimal

    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def paid(rule, rows, expected):
    rates = {name: Expected(decimal(rate)) for name, rate in expected.items()}
    return settle(terms(rule, RICH), [result(rows, rates)], known_on=LONG_AFTER, before=())


def pennies(fraction):
    """To the penny, halves away from zero."""
    whole, rest = divmod(abs(fraction) * 100, 1)
    return (1 if fraction >= 0 else -1) * Fraction(int(whole) + (rest >= Fraction(1, 2)), 100)


@given(cohorts, chances)
def test_linear_is_a_hundred_thousand_a_point_either_way(counts, chance):
    points = 100 * (chance - Fraction(sum(c > 0 for c in counts), len(counts)))
    assert Fraction(paid(latest("linear"), people(counts), {"binary": chance}).total.amount) == pennies(
        100_000 * points
    )


@given(cohorts, st.integers(1, 80).map(lambda n: Fraction(n, 10)))
def test_frequency_is_a_thousand_for_each_reoffence_either_way(counts, each):
    avoided = each * len(counts) - sum(counts)
    statement = paid(latest("frequency-only"), people(counts), {"frequency": each})
    assert Fraction(statement.total.amount) == pennies(1000 * avoided)


@given(cohorts, st.integers(1, 80).map(lambda n: Fraction(n, 10)))
def test_peterborough_pays_its_sum_from_ten_per_cent_and_nothing_below(counts, each):
    enough = (each - Fraction(sum(counts), len(counts))) / each >= Fraction(1, 10)
    statement = paid(latest("peterborough"), people(counts), {"occasions": each})
    assert Fraction(statement.total.amount) == (1_000_000 if enough else 0)


def verdict_of(mean, variance, expected, number):
    """Two-sided at 5% by the people's own spread; None where rounding could decide it either way."""
    gap, bar = float(expected - mean), 1.959964 * sqrt(float(variance) / number)
    if isclose(abs(gap), bar, rel_tol=1e-9, abs_tol=1e-12):
        return None
    if abs(gap) < bar:
        return Verdict.SAME
    return Verdict.BETTER if gap > 0 else Verdict.WORSE


@pytest.mark.parametrize(
    ("name", "hurdle"),
    [("straw-man-2013", {Verdict.BETTER, Verdict.SAME}), ("contracts-2015", {Verdict.BETTER})],
)
@given(counts=cohorts.filter(any), chance=chances, each=st.integers(10, 80).map(lambda n: Fraction(n, 10)))
def test_a_companys_quarter_pays_by_its_own_edition(name, hurdle, counts, chance, each):
    rule = replace(without_adjustment(edition("transforming-rehabilitation", name)), foundation=None)
    reoffended = [c for c in counts if c]
    share, mean = Fraction(len(reoffended), len(counts)), Fraction(sum(counts), len(reoffended))
    spread = Fraction(sum(c * c for c in reoffended), len(reoffended)) - mean**2
    # A rule that judges a reoffender's count must use reoffenders' squares: those of the rest are nought.
    binary = verdict_of(share, share * (1 - share), chance, len(counts))
    often = verdict_of(mean, spread, each, len(reoffended))
    if binary is None or often is None:
        return
    owed = Fraction(0)
    if binary is Verdict.BETTER:
        owed += pennies(100_000 * 100 * (chance - share))
    if binary is Verdict.WORSE:
        owed -= pennies(150_000 * 100 * (share - chance))
    if often is Verdict.BETTER and binary in hurdle:
        owed += pennies(1000 * (each - mean) * len(reoffended))
    statement = paid(rule, people(counts), {"binary": chance, "frequency": each})
    assert abs(Fraction(statement.total.amount) - owed) <= Fraction(1, 100)  # a penny, for endless decimals
