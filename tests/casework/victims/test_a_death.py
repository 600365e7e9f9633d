"""When the person sentenced dies, nothing more is owed for the sentence; when that was a mistake, all of it is again."""

import pytest
from support.people import joins
from support.service import a_service, hear
from support.victims import a_liaison_officer, covered_of, registered, sentenced

from throughcare.casework.people.actions import record_death, withdraw_death
from throughcare.casework.people.models import Person
from throughcare.casework.victims import queries
from throughcare.casework.victims.models import StageReached
from throughcare.casework.victims.rules import StageKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def officer(service):
    return a_liaison_officer(service)


def version(person):
    return Person.objects.using("owner").get(id=person.id).version


def dies(person):
    record_death(
        by=joins(person.row.unit_id, "case administrator"), at=person.service.later(), person_id=person.id,
        version=version(person), died_on=day_of(person.service.at),
    )  # fmt: skip
    hear()


def lives(person):
    withdraw_death(
        by=joins(person.service.court_unit, "case administrator"), at=person.service.later(), person_id=person.id,
        version=version(person), because="They came in.",
    )  # fmt: skip
    hear()


def awaiting(person, officer):
    with viewing(officer, person.service.later()):
        return {one.row.id for one in queries.covered_sentences() if one.awaits_referral}


def test_a_death_ends_what_is_covered_and_a_mistake_gives_it_back(service, officer):
    person = sentenced(service)
    before = covered_of(person)
    assert before.ended_on is None and before.id in awaiting(person, officer)
    dies(person)
    assert covered_of(person).ended_on == day_of(service.at)
    assert before.id not in awaiting(person, officer)
    lives(person)
    after = covered_of(person)
    assert (after.ended_on, after.unit_id, after.scheme) == (None, before.unit_id, before.scheme)
    assert before.id in awaiting(person, officer)


def test_a_victim_is_to_be_told_that_the_sentence_ended(service, officer):
    person = sentenced(service)
    victim = registered(officer, person)
    victim.comes_in()
    dies(person)
    told = StageReached.objects.using("owner").filter(covered=covered_of(person).id)
    assert told.filter(stage=StageKind.END, on=day_of(service.at)).count() == 1
