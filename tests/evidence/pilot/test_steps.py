"""What the world does to one person is what the pure rules say of that person, for random people under random designs."""

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from evidence.pilot.worlds import AREA, small
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.points import Kind, OpenCase, Where, case_points, workload_on
from throughcare.casework.assessment.rules.tier import V3Facts, tier_v3
from throughcare.casework.enforcement.rules import Must, crossing, position
from throughcare.casework.supervision.rules.absences import LICENCES, ORDERS
from throughcare.evidence.pilot.assumptions import assumptions_on
from throughcare.evidence.pilot.coding import RISKS, SENTENCES, subject_of
from throughcare.evidence.pilot.mixing import chances
from throughcare.evidence.pilot.running import Spec, a_world, prepared, values_of
from throughcare.evidence.pilot.world.happening import came_of, risk_moves
from throughcare.evidence.pilot.world.luck import key_of
from throughcare.evidence.pilot.world.slots import held_by, subject, weighed
from throughcare.evidence.pilot.world.state import (
    COMMUNITY,
    CROSSED,
    CUSTODY,
    FAILURES,
    HANDOVERS_RISK,
    NEVER,
    TO_DECIDE,
    WARNED,
)
from throughcare.foundation.operating_model.rules import PRESETS, BodyKind, Function, RiseInRisk, Risk

WEEK = 120
people = st.fixed_dictionaries(
    {
        "risk": st.integers(0, 3),
        "sentence": st.integers(3, 6),
        "rsr": st.integers(0, 1),
        "cohort": st.integers(0, 63),
        "settled": st.integers(0, 1),
        "band": st.integers(0, 63),
        "model": st.integers(0, 1),
    }
)
designs = st.sampled_from(PRESETS)


@lru_cache(maxsize=16)
def ready_for(name):
    """A design brought in after the present one."""
    return prepared(small(name, people=50), Spec(weeks=104, replications=1))


def a_person(ready, given, *, inside=False):
    """A world in which there is one person, whom nobody holds yet."""
    world = a_world(ready, AREA, 2)
    person = world.people[0]
    for name, value in given.items():
        person[name] = value
    person["number"], person["pool"], person["officer"] = 7, len(ready.bodies), -1
    person["state"] = CUSTODY if inside and given["sentence"] >= 5 else COMMUNITY
    person["failed"], person["failed_before"], person["decide"] = -NEVER, -NEVER, NEVER
    return world, person


def in_words(person):
    """The subject that somebody is, as models tell people apart."""
    return subject_of(subject(person))


def model_of(ready, person):
    """The model that somebody is under."""
    return ready.design.after if person["model"] else ready.design.before


def place_of(ready, body):
    """The place of a body among those of a run."""
    return len(ready.bodies) if body is BodyKind.NOBODY else ready.bodies.index(body)


@settings(max_examples=1000)
@given(name=designs, given=people, inside=st.booleans())
def test_whoever_holds_somebody_is_whom_their_model_names(name, given, inside):
    ready = ready_for(name)
    world, person = a_person(ready, given, inside=inside)
    held_by(world, ready.rules[AREA], key_of(1, 0), person, WEEK, -1)
    said = model_of(ready, person).holder(Function.OFFENDER_MANAGEMENT, in_words(person), ready.design.starts)
    assert person["pool"] == place_of(ready, said.held_by)


def tier_of(person, chance, on):
    """The tier of somebody by the rule."""
    facts = V3Facts(
        has_active_event=True, arp=chance, csrp=7.0 if person["rsr"] == 1 else 1.0, arp_static=False, csrp_static=False,
        contact=0.0, contact_band="not_applicable", mappa=bool(person["cohort"] >> 2 & 1), rosh=RISKS[person["risk"]].value,
        lifer_ipp=False, released_on=None, domestic_abuse=False, stalking=False, child_protection=False,
        ever_sexual_offence=False, on=on,
    )  # fmt: skip
    return tier_v3(facts).tier


@settings(max_examples=1000)
@given(given=people, inside=st.booleans())
def test_somebody_weighs_what_their_tier_and_place_weigh(given, inside):
    ready = ready_for("nacro-2012")
    world, person = a_person(ready, given, inside=inside)
    on = ready.design.starts
    weighed(world, ready.rules[AREA], person)
    usual = values_of(assumptions_on(on).table, ready.design, {})
    chance = round(100 * float(chances(usual)[person["band"]]), 1)
    where = Where.CUSTODY if person["state"] == CUSTODY else Where.LICENCE if person["sentence"] >= 5 else Where.COMMUNITY  # fmt: skip
    case = OpenCase(tier_of(person, chance, on), where, Kind.STANDARD)
    assert person["points"] == case_points(case, workload_on(on)).points


@settings(max_examples=1000)
@given(name=designs, given=people, ago=st.lists(st.integers(1, 70), max_size=2, unique=True))
def test_what_follows_a_failure_is_what_enforcement_says_of_it(name, given, ago):
    ready = ready_for(name)
    world, person = a_person(ready, given)
    before = sorted(ago)
    if before:
        person["failed"] = WEEK - before[0]
    if len(before) > 1:
        person["failed_before"] = WEEK - before[1]
    said_by = model_of(ready, person)
    here, on = in_words(person), ready.design.starts
    came_of(world, ready.rules[AREA], key_of(1, 0), person, WEEK, 1)
    row = world.out[WEEK].sum(axis=0)
    today = date(2026, 10, 5)
    earlier = [today - timedelta(weeks=weeks) for weeks in before]
    assert here.sentence in ORDERS | LICENCES
    must = position(today, here.sentence, earlier=earlier, warnings=[]).must
    assert row[FAILURES] == 1
    assert (row[WARNED], row[TO_DECIDE]) == ((1, 0) if must is Must.WARN else (0, 1))
    said = crossing(said_by, here, on)
    assert row[CROSSED] == int(said.notice.held_by is not said.decision.held_by)


@settings(max_examples=1000)
@given(name=designs, given=people, replication=st.integers(0, 50))
def test_when_risk_moves_the_model_says_who_holds_them_unless_it_keeps_them_with_whoever_did(
    name, given, replication
):
    ready = ready_for(name)
    world, person = a_person(ready, given)
    held_by(world, ready.rules[AREA], key_of(1, 0), person, WEEK, -1)
    held, risk = int(person["pool"]), int(person["risk"])
    risk_moves(world, ready.rules[AREA], key_of(1, replication), person, WEEK)
    rose = person["risk"] > risk
    assert abs(int(person["risk"]) - risk) == 1
    assert 0 <= person["risk"] <= RISKS.index(Risk.VERY_HIGH)
    model = model_of(ready, person)
    said = model.holder(Function.OFFENDER_MANAGEMENT, in_words(person), ready.design.starts).held_by
    keeps = model.rise_in_risk.value is RiseInRisk.KEEP_AND_OVERSEE
    assert person["pool"] == (held if rose and keeps else place_of(ready, said))
    moved = world.out[WEEK, :, HANDOVERS_RISK].sum()
    assert moved == int(person["pool"] != held)


def test_every_sentence_that_a_person_may_have_here_is_one_that_models_know():
    assert {SENTENCES[at] for at in range(3, 7)} <= ORDERS | LICENCES
    assert np.isin([3, 4, 5, 6], range(len(SENTENCES))).all()
