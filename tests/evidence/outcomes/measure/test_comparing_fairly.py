"""Adjustment, standardisation, decomposition, funnels and forecasts say no more than the numbers do."""

import math
from csv import DictReader
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.shared import shared_path

from throughcare.evidence.outcomes.measure.adjust import adjusted, design_effect, standardised
from throughcare.evidence.outcomes.measure.breaks import joined
from throughcare.evidence.outcomes.measure.decompose import split_change, split_within
from throughcare.evidence.outcomes.measure.definition import definitions
from throughcare.evidence.outcomes.measure.forecast import early_curve, forecast
from throughcare.evidence.outcomes.measure.funnel import Standing, funnel
from throughcare.evidence.outcomes.measure.question import Question
from throughcare.evidence.outcomes.measure.reference import moments
from throughcare.evidence.outcomes.measure.results import reoffending, series
from throughcare.evidence.outcomes.measure.synth import synthesise
from throughcare.evidence.outcomes.measure.tables import load
from throughcare.foundation.kernel import Period, Refused
from throughcare.foundation.kernel.permissions import Permission

from .building import an_event, an_offence, tables

DAY = date(2019, 1, 5)


def counts_of(hits, size, predicted=0.5, repeats=1):
    """A cell of so many people, each there ``repeats`` times, the first ``hits`` of whom reoffend once in each."""
    days = [DAY + timedelta(days=90 * n) for n in range(repeats)]
    events = [an_event(person, day, predicted=predicted) for person in range(1, size + 1) for day in days]
    offences = [an_offence(person, days[-1] + timedelta(days=3)) for person in range(1, hits + 1)]
    [counts] = moments(
        Question(tables(events, offences), definitions()["england-and-wales-three-month"])
    ).values()
    return counts


def test_a_cohort_predicted_to_be_harder_is_adjusted_down_by_the_difference():
    found = adjusted(counts_of(30, 60, predicted=0.55), baseline_predicted=0.50)
    assert found.observed == 0.5
    assert found.adjusted.value == pytest.approx(0.45)
    assert found.adjusted.low < 0.45 < found.adjusted.high


def test_people_without_a_prediction_are_left_out_and_said_to_be():
    events = [
        an_event(1, DAY, predicted=0.2),
        an_event(2, DAY, predicted=None),
        an_event(3, DAY, predicted=0.4),
    ]
    [counts] = moments(
        Question(tables(events, [an_offence(2, DAY + timedelta(days=9))]), definitions()["scotland"])
    ).values()
    found = adjusted(counts, baseline_predicted=0.3)
    assert (found.known, found.entries, found.observed) == (2, 3, 0.0)
    assert found.predicted == pytest.approx(0.3)


def test_with_no_prediction_at_all_nothing_is_adjusted():
    with pytest.raises(Refused, match="no predicted chance"):
        adjusted(counts_of(1, 4, predicted=None), baseline_predicted=0.5)


def test_people_there_four_times_make_the_interval_wider():
    once, often = counts_of(20, 40), counts_of(20, 40, repeats=4)
    assert design_effect(once) == pytest.approx(40 / 39)
    assert design_effect(often) > 3.5


def test_an_adjusted_rate_covers_the_truth_about_as_often_as_it_says():
    chance, covered, runs = np.random.default_rng(2), 0, 1000
    template = counts_of(1, 2)
    for _ in range(runs):
        p = chance.beta(2, 2, 400)
        y = chance.random(400) < np.clip(p - 0.05, 0, 1)
        n, hits = 400, int(y.sum())
        counts = replace(
            template, entries=n, people=n, nn=n, reoffended=hits, yy=hits, ny=hits, predicted_known=n, predicted_reoffended=hits,
            predicted_sum=float(p.sum()), predicted_squares=float((p * p).sum()), predicted_hits=float((p * y).sum()),
        )  # fmt: skip
        limits = adjusted(counts, baseline_predicted=0.5).adjusted
        covered += limits.low <= 0.5 - (0.05 - 0.0012) <= limits.high
    assert 0.93 <= covered / runs <= 0.97


def test_standardising_to_one_s_own_people_changes_nothing():
    strata = {"young": (40, 20), "old": (60, 12)}
    assert standardised(strata, {"young": 40, "old": 60}).value == pytest.approx(0.32)
    assert standardised(strata, {"young": 1, "old": 1}).value == pytest.approx(0.35)


def test_a_stratum_with_nobody_to_learn_from_is_refused_and_not_taken_for_nought():
    with pytest.raises(Refused, match="no people in old"):
        standardised({"young": (40, 20)}, {"young": 1, "old": 1})


cell_counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))
populations = st.lists(cell_counts, min_size=8, max_size=8).map(
    lambda counts: {(a, b, c): counts[4 * a + 2 * b + c] for a in (0, 1) for b in (0, 1) for c in (0, 1)}
)


@given(populations, populations)
def test_the_parts_of_a_change_sum_to_it_and_turn_round_with_it(before, after):
    there = split_change(before, after, ["sex", "age", "kind"])
    back = split_change(after, before, ["sex", "age", "kind"])
    assert there.rate + sum(there.make_up.values()) == pytest.approx(there.change, abs=1e-12)
    assert back.rate == pytest.approx(-there.rate, abs=1e-12)


@given(populations)
def test_when_only_the_people_change_the_rate_has_no_part(before):
    after = {
        stratum: (3 * n if stratum[0] else n, 3 * h if stratum[0] else h)
        for stratum, (n, h) in before.items()
    }
    found = split_change(before, after, ["sex", "age", "kind"])
    assert found.rate == pytest.approx(0, abs=1e-12)
    assert found.make_up["sex"] == pytest.approx(found.change, abs=1e-9) or found.make_up["age"] != 0


@given(populations, populations, populations)
def test_a_series_splits_so_that_its_steps_sum_to_its_whole(one, two, three):
    years, names = [one, two, three], ["sex", "age", "kind"]
    steps = [split_within(years, names, first=a, last=a + 1) for a in (0, 1)]
    whole = split_within(years, names)
    assert sum(step.rate for step in steps) == pytest.approx(whole.rate, abs=1e-12)
    assert sum(step.make_up["age"] for step in steps) == pytest.approx(whole.make_up["age"], abs=1e-12)


def test_a_stratum_that_empties_is_refused():
    with pytest.raises(Refused, match="every stratum"):
        split_change({("F",): (1, 0), ("M",): (2, 1)}, {("M",): (2, 1)}, ["sex"])


def scottish(year):
    rows = DictReader(
        shared_path("data/scotland-ni-reconvictions/scotland_reconv_2004_2016_sex_age.csv").open()
    )
    return {
        (r["Sex"], r["Age"]): (int(r["offenders"]), int(r["reconvicted"]))
        for r in rows
        if r["year"] == str(year)
    }


@pytest.mark.shared
def test_scotland_s_fall_is_mostly_what_people_did_and_partly_that_they_grew_older():
    found = split_change(scottish(2004), scottish(2016), ["sex", "age"])
    parts = (found.rate, found.make_up["age"], found.make_up["sex"])
    assert [round(found.share(part), 2) for part in parts] == [57.23, 41.31, 1.46]


@given(populations, populations)
def test_what_the_rates_did_does_not_depend_on_how_finely_the_make_up_is_named(before, after):
    def as_one(strata):
        return {(stratum,): counts for stratum, counts in strata.items()}

    finely = split_change(before, after, ["sex", "age", "kind"])
    at_once = split_change(as_one(before), as_one(after), ["who"])
    assert finely.rate == pytest.approx(at_once.rate, abs=1e-12)
    assert sum(finely.make_up.values()) == pytest.approx(at_once.make_up["who"], abs=1e-12)


@given(populations, populations)
def test_going_back_undoes_every_part(before, after):
    there, back = (split_change(*way, ["sex", "age", "kind"]) for way in ((before, after), (after, before)))
    assert back.rate == pytest.approx(-there.rate, abs=1e-12)
    for name, part in there.make_up.items():
        assert back.make_up[name] == pytest.approx(-part, abs=1e-12)


def places(**hits_of_sixty):
    return {name: counts_of(hits, 60) for name, hits in hits_of_sixty.items()}


def test_a_funnel_says_who_differs_by_more_than_chance_and_ranks_nobody():
    found = funnel(places(a=30, b=30, c=31, d=29, e=30, f=55), target=0.5, common_variation=False)
    standings = {place.name: place.standing for place in found.places}
    assert standings["f"] is Standing.VERY_HIGH
    assert {standings[name] for name in "abcde"} == {Standing.WITHIN}
    assert [place.entries for place in found.places] == sorted(place.entries for place in found.places)


def test_limits_narrow_with_size_and_meet_the_target_between_them():
    cells = {"small": counts_of(5, 12), "middle": counts_of(20, 40), "large": counts_of(60, 120)}
    limits = funnel(cells).limits
    widths = [line.high_alarm - line.low_alarm for line in limits]
    assert widths == sorted(widths, reverse=True)
    assert all(a.low_alarm <= a.low_warning <= a.high_warning <= a.high_alarm for a in limits)


def test_variation_that_most_places_share_widens_the_limits_for_all():
    cells = places(a=10, b=20, c=30, d=40, e=50, f=15, g=45)
    assert funnel(cells).spread > 5
    assert sum(p.standing is not Standing.WITHIN for p in funnel(cells).places) == 0
    assert sum(p.standing is not Standing.WITHIN for p in funnel(cells, common_variation=False).places) >= 5


def test_a_frequency_funnel_takes_its_variance_from_people_and_not_from_poisson():
    quiet, bursts = counts_of(30, 60), replace(counts_of(30, 60), reoffences=30, ff=300)
    cells = {"a": quiet, "b": bursts, "c": bursts}
    wide = funnel(cells, frequency=True, common_variation=False).limits[0]
    assert wide.high_warning - wide.low_warning > 2 * 1.96 * math.sqrt(0.5 / 60)


def test_two_places_are_no_funnel():
    with pytest.raises(Refused, match="three places"):
        funnel(places(a=1, b=2))


FINISHED = [{8: 0.33, 11: 0.39, 17: 0.43}, {8: 0.34, 11: 0.40, 17: 0.45}, {8: 0.31, 11: 0.37, 17: 0.40}]


def test_a_forecast_scales_the_latest_look_and_holds_it_within():
    found = forecast({4: 0.2, 8: 0.32}, 3000, FINISHED)
    assert found.month == 8
    assert found.final.low < 0.32 * (0.43 / 0.33) < found.final.high
    assert 0 < found.from_unlikeness < 1


def test_a_final_look_leaves_only_chance():
    found = forecast({17: 0.43}, 3000, FINISHED)
    assert found.final.value == pytest.approx(0.43)
    assert found.from_unlikeness == 0


def test_a_forecast_needs_three_finished_cohorts_looked_at_in_that_month():
    with pytest.raises(Refused, match="3 finished"):
        forecast({8: 0.3}, 100, FINISHED[:2])
    with pytest.raises(Refused, match="month 9"):
        forecast({9: 0.3}, 100, FINISHED)


def test_forecasts_hold_the_final_figure_about_as_often_as_they_say():
    chance, held, runs = np.random.default_rng(4), 0, 1000
    for _ in range(runs):
        curves = []
        for _ in range(7):
            final, early = chance.normal(0.43, 0.01), chance.normal(0.77, 0.015)
            known = chance.binomial(2000, final)
            curves.append({8: chance.binomial(known, early) / 2000, 17: known / 2000})
        now = curves.pop()
        limits = forecast({8: now[8]}, 2000, curves).final
        held += limits.low <= now[17] <= limits.high
    assert held / runs >= 0.93


@pytest.mark.shared
def test_month_eight_of_the_companies_curve_foresees_an_interval_that_holds_month_seventeen():
    import json

    published = json.loads(shared_path("vectors/outcomes/england_wales_published_points.json").read_text())
    curve = {int(m): v / 100 for m, v in published["interim_curve"]["months_pct"].items()}
    # assumed maturities at month 8, on either side of three quarters: no other cohort's curve is published
    finished = [{8: share, 17: 1.0} for share in (0.70, 0.75, 0.80, 0.85)]
    found = forecast({8: curve[8]}, 24_218, finished)
    assert found.final.low <= curve[17] <= found.final.high


def test_a_series_is_joined_with_its_breaks_in_sight():
    extract = tables([an_event(n, DAY) for n in range(1, 60)])
    names = ("england-and-wales-annual", "england-and-wales-three-month", "england-and-wales-three-month")
    series = joined([reoffending(extract, name, engine="reference") for name in names])
    assert [bool(found) for _, found in series] == [False, True, False]
    assert joined([]) == []


def test_a_national_series_is_measured_by_the_definition_of_each_day_and_breaks_in_october_2015():
    days = [date(2015, 9, 30)] * 40 + [date(2015, 10, 1)] * 50
    extract = tables([an_event(n, day) for n, day in enumerate(days, 1)])
    (annual, none), (quarterly, found) = series(extract, "england-and-wales", engine="reference")
    assert none is None and found is not None and found.differing == ("cohort_months",)
    assert [result.cell().entries for result in (annual, quarterly)] == [40, 50]
    with pytest.raises(Refused, match="england-and-wales"):
        series(extract, "wessex")


@pytest.mark.parametrize("engine", ["reference", "duckdb", "sorted"])
def test_a_cohort_is_chosen_by_day_and_by_column_before_anybody_s_first_event_is(engine):
    events = [
        an_event(1, date(2019, 1, 5), area="South"),
        an_event(1, date(2019, 2, 5), area="North"),
        an_event(2, date(2019, 5, 5), area="North"),
    ]
    result = reoffending(
        tables(events),
        "england-and-wales-annual",
        engine=engine,
        within=Period(date(2019, 1, 1), date(2019, 4, 1)),
        where={"area": ["North"]},
        unsuppressed_for={Permission.DRILL_TO_PEOPLE},
    )
    assert result.cell().entries == 1
    assert result.people_in(may={Permission.DRILL_TO_PEOPLE}) == [1]


def test_choosing_by_a_column_that_events_do_not_have_is_refused():
    with pytest.raises(Refused, match="not sex"):
        reoffending(tables([an_event(1, DAY)]), "scotland", where={"sex": ["F"]})


def test_choosing_by_what_is_not_recorded_is_refused():
    with pytest.raises(Refused, match="what is recorded"):
        reoffending(tables([an_event(1, DAY)]), "scotland", where={"area": [None]})


def test_invented_cohorts_that_finished_foresee_one_that_has_not(tmp_path):
    synthesise(tmp_path, events=9000, seed=12)
    extract, annual = load(tmp_path), definitions()["england-and-wales-annual"]
    curves = [
        early_curve(
            extract,
            annual,
            (6, 9, 18),
            within=Period(date(year, 1, 1), date(year + 1, 1, 1)),
            engine="sorted",
        )
        for year in range(2009, 2016)
    ]
    assert all(curve[6] < curve[9] < curve[18] for curve in curves)
    *finished, latest = curves
    found = forecast({month: latest[month] for month in (6, 9)}, 700, finished)
    assert found.month == 9
    assert found.final.low <= latest[18] <= found.final.high


def test_a_month_that_nobody_has_reached_is_not_on_the_curve():
    extract = tables([an_event(n, DAY) for n in range(1, 40)], known_to=DAY + timedelta(days=200))
    annual = definitions()["england-and-wales-annual"]
    assert early_curve(extract, annual, (3, 6, 9), engine="reference") == {3: 0.0, 6: 0.0}
