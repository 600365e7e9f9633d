"""The world cannot be fooled: nobody is lost, each has one manager, and what is known in closed form comes out."""

from math import exp, factorial

import numpy as np
import pytest
from evidence.pilot.worlds import AREA, QUIET, small, told
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.evidence.pilot.comparing import compare, counts_of
from throughcare.evidence.pilot.mixing import mean_weeks
from throughcare.evidence.pilot.running import WARM_WEEKS, Spec, run_design, run_world
from throughcare.evidence.pilot.world.state import COMMUNITY, CUSTODY, FREE, MEASURES
from throughcare.foundation.operating_model.rules import PRESETS, load_model, preset_text

AT = {name: place for place, name in enumerate(MEASURES)}
NULL = {
    "change_of_manager": 1.0, "distance": 1.0, "wait_for_service": 0.0, "two_layers": 0.0, "paid_decider": 1.0,
    "caseload": 1.0, "service": 1.0, "reminder": 1.0, "structured_supervision": 1.0,
}  # fmt: skip


@given(name=st.sampled_from(PRESETS), replication=st.integers(0, 50), missed=st.floats(0, 1))
@settings(deadline=None, max_examples=25)
def test_people_in_are_people_out_and_people_held_in_each_body_each_week(name, replication, missed):
    world, _ = run_world(told(small(name), missed=missed), AREA, replication)
    out, people = world.out, world.people
    held = np.cumsum(out[:, :, AT["came"]] - out[:, :, AT["went"]], axis=0)
    assert (held >= 0).all()
    in_all = np.cumsum((out[:, :, AT["started"]] - out[:, :, AT["ended"]]).sum(axis=1))
    assert (held.sum(axis=1) == in_all).all()
    counted = out[12::13, :, AT["people"]]
    assert (counted == held[12::13]).all()
    here = people[(people["state"] == COMMUNITY) | (people["state"] == CUSTODY)]
    assert np.bincount(here["pool"], minlength=held.shape[1]).tolist() == held[-1].tolist()


@given(name=st.sampled_from(PRESETS), replication=st.integers(0, 50))
@settings(deadline=None, max_examples=25)
def test_each_has_one_manager_at_most_of_the_body_that_holds_them_and_posts_carry_what_they_weigh(
    name, replication
):
    ready = told(small(name))
    world, _ = run_world(ready, AREA, replication)
    people, post, bodies = world.people, world.post, len(ready.bodies)
    here = people[(people["state"] == COMMUNITY) | (people["state"] == CUSTODY)]
    assert len(np.unique(here["number"])) == len(here)
    has = (here["officer"] >= 0) & (post["generation"][here["officer"]] == here["generation"])
    load = np.bincount(here["officer"][has], here["points"][has], len(post))
    assert load.tolist() == post["load"].tolist()
    first = world.hub["first_post"]
    for one in here[has]:
        assert first[one["pool"]] <= one["officer"] < first[one["pool"]] + world.hub["posts"][one["pool"]]
        assert post[one["officer"]]["gone"] < 0
    unheld = np.bincount(here["pool"][~has], here["points"][~has], bodies + 1)
    assert unheld.tolist() == world.hub["unheld"][: bodies + 1].tolist()


def test_nothing_is_due_for_whoever_is_gone_and_everybody_else_is_on_one_list():
    world, _ = run_world(told(), AREA, 3)
    people = world.people
    assert (people["due"][people["state"] == FREE] == -1).all()
    assert (people["number"][people["state"] == FREE] == -1).all()
    assert world.hub["at"][0] == (people["state"] == FREE).sum()
    assert (world.head == -1).all()


def test_the_same_seed_gives_the_same_bytes_however_many_threads():
    spec = Spec(weeks=52, replications=5)
    marks = {run_design(small(), spec, threads=threads).hash for threads in (1, 2, 5)}
    assert len(marks) == 1
    assert run_design(small(), Spec(weeks=52, replications=5, seed=2)).hash not in marks


def test_a_replication_run_alone_is_the_one_that_is_run_among_others():
    together = run_design(small(), Spec(weeks=52, replications=3))
    alone = run_design(small(), Spec(weeks=52, replications=1, first=2))
    assert (together.out[2] == alone.out[0]).all()


@pytest.mark.parametrize("name", ["transforming-rehabilitation-2014", "durham-tees-valley-2012"])
def test_two_designs_that_are_alike_differ_by_nothing_at_all(name):
    found = compare(small(name), small(name), Spec(weeks=52, replications=3))
    assert {(row.by, row.low, row.high) for row in found.differences} == {(0.0, 0.0, 0.0)}


def test_a_design_that_only_calls_its_bodies_otherwise_differs_by_nothing():
    from dataclasses import replace

    text = preset_text("transforming-rehabilitation-2014")
    renamed = load_model(text.replace("community_provider", "trust"), "renamed.yaml")
    design = small()
    found = compare(design, replace(design, after=renamed), Spec(weeks=104, replications=3))
    assert found.one.bodies != found.other.bodies
    assert found.one.hash == found.other.hash


def test_with_no_effects_and_nobody_in_custody_no_design_changes_who_offends():
    values = {"breach": 0.0, "recall": 0.0, "custody_again": 0.0}
    spec = Spec(weeks=156, replications=3, values=values, effects=NULL)
    runs = [run_design(small(name), spec) for name in PRESETS]
    for measure in ("offences", "reoffended", "reoffences", "followed", "convicted"):
        totals = {tuple(run.total(measure).tolist()) for run in runs}
        assert len(totals) == 1
        assert min(totals.pop()) > 0
    assert len({tuple(run.total("crossed").tolist()) for run in runs}) > 1


def test_a_constant_hazard_gives_the_share_that_is_known_in_closed_form():
    weekly = 0.03
    curve = weekly * np.arange(521.0)
    ready = told(
        small(people=4000),
        Spec(weeks=156, effects=NULL),
        **QUIET | {"hazard": curve, "lag_weeks": 2000, "several": 1},
    )
    counts = sum(
        run_world(ready, AREA, turn)[0].out[WARM_WEEKS : WARM_WEEKS + 52].sum(axis=(0, 1))
        for turn in range(40)
    )
    followed, again, all_of_them = (
        int(counts[AT[name]]) for name in ("followed", "reoffended", "reoffences")
    )
    share = 1 - exp(-52 * weekly)
    assert abs(again - followed * share) < 4 * np.sqrt(followed * share * (1 - share))
    assert abs(all_of_them - followed * 52 * weekly) < 4 * np.sqrt(followed * 52 * weekly)


def test_in_a_steady_state_the_caseload_is_arrivals_times_the_stay():
    ready = told(small(people=3000), Spec(weeks=520), **QUIET | {"kind": [0.6, 0.8, 0.9, 1.0]})
    rules = ready.rules[AREA]
    weeks = 365.25 / 12 / 7

    def stay(name):
        shares = np.diff(rules[f"{name}_sums"], prepend=0)
        return sum(
            share * max(1, int(months * weeks))
            for share, months in zip(shares, rules[f"{name}_months"], strict=True)
        )

    mean = 0.8 * stay("order") + 0.1 * stay("short") + 0.1 * stay("long")
    found = [run_world(ready, AREA, turn)[0].out[WARM_WEEKS:] for turn in range(3)]
    held = np.mean([out[12::13, :, AT["people"]].sum(axis=1).mean() for out in found])
    started = np.mean([out[:, :, AT["started"]].sum() / 520 for out in found])
    assert held == pytest.approx(started * mean, rel=0.03)
    assert held == pytest.approx(rules["arrivals"] * mean, rel=0.05)
    assert mean_weeks() == pytest.approx(3000 * 0.65 / rules["arrivals"], rel=1e-6)


def test_a_queue_for_a_service_waits_as_long_as_is_known_in_closed_form():
    servers, service, busy = 5, 25.0, 4.0
    quiet = QUIET | {
        "need": 1, "arrivals": busy / service, "places": servers, "sessions": 1, "session_missed": 1 - 1 / service,
        "order_months": 240,
    }  # fmt: skip
    ready = told(small(people=400), Spec(weeks=1040), **quiet)
    waits = []
    for turn in range(60):
        out = run_world(ready, AREA, turn)[0].out[WARM_WEEKS + 260 :].sum(axis=(0, 1))
        waits.append(out[AT["waited_weeks"]] / out[AT["admitted"]])
    terms = [busy**n / factorial(n) for n in range(servers)]
    last = busy**servers / factorial(servers) * servers / (servers - busy)
    expected = last / (sum(terms) + last) / (servers / service - busy / service)
    error = np.std(waits, ddof=1) / np.sqrt(len(waits))
    assert (
        abs(np.mean(waits) - expected) < 3 * error + 1.0
    )  # a week counts whole: a place is filled in the week after


def test_twice_the_staff_never_raises_what_each_carries():
    from dataclasses import replace

    from throughcare.evidence.pilot.design import Staff

    spec = Spec(weeks=104, replications=2)
    few, many = (run_design(replace(small(), staff=Staff(each)), spec) for each in (60, 30))
    carried = [counts_of(run)["points"] / counts_of(run)["officers"] for run in (few, many)]
    assert (carried[1] < carried[0]).all()
    assert (many.total("put_off") < few.total("put_off")).all()


def test_a_wall_between_telling_and_deciding_is_counted_where_it_stands():
    walls = run_design(small("transforming-rehabilitation-2014"), Spec(weeks=52, replications=1))
    whole = run_design(small("england-and-wales-2021"), Spec(weeks=52, replications=1))
    assert walls.total("crossed")[0] > 0
    assert whole.total("crossed")[0] == 0
    assert whole.total("notice_days")[0] == 0
