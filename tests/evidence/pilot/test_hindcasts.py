"""Hindcasts are run blind and told whole: a miss stands on the page as it came out."""

import csv
from pathlib import Path

import pytest
from support.shared import shared_path
from typer.testing import CliRunner

from throughcare.evidence.pilot.assumptions import assumptions_on
from throughcare.evidence.pilot.hindcasts import ASKED, ON, Verdict, hindcasts, in_markdown, interim_curve

PAGE = Path(__file__).resolve().parents[3] / "docs" / "pilot.md"


@pytest.mark.shared
def test_every_visible_hindcast_is_asked_or_says_why_it_cannot_be():
    rows = list(csv.DictReader(shared_path("data/pilot_parameters/hindcasts_visible.csv").open()))
    assert [row["id"] for row in rows] == [one.name for one in ASKED]
    for one in hindcasts():
        assert one.because
        assert bool(one.found) == (one.verdict in {Verdict.HIT, Verdict.MISS})


def test_the_page_shows_every_hindcast_as_it_comes_out_now():
    assert in_markdown(hindcasts()) in PAGE.read_text("utf-8")


def test_the_interim_curve_rises_to_its_last_point_and_no_published_point_is_put_in():
    found = interim_curve()
    assert found == sorted(found)
    assert found[-1] == pytest.approx(43)
    values = {one.value for one in assumptions_on(ON).table.values.values()}
    assert not values & {33.0, 39.0, 42.0, 43.0, 0.33, 0.39, 0.42 + 0.01, 0.43}


def test_a_miss_is_told_as_one():
    verdicts = {one.name: one.verdict for one in hindcasts()}
    assert verdicts["H7"] is Verdict.MISS
    assert verdicts["H9"] is Verdict.HIT


def test_the_console_tells_them():
    from throughcare.faces.pilot.console import app

    told = CliRunner().invoke(app, ["hindcast"], env={"COLUMNS": "260"})
    assert told.exit_code == 0, told.output
    for one in hindcasts():
        assert one.what in told.output


def test_the_contracts_of_2014_are_asked_of_what_was_published_before_and_of_no_outcome():
    from throughcare.evidence.pilot import hindcast_contracts as then

    verdicts = {one.name: one for one in hindcasts()}
    for name in ("H1", "H2", "H3", "H4", "H8"):
        assert verdicts[name].verdict is Verdict.MISS, verdicts[name]
    inputs = {one for one in vars(then).values() if isinstance(one, (int, float))} | set(
        then.REPORTS.values()
    )
    money = {one.value for one in assumptions_on(ON).table.money.values()}
    assert not (inputs | money) & {14, 443, 443e6, 2.3e9, 0.16, 0.48, 16, 48, 142, 155, 1.42, 1.55}


def test_a_company_that_believed_too_little_fixed_is_worse_off_the_further_volume_falls():
    from throughcare.evidence.pilot import hindcast_contracts as then

    believed, was = (
        then.company(fixed, known_to=2017)[0].profit for fixed in (then.BELIEVED, then.AS_IT_WAS)
    )
    assert was < believed
    known = [then.company(then.AS_IT_WAS, known_to=year)[0].profit for year in (2015, 2016, 2017, 2018)]
    assert known == sorted(known, reverse=True)
