"""Rules of meetings alone: by when one is called, whom it invites, what it owes before it is closed, and what its clocks say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.protection.rules import (
    CHAIRED,
    DISCLOSING,
    MEETING_MOVES,
    OPEN_MEETING,
    Came,
    MeetingActionState,
    MeetingDecides,
    MeetingStands,
    MeetingState,
    PersonTold,
    ProtectionLevel,
    ProtectionSide,
    ProtectionStanding,
    ProtectionState,
    check_bodies,
    check_calls,
    check_closes,
    check_decides,
    check_disclosure,
    check_held,
    check_meeting_day,
    meeting_due,
    meeting_step_owed,
    person_may_read,
    protection_editions,
    protection_owed,
    protection_terms,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.finding import is_allowed

TODAY = date(2026, 11, 20)
CALENDAR = WorkingCalendar()
L, S, P, D = ProtectionLevel, MeetingState, ProtectionState, MeetingDecides


def due(level, *, first):
    return meeting_due(level, TODAY, first=first, on=TODAY, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("level", "first", "by"),
    [
        (L.TWO, True, CALENDAR.add(TODAY, 20)),
        (L.THREE, True, CALENDAR.add(TODAY, 10)),
        (L.TWO, False, TODAY + timedelta(weeks=12)),
        (L.THREE, False, TODAY + timedelta(weeks=6)),
    ],
)
def test_the_first_meeting_follows_the_level_and_each_after_it_the_review(level, first, by):
    found = due(level, first=first)
    assert found.by == by and "(assumed)" in str(found.finding), (
        "a clock that no source gives is shown as assumed"
    )


def test_every_edition_has_every_clock_of_meetings_marked_assumed_and_names_whom_to_invite():
    for edition in protection_editions():
        clauses, clocks = edition.table.clauses, edition.table.clocks
        assert {clauses[f"{what} {level}"][1] for what in ("meeting", "minutes") for level in CHAIRED} == {
            "assumed"
        }
        assert set(clocks.first_meeting_working) == set(clocks.minutes_working) == CHAIRED
        assert "police" in edition.table.bodies and clauses["bodies"][1] == "law"
        assert clauses["disclosure"][1] == "source" and clauses["disclosure says"][1] == "assumed"


def standing(level=L.TWO, state=P.CONFIRMED, **given):
    return ProtectionStanding(state, level, TODAY, **given)


def owed(one):
    return protection_owed(one, on=TODAY, calendar=CALENDAR)


@pytest.mark.parametrize(("level", "days"), [(L.TWO, 10), (L.THREE, 5)])
def test_a_meeting_is_held_on_its_day_and_closed_with_its_minutes_within_the_clock_of_the_level_it_was_held_at(
    level, days
):
    called = MeetingStands(S.CALLED, level, TODAY + timedelta(days=9))
    assert meeting_step_owed(called, on=TODAY, calendar=CALENDAR).by == called.meets_on
    held = MeetingStands(S.HELD, level, TODAY)
    found = owed(standing(L.ONE, meeting=held))
    assert (found.by, found.side) == (CALENDAR.add(TODAY, days), ProtectionSide.CHAIR), (
        "though it came down to level 1"
    )
    assert owed(standing(level, meeting=called)).what == f"Hold the meeting at level {level}"
    assert "first meeting" in owed(standing(level)).what and "reviews" in owed(standing(level, met=True)).what


@given(
    st.sampled_from(P),
    st.sampled_from(L),
    st.sampled_from([*S, None]),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
def test_every_clock_stops_once_it_ended_or_the_case_is_closed(state, level, meets, met, open_, waits):
    meeting = MeetingStands(meets, L.TWO, TODAY) if meets in OPEN_MEETING else None
    one = standing(
        level, state, meeting=meeting, met=met, is_open=open_, referred_on=TODAY if waits else None
    )
    found = owed(one)
    if state is P.ENDED or not open_:
        assert found is None
    elif level in CHAIRED or meeting is not None or waits:
        assert found is not None and (found.side is ProtectionSide.CHAIR or state is P.PROPOSED)


def test_a_meeting_is_called_at_level_2_or_3_for_a_day_to_come_and_late_only_with_a_reason():
    for state, level, meets, can in (
        (P.CONFIRMED, L.TWO, False, True), (P.CONFIRMED, L.THREE, False, True), (P.CONFIRMED, L.TWO, True, False),
        (P.CONFIRMED, L.ONE, False, False), (P.PROPOSED, L.TWO, False, False), (P.ENDED, L.TWO, False, False),
    ):  # fmt: skip
        assert is_allowed(check_calls, state, level, meets=meets) is can
    by = due(L.TWO, first=True).by
    check_meeting_day(by, TODAY, by, "")
    check_meeting_day(by + timedelta(days=1), TODAY, by, "The prison cannot come before.")
    with pytest.raises(Refused, match="Say why it meets later"):
        check_meeting_day(by + timedelta(days=1), TODAY, by, " ")
    with pytest.raises(Refused, match="today or a day to come"):
        check_meeting_day(TODAY - timedelta(days=1), TODAY, by, "")
    check_bodies(["police", "health"], TODAY)
    for bodies, words in (([], "at least one body"), (["the press"], "no body that is invited")):
        with pytest.raises(Refused, match=words):
            check_bodies(bodies, TODAY)


def test_it_is_held_on_its_day_by_somebody_with_a_word_of_everybody():
    one, two = new_id(), new_id()
    check_held(TODAY, TODAY, [one, two], {one: Came.ATTENDED, two: Came.ABSENT})
    for today, said, words in (
        (TODAY - timedelta(days=1), {one: Came.ATTENDED, two: Came.ABSENT}, "It meets on"),
        (TODAY, {one: Came.ATTENDED}, "everybody invited"),
        (TODAY, {one: Came.ATTENDED, two: Came.NOT_SAID}, "everybody invited"),
        (TODAY, {one: Came.APOLOGIES, two: Came.ABSENT}, "Nobody came"),
        (TODAY, {one: Came.ATTENDED, two: Came.ABSENT, new_id(): Came.ABSENT}, "not invited"),
    ):
        with pytest.raises(Refused, match=words):
            check_held(TODAY, today, [one, two], said)


@given(
    st.sampled_from(D),
    st.sampled_from(["", "A neighbour"]),
    st.sampled_from([*PersonTold, None]),
    st.sampled_from(["", "Risk."]),
)
def test_a_disclosure_says_to_whom_whether_they_are_told_and_why_not(kind, to_whom, told, why):
    says = is_allowed(check_disclosure, kind, to_whom, told, why)
    if kind is D.DISCLOSURE:
        assert says is bool(to_whom and told and (why or told is not PersonTold.NOT))
    else:
        assert says is (kind is D.NO_DISCLOSURE and not to_whom and told is None)


@given(st.sampled_from(S), st.sampled_from(L), st.sets(st.sampled_from(D)))
def test_no_meeting_is_closed_without_its_decision_on_disclosure(state, level, decided):
    closes = is_allowed(check_closes, state, level, decided)
    assert closes is (
        state is S.HELD and bool(decided & DISCLOSING) and (level not in CHAIRED or D.LEVEL in decided)
    )
    assert is_allowed(check_decides, state) is (state is S.HELD)


def test_every_state_has_its_moves_and_an_ended_one_has_none():
    assert set(MEETING_MOVES) == set(S)
    assert {one for one in S if not MEETING_MOVES[one]} == set(S) - OPEN_MEETING
    assert MeetingActionState.OPEN == "open" and protection_terms(TODAY).table.bodies


def test_the_person_reads_of_a_disclosure_unless_the_meeting_decided_not_to_tell_them():
    reads = {
        (told, state) for told in PersonTold for state in (S.HELD, S.CLOSED) if person_may_read(told, state)
    }
    assert reads == {(PersonTold.FIRST, S.HELD), (PersonTold.FIRST, S.CLOSED), (PersonTold.AFTER, S.CLOSED)}
