"""The nation and its areas: everybody once, each area told apart, and the tables of the document as a run makes them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from evidence.pilot.worlds import small

from throughcare.evidence.pilot.comparing import counts_of
from throughcare.evidence.pilot.design import PRESENT, design_from, of_preset
from throughcare.evidence.pilot.nation import NATION, SUPERVISED, nation
from throughcare.evidence.pilot.placing import placed
from throughcare.evidence.pilot.running import Spec, run_design
from throughcare.evidence.pilot.seven import TOLD, seven
from throughcare.foundation.kernel import Refused

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "pilot.md"
AREAS = {"North East": 500, "Wales": 700}


@pytest.fixture(scope="module")
def runs():
    spec = Spec(weeks=104, replications=4)
    present, other = (replace(small(name), areas=AREAS) for name in (PRESENT, "nacro-2012"))
    return run_design(present, spec), run_design(other, spec)


def test_everybody_supervised_is_in_one_of_twelve_regions_by_who_lives_there():
    found = nation()
    assert len(found) == 12
    assert sum(found.values()) == SUPERVISED
    assert found["London"] == max(found.values()) == round(SUPERVISED * 8_799_810 / 59_597_576)


def test_a_design_may_name_the_nation_by_one_word_and_another_word_is_refused_at_its_line():
    assert design_from(f"name: mine\nareas: {NATION}\n", "mine").areas == nation()
    with pytest.raises(Refused, match=r"line 2.*expected england-and-wales"):
        design_from("name: mine\nareas: scotland\n", "mine")


def test_what_is_counted_in_each_area_is_what_was_counted_of_all(runs):
    for run in runs:
        each = [counts_of(run, at) for at in range(len(AREAS))]
        for name, every in counts_of(run).items():
            assert np.allclose(sum(one[name] for one in each), every), name


def test_each_area_is_told_with_its_people_its_range_and_which_way_it_is_seen_to_go(runs):
    found = placed(*runs)
    assert {one.area: one.people for one in found} == AREAS
    for one in found:
        first = one.differences[0]
        way = "more reoffend" if first.low > 0 else "fewer reoffend" if first.high < 0 else None
        assert one.seen == (way or "not told apart from chance")
        assert all(by.low <= by.by <= by.high for by in one.differences)


def test_a_design_beside_itself_is_told_apart_in_no_area(runs):
    for one in placed(runs[0], runs[0]):
        assert one.seen == "not told apart from chance"
        assert {(by.by, by.low, by.high) for by in one.differences} == {(0.0, 0.0, 0.0)}


def test_the_table_of_one_area_in_the_document_is_what_a_run_makes():
    text = DOCUMENT.read_text("utf-8")
    lines = seven({"one area": 6000}, Spec(weeks=260, replications=8))
    assert len(lines) == 9
    assert "\n".join(lines) in text


def test_the_table_of_the_nation_in_the_document_is_what_a_run_makes():
    told = "home-office-2005"
    lines = seven(nation(), Spec(weeks=260, replications=4), models=[PRESENT, told])
    text = DOCUMENT.read_text("utf-8")
    after = text.partition("## The seven in the nation")[2]
    assert lines[0].count("|") == len(TOLD) + 2
    assert all(line in after for line in lines)
    assert all(f"| {name} | " in after for name in map(_name, (of_preset(told), of_preset("nacro-2012"))))


def _name(design):
    return design.name
