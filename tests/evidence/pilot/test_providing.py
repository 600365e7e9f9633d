"""A provider's money: by hand where the sum is small, and never other than what the world counted."""

from dataclasses import replace

import numpy as np
import pytest
from evidence.pilot.worlds import AREA, small
from hypothesis import given
from hypothesis import strategies as st

from throughcare.evidence.pilot.assumptions import assumptions_on
from throughcare.evidence.pilot.costing import (
    costs,
    ledgers,
    money_differences,
    money_of,
    paid_bodies,
    provided,
    steps_in,
)
from throughcare.evidence.pilot.design import Contract, design_from
from throughcare.evidence.pilot.providing import Deal, deal_of, fails, ledger, year_paid
from throughcare.evidence.pilot.running import Spec, run_design
from throughcare.evidence.pilot.world.state import MEASURES
from throughcare.foundation.kernel import Refused

AT = {name: place for place, name in enumerate(MEASURES)}
DEAL = Deal(
    expected=(100.0, 100.0), cost=1040.0, price=1200.0, margin=960.0, fixed=0.5, fee_range=0.1, fee_kept=0.7, learning=0.0,
    staff_lag_weeks=13, reserve_weeks=2, patience_weeks=4,
)  # fmt: skip


def test_the_fee_stands_within_its_range_and_moves_at_the_margin_outside_it_down_to_what_is_kept():
    assert year_paid(DEAL, 0, 100) == ([10_000.0] * 12, 0.0)
    assert year_paid(DEAL, 0, 90)[1] == 0.0
    assert year_paid(DEAL, 0, 80)[1] == -9_600.0
    assert year_paid(DEAL, 0, 115)[1] == 4_800.0
    assert year_paid(DEAL, 0, 10)[1] == -36_000.0
    later = year_paid(replace(DEAL, learning=0.1), 1, 100)[0]
    assert sum(later) == pytest.approx(108_000)


def test_fees_come_monthly_in_arrears_staff_follow_with_a_lag_and_cash_is_what_is_left():
    held = np.concatenate([np.full(26, 100.0), np.full(78, 50.0)])
    found = ledger(DEAL, held)
    assert found.fees[:4].tolist() == [0, 0, 0, 0]
    assert found.fees[4] == 10_000
    assert (found.fees[:52] != 0).sum() == 12
    assert found.cost[:39] == pytest.approx(np.full(39, 2000.0))
    assert found.cost[39:] == pytest.approx(np.full(len(found.cost) - 39, 1500.0))
    begins = 2 * 1040 * 100 / 52
    assert found.cash == pytest.approx(begins + np.cumsum(found.fees - found.cost))
    # 75 of 100 in the first year: 15 below the range, at the margin
    assert found.fees[51] == pytest.approx(10_000 - 15 * 960)


def test_a_provider_fails_after_so_many_weeks_running_below_nothing_and_not_where_somebody_stands_by_it():
    assert fails(np.array([1, -1, -1, 2, -1, -1, -1, -1, -1.0]), 4) == 8
    assert fails(np.array([-1, -1, -1, 0.0]), 4) is None
    poor = replace(DEAL, price=600.0)
    held = np.full(104, 100.0)
    found = ledger(poor, held)
    assert found.failed is not None
    assert len(found.cash) == found.failed
    assert (found.cash[-4:] < 0).all()
    assert found.stepped_in == pytest.approx(2000 * (104 - found.failed))
    stands = ledger(replace(poor, guaranteed=True), held)
    assert stands.failed is None
    assert len(stands.cash) == 104
    assert stands.profit == pytest.approx(2 * (60_000 - 104_000))


@given(
    volume=st.floats(1, 300), fixed=st.floats(0, 1), kept=st.floats(0, 1), around=st.floats(0, 0.3), told=st.floats(10, 300)
)  # fmt: skip
def test_more_people_never_earn_less_and_no_less_than_what_is_kept_is_paid(volume, fixed, kept, around, told):
    deal = replace(DEAL, expected=(told,), fixed=fixed, fee_kept=kept, fee_range=around)
    months, more = year_paid(deal, 0, volume)
    assert more <= year_paid(deal, 0, volume + 5)[1] + 0.01
    assert sum(months) + more >= kept * sum(months) - 0.05


RUN = {}


def ran(name="transforming-rehabilitation-2014", **changes):
    key = repr((name, changes))
    if key not in RUN:
        RUN[key] = run_design(replace(small(name), **changes), Spec(weeks=104, replications=3))
    return RUN[key]


def test_what_bodies_cost_is_what_the_world_counted_times_what_it_costs():
    run = ran("england-and-wales-2021")
    said, out = money_of(run), run.out.sum(axis=(1, 2))
    assert paid_bodies(run) == []
    assert provided(run) == ()
    found = costs(run)
    for at, body in enumerate(run.bodies):
        if out[:, at, AT["officers"]].any():
            expected = out[:, at, AT["officers"]] * said["practitioner"] / 52
            assert found[f"{body}: practitioners"] == pytest.approx(expected)
    assert found["services"] == pytest.approx(2264 * run.total("admitted"))
    assert found["prison: places"] == pytest.approx(52_000 * run.total("inside") / 4)
    assert found["all of it"] == pytest.approx(sum(one for name, one in found.items() if name != "all of it"))


def test_a_paid_body_is_paid_for_its_people_and_the_rest_is_paid_for_as_before():
    run = ran()
    (body,) = paid_bodies(run)
    assert (str(body), steps_in(run)) == ("community_provider", "secretary_of_state")
    rows = ledgers(run, body)
    assert [len(row) for row in rows] == [1, 1, 1]
    at = run.bodies.index(body)
    for row, people in zip(rows, run.out[:, 0, :, at, AT["people"]], strict=True):
        assert row[0][1].tolist() == np.repeat(people, 13).tolist()
    found = costs(run)
    assert "community_provider: practitioners" not in found
    assert "public_provider: practitioners" in found
    (fares,) = provided(run)
    assert {name for name, *_ in fares.ends} == {
        name for name, one in assumptions_on(run.design.starts).table.money.items() if one.group != "costs"
    }
    rise = {name: (low, high) for name, low, high, *_ in fares.ends}
    assert rise["margin"][0] < fares.profit < rise["margin"][1]


def test_a_provider_told_of_twice_the_people_loses_and_is_stepped_in_for_unless_somebody_stands_by_it():
    told = {"fixed": 0.8, "fixed_believed": 0.0, "fee_kept": 0.0, "reserve_weeks": 4.0}
    (fair,) = provided(ran())
    run = ran(contract=Contract(volume=2.0), assume=told)
    (fooled,) = provided(run)
    assert fair.failed == 0
    assert fooled.failed == 100
    assert fooled.handed > 0
    assert fooled.profit < fair.profit
    assert (costs(run)["secretary_of_state: stepping in"] > 0).all()
    (stood_by,) = provided(ran(contract=Contract(volume=2.0, guaranteed=True), assume=told))
    assert (stood_by.failed, stood_by.loses) == (0, 100)


def test_money_moves_nobody_and_two_alike_cost_the_same():
    other = ran(assume={"margin": 0.1, "practitioner": 90_000.0})
    assert other.hash == ran().hash
    assert {row.by for row in money_differences(ran(), ran())} == {0.0}
    rows = {row.figure.name: row for row in money_differences(ran("england-and-wales-2021"), ran())}
    assert rows["Fees to community provider"].one == 0
    assert rows["Fees to community provider"].other > 0
    assert list(rows)[-1] == "All of it"


def test_an_area_that_goes_over_later_is_paid_for_as_before_until_then():
    from datetime import timedelta

    design = small()
    later = replace(design, changes_on={AREA: design.starts + timedelta(weeks=52)})
    run = run_design(later, Spec(weeks=104, replications=2))
    (body,) = paid_bodies(run)
    rows = ledgers(run, body)
    assert {len(kept.cash) for row in rows for kept, _ in row} <= {52}


def test_a_contract_is_read_from_a_design_and_refused_at_its_line():
    found = design_from(
        "name: x\ncontract: {volume: 1.3, guaranteed: true}\nassume: {margin: 0.1}\n", "x.yaml"
    )
    assert found.contract == Contract(1.3, guaranteed=True)
    assert "a provider is told 1.3 times the volume that comes" in found.says
    for text, line in (
        ("contract: {volume: -1}", 2),
        ("contract: {volumes: 1}", 2),
        ("assume: {margin: 2}", 2),
    ):
        with pytest.raises(Refused) as refusal:
            design_from(f"name: x\n{text}\n", "x.yaml")
        assert f"line {line}" in str(refusal.value)


def test_every_price_says_where_it_is_from_and_the_price_moves_as_cost_was_believed_to():
    table = assumptions_on(small().starts).table
    assert not set(table.money) & set(table.values)
    assert all(one.source and one.unit for one in table.money.values())
    said = {name: one.value for name, one in table.money.items()}
    deal = deal_of(said, [10.0], 1000.0)
    assert deal.price == pytest.approx(1050)
    assert deal.margin == pytest.approx(1050 * 0.8)
