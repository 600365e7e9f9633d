"""The rules of unpaid work, without a database: who comes when, what counts, what is earned off, and what suits whom."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.supervision.rules.contacts import Outcome
from throughcare.casework.unpaid_work.rules import (
    PROJECT_MOVES,
    Coming,
    Crediting,
    CreditKind,
    Day,
    Earning,
    Edition,
    Engagement,
    Frequency,
    Offering,
    Placed,
    ProjectKind,
    ProjectState,
    Scheme,
    Trigger,
    Turn,
    Worked,
    after,
    check_credit_of,
    check_worked,
    counted,
    earned,
    earned_for,
    education_allowance,
    falls_on,
    forecast,
    hours,
    lay,
    left_today,
    most_earned,
    stands_in,
    suits,
    time_in_words,
    work_terms,
)
from throughcare.casework.unpaid_work.rules.crediting import is_failure
from throughcare.casework.unpaid_work.rules.earning import whole_minutes
from throughcare.casework.unpaid_work.rules.scheduling import minutes_between
from throughcare.casework.unpaid_work.rules.terms import work_editions
from throughcare.foundation.kernel import Period, Refused

MONDAY = date(2026, 6, 1)
NOW, BEFORE = work_terms(date(2026, 6, 1)).table, work_terms(date(2026, 5, 10)).table
EARN = Earning(Decimal("0.25"), Decimal("0.5"))


def place(**given):
    usual = {
        "id": "a", "project": "park", "frequency": Frequency.WEEKLY, "weekday": 0, "starts": time(10), "until": time(14),
        "first": MONDAY,
    }  # fmt: skip
    return Placed(**(usual | given))


placements = st.builds(
    place,
    id=st.sampled_from("abcd"),
    frequency=st.sampled_from(Frequency),
    weekday=st.integers(0, 6),
    starts=st.integers(6, 11).map(time),
    until=st.integers(12, 20).map(time),
    first=st.integers(-20, 40).map(lambda n: MONDAY + timedelta(days=n)),
)


def laid(ordered, places, turns=(), **given):
    return lay(ordered, places, turns, today=MONDAY, **({"trigger": Trigger.TURN} | given))


@given(st.integers(1, 300 * 60), st.lists(placements, max_size=4, unique_by=lambda one: one.id))
def test_turns_cover_what_is_left_and_never_more_and_say_what_is_short(ordered, places):
    found = laid(ordered, places)
    assert sum(turn.minutes for turn in found.add) + found.short == ordered
    by = {one.id: one for one in places}
    assert all(falls_on(by[turn.placement], turn.on) and turn.on >= MONDAY for turn in found.add)


@given(st.integers(1, 100 * 60), st.lists(placements, min_size=1, max_size=3, unique_by=lambda one: one.id))
def test_laying_again_over_what_was_laid_adds_nothing(ordered, places):
    first = laid(ordered, places)
    again = laid(ordered, places, first.add)
    assert again.add == () and again.short == first.short


@given(st.sets(st.integers(0, 60), max_size=20))
def test_nobody_comes_on_a_closed_day(numbers):
    closed = {MONDAY + timedelta(days=n) for n in numbers}
    found = laid(40 * 60, [place()], closed=closed)
    assert not closed & {turn.on for turn in found.add} and found.short == 0


def test_a_place_for_once_is_had_once_though_the_service_of_reference_gives_it_again():
    once = place(frequency=Frequency.ONCE, last=MONDAY + timedelta(days=1), first=MONDAY - timedelta(days=7))
    had = Turn("park", "a", MONDAY - timedelta(days=7), time(10), time(14), credited=0)
    assert laid(40 * 60, [once], [had]).add == ()
    assert len(laid(40 * 60, [once], [had], edition=Edition.REFERENCE).add) == 1


def test_what_is_credited_and_what_is_still_to_be_told_of_are_not_laid_again():
    turns = [
        Turn("park", "a", MONDAY - timedelta(days=7), time(10), time(14)),
        Turn("park", "a", MONDAY - timedelta(days=14), time(10), time(14), credited=90),
    ]
    assert left_today(600, turns, MONDAY) == 600 - 240 - 90 and minutes_between(time(9, 30), time(10)) == 30
    assert laid(330, [place()], turns).satisfied


def test_every_second_week_is_counted_from_the_first_day():
    second = place(frequency=Frequency.FORTNIGHTLY)
    assert [falls_on(second, MONDAY + timedelta(days=7 * n)) for n in range(4)] == [True, False, True, False]
    assert not falls_on(second, MONDAY - timedelta(days=14)) and not falls_on(
        place(last=MONDAY), MONDAY + timedelta(days=7)
    )


@given(st.integers(1, 300), st.integers(0, 400))
def test_what_is_worked_and_earned_off_never_passes_the_order(ordered, worked):
    off = earned_for(Decimal(ordered), Decimal(worked), EARN)
    assert 0 <= off <= most_earned(Decimal(ordered), EARN) == Decimal(ordered) / 4
    assert off == 0 or worked > ordered / 4


def test_a_failure_before_the_threshold_ends_earning_and_one_after_it_only_where_the_terms_say_so():
    days = [
        Day(MONDAY, 360),
        Day(MONDAY + timedelta(days=7), 360),
        Day(MONDAY + timedelta(days=14), 0, failed=True),
    ]
    more = [*days, Day(MONDAY + timedelta(days=21), 360)]
    early = earned(60 * 60, more, EARN, eligible=True)
    assert (early.scheme, early.minutes, early.ceased_on) == (
        Scheme.DISQUALIFIED,
        0,
        MONDAY + timedelta(days=14),
    )
    late = earned(40 * 60, more, EARN, eligible=True)
    assert (late.scheme, late.minutes) == (Scheme.QUALIFYING, (1080 - 600) / 2)
    frozen = earned(
        40 * 60, more, Earning(EARN.from_share, EARN.per_hour, ends_on_late_failure=True), eligible=True
    )
    assert (frozen.scheme, frozen.minutes, frozen.most) == (Scheme.DISQUALIFIED, 60, 60)
    assert earned(40 * 60, more, EARN, eligible=False).scheme is Scheme.INELIGIBLE
    assert earned(40 * 60, more, None, eligible=True).scheme is Scheme.INELIGIBLE
    assert earned(40 * 60, more[:1], EARN, eligible=True).scheme is Scheme.ELIGIBLE


def test_earning_is_of_the_law_of_the_day_and_every_day_has_one_edition():
    assert BEFORE.earn is None and NOW.earn == EARN and whole_minutes(Decimal("7.9")) == 7
    assert [one.name for one in work_editions()] == ["unpaid-work-2020", "unpaid-work-2026"]
    assert stands_in(Scheme.INELIGIBLE, Decimal(10), Decimal(9), EARN) == (0, 0)


def test_hours_left_are_never_below_nought_and_what_was_done_beyond_is_said():
    days = [Day(MONDAY, 60 * 60, failed=True)]
    stands = hours(40 * 60, days, 30, on=MONDAY, eligible=True)
    assert (stands.left, stands.over, stands.done, stands.counted) == (0, 20 * 60 + 30, True, 60 * 60 + 30)


def test_a_forecast_is_the_persons_own_rate_and_none_before_there_is_one():
    weekly = [Day(MONDAY + timedelta(days=7 * n), 360) for n in range(8)]
    on = MONDAY + timedelta(days=49)
    found = forecast(720, weekly, on=on)
    assert (
        found is not None
        and found.a_week == pytest.approx(8 * 360 / 7)
        and found.done_by == on + timedelta(days=12)
    )
    assert (
        forecast(720, weekly[:1], on=MONDAY + timedelta(days=27)) is None
        and forecast(0, weekly, on=on) is None
    )
    idle = forecast(720, [Day(MONDAY, 0)], on=on)
    assert idle is not None and idle.done_by is None and forecast(720, [], on=on) is None


def test_a_turn_counts_for_what_was_worked_and_for_nothing_where_they_took_no_part():
    worked = Worked(Outcome.ATTENDED, time(10), time(16), penalty=45)
    assert counted(worked) == 315 and counted(Worked(Outcome.ABSENT_UNACCEPTABLE, time(10), time(16))) == 0
    assert counted(Worked(Outcome.SENT_AWAY_BEHAVIOUR, time(10), time(16))) == 0
    check_worked(worked, (time(10), time(16)))
    for wrong, says in (
        (Worked(Outcome.ATTENDED, time(16), time(10)), "after the start"),
        (Worked(Outcome.ATTENDED, time(9), time(16)), "10:00 to 16:00"),
        (Worked(Outcome.ATTENDED, time(10), time(16), penalty=-1), "from 0 to 360"),
        (Worked(Outcome.ABSENT_UNACCEPTABLE, time(10), time(16), penalty=5), "took part"),
        (Worked(Outcome.NOT_RECORDED, time(10), time(16)), "what came of it"),
    ):
        with pytest.raises(Refused, match=says):
            check_worked(wrong, (time(10), time(16)))
    assert is_failure(Outcome.ABSENT_UNACCEPTABLE) and not is_failure(Outcome.ABSENT_ACCEPTABLE)


def test_credit_is_held_against_its_allowance_and_what_is_left():
    def check(asked, *, learnt=0, left=2400):
        check_credit_of(asked, NOW, ordered=2400, learnt=learnt, left=left)

    assert education_allowance(2400, NOW) == 720
    check(Crediting(CreditKind.EDUCATION, 720, MONDAY))
    check(Crediting(CreditKind.TRAVEL, 180, MONDAY, ProjectKind.GROUP, attended=True))
    for asked, more, says in (
        (Crediting(CreditKind.EDUCATION, 0, MONDAY), {}, "above nought"),
        (Crediting(CreditKind.EDUCATION, 30, MONDAY), {"left": 20}, "20 minutes are left"),
        (Crediting(CreditKind.EDUCATION, 700, MONDAY), {"learnt": 60}, "11 hours of that are left"),
        (Crediting(CreditKind.TRAVEL, 60, MONDAY, ProjectKind.EDUCATION, attended=True), {}, "nothing else"),
        (Crediting(CreditKind.TRAVEL, 60, MONDAY, ProjectKind.INDIVIDUAL), {}, "took part"),
        (Crediting(CreditKind.TRAVEL, 181, MONDAY, ProjectKind.GROUP, attended=True), {}, "3 hours a turn"),
    ):
        with pytest.raises(Refused, match=says):
            check(asked, **more)
    assert [time_in_words(n) for n in (0, 1, 60, 150)] == [
        "0 minutes",
        "1 minute",
        "1 hour",
        "2 hours 30 minutes",
    ]


def offering(**given):
    usual = {
        "state": ProjectState.APPROVED, "kind": ProjectKind.GROUP, "runs": Period(MONDAY, None), "weekdays": frozenset({0, 2}),
        "starts": time(10), "until": time(16), "places": 4, "takes_women": True, "takes_men": True,
    }  # fmt: skip
    return Offering(**(usual | given))


@pytest.mark.parametrize(
    ("project", "somebody", "says"),
    [
        (offering(state=ProjectState.CLOSED), Coming("male", frozenset()), "the project is closed"),
        (offering(runs=Period(date(2027, 1, 1), None)), Coming("male", frozenset()), "does not run"),
        (offering(taken=4), Coming("male", frozenset()), "all 4 places"),
        (offering(takes_women=False), Coming("female", frozenset()), "takes men only"),
        (offering(takes_men=False), Coming("male", frozenset()), "takes women only"),
        (
            offering(bars=frozenset({"children"})),
            Coming("male", frozenset({"children"})),
            "alert for children",
        ),
    ],
)
def test_what_is_known_to_speak_against_a_project_rules_it_out(project, somebody, says):
    found = suits(project, somebody, on=MONDAY)
    assert not found.fits and says in " ".join(one.because for one in found.findings)


def test_what_is_not_known_is_said_and_does_not_rule_out():
    for project, somebody in (
        (offering(takes_men=None, takes_women=True), Coming("male", frozenset())),
        (offering(takes_men=False), Coming(None, frozenset())),
        (offering(bars=frozenset({"children"})), Coming("male", None)),
    ):
        found = suits(project, somebody, on=MONDAY)
        assert found.fits and found.unsure
    sure = suits(offering(), Coming("male", None), on=MONDAY)
    assert sure.fits and not sure.unsure


def test_somebody_at_work_on_every_day_of_a_project_is_not_free_and_on_one_of_them_still_is():
    at_work = [Engagement(day, time(9), time(12), "work") for day in (0, 2)]
    busy = Coming("male", frozenset(), at_work)
    assert not suits(offering(), busy, on=MONDAY).fits
    assert suits(offering(), Coming("male", frozenset(), at_work[:1]), on=MONDAY).fits
    assert (
        not suits(offering(), busy, on=MONDAY, weekdays=[0]).fits
        and not suits(offering(), busy, on=MONDAY, weekdays=[1]).fits
    )
    evening = [Engagement(day, time(16), time(18), "work") for day in (0, 2)]
    assert suits(offering(), Coming("male", frozenset(), evening), on=MONDAY).fits


def test_a_project_moves_as_its_table_says_and_every_state_but_the_last_has_a_way_on():
    assert after(ProjectState.NOMINATED, "approve") is ProjectState.APPROVED
    with pytest.raises(Refused, match="nominated: it cannot be closed now"):
        after(ProjectState.NOMINATED, "close")
    assert {state for state, moves in PROJECT_MOVES.items() if not moves} == {ProjectState.CLOSED}
