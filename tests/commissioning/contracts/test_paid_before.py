"""Limits hold over variations, cohorts and separate statements, because settlement knows what was paid before."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.schemes import scheme, scheme_names
from throughcare.commissioning.contracts.rules.settling import Terms, Variation, settle
from throughcare.commissioning.contracts.rules.statement import LineKind, added, canonical
from throughcare.commissioning.contracts.rules.terms import CountedFrom, Paid, Rate
from throughcare.foundation.kernel import Money, Period, Refused

from .paying import (
    ALWAYS,
    LONG_AFTER,
    QUARTERS,
    any_rows,
    cohorts,
    counted,
    expectations,
    latest,
    pounds,
    result,
    terms,
)

EVERY_RULE = [edition.table for name in scheme_names() for edition in scheme(name)]
rules = st.sampled_from(EVERY_RULE)
pools = st.integers(0, 3_000_000).map(str)
years = st.lists(cohorts.filter(any), min_size=1, max_size=4)
GOOD = [counted(1000, 350, "0.47", quarter=quarter) for quarter in range(4)]  # twelve points better each


def quarters(rule, year):
    return [result(any_rows(counts, q), expectations(rule), q) for q, counts in enumerate(year)]


def one_by_one(given_terms, periods):
    """A statement for each cohort, each told of those before it."""
    statements = []
    for period in periods:
        statements.append(settle(given_terms, [period], known_on=LONG_AFTER, before=tuple(statements)))
    return statements


def owed(statements):
    return added([line for one in statements for line in one.lines])


def varied(*rules_in_turn, pool="1000000"):
    """Terms whose rule changes each quarter."""
    found = tuple(
        Variation(date(2015, 1, 1 + place), Period(QUARTERS[place].start), rule, f"edition {place}")
        for place, rule in enumerate(rules_in_turn)
    )
    return Terms("C1", found, pounds(pool))


def test_one_pool_is_paid_once_however_many_variations_of_a_rule_there_are():
    linear = latest("linear")
    alone = settle(varied(linear), GOOD, known_on=LONG_AFTER, before=())
    two = settle(varied(linear, linear), GOOD, known_on=LONG_AFTER, before=())
    assert alone.total == two.total == pounds("1000000.00")


def test_one_pool_is_paid_once_over_four_separate_statements():
    statements = one_by_one(terms(latest("linear")), GOOD)
    assert [str(one.total) for one in statements] == ["£1,000,000.00", "£0.00", "£0.00", "£0.00"]


def test_a_cohort_is_paid_once():
    given_terms = terms(latest("linear"))
    first = settle(given_terms, GOOD[:1], known_on=LONG_AFTER, before=())
    with pytest.raises(Refused, match="2016 Q1 was settled before"):
        settle(given_terms, GOOD, known_on=LONG_AFTER, before=(first,))


def test_a_cohort_is_paid_once_whatever_it_is_called():
    """The same quarter under another name, and the same people moved to another quarter."""
    given_terms = terms(latest("linear"))
    rows = any_rows([0] * 40 + [1] * 20)
    paid = result(rows, expectations(latest("linear")))
    first = settle(given_terms, [paid], known_on=LONG_AFTER, before=())
    renamed = replace(GOOD[0], label="January to March 2016")
    with pytest.raises(Refused, match="January to March 2016 is of the same time as 2016 Q1"):
        settle(given_terms, [renamed], known_on=LONG_AFTER, before=(first,))
    with pytest.raises(Refused, match="is of the same time as"):
        settle(given_terms, [GOOD[0], renamed], known_on=LONG_AFTER, before=())
    moved = replace(paid, label="2016 Q3", cohort=QUARTERS[2])
    with pytest.raises(Refused, match="2016 Q3 rests on the same people as 2016 Q1"):
        settle(given_terms, [moved], known_on=LONG_AFTER, before=(first,))


def test_every_earlier_statement_is_given_and_once():
    """What a statement that is left out paid would be paid again, and one given twice counted twice."""
    given_terms = terms(latest("linear"))
    first, second, third = one_by_one(given_terms, GOOD[:3])
    with pytest.raises(Refused, match="rests on one that is not given"):
        settle(given_terms, GOOD[3:], known_on=LONG_AFTER, before=(second, third))
    with pytest.raises(Refused, match="given twice"):
        settle(given_terms, GOOD[3:], known_on=LONG_AFTER, before=(first, second, second, third))
    assert settle(given_terms, GOOD[3:], known_on=LONG_AFTER, before=(third, first, second)).total == pounds(
        "0.00"
    )


def test_a_statement_of_another_contract_or_a_later_day_is_no_ground():
    given_terms = terms(latest("linear"))
    first = settle(given_terms, GOOD[:1], known_on=LONG_AFTER, before=())
    with pytest.raises(Refused, match="statement of contract C1 is not one of C2"):
        settle(replace(given_terms, contract="C2"), GOOD[1:], known_on=LONG_AFTER, before=(first,))
    with pytest.raises(Refused, match="was not known on 1 January 2019"):
        settle(given_terms, GOOD[1:], known_on=date(2019, 1, 1), before=(first,))


def test_a_statement_names_the_earlier_ones_that_it_knew_of():
    given_terms = terms(latest("linear"))
    first, other = (settle(given_terms, [GOOD[n]], known_on=LONG_AFTER, before=()) for n in (0, 1))
    after = [settle(given_terms, GOOD[2:], known_on=LONG_AFTER, before=(one,)) for one in (first, other)]
    assert canonical(after[0]) != canonical(after[1])


def test_what_one_cap_withheld_is_not_released_by_a_later_rule_without_one():
    linear = latest("linear")
    unlimited = replace(linear, capped_by_pool=False)
    statement = settle(varied(linear, unlimited), GOOD[:2], known_on=LONG_AFTER, before=())
    assert statement.total == pounds("2200000.00")


def test_a_lower_cap_stops_further_payment_and_takes_nothing_back():
    linear = latest("linear")
    lower = replace(linear, capped_by_pool=False, cap=Decimal(300_000))
    statement = settle(varied(linear, lower), GOOD[:2], known_on=LONG_AFTER, before=())
    assert statement.total == pounds("1000000.00")


def test_a_measures_own_cap_is_over_all_its_cohorts():
    linear = latest("linear")
    rule = replace(linear, measures=(replace(linear.measures[0], cap=Decimal(200_000)),))
    statement = settle(terms(rule), GOOD, known_on=LONG_AFTER, before=())
    assert statement.total == pounds("200000.00")
    assert owed(one_by_one(terms(rule), GOOD)) == pounds("200000.00")


def test_a_share_of_the_pool_is_never_more_than_the_pool_over_its_cohorts():
    doncaster = replace(latest("doncaster"), capped_by_pool=False)
    better = [counted(1000, 350, "0.55", quarter=quarter) for quarter in range(4)]
    assert settle(terms(doncaster, "100"), better, known_on=LONG_AFTER, before=()).total == pounds("100.00")
    assert owed(one_by_one(terms(doncaster, "100"), better)) == pounds("100.00")


def test_cohorts_judged_together_are_paid_together_once():
    each = [
        counted(1000, 400, "1.4", reoffences=1290, measure="occasions", quarter=quarter)
        for quarter in range(4)
    ]
    peterborough = terms(latest("peterborough"))
    assert [str(one.total) for one in one_by_one(peterborough, each)] == [
        "£0.00",
        "£5,150,000.00",
        "£0.00",
        "£0.00",
    ]


def test_a_run_of_bad_quarters_is_counted_over_separate_statements():
    [rule] = [e.table for e in scheme("transforming-rehabilitation") if e.name == "contracts-2015"]
    assert rule.termination is not None
    plain = replace(
        latest("linear"), termination=replace(rule.termination, measure="binary", worse_by=Decimal(3))
    )
    bad = [counted(1000, 560, "0.47", quarter=quarter) for quarter in range(4)]
    statements = one_by_one(terms(plain, "100000000"), bad)
    assert [len(one.warnings) for one in statements] == [0, 0, 0, 1]


@given(rules, years, pools)
def test_separate_statements_never_owe_more_than_the_cap(rule, year, pool):
    given_terms = terms(rule, pool)
    cap = pounds(pool) if rule.capped_by_pool else Money(rule.cap)
    paid = []
    for statement in one_by_one(given_terms, quarters(rule, year)):
        paid.append(statement)
        assert owed(paid) <= cap


@given(rules, years, pools, st.integers(-500_000, 500_000))
def test_separate_statements_never_owe_less_than_the_floor(rule, year, pool, floor):
    assume(floor <= Decimal(pool))
    given_terms = terms(replace(rule, floor=Decimal(floor)), pool)
    paid = []
    for statement in one_by_one(given_terms, quarters(rule, year)):
        paid.append(statement)
        assert pounds(floor) <= owed(paid)


@given(rules, years, pools, st.one_of(st.none(), st.integers(-500_000, 0)))
def test_without_parts_that_look_across_cohorts_separate_statements_owe_what_one_would(
    rule, year, pool, floor
):
    lower = None if floor is None else Decimal(floor)
    given_terms = terms(replace(rule, top_up=False, pooling=None, floor=lower), pool)
    periods = quarters(rule, year)
    together = settle(given_terms, periods, known_on=LONG_AFTER, before=())
    assert owed(one_by_one(given_terms, periods)) == together.total


@given(rules.filter(lambda rule: rule.top_up), years, pools)
def test_a_rule_that_recovers_owes_the_same_in_one_statement_or_many(rule, year, pool):
    given_terms = terms(replace(rule, recover=True), pool)
    periods = quarters(rule, year)
    together = settle(given_terms, periods, known_on=LONG_AFTER, before=())
    assert owed(one_by_one(given_terms, periods)) == together.total


@given(st.lists(rules.filter(lambda rule: rule.capped_by_pool), min_size=1, max_size=4), years, pools)
def test_one_pool_holds_over_rules_that_change_within_the_year(in_turn, year, pool):
    given_terms = varied(*in_turn, pool=pool)
    rows = [any_rows(counts, q) for q, counts in enumerate(year)]
    each = [
        result(rows[q], expectations(given_terms.on(QUARTERS[q].start, known_on=LONG_AFTER).rule), q)
        for q in range(len(year))
    ]
    assert settle(given_terms, each, known_on=LONG_AFTER, before=()).total <= pounds(pool)
    assert owed(one_by_one(given_terms, each)) <= pounds(pool)


@given(rules, years, pools, st.integers(1, 3))
def test_a_rule_recorded_again_word_for_word_changes_no_penny(rule, year, pool, place):
    periods = quarters(rule, year)
    again = Terms(
        "C1",
        (
            Variation(date(2015, 1, 1), ALWAYS, rule, "first"),
            Variation(date(2015, 1, 2), Period(QUARTERS[place].start), rule, "the same again"),
        ),
        pounds(pool),
    )
    first = settle(terms(rule, pool), periods, known_on=LONG_AFTER, before=())
    assert settle(again, periods, known_on=LONG_AFTER, before=()).total == first.total


@given(rules, years, st.integers(1, 300_000), st.booleans())
def test_no_measure_pays_more_than_its_own_cap_over_any_statements(rule, year, most, top_up):
    capped = tuple(replace(m, cap=Decimal(most)) for m in rule.measures)
    given_terms = terms(replace(rule, measures=capped, top_up=top_up, pooling=None), "1000000000")
    statements = one_by_one(given_terms, quarters(rule, year))
    for measure in capped:
        kinds = (LineKind.OUTCOME, LineKind.DEDUCTION, LineKind.TOP_UP, LineKind.MEASURE_CAP)
        lines = [line for one in statements for line in one.of_kind(*kinds) if line.measure == measure.name]
        assert added(lines) <= pounds(most)


@given(years, pools, st.integers(1, 10))
def test_money_at_risk_is_never_paid_twice_by_shares_of_it(year, pool, full_at):
    linear = latest("linear")
    share = Rate(Paid.POOL, Decimal(1), CountedFrom.ZERO, Decimal(full_at))
    rule = replace(linear, measures=(replace(linear.measures[0], rate=share),), capped_by_pool=False)
    assert owed(one_by_one(terms(rule, pool), quarters(rule, year))) <= pounds(pool)
