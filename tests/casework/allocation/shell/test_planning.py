import pytest
from casework.allocation.shell.shell_builders import allocating
from support.people import as_worker, joins
from support.service import THERE, managed

from throughcare.casework.allocation import queries, tasks
from throughcare.casework.allocation.actions import (
    ask_plan,
    carry_out_plan,
    start_plan_again,
    stop_plan,
    work_out_plan,
)
from throughcare.casework.allocation.models import Plan, PlanProgress, PlanRow
from throughcare.casework.allocation.rules.decision import again
from throughcare.casework.supervision.rules import TenureKind
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused


def waiting_people(world, number=3):
    return [world.a_waiting_person() for _ in range(number)]


def run(world, plan):
    """Run a plan's job as the worker does, at the service's own time."""
    with as_worker():
        return work_out_plan(by=world.senior, at=world.service.later(), plan_id=plan)


def worked_out(world, **asked):
    plan = ask_plan(by=world.senior, at=world.service.later(), **asked)
    assert run(world, plan)
    return Plan.objects.using("owner").get(id=plan)


def rows_of(plan):
    return list(PlanRow.objects.using("owner").filter(plan=plan))


def test_a_plan_places_everybody_who_waits_with_its_gap_proved_and_its_cost_no_worse_than_greedy():
    world = allocating()
    people = waiting_people(world)
    plan = worked_out(world)
    assert (plan.state, plan.cases, plan.practitioners, plan.unallocated) == ("done", 3, 2, 0)
    assert plan.bound <= plan.objective <= plan.greedy_objective
    assert plan.gap <= 0.02
    assert {row.case_id for row in rows_of(plan)} == {person.case for person in people}
    assert all(row.reasons for row in rows_of(plan))


def test_a_plan_carried_out_whole_appoints_everybody_and_each_decision_replays():
    world = allocating()
    people = waiting_people(world, 2)
    plan = worked_out(world)
    assert (
        carry_out_plan(by=world.senior, at=world.service.later(), plan_id=plan.id, because="clear the queue")
        == 2
    )
    for row in rows_of(plan):
        decided = Decision.objects.using("owner").get(id=row.decision_id)
        assert again(decided.inputs).first.practitioner == str(row.to_member)
    holders = {p.seen_by(world.senior).now[TenureKind.OFFENDER_MANAGER].member_id for p in people}
    assert holders <= {world.first.id, world.second.id}
    with pytest.raises(Refused, match="Nothing in the plan is left"):
        carry_out_plan(by=world.senior, at=world.service.later(), plan_id=plan.id, because="again")


def test_a_plan_can_be_carried_out_case_by_case():
    world = allocating()
    waiting_people(world, 2)
    plan = worked_out(world)
    one, other = rows_of(plan)
    carry_out_plan(
        by=world.senior, at=world.service.later(), plan_id=plan.id, because="this one", row_ids=[one.id]
    )
    assert {row.id: row.state for row in rows_of(plan)} == {one.id: "carried out", other.id: "proposed"}


def test_carrying_out_must_say_why():
    world = allocating()
    waiting_people(world, 1)
    plan = worked_out(world)
    with pytest.raises(Refused, match="Say why"):
        carry_out_plan(by=world.senior, at=world.service.later(), plan_id=plan.id, because=" ")


def test_a_limit_that_came_after_the_plan_stops_it_whole():
    world = allocating()
    people = waiting_people(world, 2)
    plan = worked_out(world)
    first = next(row for row in rows_of(plan) if row.case_id == people[0].case)
    access.restrict_record(
        by=world.senior,
        at=world.service.at,
        person_id=people[0].id,
        because="a threat",
        open_to=[world.senior.id],
    )
    with pytest.raises(Refused, match="not open to them"):
        carry_out_plan(by=world.senior, at=world.service.later(), plan_id=plan.id, because="clear the queue")
    assert first.to_member is not None
    assert {row.state for row in rows_of(plan)} == {"proposed"}


def test_a_plan_never_gives_a_case_to_kin():
    world = allocating()
    person = world.a_waiting_person()
    access.declare_kin(by=world.first, at=world.service.at, person_id=person.id)
    (row,) = rows_of(worked_out(world))
    assert row.to_member == world.second.id


def test_a_case_that_changed_hands_meanwhile_is_refused():
    world = allocating()
    person = world.a_waiting_person()
    plan = worked_out(world)
    managed(person)
    with pytest.raises(Refused, match="changed hands"):
        carry_out_plan(by=world.senior, at=world.service.later(), plan_id=plan.id, because="clear the queue")


def test_a_plan_that_is_stopped_keeps_nothing_and_can_be_started_again():
    world = allocating()
    waiting_people(world, 2)
    plan = ask_plan(by=world.senior, at=world.service.later())
    stop_plan(by=world.senior, at=world.service.later(), plan_id=plan)
    with as_worker():
        tasks.work_out(plan_id=str(plan), member_id=str(world.senior.id))
    stopped = Plan.objects.using("owner").get(id=plan)
    assert (stopped.state, rows_of(plan)) == ("stopped", [])
    with pytest.raises(Refused, match="not waiting"):
        stop_plan(by=world.senior, at=world.service.later(), plan_id=plan)
    start_plan_again(by=world.senior, at=world.service.later(), plan_id=plan)
    assert run(world, plan)
    assert len(rows_of(plan)) == 2


def test_a_running_job_that_is_asked_to_stop_stops_at_its_next_step_and_says_so():
    world = allocating()
    waiting_people(world, 2)
    plan = ask_plan(by=world.senior, at=world.service.later())
    PlanProgress.objects.using("owner").filter(plan=plan).update(
        stop=True
    )  # as when the job holds the plan's row
    with as_worker():
        tasks.work_out(plan_id=str(plan), member_id=str(world.senior.id))
    stopped = Plan.objects.using("owner").get(id=plan)
    assert (stopped.state, stopped.because) == ("stopped", "Stopped by request; nothing was kept.")
    assert rows_of(plan) == []


def test_a_plan_that_waits_with_no_job_stops_at_once_and_a_late_job_leaves_it_so():
    world = allocating()
    waiting_people(world, 1)
    plan = ask_plan(by=world.senior, at=world.service.later())
    stop_plan(by=world.senior, at=world.service.later(), plan_id=plan)
    assert Plan.objects.using("owner").get(id=plan).state == "stopped"
    assert run(world, plan) is False


@pytest.mark.parametrize("number", [0, 301, "3", None, 1.5])
def test_a_mix_of_grades_changes_by_a_whole_number_of_staff(number):
    world = allocating()
    change = {"kind": "grade mix changes", "taken_from": "PO", "given_to": "PSO", "number": number}
    with pytest.raises(Refused, match="from 1 to 300"):
        ask_plan(by=world.senior, at=world.service.later(), change=change)


def test_a_job_that_runs_twice_works_a_plan_out_once():
    world = allocating()
    waiting_people(world, 1)
    plan = worked_out(world)
    assert run(world, plan.id) is False
    assert len(rows_of(plan)) == 1


def test_progress_is_told_step_by_step():
    world = allocating()
    waiting_people(world, 2)
    plan, told = ask_plan(by=world.senior, at=world.service.later()), []
    with as_worker():
        work_out_plan(
            by=world.senior, at=world.service.later(), plan_id=plan,
            tell=lambda step, stage: told.append((step, stage)) or True,
        )  # fmt: skip
    assert [step for step, _ in told] == list(range(1, len(told) + 1))
    assert told[0][1] == "placed greedily"
    assert PlanProgress.objects.using("owner").get(plan=plan).stop is False


def test_nothing_to_plan_is_refused_in_words_kept_for_the_page():
    world = allocating()
    plan = ask_plan(by=world.senior, at=world.service.later())
    with as_worker():
        tasks.work_out(plan_id=str(plan), member_id=str(world.senior.id))
    kept = Plan.objects.using("owner").get(id=plan)
    assert (kept.state, kept.because) == ("refused", "No case needs a manager, so there is nothing to plan.")


def test_what_if_an_officer_leaves_is_compared_with_now_and_cannot_be_carried_out():
    world = allocating()
    managed(world.a_waiting_person())
    supposed = {"kind": "officer leaves", "member": str(world.first.id)}
    plan = worked_out(world, scope="everybody", change=supposed)
    assert (plan.compared["now"]["new_manager"], plan.compared["then"]["new_manager"]) == (0, 1)
    assert plan.compared["cost"] > 0
    assert rows_of(plan) == []
    with pytest.raises(Refused, match="only supposes"):
        carry_out_plan(by=world.senior, at=world.service.later(), plan_id=plan.id, because="do it")


@pytest.mark.parametrize("change", [{"kind": "everybody leaves"}, {"kind": "office closes"}, {"office": "x"}])
def test_a_supposition_that_is_not_one_is_refused(change):
    world = allocating()
    with pytest.raises(Refused, match="may suppose"):
        ask_plan(by=world.senior, at=world.service.later(), change=change)


def test_a_plan_of_another_service_is_not_seen():
    world, other = allocating(), allocating(local=THERE)
    plan = ask_plan(by=world.senior, at=world.service.later())
    with viewing(other.senior, other.service.at):
        assert queries.plan(plan) is None
    with pytest.raises(Refused):
        stop_plan(by=other.senior, at=other.service.at, plan_id=plan)


def test_an_officer_may_not_plan():
    world = allocating()
    with pytest.raises(Refused, match="may not plan an allocation"):
        ask_plan(by=joins(world.team.unit, "offender manager"), at=world.service.at)
