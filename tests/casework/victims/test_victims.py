"""From the court's result to a victim who is told: covered, referred, written to, in, out and back, and held by one officer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.people import a_founder, joins
from support.service import a_service, hear
from support.victims import REACH, STALKING, THEFT, a_liaison_officer, covered_of, registered, sentenced

from throughcare.casework.supervision.actions import record_movement
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.models import CoveredSentence, StageReached, VictimStep
from throughcare.casework.victims.rules import (
    HOSPITAL_ORDER,
    Choice,
    Means,
    OffenceOf,
    PassedSentence,
    Scheme,
    StageKind,
    VictimKind,
    VictimMove,
    VictimState,
)
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import BodyKind


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def officer(service):
    return a_liaison_officer(service)


@pytest.fixture(scope="module")
def person(service, officer):
    return sentenced(service)


def test_a_sentence_is_covered_by_the_team_that_the_model_and_its_officers_say(service, officer, person):
    row = covered_of(person)
    assert (row.scheme, row.unit_id, row.kind, row.length) == (
        Scheme.CONTACT,
        officer.unit_id,
        "custody",
        "24 months",
    )
    assert row.referral_due == WorkingCalendar().add(row.imposed_on, 20)
    assert row.ruled[0]["clause"]
    assert (
        covered_of(sentenced(service, offence_code=STALKING, sentence_length="6")).scheme
        == Scheme.NOTIFICATION
    )
    for given in ({"offence_code": THEFT}, {"sentence_length": "6"}):
        theirs = sentenced(service, **given)
        assert not CoveredSentence.objects.using("owner").filter(person_id=theirs.id).exists()


def test_where_nobody_has_a_liaison_officer_the_row_says_so():
    bare = a_service("england-and-wales-2021")
    row = covered_of(sentenced(bare))
    assert row.unit_id is None
    assert "no team with a victim liaison officer" in row.nobody_because


def test_the_model_says_who_holds_it():
    trusts = a_service("avon-and-somerset-2010")
    officer = a_liaison_officer(trusts, BodyKind.TRUST)
    assert covered_of(sentenced(trusts)).unit_id == officer.unit_id


def test_the_police_owe_a_referral_until_somebody_is_registered_or_they_say_nobody_is(service, officer):
    late, settled = (
        sentenced(service, hearing_date="2026-08-03", offence_date="2026-06-01"),
        sentenced(service),
    )
    with viewing(officer, service.at):
        awaited = {one.row.id for one in queries.overdue_referrals(at=service.at)}
        seen = {one.row.id: one for one in queries.covered_sentences()}
    assert covered_of(late).id in awaited
    assert covered_of(settled).id not in awaited
    assert seen[covered_of(settled).id].awaits_referral
    assert seen[covered_of(late).id].called.startswith("Robin")
    registered(officer, late)
    actions.settle_referral(
        by=officer,
        at=service.later(),
        covered_id=covered_of(settled).id,
        version=1,
        because="A crime without a victim",
    )
    with viewing(officer, service.at):
        waiting = {one.row.id for one in queries.covered_sentences() if one.awaits_referral}
    assert not {covered_of(late).id, covered_of(settled).id} & waiting
    with pytest.raises(Refused, match="Somebody is registered"):
        actions.settle_referral(
            by=officer, at=service.at, covered_id=covered_of(late).id, version=1, because="No"
        )


def test_a_victim_is_written_to_comes_in_leaves_and_returns_and_nothing_is_owed_while_they_are_out(
    service, officer, person
):
    told = registered(officer, person)

    def owed():
        with viewing(officer, service.at):
            seen = queries.victim(told.id)
        return seen.owed.what if seen.owed else ""

    assert owed() == "Send the first letter"
    told.move(VictimMove.INVITE)
    assert owed() == "Ask for their answer"
    with pytest.raises(Refused, match="how much they want to be told"):
        told.move(VictimMove.OPT_IN)
    told.move(VictimMove.LATER)
    assert owed() == "Ask them again"
    told.move(VictimMove.OPT_IN, choice=Choice.YEARLY)
    assert owed() == "Send the letter of the year"
    told.move(VictimMove.OPT_OUT)
    assert (owed(), told.row.choice, told.row.stages) == ("", "", [])
    told.move(VictimMove.OPT_IN, choice=Choice.STAGES, stages=[StageKind.RELEASE])
    assert told.row.state == VictimState.OPTED_IN
    with pytest.raises(Refused, match="The sentence is not over"):
        told.move(VictimMove.END)
    with pytest.raises(Refused, match="Somebody else changed"):
        told.move(VictimMove.OPT_OUT, version=1)
    assert VictimStep.objects.using("owner").filter(victim=told.id).count() == 6


def test_a_stage_comes_from_the_record_and_is_told_to_those_who_chose_it_alone(service, officer):
    person = sentenced(service)
    asked, other = registered(officer, person), registered(officer, person, "Alex Example")
    asked.comes_in(Choice.STAGES, stages=[StageKind.RELEASE, StageKind.RECALL])
    other.comes_in(Choice.STAGES, stages=[StageKind.PAROLE])
    record_movement(
        by=person.team.officer,
        at=service.later(),
        case_id=person.case,
        version=person.row.version,
        kind=MovementKind.RELEASED,
    )
    hear()
    hear()
    assert StageReached.objects.using("owner").filter(covered=covered_of(person).id).count() == 1
    with viewing(officer, service.at):
        assert queries.victim(asked.id).owed.what == "Tell them of: release"
        assert queries.victim(other.id).owed is None


def test_a_child_is_told_nothing_and_whoever_answers_for_them_is(service, officer, person):
    child = registered(officer, person, "Sam Example", kind=VictimKind.CHILD, reach=actions.Reach(Means.NONE))
    with viewing(officer, service.at):
        assert queries.victim(child.id).owed.what == "Find who answers for this child"
    with pytest.raises(Refused, match="Nothing is asked of a child"):
        child.move(VictimMove.OPT_IN, choice=Choice.YEARLY)
    speaks = registered(officer, person, "Jo Example", kind=VictimKind.REPRESENTATIVE, speaks_for_id=child.id)
    with viewing(officer, service.at):
        assert queries.victim(child.id).owed is None
        assert queries.victim(child.id).spoken_for_by == ("Jo Example",)
        assert queries.victim(speaks.id).owed.what == "Send the first letter"
        assert {one.id for one in queries.beside(queries.victim(speaks.id))} >= {child.id}


def test_a_team_takes_on_by_hand_what_no_record_is_of(service, officer):
    order = PassedSentence(
        HOSPITAL_ORDER, True, None, day_of(service.at) - timedelta(days=10), (OffenceOf("", "A blow", True),)
    )
    made = actions.take_on_sentence(
        by=officer, at=service.at, called="Somebody Else", sentence=order, court="Durham"
    )
    theft = PassedSentence("custody", True, 8.0, order.imposed_on, (OffenceOf("039/01", "Theft", False),))
    with pytest.raises(Refused, match="No scheme covers it"):
        actions.take_on_sentence(by=officer, at=service.at, called="Another", sentence=theft)
    actions.take_on_sentence(
        by=officer, at=service.at, called="Another", sentence=theft, because="Domestic abuse for years"
    )
    with viewing(officer, service.at):
        seen = queries.covered_sentence(made)
    assert (seen.row.scheme, seen.called) == (Scheme.CONTACT, "Somebody Else")
    at = service.later()
    actions.record_stage(by=officer, at=at, covered_id=made, stage=StageKind.TARIFF, on=day_of(at))
    actions.record_stage(by=officer, at=at, covered_id=made, stage=StageKind.END, on=day_of(at))
    with viewing(officer, at):
        assert not queries.covered_sentence(made).goes_on


def test_a_record_is_held_by_one_who_leads_checked_by_whom_they_name_and_handed_over_whole(
    service, officer, person
):
    told, colleague, third = (
        registered(officer, person),
        *(joins(officer.unit_id, "victim liaison officer") for _ in range(2)),
    )
    at = service.later()
    actions.name_checker(by=officer, at=at, victim_id=told.id, member_id=colleague.id)
    with viewing(colleague, at):
        assert queries.victim(told.id) is not None
    with pytest.raises(Refused, match="nobody names themselves"):
        actions.name_checker(by=officer, at=at, victim_id=told.id, member_id=officer.id)
    with pytest.raises(Refused, match="Whoever leads on the record hands it over"):
        actions.hand_over_victim(by=colleague, at=at, victim_id=told.id, member_id=third.id)
    with pytest.raises(Refused, match="colleague of your own team"):
        actions.name_checker(by=officer, at=at, victim_id=told.id, member_id=person.team.officer.id)
    actions.end_hold(by=officer, at=service.later(), victim_id=told.id, member_id=colleague.id)
    actions.hand_over_victim(by=officer, at=service.later(), victim_id=told.id, member_id=third.id)
    for who, held in ((officer, False), (colleague, False), (third, True)):
        with viewing(who, service.at):
            assert (queries.victim(told.id) is not None) is held
    with viewing(third, service.at):
        assert {one.member_id: one.led for one in queries.caseloads(by=third, at=service.at)}[third.id] == 1
        assert third.id not in {one.member_id for one in queries.colleagues(by=third, at=service.at)}


def test_a_record_whose_officer_left_is_taken_on_by_a_colleague_and_by_nobody_before(service, officer):
    person = sentenced(service)
    leaver = joins(officer.unit_id, "victim liaison officer")
    told = registered(leaver, person)
    with pytest.raises(Refused, match="not yours to hold"):
        actions.take_victim(by=officer, at=service.later(), victim_id=told.id)
    access.end_membership(by=a_founder(), at=service.later(), membership_id=leaver.id, version=1)
    at = service.later()
    with viewing(officer, at):
        assert told.id in {one.victim_id for one in queries.left_behind()}
        assert queries.victim(told.id) is None
    actions.take_victim(by=officer, at=at, victim_id=told.id)
    with viewing(officer, at):
        assert queries.victim(told.id).leads == officer.id
        assert {one.id for one in queries.victims_of(covered_of(person).id)} == {told.id}


def test_how_long_victims_waited_is_told_by_waits_and_answers_and_who_waits_is_no_wait_of_nought(
    service, officer
):
    alone = joins(officer.unit_id, "victim liaison officer")
    with viewing(alone, service.at):
        nobody = queries.waits(at=service.at)
    assert (nobody.referred, nobody.to_referral, nobody.to_letter) == (0, None, None)
    person = sentenced(service)
    written, waiting = registered(alone, person), registered(alone, person, "Alex Example")
    written.comes_in()
    assert waiting.row.state == VictimState.REFERRED
    with viewing(alone, service.at):
        found = queries.waits(at=service.at)
    days = (day_of(service.at) - covered_of(person).imposed_on).days
    assert (found.referred, found.sent, found.within, found.answered, found.waiting) == (2, 1, 1, 1, 1)
    assert (found.to_referral, found.to_letter) == (3, days)


def test_how_to_reach_somebody_is_put_right_by_the_version_that_was_read(service, officer, person):
    told = registered(officer, person)
    at = service.later()
    actions.amend_victim(by=officer, at=at, victim_id=told.id, version=1, name=" Morgan Other ", reach=REACH)
    assert told.row.name == "Morgan Other"
    with pytest.raises(Refused, match="Somebody else changed"):
        actions.amend_victim(by=officer, at=at, victim_id=told.id, version=1, name="Morgan", reach=REACH)
