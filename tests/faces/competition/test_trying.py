"""A rule of award and a way of scoring are tried on a page before they are published; nothing of a file is kept."""

from __future__ import annotations

import re
from html import unescape

import pytest
from commissioning.competition.rounds import TWO_LOTS
from django.core.files.uploadedfile import SimpleUploadedFile
from support.people import an_office, joins
from support.wall_visits import browser as opened_by
from typer.testing import CliRunner

from throughcare.commissioning.competition.rules.examples import example, example_text
from throughcare.faces.competition.console import app
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import presets


@pytest.fixture(scope="module")
def buyer(database: object):
    return joins(an_office().unit, "commissioner")


@pytest.fixture
def page(buyer):
    return opened_by(buyer)


def words(response) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def sent(page, text, address="/competition"):
    content = text if isinstance(text, bytes) else text.encode()
    return page.post(address, {"file": SimpleUploadedFile("round.yaml", content)})


def test_the_made_up_round_is_awarded_with_its_proof_and_each_loser_is_told_a_band(page):
    said = words(page.get("/competition"))
    assert "Made up." in said and "Nothing better is possible" in said and "A second count agrees" in said
    assert "£2,932,000.00" in said and "Lowcost everything small Its quality is 52" in said


def test_the_smallest_case_for_packages_is_shown_beside_what_single_offers_come_to(page):
    assert "?round=two-lots" in page.get("/competition").content.decode()
    said = words(page.get("/competition?round=two-lots"))
    assert "It would cost £180,000.00" in said and "Made up." in said
    assert "With offers for one unit each it would cost £200,000.00" in said
    assert "both together Birch North South £180,000.00" in said
    assert "£2,932,000.00" in words(page.get("/competition?round=no-such-round"))


def test_who_draws_lots_is_said_for_every_model_with_where_it_is_said(page):
    said = words(page.get("/competition"))
    for model in presets():
        assert f"{model.title} {'Bidders' if model.lots.value == 'bidder' else 'The commissioner'}" in said


def test_a_round_of_ones_own_is_awarded(page):
    said = words(sent(page, TWO_LOTS))
    assert "B3 Birch North South £180,000.00" in said and "Made up." not in said
    assert "A1 It would have been taken at a price lower by more than 10% and at most 20%." in said


@pytest.mark.parametrize(
    ("was", "becomes", "words_of_it"),
    [
        ("price: 180000", "price: 180000.005", "round.yaml, line 16: price must be pounds, with pence in two figures"),
        ("units: [North, South]", "units: [North, West]", "line 16: “West” is not a unit here; expected North, South"),
        ("quality: 70}\n  - bidder", "quality: 170}\n  - bidder", "quality is 170; expected at most 100"),
        ("bidder: Birch", "bidder: Ash", "the bidder “Ash” is given twice; expected once"),
        ("bidder: Birch", "bidder: '=cmd()'", "bidder must begin with a letter or a figure"),
        ("objective: lowest cost", "objective: cheapest", "objective “cheapest” is not known; expected"),
        ("round: Two units and a package", "rond: Two", "does not take “rond”"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_with_its_line(page, was, becomes, words_of_it):
    assert was in TWO_LOTS
    answer = sent(page, TWO_LOTS.replace(was, becomes))
    assert answer.status_code == 200
    assert words_of_it in words(answer)


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe", "is not text in UTF-8"), (b"a: " * 400_000, "The file is larger than"), (b"", "empty"), (b"round: [", "not YAML")],
)  # fmt: skip
def test_what_is_no_file_of_ours_is_refused(page, content, said):
    assert said in words(sent(page, content))


def test_a_round_without_an_award_says_what_stands_in_the_way(page):
    poor = TWO_LOTS.replace("objective: lowest cost", "objective: lowest cost, most_money: 1000")
    assert "Without one of these there would be one: the most money." in words(sent(page, poor))
    unoffered = TWO_LOTS.replace("units:\n", "units:\n  - {unit: West}\n", 1)
    assert "Nobody offers West" in words(sent(page, unoffered))


def test_more_packages_than_a_page_tries_are_refused_and_not_cut(page):
    more = "".join(f"      - {{package: M{n}, units: [North], price: 1, quality: 1}}\n" for n in range(100))
    assert "There are 105 packages. A page tries at most 100." in words(sent(page, TWO_LOTS + more))


def test_an_order_that_hangs_on_a_third_bid_is_warned_of_on_the_page(page):
    said = words(page.get("/competition/scoring"))
    assert "Without Second Start, which does not win, Durham Works would be first and not Northway." in said
    assert "Not considered: How people are helped to stop offending is scored 1; at least 2 was asked" in said


def test_weights_that_do_not_come_to_a_hundred_are_refused_on_the_page(page):
    from throughcare.commissioning.competition.rules.scale_reading import scale_example_text

    wrong = scale_example_text().replace("price_weight: 40", "price_weight: 41")
    assert "the weights come to 101; expected 100" in words(sent(page, wrong, "/competition/scoring"))


def test_a_standstill_is_counted_with_its_clause(page):
    asked = {"regime": "procurement-act-2023"}
    day = {"published_day": 14, "published_month": 4, "published_year": 2025}
    said = words(page.get("/competition/standstill", asked | day))
    assert "25 April 2025" in said and "Procurement Act 2023, section 51" in said
    before = words(page.get("/competition/standstill", asked | day | {"published_year": 2024}))
    assert "was not law on 14 April 2024" in before


def test_the_console_gives_the_same_award_and_the_same_pounds(tmp_path):
    file = tmp_path / "round.yaml"
    file.write_text(example_text(), encoding="utf-8")
    done = CliRunner().invoke(app, ["award", str(file), "--told"])
    assert done.exit_code == 0
    assert "It costs £2,932,000.00." in done.output and "The check agrees." in done.output
    assert "Lowcost: everything small. Its quality is 52." in done.output
    assert len(example().packages) >= done.output.count("It would have been taken")


def test_the_console_counts_and_scores(tmp_path):
    from throughcare.commissioning.competition.rules.scale_reading import scale_example_text

    counted = CliRunner().invoke(app, ["standstill", "procurement-act-2023", "2025-04-14"])
    assert "The last day is 25 April 2025." in counted.output
    file = tmp_path / "scale.yaml"
    file.write_text(scale_example_text(), encoding="utf-8")
    scored = CliRunner().invoke(app, ["scoring", str(file)])
    assert "Without Second Start, Durham Works would be first and not Northway." in scored.output
    wrong = CliRunner().invoke(app, ["standstill", "procurement-act-2023", "soon"])
    assert isinstance(wrong.exception, Refused)
