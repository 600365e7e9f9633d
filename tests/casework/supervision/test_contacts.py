"""Contacts from what is told to what is stored, counted and shown: once, corrected, in custody, and what follows."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from support.contacts import met
from support.people import as_worker, joins
from support.service import a_person, a_service, managed

from throughcare.casework.courts import queries as courts
from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import (
    Booking,
    book_appointment,
    book_appointments,
    call_off_appointment,
    close_case,
    correct_contact,
    record_contact,
    record_contacts,
    record_movement,
    record_on_timeline,
)
from throughcare.casework.supervision.models import Appointment, Contact
from throughcare.casework.supervision.rules.appointments import AppointmentState
from throughcare.casework.supervision.rules.contacts import Absence, ContactKind, Evidence, Outcome
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.action import DoneBefore, once
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of

UNACCEPTABLE = {"outcome": Outcome.ABSENT_UNACCEPTABLE, "what": "Did not come."}


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012")


@pytest.fixture
def person(service):
    found = managed(a_person(service))
    service.later(days=3)
    return found


def told(person, at, kind="office visit", *, by=None, **given):
    return record_contact(
        by=by or person.team.officer, at=person.service.at, meeting=met(person.case, at, kind, **given)
    )


def stands(person):
    with viewing(person.team.officer, person.service.at):
        return queries.contacting(person.row, at=person.service.at)


def test_attendance_is_counted_of_what_stands_and_evidence_of_what_was_seen(person):
    made = told(person, yesterday(person), **UNACCEPTABLE)
    told(person, yesterday(person) + timedelta(hours=1), outcome=Outcome.LATE)
    why = {"outcome": Outcome.ABSENT_ACCEPTABLE, "absence": Absence.MEDICAL, "evidence": Evidence.NOT_ASKED}
    before = stands(person).attendance
    assert (before.unacceptable, before.late, before.all) == (1, 1, 2)
    corrected(person, made, **why)
    after = stands(person).attendance
    assert (after.unacceptable, after.excused, after.excused_without_evidence, after.all) == (0, 1, 1, 2)
    assert {one.evidence for one in stands(person).contacts} == {Evidence.NOT_ASKED, None}


def timeline(person, **given):
    with viewing(person.team.officer, person.service.at):
        return queries.timeline(person.id, **given).entries


def yesterday(person):
    return person.service.at - timedelta(days=1)


def test_yesterdays_visit_stands_on_the_timeline_at_its_own_time(person):
    made = told(person, yesterday(person), what="Went through the plan.")
    newest = timeline(person)[0]
    assert (newest.id, newest.at, newest.what) == (
        made.contact_id,
        yesterday(person),
        "Went through the plan.",
    )
    assert newest.contact is not None
    assert newest.contact.outcome is Outcome.ATTENDED
    assert stands(person).last == newest.contact


@pytest.mark.parametrize(
    ("given_", "field"),
    [
        ({"ahead": timedelta(minutes=1)}, "happened_on"),
        ({"ahead": timedelta(days=-400)}, "happened_on"),
        ({"what": " "}, "what"),
        ({"outcome": Outcome.ABSENT_ACCEPTABLE}, "absence"),
        ({"done": Decimal(3)}, "requirement_id"),
        ({"requirement_id": new_id(), "done": Decimal(3)}, "requirement_id"),
        ({"appointment_id": new_id()}, "appointment_id"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(person, given_, field):
    at = person.service.at + given_.pop("ahead", timedelta(0))
    with pytest.raises(Refused) as refused:
        told(person, at, **given_)
    assert refused.value.field == field
    assert not Contact.objects.using("owner").filter(case=person.case).exists()


def test_nobody_is_seen_at_the_office_on_a_day_they_were_in_custody_and_the_day_after_release_they_are(
    person,
):
    service, by = person.service, person.team.officer
    for kind, prison in ((MovementKind.RECEIVED, "DHI"), (MovementKind.RELEASED, "")):
        record_movement(
            by=by, at=service.later(days=1), case_id=person.case, version=person.row.version, kind=kind,
            prison=prison,
        )  # fmt: skip
    released = service.at
    service.later(days=1)
    with pytest.raises(Refused, match="in custody") as refused:
        told(person, released - timedelta(hours=1))
    assert refused.value.field == "kind"
    told(person, released - timedelta(hours=1), "phone call")
    told(person, released + timedelta(hours=1))


def test_whoever_may_not_write_records_no_contact(person):
    outsider = joins(person.team.unit, "inspector")
    with pytest.raises(Refused):
        told(person, yesterday(person), by=outsider)
    stranger = a_service("england-and-wales-2021", local=("E06000001", "TS24")).teams
    with pytest.raises(Refused, match="not yours to see"):
        told(person, yesterday(person), by=next(iter(stranger.values())).officer)


def test_a_contact_is_recorded_in_ones_own_name(person):
    with pytest.raises(Refused, match="by whoever held it"):
        record_contact(
            by=person.team.officer,
            at=person.service.at,
            meeting=met(person.case, yesterday(person), by=person.team.senior.id),
        )


def test_sent_twice_counts_once_by_its_key_and_by_what_it_says(person):
    by, at = person.team.officer, person.service.at
    asked = {
        "meeting": met(person.case, yesterday(person)),
        "following": Booking(at + timedelta(days=7), ContactKind.OFFICE, "The office"),
    }
    key = new_id()
    first = once(key, record_contact, by=by, at=at, **asked)
    assert isinstance(once(key, record_contact, by=by, at=at, **asked), DoneBefore)
    assert once(new_id(), record_contact, by=by, at=person.service.later(), **asked) == first
    assert Contact.objects.using("owner").filter(case=person.case).count() == 1
    assert Appointment.objects.using("owner").filter(case=person.case).count() == 1


def test_another_contact_at_the_very_time_is_refused_and_says_to_correct(person):
    told(person, yesterday(person))
    with pytest.raises(Refused, match="Correct that one"):
        told(person, yesterday(person), outcome=Outcome.LATE)


def corrected(person, made, *, by=None, **given):
    at = given.pop("at", yesterday(person))
    return correct_contact(
        by=by or person.team.officer, at=person.service.later(), contact_id=made.contact_id,
        meeting=met(person.case, at, "office visit", **given), because="Wrong outcome",
    )  # fmt: skip


def test_a_correction_is_a_new_entry_that_shows_the_old_and_alone_counts(person):
    made = told(person, yesterday(person), **UNACCEPTABLE)
    assert stands(person).failures == (day_of(yesterday(person)),)
    right = corrected(person, made, outcome=Outcome.ABSENT_ACCEPTABLE, absence=Absence.MEDICAL)
    new, old = sorted(
        (e.contact for e in timeline(person, kind="office visit")), key=lambda c: c.at, reverse=True
    )
    assert (new.id, new.old.id, new.because) == (right.contact_id, made.contact_id, "Wrong outcome")
    assert old.corrected_by == right.contact_id
    assert [c.id for c in stands(person).contacts] == [right.contact_id]
    assert stands(person).failures == ()


def test_a_contact_is_corrected_once_and_by_its_own_organisation(person):
    made = told(person, yesterday(person))
    theirs = next(t for t in person.service.teams.values() if t.organisation != person.team.organisation)
    with pytest.raises(Refused):
        corrected(person, made, by=theirs.officer)
    corrected(person, made, what="Seen, and it went well.")
    with pytest.raises(Refused, match="corrected this contact already"):
        corrected(person, made)
    with pytest.raises(Refused, match="why it is corrected"):
        correct_contact(
            by=person.team.officer, at=person.service.at, contact_id=made.contact_id,
            meeting=met(person.case, yesterday(person)), because=" ",
        )  # fmt: skip


def test_only_who_came_or_answered_counts_as_seen(person):
    at = yesterday(person)
    told(person, at, "phone call", outcome=Outcome.NO_ANSWER, what="No answer.")
    told(person, at - timedelta(hours=1), **UNACCEPTABLE)
    with viewing(person.team.officer, person.service.at):
        assert queries.last_contacts([(person.id, person.case)]) == {}
        assert stands(person).last is None
    made = told(person, at - timedelta(hours=2), outcome=Outcome.LATE)
    with viewing(person.team.officer, person.service.at):
        assert queries.last_contacts([(person.id, person.case)]) == {person.case: at - timedelta(hours=2)}
        rows = queries.cases_weighed(case_ids=[person.case])
        assert queries.first_contacts([(rows[0], person.row.opened_at)]) == {
            person.case: at - timedelta(hours=2)
        }
        assert queries.contacts_of(rows, since=person.row.opened_at)[person.case][0] == 1
    corrected(person, made, at=at - timedelta(hours=2), **UNACCEPTABLE)
    with viewing(person.team.officer, person.service.at):
        assert queries.first_contacts([(rows[0], person.row.opened_at)]) == {}


def hours(person):
    with viewing(person.team.officer, person.service.at):
        wanted = [r for s in courts.sentences_of(person.id) for r in s.requirements if r.unit == "hours"]
        return wanted[0], queries.credited([wanted[0].id]).get(wanted[0].id, 0)


def test_hours_done_count_towards_the_requirement_never_beyond_it_and_follow_a_correction(person):
    work, _ = hours(person)
    given_ = {"kind": "unpaid work", "requirement_id": work.id}
    made = told(person, yesterday(person), done=Decimal(100), **given_)
    assert hours(person)[1] == 100
    with pytest.raises(Refused, match="20 are left"):
        told(person, yesterday(person) + timedelta(hours=1), done=Decimal("20.5"), **given_)
    correct_contact(
        by=person.team.officer, at=person.service.later(), contact_id=made.contact_id, because="Too many",
        meeting=met(person.case, yesterday(person), done=Decimal(7), **given_),
    )  # fmt: skip
    assert hours(person)[1] == 7


def test_the_next_appointment_is_made_in_the_same_act_and_its_outcome_told_once(person):
    service, officer = person.service, person.team.officer
    when = service.at + timedelta(days=7)
    made = record_contact(
        by=officer, at=service.at, meeting=met(person.case, yesterday(person)),
        following=Booking(when, ContactKind.OFFICE, "The office"),
    )  # fmt: skip
    with viewing(officer, service.at):
        assert queries.next_appointments([person.case], at=service.at)[person.case].starts_at == when
    service.later(days=8)
    assert [a.id for a in stands(person).waiting] == [made.appointment_id]
    with pytest.raises(Refused, match="another day"):
        told(person, when + timedelta(days=1), appointment_id=made.appointment_id)
    told(person, when, appointment_id=made.appointment_id, **UNACCEPTABLE)
    assert stands(person).waiting == ()
    with pytest.raises(Refused, match="recorded already"):
        told(person, when + timedelta(minutes=5), appointment_id=made.appointment_id)


def test_an_appointment_is_held_by_a_colleague_lies_ahead_and_is_called_off_saying_why(person):
    service, officer = person.service, person.team.officer
    when = service.at + timedelta(days=2)
    inspector = joins(person.team.unit, "inspector")
    for wrong in (
        Booking(service.at, ContactKind.PHONE),
        Booking(when + timedelta(days=365), ContactKind.PHONE),
        Booking(when, ContactKind.OFFICE, " "),
        Booking(when, ContactKind.PHONE, held_by=inspector.id),
        Booking(when, ContactKind.PHONE, held_by=new_id()),
    ):
        with pytest.raises(Refused):
            book_appointment(by=officer, at=service.at, case_id=person.case, booking=wrong)
    theirs = Booking(when, ContactKind.PHONE, held_by=person.team.senior.id)
    made = book_appointment(by=officer, at=service.at, case_id=person.case, booking=theirs)
    with pytest.raises(Refused, match="very time already"):
        book_appointment(
            by=officer, at=service.at, case_id=person.case, booking=Booking(when, ContactKind.VIDEO)
        )
    with pytest.raises(Refused, match="why it is called off"):
        call_off_appointment(by=officer, at=service.at, appointment_id=made, because=" ")
    call_off_appointment(by=officer, at=service.at, appointment_id=made, because="They asked to move it")
    assert stands(person).ahead == ()
    book_appointment(by=officer, at=service.at, case_id=person.case, booking=theirs)


def test_an_appointment_that_is_past_gets_an_outcome_and_is_not_called_off(person):
    service, officer = person.service, person.team.officer
    booking = Booking(service.at + timedelta(hours=1), ContactKind.PHONE)
    made = book_appointment(by=officer, at=service.at, case_id=person.case, booking=booking)
    with pytest.raises(Refused, match="what came of it"):
        call_off_appointment(by=officer, at=service.later(hours=2), appointment_id=made, because="Late")


def test_what_follows_a_failure_counts_those_before_and_names_who_decides_under_the_model(person):
    first = told(person, yesterday(person) - timedelta(hours=3), **UNACCEPTABLE)
    second = told(person, yesterday(person), **UNACCEPTABLE)
    with viewing(person.team.officer, person.service.at):
        once_, twice = queries.what_follows(first.contact_id), queries.what_follows(second.contact_id)
    assert "a warning is due" in once_[0].because
    assert "Failure 2 within 12 months" in twice[0].because
    assert "Breach decision" in twice[-1].because
    assert "Q2 bullet 1" in str(twice[-1].clause)


def test_many_contacts_in_one_act_are_held_as_each_alone_and_one_bad_one_stops_them_all(service):
    people = [a_person(service) for _ in range(2)]
    lead, at = people[0].team.senior, service.later(hours=1)
    good = [met(p.case, at, by=p.team.officer.id) for p in people]
    for wrong in (
        met(people[1].case, at + timedelta(minutes=1)),
        met(people[1].case, at, by=new_id()),
        met(people[1].case, at - timedelta(days=999)),
    ):
        with as_worker(), pytest.raises(Refused):
            record_contacts(by=lead, at=at, meetings=[*good, wrong])
    with as_worker():
        assert record_contacts(by=lead, at=at, meetings=good) == 2
    assert {c.member_id for p in people for c in stands(p).contacts} == {p.team.officer.id for p in people}


def test_many_appointments_in_one_act_are_held_as_each_alone_and_made_once(service):
    people = [a_person(service) for _ in range(2)]
    lead, at = people[0].team.senior, service.later(hours=1)
    ahead = [
        (p.case, Booking(at + timedelta(days=3, hours=n), ContactKind.OFFICE, "Room 2", p.team.officer.id))
        for n, p in enumerate(people)
    ]
    case, first = ahead[0]
    for wrong in (
        (new_id(), first),
        (case, replace(first, held_by=new_id())),
        (case, replace(first, starts_at=at)),
        (case, replace(first, place="")),
    ):
        with as_worker(), pytest.raises(Refused):
            book_appointments(by=lead, at=at, bookings=[*ahead, wrong])
    with as_worker():
        assert book_appointments(by=lead, at=at, bookings=ahead) == 2
        assert book_appointments(by=lead, at=at, bookings=[*ahead, ahead[0]]) == 0
    made = Appointment.objects.using("owner").filter(case__in=[p.case for p in people])
    assert {row.held_by for row in made} == {p.team.officer.id for p in people}


def test_contacts_and_notes_turn_page_by_page_in_one_order(person):
    for n in range(30):
        told(person, yesterday(person) + timedelta(minutes=n), "phone call")
        record_on_timeline(
            by=person.team.officer, at=person.service.later(), case_id=person.case, kind="note", what=f"{n}"
        )
    found, mark = [], ""
    with viewing(person.team.officer, person.service.at):
        while mark is not None:
            seen = queries.timeline(person.id, after=mark)
            found += seen.entries
            mark = seen.next
    assert [e.at for e in found] == sorted((e.at for e in found), reverse=True)
    assert len({e.id for e in found}) == len(found)
    assert sum(e.contact is not None for e in found) == 30
    assert sum(e.kind == "note" for e in found) == 30


def came_early(person, hours=3):
    """An appointment later today, of which it is told already that they came."""
    service, officer = person.service, person.team.officer
    made = book_appointment(
        by=officer, at=service.later(), case_id=person.case, booking=Booking(service.at + timedelta(hours=hours), ContactKind.OFFICE, "The office"),
    )  # fmt: skip
    told(person, service.at, appointment_id=made)
    return made


def test_an_appointment_they_came_to_early_is_not_called_off_nor_by_going_inside_and_is_in_one_state(person):
    service, officer = person.service, person.team.officer
    made = came_early(person)
    with pytest.raises(Refused, match="is recorded"):
        call_off_appointment(by=officer, at=service.later(), appointment_id=made, because="Ill")
    record_movement(
        by=officer,
        at=service.later(),
        case_id=person.case,
        version=person.row.version,
        kind=MovementKind.RECEIVED,
    )
    with viewing(officer, service.at):
        (seen,) = queries.appointments_told(person.case, at=service.at)
    assert (seen.state, seen.called_off_at) == (AppointmentState.TOLD, None)


def test_an_outcome_put_on_another_day_leaves_its_appointment_to_be_told_and_can_come_back(person):
    service, officer = person.service, person.team.officer
    made = came_early(person, hours=1)
    (contact,) = stands(person).contacts
    service.later(days=1)

    def put(right, when):
        given = {"meeting": met(person.case, when), "because": "It was not so"}
        return correct_contact(by=officer, at=service.later(), contact_id=right, **given).contact_id

    elsewhere = put(contact.id, contact.happened_at + timedelta(days=1))
    assert [one.id for one in stands(person).waiting] == [made]
    put(elsewhere, contact.happened_at)
    assert stands(person).waiting == ()


def test_of_a_closed_case_no_appointment_lies_ahead(person):
    service, officer, row = person.service, person.team.officer, person.row
    book_appointment(
        by=officer, at=service.later(), case_id=person.case, booking=Booking(service.at + timedelta(days=3), ContactKind.PHONE)
    )  # fmt: skip
    close_case(
        by=person.team.senior, at=service.later(), case_id=row.id, version=row.version, because="It ended"
    )
    with viewing(officer, service.at):
        (seen,) = queries.appointments_told(person.case, at=service.at)
    assert seen.state is AppointmentState.LAPSED
