"""What was suggested, planned and reckoned about a case follows when hands change, as it is announced."""

from datetime import timedelta

import pytest
from casework.allocation.shell.shell_builders import Allocating, allocating
from procrastinate.contrib.django.models import ProcrastinateJob
from support.cases import another_team
from support.people import as_worker, joins
from support.service import THERE, a_local, a_person, a_service, hear, managed

from throughcare.casework.allocation import queries, tasks
from throughcare.casework.allocation.actions import (
    answer_suggestion,
    ask_plan,
    carry_out_plan,
    reckon_workload,
    work_out_plan,
)
from throughcare.casework.allocation.models import PlanRow, WeeklyWorkload
from throughcare.casework.allocation.rules.decision import Outcome, Reason
from throughcare.casework.allocation.rules.history import monday_of
from throughcare.casework.people.actions import merge_people, record_death, unmerge_people, withdraw_death
from throughcare.casework.people.models import Person
from throughcare.casework.supervision.actions import (
    Appointing,
    Closing,
    Moving,
    accept_transfer,
    appoint_holders,
    close_case,
    close_cases,
    offer_transfer,
    record_movements,
    record_risk,
)
from throughcare.casework.supervision.models import Gap
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Announcement
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import BodyKind, Risk, Rsr

OM = TenureKind.OFFENDER_MANAGER


@pytest.fixture(scope="module")
def shared():
    return allocating()


@pytest.fixture
def world(shared):
    shared.service.takes_its_area()
    return shared


def appoints(world, person, who, by=None, kind=OM):
    asked = [Appointing(person.case, kind, who.id)]
    appoint_holders(by=by or world.senior, at=world.service.later(), appointments=asked)


def passes_on(world, person, team):
    offered = offer_transfer(
        by=world.senior, at=world.service.later(), case_id=person.case, to_unit=team.unit, because="moved"
    )  # fmt: skip
    accept_transfer(by=team.senior, at=world.service.later(), transfer_id=offered)


def closes(world, person):
    close_case(
        by=world.senior, at=world.service.later(), case_id=person.case, version=person.row.version, because="over"
    )  # fmt: skip


def closes_with_others(world, person):
    with as_worker():
        close_cases(by=world.senior, at=world.service.later(), closings=[Closing(person.case, "over")])


WAYS = {
    "a manager is appointed": lambda world, person: appoints(world, person, world.first),
    "another team takes the case": lambda world, person: passes_on(
        world, person, another_team(world.service, BodyKind.TRUST)
    ),
    "the case is closed": closes,
    "the case is closed with others": closes_with_others,
}


@pytest.mark.parametrize("happens", WAYS)
def test_an_open_suggestion_is_overtaken_once_it_is_heard_that(world, happens):
    person = world.a_waiting_person()
    seen = world.suggested(person)
    hear()
    assert world.again(seen).state == "open"
    WAYS[happens](world, person)
    assert world.again(seen).state == "open"
    hear()
    assert world.again(seen).state == "overtaken"
    with pytest.raises(Refused):
        answer_suggestion(
            by=world.senior, at=world.service.later(), suggestion_id=seen.id, outcome=Outcome.ACCEPTED,
            reason=Reason.INITIAL_ALLOCATION,
        )  # fmt: skip


def test_it_is_overtaken_too_when_whoever_appointed_may_not_read_suggestions(world):
    person = world.a_waiting_person()
    seen = world.suggested(person)
    lead = joins(world.team.unit, "provider lead")
    appoints(world, person, world.first, by=lead)
    hear()
    assert world.again(seen).state == "overtaken"


def test_a_role_that_allocation_does_not_fill_overtakes_nothing(world):
    person = world.a_waiting_person()
    seen = world.suggested(person)
    managed(person, TenureKind.SUPERVISOR)
    hear()
    assert world.again(seen).state == "open"


def test_a_suggestion_for_a_managed_case_stands_while_the_same_manager_does(world):
    person = world.a_waiting_person()
    appoints(world, person, world.first)
    seen = world.suggested(person)
    hear()
    assert world.again(seen).state == "open"
    appoints(world, person, world.second)
    hear()
    assert world.again(seen).state == "overtaken"


def test_a_manager_whom_the_model_takes_away_overtakes_what_was_suggested_while_they_stayed():
    service = a_service("transforming-rehabilitation-2014", local=THERE)
    person = a_person(service)
    provider = person.team
    world = Allocating(service, provider, provider.senior, provider.officer, provider.officer)
    world.terms_of(provider.officer)
    appoints(world, person, provider.officer)
    seen = world.suggested(person)
    record_risk(
        by=provider.senior, at=world.service.later(), case_id=person.case, version=person.row.version,
        risk=Risk.LOW, rsr=Rsr.BELOW_CUT_OFF,
    )  # fmt: skip
    assert (
        Announcement.objects.using("owner")
        .filter(event="HoldersEnded", facts__case_ids=[str(person.case)])
        .exists()
    )
    hear()
    assert world.again(seen).state == "overtaken"


def test_an_answered_suggestion_stays_as_it_was_answered(world):
    person = world.a_waiting_person()
    seen = world.suggested(person)
    answer_suggestion(
        by=world.senior, at=world.service.later(), suggestion_id=seen.id, outcome=Outcome.ACCEPTED,
        reason=Reason.INITIAL_ALLOCATION,
    )  # fmt: skip
    hear()
    closes(world, person)
    hear()
    assert world.again(seen).state == "accepted"


def test_another_cases_suggestion_is_left_alone(world):
    one, other = world.a_waiting_person(), world.a_waiting_person()
    theirs = world.suggested(other)
    appoints(world, one, world.first)
    hear()
    assert world.again(theirs).state == "open"


def test_the_queue_forgets_a_case_at_the_instant_of_its_appointment_and_its_age_stops_there(world):
    person = world.a_waiting_person()
    world.service.later(days=7)

    def queue():
        with viewing(world.senior, world.service.at):
            found = queries.waiting([world.team.unit], at=world.service.at)
        return {one.case_id: one.working_days for one in found}

    assert queue()[person.case] == 5
    appoints(world, person, world.first)
    gap = Gap.objects.using("owner").get(case=person.case, kind=OM)
    assert gap.during.upper == world.service.at
    world.service.later(days=7)
    assert person.case not in queue()
    gap.refresh_from_db(using="owner")
    assert gap.during.upper == world.service.at - timedelta(days=7)


def rows(plan):
    return {row.case_id: row.state for row in PlanRow.objects.using("owner").filter(plan=plan)}


def test_a_plans_row_is_overtaken_alone_and_the_rest_of_the_plan_can_still_be_carried_out():
    world = allocating()
    people = [world.a_waiting_person() for _ in range(3)]
    plan = ask_plan(by=world.senior, at=world.service.later())
    with as_worker():
        work_out_plan(by=world.senior, at=world.service.later(), plan_id=plan)
    hear()
    assert set(rows(plan).values()) == {"proposed"}
    appoints(world, people[0], world.first)
    hear()
    assert rows(plan)[people[0].case] == "overtaken"
    done = carry_out_plan(by=world.senior, at=world.service.later(), plan_id=plan, because="clear the queue")
    assert done == 2
    hear()
    assert sorted(rows(plan).values()) == ["carried out", "carried out", "overtaken"]


def test_a_row_of_a_plan_about_somebody_who_died_is_overtaken_until_the_death_was_a_mistake():
    here = allocating()
    people = [here.a_waiting_person() for _ in range(2)]
    plan = ask_plan(by=here.senior, at=here.service.later())
    with as_worker():
        work_out_plan(by=here.senior, at=here.service.later(), plan_id=plan)
    hear()
    gone = people[0]
    given = {"by": joins(here.service.court_unit, "case administrator"), "person_id": gone.id}
    before = rows(plan)
    assert before[gone.case] == "proposed"
    record_death(at=here.service.later(), version=version_of(gone), died_on=here.service.at.date(), **given)
    hear()
    assert rows(plan) == before | {gone.case: "overtaken"}
    withdraw_death(at=here.service.later(), version=version_of(gone), because="They came in.", **given)
    hear()
    assert rows(plan) == before


def version_of(person):
    return Person.objects.using("owner").get(id=person.id).version


def jobs_for(unit):
    leads = {str(one.id) for one in queries_of_leads(unit)}
    found = ProcrastinateJob.objects.using("owner").filter(task_name="throughcare.reckon_team", status="todo")
    return [job for job in found if job.args["member_id"] in leads]


def queries_of_leads(unit):
    from throughcare.foundation.access.models import Membership

    return Membership.objects.using("owner").filter(unit_id=unit, role="senior probation officer")


def load_of(world, member):
    week = monday_of(world.service.at.date())
    row = WeeklyWorkload.objects.using("owner").filter(member_id=member.id, monday=week).first()
    return row and (row.cases, row.case_points)


def test_the_kept_week_is_reckoned_again_for_the_team_whose_load_changed(monkeypatch):
    world = allocating()
    person = world.a_waiting_person()
    reckon_workload(by=world.senior, at=world.service.later())
    assert load_of(world, world.first) == (0, 0)
    appoints(world, person, world.first)
    hear()
    (job,) = jobs_for(world.team.unit)
    monkeypatch.setattr("django.utils.timezone.now", world.service.later)
    with as_worker():
        tasks.reckon_team(**job.args)
    cases, points = load_of(world, world.first)
    assert cases == 1 and points > 0


def test_a_week_that_was_never_kept_asks_for_nothing():
    world = allocating()
    appoints(world, world.a_waiting_person(), world.first)
    hear()
    assert jobs_for(world.team.unit) == []
    assert load_of(world, world.first) is None


def test_the_team_that_loses_a_case_is_reckoned_again_though_the_receiver_sees_nothing_of_it():
    world = allocating()
    person = world.a_waiting_person()
    appoints(world, person, world.first)
    reckon_workload(by=world.senior, at=world.service.later())
    hear()
    before = len(jobs_for(world.team.unit))
    passes_on(world, person, another_team(world.service, BodyKind.TRUST))
    hear()
    assert len(jobs_for(world.team.unit)) > before


def test_hearing_it_twice_changes_nothing_more(world):
    from throughcare.casework.allocation.reactions import follow_appointments
    from throughcare.foundation.audit.outbox import Heard

    person = world.a_waiting_person()
    appoints(world, person, world.first)
    hear()
    seen = world.suggested(person)
    told = Announcement.objects.using("owner").filter(event="HoldersAppointed").latest("at")
    with as_worker(), viewing(world.senior, world.service.at):
        follow_appointments(Heard(told.id, told.at, told.facts, told.member_id))
    assert world.again(seen).state == "open"


def test_a_prison_manager_who_stops_on_release_is_announced_with_the_case():
    service = a_service("england-and-wales-2021", local=a_local())
    person = a_person(service, sentence_kind="custody", requirements="", sentence_length="18")
    managed(person, TenureKind.PRISON_MANAGER)
    with as_worker():
        moves = [Moving(person.case, MovementKind.RELEASED)]
        record_movements(by=person.team.senior, at=service.later(), moves=moves)
    told = Announcement.objects.using("owner").filter(
        event="HoldersEnded", facts__case_ids=[str(person.case)]
    )
    assert [len(one.facts["tenure_ids"]) for one in told] == [1]


def persons_of(suggestion, plan):
    with_plan = PlanRow.objects.using("owner").filter(plan=plan).values_list("case_id", "person_id")
    return suggestion.__class__.objects.using("owner").get(id=suggestion.id).person_id, dict(with_plan)


def test_suggestions_and_plans_follow_a_merge_of_two_records_and_go_back(world):
    kept, gone = world.a_waiting_person(), world.a_waiting_person()
    seen = world.suggested(gone)
    plan = ask_plan(by=world.senior, at=world.service.later())
    with as_worker():
        work_out_plan(by=world.senior, at=world.service.later(), plan_id=plan)
    admin = joins(world.service.court_unit, "case administrator")
    merge = merge_people(
        by=admin, at=world.service.later(), survivor_id=kept.id, merged_id=gone.id, because="The same person."
    )  # fmt: skip
    hear()
    suggested, planned = persons_of(seen, plan)
    assert (suggested, planned[gone.case], planned[kept.case]) == (kept.id, kept.id, kept.id)
    assert world.again(seen).state == "overtaken"
    assert rows(plan)[gone.case] == "overtaken"
    assert rows(plan)[kept.case] == "proposed"
    unmerge_people(by=admin, at=world.service.later(), merge_id=merge, because="Two people after all.")
    hear()
    suggested, planned = persons_of(seen, plan)
    assert (suggested, planned[gone.case], planned[kept.case]) == (gone.id, gone.id, kept.id)
