"""Whatever a team has of a kind passes on one day with its clocks: cases and roles, hours and turns, groups and places, beds and stays."""

from __future__ import annotations

from support import programmes
from support.accommodation import a_house_team, premises, resident, stays_of
from support.agreements import Sides
from support.helpers import a_helper, a_helper_team, asked, helper_row, matched
from support.helpers import row_of as pairing_of
from support.people import a_founder, joins
from support.service import a_person, a_service, managed
from support.services import a_provider
from support.unpaid_work import a_project, a_work_team, placed, row_of, sent, turns

from throughcare.casework.accommodation.models import Bed
from throughcare.casework.accommodation.models import Passing as StayPassing
from throughcare.casework.helpers import queries as helpers
from throughcare.casework.people.queries import names_of
from throughcare.casework.programmes.models import Group, Place
from throughcare.casework.supervision.models import Case, Gap, Responsibility, Tenure
from throughcare.casework.unpaid_work.models import Passing
from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.rules.ending import LastResort
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id


def passed_on(service, giver, receiver, way=LastResort.NEIGHBOUR):
    """The provider of an agreement fails, it is rehearsed, and all it has passes; both certificates, by kind."""
    sides = Sides(at=service.later(), provider=giver, months=0)
    made = sides.agreed()
    actions.rehearse_handover(
        by=sides.buyer,
        at=service.later(),
        agreement_id=made,
        to_unit=receiver,
        way=way,
        because="In administration.",
    )
    sides.fails(made, at=service.later())
    sides.hands_over(made, receiver, way, at=service.later())
    with viewing(sides.buyer, service.at):
        really, rehearsed = queries.handovers(made)
    told = [
        {one.kind: (one.before, one.passed, one.others, one.stayed) for one in seen.certificate}
        for seen in (really, rehearsed)
    ]
    assert told[0] == told[1]
    return told[0]


def another_team(organisation, service):
    return access.record_unit(
        by=a_founder(), at=service.at, organisation_id=organisation, name=f"Successor {new_id()}", kind="team"
    )


def test_cases_pass_with_every_role_open_and_nobody_of_the_old_team_sees_them(database):
    service = a_service()
    people = [managed(a_person(service)) for _ in range(3)]
    team, officer = people[0].team, people[0].team.officer
    receiver = another_team(team.organisation, service)
    counted = passed_on(service, team.unit, receiver, LastResort.PUBLIC)
    assert counted["case that it answers for"] == (3, 3, 0, ())
    before, passed, others, stayed = counted["role in a case"]
    assert before == passed >= 3 and not others and not stayed
    for one in people:
        row = Case.objects.using("owner").get(id=one.case)
        assert (row.unit_id, row.organisation_id) == (receiver, team.organisation)
        assert not Tenure.objects.using("owner").filter(case=one.case, during__upper_inf=True).exists()
        assert {
            g.unit_id for g in Gap.objects.using("owner").filter(case=one.case, during__upper_inf=True)
        } == {receiver}
        runs = Responsibility.objects.using("owner").filter(case=one.case, during__upper_inf=True)
        assert [r.unit_id for r in runs] == [receiver]
    senior = joins(receiver, "senior probation officer")
    assert all(_sees(senior, one, service) and not _sees(officer, one, service) for one in people)


def test_hours_pass_with_their_turns_and_the_team_that_has_them_now_alone_sees_the_person(database):
    service = a_service()
    team = a_work_team(service)
    second = a_provider(service)
    project = a_project(team)
    person = managed(a_person(service, requirements="unpaid work 100 hours"))
    work = sent(person)
    placed(team, work, project.id)
    ahead = [one.id for one in turns(work)]
    counted = passed_on(service, team.provider.unit, second.unit)
    assert counted["hours of an order"] == (1, 1, 0, ()) and counted["project under way"] == (1, 1, 0, ())
    assert counted["turn to come"] == (len(ahead), len(ahead), 0, ()) and ahead
    assert row_of(work).to_unit == second.unit and [one.id for one in turns(work)] == ahead
    assert Passing.objects.using("owner").get(work=work).left_unit == team.provider.unit
    sees = [_sees(who, person, service) for who in (second.worker, team.worker)]
    assert sees == [True, False]


def _sees(who, person, service):
    with viewing(who, service.at):
        return person.id in names_of([person.id])


def test_a_group_passes_with_its_sessions_and_the_place_and_the_clock_of_whoever_is_in_it(database):
    service = a_service()
    person = programmes.ordered(service)
    delivery = programmes.a_delivery(service, person)
    group = programmes.a_group(service, delivery)
    enrolment = programmes.placed(person, delivery, group)
    before = programmes.row_of(enrolment)
    held = [one.id for one in programmes.sessions_of(group)]
    second = a_provider(service)
    receiver = second.unit
    counted = passed_on(service, delivery.unit, receiver)
    for kind in ("group under way", "place in a group", "referral to a programme"):
        assert counted[kind] == (1, 1, 0, ()), kind
    assert counted["session of a group"] == (len(held), len(held), 0, ()) and held
    after = programmes.row_of(enrolment)
    assert (after.to_unit, after.state, after.due, after.due_on) == (
        receiver,
        before.state,
        before.due,
        before.due_on,
    )
    assert Group.objects.using("owner").get(id=group).unit_id == receiver
    places = Place.objects.using("owner").filter(enrolment=enrolment).order_by("at")
    assert [one.unit_id for one in places] == [delivery.unit, receiver] and [
        one.during.upper_inf for one in places
    ] == [False, True]
    assert [_sees(who, person, service) for who in (second.worker, delivery.lead)] == [True, False]


def test_premises_pass_with_their_beds_and_whoever_lives_there_stays(database):
    service = a_service()
    team, second = a_house_team(service), a_provider(service)
    house, beds = premises(team)
    person = managed(a_person(service))
    application = resident(team, person, beds[0])
    counted = passed_on(service, team.provider.unit, second.unit)
    for kind, many in (("premises", 1), ("bed", 2), ("application for a place", 1), ("stay", 1)):
        assert counted[kind] == (many, many, 0, ()), kind
    [stay] = stays_of(application)
    assert (stay.unit_id, stay.state, stay.left_on) == (second.unit, "arrived", None)
    assert StayPassing.objects.using("owner").get(stay=stay).left_unit == team.provider.unit
    assert {bed.unit_id for bed in Bed.objects.using("owner").filter(premises=house)} == {second.unit}
    assert [_sees(who, person, service) for who in (second.worker, team.worker)] == [True, False]


def test_helpers_pass_with_their_checks_and_whoever_has_one_keeps_them(database):
    service = a_service()
    team, second = a_helper_team(service), a_provider(service)
    helper, waiting = a_helper(team), managed(a_person(service))
    person = managed(a_person(service))
    with_one, without = asked(person), asked(waiting)
    matched(team, with_one, helper)
    counted = passed_on(service, team.provider.unit, second.unit)
    assert counted["helper"] == (1, 1, 0, ()) and counted["pairing with a helper"] == (2, 2, 0, ())
    row = pairing_of(with_one)
    assert (row.to_unit, row.state, row.helper_id) == (second.unit, "matched", helper)
    assert (pairing_of(without).to_unit, pairing_of(without).state) == (second.unit, "asked for")
    assert helper_row(helper).organisation_id == second.organisation
    assert [_sees(who, person, service) for who in (second.worker, team.worker)] == [True, False]
    with viewing(second.lead, service.at):
        seen = helpers.one_helper(helper, on=service.at.date())
        told = helpers.pairing(with_one, second.lead, at=service.at)
    assert len(helpers_checks(second.lead, helper, service)) == 3 and seen.helped == 1
    assert told.steps[-1].note == "In administration." and told.line.owed.what == "Record their first meeting"


def helpers_checks(member, helper, service):
    with viewing(member, service.at):
        return helpers.checks_told(helper)


def test_a_role_in_another_teams_case_stands_open_for_that_team_to_fill(database):
    service = a_service()
    person = managed(a_person(service))
    with viewing(person.team.officer, service.at):
        holder = Tenure.objects.using("owner").get(case=person.case, during__upper_inf=True)
    elsewhere = another_team(person.team.organisation, service)
    Tenure.objects.using("owner").filter(id=holder.id).update(unit_id=elsewhere)
    receiver = another_team(person.team.organisation, service)
    counted = passed_on(service, elsewhere, receiver, LastResort.PUBLIC)
    assert counted == {"role in a case": (1, 0, 1, ())}
    gap = Gap.objects.using("owner").get(case=person.case, kind=holder.kind, during__upper_inf=True)
    assert gap.unit_id == person.team.unit
