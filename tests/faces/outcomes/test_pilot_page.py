"""Two designs are tried on the same made-up people by a job: one picture, a table beside it, and what it cannot tell."""

import csv
import io
import re
from urllib.parse import parse_qs

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from support.browser import (
    assert_accessible,
    assert_fits_at_twice_the_size,
    assert_no_sideways_scroll,
    assert_reads_in_own_colours,
)

from throughcare.evidence.pilot.design import design_from
from throughcare.faces.outcomes.answers import piloting, work
from throughcare.faces.outcomes.answers.placing import local_in
from throughcare.faces.outcomes.pages.pilot import EXAMPLE, FIXED
from throughcare.faces.outcomes.pages.pilot_out import COLUMNS, WARNING, as_text
from throughcare.foundation.operating_model.rules import load_model
from throughcare.foundation.operating_model.rules.faults import faults_of

ADDRESS = "/outcomes/pilot"
TRIED = f"{ADDRESS}?one=england-and-wales-2021&other=transforming-rehabilitation-2014&size=quick"
MINE = "name: mine\nmodel: durham-tees-valley-2012\nstarts: 2026-10-05\nbrings: [reminder]\n"


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    """The same trial on fewer people, for fewer weeks and draws."""
    monkeypatch.setitem(piloting.SIZES, "quick", ("A quick look", 150, 1, 8, 2))


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_nothing_is_run_until_it_is_asked_for(members, signed_in, work_it_out):
    page = text_of(signed_in(members["analyst"]).get(ADDRESS))
    assert "before either is law" in page
    assert work_it_out() == 0


def test_a_trial_ends_in_one_picture_a_table_beside_it_and_what_it_cannot_tell(members, answer, signed_in):
    page = text_of(answer(members["analyst"], TRIED))
    assert "Made up. Not known" in page or "Made up. If what is assumed lies in its ranges" in page
    for words in ("By chance alone", "By what is not known", "Change of manager", "far: 1.15", *FIXED):
        assert words in page
    chart = signed_in(members["commissioner"]).get(
        f"{ADDRESS}/chart/difference.svg?{TRIED.partition('?')[2]}"
    )
    assert chart["Content-Type"] == "image/svg+xml"


def test_a_design_of_ones_own_is_sent_kept_for_a_week_and_tried(members, signed_in, answer):
    client = signed_in(members["commissioner"])
    went = client.post(ADDRESS, {"file": SimpleUploadedFile("mine.yaml", MINE.encode())})
    assert went.status_code == 302
    assert "mine" not in went["Location"].partition("own-")[0]
    page = text_of(answer(members["commissioner"], went["Location"]))
    assert "brings reminder" in page


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name: mine\nassume: {missed: 3}\n", "line 2: missed must be a number from 0 to 1"),
        (b"name: mine\nmodel: utopia\n", "line 2: model “utopia” is not known"),
        (b"\xff\xfe", "not text in UTF-8"),
        (b"x" * 300_000, "larger than 200,000 bytes"),
    ],
)
def test_a_design_with_a_fault_is_refused_with_its_line(members, signed_in, content, said):
    answer = signed_in(members["analyst"]).post(ADDRESS, {"file": SimpleUploadedFile("mine.yaml", content)})
    assert said in text_of(answer)


def test_a_design_that_is_no_longer_kept_says_so(members, answer, signed_in):
    name = piloting.kept(MINE)
    cache.delete(f"pilot-{name}")
    page = text_of(answer(members["analyst"], f"{ADDRESS}?one=nacro-2012&other={name}&size=quick"))
    assert "is gone. Send it again." in page


def test_a_trial_can_be_stopped_and_asked_for_again(members, signed_in, work_it_out):
    address = TRIED.replace("england-and-wales-2021", "nacro-2012")
    client = signed_in(members["analyst"])
    waiting = text_of(client.get(address))
    assert "Stop it" in waiting
    client.post(address, {"stop": "yes"})
    assert work_it_out() == 1
    stopped = text_of(client.get(address))
    assert work.STOPPED in stopped
    client.post(address)
    assert work_it_out() == 1
    assert "By chance alone" in text_of(client.get(address))


def test_officers_may_not_open_it(members, signed_in):
    assert signed_in(members["offender manager"]).get(ADDRESS).status_code == 403


@pytest.mark.browser
def test_it_is_accessible_and_fits_a_phone(members, answer, in_browser):
    answer(members["analyst"], TRIED)
    page = in_browser(members["analyst"])
    for address in (ADDRESS, TRIED):
        page.goto(address)
        assert_accessible(page)
        assert_fits_at_twice_the_size(page)
        assert_reads_in_own_colours(page)
        assert_no_sideways_scroll(page)


def test_it_says_who_gains_and_what_would_be_paid_for_chance(members, answer):
    page = text_of(answer(members["analyst"], TRIED))
    for words in (
        "are the likeliest neglected?",
        "The most likely tenth",
        "Sentenced for a sexual or violent offence",
        "Held at very high risk of harm",
        "too short for one",
        "What it costs, for each person and year",
        "Providers under contract",
        "Profit hangs most on",
    ):
        assert words in page


def test_a_brief_says_no_more_than_the_trial_and_prints_on_a_page(members, answer):
    answer(members["analyst"], TRIED)
    page = text_of(answer(members["analyst"], TRIED.replace(ADDRESS, f"{ADDRESS}/brief")))
    assert "Made up. Not known" in page or "Made up. If what is assumed lies in its ranges" in page
    for words in ("Change of manager", *FIXED):
        assert words in page


def test_the_tables_come_as_one_file_that_says_what_it_is(members, answer):
    answer(members["analyst"], TRIED)
    file = answer(members["analyst"], TRIED.replace(ADDRESS, f"{ADDRESS}/tables.csv"))
    lines = list(csv.reader(io.StringIO(file.content.decode())))
    assert lines[0] == [WARNING]
    assert tuple(lines[1]) == COLUMNS
    assert {line[0] for line in lines[2:]} == {
        "designs", "figures", "costs", "providers", "predicted", "groups", "levels", "nobody measured", "areas",
    }  # fmt: skip
    assert {len(line) for line in lines[1:]} == {len(COLUMNS)}


@pytest.mark.parametrize("way", ["brief", "tables.csv"])
def test_what_was_not_tried_leads_to_the_trial(members, signed_in, way):
    asked = TRIED.replace(ADDRESS, f"{ADDRESS}/{way}").replace(
        "transforming-rehabilitation-2014", "nacro-2012"
    )
    went = signed_in(members["analyst"]).get(asked)
    assert went.status_code == 302
    assert went["Location"].startswith(f"{ADDRESS}?one=england-and-wales-2021&other=nacro-2012")


def test_a_title_that_a_spreadsheet_would_reckon_is_text():
    assert as_text("=cmd()") == "'=cmd()"
    assert as_text("Two steps") == "Two steps"


def test_a_design_that_was_sent_leaves_as_the_model_that_would_be_adopted(members, signed_in):
    client = signed_in(members["commissioner"])
    phased = MINE + "areas: {north: 900}\nphases:\n  - {from: 2026-11-02, areas: north}\n"
    went = client.post(ADDRESS, {"file": SimpleUploadedFile("mine.yaml", phased.encode())})["Location"]
    name = parse_qs(went.partition("?")[2])["other"][0]
    file = client.get(f"{ADDRESS}/model.yaml", {"design": name})
    made = load_model(file.content.decode(), "mine.yaml")
    assert made.name == "mine"
    assert faults_of(file.content.decode(), "mine.yaml") == []
    tried = design_from(MINE, "it").after
    for function, lines in made.functions.items():
        assert [line.held_by for line in lines] == [line.held_by for line in tried.functions[function]]
    assert piloting.phases_named(name) == [("north", "2026-11-02")]
    gone = client.get(f"{ADDRESS}/model.yaml", {"design": "own-nothing"}, follow=True)
    assert "is gone. Send it again." in text_of(gone)


def test_regions_are_told_apart_on_a_map_with_the_table_beside_it(members, answer, signed_in, monkeypatch):
    monkeypatch.setitem(piloting.SIZES, "quick", ("The nation", None, 1, 8, 2))
    monkeypatch.setattr("throughcare.evidence.pilot.nation.nation", lambda: {"Wales": 60, "London": 90})
    asked = TRIED.replace("transforming-rehabilitation-2014", "home-office-2005")
    page = text_of(answer(members["analyst"], asked))
    assert "Where more or fewer reoffend" in page and "Wales 60 " in page and "London 90 " in page
    drawn = signed_in(members["analyst"]).get(f"{ADDRESS}/chart/map.svg?{asked.partition('?')[2]}")
    assert drawn["Content-Type"] == "image/svg+xml"
    shown = drawn.content.decode()
    assert "Cardiff: " in shown and "Camden: " in shown and "County Durham" not in shown


def test_areas_of_no_known_kind_are_on_no_map():
    assert local_in(["north", "south"]) == {}
    assert local_in(["Wales", "north"]) == {}
    assert set(local_in(["Cleveland"]).values()) == {"Cleveland"}
    assert local_in(["North East"]).keys() > local_in(["Cleveland"]).keys()


def test_how_a_file_is_written_is_shown_and_what_is_shown_can_be_sent(members, signed_in):
    assert design_from(EXAMPLE, "the example").name == "two-steps"
    assert "name: two-steps" in signed_in(members["analyst"]).get(ADDRESS).content.decode()
