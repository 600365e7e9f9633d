"""Time to first, with people lost to sight counted only while they were watched."""

from collections import Counter
from csv import DictReader
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from support.shared import shared_path

from throughcare.evidence.outcomes.measure.survival import survival

lives = st.dictionaries(
    st.tuples(st.integers(0, 40), st.booleans()), st.integers(1, 9), min_size=1, max_size=20
)


def lifelines_of(durations, days):
    spread = [(day, happened) for (day, happened), n in durations.items() for _ in range(n)]
    return KaplanMeierFitter().fit([d for d, _ in spread], [h for _, h in spread], timeline=days)


@given(lives)
def test_it_agrees_with_lifelines_on_every_day(durations):
    found = survival(durations)
    days = list(range(found.watched_to + 1))
    peer = lifelines_of(durations, days).survival_function_.iloc[:, 0]
    for day in days:
        assert found.free_at(day).value == pytest.approx(peer.loc[day], abs=1e-12)


def test_its_limits_agree_with_lifelines_too():
    durations = Counter({(5, True): 3, (9, False): 4, (12, True): 2, (20, False): 11, (20, True): 1})
    found, peer = survival(durations), lifelines_of(durations, [5, 9, 12, 20]).confidence_interval_
    for day in (5, 9, 12, 20):
        limits = found.free_at(day)
        assert (limits.low, limits.high) == tuple(pytest.approx(v, abs=1e-9) for v in peer.loc[day])


@given(lives)
def test_the_share_free_only_falls_and_its_limits_hold_it(durations):
    steps = survival(durations).steps
    assert all(a.free.value >= b.free.value for a, b in pairwise(steps))
    assert all(0 <= s.free.low <= s.free.value <= s.free.high <= 1 for s in steps)


def test_nobody_speaks_of_a_day_past_the_last_that_anybody_was_watched():
    found = survival({(10, False): 5})
    assert found.free_at(10).value == 1.0 and found.median is None
    with pytest.raises(ValueError, match="last was day 10"):
        found.free_at(11)


def test_the_median_is_the_day_by_which_half_had():
    assert survival({(3, True): 1, (7, True): 1, (9, False): 2}).median == 7


@pytest.mark.shared
@pytest.mark.parametrize("aid", ["no", "yes"])
def test_released_men_with_and_without_financial_aid_match_the_published_curve(aid):
    rows = DictReader(shared_path("data/recid-textbook/rossi.csv").open())
    durations = Counter((int(r["week"]), r["arrest"] == "1") for r in rows if r["fin"] == aid)
    published = {"no": {26: 0.852, 52: 0.694}, "yes": {26: 0.898, 52: 0.778}}[aid]
    found = survival(durations)
    assert {week: round(found.free_at(week).value, 3) for week in published} == published


@pytest.mark.shared
def test_iowa_s_releases_return_at_the_published_pace():
    rows = DictReader(shared_path("data/iowa-3yr-recidivism/iowa_3yr_recidivism.csv").open())
    names = {name.lower().strip(): name for name in rows.fieldnames}
    days = next(
        original
        for lower, original in names.items()
        if lower.startswith("days to") or lower == "days_to_recidivism"
    )
    durations = Counter((int(float(row[days])), True) if row[days] else (1095, False) for row in rows)
    found = survival(durations)
    assert found.entries == 26_020
    shares = {day: round(found.reoffended_by(day).value, 5) for day in (90, 180, 365, 730, 1095)}
    assert shares == {90: 0.01806, 180: 0.05584, 365: 0.14443, 730: 0.26357, 1095: 0.33363}
