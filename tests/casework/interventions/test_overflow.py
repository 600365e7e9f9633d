"""Ladders and lost demand from stored facts: editions by day, who may say so, what is counted, and what nobody sees by it."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection
from support.cases import another_team
from support.service import a_person, a_service, managed
from support.services import a_provider, an_offer, refer, row_of

from throughcare.casework.interventions import actions, queries
from throughcare.casework.interventions.models import NotReferred, OverflowLadder
from throughcare.casework.interventions.rules import Lost, Measure, QueueBy, Rung, Then, Told
from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

TELL = (Told.REFERRER, Told.TEAM, Told.COMMISSIONER)


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture(scope="module")
def provider(service):
    return a_provider(service)


@pytest.fixture
def offered(service, provider):
    return an_offer(provider, service)


@pytest.fixture
def person(service):
    return managed(a_person(service))


def agree(provider, offered, at, *rungs, number=0, starts=None, by=None):
    return actions.set_overflow(
        by=by or provider.commissioner, at=at, service_id=offered.id, number=number, starts=starts or day_of(at),
        rungs=rungs, source="Schedule 4, clause 12",
    )  # fmt: skip


def group_from(days):
    return Rung(Measure.WAIT, days, Then.GROUP, TELL)


def ladder_at(provider, offered, at):
    with viewing(provider.commissioner, at):
        return queries.ladder(offered.id, on=day_of(at))


def test_an_edition_holds_from_its_day_and_the_one_before_it_till_then(service, provider, offered):
    at = service.later()
    assert agree(provider, offered, at, group_from(10)) == 1
    assert agree(provider, offered, at, group_from(20), number=1, starts=day_of(at) + timedelta(days=5)) == 2
    assert ladder_at(provider, offered, at).in_force.rungs == (group_from(10),)
    assert ladder_at(provider, offered, at + timedelta(days=5)).in_force.rungs == (group_from(20),)
    assert agree(provider, offered, at + timedelta(days=6), number=2) == 3
    assert ladder_at(provider, offered, at + timedelta(days=6)).in_force is None


def test_the_second_of_two_is_told_and_the_first_stands(service, provider, offered):
    at = service.later()
    agree(provider, offered, at, group_from(10))
    with pytest.raises(Refused, match="Somebody else changed what happens"):
        agree(provider, offered, at, group_from(11))
    assert ladder_at(provider, offered, at).latest.rungs == (group_from(10),)


def test_no_day_that_is_past_is_changed_and_where_it_is_agreed_is_said(service, provider, offered):
    at = service.later()
    with pytest.raises(Refused, match="from today on"):
        agree(provider, offered, at, group_from(10), starts=day_of(at) - timedelta(days=1))
    with pytest.raises(Refused, match="the contract and its clause"):
        actions.set_overflow(
            by=provider.commissioner,
            at=at,
            service_id=offered.id,
            number=0,
            starts=day_of(at),
            rungs=(),
            source=" ",
        )
    assert not OverflowLadder.objects.using("owner").filter(service=offered).exists()


def test_only_who_keeps_the_catalogue_says_so_by_an_act_or_by_sql(service, provider, offered, person):
    at = service.later()
    for by in (provider.lead, person.team.senior):
        with pytest.raises(Refused):
            agree(provider, offered, at, group_from(10), by=by)
        row = OverflowLadder(
            service=offered, number=1, starts=day_of(at), rungs=[], source="mine", at=at, member_id=by.id
        )
        with pytest.raises(ProgrammingError, match="row-level security"), viewing(by, at):
            OverflowLadder.objects.bulk_create([row])


def test_a_ladder_that_would_lead_back_is_refused_from_what_is_stored(service, provider, offered):
    at, other = service.later(), an_offer(provider, service)
    there = Rung(Measure.WAIT, 10, Then.SECOND_PROVIDER, TELL, to=other.reference)
    back = Rung(Measure.WAIT, 10, Then.SECOND_PROVIDER, TELL, to=offered.reference)
    agree(provider, offered, at, there)
    with pytest.raises(Refused, match=f"the ladder of “{offered.title}” leads back to this service"):
        agree(provider, other, at, back)


def test_who_waits_is_whoever_attended_no_session_yet_and_it_goes_into_the_decision(
    service, provider, offered
):
    at = service.later()
    agree(provider, offered, at, Rung(Measure.QUEUE, 2, Then.GROUP, TELL))
    first, second, third = (managed(a_person(service)) for _ in range(3))
    one, two = refer(first, offered), refer(second, offered)

    def beyond():
        with viewing(first.team.officer, service.later()):
            return {row.referral_id for row in queries.waits_over([first.team.unit], on=day_of(service.at))}

    assert two in beyond() and one not in beyond()
    with viewing(provider.lead, service.later()):
        (over,) = [
            row
            for row in queries.queues_over(on=day_of(service.at), units=[provider.unit])
            if row.service_id == offered.id
        ]
        assert over.reached.beyond == 1
    for act, by, given in (
        (actions.accept_referral, provider.lead, {}),
        (actions.assign_referral, provider.lead, {"worker": provider.worker.id}),
        (actions.send_plan, provider.worker, {"goals": ["A home"], "sessions": 3}),
        (actions.approve_plan, first.team.officer, {}),
        (
            actions.record_session,
            provider.worker,
            {"on": day_of(service.at), "outcome": Outcome.ABSENT_UNACCEPTABLE},
        ),
    ):
        act(by=by, at=service.later(), referral_id=one, version=row_of(one).version, **given)
    assert two in beyond()  # who was absent still waits
    actions.record_session(
        by=provider.worker, at=service.later(), referral_id=one, version=row_of(one).version, on=day_of(service.at),
        outcome=Outcome.LATE,
    )  # fmt: skip
    assert two not in beyond()
    three = refer(third, offered)
    assert three in beyond()
    kept = Decision.objects.using("owner").get(about_id=two)
    assert kept.outcome["ladder"] == "ladder 1, Schedule 4, clause 12" and kept.outcome["overflow"] is None


def test_the_queue_is_told_to_nobody_who_neither_refers_nor_keeps_the_catalogue(
    service, provider, offered, person
):
    agree(provider, offered, service.later(), Rung(Measure.QUEUE, 1, Then.GROUP, TELL))
    refer(person, offered)
    for by, sees in ((person.team.officer, 1), (provider.commissioner, 1), (service.officer_of_the_court, 0)):
        with viewing(by, service.later()), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM interventions_waiting(%s)", [[offered.id]])
            assert cursor.fetchone() == (sees,), by.role


def test_of_a_service_without_a_ladder_nothing_is_told(service, provider, offered, person):
    refer(person, offered)
    with viewing(provider.commissioner, service.later()), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM interventions_waiting(%s)", [[offered.id]])
        assert cursor.fetchone() == (0,)


def not_referred(person, offered, by=None, **given):
    said = {"need": offered.needs[0], "instead": "Rang the council with her", **given}
    return actions.record_not_referred(
        by=by or person.team.officer,
        at=person.service.later(),
        person_id=person.id,
        service_id=offered.id,
        **said,
    )


def test_what_was_not_referred_stays_on_the_record_once_a_day_with_the_decision(
    service, provider, offered, person
):
    made = not_referred(person, offered)
    assert not_referred(person, offered) == made
    with viewing(person.team.officer, service.later()):
        (told,) = queries.not_referred_of(person.id)
    assert (told.service_id, told.instead) == (offered.id, "Rang the council with her")
    kept = Decision.objects.using("owner").get(about_id=made)
    assert kept.about == "not referred" and kept.outcome == {"referred": False}


def test_it_is_refused_without_words_of_a_service_that_does_not_fit_and_of_one_referred_to(
    service, provider, offered, person
):
    with pytest.raises(Refused, match="Say what is done instead"):
        not_referred(person, offered, instead=" ")
    with pytest.raises(Refused, match="110"):
        not_referred(person, an_offer(provider, service, minimum_age="110"))
    refer(person, offered)
    with pytest.raises(Refused, match="is referred to that service now"):
        not_referred(person, offered)
    assert not NotReferred.objects.using("owner").filter(person_id=person.id).exists()


def test_who_has_no_part_in_the_case_records_none_and_a_provider_reads_of_no_other(
    service, provider, offered, person
):
    stranger = another_team(service, person.team.body)
    with pytest.raises(Refused):
        not_referred(person, offered, by=stranger.officer)
    not_referred(person, offered)
    elsewhere = a_provider(service)
    refer(person, an_offer(elsewhere, service))
    with viewing(elsewhere.lead, service.later()):
        assert queries.not_referred_of(person.id) == []


def test_they_are_counted_beside_those_refused_once_for_each_person(service, provider, offered):
    people = [managed(a_person(service)) for _ in range(22)]
    for one in people[:10]:
        refer(one, offered)
    for one in people[10:]:
        not_referred(one, offered)
    service.later(days=1)
    not_referred(people[10], offered)  # the second time is of the same person
    with viewing(people[0].team.senior, service.later()):
        ours = [
            dict(one.lost) for one in queries.queues(QueueBy.SERVICE, as_at=day_of(service.at))
            if one.cell == f"{offered.title}, {offered.prime}" and dict(one.lost)[Lost.NOT_REFERRED]
        ]  # fmt: skip
    assert [lost[Lost.NOT_REFERRED] for lost in ours] == [
        10
    ]  # twelve, told to the nearest five; thirteen would be fifteen
