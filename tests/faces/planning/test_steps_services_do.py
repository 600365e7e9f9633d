"""A step that a service does, by page and API: bound, following its service, and back on the officer's home when that ended undone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from support.cases import another_team
from support.service import a_person, a_service, managed
from support.services import a_provider, an_offer, refer, row_of
from support.unpaid_work import a_work_team, sent
from support.wall_visits import browser, caller

from throughcare.casework.interventions import actions as interventions
from throughcare.casework.interventions.rules import RefusalReason
from throughcare.casework.planning import actions
from throughcare.casework.planning.actions import NewStep
from throughcare.casework.planning.models import GoalStep, ServedStep
from throughcare.casework.planning.rules import ServedBy
from throughcare.casework.programmes.actions import serve_step as serve_by_programme
from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.casework.unpaid_work.actions import serve_step as serve_by_hours
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service(at=timezone.now() - timedelta(hours=12))


@pytest.fixture(scope="module")
def provider(service):
    return a_provider(service)


@pytest.fixture
def offered(service, provider):
    return an_offer(provider, service, intervention_title=f"Homes {new_id().hex[-8:]}")


@pytest.fixture
def person(service):
    return managed(a_person(service))


def a_step(person, whose="a service"):
    goal = actions.add_goal(
        by=person.team.officer, at=person.service.later(), case_id=person.case, words=f"A home {new_id().hex[-6:]}",
        wanted_by=day_of(timezone.now()) + timedelta(days=90), steps=[NewStep("Meet the housing service", whose)],
    )  # fmt: skip
    return GoalStep.objects.using("owner").get(goal=goal)


def send(client, address, **given):
    return client.post(address, {"idempotency_key": str(new_id())} | given)


def plan(person):
    return " ".join(browser(person.team.officer).get(f"/people/{person.id}/plan").content.decode().split())


def told(person):
    goals = caller(person.team.officer).get(f"/api/v1/people/{person.id}/plan").json()["goals"]
    return next(step for goal in goals for step in goal["steps"])


def act(step, by, person, referral, **given):
    """Take a step now, after whatever was done on a page."""
    step(by=by, at=timezone.now(), referral_id=referral, version=row_of(referral).version, **given)


def deliver(person, provider, referral, sessions=1):
    act(interventions.accept_referral, provider.lead, person, referral)
    act(interventions.assign_referral, provider.lead, person, referral, worker=provider.worker.id)
    act(interventions.send_plan, provider.worker, person, referral, goals=["A tenancy"], sessions=sessions)
    act(interventions.approve_plan, person.team.officer, person, referral)


def test_a_referral_made_for_a_step_is_what_does_it_and_the_step_follows_it_to_its_end(
    person, provider, offered
):
    step, officer = a_step(person), browser(person.team.officer)
    where = f"/people/{person.id}/services/{offered.id}/refer?need={offered.needs[0]}"
    assert "Meet the housing service (towards: A home" in officer.get(where).content.decode()
    answer = send(officer, where, need=offered.needs[0], because="No home", step_id=str(step.id))
    assert answer.status_code == 302
    assert f"{offered.title}, {offered.prime}" in plan(person) and "Waits since" in plan(person)
    served = told(person)
    assert (served["state"], served["served"]["course"]) == ("not started", "waits")
    assert served["served"]["days_waited"] == 0
    made = ServedStep.objects.using("owner").get(step=step).served_id
    deliver(person, provider, made)
    act(
        interventions.record_session,
        provider.worker,
        person,
        made,
        on=timezone.localdate(),
        outcome=Outcome.LATE,
    )
    served = told(person)
    assert (served["state"], served["served"]["last_attended"]) == (
        "under way",
        str(timezone.localdate()),
    )
    assert "Last attended on" in plan(person) and "Waits since" not in plan(person)
    act(
        interventions.conclude_referral,
        provider.worker,
        person,
        made,
        outcomes=["achieved"],
        note="Has the keys",
    )
    assert told(person)["state"] == "done" and "Done on" in plan(person)
    assert (
        "is to be done another way" not in browser(person.team.officer).get("/", {"all": ""}).content.decode()
    )


def test_a_referral_that_ends_undone_puts_the_step_back_on_the_officers_home_until_something_does_it(
    person, provider, offered
):
    step, officer = a_step(person), browser(person.team.officer)
    first = refer(person, offered)
    where = f"/goals/{step.goal_id}/steps/{step.id}/served"
    assert send(officer, where, seen=0, served=f"referral:{first}").status_code == 302
    act(
        interventions.refuse_referral,
        provider.lead,
        person,
        first,
        reason=RefusalReason.CAPACITY,
        note="Full till spring",
    )
    home = officer.get("/", {"all": ""}).content.decode()
    assert "is to be done another way" in home and "refused: no capacity" in home and where in home
    assert told(person)["state"] == "cannot be done yet"
    for other in (person.team.senior, provider.lead):
        assert where not in browser(other).get("/", {"all": ""}).content.decode()
    second = refer(person, an_offer(provider, person.service))
    assert send(officer, where, seen=1, served=f"referral:{second}").status_code == 302
    assert where not in officer.get("/", {"all": ""}).content.decode()
    act(interventions.withdraw_referral, person.team.officer, person, second, reason="other")
    assert where in officer.get("/", {"all": ""}).content.decode()
    assert send(officer, where, seen=2, served="nothing").status_code == 302
    assert where not in officer.get("/", {"all": ""}).content.decode()
    assert told(person)["served"] is None and told(person)["state"] == "not started"


def test_a_step_marked_done_by_hand_stays_so_whatever_becomes_of_the_referral(person, provider, offered):
    step, made = a_step(person), refer(person, offered)
    interventions.serve_step(
        by=person.team.officer, at=person.service.later(), step_id=step.id, seen=0, referral_id=made
    )
    officer, today = browser(person.team.officer), timezone.localdate()
    day = {"on_day": today.day, "on_month": today.month, "on_year": today.year}
    send(officer, f"/goals/{step.goal_id}/steps/{step.id}", seen=0, kind="done", note="", **day)
    act(interventions.withdraw_referral, person.team.officer, person, made, reason="other")
    assert told(person)["state"] == "done"
    assert "is to be done another way" not in officer.get("/", {"all": ""}).content.decode()


def test_the_second_of_two_is_told_and_nothing_is_said_twice(person, provider, offered):
    step, made = a_step(person), refer(person, offered)
    other = refer(person, an_offer(provider, person.service))
    given = {"by": person.team.officer, "step_id": step.id, "seen": 0}
    for _ in range(2):
        interventions.serve_step(at=person.service.later(), referral_id=made, **given)
    assert ServedStep.objects.using("owner").filter(step=step).count() == 1
    with pytest.raises(Refused, match="Somebody else said what serves this step"):
        interventions.serve_step(at=person.service.later(), referral_id=other, **given)
    with pytest.raises(Refused, match="Somebody else said what serves this step"):
        actions.release_step(by=person.team.officer, at=person.service.later(), step_id=step.id, seen=0)


def test_what_is_not_this_cases_ended_or_no_services_step_is_refused_in_words(person, provider, offered):
    mine, other = a_step(person, "the person"), managed(a_person(person.service))
    api = caller(person.team.officer)

    def refused(step, kind, served, **given):
        body = {"seen": 0, "kind": kind, "served_id": str(served)} | given
        answer = api.post(f"/api/v1/steps/{step.id}/served", body, content_type="application/json")
        assert answer.status_code == 422, answer.content
        return answer.content.decode()

    made = refer(person, offered)
    assert "for the person to do" in refused(mine, "referral", made)
    step = a_step(person)
    assert "of another case" in refused(step, "referral", refer(other, offered))
    for kind in ("referral", "programme", "unpaid work"):
        assert "not yours to see" in refused(step, kind, new_id())
    act(interventions.withdraw_referral, person.team.officer, person, made, reason="other")
    assert "is withdrawn, so it serves nothing" in refused(step, "referral", made)
    assert "Say both" in refused(step, "referral", made, served_id=None)
    stranger = another_team(person.service, person.team.body).officer
    with pytest.raises(Refused):
        interventions.serve_step(
            by=stranger, at=person.service.later(), step_id=step.id, seen=0, referral_id=refer(person, an_offer(provider, person.service))
        )  # fmt: skip
    with pytest.raises(Refused, match="not yours to see"):
        serve_by_programme(
            by=person.team.officer, at=person.service.later(), step_id=step.id, seen=0, enrolment_id=new_id()
        )


def test_hours_of_unpaid_work_do_a_step_as_well(service):
    team = a_work_team(service)
    person = managed(a_person(service, requirements="unpaid work 100 hours"))
    step, work = a_step(person), sent(person)
    serve_by_hours(by=person.team.officer, at=service.later(), step_id=step.id, seen=0, work_id=work)
    served = told(person)
    assert (served["served"]["kind"], served["served"]["course"]) == ("unpaid work", "waits")
    assert f"/people/{person.id}/unpaid-work" in plan(person) and team.provider.unit
    elsewhere = managed(a_person(service))
    with pytest.raises(Refused, match="of another case"):
        actions.bind_step(
            by=elsewhere.team.officer, at=service.later(), step_id=a_step(elsewhere).id, seen=0, kind=ServedBy.UNPAID_WORK,
            served_id=work, case_id=person.case,
        )  # fmt: skip


def test_another_provider_is_not_shown_the_plan_nor_who_does_a_step_of_it(person, provider, offered):
    step, made = a_step(person), refer(person, offered)
    interventions.serve_step(
        by=person.team.officer, at=person.service.later(), step_id=step.id, seen=0, referral_id=made
    )
    elsewhere = a_provider(person.service)
    refer(person, an_offer(elsewhere, person.service))
    page = browser(elsewhere.worker).get(f"/people/{person.id}/plan")
    assert page.status_code == 403 and offered.title not in page.content.decode()
