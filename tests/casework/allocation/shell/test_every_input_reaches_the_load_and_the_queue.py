"""From stored facts through the service: every input of load, forecast and queue, changed, changes what is told."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from casework.allocation.shell.placing import Held
from casework.allocation.shell.shell_builders import allocating
from support.assessing import HISTORY, being_assessed, signed
from support.cases import another_team, moved
from support.inputs import CannotMatter, Elsewhere, check_whole, reaching
from support.service import THERE, managed
from support.wall_visits import browser

from throughcare.casework.allocation import queries
from throughcare.casework.allocation.actions import (
    Terms,
    end_reduction,
    record_staff_terms,
)
from throughcare.casework.allocation.queries import first_seen_within
from throughcare.casework.allocation.queries.waiting import start_of
from throughcare.casework.allocation.rules.capacity import Hours
from throughcare.casework.allocation.rules.points import OpenCase, workload_on
from throughcare.casework.allocation.rules.queue import Start, Unallocated
from throughcare.casework.allocation.rules.reductions import Reduction
from throughcare.casework.assessment.actions import record_scores
from throughcare.casework.courts.models import ReportRequest, Sentence
from throughcare.casework.supervision.models import Gap
from throughcare.casework.supervision.queries import cases_weighed
from throughcare.foundation.access.session import viewing
from throughcare.foundation.operating_model.rules import BodyKind


@pytest.fixture(scope="module")
def world():
    return allocating(local=THERE)


LOADS = {
    OpenCase: {
        "tier": Elsewhere(
            "casework/allocation/shell/test_tiers.py", "test_a_managers_load_weighs_the_tier_of_each_case"
        ),
        "where": Held.goes_inside,
        "kind": Held.is_a_child,
    },
    Hours: {
        "grade": CannotMatter(
            "every grade has the same target and hours in this edition: the next test says so"
        ),
        "contracted": lambda one: one.terms(hours="20"),
        "reductions": Held.is_off,
    },
}
ROWS = [(facts, name) for facts, table in LOADS.items() for name in reaching(table)]


@pytest.mark.parametrize(("facts", "name"), ROWS)
def test_every_input_of_what_a_practitioner_carries_reaches_the_load_of_the_team(world, facts, name):
    one = Held(world)
    before = one.asked()
    LOADS[facts][name](one)
    assert one.asked() != before


@pytest.mark.parametrize("facts", LOADS)
def test_every_input_of_what_a_practitioner_carries_has_a_row(facts):
    check_whole(facts, LOADS[facts])


def test_every_grade_is_given_the_same_for_the_same_hours():
    assert len(set(workload_on(date(2026, 11, 20)).table.grades.values())) == 1


REDUCTIONS = {
    "hours": lambda one, entry: one.is_off(hours="7"),
    "in_force": lambda one, entry: one.world.service.later(days=10),
    "reason": CannotMatter(
        "it bounds what may be written, which test_queue_and_load refuses, and weighs nothing"
    ),
    "withdrawn_on": lambda one, entry: end_reduction(
        by=one.world.senior, at=one.world.service.later(), reduction_id=entry, on=one.world.service.at.date()
    ),
}


@pytest.mark.parametrize("name", reaching(REDUCTIONS))
def test_every_input_of_a_reduction_reaches_what_is_available(world, name):
    one = Held(world)
    entry = one.is_off(end=world.service.at.date() + timedelta(days=5))
    before = one.asked()[1]
    REDUCTIONS[name](one, entry)
    assert one.asked()[1] != before


def test_every_input_of_a_reduction_has_a_row():
    check_whole(Reduction, REDUCTIONS)


def ahead(world):
    with viewing(world.senior, world.service.at):
        told = queries.forecast_for([world.team.unit], at=world.service.at)
    return [(week.known, week.available) for week in told.weeks]


def test_the_terms_of_the_weeks_to_come_are_those_of_their_day(world):
    one = Held(world)
    before = ahead(world)
    start = world.service.at.date() + timedelta(days=40)
    asked = Terms(one.who.id, "PO", start, Decimal(10))
    record_staff_terms(by=world.senior, at=world.service.later(), terms=[asked])
    after = ahead(world)
    assert after[0] == before[0]
    assert after[-1][1] < before[-1][1]


KNOWN = {
    "points": Held.goes_inside,
    "ends": lambda one: one.holds(one.world.a_waiting_person(sentence_length="2")),
}


def shape(weeks):
    """By how much what is known changes from each week to the next."""
    return [two[0] - one[0] for one, two in pairwise(weeks)]


@pytest.mark.parametrize("name", reaching(KNOWN))
def test_points_and_the_end_of_a_case_that_is_known_reach_the_weeks_to_come(world, name):
    one = Held(world)
    before = ahead(world)
    KNOWN[name](one)
    after = ahead(world)
    assert (after if name == "points" else shape(after)) != (before if name == "points" else shape(before))


def seen_waiting(person, team, service):
    """What the queue of a team says of a person."""
    with viewing(team.senior, service.at):
        told = queries.waiting([team.unit], at=service.at)
    return next(one for one in told if one.case_id == person.case)


def passed_on(world, person):
    """The same person in the queue of a second team of the same body, to which the case was passed."""
    there = another_team(world.service, BodyKind.TRUST)
    moved(person, world.team, there)
    return seen_waiting(person, there, world.service)


def with_history_alone(world):
    one = being_assessed(world.service)
    one.save(HISTORY)
    record_scores(by=one.officer, at=one.now(), assessment_id=one.assessment)
    return one.person


def first_of(world):
    person = world.a_waiting_person()
    return seen_waiting(person, world.team, world.service)


def a_week_later(world):
    world.service.later(days=7)
    return first_of(world)


QUEUE = {
    "case": CannotMatter("it names the case"),
    "since": (first_of, a_week_later, "see_by"),
    "start": (first_of, lambda world: passed_on(world, managed(world.a_waiting_person())), "start"),
    "tier": (
        lambda world: passed_on(world, managed(world.a_waiting_person())),
        lambda world: passed_on(world, signed("high", "2", world.service).person),
        "tier",
    ),
    "tier_is_provisional": (
        lambda world: passed_on(world, with_history_alone(world)),
        lambda world: passed_on(world, signed("high", "2", world.service).person),
        "standing",
    ),
}


@pytest.mark.parametrize("name", reaching(QUEUE))
def test_every_input_of_the_queue_reaches_what_is_told_of_who_waits(world, name):
    world.service.takes_its_area()
    one, other, told = QUEUE[name]
    assert getattr(one(world), told) != getattr(other(world), told)


def test_every_input_of_the_queue_has_a_row():
    check_whole(Unallocated, QUEUE)


def ordered(world, person, kind, due):
    """A court asks for a report on somebody."""
    appearance = Sentence.objects.using("owner").filter(person_id=person.id).get().appearance_id
    ReportRequest.objects.using("owner").create(
        person_id=person.id,
        appearance_id=appearance,
        kind=kind,
        requested_on=world.service.at.date(),
        due_on=due,
    )


SAID = {
    ("standard", True): (138, ()),
    ("fast", True): (65, ()),
    ("fast", False): (0, ("1 fast: no day is set for it",)),
    ("oral", True): (0, ("1 oral: no points are held for that kind",)),
}


@pytest.mark.parametrize(("kind", "has_day"), SAID)
def test_every_report_a_court_awaits_weighs_or_is_said_to_weigh_nothing(kind, has_day):
    world = allocating(local=THERE)
    one = Held(world)
    before = one.asked()[0]
    ordered(world, one.person, kind, world.service.at.date() + timedelta(days=10) if has_day else None)
    with viewing(world.senior, world.service.at):
        load = queries.team_load([world.team.unit], at=world.service.at)
        told = queries.forecast_for([world.team.unit], at=world.service.at)
    points, unweighed = SAID[kind, has_day]
    assert (one.asked()[0] - before, load.reports_unweighed, told.unweighed) == (points, unweighed, unweighed)
    page = browser(world.senior)
    for path in ("/allocation/workload", "/allocation/forecast"):
        assert all(why in page.get(path).content.decode() for why in unweighed)


def test_going_into_custody_starts_no_clock_of_release(world):
    one = Held(world)
    one.goes_inside()
    gaps = Gap.objects.using("owner").filter(case=one.person.case, during__upper_inf=True)
    on = world.service.at.date()
    assert {(row.kind, row.because) for row in gaps} == {("prison manager", "the person is in custody")}
    assert first_seen_within("the person is in custody", on=on) == first_seen_within("", on=on) == 5
    assert first_seen_within("the person was released", on=on) == 1


@pytest.mark.parametrize(
    ("because", "place", "start"),
    [
        ("the person was released", "community", Start.RELEASE),
        ("the person is in custody", "custody", Start.SENTENCE),
        ("the person has moved", "community", Start.RELEASE),
        ("the person has moved", "custody", Start.SENTENCE),
    ],
)
def test_which_way_somebody_moved_begins_the_wait_and_not_that_they_moved(world, because, place, start):
    one = Held(world)
    with viewing(world.senior, world.service.at):
        [row] = cases_weighed(case_ids=[one.person.case])
    assert start_of(replace(row, waiting_because=because, place=place, earlier=())) is start
