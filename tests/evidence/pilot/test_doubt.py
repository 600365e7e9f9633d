"""What is not known is told beside what chance does, and no more is said than is known."""

import csv
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest
from evidence.pilot.worlds import small
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from support.shared import shared_path
from typer.testing import CliRunner

from throughcare.evidence.pilot.assumptions import assumptions_on
from throughcare.evidence.pilot.comparing import FIGURES, Difference
from throughcare.evidence.pilot.design import STARTS
from throughcare.evidence.pilot.doubting import (
    AtLevel,
    Bars,
    Doubted,
    bars,
    doubt,
    drawn,
    never_studied,
    studied,
)
from throughcare.evidence.pilot.gaining import Gains
from throughcare.evidence.pilot.knowing import of_everything, of_normal, of_one, wrong
from throughcare.evidence.pilot.running import Spec, Stopped
from throughcare.evidence.pilot.wedge import SIX_OFFICES, Wedge, power, smallest, standard_error
from throughcare.foundation.kernel import Refused

GAINS = arrays(np.float64, 32, elements=st.floats(-50, 50))
NOWHERE = assumptions_on(STARTS).table


@pytest.fixture(scope="module")
def doubted():
    one, other = small("england-and-wales-2021", 300), small("transforming-rehabilitation-2014", 300)
    heard = []
    found = doubt(
        one, other, Spec(weeks=26, replications=2), draws=8, told=lambda done, of: heard.append((done, of))
    )
    return found, heard


def test_each_effect_that_nobody_measured_is_run_at_null_in_the_middle_and_at_its_far_end(doubted):
    found, heard = doubted
    assert [one.effect.name for one in found.levels] == [
        "change_of_manager", "distance", "wait_for_service", "two_layers", "paid_decider",
    ]  # fmt: skip
    assert all(list(one.by) == ["null", "middle", "far"] for one in found.levels)
    assert heard[-1][0] == heard[-1][1] == len(heard)
    assert len(found.draws) == len(found.gains) == 8
    widths = [swing.width for swing in found.swings]
    assert widths == sorted(widths, reverse=True)


def test_a_design_against_itself_has_no_bar_of_either_kind_and_nothing_worth_knowing():
    one = small("england-and-wales-2021", 300)
    found = doubt(one, one, Spec(weeks=13, replications=2), draws=8)
    assert found.bars == Bars(0.0, 0.0, 0.0)
    assert of_everything(found.gains) == 0
    assert not found.is_known
    assert found.headline.startswith("Not known")


def test_it_stops_when_it_is_told_to():
    one = small("england-and-wales-2021", 300)
    with pytest.raises(Stopped):
        doubt(one, one, Spec(weeks=13), draws=8, stop=lambda: True)


def a_doubt(bars_, *levels):
    """A difference with its bars, and one at each size of one effect nobody measured."""
    effect = never_studied(NOWHERE)[0]
    by = {
        name: Difference(FIGURES[0], 30, 30 + mean, mean, mean - 0.1, mean + 0.1)
        for name, mean in zip(("null", "middle", "far"), levels, strict=True)
    }
    one = small()
    other = replace(one, name="other")
    return Doubted(
        one,
        other,
        FIGURES[0],
        bars_,
        (AtLevel(effect, by),),
        (),
        (),
        np.zeros(1),
        (),
        Gains((), (), ()),
        (),
        (),
        ((), ()),
        (),
    )


def test_where_the_sign_turns_the_headline_is_that_it_is_not_known():
    found = a_doubt(Bars(-1, 0.1, 0.1), -1, -0.5, 0.4)
    assert found.turns == ("change_of_manager",)
    assert found.headline.startswith("Not known: whether")
    assert "change of manager, which nobody measured" in found.headline


def test_a_sign_is_told_only_where_both_bars_and_every_size_leave_it():
    assert not a_doubt(Bars(-1, 0.8, 0.8), -1, -1, -1).is_known
    assert not a_doubt(Bars(-1, 0.1, 0.1), -1, -0.05, -1).is_known
    found = a_doubt(Bars(-1, 0.3, 0.4), -1, -0.9, -1.2)
    assert found.is_known
    assert found.headline.endswith("has fewer reoffend: 0.5 to 1.5 in 100.")


def test_variance_within_draws_is_chance_and_what_is_left_between_them_is_ignorance():
    luck = np.random.default_rng(5)
    by = 2 + luck.normal(0, 3, (4000, 1)) + luck.normal(0, 1, (4000, 4))
    found = bars(by)
    assert found.chance == pytest.approx(1.645, rel=0.03)
    assert found.ignorance == pytest.approx(3 * 1.645, rel=0.05)
    assert bars(np.tile(by[:1], (5, 1))).ignorance == 0


def test_draws_lie_within_the_ranges_and_those_of_one_group_move_together():
    effects = studied(NOWHERE, small())
    some = drawn(NOWHERE, effects, 64, 3)
    for draw in some:
        for name, value in draw.values.items():
            assert NOWHERE.values[name].low <= value <= NOWHERE.values[name].high
    order = [np.argsort([draw.values[name] for draw in some]).tolist() for name in ("missed", "excused")]
    assert order[0] == order[1]
    assert drawn(NOWHERE, effects, 64, 3) == some


@given(GAINS, GAINS)
def test_knowing_one_thing_is_worth_something_between_nothing_and_knowing_everything(gains, known):
    everything = of_everything(gains)
    assert -1e-9 <= of_one(gains, known) <= everything + 1e-9
    assert of_one(gains, np.arange(32.0), bins=32) == pytest.approx(everything, abs=1e-9)


@given(GAINS)
def test_nothing_is_worth_knowing_where_one_design_wins_in_every_draw(gains):
    sure = np.abs(gains) + 1
    assert of_everything(sure) == pytest.approx(0, abs=1e-9)
    assert of_one(sure, gains) == pytest.approx(0, abs=1e-9)
    assert wrong(sure) == 0


@pytest.mark.parametrize(("mean", "deviation"), [(0, 1), (1, 1), (-2, 1.5), (3, 0.5)])
def test_the_worth_of_a_normal_difference_is_its_closed_form(mean, deviation):
    gains = np.random.default_rng(1).normal(mean, deviation, 400_000)
    assert of_everything(gains) == pytest.approx(of_normal(mean, deviation), abs=0.01)


@pytest.mark.shared
def test_power_is_that_of_an_independent_program_to_six_places():
    rows = list(csv.DictReader(shared_path("data/pilot_parameters/stepped_wedge_power_cases.csv").open()))
    assert len(rows) == 14
    for row in rows:
        spread = float(row["sigma"]) if row["sigma"][0].isdigit() else None
        without, with_it = float(row["mean_control"]), float(row["mean_treated"])
        trial = Wedge(
            int(row["steps"]), int(row["clusters_a_step"]), float(row["people_a_cell"]), without, with_it,
            float(row["tau"]), spread,
        )  # fmt: skip
        assert power(trial) == pytest.approx(float(row["power"]), abs=1e-6)


def test_one_cluster_a_step_without_levels_of_its_own_is_ordinary_least_squares():
    trial = Wedge(2, 1, 100, 0.5, 0.4, 0.0)
    periods = np.arange(3)
    rows = [[*(float(p == q) for q in periods), float(p >= step)] for step in (1, 2) for p in periods]
    design = np.array(rows)
    variance = 0.25 / 100 * np.linalg.inv(design.T @ design)[-1, -1]
    assert standard_error(trial) == pytest.approx(sqrt(variance))


def test_the_trial_over_six_offices_was_too_small_and_how_large_it_should_have_been_is_said():
    assert 0.2 < power(SIX_OFFICES) < 0.6
    enough = smallest(6, SIX_OFFICES.people, SIX_OFFICES.without, SIX_OFFICES.with_it, SIX_OFFICES.between)
    assert enough is not None
    assert power(enough) >= 0.8 > power(replace(enough, clusters_a_step=enough.clusters_a_step - 1))
    assert enough.everybody > 2 * SIX_OFFICES.everybody
    assert smallest(2, 1, 0.5, 0.499, 0.3) is None


def test_a_trial_that_cannot_be_is_refused():
    with pytest.raises(Refused, match="two steps"):
        Wedge(1, 1, 10, 0.4, 0.3, 0.0)
    with pytest.raises(Refused, match="between 0 and 1"):
        Wedge(4, 1, 10, 0.4, -0.1, 0.0)


def test_the_console_says_the_power_and_the_smallest_trial():
    from throughcare.faces.pilot.console import app

    told = CliRunner().invoke(app, ["power"], env={"COLUMNS": "200"})
    assert told.exit_code == 0, told.output
    assert f"{power(SIX_OFFICES):.0%} to see 9 points" in told.output
    assert "18 areas or offices" in told.output


def test_the_console_runs_compares_and_values(tmp_path):
    from throughcare.faces.pilot.console import app

    mine = tmp_path / "mine.yaml"
    mine.write_text("name: mine\nbrings: [reminder]\n")
    for asked in (
        ["run", str(mine), "--years", "1", "--replications", "1", "--people", "200"],
        [
            "compare",
            "england-and-wales-2021",
            str(mine),
            "--years",
            "1",
            "--replications",
            "2",
            "--people",
            "200",
        ],
        ["value", "england-and-wales-2021", str(mine), "--years", "1", "--draws", "8", "--people", "100"],
    ):
        told = CliRunner().invoke(app, asked, env={"COLUMNS": "200"})
        assert told.exit_code == 0, told.output
        assert "every assumption here were true" in " ".join(told.output.split())
