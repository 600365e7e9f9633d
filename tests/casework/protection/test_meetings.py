"""Meetings from stored facts through the service: called in time, held, decided with dissent and disclosure, closed, read by somebody absent, and stopped."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from support.cases import another_team, moved
from support.people import an_office, joins
from support.protection import (
    MINUTES,
    NOTHING_DISCLOSED,
    a_chair,
    a_violent_person,
    acts,
    at_level,
    at_meeting,
    called,
    closes,
    confirmed,
    everybody,
    holds,
    meeting_of,
    row_of,
)
from support.service import a_local, a_service, hear

from throughcare.casework.people.actions import record_death, withdraw_death
from throughcare.casework.people.models import Person as Record
from throughcare.casework.protection import actions, queries
from throughcare.casework.protection.models import (
    Meeting,
    MeetingAction,
    MeetingDecision,
    MeetingInvited,
)
from throughcare.casework.protection.rules import (
    Came,
    Category,
    LevelReferral,
    MeetingDecides,
    PersonTold,
    ProtectionEnd,
    ProtectionLevel,
)
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

L, D = ProtectionLevel, MeetingDecides
DISCLOSED = {
    "kind": D.DISCLOSURE, "what": "His conviction and where he may not go.", "to_whom": "The head of the school",
    "because": "It is the least that lets the school keep children safe.", "told": PersonTold.FIRST, "dissent": "Health would have waited a week.",
}  # fmt: skip


@pytest.fixture(scope="module")
def service():
    return a_service(local=a_local())


@pytest.fixture
def person(service):
    return at_level(confirmed(a_violent_person(service)), LevelReferral.LEVEL_2)


def owed(person):
    officer, service = person.team.officer, person.service
    with viewing(officer, service.at):
        line = queries.one_protection(row_of(person).id, at=service.at)
    return line.owed


def read_by(member, person):
    with viewing(member, person.service.at):
        return queries.meetings_of(person.id)


def on_home(member, person):
    """The meetings to which a member is asked and the actions that they owe, of one person."""
    with viewing(member, person.service.at):
        asked, own = queries.meetings_to_come(member), queries.actions_owed_by(member)
    return tuple(sum(row.person_id == person.id for row in rows) for rows in (asked, own))


def test_a_meeting_is_called_within_its_clock_and_after_it_only_with_a_reason(person):
    chair, by = a_chair(person), owed(person).by
    assert "first meeting" in owed(person).what and "(assumed)" in str(owed(person).finding)
    with pytest.raises(Refused, match="Say why it meets later"):
        called(person, chair, meets_on=by + timedelta(days=1))
    with pytest.raises(Refused, match="at least one body"):
        called(person, chair, bodies=[])
    with pytest.raises(Refused, match="have a part in the case"):
        called(person, chair, member_ids=[joins(an_office().unit, "offender manager").id])
    with pytest.raises(Refused):
        called(person, person.team.senior)
    called(person, chair, meets_on=by + timedelta(days=1), late_because="The prison cannot come before.")
    assert (owed(person).what, owed(person).by) == ("Hold the meeting at level 2", by + timedelta(days=1))
    assert on_home(person.team.officer, person) == (1, 0)
    with pytest.raises(Refused, match="called already"):
        called(person, chair)
    with pytest.raises(Refused, match="It meets on"):
        at_meeting(person, actions.hold_meeting, chair, came=everybody(person))
    at_meeting(person, actions.put_off_meeting, chair, because="The town hall burned.")
    assert owed(person).by == by and on_home(person.team.officer, person) == (0, 0)
    with pytest.raises(Refused, match="only one that was not held"):
        at_meeting(person, actions.put_off_meeting, chair, because="Again.")


def test_a_meeting_decides_with_reasons_and_dissent_and_is_not_closed_without_disclosure_and_level(person):
    chair = a_chair(person)
    with pytest.raises(Refused, match="reviewed at a meeting"):
        acts(person, actions.review_level, chair, level=L.TWO)
    called(person, chair)
    with pytest.raises(Refused, match="everybody invited"):
        at_meeting(person, actions.hold_meeting, chair, came={})
    at_meeting(person, actions.hold_meeting, chair, came=everybody(person, member=Came.ABSENT))
    assert owed(person).by == WorkingCalendar().add(day_of(person.service.at), 10)
    with pytest.raises(Refused, match="decides on disclosure"):
        at_meeting(person, actions.close_meeting, chair, **MINUTES)
    for said, words in (
        ({"to_whom": " "}, "to whom"), ({"told": None}, "whether the person is told"),
        ({"told": PersonTold.NOT}, "why the person is not told"), ({"because": " "}, "proportionate"), ({"what": ""}, "what is disclosed"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            at_meeting(person, actions.decide_disclosure, chair, **(DISCLOSED | said))
    at_meeting(person, actions.decide_disclosure, chair, **DISCLOSED)
    with pytest.raises(Refused, match="reviews the level"):
        at_meeting(person, actions.close_meeting, chair, **MINUTES)
    acts(person, actions.review_level, chair, level=L.THREE, dissent="The police see level 2.")
    with pytest.raises(Refused, match="reviewed the level already"):
        acts(person, actions.review_level, chair, level=L.TWO)
    at_meeting(
        person,
        actions.decide_at_meeting,
        chair,
        what="He moves to the hostel.",
        because="It is watched at night.",
    )
    with pytest.raises(Refused, match="what each agency told"):
        at_meeting(person, actions.close_meeting, chair, **(MINUTES | {"shared": " "}))
    at_meeting(person, actions.close_meeting, chair, **MINUTES)
    (seen,) = read_by(person.team.officer, person)
    assert [(one.kind, one.what, one.dissent) for one in seen.decisions] == [
        ("a disclosure", DISCLOSED["what"], DISCLOSED["dissent"]), ("the level", "Level 3", "The police see level 2."),
        ("something else", "He moves to the hostel.", ""),
    ]  # fmt: skip
    assert (seen.row.planned, {one.name: one.row.came for one in seen.invited}["police"]) == (
        MINUTES["planned"],
        "attended",
    )
    assert {one.row.came for one in seen.invited if one.row.member_id == person.team.officer.id} == {"absent"}
    assert owed(person).by == day_of(person.service.at) + timedelta(weeks=6), (
        "level 3 has the clock of its own review"
    )
    with pytest.raises(Refused, match="The meeting is closed"):
        at_meeting(person, actions.decide_disclosure, chair, **NOTHING_DISCLOSED)


def test_an_action_stands_on_its_owners_home_until_done_and_is_passed_on_when_they_have_no_part_any_more(
    person,
):
    chair, officer, senior = a_chair(person), person.team.officer, person.team.senior
    holds(person, chair)
    given = {"what": "Visit the flat.", "owner_id": officer.id, "due_on": day_of(person.service.at)}
    with pytest.raises(Refused, match="has a part in the case"):
        at_meeting(
            person,
            actions.give_meeting_action,
            chair,
            **(given | {"owner_id": joins(an_office().unit, "offender manager").id}),
        )
    with pytest.raises(Refused, match="today or on a day to come"):
        at_meeting(
            person,
            actions.give_meeting_action,
            chair,
            **(given | {"due_on": day_of(person.service.at) - timedelta(days=1)}),
        )
    at_meeting(person, actions.give_meeting_action, chair, **given)
    acts(person, actions.review_level, chair, level=L.TWO)
    closes(person, chair)
    assert on_home(officer, person) == (0, 1) and on_home(senior, person) == (0, 0)
    one = MeetingAction.objects.using("owner").get(person_id=person.id)

    def ends(act, by, **said):
        act(by=by, at=person.service.later(), meeting_action_id=one.id, **said)

    with pytest.raises(Refused, match="somebody else's to do"):
        ends(actions.finish_meeting_action, senior, came_of_it="Done.")
    with pytest.raises(DatabaseError), viewing(senior, at := person.service.later()):
        MeetingAction.objects.filter(id=one.id).update(
            state="done", ended_by=senior.id, ended_at=at, came_of_it="Mine."
        )
    due = day_of(person.service.at) + timedelta(days=3)
    ends(actions.pass_on_meeting_action, chair, owner_id=senior.id, due_on=due, because="He is ill.")
    assert on_home(officer, person) == (0, 0) and on_home(senior, person) == (0, 1)
    with pytest.raises(Refused, match="passed on already"):
        ends(actions.finish_meeting_action, officer, came_of_it="Done.")
    with viewing(chair, person.service.at):
        left = queries.actions_left([person.team.unit], on=due + timedelta(days=1), at=person.service.at)
        early = queries.actions_left([person.team.unit], on=due, at=person.service.at)
    assert [row.owner for row in left if row.row.person_id == person.id] == [senior.name]
    assert person.id not in {row.row.person_id for row in early}
    one = MeetingAction.objects.using("owner").get(person_id=person.id, state="open")
    ends(actions.finish_meeting_action, senior, came_of_it="The flat is empty.")
    assert on_home(senior, person) == (0, 0)


def test_who_reads_a_meeting_is_who_reads_its_category_and_category_4_is_a_grant_of_its_own(service, person):
    terrorist = a_violent_person(service, offence_code="066/59")
    at_level(confirmed(terrorist, Category.TERRORIST), LevelReferral.LEVEL_3)
    for one in (person, terrorist):
        chair = a_chair(one)
        holds(one, chair)
        acts(one, actions.review_level, chair, level=L.TWO)
        at_meeting(
            one,
            actions.give_meeting_action,
            chair,
            what="Visit.",
            owner_id=one.team.officer.id,
            due_on=day_of(service.at),
        )
        closes(one, chair)
    for role, sees in {
        "public protection chair": (True, True), "offender manager": (True, True), "terrorism risk officer": (False, True),
        "case administrator": (False, False),
    }.items():  # fmt: skip
        member = joins(person.team.unit, role)
        assert tuple(bool(read_by(member, one)) for one in (person, terrorist)) == sees, role
        with viewing(member, service.at):
            for table in (Meeting, MeetingInvited, MeetingDecision, MeetingAction):
                rows = tuple(table.objects.filter(person_id=one.id).exists() for one in (person, terrorist))
                assert rows == sees, (role, table)
            hidden = [one for one, may in zip((person, terrorist), sees, strict=True) if not may]
            assert all(queries.one_meeting(meeting_of(one).id) is None for one in hidden)
    assert read_by(joins(an_office().unit, "public protection chair"), terrorist) == []


def test_the_database_itself_closes_no_meeting_without_its_decision_on_disclosure(person):
    chair = a_chair(person)
    meeting = holds(person, chair)
    acts(person, actions.review_level, chair, level=L.TWO)

    def closes_by_hand(by):
        with viewing(by, at := person.service.later()):
            Meeting.objects.filter(id=meeting).update(state="closed", ended_by=by.id, ended_at=at, **MINUTES)

    with pytest.raises(DatabaseError):
        closes_by_hand(chair)
    at_meeting(person, actions.decide_disclosure, chair, **NOTHING_DISCLOSED)
    with pytest.raises(DatabaseError):
        closes_by_hand(person.team.senior)
    closes_by_hand(chair)
    assert meeting_of(person).state == "closed"
    with viewing(chair, person.service.later()):
        assert not MeetingDecision.objects.filter(meeting=meeting).exclude(kind__in=D).exists()
        with pytest.raises(DatabaseError):
            MeetingDecision.objects.filter(meeting=meeting).update(because="Another reason.")


def test_an_exit_stops_a_meeting_that_was_called_and_is_refused_while_one_still_owes_its_decisions(person):
    chair, senior = a_chair(person), person.team.senior
    called(person, chair)
    at_meeting(person, actions.hold_meeting, chair, came=everybody(person))
    with pytest.raises(Refused, match="not closed"):
        acts(person, actions.end_protection, senior, why=ProtectionEnd.SENTENCE)
    acts(person, actions.review_level, chair, level=L.TWO)
    at_meeting(
        person,
        actions.give_meeting_action,
        chair,
        what="Visit.",
        owner_id=person.team.officer.id,
        due_on=day_of(person.service.at),
    )
    closes(person, chair)
    called(person, chair)
    assert on_home(person.team.officer, person) == (1, 1)
    acts(person, actions.end_protection, senior, why=ProtectionEnd.SENTENCE)
    assert owed(person) is None and on_home(person.team.officer, person) == (0, 0)
    with pytest.raises(Refused, match="has ended"):
        at_meeting(person, actions.hold_meeting, chair, came=everybody(person))
    one = MeetingAction.objects.using("owner").get(person_id=person.id)
    with pytest.raises(Refused, match="has ended"):
        actions.finish_meeting_action(
            by=chair, at=person.service.later(), meeting_action_id=one.id, came_of_it="Late."
        )


def test_a_death_stops_a_meeting_and_its_actions_and_a_mistake_gives_them_back(person):
    chair, officer, senior, service = a_chair(person), person.team.officer, person.team.senior, person.service
    _an_action_and_a_meeting_to_come(person, chair)
    before = owed(person)

    def record(act, **given):
        version = Record.objects.using("owner").get(id=person.id).version
        act(by=senior, at=service.later(), person_id=person.id, version=version, **given)
        hear()

    record(record_death, died_on=day_of(service.at))
    assert owed(person) is None and on_home(officer, person) == (0, 0)
    with pytest.raises(Refused, match="no open case"):
        at_meeting(person, actions.hold_meeting, chair, came=everybody(person))
    record(withdraw_death, because="Somebody else.")
    assert owed(person) == before and on_home(officer, person) == (1, 1)


def test_a_transfer_takes_it_off_the_homes_of_the_old_team_and_the_new_chair_passes_it_on(person):
    old, service, officer = a_chair(person), person.service, person.team.officer
    _an_action_and_a_meeting_to_come(person, old)
    receiver = another_team(service, person.team.body)
    moved(person, person.team, receiver)
    hear()
    assert on_home(officer, person) == (0, 0)
    new = joins(receiver.unit, "public protection chair")
    with viewing(new, service.at):
        left = [
            one
            for one in queries.actions_left([receiver.unit], on=day_of(service.at), at=service.at)
            if one.row.person_id == person.id
        ]
        line = queries.one_protection(row_of(person).id, at=service.at)
    assert [one.is_anybodys for one in left] == [False] and "Hold the meeting" in line.owed.what
    due = day_of(service.at)
    actions.pass_on_meeting_action(
        by=new,
        at=service.later(),
        meeting_action_id=left[0].row.id,
        owner_id=receiver.officer.id,
        due_on=due,
        because="He moved.",
    )
    assert on_home(receiver.officer, person) == (0, 1)
    with pytest.raises(Refused):
        at_meeting(person, actions.put_off_meeting, old, because="Ours.")


def _an_action_and_a_meeting_to_come(person, chair):
    holds(person, chair)
    acts(person, actions.review_level, chair, level=L.TWO)
    at_meeting(
        person,
        actions.give_meeting_action,
        chair,
        what="Visit.",
        owner_id=person.team.officer.id,
        due_on=day_of(person.service.at),
    )
    closes(person, chair)
    called(person, chair)
    assert on_home(person.team.officer, person) == (1, 1)
