"""What must hold of every rule and every cohort, tried on ones that nobody would think of."""

from dataclasses import replace
from decimal import Decimal, localcontext

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.schemes import scheme, scheme_names
from throughcare.commissioning.contracts.rules.settling import settle
from throughcare.commissioning.contracts.rules.statement import LineKind, added, canonical
from throughcare.commissioning.contracts.rules.tally import Tally
from throughcare.commissioning.contracts.rules.terms import (
    Band,
    NoThreshold,
    Significance,
    Spread,
    StandardErrors,
    Verdict,
)
from throughcare.foundation.kernel import Money

from .paying import LONG_AFTER, any_rows, cohorts, counted, expectations, latest, pounds, result, terms

EVERY_RULE = [edition.table for name in scheme_names() for edition in scheme(name)]
rules = st.sampled_from(EVERY_RULE)
pools = st.integers(0, 3_000_000).map(str)
years = st.lists(cohorts.filter(any), min_size=1, max_size=4)


def quarters(rule, year):
    return [result(any_rows(counts, q), expectations(rule), q) for q, counts in enumerate(year)]


def settled(rule, periods, pool="1000000"):
    return settle(terms(rule, pool), periods, known_on=LONG_AFTER, before=())


@given(rules, years, pools)
def test_no_more_than_the_cap_is_paid(rule, year, pool):
    statement = settled(rule, quarters(rule, year), pool)
    cap = pounds(pool) if rule.capped_by_pool else Money(rule.cap)
    assert statement.total <= cap


@given(rules, years, pools, st.integers(-500_000, 0))
def test_no_less_than_the_floor_is_owed(rule, year, pool, floor):
    statement = settled(replace(rule, floor=Decimal(floor)), quarters(rule, year), pool)
    assert pounds(floor) <= statement.total


@given(rules, years)
def test_a_hurdle_that_says_no_pays_no_frequency(rule, year):
    statement = settled(rule, quarters(rule, year))
    for label, readings in statement.readings.items():
        verdicts = {r.paying.name: r.verdict for r in readings}
        for reading in readings:
            hurdle = reading.paying.hurdle
            if hurdle is None:
                continue
            verdict = verdicts[hurdle.measure]
            cleared = verdict is Verdict.BETTER or (
                hurdle.must_be is Verdict.SAME and verdict is Verdict.SAME
            )
            lines = [x for x in statement.lines if x.periods == (label,) and x.measure == reading.paying.name]
            assert cleared or not [x for x in lines if x.kind is LineKind.OUTCOME]


thresholds = st.one_of(
    st.just(NoThreshold()),
    st.builds(Band, st.integers(0, 10).map(Decimal), st.integers(0, 10).map(Decimal)),
    st.builds(StandardErrors, st.integers(0, 4).map(Decimal)),
    st.sampled_from([Significance(Decimal("0.05")), Significance(Decimal("0.01"))]),
)


@given(thresholds, st.integers(50, 3000), st.data())
def test_fewer_people_reoffending_never_pays_less(threshold, people, draw):
    rule = latest("linear")
    rule = replace(rule, measures=(replace(rule.measures[0], threshold=threshold),))
    some, fewer = sorted(draw.draw(st.lists(st.integers(0, people), min_size=2, max_size=2)))
    expected = draw.draw(st.integers(1, 99)) / Decimal(100)
    worse = settled(rule, [counted(people, fewer, expected)])
    better = settled(rule, [counted(people, some, expected)])
    assert worse.total <= better.total


@given(st.integers(50, 3000), st.data())
def test_without_a_threshold_one_person_fewer_always_pays_more_until_the_cap(people, draw):
    reoffenders = draw.draw(st.integers(1, people))
    rule = latest("linear")
    fewer = settled(rule, [counted(people, reoffenders - 1, "0.5")], pool="100000000")
    same = settled(rule, [counted(people, reoffenders, "0.5")], pool="100000000")
    assert same.total < fewer.total


def test_spread_taken_from_the_people_themselves_can_pay_more_for_worse_and_the_expected_spread_does_not():
    """One prolific person widens the interval, so a rule that deducts for "worse" may stop deducting.

    That is a fault of the observed spread that no threshold cures; rules may name the expected one.
    """
    [measure] = latest("frequency-only").measures
    calm = Tally(people=100, reoffenders=60, reoffences=160, reoffence_squares=460)
    with_one_more = replace(calm, reoffences=160 + 60, reoffence_squares=460 + 60**2)

    def owed(tally, spread):
        threshold = Significance(Decimal("0.05"), spread)
        rule = replace(latest("frequency-only"), measures=(replace(measure, threshold=threshold),))
        period = counted(100, 60, "1.2", reoffences=160, measure="frequency", variance=Decimal("2.5"))
        return settled(rule, [replace(period, tally=tally)]).total

    assert owed(calm, Spread.OBSERVED) < owed(with_one_more, Spread.OBSERVED)
    assert owed(with_one_more, Spread.EXPECTED) < owed(calm, Spread.EXPECTED)


@given(rules.filter(lambda rule: rule.top_up), years)
def test_the_quarters_and_the_top_up_are_the_years_entitlement(rule, year):
    periods = quarters(rule, year)
    assume(len(periods) > 1)
    whole = settled(rule, periods, pool="1000000000")
    alone = [settled(rule, [period], pool="1000000000").total for period in periods]
    top_up = added(whole.of_kind(LineKind.TOP_UP))
    assert sum((one.amount for one in alone), Decimal(0)) + top_up.amount == whole.total.amount


@given(rules.filter(lambda rule: rule.top_up), years)
def test_a_rule_that_recovers_pays_the_year_as_if_it_were_one_cohort(rule, year):
    rule = replace(rule, recover=True, foundation=None)
    whole = [count for counts in year for count in counts]
    periods = quarters(rule, year)
    as_one = settled(rule, [result(any_rows(whole), expectations(rule))], pool="1000000000")
    assert settled(rule, periods, pool="1000000000").total == as_one.total


@given(rules, years, st.integers(4, 60))
def test_a_closed_period_settled_again_is_the_same_to_the_byte(rule, year, precision):
    periods = quarters(rule, year)
    first = canonical(settled(rule, periods))
    with localcontext() as arithmetic:
        arithmetic.prec = precision
        assert canonical(settled(rule, periods)) == first


@given(rules, years)
@settings(max_examples=50)
def test_the_lines_add_up_to_the_total(rule, year):
    statement = settled(rule, quarters(rule, year))
    assert sum((line.amount.amount for line in statement.lines), Decimal(0)) == statement.total.amount


@given(st.lists(st.tuples(st.integers(1, 5000), st.integers(1, 99)), min_size=1, max_size=4))
def test_an_expectation_over_several_cohorts_is_weighted_by_their_people(cohort_sizes):
    from throughcare.commissioning.contracts.rules.reckoning import together

    periods = [
        counted(people, 0, Decimal(rate) / 100, quarter=q) for q, (people, rate) in enumerate(cohort_sizes)
    ]
    together_rate = together(latest("linear"), periods).expected["binary"].rate
    expected = sum(people * rate for people, rate in cohort_sizes) / Decimal(
        100 * sum(people for people, _ in cohort_sizes)
    )
    assert together_rate == pytest.approx(expected, rel=Decimal("1e-20"))


def test_cohorts_with_errors_of_their_own_put_together_as_separate_samples():
    from throughcare.commissioning.contracts.rules.reckoning import together

    one = counted(100, 10, "0.5", error=Decimal("0.03"))
    other = replace(
        counted(100, 10, "0.5", quarter=1), expected={"binary": Expected(Decimal("0.5"), Decimal("0.04"))}
    )
    assert together(latest("linear"), [one, other]).expected["binary"].error == Decimal("0.025")
