"""Who gains and who loses: every person counted once by predicted chance and by level, and in each group they belong to."""

from dataclasses import replace

import numpy as np
import pytest
from evidence.pilot.worlds import small

from throughcare.evidence.pilot.comparing import counts_of
from throughcare.evidence.pilot.design import design_from
from throughcare.evidence.pilot.gaining import WORDS, gains, members
from throughcare.evidence.pilot.running import Spec, run_design
from throughcare.evidence.pilot.world.state import (
    DECILE_CONTACTS,
    DECILE_WEEKS,
    GROUP_CONTACTS,
    GROUP_NEVER_BEGUN,
    GROUP_OFFENCES,
    GROUP_REFERRED,
    GROUP_SESSIONS,
    GROUP_WEEKS,
)
from throughcare.foundation.operating_model.rules import Cohort

SPEC = Spec(weeks=104, replications=4)


@pytest.fixture(scope="module")
def runs():
    return run_design(small("england-and-wales-2021"), SPEC), run_design(small(), SPEC)


def test_what_is_counted_by_chance_by_group_and_by_level_is_what_was_counted_of_all(runs):
    for run in runs:
        of_groups = run.by_group.sum(axis=(1, 2))
        of_tenths = run.by_decile.sum(axis=(1, 2))
        assert (of_groups[:, GROUP_CONTACTS] == run.total("contacts")).all()
        assert (of_tenths[:, DECILE_CONTACTS] == run.total("contacts")).all()
        assert (of_groups[:, GROUP_SESSIONS] == run.total("sessions")).all()
        assert (of_groups[:, GROUP_REFERRED] == run.total("referred")).all()
        assert (of_groups[:, GROUP_NEVER_BEGUN] == run.total("never_begun")).all()
        assert (of_groups[:, GROUP_OFFENCES] == run.total("offences")).all()
        assert (of_groups[:, GROUP_WEEKS] == of_tenths[:, DECILE_WEEKS]).all()
        assert (of_groups[:, GROUP_WEEKS] == 13 * run.total("people")).all()
        assert (run.by_level.sum(axis=(1, 2))[:, 0] == 13 * run.total("people")).all()


def test_somebody_in_two_groups_is_counted_in_both(runs):
    run = runs[0]
    together = sum(members(run, cohort)[:, GROUP_WEEKS].sum() for cohort in Cohort)
    bits = np.array([bin(group).count("1") for group in range(64)])
    assert together == (run.by_group.sum(axis=(0, 1))[:, GROUP_WEEKS] * bits).sum()


def test_every_group_and_tenth_is_told_with_the_range_of_chance(runs):
    found = gains(*runs)
    assert {gain.whom for gain in found.groups} == set(WORDS.values())
    assert len(found.predicted) == 30
    shares = [gain.by.one for gain in found.levels if gain.by.figure.name == "Of all offences"]
    assert sum(shares) == pytest.approx(100)
    assert all(gain.by.low <= gain.by.by <= gain.by.high for gain in (*found.groups, *found.predicted))


def test_those_likelier_to_reoffend_do_so_more_often(runs):
    often = [g.by.one for g in gains(*runs).predicted if g.by.figure.name == "Offences"]
    assert often[-1] > 2 * often[0]


def test_a_design_against_itself_gives_nobody_more(runs):
    found = gains(runs[0], runs[0])
    assert {gain.by.by for gain in (*found.predicted, *found.groups, *found.levels)} == {0.0}


def test_where_there_are_few_places_many_who_were_put_forward_never_begin():
    spec = Spec(weeks=156, replications=2)
    few, enough = (counts_of(run_design(small(people=1500, capacity=c), spec)) for c in (0.05, 2.0))
    assert (enough["never_begun"] == 0).all()
    assert (few["never_begun"] > 0.4 * few["referred"]).all()


def test_how_far_people_travel_goes_with_how_far_they_live_and_with_what_they_attend():
    spec = Spec(weeks=104, replications=1)
    near, far = (
        counts_of(run_design(small(assume={"kilometres": k}, effects={"distance": 1.0}), spec))
        for k in (5, 20)
    )
    assert far["kilometres"][0] == pytest.approx(4 * near["kilometres"][0], rel=0.01)
    assert near["kilometres"][0] / (near["attended"][0] + near["sessions"][0]) == pytest.approx(10, rel=0.35)


def test_victims_are_told_by_luck_less_often_across_a_line_and_never_by_nobody():
    spec = Spec(weeks=104, replications=1)
    sure = {"victims_told": 1.0, "victims_told_across": 1.0}
    one_body, across = small("england-and-wales-2021", people=1500), small("nacro-2012", people=1500)
    nobody = "name: untold\nareas: {one area: 1500}\nlines: {victim_contact: [{held_by: nobody, for: all, basis: assumed, why: tried}]}"
    found = [
        counts_of(run_design(design, replace(spec, values=values)))
        for design, values in (
            (one_body, sure), (across, sure), (across, sure | {"victims_told_across": 0.0}), (design_from(nobody, "untold"), sure),
        )
    ]  # fmt: skip
    told = [one["told"][0] / one["to_tell"][0] for one in found]
    assert told[:2] == [1.0, 1.0] and told[3] == 0
    assert told[2] < 0.5
