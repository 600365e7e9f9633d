"""Whichever way somebody goes into custody or out of reach, the same follows: nothing outside waits for them, and no day there is a failure."""

from datetime import UTC, datetime, timedelta

import pytest
from support.contacts import met
from support.enforcement import failure_of, missed, opened_before
from support.people import a_birth, a_name, a_pnc, joins
from support.programmes import a_delivery, a_group
from support.programmes import placed as in_group
from support.programmes import row_of as enrolment_of
from support.service import a_person, a_result, a_service, hear, import_rows, managed
from support.unpaid_work import a_project, a_work_team, placed, requirement_of, row_of, turns

from throughcare.casework.enforcement.models import Failure
from throughcare.casework.enforcement.rules import FailureState
from throughcare.casework.people.actions import merge_people, unmerge_people
from throughcare.casework.programmes.models import Place
from throughcare.casework.programmes.rules import EnrolmentState
from throughcare.casework.supervision.actions import (
    Booking,
    Moving,
    book_appointment,
    record_contact,
    record_movement,
    record_movements,
    record_recalled,
)
from throughcare.casework.supervision.models import Appointment, Movement
from throughcare.casework.supervision.queries import away
from throughcare.casework.supervision.rules.contacts import ContactKind, Outcome
from throughcare.casework.supervision.rules.movements import Moved, MovementKind, Where, is_inside, spells
from throughcare.casework.unpaid_work.actions import send_hours
from throughcare.casework.unpaid_work.models import Placement
from throughcare.casework.unpaid_work.queries import hours_arranged
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place as Stands


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture(scope="module")
def team(service):
    return a_work_team(service)


@pytest.fixture(scope="module")
def park(team):
    return a_project(team)


def somebody(service, **given):
    """Somebody on an order of hours and a programme, managed, and how a court would name them again."""
    named = {
        "family_name": a_name(), "given_names": "Robin", "date_of_birth": a_birth().isoformat(), "pnc": a_pnc(),
        "requirements": "unpaid work 40 hours; programme 30 days",
    }  # fmt: skip
    return managed(a_person(service, **(named | given))), named


def received(person, named):
    record_movement(
        by=person.team.senior, at=person.service.later(), case_id=person.case, version=person.row.version,
        kind=MovementKind.RECEIVED,
    )  # fmt: skip


def one_of_many(person, named):
    record_movements(
        by=person.team.senior, at=person.service.later(), moves=[Moving(person.case, MovementKind.RECEIVED)]
    )


def at_large(person, named):
    record_movement(
        by=person.team.senior, at=person.service.later(), case_id=person.case, version=person.row.version,
        kind=MovementKind.AT_LARGE,
    )  # fmt: skip


def recalled(person, named):
    at = person.service.later()
    record_recalled(by=person.team.officer, at=at, case_id=person.case, moved_at=at, because="Recalled.")


def sentenced(person, named):
    """By a court's own result, which its officer brings in, who sees nothing of what others booked."""
    at = person.service.later()
    row = {
        "sentence_kind": "custody",
        "sentence_length": "24",
        "requirements": "",
        "hearing_date": day_of(at).isoformat(),
    }
    report = import_rows(person.service, a_result(**(named | row)))
    assert not report.refused


def hours(team, person):
    """Their hours, given to the team that arranges such work, whichever other teams its organisation has."""
    return send_hours(
        by=person.team.officer, at=person.service.later(), case_id=person.case, requirement_id=requirement_of(person),
        unit_id=team.provider.unit,
    )  # fmt: skip


def merged(person, named):
    """With another record, which a court has sent to custody; returns the merge, and who made it."""
    inside = a_person(person.service, sentence_kind="custody", sentence_length="24", requirements="")
    admin = joins(person.service.court_unit, "case administrator")
    return admin, merge_people(
        by=admin, at=person.service.later(), survivor_id=person.id, merged_id=inside.id, because="One man, by his prints."
    )  # fmt: skip


WAYS = [received, one_of_many, at_large, recalled, sentenced, merged]


def booked(person):
    book_appointment(
        by=person.team.officer, at=person.service.later(), case_id=person.case,
        booking=Booking(person.service.at + timedelta(days=9), ContactKind.OFFICE, "The office"),
    )  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_whichever_way_somebody_is_taken_nothing_outside_waits_for_them(service, team, park, way):
    person, named = somebody(service)
    booked(person)
    work = hours(team, person)
    placed(team, work, park.id)
    delivery = a_delivery(service, person)
    enrolment = in_group(person, delivery, a_group(service, delivery, day_of(service.at) + timedelta(days=7)))
    assert turns(work)
    before = row_of(work).version

    way(person, named)
    hear()

    assert not Appointment.objects.using("owner").filter(person_id=person.id, called_off_at=None).exists()
    assert turns(work) == []
    [place] = Placement.objects.using("owner").filter(work=work)
    assert place.last < place.first, "it was to begin tomorrow, and never does"
    assert (row_of(work).ended_at, row_of(work).version > before) == (None, True)
    assert not Place.objects.using("owner").filter(enrolment=enrolment, during__upper_inf=True).exists()
    row = enrolment_of(enrolment)
    wanted = EnrolmentState.RECALL if way is recalled else EnrolmentState.NOT_READY
    assert (row.state, row.due_by_deliverer, row.due_on > day_of(service.at)) == (wanted, False, True)


def test_a_merge_that_is_undone_gives_back_what_it_called_off(service):
    person, named = somebody(service)
    booked(person)
    admin, merge = merged(person, named)
    hear()
    [row] = Appointment.objects.using("owner").filter(person_id=person.id)
    assert row.called_off_because == "The person went into custody."
    unmerge_people(by=admin, at=service.later(), merge_id=merge, because="Two men after all.")
    hear()
    row.refresh_from_db(using="owner")
    assert (row.called_off_at, row.called_off_because) == (None, "")


def test_what_was_booked_on_the_record_that_is_merged_is_called_off_as_well(service):
    inside = a_person(service, sentence_kind="custody", sentence_length="24", requirements="")
    person, _ = somebody(service)
    booked(person)
    admin = joins(service.court_unit, "case administrator")
    merge_people(by=admin, at=service.later(), survivor_id=inside.id, merged_id=person.id, because="One man.")
    hear()
    assert not Appointment.objects.using("owner").filter(case=person.case, called_off_at=None).exists()


def test_hearing_of_it_twice_or_after_they_are_out_again_changes_nothing_more(service, team, park):
    person, named = somebody(service)
    work = hours(team, person)
    placed(team, work, park.id)
    received(person, named)
    record_movement(
        by=person.team.senior, at=service.later(), case_id=person.case, version=person.row.version,
        kind=MovementKind.RELEASED,
    )  # fmt: skip
    ahead = len(turns(work))
    hear()
    assert ahead and len(turns(work)) == ahead


def test_while_they_are_away_no_place_is_given_and_no_home_asks_for_one(service, team, park):
    person, named = somebody(service)
    work = hours(team, person)
    received(person, named)
    hear()
    with pytest.raises(Refused, match="Give them a place once they are back"):
        placed(team, work, park.id)
    with viewing(team.worker, service.at):
        [mine] = [
            one
            for one in hours_arranged([team.provider.unit], on=day_of(service.at))
            if one.stands.row.id == work
        ]
        assert mine.away == "The person is in custody."
        assert away([person.case]) == {person.case: "The person is in custody."}
    stranger = next(iter(a_service().teams.values())).officer
    with viewing(stranger, service.at):
        assert away([person.case]) == {}


def test_a_court_sends_somebody_away_on_its_own_day_however_late_its_file_comes(service):
    person, named = somebody(service)
    service.later(days=4)
    court = day_of(service.at) - timedelta(days=2)
    row = {
        "sentence_kind": "custody",
        "sentence_length": "24",
        "requirements": "",
        "hearing_date": court.isoformat(),
    }
    import_rows(service, a_result(**(named | row)))
    [moved] = Movement.objects.using("owner").filter(person_id=person.id)
    assert (moved.kind, day_of(moved.moved_at)) == (MovementKind.SENTENCED, court)


def test_a_failure_of_a_day_on_which_somebody_turns_out_to_have_been_in_custody_is_rescinded(service):
    person, _ = somebody(service)
    opened_before(person)
    in_time = missed(person, person.team.officer, ago=9)
    inside = missed(person, person.team.officer, ago=3)
    assert {failure_of(one).state for one in (in_time, inside)} == {FailureState.ACCEPTED}
    record_movement(
        by=person.team.senior, at=service.later(), case_id=person.case, version=person.row.version,
        kind=MovementKind.RECEIVED, moved_at=service.at - timedelta(days=5),
    )  # fmt: skip
    hear()
    assert failure_of(in_time).state == FailureState.ACCEPTED
    assert failure_of(inside).state == FailureState.RESCINDED
    assert "in custody" in failure_of(inside).steps.order_by("number").last().note


def test_a_failure_that_a_late_file_overtakes_is_rescinded_whoever_brings_the_file_in(service):
    person, named = somebody(service)
    opened_before(person)
    noted = missed(person, person.team.officer, ago=1)
    court = day_of(service.at) - timedelta(days=2)
    row = {
        "sentence_kind": "custody",
        "sentence_length": "24",
        "requirements": "",
        "hearing_date": court.isoformat(),
    }
    import_rows(service, a_result(**(named | row)))
    assert failure_of(noted).state == FailureState.RESCINDED


def test_evidence_that_is_awaited_of_a_day_in_custody_is_never_found_to_be_a_failure(service):
    person, named = somebody(service)
    opened_before(person)
    received(person, named)
    hear()
    told = met(
        person.case,
        service.later(),
        "office visit",
        outcome=Outcome.ABSENT_AWAITING,
        what="The weekly appointment.",
    )
    made = record_contact(by=person.team.officer, at=service.later(), meeting=told).contact_id
    hear()
    assert not Failure.objects.using("owner").filter(contact=made).exists()


def test_whoever_is_out_on_temporary_licence_is_in_custody_still():
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    moved = [
        Moved(MovementKind.RECEIVED, at),
        Moved(MovementKind.OUT_ON_LICENCE, at + timedelta(days=2)),
        Moved(MovementKind.RELEASED, at + timedelta(days=4)),
    ]
    times = spells(Stands.COMMUNITY, at - timedelta(days=9), moved)
    assert [is_inside(times, at + timedelta(days=n)) for n in (-10, -1, 0, 1, 3, 4, 9)] == [
        False, False, True, True, True, False, False,
    ]  # fmt: skip
    assert times[-1].where is Where.COMMUNITY
