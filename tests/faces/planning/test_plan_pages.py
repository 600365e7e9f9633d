"""A plan by pages and API: written, put to the person, marked, reviewed, laid from a template, on the home of whoever owes it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from support.contacts import met
from support.people import joins
from support.service import a_person, a_service, managed
from support.wall_visits import browser, caller

from throughcare.casework.courts.models import Requirement, Sentence
from throughcare.casework.planning.models import Answer, Goal, GoalStep, Mark, Review
from throughcare.casework.supervision.actions import record_contact
from throughcare.casework.supervision.models import Case, Contact
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import today


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture
def person(service):
    return managed(a_person(service))


@pytest.fixture
def officer(person):
    return browser(person.team.officer)


def day(name, on):
    return {f"{name}_day": on.day, f"{name}_month": on.month, f"{name}_year": on.year}


def send(client, address, **given):
    return client.post(address, {"idempotency_key": str(new_id())} | given)


def words(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return " ".join(answer.content.decode().split())


def a_goal(person, officer, **given):
    form = {
        "words": "Have a home of my own",
        "need": "accommodation",
        "what": "Ask the council",
        "whose": "the person",
    }
    sent = send(
        officer,
        f"/people/{person.id}/plan/goal",
        **form,
        **day("wanted_by", today() + timedelta(days=60)),
        **given,
    )
    assert sent.status_code == 302, sent.content.decode()
    return Goal.objects.using("owner").get(case=person.case, words="Have a home of my own")


def test_a_plan_by_pages_from_its_first_goal_to_a_goal_met(person, officer):
    at = f"/people/{person.id}/plan"
    assert "There is no goal yet" in words(officer, at)
    goal = a_goal(person, officer)
    shown = words(officer, at)
    assert "Have a home of my own" in shown and "Ask the council" in shown and "Not yet asked" in shown
    refused = send(officer, f"{at}/answer", kind="not agreed", reason="", **day("on", today()))
    assert "Say why they do not agree." in refused.content.decode()
    said = send(officer, f"{at}/answer", kind="agreed", reason="", **day("on", today()))
    assert said.status_code == 302
    assert "Agreed" in words(officer, at)
    step = GoalStep.objects.using("owner").get(goal=goal.id)
    send(officer, f"/goals/{goal.id}/steps/{step.id}", seen=0, kind="done", note="", **day("on", today()))
    late = send(
        officer, f"/goals/{goal.id}/mark", seen=0, kind="met", note="Has the keys", **day("on", today())
    )
    assert "Somebody else recorded something of this goal" in late.content.decode()
    met_now = send(
        officer, f"/goals/{goal.id}/mark", seen=1, kind="met", note="Has the keys", **day("on", today())
    )
    assert met_now.status_code == 302
    assert "Has the keys" in words(officer, at) and "Goals met or removed" in words(officer, at)
    reviewed = send(officer, f"{at}/review", changed="Housed since Monday.", **day("on", today()))
    assert reviewed.status_code == 302
    assert "Housed since Monday." in words(officer, at)


def test_the_second_of_two_who_change_one_plan_is_told_sees_both_versions_and_loses_nothing(person, officer):
    goal, senior = a_goal(person, officer), browser(person.team.senior)
    at = f"/goals/{goal.id}/mark"
    mine = {"seen": 0, "kind": "met", "note": "She has the keys", "idempotency_key": str(new_id())}
    first = send(senior, at, seen=0, kind="met", note="The council wrote", **day("on", today()))
    assert first.status_code == 302
    second = officer.post(at, mine | day("on", today()))
    shown = " ".join(second.content.decode().split())
    assert second.status_code == 200 and "Somebody else recorded something of this goal" in shown
    theirs, ours = shown.index("What somebody else did while you wrote"), shown.index("What you wrote")
    assert "The council wrote" in shown[theirs:ours] and person.team.senior.name in shown[theirs:ours]
    form = shown.rindex('<form method="post"')
    assert "She has the keys" in shown[ours:form] and "She has the keys" in shown[form:]
    assert 'value="not met after all"' in shown[form:] and 'value="met"' not in shown[form:]
    again = mine | {"seen": 1, "kind": "not met after all"} | day("on", today())
    assert 'name="seen" value="1"' in shown and officer.post(at, again).status_code == 302
    found = Mark.objects.using("owner").filter(goal=goal).order_by("number").values_list("note", flat=True)
    assert list(found) == ["The council wrote", "She has the keys"]


def test_a_form_sent_twice_adds_one_goal(person, officer):
    key = str(new_id())
    first, again = (a_goal(person, officer, idempotency_key=key) for _ in range(2))
    assert first.id == again.id


def test_a_template_is_shown_with_its_cost_before_it_is_laid(person, officer):
    at = f"/people/{person.id}/plan/ready/citizenship"
    assert "not assessed" in words(officer, at)
    Case.objects.using("owner").filter(id=person.case).update(risk="medium")
    shown = words(officer, at)
    assert "12 sessions and costs £624.00" in shown and "assumed" in shown
    assert send(officer, at, out_drugs="Never used").status_code == 302
    assert Goal.objects.using("owner").filter(case=person.case).exclude(template="").count() == 5
    assert "Stay away from drugs" not in words(officer, f"/people/{person.id}/plan")


def test_an_order_is_ended_by_its_officer_with_every_obstacle_named(service):
    person = managed(a_person(service, requirements="residence"))
    officer = browser(person.team.officer)
    row = Sentence.objects.using("owner").get(person_id=person.id)
    at = f"/people/{person.id}/plan/end/{row.id}"
    assert f'href="{at}"' in words(officer, f"/people/{person.id}/plan")
    said = {"has_court_review": "no", "more_to_instruct": "no", "more_to_plan": "no", "version": row.version}
    asked = Requirement.objects.using("owner").get(sentence=row.id)
    unsure = send(officer, at, **said, **{f"complied_{asked.id}": "unknown"})
    assert "it is not known whether residence was complied with" in unsure.content.decode()
    ended = send(officer, at, **said, **{f"complied_{asked.id}": "yes"})
    assert ended.status_code == 302, ended.content.decode()
    row.refresh_from_db(using="owner")
    assert (row.state, row.ended_on) == ("completed", today())


def test_a_plan_and_then_its_review_are_on_the_home_of_whoever_owes_them_alone(person, officer):
    at = person.service.later()
    record_contact(by=person.team.officer, at=at, meeting=met(person.case, at))
    Contact.objects.using("owner").filter(case=person.case).update(
        happened_at=timezone.now() - timedelta(days=60)
    )
    senior = browser(person.team.senior)
    where = f'href="/people/{person.id}/plan"'
    assert where in words(officer, "/?all=") and "A plan to make" in words(officer, "/?all=")
    assert where not in words(senior, "/?all=")
    a_goal(person, officer)
    send(officer, f"/people/{person.id}/plan/answer", kind="agreed", reason="", **day("on", today()))
    assert where not in words(officer, "/?all=")
    Answer.objects.using("owner").filter(case=person.case).update(on=today() - timedelta(days=300))
    assert where in words(officer, "/?all=") and "The plan to review" in words(officer, "/?all=")


def test_the_same_by_the_api(person):
    call = caller(person.team.officer)

    def post(address, **body):
        return call.post(f"/api/v1{address}", body, content_type="application/json")

    at = f"/people/{person.id}/plan"
    made = post(
        f"{at}/goals", words="See my children", steps=[{"what": "Write to them", "whose": "the person"}]
    )
    assert made.status_code == 201, made.content
    goal = made.json()["id"]
    step = post(f"/goals/{goal}/steps", what="Ask for a contact centre", whose="their officer").json()["id"]
    marked = post(f"/goals/{goal}/steps/{step}/marks", seen=0, kind="under way", on=str(today()))
    assert marked.status_code == 204
    late = post(f"/goals/{goal}/marks", seen=0, kind="taken up", on=str(today()))
    assert late.status_code == 422 and "Somebody else" in late.json()["because"]
    assert post(f"/goals/{goal}/marks", seen=1, kind="taken up", on=str(today())).status_code == 204
    answered = post(f"{at}/answers", kind="could not answer", on=str(today()), reason="In hospital")
    assert answered.status_code == 201
    assert post(f"{at}/reviews", on=str(today()), changed="Nothing yet").status_code == 201
    whole = call.get(f"/api/v1{at}").json()
    assert [one["state"] for one in whole["goals"]] == ["current"]
    assert [one["state"] for one in whole["goals"][0]["steps"]] == ["not started", "under way"]
    assert whole["answers"][0]["kind"] == "could not answer"
    refused = post(f"{at}/templates", template="citizenship")
    assert refused.status_code == 422 and "not assessed" in refused.json()["because"]
    sentence = Sentence.objects.using("owner").get(person_id=person.id)
    ended = post(f"/people/{person.id}/sentences/{sentence.id}/end-early", version=sentence.version)
    assert ended.status_code == 422 and "unpaid work: 0 of 120 done" in ended.json()["because"]


def test_nothing_of_a_plan_is_told_to_whoever_does_not_see_the_person(person, officer):
    goal = a_goal(person, officer)
    stranger = joins(a_service().teams[person.team.body].unit, "offender manager")
    client, call = browser(stranger), caller(stranger)
    step = GoalStep.objects.using("owner").get(goal=goal.id)
    for address in (
        f"/people/{person.id}/plan",
        f"/goals/{goal.id}/mark",
        f"/goals/{goal.id}/step",
        f"/goals/{goal.id}/steps/{step.id}",
    ):
        assert client.get(address).status_code == 404, address
    assert call.get(f"/api/v1/people/{person.id}/plan").status_code == 404
    body = {"seen": 0, "kind": "met", "on": str(today()), "note": "x"}
    hidden = call.post(f"/api/v1/goals/{goal.id}/marks", body, content_type="application/json")
    nothing = call.post(f"/api/v1/goals/{new_id()}/marks", body, content_type="application/json")
    assert (hidden.status_code, hidden.json()) == (nothing.status_code, nothing.json())
    assert not Mark.objects.using("owner").filter(goal=goal.id).exists()
    assert not Review.objects.using("owner").filter(case=person.case).exists()
