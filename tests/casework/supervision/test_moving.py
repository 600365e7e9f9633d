"""Into custody and out of it, recorded on the day it happened, seen by whoever sees the person."""

from datetime import timedelta

import pytest
from support.service import a_person, a_service, managed

from throughcare.casework.supervision.actions import (
    Booking,
    Moving,
    book_appointment,
    record_movement,
    record_movements,
)
from throughcare.casework.supervision.models import Appointment, Gap, Movement, Tenure
from throughcare.casework.supervision.queries import whereabouts
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.casework.supervision.rules.movements import MovementKind, Where
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused

PRISON = {"sentence_kind": "custody", "sentence_length": "8", "requirements": ""}


@pytest.fixture(scope="module")
def service(database):
    return a_service("england-and-wales-2021")


def moves(person, kind, at=None, **given):
    at = at or person.service.later()
    record_movement(
        by=person.team.senior, at=at, case_id=person.case, version=person.row.version, kind=kind, **given
    )
    return at


def seen(person, by=None):
    at = person.service.at
    with viewing(by or person.team.senior, at):
        return whereabouts(person.id)


def test_a_court_that_sends_somebody_to_custody_begins_their_time_there(service):
    person = a_person(service, **PRISON)
    now = seen(person)
    assert now.where is Where.CUSTODY
    assert [m.kind for m in Movement.objects.using("owner").filter(person_id=person.id)] == [
        "sentenced to custody"
    ]


def test_the_prison_that_first_receives_somebody_a_court_sent_is_recorded_as_that_and_only_once(service):
    person = a_person(service, **PRISON)
    assert MovementKind.RECEIVED in seen(person).possible
    moves(person, MovementKind.RECEIVED, prison="LEI")
    now = seen(person)
    assert (now.where, now.prison) == (Where.CUSTODY, "Leeds (HMP)")
    assert MovementKind.RECEIVED not in now.possible
    with pytest.raises(Refused, match="moved to another prison"):
        moves(person, MovementKind.RECEIVED, prison="WDI")


def test_a_movement_is_recorded_on_the_day_it_happened_with_the_prison_and_who_wrote_it(service):
    person = a_person(service)
    service.later(days=3)
    happened = service.at - timedelta(days=2)
    moves(
        person, MovementKind.RECEIVED, moved_at=happened, prison="LEI", because="remanded on another matter"
    )
    now = seen(person)
    assert (now.where, now.since, now.prison) == (Where.CUSTODY, happened, "Leeds (HMP)")
    assert [spell.where for spell in now.spells] == [Where.COMMUNITY, Where.CUSTODY]
    row = Movement.objects.using("owner").get(person_id=person.id)
    assert (row.member_id, row.because) == (person.team.senior.id, "remanded on another matter")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": MovementKind.RELEASED}, "received into custody"),
        ({"kind": MovementKind.RECEIVED, "prison": "XXX"}, "three letters"),
        ({"kind": MovementKind.AT_LARGE, "prison": "LEI"}, "names no prison"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_nothing_changes(service, given, words):
    person = a_person(service)
    before = (person.row.version, person.row.place)
    with pytest.raises(Refused, match=words):
        moves(person, **given)
    assert (person.row.version, person.row.place) == before
    assert not Movement.objects.using("owner").filter(person_id=person.id).exists()


def test_two_who_record_at_once_do_not_overwrite_each_other(service):
    person = a_person(service)
    version = person.row.version
    moves(person, MovementKind.RECEIVED, prison="LEI")
    with pytest.raises(Refused, match="while you had it open"):
        record_movement(
            by=person.team.senior, at=service.later(), case_id=person.case, version=version,
            kind=MovementKind.RECEIVED,
        )  # fmt: skip


def test_one_act_records_one_movement_of_a_case(service):
    person = a_person(service)
    twice = [Moving(person.case, MovementKind.RECEIVED), Moving(person.case, MovementKind.RELEASED)]
    with pytest.raises(Refused, match="one movement of a case"):
        record_movements(by=person.team.senior, at=service.later(), moves=twice)


def test_whoever_does_not_see_the_person_sees_no_movement(service):
    person = a_person(service)
    moves(person, MovementKind.RECEIVED, prison="LEI")
    stranger = next(team for team in a_service().teams.values()).officer
    with viewing(stranger, service.at):
        assert whereabouts(person.id) is None
        assert not Movement.objects.filter(person_id=person.id).exists()


def ahead_of(person):
    rows = Appointment.objects.using("owner").filter(person_id=person.id).order_by("starts_at")
    return [(row.kind, row.called_off_because) for row in rows]


@pytest.fixture
def booked(service):
    """Somebody in the community with one appointment of each kind ahead."""
    person = managed(a_person(service))
    for number, kind in enumerate(ContactKind):
        starts = service.at + timedelta(days=10 + number)
        book_appointment(
            by=person.team.officer,
            at=service.later(),
            case_id=person.case,
            booking=Booking(starts, kind, "The office"),
        )
    return person


def test_what_nobody_in_custody_can_come_to_is_called_off_when_they_go_in_and_the_rest_stands(booked):
    moves(booked, MovementKind.RECEIVED, prison="LEI")
    off = {kind for kind, because in ahead_of(booked) if because == "The person went into custody."}
    assert off == {"office visit", "home visit", "unpaid work", "group session"}
    assert len(ahead_of(booked)) == len(ContactKind)


def test_everything_booked_with_somebody_unlawfully_at_large_is_called_off(booked):
    moves(booked, MovementKind.AT_LARGE)
    assert {because for _, because in ahead_of(booked)} == {"The person is unlawfully at large."}


def test_what_is_past_is_not_called_off_by_going_into_custody(booked):
    booked.service.later(days=12, minutes=1)
    moves(booked, MovementKind.AT_LARGE)
    assert [because for _, because in ahead_of(booked)][:2] == ["", ""]
    assert ahead_of(booked)[-1][1]


def test_another_prison_needs_another_manager_and_whoever_managed_in_the_first_sees_them_by_it_no_more(
    service,
):
    person = managed(a_person(service, **PRISON), TenureKind.OFFENDER_MANAGER, TenureKind.PRISON_MANAGER)
    moves(person, MovementKind.RECEIVED, prison="LEI")
    held = Tenure.objects.using("owner").filter(case=person.case, during__upper_inf=True)
    assert {one.kind for one in held} == {"offender manager", "prison manager"}
    moves(person, MovementKind.MOVED, prison="WDI")
    assert {one.kind for one in held.all()} == {"offender manager"}
    [ended] = Tenure.objects.using("owner").filter(case=person.case, kind="prison manager")
    assert ended.ended_because == "transferred"
    [gap] = Gap.objects.using("owner").filter(case=person.case, during__upper_inf=True)
    assert (gap.kind, gap.because) == ("prison manager", "the person is in another prison")
