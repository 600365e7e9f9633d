"""Hours off of many are recorded all or none, and a plan that was not worked out says why."""

from datetime import date
from decimal import Decimal

import pytest
from casework.allocation.shell.shell_builders import allocating
from support.people import an_office

from throughcare.casework.allocation.actions import Off, ask_plan, record_reductions
from throughcare.casework.allocation.actions.planning import note_plan_ended
from throughcare.casework.allocation.models import Plan, Reduction
from throughcare.foundation.kernel import Refused

START = date(2026, 11, 2)


@pytest.fixture(scope="module")
def world():
    return allocating()


def off(member, hours="5"):
    return Off(member.id, "other", Decimal(hours), START)


def kept(*members):
    return Reduction.objects.using("owner").filter(member_id__in=[one.id for one in members]).count()


def test_hours_off_of_many_are_recorded_as_one_act(world):
    one, other = world.hires(), world.hires()
    made = record_reductions(
        by=world.senior, at=world.service.later(), reductions=[off(one), off(other, "2.5")]
    )
    assert len(made) == kept(one, other) == 2


@pytest.mark.parametrize("wrong", [{"hours": "400"}, {"reason": "a whim"}, {"end": START}])
def test_one_that_cannot_be_stops_them_all(world, wrong):
    one, other = world.hires(), world.hires()
    asked = Off(
        **(vars(off(other)) | wrong | ({"hours": Decimal(wrong["hours"])} if "hours" in wrong else {}))
    )
    with pytest.raises(Refused):
        record_reductions(by=world.senior, at=world.service.later(), reductions=[off(one), asked])
    assert kept(one, other) == 0


def test_nobody_elses_staff_are_given_hours_off(world):
    with pytest.raises(Refused, match="not in force in your teams"):
        record_reductions(by=world.senior, at=world.service.later(), reductions=[off(an_office().manager)])


@pytest.mark.parametrize(("stopped", "state"), [(True, "stopped"), (False, "refused")])
def test_a_plan_that_ended_keeps_why_once(world, stopped, state):
    world.a_waiting_person()
    plan = ask_plan(by=world.senior, at=world.service.later(), unit_ids=[world.team.unit])
    for because in ("it broke", "it broke again"):
        note_plan_ended(
            by=world.senior, at=world.service.later(), plan_id=plan, because=because, stopped=stopped
        )
    row = Plan.objects.using("owner").get(id=plan)
    assert (row.state, row.because) == (state, "it broke")
