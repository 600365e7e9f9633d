"""From a court's order through a group to its end: each sees what is its own, sessions count, and everybody can always go on."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError
from psycopg.types.range import TimestamptzRange
from support.cases import another_team
from support.people import a_founder, joins
from support.programmes import (
    BUILDING,
    Delivery,
    S,
    a_delivery,
    a_group,
    attend,
    give,
    move,
    ordered,
    placed,
    refer,
    requirement_of,
    row_of,
    sessions_of,
    train,
    waiting,
)
from support.service import a_person, a_service, hear, managed

from throughcare.casework.people.actions import merge_people, record_death, unmerge_people, withdraw_death
from throughcare.casework.people.models import Person
from throughcare.casework.programmes import actions
from throughcare.casework.programmes.models import EnrolmentMove, Place
from throughcare.casework.programmes.queries import (
    enrolment,
    enrolments_at,
    enrolments_from,
    enrolments_of,
    group,
    groups_for,
    groups_of,
    programmes_for,
)
from throughcare.casework.programmes.rules import EndedBecause, EnrolmentState, Moment, Side, enrolment_state
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.actions import close_case
from throughcare.casework.supervision.models import Case
from throughcare.casework.supervision.rules.contacts import Outcome
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import may_see
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture(scope="module")
def delivery(service):
    return a_delivery(service, ordered(service))


@pytest.fixture
def person(service):
    return ordered(service)


def sees(member, person):
    with viewing(member, person.service.later()):
        return may_see(person.id)


def whole(person, member, made):
    at = person.service.later()
    with viewing(member, at):
        return enrolment(made, member, at=at)


def test_the_team_sees_the_person_from_the_referral_until_it_is_closed(person, delivery):
    assert not sees(delivery.one, person)
    made = refer(person, delivery)
    assert sees(delivery.one, person)
    move(person, delivery, made, S.WITHDRAWN, reason=EndedBecause.MISTAKEN)
    assert not sees(delivery.one, person)
    with viewing(person.team.officer, person.service.later()):
        (seen,) = enrolments_of(person.id, today=day_of(person.service.at))
    assert (seen.line.state, seen.line.due) == ("withdrawn", "")


def test_another_team_sees_nothing_and_may_do_nothing(service, person, delivery):
    made, stranger = refer(person, delivery), a_delivery(service, person)
    assert whole(person, stranger.lead, made) is None
    with viewing(stranger.lead, service.at):
        assert enrolments_at([delivery.unit, stranger.unit], today=day_of(service.at)) == []
    with pytest.raises(Refused, match="not yours to see"):
        move(person, stranger, made, S.AWAITING_ASSESSMENT)


def test_the_body_that_delivers_is_the_models_to_say(service, person, delivery):
    ours = Delivery(
        person.team.organisation,
        person.team.unit,
        person.team.senior,
        person.team.officer,
        person.team.officer,
    )
    train(service, ours, person.team.officer)
    with pytest.raises(Refused, match="Under the operating model in force where this person lives"):
        refer(person, ours)
    with viewing(person.team.officer, service.at):
        told = programmes_for(person.id, at=service.at)
    assert {team.unit_id for team in told.teams[BUILDING]} >= {delivery.unit}
    assert person.team.unit not in {team.unit_id for team in told.teams[BUILDING]}
    assert [one.id for one in told.ordered] == [requirement_of(person)]


def test_a_team_without_an_agreement_or_without_anybody_trained_receives_nobody(delivery):
    other = a_service()
    person = ordered(other)
    strangers = a_delivery(other, person, agreed=False)
    with pytest.raises(Refused, match="No agreement lets that team see"):
        refer(person, strangers)
    with pytest.raises(Refused, match="Nobody of that team is trained to deliver Thinking Skills"):
        refer(person, strangers, programme="thinking-skills")


def test_only_whoever_has_a_part_in_the_case_refers(person, delivery):
    bystander = joins(another_team(person.service, person.team.body).unit, "offender manager")
    with pytest.raises(Refused, match="no open case that you may see"):
        refer(person, delivery, by=bystander)


def test_what_is_known_against_a_programme_stops_a_referral_unless_the_court_ordered_one(service, delivery):
    train(service, delivery, delivery.one, "better-relationships")
    woman = managed(a_person(service, requirements="programme 30 days", sex="F"))
    given = {
        "person_id": woman.id,
        "programme_key": "better-relationships",
        "to_unit": delivery.unit,
        "because": "ordered",
    }
    with pytest.raises(Refused, match="It is for men only"):
        actions.refer_to_programme(by=woman.team.officer, at=service.later(), **given)
    made = refer(woman, delivery, programme="better-relationships")
    kept = Decision.objects.using("owner").get(about="programme", about_id=made, rule="suits")
    assert any("for men only" in reason for reason in kept.reasons) and kept.inputs["ordered"] is True
    move(woman, delivery, made, S.NOT_ELIGIBLE, reason=EndedBecause.OTHER)
    assert (row_of(made).due, row_of(made).due_by_deliverer) == ("Say what is to follow", False)


def test_a_requirement_of_somebody_else_or_of_another_kind_is_refused(service, person, delivery):
    given = {
        "person_id": person.id,
        "programme_key": BUILDING,
        "to_unit": delivery.unit,
        "because": "ordered",
    }
    for wrong in (requirement_of(ordered(service)), new_id()):
        with pytest.raises(Refused, match="no programme requirement of this person"):
            actions.refer_to_programme(
                by=person.team.officer, at=service.later(), requirement_id=wrong, **given
            )


def test_one_thing_is_owed_at_a_time_and_by_one_side(person, delivery):
    made = refer(person, delivery)
    assert (row_of(made).due, row_of(made).due_by_deliverer) == ("Look at the referral", True)
    move(person, delivery, made, S.AWAITING_ASSESSMENT)
    move(person, delivery, made, S.NOT_READY, reason=EndedBecause.HEALTH)
    assert (row_of(made).due, row_of(made).due_by_deliverer) == ("Say whether they are ready", False)
    with viewing(person.team.officer, person.service.later()):
        (line,) = enrolments_from([person.team.officer.unit_id], today=day_of(person.service.at))[:1]
    assert line.due and not line.due_by_deliverer


def test_the_sender_answers_for_the_sentence_and_not_for_the_group(person, delivery):
    made = waiting(person, delivery)
    given = {"by": person.team.officer, "at": person.service.later(), "enrolment_id": made}
    with pytest.raises(Refused, match="The team that delivers the programme says whether"):
        actions.answer_for_sentence(
            **given, version=row_of(made).version, to=S.DEPRIORITISED, reason=EndedBecause.OTHER
        )
    with pytest.raises(Refused, match="Say why, from the list"):
        actions.answer_for_sentence(**given, version=row_of(made).version, to=S.RECALL)
    actions.answer_for_sentence(
        **given, version=row_of(made).version, to=S.RECALL, reason=EndedBecause.CUSTODY
    )
    with pytest.raises(Refused, match="Only the team that referred"):
        actions.answer_for_sentence(
            by=delivery.lead, at=person.service.later(), enrolment_id=made, version=row_of(made).version, to=S.WITHDRAWN,
            reason=EndedBecause.OTHER,
        )  # fmt: skip
    actions.answer_for_sentence(**given, version=row_of(made).version, to=S.AWAITING_ASSESSMENT)
    assert row_of(made).state == S.AWAITING_ASSESSMENT


def test_the_state_kept_is_what_the_moves_come_to(service, person, delivery):
    made = placed(person, delivery, a_group(service, delivery))
    moves = EnrolmentMove.objects.using("owner").filter(enrolment=made).order_by("number")
    assert [one.number for one in moves] == [1, 2, 3, 4]
    assert enrolment_state([EnrolmentState(one.after) for one in moves][1:]) is EnrolmentState(
        row_of(made).state
    )


def test_the_second_of_two_who_move_a_referral_is_told(person, delivery):
    made = refer(person, delivery)
    version = row_of(made).version
    move(person, delivery, made, S.AWAITING_ASSESSMENT)
    with pytest.raises(Refused, match="Somebody else changed this referral"):
        actions.move_enrolment(
            by=delivery.one,
            at=person.service.later(),
            enrolment_id=made,
            version=version,
            to=S.BEING_ASSESSED,
        )


def test_a_place_brings_somebody_into_a_group_which_says_who_they_are_and_how_far(service, person, delivery):
    made = waiting(person, delivery)
    with pytest.raises(Refused, match="by a place in a group"):
        move(person, delivery, made, S.SCHEDULED)
    wrong = a_group(service, delivery, capacity=1)
    placed(ordered(service), delivery, wrong)
    chosen = a_group(service, delivery)
    with viewing(delivery.lead, service.at):
        offered = {one.line.id: one.against for one in groups_for(made, at=service.at)}
    assert offered[chosen] == () and "All 1 places are taken." in offered[wrong][0].because
    with pytest.raises(Refused, match="All 1 places are taken"):
        give(person, delivery, made, wrong)
    give(person, delivery, made, chosen)
    with viewing(delivery.one, service.later()):
        seen = group(chosen, at=service.at)
    assert [one.person_id for one in seen.people] == [person.id]
    assert (seen.line.taken, len(seen.sessions), seen.people[0].state) == (1, 21, "scheduled")
    assert Decision.objects.using("owner").filter(about_id=made, rule="a place in a group").count() == 1


def test_people_of_a_group_of_another_team_of_the_body_are_seen_while_they_are_in_it(
    service, person, delivery
):
    unit = access.record_unit(
        by=a_founder(),
        at=service.later(),
        organisation_id=delivery.organisation,
        name=f"Other {new_id()}",
        kind="team",
    )
    other = Delivery(
        delivery.organisation, unit, joins(unit, "senior probation officer"), joins(unit, "probation services officer"),
        joins(unit, "probation services officer"),
    )  # fmt: skip
    for who in (other.one, other.two):
        train(service, other, who)
    chosen = a_group(service, other)
    assert not sees(other.one, person)
    made = placed(person, delivery, chosen)
    assert sees(other.one, person)
    first = sessions_of(chosen)[0]
    assert attend(service, other, first, made).recorded == 1
    move(person, delivery, made, S.DESELECTED, reason=EndedBecause.BEHAVIOUR, note="Threatened somebody.")
    assert not sees(other.one, person) and sees(delivery.one, person)


def test_a_session_attended_begins_the_programme_counts_a_day_and_stands_on_the_timeline_at_once(
    service, person, delivery
):
    chosen = a_group(service, delivery)
    made = placed(person, delivery, chosen)
    assert attend(service, delivery, sessions_of(chosen)[0], made).recorded == 1
    assert row_of(made).state == S.ON_PROGRAMME
    seen = whole(person, person.team.officer, made)
    assert (seen.done, seen.seen.progress.done) == (1, {2})
    at = service.later()
    with viewing(person.team.officer, at):
        told = supervision.contacting(Case.objects.get(id=person.case), at=at)
    assert told.last.what == "Building Choices: moderate, session 2: Introduction to Building Choices"
    assert told.last.outcome is Outcome.ATTENDED


def test_two_sessions_on_one_day_count_one_day_of_what_was_ordered(service, person, delivery):
    chosen = a_group(service, delivery)
    made = placed(person, delivery, chosen)
    first = sessions_of(chosen)[0]
    attend(service, delivery, first, made)
    at = service.later()
    actions.record_alone(
        by=delivery.one, at=at, enrolment_id=made, session=1, happened_at=first.starts_at + timedelta(hours=4) - timedelta(hours=2),
        outcome=Outcome.ATTENDED,
    )  # fmt: skip
    assert whole(person, delivery.one, made).done == 1
    attend(service, delivery, sessions_of(chosen)[1], made)
    assert whole(person, delivery.one, made).done == 2


def test_days_beyond_what_the_court_ordered_are_attended_and_not_counted(service, delivery):
    person = ordered(service, days=1)
    chosen = a_group(service, delivery)
    made = placed(person, delivery, chosen)
    for session in sessions_of(chosen)[:2]:
        assert attend(service, delivery, session, made).recorded == 1
    seen = whole(person, delivery.one, made)
    assert (seen.done, len(seen.seen.progress.done)) == (1, 2)


def test_complete_is_recorded_once_every_session_and_the_review_are_done(service, person, delivery):
    chosen = a_group(service, delivery)
    made = placed(person, delivery, chosen)
    attend(service, delivery, sessions_of(chosen)[0], made)
    with pytest.raises(Refused, match="26 sessions are still to be done"):
        move(person, delivery, made, S.COMPLETE)
    for session in sessions_of(chosen)[1:]:
        attend(service, delivery, session, made)
    ones = [one.session.number for one in whole(person, delivery.one, made).sessions if not one.is_done]
    with pytest.raises(Refused, match="The review comes last"):
        alone(service, delivery, made, ones[-1])
    for number in ones:
        alone(service, delivery, made, number)
    assert (row_of(made).due, row_of(made).due_by_deliverer) == ("Record the programme as complete", True)
    move(person, delivery, made, S.COMPLETE)
    assert not sees(delivery.one, person)
    assert not Place.objects.using("owner").filter(enrolment=made, during__upper_inf=True).exists()


def alone(service, delivery, made, number, **given):
    at = service.later(hours=2)
    said = {"outcome": Outcome.ATTENDED, "happened_at": at - timedelta(hours=1)} | given
    return actions.record_alone(by=delivery.one, at=at, enrolment_id=made, session=number, **said)


def test_within_twelve_weeks_they_go_on_in_another_group_and_after_them_they_begin_again(service, delivery):
    for weeks, done in ((3, 1), (13, 0)):
        person = ordered(service)
        first = a_group(service, delivery)
        made = placed(person, delivery, first)
        attend(service, delivery, sessions_of(first)[0], made)
        move(person, delivery, made, S.DEFERRED, reason=EndedBecause.HEALTH)
        service.later(weeks=weeks)
        if weeks > 12:
            with pytest.raises(Refused, match="weeks for rejoining"):
                move(person, delivery, made, S.AWAITING_GROUP)
            move(person, delivery, made, S.AWAITING_ASSESSMENT)
        move(person, delivery, made, S.AWAITING_GROUP)
        give(person, delivery, made, a_group(service, delivery))
        assert len(whole(person, delivery.one, made).seen.progress.done) == done


def test_a_group_that_ends_leaves_everybody_waiting_for_another(service, person, delivery):
    chosen = a_group(service, delivery)
    made = placed(person, delivery, chosen)
    version = 1
    left = actions.end_group(
        by=delivery.lead, at=service.later(), group_id=chosen, version=version, because="Too few people"
    )
    assert left == 1 and row_of(made).state == S.AWAITING_GROUP
    assert row_of(made).due == "Give a place in a group"
    with viewing(delivery.lead, service.later()):
        assert chosen not in {one.id for one in groups_of([delivery.unit], at=service.at)}
        assert chosen in {one.id for one in groups_of([delivery.unit], at=service.at, over=True)}


def test_a_closed_case_withdraws_the_referral_and_frees_the_place(service, person, delivery):
    chosen = a_group(service, delivery)
    made = placed(person, delivery, chosen)
    case = person.row
    close_case(
        by=person.team.senior,
        at=service.later(),
        case_id=case.id,
        version=case.version,
        because="the sentence ended",
    )
    hear()
    assert row_of(made).state == S.WITHDRAWN
    assert not sees(delivery.one, person)
    last = EnrolmentMove.objects.using("owner").filter(enrolment=made).latest("number")
    assert (last.before, last.after, last.note) == ("scheduled", "withdrawn", "The case was closed.")
    assert not Place.objects.using("owner").filter(enrolment=made, during__upper_inf=True).exists()


def test_what_a_death_ended_goes_on_when_it_was_a_mistake(service, person, delivery):
    made = placed(person, delivery, a_group(service, delivery))
    version = Person.objects.using("owner").get(id=person.id).version
    record_death(
        by=person.team.officer,
        at=service.later(),
        person_id=person.id,
        version=version,
        died_on=day_of(service.at),
    )
    hear()
    assert row_of(made).state == S.WITHDRAWN
    version = Person.objects.using("owner").get(id=person.id).version
    withdraw_death(
        by=person.team.senior, at=service.later(), person_id=person.id, version=version, because="another man"
    )
    hear()
    assert row_of(made).state == S.SCHEDULED and sees(delivery.one, person)
    assert Place.objects.using("owner").filter(enrolment=made, during__upper_inf=True).count() == 1


def test_measures_are_scored_before_and_after_within_their_bounds_and_the_latest_stands(
    service, person, delivery
):
    chosen = a_group(service, delivery)
    made = placed(person, delivery, chosen)

    def score(moment, value, **given):
        at = service.later()
        actions.record_measure(
            by=delivery.one, at=at, enrolment_id=made, moment=moment, value=value,
            **{"measure": "readiness", "on": day_of(at)} | given,
        )  # fmt: skip

    with pytest.raises(Refused, match="scored from 0 to 20"):
        score(Moment.BEFORE, 21)
    with pytest.raises(Refused, match="has no measure"):
        score(Moment.BEFORE, 2, measure="height")
    with pytest.raises(Refused, match="Nothing was attended yet"):
        score(Moment.AFTER, 12)
    with pytest.raises(Refused, match="between the referral and today"):
        score(Moment.BEFORE, 2, on=date(2020, 1, 1))
    score(Moment.BEFORE, 7)
    score(Moment.BEFORE, 8)
    attend(service, delivery, sessions_of(chosen)[0], made)
    score(Moment.AFTER, 14)
    found = next(one for one in whole(person, delivery.one, made).scores if one.key == "readiness")
    assert (found.before[0], found.after[0]) == (8, 14)


def test_a_referral_goes_with_its_case_when_two_records_are_one_persons(service, person, delivery):
    made = placed(person, delivery, a_group(service, delivery))
    twin = managed(a_person(service))
    admin = joins(service.court_unit, "case administrator")
    merge = merge_people(
        by=admin, at=service.later(), survivor_id=twin.id, merged_id=person.id, because="One man."
    )
    hear()
    assert row_of(made).person_id == twin.id
    assert Place.objects.using("owner").get(enrolment=made).person_id == twin.id
    unmerge_people(by=admin, at=service.later(), merge_id=merge, because="Two men after all.")
    hear()
    assert row_of(made).person_id == person.id


def test_nobody_gives_themselves_sight_by_a_row_of_their_own(service, person, delivery):
    made = refer(person, delivery)
    at = service.later()
    with viewing(delivery.one, at), pytest.raises(ProgrammingError, match="row-level security"):
        type(row_of(made)).objects.filter(id=made).update(
            sight=TimestamptzRange(at, at + timedelta(days=9999))
        )
    with viewing(delivery.one, at), pytest.raises(ProgrammingError, match="permission denied"):
        type(row_of(made)).objects.filter(id=made).update(to_unit=delivery.one.unit_id)


def test_whoever_holds_a_side_is_told_which_moves_are_theirs(person, delivery):
    made = refer(person, delivery)
    ours = {move.after: side for move, side in whole(person, delivery.lead, made).may}
    theirs = {move.after: side for move, side in whole(person, person.team.officer, made).may}
    assert ours[S.AWAITING_ASSESSMENT] is Side.DELIVERER and S.NOT_ELIGIBLE in ours
    assert theirs == {S.RECALL: Side.SENDER, S.RETURN_TO_COURT: Side.SENDER, S.WITHDRAWN: Side.SENDER}


def test_what_the_court_ordered_by_name_is_said_by_its_name(service, delivery):
    person = managed(a_person(service, requirements="programme Building Choices 30 days"))
    made = refer(person, delivery)
    assert whole(person, person.team.officer, made).requirement.name == "Building Choices"


@pytest.mark.parametrize(
    ("model", "is_same_body"), [("england-and-wales-2021", True), ("transforming-rehabilitation-2014", False)]
)
def test_under_another_model_another_body_delivers(model, is_same_body):
    other = a_service(model)
    person = ordered(other)
    theirs = a_delivery(other, person)
    made = refer(person, theirs)
    own = person.team.organisation == theirs.organisation
    assert (own, row_of(made).shared_by is None) == (is_same_body, is_same_body)
