"""The page of one measure: worked out by a job, shown with charts and tables, small cells withheld, people walled."""

import re

import pytest
from support.browser import assert_accessible, assert_no_sideways_scroll

from throughcare.evidence import outcomes
from throughcare.evidence.extracts.queries import sources
from throughcare.faces.outcomes.answers import words

ADDRESS = "/outcomes/measures"
CHARTS = ("cells", "funnel", "survival")


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_first_to_ask_is_told_to_look_again_and_only_one_job_is_asked_for(
    members, signed_in, work_it_out
):
    client = signed_in(members["analyst"])
    address = f"{ADDRESS}?definition=scotland&by=kind&tables=made-up"
    assert "See how far it is now" in client.get(address).content.decode()
    assert "See how far it is now" in client.get(address).content.decode()
    assert work_it_out() == 1
    assert "See how far it is now" not in client.get(address).content.decode()


def test_the_page_says_what_the_library_found(members, answer):
    page = text_of(answer(members["analyst"], ADDRESS))
    rules = outcomes.definition("england-and-wales-three-month")
    [cell] = outcomes.reoffending(
        sources.opened("made-up"), rules, within=rules.in_force, engine="reference"
    ).cells
    assert isinstance(cell.binary, outcomes.Estimate)
    assert f"{100 * cell.binary.value:.1f}%" in page
    assert f"{100 * cell.binary.low:.1f} to {100 * cell.binary.high:.1f}" in page
    assert f"{cell.per_person.value:.2f}" in page
    assert f"{cell.per_reoffending_person.value:.2f}" in page


def test_made_up_people_are_said_to_be_made_up_and_the_limits_of_the_measure_are_said(members, answer):
    page = text_of(answer(members["commissioner"], ADDRESS))
    assert "Made up." in page
    for line in outcomes.definition("england-and-wales-three-month").cannot_tell:
        assert re.sub(r"\s+", " ", line)[:40] in page
    assert "Nobody is ranked" in page


def test_a_series_shows_where_its_rules_change(members, answer):
    page = text_of(answer(members["analyst"], ADDRESS))
    assert "Not comparable across this line: cohort months differ" in page


def test_the_change_is_split_into_parts_that_sum_to_it(database):
    """The page's own made-up people are enough for every group of two years to be shown."""
    from throughcare.faces.outcomes.answers.measuring import _split

    rules = outcomes.definition("england-and-wales-three-month")
    found = _split(sources.opened("made-up"), rules, {"engine": "duckdb", "within": rules.in_force})
    parts = found["rate"] + sum(found["make_up"].values())
    assert parts == pytest.approx(found["change"], abs=1e-12)


def test_the_page_splits_a_change_only_where_what_was_answered_before_leaves_two_whole_years(members, answer):
    from throughcare.evidence.extracts import store
    from throughcare.faces.outcomes.answers.measuring import _split

    page = text_of(answer(members["analyst"], ADDRESS))
    rules = outcomes.definition("england-and-wales-three-month")
    given = {"engine": "duckdb", "within": rules.in_force}
    found = store.in_turn("made-up", lambda held: _split(held, rules, given))
    assert (found["because"] if "because" in found else words.points(found["change"])) in page


@pytest.mark.parametrize("name", CHARTS)
def test_each_chart_has_its_own_address_and_nothing_in_it_can_run(name, members, answer, signed_in):
    answer(members["analyst"], ADDRESS)
    chart = signed_in(members["analyst"]).get(f"{ADDRESS}/chart/{name}.svg")
    assert chart["Content-Type"] == "image/svg+xml"
    assert chart["Content-Security-Policy"].startswith("default-src 'none'")
    assert b"<title>" in chart.content
    assert b"<script" not in chart.content


@pytest.mark.parametrize("name", CHARTS)
def test_each_chart_is_drawn_for_a_phone_and_for_the_full_width_of_a_desk(name, members, answer, signed_in):
    page = answer(members["analyst"], ADDRESS).content.decode()
    wide = {}
    for one in (name, f"{name}-desk"):
        assert f"/chart/{one}.svg" in page
        svg = signed_in(members["analyst"]).get(f"{ADDRESS}/chart/{one}.svg").content.decode()
        wide[one] = int(re.search(r'width="(\d+)', svg)[1])
    assert wide[f"{name}-desk"] > 1.5 * wide[name]


def test_each_figure_stands_on_the_page_once(members, answer):
    """An area may stand in several tables, its rate in one alone."""
    page = answer(members["analyst"], f"{ADDRESS}?by=area&tables=made-up").content.decode()
    rows = [re.findall(r"<t[hd].*?</t[hd]>", row, re.S) for row in re.findall(r"<tr.*?</tr>", page, re.S)]
    told = [[re.sub(r"<[^>]+>", " ", cell).strip() for cell in row] for row in rows]
    areas = sources.opened("made-up").read("index_events")["area"].unique().to_pylist()
    for area in filter(None, areas):
        of_it = [cells for cells in told if cells[0] == words.label_words(area)]
        assert sum(bool(re.search(r"\d\.\d%", "".join(cells))) for cells in of_it) == 1, area


def test_a_chart_that_nobody_drew_is_not_found(members, signed_in):
    assert signed_in(members["analyst"]).get(f"{ADDRESS}/chart/nothing.svg").status_code == 404


def test_a_breakdown_that_is_no_choice_is_asked_for_again(members, signed_in):
    page = signed_in(members["analyst"]).get(f"{ADDRESS}?by=window&tables=made-up")
    assert page.context["form"].errors


def test_a_breakdown_the_tables_do_not_hold_is_refused_in_words(members, answer):
    page = text_of(answer(members["analyst"], f"{ADDRESS}?by=ethnicity_group&tables=made-up"))
    assert "no breakdown is called ethnicity_group" in page


def test_an_officer_without_the_permission_sees_no_figure(members, signed_in):
    for address in ("/outcomes", ADDRESS, f"{ADDRESS}/chart/funnel.svg"):
        assert signed_in(members["offender manager"]).get(address).status_code == 403


def test_only_those_who_may_drill_are_offered_the_people(members, answer, signed_in):
    assert "/outcomes/measures/people" not in answer(members["analyst"], ADDRESS).content.decode()
    assert "/outcomes/measures/people" in answer(members["head of delivery unit"], ADDRESS).content.decode()
    refused = signed_in(members["analyst"]).get(f"{ADDRESS}/people?cell=0")
    assert refused.status_code == 403


def test_behind_made_up_figures_there_is_nobody(members, answer):
    page = text_of(answer(members["head of delivery unit"], f"{ADDRESS}/people?cell=0"))
    assert re.search(r"[\d,]+ made-up people stand behind this figure", page)


def test_every_definition_shows_each_rule_with_its_standing_and_source(members, signed_in):
    client = signed_in(members["analyst"])
    for name, definition in outcomes.definitions().items():
        page = text_of(client.get(f"/outcomes/definitions/{name}"))
        assert page.count("Verified") == sum(r.label == "verified" for r in definition.rules.values())
        assert page.count("Assumed") == len(definition.assumed)
    assert client.get("/outcomes/definitions/nobodys").status_code == 404


@pytest.mark.browser
def test_the_pages_are_accessible_and_fit_a_phone(members, answer, in_browser):
    answer(members["head of delivery unit"], ADDRESS)
    answer(members["head of delivery unit"], f"{ADDRESS}/people?cell=0")
    page = in_browser(members["head of delivery unit"])
    for address in (
        "/outcomes", ADDRESS, f"{ADDRESS}/people?cell=0", "/outcomes/definitions/scotland",
        f"{ADDRESS}?definition=northern-ireland&by=sex",
    ):  # fmt: skip
        page.goto(address)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
