"""Good compliance stands on the home of whoever answers for the sentence, until they have looked at the plan."""

from datetime import timedelta

import pytest
from support.contacts import met
from support.enforcement import missed, opened_before
from support.service import a_person, a_service, managed
from support.wall_visits import browser

from throughcare.casework.planning.actions import add_goal, review_plan
from throughcare.casework.planning.models import Goal
from throughcare.casework.supervision.actions import record_contact
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
