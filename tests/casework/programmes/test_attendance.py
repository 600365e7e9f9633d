"""A group's attendance in one act: each person by themselves, nothing overwritten unseen, and groups that are run by rule."""

import threading
from datetime import date, time, timedelta

import pytest
from django.db import connection
from support.people import joins
from support.programmes import (
    BUILDING,
    S,
    a_delivery,
    a_group,
    after,
    attend,
    ordered,
    placed,
    row_of,
    sessions_of,
    train,
)
from support.service import a_service

from throughcare.casework.programmes.actions import (
    Mark,
    change_facilitators,
    move_session,
    record_alone,
    record_attendance,
    record_training,
)
from throughcare.casework.programmes.models import Attendance, Group, GroupSession
from throughcare.casework.programmes.queries import group, register, sessions_due, sessions_on, trainings
from throughcare.casework.programmes.rules import GroupSex, Slot
from throughcare.casework.supervision.models import Contact
from throughcare.casework.supervision.rules.contacts import Absence, Outcome
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture(scope="module")
def delivery(service):
    return a_delivery(service, ordered(service))


@pytest.fixture
def three(service, delivery):
    """A group with three people in it, and its first session."""
    chosen = a_group(service, delivery)
    people = [ordered(service) for _ in range(3)]
    return people, [placed(one, delivery, chosen) for one in people], sessions_of(chosen)[0]


def seen(service, delivery, session):
    with viewing(delivery.one, service.at):
        return register(session.id, at=service.at)


def stands(service, delivery, session):
    return {
        one.enrolment_id: one.stands.outcome if one.stands else None
        for one in seen(service, delivery, session).people
    }


def marked(service, delivery, session, marks, by=None, because=""):
    after(session, service)
    return record_attendance(
        by=by or delivery.one, at=service.later(), session_id=session.id, marks=marks, because=because
    )


def test_everybody_of_a_session_is_recorded_at_once_each_with_their_own_outcome(service, delivery, three):
    people, (one, two, three_), session = three
    marks = [
        Mark(one, Outcome.ATTENDED),
        Mark(two, Outcome.ABSENT_ACCEPTABLE, Absence.MEDICAL, "Rang at nine"),
        Mark(three_, Outcome.ABSENT_UNACCEPTABLE),
    ]
    report = marked(service, delivery, session, marks)
    assert (report.recorded, report.not_recorded) == (3, ())
    assert stands(service, delivery, session) == {
        one: Outcome.ATTENDED, two: Outcome.ABSENT_ACCEPTABLE, three_: Outcome.ABSENT_UNACCEPTABLE,
    }  # fmt: skip
    assert [row_of(each).state for each in (one, two, three_)] == [S.ON_PROGRAMME, S.SCHEDULED, S.SCHEDULED]
    kept = Contact.objects.using("owner").get(person_id=people[1].id)
    assert (kept.kind, kept.absence, kept.note) == (
        "group session",
        "illness or medical appointment",
        "Rang at nine",
    )


def test_one_who_cannot_be_recorded_never_stops_another(service, delivery, three):
    _, (one, two, _), session = three
    report = marked(
        service, delivery, session,
        [Mark(one, Outcome.ABSENT_ACCEPTABLE), Mark(two, Outcome.ATTENDED), Mark(new_id(), Outcome.ATTENDED)],
    )  # fmt: skip
    assert report.recorded == 1
    assert [told.because for told in report.not_recorded] == [
        "Say why the absence is acceptable.", "They had no place in this group on that day.",
    ]  # fmt: skip
    assert stands(service, delivery, session)[two] is Outcome.ATTENDED
    assert stands(service, delivery, session)[one] is None


def test_the_same_form_sent_twice_changes_nothing(service, delivery, three):
    _, (one, *_), session = three
    marks = [Mark(one, Outcome.ATTENDED)]
    assert marked(service, delivery, session, marks).recorded == 1
    again = marked(service, delivery, session, marks, by=delivery.two)
    assert (again.recorded, again.unchanged) == (0, 1)
    assert Attendance.objects.using("owner").filter(session=session).count() == 1


def test_what_another_recorded_meanwhile_is_not_overwritten_and_both_are_told(service, delivery, three):
    _, (one, two, three_), session = three
    marked(service, delivery, session, [Mark(one, Outcome.ATTENDED), Mark(two, Outcome.LATE)])
    theirs = [Mark(one, Outcome.ABSENT_UNACCEPTABLE), Mark(two, Outcome.LATE), Mark(three_, Outcome.ATTENDED)]
    report = marked(service, delivery, session, theirs, by=delivery.two)
    assert (report.recorded, report.unchanged) == (1, 1)
    assert "Somebody else recorded “attended” meanwhile" in report.not_recorded[0].because
    assert stands(service, delivery, session) == {
        one: Outcome.ATTENDED,
        two: Outcome.LATE,
        three_: Outcome.ATTENDED,
    }


def test_two_facilitators_at_the_very_same_time_lose_nothing(service, delivery, three):
    """Each records two of the three, one of them both; they meet in the database and not in this test's order."""
    _, (one, two, three_), session = three
    at, met, found = after(session, service), threading.Barrier(2), []

    def records(by, marks):
        try:
            met.wait()
            found.append(record_attendance(by=by, at=at, session_id=session.id, marks=marks))
        finally:
            connection.close()

    work = [
        (delivery.one, [Mark(one, Outcome.ATTENDED), Mark(two, Outcome.ATTENDED)]),
        (delivery.two, [Mark(two, Outcome.ATTENDED), Mark(three_, Outcome.LATE)]),
    ]
    threads = [threading.Thread(target=records, args=each) for each in work]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(report.recorded for report in found) == 3 and sum(report.unchanged for report in found) == 1
    assert Attendance.objects.using("owner").filter(session=session).count() == 3


def test_what_stands_is_put_right_by_whoever_saw_it_and_says_why(service, delivery, three):
    people, (one, *_), session = three
    marked(service, delivery, session, [Mark(one, Outcome.ATTENDED)])
    (line,) = [each for each in seen(service, delivery, session).people if each.enrolment_id == one]
    wrong = Mark(one, Outcome.ABSENT_UNACCEPTABLE, seen=line.stands.id)
    assert "Say why it is put right" in marked(service, delivery, session, [wrong]).not_recorded[0].because
    report = marked(service, delivery, session, [wrong], because="It was his brother")
    assert report.corrected == 1
    assert stands(service, delivery, session)[one] is Outcome.ABSENT_UNACCEPTABLE
    rows = Contact.objects.using("owner").filter(person_id=people[0].id).order_by("at")
    assert [(row.outcome, row.done) for row in rows] == [("attended", 1), ("absent, unacceptable", None)]
    (line,) = [each for each in seen(service, delivery, session).people if each.enrolment_id == one]
    back = marked(
        service,
        delivery,
        session,
        [Mark(one, Outcome.LATE, seen=line.stands.id)],
        because="He came at half past",
    )
    assert back.corrected == 1
    assert Contact.objects.using("owner").filter(person_id=people[0].id).latest("at").done == 1


def test_a_session_ahead_has_no_outcome_and_a_strangers_session_is_not_theirs(service, delivery, three):
    _, (one, *_), session = three
    stranger = a_delivery(service, ordered(service))
    with pytest.raises(Refused, match="This session lies ahead"):
        record_attendance(
            by=delivery.one,
            at=session.starts_at - timedelta(days=1),
            session_id=session.id,
            marks=[Mark(one, Outcome.ATTENDED)],
        )
    with pytest.raises(Refused, match="no such session of a group of yours"):
        marked(service, delivery, session, [Mark(one, Outcome.ATTENDED)], by=stranger.one)


def test_a_session_is_due_until_everybody_has_an_outcome(service, delivery, three):
    _, ids, session = three
    holder = Group.objects.using("owner").get(id=session.group_id).lead_id
    at = after(session, service)

    def due(who):
        with viewing(delivery.lead, service.at):
            return [one.id for one in sessions_due(unit_ids=[delivery.unit], at=service.at, member_id=who)]

    with viewing(delivery.lead, at):
        today = sessions_on(day_of(session.starts_at), unit_ids=[delivery.unit], member_id=holder)
    assert [one.id for one in today] == [session.id]
    assert due(holder) == [session.id] and due(delivery.two.id) == []
    attend(service, delivery, session, *ids[:2])
    assert due(holder) == [session.id]
    attend(service, delivery, session, ids[2], outcome=Outcome.OFF_SERVICE)
    assert due(holder) == []


def test_a_session_the_service_did_not_hold_is_nobodys_failure_and_is_not_done(service, delivery, three):
    _, ids, session = three
    attend(service, delivery, session, *ids, outcome=Outcome.OFF_SERVICE)
    with viewing(delivery.one, service.later()):
        people = group(session.group_id, at=service.at).people
    assert all(session.number not in one.progress.done for one in people)


def test_a_missed_session_is_caught_up_alone_and_counts(service, delivery, three):
    _people, (one, *_), session = three
    attend(service, delivery, session, one, outcome=Outcome.ABSENT_UNACCEPTABLE)
    at = service.later(hours=4)
    given = {"enrolment_id": one, "session": session.number, "happened_at": at - timedelta(hours=1)}
    record_alone(by=delivery.two, at=at, outcome=Outcome.ATTENDED, **given)
    with viewing(delivery.one, service.later()):
        (seen_,) = [
            each for each in group(session.group_id, at=service.at).people if each.enrolment_id == one
        ]
    assert seen_.progress.done == {session.number} and seen_.progress.caught_up == 1
    with pytest.raises(Refused, match="is done already"):
        record_alone(by=delivery.two, at=service.later(hours=2), outcome=Outcome.ATTENDED, **given)


def test_a_group_is_held_by_enough_who_are_trained_on_its_first_day(service, delivery):
    fresh = joins(delivery.unit, "probation services officer")
    with pytest.raises(Refused, match="Not trained in Building Choices: moderate on"):
        a_group(service, delivery, lead_id=fresh.id)
    train(service, delivery, fresh, ends=service.at.date() + timedelta(days=10))
    with pytest.raises(Refused, match="Not trained in"):
        a_group(service, delivery, lead_id=fresh.id)
    stranger = a_delivery(service, ordered(service))
    with pytest.raises(Refused, match="at least 2 facilitators"):
        a_group(service, stranger, lead_id=stranger.two.id)
    assert (fresh.id, BUILDING) in [(who, key) for who, key, *_ in told(service, delivery)]


def told(service, delivery):
    with viewing(delivery.lead, service.at):
        return trainings([delivery.unit])


def test_training_is_told_of_ones_own_team_and_lapses_after_it_begins(service, delivery):
    given = {
        "by": delivery.lead,
        "at": service.later(),
        "programme_key": BUILDING,
        "begins": date(2026, 1, 1),
    }
    stranger = a_delivery(service, ordered(service))
    with pytest.raises(Refused, match="somebody of your own team"):
        record_training(member_id=stranger.one.id, **given)
    with pytest.raises(Refused, match="ends after it begins"):
        record_training(member_id=delivery.one.id, ends=date(2025, 1, 1), **given)
    clerk = joins(delivery.unit, "case administrator")
    with pytest.raises(Refused, match="role does not deliver"):
        record_training(member_id=clerk.id, **given)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"capacity": 13}, "1 to 12 places"),
        ({"opens_on": date(2020, 1, 1)}, "opened over a year ago"),
        ({"programme": "thinking-skills", "opens_on": date(2026, 11, 30)}, "is not offered on that day"),
        ({"programme": "better-relationships", "sex": GroupSex.WOMEN, "capacity": 8}, "is not for women"),
        ({"slots": []}, "at least one time of the week"),
        ({"code": " "}, "Give the group a code"),
        ({"site": ""}, "Say where the group meets"),
    ],
)
def test_a_group_that_cannot_be_is_refused_in_words(service, delivery, given, says):
    with pytest.raises(Refused, match=says):
        a_group(service, delivery, **given)


def test_a_room_and_a_facilitator_are_in_one_place_at_a_time(service, delivery):
    room, week = new_id().hex[-12:], service.at.date() + timedelta(days=400)
    a_group(service, delivery, week, room=room, slots=[Slot(1, time(10))])
    with pytest.raises(Refused, match="has that room on"):
        a_group(service, delivery, week, room=room, slots=[Slot(1, time(11))])
    a_group(service, delivery, week, room=room, slots=[Slot(1, time(13))])
    busy = joins(delivery.unit, "probation services officer")
    train(service, delivery, busy)
    two = {"lead_id": busy.id, "slots": [Slot(2, time(10))]}
    first = a_group(service, delivery, week, **two)
    assert first
    with pytest.raises(Refused, match="A facilitator holds group"):
        a_group(service, delivery, week, **two)


def test_who_holds_a_group_may_change_and_the_second_of_two_who_change_it_is_told(service, delivery):
    chosen = a_group(service, delivery)
    fresh = joins(delivery.unit, "probation services officer")
    train(service, delivery, fresh)
    row = Group.objects.using("owner").get(id=chosen)
    given = {
        "by": delivery.lead,
        "group_id": chosen,
        "lead_id": fresh.id,
        "facilitators": row.facilitators[:1],
    }
    change_facilitators(at=service.later(), version=1, **given)
    row.refresh_from_db(using="owner")
    assert row.lead_id == fresh.id and row.facilitators[0] == fresh.id
    with pytest.raises(Refused, match="Somebody else changed this group"):
        change_facilitators(at=service.later(), version=1, **given)


def test_a_session_is_moved_with_why_until_something_is_recorded_of_it(service, delivery, three):
    _, ids, session = three
    other = sessions_of(session.group_id)[1]
    given = {"by": delivery.one, "session_id": other.id, "because": "The room is flooded"}
    later = other.starts_at + timedelta(days=1)
    with pytest.raises(Refused, match="is a bank holiday"):
        christmas = other.starts_at.replace(year=2028, month=12, day=25)
        move_session(at=service.later(), version=1, starts_at=christmas, **given)
    move_session(at=service.later(), version=1, starts_at=later, **given)
    kept = GroupSession.objects.using("owner").get(id=other.id)
    assert (kept.starts_at, kept.was, kept.because) == (later, other.starts_at, "The room is flooded")
    with pytest.raises(Refused, match="Somebody else changed this group"):
        move_session(at=service.later(), version=1, starts_at=later, **given)
    attend(service, delivery, session, ids[0])
    with pytest.raises(Refused, match="is recorded: it is not moved"):
        move_session(
            by=delivery.one,
            at=service.later(),
            session_id=session.id,
            version=1,
            starts_at=later + timedelta(days=9),
            because="x",
        )
