"""A stress test by the very rules that pay: half the volume to half as much again, each kind alone, late starts."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.agreed import Earns
from throughcare.commissioning.contracts.rules.agreement_reading import agreement_from
from throughcare.commissioning.contracts.rules.examples import example_terms
from throughcare.commissioning.contracts.rules.stress import SHARES, Costs, most_at_risk, strained, year_paid

AGREED = agreement_from(example_terms(), "example")
THOUGHT = {Earns.ACCEPTED: 800, Earns.ATTENDED: 800, Earns.CONCLUDED: 400}
COSTS = Costs(200_000_00, 20_00)


def test_what_was_thought_pays_the_fee_and_the_prices():
    found = {one.supposed: one for one in strained(AGREED, THOUGHT, COSTS)}
    as_thought = found["100 per cent of the volume"]
    assert as_thought.paid == 240_000_00 + 400 * 75_00
    assert as_thought.left == 270_000_00 - 200_000_00 - 2000 * 20_00
    assert as_thought.each == 135_00


def test_half_the_volume_leaves_a_loss_and_the_fixed_share():
    half = strained(AGREED, THOUGHT, COSTS)[0]
    # 400 and a quarter of 400 are 500: 400 short of 900, at 120 pounds each.
    assert half.paid == 240_000_00 + 200 * 75_00 - 400 * 120_00
    assert half.left < 0


def test_every_share_each_kind_alone_and_late_starts_are_tried():
    said = [one.supposed for one in strained(AGREED, THOUGHT, COSTS)]
    assert len(said) == len(SHARES) + 2 * len(THOUGHT) + 2
    assert "a start 6 months late" in said and "150 per cent of “session attended” alone" in said


def test_the_most_that_levels_take_is_capped():
    assert most_at_risk(AGREED) == 240_000_00 * 8 // 100
    assert most_at_risk(replace(AGREED, levels=())) == 0


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_more_volume_never_pays_less(one, other):
    fewer, more = sorted((one, other))
    assert year_paid(AGREED, {Earns.ACCEPTED: fewer}) <= year_paid(AGREED, {Earns.ACCEPTED: more})


def test_nothing_done_has_no_price_each():
    assert strained(AGREED, {Earns.ACCEPTED: 0}, COSTS)[0].each is None
