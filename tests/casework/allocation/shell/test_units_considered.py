"""A plan or a suggestion covers the units below whoever asks, or those they choose, and says which it left out and why."""

import pytest
from casework.allocation.shell.shell_builders import allocating
from support.cases import another_team, moved
from support.people import a_founder, as_worker, joins
from support.service import Team
from support.wall_visits import browser, caller

from throughcare.casework.allocation import queries
from throughcare.casework.allocation.actions import ask_plan, suggest_for_case, work_out_plan
from throughcare.casework.allocation.models import Plan, PlanRow
from throughcare.casework.allocation.rules.reach import NO_TERMS, NOT_BELOW, NOT_CHOSEN
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.operating_model.rules import BodyKind

SENIOR = "senior probation officer"


@pytest.fixture
def world():
    return allocating()


def beneath(world, *, staffed=True):
    """A team below the one that allocates, with one officer, whose terms are recorded if it is staffed."""
    unit = access.record_unit(
        by=a_founder(), at=world.service.at, organisation_id=world.team.organisation, name=f"Below {new_id()}",
        kind="team", parent_id=world.team.unit,
    )  # fmt: skip
    team = Team(
        world.team.body, world.team.organisation, unit, joins(unit, SENIOR), joins(unit, "offender manager")
    )
    if staffed:
        world.terms_of(team.officer)
    return team


def members(suggestion):
    return {one["member"] for one in suggestion.ranked}


def told(kept):
    return {one["unit"]: (one["considered"], one["staff"], one["because"]) for one in kept}


def worked_out(world, by=None, **asked):
    by = by or world.senior
    plan = ask_plan(by=by, at=world.service.later(), **asked)
    with as_worker():
        assert work_out_plan(by=by, at=world.service.later(), plan_id=plan)
    return Plan.objects.using("owner").get(id=plan)


def test_staff_of_the_teams_below_are_suggested_and_every_unit_of_the_organisation_is_told_of(world):
    below, empty = beneath(world), beneath(world, staffed=False)
    beside = another_team(world.service, BodyKind.TRUST)
    seen = world.suggested(world.a_waiting_person())
    assert members(seen) == {str(one.id) for one in (world.first, world.second, below.officer)}
    kept = told(seen.units)
    assert kept[str(world.team.unit)] == (True, 2, "")
    assert kept[str(below.unit)] == (True, 1, "")
    assert kept[str(empty.unit)] == (False, 0, NO_TERMS)
    assert kept[str(beside.unit)] == (False, 0, NOT_BELOW)
    assert kept[str(world.service.court_unit)] == (False, 0, NOT_BELOW)


def test_only_the_chosen_units_staff_are_suggested(world):
    below = beneath(world)
    seen = world.suggested(world.a_waiting_person(), unit_ids=[below.unit])
    assert members(seen) == {str(below.officer.id)}
    assert told(seen.units)[str(world.team.unit)] == (False, 0, NOT_CHOSEN)


def test_the_team_below_does_not_reach_up(world):
    below = beneath(world)
    person = world.a_waiting_person()
    moved(person, world.team, below)
    made = suggest_for_case(by=below.senior, at=world.service.later(), case_id=person.case)
    with viewing(below.senior, world.service.at):
        seen = queries.suggestion(made).suggestion
    assert members(seen) == {str(below.officer.id)}
    assert told(seen.units)[str(world.team.unit)] == (False, 0, NOT_BELOW)


def test_a_plan_covers_the_cases_and_staff_of_every_unit_below(world):
    below = beneath(world)
    mine, theirs = world.a_waiting_person(), world.a_waiting_person()
    moved(theirs, world.team, below)
    plan = worked_out(world)
    rows = PlanRow.objects.using("owner").filter(plan=plan)
    assert {row.case_id for row in rows} == {mine.case, theirs.case}
    assert plan.practitioners == 3
    assert told(plan.units)[str(below.unit)] == (True, 1, "")


def test_a_plan_for_chosen_units_leaves_the_others_cases_and_staff_alone(world):
    below = beneath(world)
    theirs = world.a_waiting_person()
    world.a_waiting_person()
    moved(theirs, world.team, below)
    plan = worked_out(world, unit_ids=[below.unit])
    (row,) = PlanRow.objects.using("owner").filter(plan=plan)
    assert (row.case_id, row.to_member) == (theirs.case, below.officer.id)
    assert told(plan.units)[str(world.team.unit)] == (False, 0, NOT_CHOSEN)


@pytest.mark.parametrize("act", ["suggest", "plan"])
@pytest.mark.parametrize("whose", ["beside", "another service", "nobody's"])
def test_a_unit_that_is_not_below_is_refused_and_nothing_is_asked(world, act, whose):
    person = world.a_waiting_person()
    unit = {
        "beside": lambda: another_team(world.service, BodyKind.TRUST).unit,
        "another service": lambda: world.service.teams[BodyKind.COMPETED].unit,
        "nobody's": new_id,
    }[whose]()
    with pytest.raises(Refused, match="not yours to allocate for"):
        if act == "plan":
            ask_plan(by=world.senior, at=world.service.later(), unit_ids=[world.team.unit, unit])
        else:
            world.suggested(person, unit_ids=[unit])
    assert not Plan.objects.using("owner").filter(asked_by=world.senior.id).exists()


@pytest.mark.parametrize("act", ["suggest", "plan"])
def test_no_unit_at_all_is_refused(world, act):
    with pytest.raises(Refused, match="at least one team"):
        if act == "plan":
            ask_plan(by=world.senior, at=world.service.later(), unit_ids=[])
        else:
            world.suggested(world.a_waiting_person(), unit_ids=[])


def test_a_unit_moved_away_before_the_plan_is_worked_out_is_not_planned_for(world):
    below, beside = beneath(world), another_team(world.service, BodyKind.TRUST)
    world.a_waiting_person()
    plan = ask_plan(by=world.senior, at=world.service.later(), unit_ids=[below.unit])
    from throughcare.foundation.access.models import Unit

    Unit.objects.using("owner").filter(id=below.unit).update(parent_id=beside.unit)
    with as_worker(), pytest.raises(Refused, match="not yours to allocate for"):
        work_out_plan(by=world.senior, at=world.service.later(), plan_id=plan)


def test_a_wall_is_not_crossed_by_reaching_further_down(world):
    below = beneath(world)
    person = world.a_waiting_person()
    access.restrict_record(
        by=world.senior, at=world.service.at, person_id=person.id, because="known to staff",
        open_to=[world.senior.id, world.first.id],
    )  # fmt: skip
    seen = world.suggested(person)
    assert members(seen) == {str(world.first.id)}
    assert str(below.officer.id) in {one["member"] for one in seen.not_possible}
    plan = worked_out(world)
    (row,) = PlanRow.objects.using("owner").filter(plan=plan)
    assert row.to_member == world.first.id


def test_the_pages_offer_the_teams_below_and_say_which_were_considered_and_why_not(world):
    below, beside = beneath(world), another_team(world.service, BodyKind.TRUST)
    from throughcare.foundation.access.models import Unit

    names = dict(
        Unit.objects.using("owner").filter(id__in=[below.unit, beside.unit]).values_list("id", "name")
    )
    person, page = world.a_waiting_person(), browser(world.senior)
    asked = page.get(f"/allocation/cases/{person.case}").content.decode()
    assert f'value="{below.unit}"' in asked and f'value="{beside.unit}"' not in asked
    answer = page.post(
        f"/allocation/cases/{person.case}",
        {"ask": "yes", "ask-unit_ids": [str(below.unit)], "ask-idempotency_key": str(new_id())},
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    shown = page.get(f"/allocation/cases/{person.case}").content.decode()
    assert f"{names[below.unit]} (1 staff)" in shown
    assert names[beside.unit] in shown and NOT_CHOSEN in shown and NOT_BELOW in shown


def test_where_there_is_one_team_there_is_nothing_to_choose(world):
    person = world.a_waiting_person()
    assert (
        "Teams whose staff"
        not in browser(world.senior).get(f"/allocation/cases/{person.case}").content.decode()
    )
    assert "Teams whose staff" not in browser(world.senior).get("/allocation/plans").content.decode()


def test_the_api_takes_units_and_tells_of_them(world):
    below, program = beneath(world), caller(world.senior)
    person = world.a_waiting_person()
    made = program.post(
        f"/api/v1/cases/{person.case}/suggestions", {"unit_ids": [str(below.unit)]}, content_type="application/json"
    )  # fmt: skip
    assert made.status_code == 201
    seen = program.get(f"/api/v1/suggestions/{made.json()['id']}").json()
    assert told(seen["units"])[str(below.unit)] == (True, 1, "")
    wrong = program.post("/api/v1/plans", {"unit_ids": [str(new_id())]}, content_type="application/json")
    assert wrong.status_code == 422
    assert "not yours to allocate for" in wrong.json()["because"]
