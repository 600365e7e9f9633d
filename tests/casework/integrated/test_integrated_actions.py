"""Actions on whoever is selected: given to our team or a partner's, ended with a word, passed on, and stopped with the selection."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from support.integrated import a_burglar, acts_on, answered, put_forward, selected, selection_row
from support.people import a_founder, joins
from support.service import a_local, a_service, hear

from throughcare.casework.integrated import actions, queries
from throughcare.casework.integrated.models import IntegratedAction
from throughcare.casework.integrated.rules import IntegratedActionState
from throughcare.casework.people.actions import record_death, withdraw_death
from throughcare.casework.people.models import Person as Record
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from .test_integrated import with_police

DONE, DROPPED = IntegratedActionState.DONE, IntegratedActionState.DROPPED


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021", local=a_local())


@pytest.fixture(scope="module")
def police(service):
    return with_police(service)


@pytest.fixture
def person(service, police):
    made = selected(a_burglar(service))
    hear()
    return made


def gives(person, owner, by=None, days=3, what="Visit the flat."):
    at = person.service.later()
    return actions.give_action(
        by=by or person.team.officer, at=at, selection_id=selection_row(person).id, what=what, owner_id=owner.id,
        due_on=day_of(at) + timedelta(days=days),
    )  # fmt: skip


def ends(person, one, by, state=DONE, came_of_it="Nobody lives there."):
    actions.end_action(
        by=by, at=person.service.later(), integrated_action_id=one, state=state, came_of_it=came_of_it
    )


def owes(member, person):
    with viewing(member, person.service.later()):
        return [one.id for one in queries.actions_owed_by(member) if one.person_id == person.id]


def left(person):
    senior = person.team.senior
    with viewing(senior, at := person.service.later()):
        found = queries.actions_left([person.team.unit], at=at)
        return [one.row.id for one in found if one.row.person_id == person.id]


def row(one):
    return IntegratedAction.objects.using("owner").get(id=one)


def test_an_action_stands_with_its_owner_alone_of_whichever_agency_until_they_end_it_with_a_word(
    person, police
):
    officer, senior = person.team.officer, person.team.senior
    with pytest.raises(Refused, match="Choose who does it"):
        gives(person, joins(person.service.court_unit, "offender manager"))
    with pytest.raises(Refused, match="today or on a day to come"):
        gives(person, officer, days=-1)
    with pytest.raises(Refused, match="holds a role"):
        gives(person, police, by=police)
    ours, theirs = gives(person, officer), gives(person, police, what="Watch the shops.")
    assert (owes(officer, person), owes(police, person), owes(senior, person)) == ([ours], [theirs], [])
    with pytest.raises(Refused, match="somebody else's to do"):
        ends(person, theirs, officer)
    with pytest.raises(Refused, match="somebody else's to do"):
        ends(person, ours, police)
    with pytest.raises(Refused, match="Say what came of it"):
        ends(person, theirs, police, came_of_it=" ")
    with pytest.raises(Refused, match="done or dropped"):
        ends(person, theirs, police, state=IntegratedActionState.PASSED_ON)
    ends(person, theirs, police)
    ends(person, ours, senior, DROPPED, "They moved.")
    assert (row(theirs).state, row(ours).state, row(ours).came_of_it) == ("done", "dropped", "They moved.")
    assert owes(officer, person) == owes(police, person) == []
    with pytest.raises(Refused, match="dropped already"):
        ends(person, ours, officer)


def test_what_nobody_does_any_more_is_with_whoever_leads_who_passes_it_on_with_the_reason(person, police):
    senior = person.team.senior
    leaver = joins(person.team.unit, "offender manager")
    one = gives(person, leaver)
    assert left(person) == []
    access.end_membership(by=a_founder(), at=person.service.later(), membership_id=leaver.id, version=1)
    assert left(person) == [one]
    given = {"owner_id": police.id, "due_on": day_of(person.service.at) + timedelta(days=9)}
    with pytest.raises(Refused, match="may not"):
        actions.pass_on_action(
            by=person.team.officer,
            at=person.service.later(),
            integrated_action_id=one,
            because="They left.",
            **given,
        )
    next_one = actions.pass_on_action(
        by=senior, at=person.service.later(), integrated_action_id=one, because="They left.", **given
    )
    assert (row(one).state, row(one).came_of_it, row(next_one).what) == (
        "passed on",
        "They left.",
        row(one).what,
    )
    assert left(person) == [] and owes(police, person) == [next_one]


def test_removal_and_death_stop_what_is_owed_and_a_mistake_gives_it_back(person, police):
    officer, service = person.team.officer, person.service
    one = gives(person, officer)

    def record(act, **given):
        version = Record.objects.using("owner").get(id=person.id).version
        act(by=person.team.senior, at=service.later(), person_id=person.id, version=version, **given)
        hear()

    record(record_death, died_on=day_of(service.at))
    assert owes(officer, person) == [] and left(person) == []
    with pytest.raises(Refused, match="is closed"):
        ends(person, one, officer)
    record(withdraw_death, because="Somebody else.")
    assert owes(officer, person) == [one]
    acts_on(person, actions.propose_removal, officer)
    assert owes(officer, person) == [one]
    answered(person)
    acts_on(person, actions.decide_removal, person.team.senior, removed=True)
    hear()
    assert owes(officer, person) == [] and left(person) == []
    with pytest.raises(Refused, match="an action is for somebody who is selected"):
        ends(person, one, officer)


def test_the_database_itself_lets_nobody_end_another_s_action_nor_give_one_on_whoever_is_not_selected(
    person, police
):
    one, theirs = gives(person, person.team.officer), gives(person, police)
    at = person.service.later()
    put_forward(proposed := a_burglar(person.service))
    ended = {"state": "done", "ended_by": police.id, "ended_at": at, "came_of_it": "mine"}
    with viewing(police, at), transaction.atomic():
        assert not IntegratedAction.objects.filter(id=one).update(**ended)
    for by, whose in ((person.team.officer, proposed), (police, person)):
        with pytest.raises(DatabaseError), viewing(by, at), transaction.atomic():
            IntegratedAction(
                person_id=whose.id, selection_id=selection_row(whose).id, what="mine", owner_id=by.id, due_on=day_of(at),
                given_by=by.id, given_at=at,
            ).save(force_insert=True)  # fmt: skip
    with pytest.raises(DatabaseError), viewing(police, at), transaction.atomic():
        IntegratedAction.objects.filter(id=theirs).update(**(ended | {"state": "passed on"}))
