"""The people of a run as tables: the official measure counts of them what the run counted, and an effect put in is found again."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from evidence.pilot.worlds import AREA, small

from throughcare.evidence.outcomes.compare.design import Design
from throughcare.evidence.outcomes.compare.effect import Measure
from throughcare.evidence.outcomes.compare.weighting import entropy_balance, weighted_effect
from throughcare.evidence.outcomes.measure.definition import definition
from throughcare.evidence.outcomes.measure.question import Question
from throughcare.evidence.outcomes.measure.reference import moments
from throughcare.evidence.outcomes.measure.tables import load
from throughcare.evidence.pilot.people import IN_THE_WEEK, people_of, tables_of, write_people
from throughcare.evidence.pilot.running import Spec, prepared, run_design
from throughcare.foundation.kernel import Refused

SPEC = Spec(weeks=156, replications=1)


def counted(tables, **how):
    """Everybody followed, reoffenders and reoffences by the official measure, added over its quarters."""
    found = moments(Question(tables, definition("england-and-wales-three-month"), **how)).values()
    return [
        sum(getattr(one, name) for one in found) for name in ("entries", "reoffended", "reoffences")
    ], sum(one.awaiting for one in found)


def test_the_official_measure_counts_what_the_run_counted():
    tables = tables_of(small(), AREA, SPEC)
    tables.check()
    run = run_design(small(), SPEC)
    found, awaiting = counted(tables)
    assert found == [int(run.total(name)[0]) for name in ("followed", "reoffended", "reoffences")]
    assert awaiting == 0
    assert found[1] > 0


def test_it_counts_the_same_for_each_body_that_held_them():
    tables = tables_of(small(), AREA, SPEC)
    run = run_design(small(), SPEC)
    bodies = [*map(str, run.bodies), "nobody"]
    asked = moments(Question(tables, definition("england-and-wales-three-month"), by=("body",)))
    for place, body in enumerate(bodies):
        mine = sum(one.reoffended for labels, one in asked.items() if labels[-1] == body)
        assert mine == run.of_body("reoffended")[0, place]


def test_keeping_a_log_changes_nothing_that_happens():
    alone = run_design(small(), SPEC)
    tables_of(small(), AREA, SPEC)
    assert run_design(small(), SPEC).hash == alone.hash


def test_the_tables_are_written_as_outcomes_read_them_and_say_that_they_are_made_up(tmp_path):
    rows = write_people(small(), AREA, SPEC, tmp_path)
    said = json.loads((tmp_path / "extract.json").read_text())
    assert said["made_by"] == "pilot"
    assert said["warning"].startswith("Made up")
    assert said["rows"] == rows
    read = load(tmp_path)
    assert counted(read) == counted(tables_of(small(), AREA, SPEC))


def test_an_area_that_the_design_has_not_is_refused():
    with pytest.raises(Refused, match="expected one of one area"):
        tables_of(small(), "elsewhere", SPEC)


def outcomes(tables):
    """Each index event's predicted chance, and whether a reoffence was committed within its year, from the tables alone."""
    events, offences = tables.read("index_events"), tables.read("offences")
    whose = events["person_id"].to_numpy()
    began = events["event_date"].to_numpy().astype("datetime64[D]").astype(int)
    order = np.lexsort((offences["offence_date"].to_numpy(), offences["person_id"].to_numpy()))
    person = offences["person_id"].to_numpy()[order]
    day = offences["offence_date"].to_numpy().astype("datetime64[D]").astype(int)[order]
    key = person.astype(np.int64) * 100_000 + day
    first, last = (np.searchsorted(key, whose * 100_000 + began + days) for days in (0, 364 + IN_THE_WEEK))
    return events["predicted"].to_numpy(), last > first


def a_study(turn, alone, helped):
    """A study of one replication with the help and another, with other people, without."""
    ours = outcomes(people_of(helped, AREA, 10_000 + turn))
    theirs = outcomes(people_of(alone, AREA, turn))
    predicted = np.concatenate([ours[0], theirs[0]])
    treated = np.concatenate([np.ones(len(ours[0]), bool), np.zeros(len(theirs[0]), bool)])
    again = np.concatenate([ours[1], theirs[1]]).astype(float)
    design = Design(("predicted",), predicted[:, np.newaxis], (0,), treated)
    return weighted_effect(again, design, entropy_balance(design), Measure.BINARY)


def test_an_effect_that_was_put_in_lies_in_the_interval_of_a_study_of_the_people_93_to_97_times_in_100():
    helped = small(
        people=200, brings=frozenset({"structured_supervision"}), effects={"structured_supervision": 0.6}
    )
    designs = (small(people=200), helped)
    runs = [run_design(one, Spec(weeks=91, replications=2500, first=50_000)) for one in designs]
    shares = [one.total("reoffended").sum() / one.total("followed").sum() for one in runs]
    truth = shares[1] - shares[0]
    assert truth < -0.02
    ready = [prepared(one, Spec(weeks=91, replications=1)) for one in designs]
    found = [a_study(turn, *ready) for turn in range(1000)]
    assert 0.93 <= np.mean([truth in one.interval for one in found]) <= 0.97
    assert np.mean([one.difference for one in found]) == pytest.approx(truth, abs=0.006)


def test_a_day_in_a_year_of_366_days_is_in_the_same_year_of_weeks():
    leap = replace(small(), starts=date(2027, 10, 4))
    found, _ = counted(tables_of(leap, AREA, SPEC))
    run = run_design(leap, SPEC)
    assert found == [int(run.total(name)[0]) for name in ("followed", "reoffended", "reoffences")]
