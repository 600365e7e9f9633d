"""Whom effort goes to: shares that keep their mean, worth solved from the payment rule, and who is put forward in a run."""

from dataclasses import replace

import numpy as np
import pytest
from evidence.pilot.worlds import small
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evidence.pilot.effort import Effort, Follows, rules_payable
from throughcare.evidence.pilot.gaining import gains
from throughcare.evidence.pilot.hindcast_effort import QUARTER, YEAR_WEEKS, counted
from throughcare.evidence.pilot.putting_forward import put_forward, shares, worth
from throughcare.evidence.pilot.running import WARM_WEEKS, Spec, run_design

BANDS = 64
HAZARDS = np.linspace(0.05, 2.5, BANDS)
worths = st.lists(st.floats(-10, 1000), min_size=2, max_size=64).map(np.array)


@given(st.floats(0, 1), worths, st.floats(0, 1))
def test_shares_keep_their_mean_lie_between_none_and_all_and_rise_with_worth(even, worth_of, follows):
    found = shares(even, worth_of, follows)
    assert ((found >= 0) & (found <= 1 + 1e-9)).all()
    assert (np.diff(found[np.argsort(worth_of)]) >= -1e-9).all()
    can_all_weigh = follows < 1 or (worth_of > 0).mean() >= even
    assert not can_all_weigh or found.mean() == pytest.approx(even, abs=1e-6)


def test_where_nobody_is_worth_anything_or_nothing_follows_the_share_is_even():
    assert (shares(0.3, np.zeros(5), 1.0) == 0.3).all()
    assert shares(0.3, np.arange(5.0), 0.0) == pytest.approx(np.full(5, 0.3))


def test_a_rule_on_frequency_pays_for_whoever_offends_most():
    found = worth(rules_payable()["frequency-only"], HAZARDS, 2.0, 0.85)
    assert found[-1] > 1.5 * found[BANDS // 2] > 1.5 * 1.5 * found[0]


@pytest.mark.parametrize("rule", ["linear", "transforming-rehabilitation"])
def test_a_rule_on_whether_somebody_reoffends_pays_less_for_the_most_prolific_than_for_those_before_them(
    rule,
):
    """A service keeps somebody from any reoffence most often where the hazard of a year is about one."""
    found = worth(rules_payable()[rule], HAZARDS, 2.0, 0.85)
    most = HAZARDS[int(found.argmax())]
    assert 0.7 < most < 1.6
    assert found[-1] < 0.7 * found.max()


def test_a_service_without_effect_is_worth_nothing_under_any_rule():
    for rule in rules_payable().values():
        assert (worth(rule, HAZARDS, 2.0, 1.0) == 0).all()


def test_payment_moves_those_who_are_paid_and_nobody_else_and_need_moves_everybody():
    told = {
        "even": 0.3, "follows": 1.0, "chances": np.linspace(0.1, 0.9, BANDS),
        "hazard": np.tile(HAZARDS[:, np.newaxis], 53), "several": 2.0, "helped": 0.85,
    }  # fmt: skip
    plain, paid = put_forward(Effort(Follows.PAYMENT, "linear"), **told)
    assert (plain == 0.3).all() and paid.std() > 0.05
    assert (np.diff(put_forward(Effort(Follows.NEED), **told)) >= 0).all()
    assert (put_forward(Effort(), **told) == 0.3).all()


def test_effort_that_follows_nothing_of_what_it_might_runs_to_the_same_bytes():
    spec = Spec(weeks=104, replications=1, values={"effort_follows": 0.0})
    tried = replace(small(), effort=Effort(Follows.PAYMENT, "linear"))
    assert run_design(tried, spec).hash == run_design(small(), spec).hash


def test_effort_that_follows_need_gives_sessions_to_those_likeliest_to_reoffend():
    spec = Spec(weeks=104, replications=4, values={"effort_follows": 1.0})
    even, by_need = small(people=1500), replace(small(people=1500), effort=Effort(Follows.NEED))
    found = [
        gain.by
        for gain in gains(*(run_design(one, spec) for one in (even, by_need))).predicted
        if gain.by.figure.name == "Sessions of a service"
    ]
    assert found[-1].low > 0 and found[0].high < 0


def test_somebody_sentenced_twice_in_a_year_is_counted_once_in_it_and_once_in_each_quarter():
    first = WARM_WEEKS + 2
    events = {
        1: [(first, 5), (first + 1, 4), (first + QUARTER, 3)],
        2: [(first, 0)],
        3: [(WARM_WEEKS - 1, 9)],
    }
    assert counted(events, YEAR_WEEKS) == [5, 0]
    assert counted(events, QUARTER) == [5, 3, 0]
