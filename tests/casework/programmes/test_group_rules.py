"""Groups are laid out over bank holidays by whole weeks, led by the trained, and joined and rejoined by rule."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.programmes.rules import (
    GroupKind,
    GroupSex,
    GroupStands,
    Joining,
    SessionKind,
    Slot,
    Trained,
    against_joining,
    check_alone,
    first_day,
    group_editions,
    lay_out,
    may_rejoin,
    programme,
    progress_of,
    review_by,
    untrained,
)
from throughcare.foundation.kernel import Period, Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of

CALENDAR = WorkingCalendar()
BUILDING = programme("building-choices-moderate")
MONDAYS = [Slot(0, time(10))]
OPENS = date(2026, 3, 2)


def days(laid):
    return [day_of(one.starts_at) for one in laid]


def test_the_sessions_published_are_all_laid_out_in_their_order():
    laid = lay_out(BUILDING, OPENS, MONDAYS, CALENDAR)
    assert [one.session for one in laid] == list(BUILDING.of_kind(SessionKind.GROUP))
    assert len(laid) == 21 and {one.session.minutes for one in laid} == {150}
    assert sum(one.minutes for one in BUILDING.sessions) == 58.5 * 60


def test_the_first_session_is_three_weeks_after_the_opening():
    assert first_day(OPENS) == date(2026, 3, 23)
    assert days(lay_out(BUILDING, OPENS, MONDAYS, CALENDAR))[0] == date(2026, 3, 23)


def test_a_bank_holiday_is_passed_over_by_a_whole_week():
    found = days(lay_out(BUILDING, OPENS, MONDAYS, CALENDAR))
    assert found[:4] == [date(2026, 3, 23), date(2026, 3, 30), date(2026, 4, 13), date(2026, 4, 20)]
    assert date(2026, 4, 6) not in found  # Easter Monday
    assert date(2026, 5, 4) not in found and date(2026, 5, 25) not in found


def test_what_follows_a_session_passed_over_comes_after_it():
    found = days(lay_out(BUILDING, OPENS, [Slot(0, time(10)), Slot(3, time(14))], CALENDAR))
    assert found[2:6] == [date(2026, 3, 30), date(2026, 4, 2), date(2026, 4, 13), date(2026, 4, 16)]


def test_a_closure_of_the_office_is_passed_over_too_and_a_saturday_group_is_not():
    shut = WorkingCalendar([date(2026, 3, 23)])
    assert days(lay_out(BUILDING, OPENS, MONDAYS, shut))[0] == date(2026, 3, 30)
    assert days(lay_out(BUILDING, OPENS, [Slot(5, time(10))], CALENDAR))[0] == date(2026, 3, 28)


def test_a_session_stays_at_its_hour_when_the_clocks_change():
    laid = lay_out(BUILDING, date(2026, 2, 16), MONDAYS, CALENDAR)
    assert {one.starts_at.strftime("%H:%M") for one in laid} == {"10:00"}


def test_a_rolling_group_goes_round_and_one_without_a_list_is_refused():
    assert len(lay_out(BUILDING, OPENS, MONDAYS, CALENDAR, rounds=2)) == 42
    with pytest.raises(Refused, match="not published"):
        lay_out(programme("building-choices-high"), OPENS, MONDAYS, CALENDAR)
    with pytest.raises(Refused, match="at most one on each day"):
        lay_out(BUILDING, OPENS, [Slot(0, time(10)), Slot(0, time(14))], CALENDAR)
    with pytest.raises(Refused, match="1 to 6 times"):
        lay_out(BUILDING, OPENS, MONDAYS, CALENDAR, rounds=7)


SLOTS = st.lists(st.integers(0, 4), min_size=1, max_size=3, unique=True).map(
    lambda found: [Slot(day, time(10)) for day in found]
)


@given(st.dates(date(2025, 1, 1), date(2030, 12, 31)), SLOTS)
def test_wherever_it_opens_every_session_is_on_a_worked_day_of_its_slots_and_one_after_another(opens, slots):
    found = days(lay_out(BUILDING, opens, slots, CALENDAR))
    assert all(
        CALENDAR.is_working(day) and day.weekday() in {slot.weekday for slot in slots} for day in found
    )
    assert found == sorted(set(found)) and found[0] >= first_day(opens)


def test_the_review_is_within_six_weeks_of_the_last_session():
    assert review_by(date(2026, 3, 2)) == date(2026, 4, 13)


def test_rejoining_lasts_twelve_weeks_from_the_last_session_attended():
    last = date(2026, 1, 5)
    assert may_rejoin(last, last + timedelta(weeks=12))
    assert not may_rejoin(last, last + timedelta(weeks=12, days=1))
    assert not may_rejoin(None, last)
    assert "rejoining counted from the last session attended" in group_editions()[-1].table.assumed


def test_training_holds_from_its_day_until_it_lapses_and_for_its_programme_alone():
    who, other = new_id(), new_id()
    trained = [Trained(who, BUILDING.key, Period(date(2026, 1, 1), date(2026, 6, 1)))]
    assert untrained([who, other], BUILDING.key, trained, date(2026, 5, 31)) == {other}
    assert untrained([who], BUILDING.key, trained, date(2026, 6, 1)) == {who}
    assert untrained([who], BUILDING.key, trained, date(2025, 12, 31)) == {who}
    assert untrained([who], "thinking-skills", trained, date(2026, 5, 1)) == {who}


LAID = [(one.session, day_of(one.starts_at)) for one in lay_out(BUILDING, OPENS, MONDAYS, CALENDAR)]
GROUP = GroupStands(GroupKind.CLOSED, GroupSex.MIXED, 12, 0, LAID, is_over=False)
NEW = Joining("male", frozenset(), OPENS)


def against(group, who):
    return [one.because for one in against_joining(group, who)]


def test_a_group_that_has_not_begun_is_open_to_whoever_it_is_for():
    assert against(GROUP, NEW) == []
    assert against(replace(GROUP, sex=GroupSex.MEN), NEW) == []
    assert against(replace(GROUP, sex=GroupSex.WOMEN), NEW) == ["It is a group of women."]
    assert against(replace(GROUP, sex=GroupSex.WOMEN), replace(NEW, sex=None)) == [
        "It is a group of women. The person's sex is not recorded."
    ]
    assert against(GROUP, replace(NEW, sex=None)) == []


def test_a_full_group_and_one_that_is_over_have_no_place():
    assert against(replace(GROUP, taken=12), NEW) == ["All 12 places are taken."]
    assert against(replace(GROUP, is_over=True), NEW) == ["The group is over."]
    assert against(GROUP, replace(NEW, on=date(2027, 1, 1))) == ["No session of the group lies ahead."]


def test_a_closed_group_that_has_begun_is_joined_by_whoever_has_done_nearly_as_much():
    later = date(2026, 6, 15)
    held = [one.number for one, day in LAID if day < later]
    assert len(held) == 9
    assert "9 of its sessions would have to be caught up" in against(GROUP, replace(NEW, on=later))[0]
    assert against(GROUP, replace(NEW, on=later, done=frozenset(held[:4]))) == []
    assert against(GROUP, replace(NEW, on=later, done=frozenset(held[:3]))) != []


def test_a_rolling_group_is_joined_at_the_first_session_of_a_module():
    rolling = replace(GROUP, kind=GroupKind.ROLLING)
    begins = {one.module: day for one, day in reversed(LAID)}
    assert against(rolling, replace(NEW, on=begins["Managing Life’s Problems"])) == []
    said = against(rolling, replace(NEW, on=begins["Managing Life’s Problems"] + timedelta(days=1)))
    assert "first session of a module" in said[0]


def test_progress_is_what_was_attended_and_what_is_left():
    nothing = progress_of(BUILDING, {})
    assert len(nothing.left) == 27 and not nothing.is_done
    everything = progress_of(BUILDING, {one.number: False for one in BUILDING.sessions})
    assert everything.is_done and everything.caught_up == 0
    assert (
        progress_of(BUILDING, {1: True, 2: True, 3: False}).caught_up == 1
    )  # the first is one to one by design


def test_a_session_alone_is_not_done_twice_nor_beyond_what_may_be_caught_up_and_the_review_comes_last():
    groups = [one.number for one in BUILDING.of_kind(SessionKind.GROUP)]
    caught = progress_of(BUILDING, dict.fromkeys(groups[:5], True))
    with pytest.raises(Refused, match="At most 5 sessions"):
        check_alone(BUILDING, BUILDING.session(groups[5]), caught, OPENS)
    with pytest.raises(Refused, match="is done already"):
        check_alone(BUILDING, BUILDING.session(groups[0]), caught, OPENS)
    check_alone(BUILDING, BUILDING.session(1), caught, OPENS)
    with pytest.raises(Refused, match="The review comes last: 21 sessions"):
        check_alone(BUILDING, BUILDING.session(27), caught, OPENS)
    nearly = progress_of(BUILDING, {one.number: False for one in BUILDING.sessions[:-1]})
    check_alone(BUILDING, BUILDING.session(27), nearly, OPENS)
