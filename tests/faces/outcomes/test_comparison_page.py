"""The comparison report: always both models, the numbers the library gives, and only the words they allow."""

import json
import re
import shutil
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from support.browser import assert_accessible, assert_no_sideways_scroll

from throughcare.evidence import outcomes
from throughcare.evidence.extracts.queries import sources
from throughcare.faces.outcomes.answers import studies
from throughcare.foundation.kernel import Refused

ADDRESS = "/outcomes/comparison"
MADE_UP = f"{ADDRESS}?put=made-up:a+made-up+service"


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("&#x27;", "'")


@pytest.fixture(scope="module")
def extract(database):
    """An extract of 240 people, every other of whom began a programme, and every third of whom reoffended."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder, day = sources.folder() / "by-hand", date(2023, 3, 1)
    folder.mkdir(parents=True)
    people = list(range(1, 241))
    days = [day + timedelta(days=n % 60) for n in people]
    again = [n for n in people if n % 3 == 0]
    tables = {
        "people": {
            "person_id": people,
            "sex": [None if n == 7 else ("female" if n % 5 == 0 else "male") for n in people],
        },
        "index_events": {
            "event_id": people, "person_id": people, "event_date": days, "kind": ["court_order"] * 240,
            "area": ["E06000002"] * 240, "age": pa.array([None if n == 8 else 20 + n % 30 for n in people], pa.int32()),
        },
        "offences": {
            "person_id": people + again + again,
            "offence_date": [d - timedelta(days=40) for d in days] + [days[n - 1] + timedelta(days=90) for n in again] + [days[n - 1] + timedelta(days=500) for n in again],
            "proven_date": [d - timedelta(days=1) for d in days] + [days[n - 1] + timedelta(days=200) for n in again] + [days[n - 1] + timedelta(days=530) for n in again],
            "breach": [False] * (240 + 2 * len(again)), "proved_by": ["conviction"] * (240 + 2 * len(again)),
        },
        "services": {
            "person_id": [*people[::2], 2, 4], "service": ["programme"] * 120 + ["curfew"] * 2, "provider": ["Somebody"] * 122,
            "started_on": days[::2] + days[:2], "ended_on": pa.array([None] * 122, pa.date32()),
        },
    }  # fmt: skip
    for name, columns in tables.items():
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    told = {"known_to": "2026-01-01", "made_by": "extract", "made_on": "2026-01-02", "salt": 0, "services": ["curfew", "programme"]}  # fmt: skip
    (folder / "extract.json").write_text(json.dumps(told))
    outcomes.check_folder(folder)
    yield "by-hand"
    shutil.rmtree(folder)


def test_a_study_takes_each_persons_first_order_and_what_followed_it_within_a_year(extract):
    put = studies.put_forward(extract, "programme")
    columns = put.columns
    assert put.lost == 2  # the one without a sex and the one without an age
    assert len(columns["served"]) == 238
    assert columns["served"].sum() == 119
    assert put.study.submitted == 120
    assert columns["reoffended"].sum() == columns["reoffences"].sum() == 80
    assert set(columns["previous_offences"]) == {1.0}


def test_too_few_people_are_not_compared_and_nothing_of_them_is_shown(extract, members, answer):
    with pytest.raises(Refused, match="Fewer than 30"):
        studies.put_forward(extract, "curfew")
    page = text_of(answer(members["analyst"], f"{ADDRESS}?put={extract}:curfew"))
    assert "This cannot be compared." in page
    assert "matched of" not in page


def test_previous_offences_alike_for_everybody_are_refused_by_name(extract, members, answer):
    page = text_of(answer(members["analyst"], f"{ADDRESS}?put={extract}:programme"))
    assert "previous_offences" in page


def test_a_service_the_tables_do_not_hold_cannot_be_asked_for(extract, members, signed_in):
    page = signed_in(members["analyst"]).get(f"{ADDRESS}?put={extract}:astrology")
    assert page.context["form"].errors


def test_the_report_shows_both_models_with_the_librarys_own_numbers(members, answer):
    page = text_of(answer(members["commissioner"], MADE_UP))
    put = studies.put_forward("made-up", studies.PLANTED)
    result = outcomes.compare_people(put.columns, put.study, on=date(2026, 11, 21))
    for model in (result.static, result.static_and_dynamic):
        assert f"Allowing for {model.name}" in page
        assert f"{model.balance.treated_matched:,} matched of {model.balance.treated:,}" in page
        binary = next(o for o in model.outcomes if o.outcome.measure is outcomes.Measure.BINARY)
        effect = binary.effect
        assert f"{100 * effect.difference:+.1f} points" in page
        assert f"{100 * effect.interval.low:+.1f} to {100 * effect.interval.high:+.1f}" in page
        assert f"{binary.e_value.of_estimate:.2f}" in page
        for c in model.balance.covariates:
            assert f"{c.standardised_before:.2f}" in page
            assert f"{c.standardised_after:.2f}" in page


def test_every_word_that_may_not_be_said_is_on_the_page(members, answer):
    page = text_of(answer(members["analyst"], MADE_UP))
    put = studies.put_forward("made-up", studies.PLANTED)
    result = outcomes.compare_people(put.columns, put.study, on=date(2026, 11, 21))
    for model in (result.static, result.static_and_dynamic):
        for one in model.outcomes:
            assert one.wording.sentence in page
            for line in one.wording.may_not_say:
                assert line in page


def test_what_was_planted_is_said_and_lies_in_the_interval_of_the_whole_model(members, answer):
    put = studies.put_forward("made-up", studies.PLANTED)
    result = outcomes.compare_people(put.columns, put.study, on=date(2026, 11, 21))
    for one in result.static_and_dynamic.outcomes:
        assert put.truth[one.outcome.column] in one.effect.interval
    assert "-8 percentage points of reoffending" in text_of(answer(members["analyst"], MADE_UP))


@pytest.mark.parametrize("name", ["love0", "love1", "effect-binary", "effect-frequency"])
def test_its_charts_have_their_own_addresses(name, members, answer, signed_in):
    answer(members["analyst"], MADE_UP)
    chart = signed_in(members["analyst"]).get(f"{ADDRESS}/chart/{name}.svg?put=made-up:a+made-up+service")
    assert chart["Content-Type"] == "image/svg+xml"
    assert b"<title>" in chart.content


def test_officers_may_not_open_it(members, signed_in):
    assert signed_in(members["offender manager"]).get(ADDRESS).status_code == 403


@pytest.mark.browser
def test_it_is_accessible_fits_a_phone_and_prints_without_what_cannot_be_pressed(members, answer, in_browser):
    answer(members["analyst"], MADE_UP)
    page = in_browser(members["analyst"])
    page.goto(MADE_UP)
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    expect(page.locator(".tc-choose")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".tc-choose")).not_to_be_visible()
    expect(page.locator(".tc-navigation").first).not_to_be_visible()
    assert page.locator("figure img").count() == 4
    assert page.pdf(format="A4")[:4] == b"%PDF"
