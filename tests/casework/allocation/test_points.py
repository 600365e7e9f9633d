from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.casework.allocation.rules.capacity import (
    Hours,
    NoCapacity,
    Percent,
    available_points,
    capacity,
    capacity_as_published,
    capacity_with,
    points_for_hours,
)
from throughcare.casework.allocation.rules.nightly import (
    NightlyParts,
    TierCount,
    parole_points,
    tier_points,
    tiers_together,
    working_window,
)
from throughcare.casework.allocation.rules.points import (
    Contacts,
    GradeTerms,
    Kind,
    Line,
    OpenCase,
    Where,
    case_points,
    contact_points,
    report_points,
    workload,
    workload_on,
)
from throughcare.foundation.kernel import NoEdition, Refused

TODAY = date(2026, 3, 2)
NOW = workload_on(TODAY)
PUBLISHED = workload_on(TODAY, Line.PUBLISHED)
NONE = Contacts({})
TIERS = sorted(NOW.table.tables[Kind.STANDARD][Where.COMMUNITY])


def load_of(cases, edition=NOW, **more):
    given = {"reports": {}, "delivered_for_others": NONE, "delivered_by_others": NONE} | more
    return workload(cases, edition, **given)


def weigh(tier, where=Where.COMMUNITY, kind=Kind.STANDARD, edition=NOW):
    return case_points(OpenCase(tier, where, kind), edition)


# --- what work weighs -------------------------------------------------------------


@pytest.mark.parametrize(
    ("tier", "where", "kind", "points"),
    [
        ("A3", Where.COMMUNITY, Kind.STANDARD, 206),
        ("A3", Where.LICENCE, Kind.STANDARD, 219),
        ("B1", Where.CUSTODY, Kind.STANDARD, 47),
        ("D0", Where.COMMUNITY, Kind.STANDARD, 29),
        ("D0", Where.LICENCE, Kind.STANDARD, 0),
        ("A3", Where.COMMUNITY, Kind.TRANSITION_TO_ADULTHOOD, 75),
        ("C2S", Where.COMMUNITY, Kind.STANDARD, 0),
    ],
)
def test_a_case_weighs_what_its_tier_place_and_kind_say(tier, where, kind, points):
    assert weigh(tier, where, kind).points == weigh(tier, where, kind, PUBLISHED).points == points


def test_a_case_without_a_tier_weighs_something_and_says_on_what_basis():
    weighed = weigh(None)
    assert weighed.points == weigh("C1").points > 0
    assert "no tier yet" in str(weighed.finding) and "assumed" in str(weighed.finding)


def test_the_published_edition_counts_a_case_without_a_tier_as_nothing():
    assert weigh(None, edition=PUBLISHED).points == 0


def test_tiers_a_to_g_have_points_only_where_somebody_has_set_them():
    assert weigh("A").points > weigh("G").points > 0
    with pytest.raises(Refused, match="no points for tier A"):
        weigh("A", edition=PUBLISHED)


@given(st.text(max_size=3), st.sampled_from(Where), st.sampled_from(Kind))
def test_any_tier_at_all_weighs_something_or_is_refused(tier, where, kind):
    try:
        assert weigh(tier, where, kind).points >= 0
    except Refused as refused:
        assert refused.field == "tier"


def test_a_suffix_alone_is_no_tier():
    with pytest.raises(Refused):
        weigh("S")


def test_a_missing_tier_never_stops_a_total():
    assert load_of([OpenCase(None, Where.CUSTODY, Kind.STANDARD)]).total > 0


@given(st.sampled_from(["A", "B", "C", "D"]), st.sampled_from(Where))
def test_more_change_never_weighs_less(letter, where):
    points = [weigh(f"{letter}{change}", where).points for change in range(4)]
    assert points == sorted(points)


contacts = st.dictionaries(
    st.sampled_from([*list(NOW.table.contacts)[:6], "UNKNOWN1", "UNKNOWN2"]), st.integers(0, 9)
).map(Contacts)
cases = st.lists(
    st.builds(OpenCase, st.sampled_from([*TIERS, None]), st.sampled_from(Where), st.sampled_from(Kind)),
    max_size=9,
)
reports = st.fixed_dictionaries({"standard": st.integers(0, 5), "fast": st.integers(0, 5)})


@given(cases, cases, contacts, contacts, reports)
def test_a_total_is_the_sum_of_its_parts(mine, more, gave, had, asked):
    both = load_of([*mine, *more], reports=asked, delivered_for_others=gave, delivered_by_others=had)
    parts = [load_of(some).total for some in (mine, more)]
    support = contact_points(gave, NOW)[0] - contact_points(had, NOW)[0]
    assert both.total == sum(parts) + 138 * asked["standard"] + 65 * asked["fast"] + support


def test_a_contact_of_an_unknown_kind_is_reported_and_not_quietly_dropped():
    load = load_of([], delivered_for_others=Contacts({"CMS06": 2, "NEW99": 3}))
    assert load.total == 52
    assert load.unknown_contacts == ("NEW99",)
    assert load_of([], PUBLISHED, delivered_for_others=Contacts({"NEW99": 3})).unknown_contacts == ()


def test_a_report_of_an_unknown_kind_is_refused():
    assert report_points({"parole": 2}, NOW) == 240
    with pytest.raises(Refused, match="no points for a verbal report"):
        report_points({"verbal": 1}, NOW)


def test_there_are_no_points_before_there_was_a_service():
    with pytest.raises(NoEdition):
        workload_on(date(1990, 1, 1))


# --- what somebody can carry ------------------------------------------------------


def test_a_senior_officer_has_hours_and_so_a_capacity():
    assert available_points(Hours("SPO", None, Decimal(0)), NOW).points == 2176
    assert available_points(Hours("SPO", None, Decimal(0)), PUBLISHED).points == 0


def test_reductions_come_off_the_week():
    found = available_points(Hours("PO", Decimal(37), Decimal("18.5")), NOW)
    assert found.points == 1088
    assert "18.5 of 37 hours" in str(found.finding)


def test_hours_not_recorded_are_the_grades_own_and_it_says_so():
    found = available_points(Hours("PSO", None, Decimal(0)), NOW)
    assert found.points == 2176
    assert "not recorded" in str(found.finding)


def test_a_grade_nobody_knows_is_refused():
    with pytest.raises(Refused, match="DMY is not a grade"):
        available_points(Hours("DMY", None, Decimal(0)), NOW)


hours = st.decimals(0, 60, places=2)


@given(hours, hours, st.integers(0, 5000))
def test_more_hours_never_buy_fewer_points_and_none_buy_none(one, other, target):
    terms = GradeTerms(target, Decimal(37))
    low, high = sorted((one, other))
    assert 0 <= points_for_hours(low, terms) <= points_for_hours(high, terms)
    assert points_for_hours(Decimal(0), terms) == points_for_hours(Decimal(-3), terms) == 0
    assert points_for_hours(Decimal(37), terms) == target


def test_a_whole_number_of_points_is_not_lost_to_rounding():
    assert points_for_hours(Decimal(40), GradeTerms(7, Decimal(7))) == 40


def test_somebody_with_no_points_to_give_has_no_percentage_rather_than_a_good_one():
    assert capacity(500, 0) == NoCapacity(500)
    assert capacity_as_published(500, 0) == 0
    assert capacity(0, 1000) == Percent(Decimal(0))


@given(st.integers(0, 5000), st.integers(0, 300), st.integers(1, 3000))
def test_one_more_case_never_makes_anybody_emptier(load, points, available):
    before, after = capacity(load, available), capacity_with(load, points, available)
    assert after.value >= before.value


def test_a_percentage_is_rounded_to_a_tenth_half_up():
    assert capacity(1101, 2000).value == Decimal("55.1")
    assert str(capacity(1101, 2000)) == "55%"


# --- the nightly tool's sums ------------------------------------------------------


counts = st.builds(TierCount, st.integers(0, 50), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
weights = st.fixed_dictionaries(
    {name: st.integers(-20, 150) for name in ("warrants", "unpaid_work", "overdue_termination")}
)


@given(counts, st.integers(0, 300), weights)
def test_subtracting_inactive_cases_never_adds_points(count, points, kept):
    whole = tier_points(count, points, kept, subtract_inactive=False)
    less = tier_points(count, points, kept, subtract_inactive=True)
    assert less <= whole == count.total * points
    assert tier_points(count, points, dict.fromkeys(kept, 100), subtract_inactive=True) == whole


@given(st.lists(st.tuples(counts, st.integers(0, 300)), max_size=5), weights)
def test_tiers_together_are_the_sum_of_each(groups, kept):
    each = sum(tier_points(count, points, kept, subtract_inactive=True) for count, points in groups)
    assert tiers_together(groups, kept, subtract_inactive=True) == each


def test_the_nightly_total_is_rounded_half_up_once():
    assert NightlyParts(Decimal("10.5"), 0, 0).total == 11
    assert (
        NightlyParts(Decimal("10.25"), 138, 65, parole_points(2, 120, enabled=True), Decimal("0.25")).total
        == 454
    )


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_every_instant_lies_in_one_working_window_and_windows_meet(at):
    start, end = working_window(at)
    assert start <= at < end
    assert working_window(end)[0] == end
    assert end - start in (timedelta(hours=23), timedelta(hours=24), timedelta(hours=25))
