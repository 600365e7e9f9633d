"""Payment by results on what a run counts: the contracts' own settlement, the same on counts as on people, and nothing added."""

from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from evidence.pilot.test_people import AREA, outcomes
from evidence.pilot.worlds import small

from throughcare.commissioning.contracts.rules.tally import PersonOutcome, tally
from throughcare.evidence.pilot.payable import COUNTED, payable
from throughcare.evidence.pilot.paying import paid, payments, tally_of
from throughcare.evidence.pilot.people import tables_of
from throughcare.evidence.pilot.running import QUARTER, Spec, run_design

SPEC = Spec(weeks=156, replications=6)


@pytest.fixture(scope="module")
def base():
    return run_design(small(people=1500), SPEC)


def rows_of(tables, first, last):
    """A row for each person whose year began in a stretch of days, counted from the tables alone."""
    events = tables.read("index_events").to_pylist()
    offences = {}
    for row in tables.read("offences").to_pylist():
        offences.setdefault(row["person_id"], []).append(row["offence_date"])
    found = []
    for event in events:
        began = event["event_date"]
        if first <= began < last:
            days = offences.get(event["person_id"], [])
            many = sum(began <= day < began + timedelta(weeks=52) for day in days)
            chance = Decimal(int(1000 * event["predicted"] + 0.5)) / 1000
            found.append(PersonOutcome(f"{event['person_id']}", many, predicted=chance))
    return found


def test_the_tally_of_a_quarter_is_that_of_the_people_in_it():
    spec = Spec(weeks=156, replications=1)
    tables, run = tables_of(small(people=1500), AREA, spec), run_design(small(people=1500), spec)
    for quarter in range(8):
        first = run.design.starts + timedelta(weeks=QUARTER * quarter)
        rows = rows_of(tables, first, first + timedelta(weeks=QUARTER))
        assert tally_of(run.out.sum(axis=(1, 3))[0, quarter]) == tally(rows)
    assert outcomes(tables)[1].sum() == run.total("reoffended")[0]


@pytest.mark.parametrize("rule", payable(), ids=lambda rule: rule.name)
def test_a_rule_is_settled_for_each_year_that_is_followed_whole(base, rule):
    assert {measure.kind for measure in rule.measures} <= COUNTED
    assert len(paid(base, base, rule)) == 6 * 2


def test_with_no_year_followed_whole_nothing_is_said():
    short = run_design(small(people=300), Spec(weeks=52, replications=2))
    assert payments(short, short) == ()


def test_a_year_in_which_nobody_reoffended_is_not_paid_on():
    few = run_design(small(people=3), Spec(weeks=156, replications=2))
    assert payments(few, few) == ()


def test_what_is_paid_where_nothing_differs_is_for_chance(base):
    for payment in payments(base, base):
        assert payment.under_other == payment.for_chance
    assert any(payment.paid_something > 0 for payment in payments(base, base))


def test_fewer_reoffences_are_never_paid_less_by_a_linear_rule(base):
    helped = small(
        people=1500, brings=frozenset({"structured_supervision"}), effects={"structured_supervision": 0.5}
    )
    found = {payment.scheme: payment for payment in payments(base, run_design(helped, SPEC))}
    assert found["linear"].under_other > found["linear"].for_chance
    rule = next(rule for rule in payable() if rule.name == "linear")
    pairs = paid(base, base, rule), paid(run_design(helped, SPEC), base, rule)
    assert np.mean(pairs[1] - pairs[0]) > 0
