import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from casework.allocation.allocation_builders import a_case, a_problem, an_officer
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.assignment.check import check
from throughcare.casework.allocation.rules.assignment.solve import place
from throughcare.casework.allocation.rules.forecast import (
    KnownCase,
    PastWeek,
    ReportDue,
    forecast,
    forecast_on,
    known_load,
)
from throughcare.casework.allocation.rules.history import monday_of
from throughcare.casework.allocation.rules.lean import (
    FirstSeen,
    HeldCase,
    cases_per_officer,
    contacts_per_case,
    lean_on,
    time_to_first_appointment,
)
from throughcare.casework.allocation.rules.people import Position
from throughcare.casework.allocation.rules.queue import (
    Start,
    TierStanding,
    Unallocated,
    in_words,
    queue,
    queue_on,
)
from throughcare.casework.allocation.rules.responsibility import (
    Consequence,
    against_cut_off,
    on_change,
    responsible,
)
from throughcare.casework.allocation.rules.what_if import (
    compare,
    grades_change,
    mix_changes,
    office_closes,
    officer_leaves,
    summary,
)
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.operating_model.rules import (
    PRESETS,
    BodyKind,
    Cohort,
    RiseInRisk,
    Risk,
    Rsr,
    Sentence,
    Subject,
    preset,
)

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
CALENDAR = WorkingCalendar()
MONDAY = monday_of(TODAY)


# --- the queue --------------------------------------------------------------------


def waiting(*cases, at=NOW):
    return queue(cases, at=at, edition=queue_on(TODAY), calendar=CALENDAR)


def test_a_case_without_a_tier_is_in_the_queue_from_the_first_minute_marked_with_its_age():
    [one] = waiting(Unallocated("new", NOW, Start.SENTENCE))
    assert (one.standing, one.age) == (TierStanding.AWAITED, timedelta(0))
    assert "waiting less than a minute" in str(one.finding)


@given(
    st.lists(st.tuples(st.integers(-5000, 60000), st.sampled_from(Start), st.sampled_from([None, "B2", "E"])))
)
def test_no_case_that_waits_is_ever_left_out(facts):
    cases = [
        Unallocated(f"{n}", NOW - timedelta(minutes=ago), start, tier)
        for n, (ago, start, tier) in enumerate(facts)
    ]
    found = waiting(*cases)
    assert sorted(one.case for one in found) == sorted(case.case for case in cases if case.since <= NOW)
    assert all(one.see_by <= other.see_by for one, other in pairwise(found))
    assert all((one.tier is None) is (one.standing is TierStanding.AWAITED) for one in found)


def test_the_soonest_deadline_comes_first_and_a_missed_one_is_late():
    released = Unallocated("released", NOW - timedelta(days=3), Start.RELEASE, "B2")
    sentenced = Unallocated("sentenced", NOW - timedelta(days=4), Start.SENTENCE)
    first, second = waiting(sentenced, released)
    assert (first.case, first.see_by, first.is_late) == ("released", date(2026, 3, 2), False)
    assert (second.case, second.see_by) == ("sentenced", date(2026, 3, 5))
    assert waiting(released, at=NOW + timedelta(days=1))[0].is_late


def test_a_provisional_tier_is_marked():
    [one] = waiting(Unallocated("one", NOW, Start.TRANSFER, "D", tier_is_provisional=True))
    assert one.standing is TierStanding.PROVISIONAL


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (59, "59 minutes"), (60, "1 hour"), (1500, "1 day"), (3000, "2 days")],
)
def test_a_wait_is_said_in_its_largest_whole_unit(minutes, words):
    assert in_words(timedelta(minutes=minutes)) == words


def test_a_sentence_late_on_a_summer_evening_counts_from_the_london_day():
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    [one] = waiting(Unallocated("one", late, Start.RELEASE), at=late)
    assert one.see_by == date(2026, 7, 3)


# --- the forecast -----------------------------------------------------------------

TERMS = forecast_on(TODAY)


def quiet(number=30, change=0.0):
    return [PastWeek(MONDAY - timedelta(weeks=n), change, 0.0) for n in range(1, number + 1)]


def ahead(cases=(), reports=(), history=(), available=None, on=TODAY):
    return forecast(cases, reports, history, available or {MONDAY: 1000}, on=on, edition=TERMS)


def test_the_forecast_covers_the_next_twenty_six_weeks():
    weeks = ahead().weeks
    assert len(weeks) == 26
    assert weeks[0].monday == MONDAY + timedelta(7)


def test_known_ends_releases_and_reports_move_the_load_on_their_day():
    ends = KnownCase(100, ends=MONDAY + timedelta(weeks=3))
    released = KnownCase(59, changes_on=MONDAY + timedelta(weeks=5), becomes=163)
    report = ReportDue(138, MONDAY + timedelta(weeks=2))
    loads = [week.known for week in ahead([ends, released], [report], quiet()).weeks]
    assert loads[:5] == [297, 297, 59, 59, 163]


@given(
    st.lists(
        st.builds(KnownCase, st.integers(0, 200), st.none() | st.dates(TODAY, date(2027, 1, 1))), max_size=8
    ),
    st.dates(TODAY, date(2027, 1, 1)),
)
def test_known_load_is_what_has_not_ended(cases, on):
    assert known_load(cases, [], on, 30) == sum(c.points for c in cases if c.ends is None or on < c.ends)


def test_too_little_history_gives_no_interval_and_says_so():
    found = ahead([KnownCase(100)], history=quiet(11))
    assert {week.interval for week in found.weeks} == {None}
    assert "too few for an interval" in str(found.finding)
    assert ahead([KnownCase(100)], history=quiet(12)).weeks[0].interval is not None


def test_a_steady_past_gives_a_narrow_interval_around_its_drift():
    weeks = ahead([KnownCase(100)], history=quiet(change=5.0)).weeks
    assert [week.expected for week in weeks[:3]] == [105, 110, 115]
    assert weeks[10].interval.low == weeks[10].interval.high == 155


@given(st.lists(st.integers(-50, 50), min_size=12, max_size=40))
def test_the_interval_holds_what_is_expected_and_widens_with_the_weeks(changes):
    history = [PastWeek(MONDAY - timedelta(weeks=n + 1), change, 0.0) for n, change in enumerate(changes)]
    weeks = ahead([KnownCase(5000)], history=history).weeks
    widths = [week.interval.high - week.interval.low for week in weeks]
    assert all(week.interval.low <= week.expected + 1e-6 <= week.interval.high + 2e-6 for week in weeks)
    assert all(earlier <= later + 1e-6 for earlier, later in pairwise(widths))


def test_the_interval_holds_what_happens_as_often_as_it_says():
    chance = random.Random(11)
    held = {1: 0, 13: 0, 26: 0}
    trials = 600
    for _ in range(trials):
        steps = [chance.gauss(3, 20) for _ in range(40 + 26)]
        history = [PastWeek(MONDAY - timedelta(weeks=n + 1), steps[n], 0.0) for n in range(40)]
        weeks = ahead([KnownCase(5000)], history=history).weeks
        for week in held:
            true = 5000 + sum(steps[40 : 40 + week])
            interval = weeks[week - 1].interval
            held[week] += interval.low <= true <= interval.high
    for count in held.values():  # 80% asked for; three standard errors of 600 trials are 4.9 points
        assert abs(count / trials - 0.80) < 0.049


def test_what_was_known_beforehand_does_not_widen_the_interval():
    history = [PastWeek(MONDAY - timedelta(weeks=n), 40.0 * n, 40.0 * n) for n in range(1, 20)]
    interval = ahead([KnownCase(100)], history=history).weeks[25].interval
    assert interval.low == interval.high == 100


def test_a_team_with_nothing_available_has_no_percentage():
    early = ahead([KnownCase(500)], available={MONDAY + timedelta(weeks=2): 1000}).weeks
    assert early[0].expected_pct is None
    assert early[1].expected_pct == 50


# --- which body, and a rise in risk -----------------------------------------------

LOW = Subject(Risk.LOW, Sentence.COMMUNITY_ORDER, rsr=Rsr.BELOW_CUT_OFF)
HIGH = replace(LOW, risk=Risk.HIGH)
DAYS = {name: date(2016, 1, 4) for name in PRESETS} | {"england-and-wales-2021": date(2022, 1, 4)}


def body(name, subject):
    return responsible(preset(name), subject, DAYS[name]).supervises.held_by


def test_under_transforming_rehabilitation_risk_decides_between_the_two_services():
    name = "transforming-rehabilitation-2014"
    public = [
        HIGH,
        replace(LOW, risk=Risk.VERY_HIGH),
        replace(LOW, rsr=Rsr.AT_OR_ABOVE_CUT_OFF),
        replace(LOW, cohorts=frozenset({Cohort.MAPPA})),
        replace(LOW, cohorts=frozenset({Cohort.PUBLIC_INTEREST})),
    ]
    assert {body(name, subject) for subject in public} == {BodyKind.PUBLIC_PROVIDER}
    assert body(name, LOW) is not BodyKind.PUBLIC_PROVIDER


@pytest.mark.parametrize("name", sorted(DAYS))
def test_a_rise_in_risk_does_what_each_model_says_and_continuity_is_counted_either_way(name):
    model = preset(name)
    found = on_change(model, LOW, HIGH, DAYS[name])
    before, after = body(name, LOW), body(name, HIGH)
    escalates = model.rise_in_risk.value is RiseInRisk.ESCALATE_TO_PUBLIC and before is not after
    assert found.consequence is (Consequence.ESCALATE if escalates else Consequence.OVERSIGHT)
    assert found.body_before is before
    assert found.keeps_body is found.keeps_manager is not escalates
    assert "from low to high" in found.finding.because


def test_the_two_answers_to_a_rise_in_risk_both_occur_among_the_models():
    found = {on_change(preset(name), LOW, HIGH, on).consequence for name, on in DAYS.items()}
    assert found == {Consequence.ESCALATE, Consequence.OVERSIGHT}


@pytest.mark.parametrize("name", sorted(DAYS))
def test_a_fall_in_risk_or_no_change_triggers_nothing(name):
    for after in (LOW, HIGH):
        found = on_change(preset(name), HIGH, after, DAYS[name])
        assert (found.consequence, found.keeps_manager) == (Consequence.NOTHING, True)


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (replace(LOW, rsr=Rsr.AT_OR_ABOVE_CUT_OFF), "serious recidivism"),
        (replace(LOW, cohorts=frozenset({Cohort.MAPPA})), "now MAPPA"),
    ],
)
def test_a_rise_is_seen_in_the_score_and_in_mappa_too(after, says):
    name = "transforming-rehabilitation-2014"
    found = on_change(preset(name), LOW, after, DAYS[name])
    assert found.consequence is Consequence.ESCALATE
    assert says in found.finding.because


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (None, Rsr.NOT_ASSESSED),
        (Decimal("6.89"), Rsr.BELOW_CUT_OFF),
        (Decimal("6.90"), Rsr.AT_OR_ABOVE_CUT_OFF),
        (Decimal(0), Rsr.BELOW_CUT_OFF),
    ],
)
def test_a_score_stands_to_the_cut_off_and_a_missing_one_does_not(score, expected):
    assert against_cut_off(score, TODAY) is expected


# --- what if ----------------------------------------------------------------------


def an_area():
    officers = [
        an_officer(
            f"w{n}",
            office="north" if n < 3 else "south",
            position=Position(0, 0 if n < 3 else 30),
            available=400,
        )
        for n in range(6)
    ]
    cases = [
        a_case(
            f"c{n}",
            points=50,
            home=Position(0, 0 if n % 2 else 30),
            manager=f"w{n // 2 % 3 + (0 if n % 2 else 3)}",
        )
        for n in range(36)
    ]
    return a_problem(cases, officers)


def test_when_an_officer_leaves_others_take_their_people_and_the_cost_is_shown():
    before = an_area()
    after = officer_leaves(before, "w0")
    plans = place(before), place(after)
    assert check(after, plans[1]).holds
    assert "w0" not in plans[1].holders.values()
    difference = compare((before, plans[0]), (after, plans[1]))
    assert difference.cost > 0
    assert difference.after.new_manager > difference.before.new_manager


def test_when_an_office_closes_its_people_move_to_the_nearest_that_stays():
    before = an_area()
    after = office_closes(before, "north")
    assert {who.office for who in after.practitioners} == {"south"}
    assert {who.position for who in after.practitioners} == {Position(0, 30)}
    assert compare((before, place(before)), (after, place(after))).cost > 0
    with pytest.raises(Refused, match="only office"):
        office_closes(after, "south")


def test_when_the_mix_of_grades_changes_some_cases_find_nobody():
    before = replace(an_area(), cases=tuple(replace(case, tier="A2") for case in an_area().cases))
    after = mix_changes(before, "PO", "PSO", 6)
    found = compare((before, place(before)), (after, place(after)))
    assert (found.before.unallocated, found.after.unallocated) == (0, 36)
    assert grades_change(after, {"w0": "PO"}).practitioners[0].grade == "PO"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda area: officer_leaves(area, "nobody"), "not a practitioner"),
        (lambda area: office_closes(area, "nowhere"), "not an office"),
        (lambda area: grades_change(area, {"nobody": "PO"}), "not a practitioner"),
        (lambda area: mix_changes(area, "PO", "PSO", 7), "there are 6 of grade PO"),
    ],
)
def test_a_change_to_somebody_who_is_not_there_is_refused(change, says):
    with pytest.raises(Refused, match=says):
        change(an_area())


def test_a_summary_counts_load_and_overload_from_the_holders_alone():
    problem = a_problem(
        [a_case("c0", points=60), a_case("c1", points=60)], [an_officer("w0", available=100, load=30)]
    )
    found = summary(problem, place(problem))
    assert (found.over_available, found.over_110_pct, found.load_by_office) == (1, 1, {"centre": 150})


# --- lean evidence ----------------------------------------------------------------

LEAN = lean_on(TODAY)


def held(number, officer="a", tier="E", contacts=3):
    return [HeldCase(officer, tier, contacts) for _ in range(number)]


def test_contacts_for_each_case_are_told_by_tier_and_small_groups_are_suppressed():
    found = contacts_per_case([*held(20), *held(9, tier="A3", contacts=8), *held(12, tier=None, contacts=0)])
    assert found["E"].each == 3
    assert (found["A"].each, found["A"].cases.value) == (None, None)
    assert found["awaited"].each == 0


def seen_after(days, number=1, sentenced=date(2026, 2, 2)):
    when = None if days is None else CALENDAR.add(sentenced, days)
    return [FirstSeen(sentenced, when) for _ in range(number)]


def prompt(cases, on=TODAY):
    return time_to_first_appointment(cases, on=on, calendar=CALENDAR, edition=LEAN)


def test_people_not_seen_yet_count_against_the_standard_and_are_never_dropped():
    found = prompt([*seen_after(3, 10), *seen_after(8, 5), *seen_after(None, 15)])
    assert found.within_standard == pytest.approx(10 / 30)
    assert found.not_seen.value == 15
    assert found.median_days is None


def test_the_median_wait_is_in_working_days():
    assert prompt([*seen_after(2, 6), *seen_after(4, 9)]).median_days == 4


def test_somebody_sentenced_this_week_is_in_neither_part_of_the_share():
    fresh = seen_after(None, 10, sentenced=date(2026, 2, 26))
    found = prompt([*seen_after(3, 10), *fresh])
    assert found.within_standard == 1
    assert found.people.value == 20


def test_few_people_are_not_shown():
    found = prompt(seen_after(3, 9))
    assert (found.people.value, found.within_standard, found.median_days) == (None, None, None)


def test_seventeen_hundred_lower_risk_people_and_twenty_staff_are_on_plan():
    cases = [HeldCase(f"w{n % 20}", "F", 1) for n in range(1700)]
    found = cases_per_officer(cases, LEAN)
    assert (found["lower_risk"].each, found["lower_risk"].over_plan) == (85, 0)
    assert found["other"].each is None


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["A2", "C1", "D2", "E", None])), max_size=60))
def test_officers_of_every_group_add_up_to_those_who_hold_tiered_cases(facts):
    cases = [HeldCase(f"w{officer}", tier, 1) for officer, tier in facts]
    found = cases_per_officer(cases, LEAN)
    tiered = [case for case in cases if case.tier is not None]
    heads = sum(
        sum(case.tier is not None and case.tier[0] in LEAN.table.groups[name].tiers for case in cases)
        / one.each
        for name, one in found.items()
        if one.each
    )
    assert heads == pytest.approx(len({case.officer for case in tiered}))
