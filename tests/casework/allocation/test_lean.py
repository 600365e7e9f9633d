from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.lean import (
    FirstSeen,
    HeldCase,
    cases_by_tier,
    cases_per_officer,
    contacts_per_case,
    lean_on,
    time_to_first_appointment,
    told_of_plan,
)
from throughcare.foundation.kernel import WorkingCalendar

TODAY = date(2026, 3, 2)
CALENDAR = WorkingCalendar()

LEAN = lean_on(TODAY)


def held(number, officer="a", tier="E", contacts=3):
    return [HeldCase(officer, tier, contacts) for _ in range(number)]


def test_contacts_for_each_case_are_told_by_tier_and_small_groups_are_suppressed():
    found = contacts_per_case([*held(20), *held(9, tier="A3", contacts=8), *held(12, tier=None, contacts=0)])
    assert found["E"].each == 3
    assert (found["A"].each, found["A"].cases.value) == (None, None)
    # With the nine alone withheld, everybody less the others would tell them.
    assert (found["awaited"].each, found["awaited"].cases.value) == (None, None)


def test_few_cases_are_not_told_by_their_group_either():
    few, more, others = held(4, "a", "A"), held(50, "b", "B"), held(60, "c", "E")
    groups, tiers = told_of_plan([*few, *more, *others], LEAN)
    assert [tiers[letter].officers for letter in "ABE"].count(None) >= 2 and tiers["A"].officers is None
    assert tiers["G"].officers == 0
    shown = sum(one.each * one.officers for one in tiers.values() if one.each)
    whole = sum(one.each * one.officers for one in groups.values() if one.each)
    assert abs(whole - shown) not in range(1, 10)
    groups, tiers = told_of_plan([*more, *others], LEAN)
    assert (tiers["B"].each, tiers["E"].each) == (50, 60)


def test_few_seen_or_not_seen_are_not_told():
    assert prompt([*seen_after(3, 20), *seen_after(None, 4)]).not_seen.value is None
    assert prompt([*seen_after(3, 4), *seen_after(None, 20)]).not_seen.value is None
    assert (
        prompt([*seen_after(3, 4), *seen_after(None, 20, sentenced=date(2026, 2, 26))]).within_standard
        is None
    )


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


def test_each_tier_stands_against_the_plan_of_its_group_and_officers_add_up_to_heads():
    cases = [*held(40, "a", "E"), *held(20, "a", "A"), *held(30, "b", "B2"), *held(5, "c", None)]
    found = cases_by_tier(cases, LEAN)
    assert sorted(found) == list("ABCDEFG")
    assert (found["E"].plan, found["A"].plan, found["B"].plan) == (85, 50, 50)
    assert found["E"].each == pytest.approx(40 / (40 / 60))
    assert found["A"].each == pytest.approx(20 / (20 / 60))
    assert (found["B"].each, found["B"].officers) == (30, 1)
    assert (found["G"].each, found["G"].over_plan) == (None, None)


@given(
    st.lists(
        st.builds(
            HeldCase,
            st.sampled_from("abcd"),
            st.sampled_from(["A", "B3", "C", "D1", "E", "G", None]),
            st.just(1),
        ),
        max_size=60,
    )
)
def test_tiers_of_a_group_share_its_officers_and_cases_between_them(cases):
    by_tier, by_group = cases_by_tier(cases, LEAN), cases_per_officer(cases, LEAN)
    for name, planned in LEAN.table.groups.items():
        heads = {letter: _heads(cases, letter, by_tier[letter]) for letter in planned.tiers}
        whole = _heads_of_group(cases, planned.tiers, by_group[name])
        assert sum(heads.values()) == pytest.approx(whole)


def _heads(cases, letter, against):
    number = sum(case.tier is not None and case.tier[0] == letter for case in cases)
    return number / against.each if against.each else 0


def _heads_of_group(cases, letters, against):
    number = sum(case.tier is not None and case.tier[0] in letters for case in cases)
    return number / against.each if against.each else 0


def test_the_plan_says_what_it_rests_on():
    assert "1,700" in LEAN.table.basis and "assumed" in LEAN.table.basis
