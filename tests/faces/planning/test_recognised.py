"""Good compliance: told at home until the plan is looked at, and recognised by being seen less often, by rule, until a failure."""

from datetime import timedelta

import pytest
from support.contacts import met
from support.enforcement import missed, opened_before
from support.service import a_person, a_service, managed
from support.wall_visits import browser, caller

from throughcare.casework.planning.actions import add_goal, review_plan
from throughcare.casework.planning.models import Goal
from throughcare.casework.planning.queries import seen_less_often
from throughcare.casework.supervision.actions import record_contact
from throughcare.casework.supervision.models import Case
from throughcare.casework.supervision.queries import answered_by, open_case
from throughcare.faces.supervision.pages.contact_standing import contact_standings
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


def told(person):
    shown = browser(person.team.officer).get("/?all").content.decode()
    return "Good compliance to recognise" in shown and f"/people/{person.id}/plan/review" in shown


def kept(service, weeks):
    """Somebody who came once a fortnight for so many weeks."""
    person = opened_before(managed(a_person(service)), days=300)
    for ago in range(weeks, 0, -2):
        at = service.later()
        meeting = met(person.case, at - timedelta(weeks=ago), "office visit")
        record_contact(by=person.team.officer, at=at, meeting=meeting)
    return person


def with_a_plan(person, days):
    """The same person, with a plan that was begun so many days ago."""
    at = person.service.later()
    made = add_goal(by=person.team.officer, at=at, case_id=person.case, words="I will find work.")
    Goal.objects.using("owner").filter(id=made).update(at=at - timedelta(days=days))
    return person


def test_it_is_told_once_it_has_been_kept_for_long_enough_and_decided_by_a_person(service):
    person = with_a_plan(kept(service, 30), days=250)
    assert told(person)
    review_plan(
        by=person.team.officer, at=service.later(), case_id=person.case, on=day_of(service.at),
        changed="Kept every meeting: once a month from now on.",
    )  # fmt: skip
    assert not told(person), "whoever answers for the sentence has looked at it"


def test_it_is_not_told_where_there_is_no_plan_to_look_at_nor_of_one_just_begun(service):
    person = kept(service, 30)
    assert not told(person)
    assert not told(with_a_plan(person, days=20))


def test_it_is_not_told_after_a_failure_nor_of_a_short_time(service):
    assert not told(with_a_plan(kept(service, 12), days=250))
    person = with_a_plan(kept(service, 30), days=250)
    assert told(person)
    missed(person, person.team.officer, ago=1)
    assert not told(person)


def at_risk(person, risk):
    Case.objects.using("owner").filter(id=person.case).update(risk=risk)
    return person


def review(person, every, *, by=None, **more):
    """A review of the plan that says how often they are seen."""
    review_plan(
        by=by or person.team.officer, at=person.service.later(), case_id=person.case, on=day_of(person.service.at),
        changed="Kept every meeting.", seen_every_days=every, **more,
    )  # fmt: skip


def less(person):
    """What stands of seeing somebody less often, as their officer sees it."""
    with viewing(person.team.officer, person.service.at):
        case = open_case(person.case)
        return seen_less_often({case.id: case.risk}, on=day_of(person.service.at)).get(case.id)


def page_of(person, end=""):
    return " ".join(browser(person.team.officer).get(f"/people/{person.id}{end}").content.decode().split())


@pytest.fixture
def good(service):
    """Somebody of medium risk who came for thirty weeks and has a plan."""
    return at_risk(with_a_plan(kept(service, 30), days=250), "medium")


def test_an_officer_chooses_on_the_page_of_the_review_what_the_rule_gives(good):
    assert "every 42 days" in page_of(good, "/plan/review") and "84 days" not in page_of(good, "/plan/review")
    on, officer = day_of(good.service.later()), browser(good.team.officer)
    given = {"changed": "Kept every meeting.", "on_day": on.day, "on_month": on.month, "on_year": on.year}
    sent = officer.post(
        f"/people/{good.id}/plan/review", {"idempotency_key": str(new_id()), "seen_every_days": "42"} | given
    )
    assert sent.status_code == 302
    assert less(good).stands and less(good).every_days == 42
    assert "Seen every 42 days since" in page_of(good, "/plan")
    assert "for good compliance to be seen every 42 days" in page_of(good)
    decided = Decision.objects.using("owner").filter(rule="less reporting", about_id=good.case).latest("at")
    assert decided.outcome == {"seen_every_days": 42} and decided.reasons


def test_whoever_is_seen_less_often_is_owed_a_meeting_later(good):
    at = good.service.later()
    record_contact(by=good.team.officer, at=at, meeting=met(good.case, at, "office visit"))
    with viewing(good.team.officer, at):
        cases = answered_by(good.team.officer, leading=[], at=at)
        before = contact_standings(cases, on=day_of(at))[good.case]
    review(good, 42)
    with viewing(good.team.officer, at):
        after = contact_standings(cases, on=day_of(at))[good.case]
    assert (after.by - before.by).days == 42 - 28
    assert "good compliance" in after.because and "good compliance" not in before.because


def test_a_failure_ends_it_and_the_plan_says_so(good):
    review(good, 42)
    missed(good, good.team.officer)
    assert not less(good).stands
    assert "ended by a failure to comply" in page_of(good, "/plan").lower()
    assert "for good compliance" not in page_of(good)


def test_a_risk_that_goes_up_ends_it(good):
    review(good, 42)
    assert not less(at_risk(good, "high")).stands


def test_a_later_review_that_says_nothing_leaves_it_and_one_that_says_as_usual_ends_it(good):
    review(good, 42)
    good.service.later(days=1)
    review_plan(
        by=good.team.officer, at=good.service.later(), case_id=good.case, on=day_of(good.service.at), changed="A goal met."
    )  # fmt: skip
    assert less(good).stands
    assert "As often as their risk says" in page_of(good, "/plan/review")
    good.service.later(days=1)
    review(good, 0)
    assert less(good) is None


@pytest.mark.parametrize(
    ("risk", "weeks", "every", "said"),
    [
        ("high", 30, 42, "nobody is seen less often"),
        ("medium", 12, 42, "not recognised yet"),
        ("medium", 30, 84, "the rule gives 42 days, not 84"),
    ],
)
def test_what_the_rule_does_not_give_is_refused_with_why(service, risk, weeks, every, said):
    person = at_risk(with_a_plan(kept(service, weeks), days=250), risk)
    with pytest.raises(Refused, match=said):
        review(person, every)
    assert less(person) is None


def test_only_whoever_answers_for_the_sentence_says_so(good):
    with pytest.raises(Refused, match="Only whoever answers for the sentence"):
        review(good, 42, by=good.team.senior)
    assert "How often they are seen from now on" not in " ".join(
        browser(good.team.senior).get(f"/people/{good.id}/plan/review").content.decode().split()
    )


def test_the_interface_takes_it_and_refuses_in_the_same_words(good):
    call = caller(good.team.officer)
    on = day_of(good.service.later()).isoformat()
    address = f"/api/v1/people/{good.id}/plan/reviews"
    body = {"on": on, "changed": "Kept all.", "seen_every_days": 42}
    refused = call.post(address, body | {"seen_every_days": 7}, content_type="application/json")
    assert refused.status_code == 422 and "the rule gives 42 days" in refused.content.decode()
    assert call.post(address, body, content_type="application/json").status_code == 201
    assert less(good).stands
