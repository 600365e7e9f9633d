"""Every pound leads back to people and to an edition of the rule."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.schemes import scheme, scheme_names
from throughcare.commissioning.contracts.rules.settling import settle
from throughcare.commissioning.contracts.rules.tally import PersonOutcome
from throughcare.commissioning.contracts.rules.tracing import (
    BY_ACHIEVEMENT,
    BY_OUTCOME,
    EQUALLY,
    share_out,
    trace,
)
from throughcare.foundation.kernel import Refused

from .paying import LONG_AFTER, any_rows, cohorts, edition, expectations, latest, people, result, terms

EVERY_RULE = [one.table for name in scheme_names() for one in scheme(name)]


def traced(rule, rows_by_quarter, expected):
    periods = [result(rows, expected, q) for q, rows in enumerate(rows_by_quarter)]
    statement = settle(terms(rule), periods, known_on=LONG_AFTER, before=())
    rows = {p.label: r for p, r in zip(periods, rows_by_quarter, strict=True)}
    expectations = {p.label: p.expected for p in periods}
    return statement, [trace(statement, line, rows, expectations) for line in statement.lines]


@given(st.sampled_from(EVERY_RULE), st.lists(cohorts.filter(any), min_size=1, max_size=3))
def test_the_peoples_shares_add_up_to_every_line_exactly(rule, year):
    rows = [any_rows(counts, q) for q, counts in enumerate(year)]
    statement, traces = traced(rule, rows, expectations(rule))
    for line, found in zip(statement.lines, traces, strict=True):
        assert sum((s.amount.amount for s in found.shares), Decimal(0)) == line.amount.amount
        assert {(s.period, s.person) for s in found.shares} == {
            (label, row.person)
            for label, cohort in zip(statement.readings, rows, strict=True)
            for row in cohort
            if label in line.periods
        }


@given(st.sampled_from(EVERY_RULE), cohorts.filter(any))
def test_every_share_names_the_edition_of_the_rule_behind_it(rule, counts):
    statement, traces = traced(rule, [any_rows(counts)], expectations(rule))
    for found in traces:
        assert set(found.editions) == set(found.line.periods)
        assert all(found.editions[label] == statement.editions[label] for label in found.line.periods)


def test_whoever_did_not_reoffend_pulls_a_payment_up_and_whoever_did_pulls_it_down():
    _, [found] = traced(latest("linear"), [people([0, 0, 0, 1])], {"binary": "0.27"})
    assert found.split == BY_OUTCOME
    assert [str(share.amount) for share in found.shares] == ["£675,000.00"] * 3 + ["-£1,825,000.00"]


def test_the_more_a_person_reoffends_the_more_they_pull_a_frequency_payment_down():
    _, [found] = traced(latest("frequency-only"), [people([0, 1, 5])], {"frequency": "3"})
    shares = [share.amount.amount for share in found.shares]
    assert shares == [Decimal("3000.00"), Decimal("2000.00"), Decimal("-2000.00")]


def test_a_tariff_traces_to_those_who_got_there_and_to_nobody_else():
    rows = [
        PersonOutcome("a", 0, achieved={"housing": True, "employment": False, "treatment": False}),
        PersonOutcome("b", 0, achieved={"housing": False, "employment": False, "treatment": False}),
        PersonOutcome("c", 0),
    ]
    _, [found] = traced(latest("intermediate-tariff"), [rows], {})
    assert found.split == BY_ACHIEVEMENT
    assert [str(share.amount) for share in found.shares] == ["£600.00", "£0.00", "£0.00"]


def test_people_expected_to_reoffend_more_are_worth_more_when_the_rule_adjusts_for_mix():
    rows = [
        *(PersonOutcome(f"low{i}", 0, predicted=Decimal("0.2")) for i in range(50)),
        *(PersonOutcome(f"high{i}", 0, predicted=Decimal("0.8")) for i in range(50)),
    ]
    expected = {"binary": Expected(Decimal("0.5"), predicted=Decimal("0.5"))}
    rule = replace(edition("transforming-rehabilitation", "varied-2017"), capped_by_pool=False)
    _, [found] = traced(rule, [rows], expected)
    low, high = found.shares[0].amount.amount, found.shares[-1].amount.amount
    assert high == 4 * low


def test_a_cap_is_nobodys_doing_and_is_shared_equally():
    _, traces = traced(latest("linear"), [people([0] * 40)], {"binary": "0.5"})
    assert [found.split for found in traces] == [BY_OUTCOME, EQUALLY]


def test_rows_other_than_those_settled_on_are_refused():
    rows = people([0, 0, 1])
    period = result(rows, {"binary": "0.5"})
    statement = settle(terms(latest("linear")), [period], known_on=LONG_AFTER, before=())
    changed = {period.label: [replace(rows[0], reoffences=2), *rows[1:]]}
    with pytest.raises(Refused, match="not the rows"):
        trace(statement, statement.lines[0], changed, {period.label: period.expected})


@given(
    st.integers(-(10**9), 10**9),
    st.lists(st.integers(-50, 50).map(Decimal), min_size=1, max_size=40).filter(lambda w: sum(w) != 0),
)
def test_shares_of_pennies_add_up_whatever_the_weights(pennies, weights):
    total = Decimal(pennies) / 100
    assert sum(share_out(total, weights)) == total
