"""Whoever loses something at another's hands is told on their home: which, why, who has it now; nobody else is, nor for ever."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from support.carrying import carried_over
from support.cases import another_team
from support.people import a_founder, joins
from support.service import START, THERE, a_person, a_service, managed, put_in_force
from support.wall_visits import browser

from throughcare.casework.people.models import Person
from throughcare.casework.supervision.actions import (
    Appointing,
    accept_transfer,
    appoint_holders,
    close_case,
    end_temporary_move,
    offer_transfer,
    record_risk,
    refuse_transfer,
)
from throughcare.casework.supervision.models import Tenure
from throughcare.casework.supervision.queries import (
    cases_left,
    held_unseen,
    offers_settled,
    roles_lost,
    roles_out_of_sight,
)
from throughcare.casework.supervision.rules import EndReason, TenureKind, TransferKind
from throughcare.foundation.access import actions as access
from throughcare.foundation.access import queries as known
from throughcare.foundation.access.models import Membership, Restriction, SharingAgreement
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import new_id
from throughcare.foundation.operating_model.actions import appoint_body
from throughcare.foundation.operating_model.rules import BodyKind, InFlight, Risk, Rsr

WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def scene():
    """Somebody whose officer was replaced by another, and the three members it concerns."""
    service = a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=4))
    trust = service.teams[BodyKind.TRUST]
    other = joins(trust.unit, "offender manager")
    person = managed(a_person(service), TenureKind.OFFENDER_MANAGER)
    asked = [Appointing(person.case, TenureKind.OFFENDER_MANAGER, other.id, EndReason.WORKLOAD)]
    appoint_holders(by=trust.senior, at=service.later(), appointments=asked)
    return service, trust, other, person


@pytest.fixture(scope="module")
def two_teams():
    service = a_service("england-and-wales-2021", at=timezone.now() - timedelta(hours=5))
    return service, service.teams[BodyKind.PUBLIC_PROVIDER], another_team(service)


def home(member):
    return browser(member).get("/").content.decode()


def changes(member):
    page = home(member)
    start = page.index("Changed since yesterday")
    return " ".join(re.sub(r"<[^>]+>", " ", page[start : page.index("</ul>", start)]).split())


def initials(person):
    row = Person.objects.using("owner").get(id=person.id)
    return f"{row.forenames[0]}. {row.surname[0]}.", row.surname


def offered(person, ours, theirs, **how):
    return offer_transfer(
        by=ours.senior, at=person.service.later(), case_id=person.case, to_unit=theirs.unit, because="Moved house", **how
    )  # fmt: skip


def test_whoever_lost_it_is_told_why_and_who_holds_it_now(scene):
    _, trust, other, person = scene
    said = home(trust.officer)
    assert "You are no longer offender manager: workload" in said
    assert f"{other.name} holds it now" in said
    assert f"/people/{person.id}/timeline" in said


def test_nobody_else_is_told_so(scene):
    _, trust, _, _ = scene
    assert "You are no longer" not in home(joins(trust.unit, "offender manager"))
    assert "You are no longer" not in home(trust.senior)


def test_a_role_that_one_holds_again_is_not_lost_and_what_was_lost_long_ago_is_told_no_more(scene):
    service, trust, other, _ = scene
    person = managed(a_person(service), TenureKind.OFFENDER_MANAGER)
    for member, why in ((other, EndReason.WORKLOAD), (trust.officer, EndReason.REPLACED)):
        asked = [Appointing(person.case, TenureKind.OFFENDER_MANAGER, member.id, why)]
        appoint_holders(by=trust.senior, at=service.later(), appointments=asked)
    at = service.later()
    with viewing(trust.officer, at):
        assert person.id not in {one.person_id for one in roles_lost(since=at - WEEK, until=at)}
    with viewing(other, at):
        assert [one.person_id for one in roles_lost(since=at - WEEK, until=at)] == [person.id]
        assert roles_lost(since=at, until=at) == []
        assert roles_lost(since=at - WEEK, until=at - timedelta(days=1)) == []
    later = at + timedelta(days=8)
    with viewing(other, later):
        assert roles_lost(since=at - WEEK, until=later) == []


def test_of_a_case_that_passed_to_another_team_its_officer_is_told_which_by_initials_and_who_has_it(
    two_teams,
):
    service, ours, theirs = two_teams
    person = managed(a_person(service))
    offer = offered(person, ours, theirs)
    accept_transfer(by=theirs.senior, at=service.later(), transfer_id=offer, answer="Welcome")
    letters, surname = initials(person)
    assert person.seen_by(ours.officer) is None
    said = changes(ours.officer)
    assert f"{letters} (no longer yours to see) You are no longer offender manager: transferred" in said
    assert f"{theirs.senior.unit_name} answers for the case now" in said
    assert surname not in said
    assert str(person.id) not in home(ours.officer)
    assert f"{theirs.senior.unit_name} took the case you offered: Welcome" in changes(ours.senior)
    gained = home(theirs.senior)
    assert f"/people/{person.id}" in gained and "Nobody is offender manager" in gained


def test_whoever_offered_a_case_is_told_that_it_was_refused_and_why_and_whoever_refused_it_is_not(two_teams):
    service, ours, theirs = two_teams
    person = managed(a_person(service))
    refused = offered(person, ours, theirs)
    refuse_transfer(by=theirs.senior, at=service.later(), transfer_id=refused, because="No room this month")
    assert f"{theirs.senior.unit_name} refused the case you offered: No room this month" in changes(
        ours.senior
    )
    at = service.later()
    with viewing(theirs.senior, at):
        assert refused not in {one.transfer_id for one in offers_settled(since=at - WEEK, until=at)}


def test_a_temporary_move_that_one_team_ends_is_told_to_the_other(two_teams):
    service, ours, theirs = two_teams
    person = managed(a_person(service))
    until = service.at.date() + timedelta(days=20)
    move = offered(person, ours, theirs, kind=TransferKind.TEMPORARY, until=until)
    accept_transfer(by=theirs.senior, at=service.later(), transfer_id=move)
    end_temporary_move(by=ours.senior, at=service.later(), transfer_id=move)
    letters, _ = initials(person)
    said = changes(theirs.senior)
    assert f"{letters} (no longer yours to see) The temporary move with {ours.senior.unit_name} ended" in said
    at = service.later()
    with viewing(ours.senior, at):
        told = {one.transfer_id: one.state for one in offers_settled(since=at - WEEK, until=at)}
    assert told.get(move) != "returned"


def test_nothing_is_told_of_whose_record_was_closed_but_that_somebody_is(two_teams):
    service, ours, theirs = two_teams
    person = managed(a_person(service))
    offer = offered(person, ours, theirs)
    accept_transfer(by=theirs.senior, at=service.later(), transfer_id=offer)
    at = service.later()
    Restriction.objects.using("owner").create(
        id=new_id(), person_id=person.id, because="a colleague's own", open_to=[], during=(at, None)
    )
    with viewing(ours.officer, service.later()):
        told = [one for one in roles_lost(since=at - WEEK, until=service.at) if one.person_id == person.id]
    assert [(one.initials, one.team) for one in told] == [("", "")]


def test_an_officer_of_a_body_with_whom_nothing_is_shared_any_more_is_told_and_so_is_whoever_leads_the_case():
    service = a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=5))
    person = a_person(service)
    record_risk(
        by=person.team.senior, at=service.later(), case_id=person.case, version=person.row.version, risk=Risk.LOW, rsr=Rsr.BELOW_CUT_OFF
    )  # fmt: skip
    managed(person, TenureKind.SUPERVISOR)
    team, holder = person.team, _holder(service, person)
    assert holder.organisation_id != team.organisation, (
        "a case that another body's officer supervises is needed"
    )
    at = service.later()
    for shared in SharingAgreement.objects.using("owner").filter(
        shared_by=team.organisation, shared_with=holder.organisation_id, purpose="supervision"
    ):
        access.end_sharing(by=a_founder(), at=at, agreement_id=shared.id, because="The contract ended")
    now = service.later()
    with viewing(holder, now):
        assert [(one.kind, one.people) for one in roles_out_of_sight()] == [("supervisor", 1)]
    assert "1 person you may no longer see" in changes(holder)
    with viewing(team.senior, now):
        assert [one.case_id for one in held_unseen([team.unit], at=now)] == [person.case]
    assert f"{holder.name}, supervisor, may no longer see them" in home(team.senior)


def _holder(service, person):
    held = Tenure.objects.using("owner").get(case=person.case, kind="supervisor", during__upper_inf=True)
    return known.member(held.member_id, at=service.at)


def test_a_role_given_to_ones_account_or_taken_from_it_is_told(two_teams):
    _, ours, _ = two_teams
    member = joins(ours.unit, "offender manager")
    assert "Your account" not in changes_or_nothing(member)
    second = access.add_member(
        by=a_founder(), at=timezone.now(), unit_id=ours.unit, role="court officer", name=member.name, account_id=member.account_id
    )  # fmt: skip
    assert f"You may now also act as court officer in {member.unit_name}" in changes(member)
    version = Membership.objects.using("owner").get(id=second).version
    access.end_membership(by=a_founder(), at=timezone.now(), membership_id=second, version=version)
    assert f"You may no longer act as court officer in {member.unit_name}" in changes(member)


def changes_or_nothing(member):
    page = home(member)
    return page[page.index("Changed since yesterday") :]


def test_cases_that_a_new_model_took_from_a_team_are_told_to_whoever_leads_it_and_to_nobody_else():
    service = a_service("nacro-2012", local=THERE)
    person = managed(a_person(service))
    before = person.team
    public = service.teams[BodyKind.PUBLIC_PROVIDER]
    tomorrow = service.at.date() + timedelta(days=1)
    put_in_force(service.area, "durham-tees-valley-2012", tomorrow, at=service.at, in_flight=InFlight.MOVE)
    service.later(days=1)
    appoint_body(
        by=a_founder(), at=service.at, area=service.area, body=BodyKind.TRUST, organisation_id=public.organisation, start=START
    )  # fmt: skip
    carried_over(service)
    assert person.row.unit_id != before.unit, "a case that the new model takes to another body is needed"
    at = service.later()
    with viewing(before.senior, at):
        (left,) = cases_left(since=at - WEEK, until=at)
        assert left.people == 1 and "the model is now" in left.because
        assert cases_left(since=at, until=at) == []
    for member in (before.officer, public.senior):
        with viewing(member, at):
            assert cases_left(since=at - WEEK, until=at) == []


def test_roles_that_end_at_once_are_told_in_one_line_and_nobody_is_awaited_in_a_closed_case():
    service = a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=4))
    person = managed(a_person(service), TenureKind.OFFENDER_MANAGER, TenureKind.RESPONSIBLE_OFFICER)
    officer, senior = person.team.officer, person.team.senior
    close_case(
        by=senior, at=service.later(), case_id=person.case, version=person.row.version, because="Moved abroad"
    )
    told = changes(officer)
    assert "You are no longer offender manager and responsible officer" in told
    assert "The case is closed" in told and "Nobody holds" not in told
