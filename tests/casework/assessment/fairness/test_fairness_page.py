"""The pages of an audit: a table is sent and thrown away, its figures are shown by group, and nobody small is named."""

from __future__ import annotations

import hashlib
import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from support.people import an_office, joins

from throughcare.faces.assessment.pages.fairness import Kept
from throughcare.foundation.access.models import Account, Membership, Unit

from .test_outcome_tables import a_table, as_csv, as_parquet


@pytest.fixture(scope="module")
def unit(database):
    return an_office().unit


@pytest.fixture(scope="module")
def analyst(unit):
    return entered(joins(unit, "analyst"))


def entered(member):
    client = Client()
    account = Account.objects.using("owner").get(id=member.account_id)
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["second_step"] = True
    session["membership"] = str(member.id)
    session.save()
    return client


def send(client, content=None, name="table.csv", **said):
    file = SimpleUploadedFile(name, as_csv(people()) if content is None else content)
    asked = {
        "score": "score",
        "outcome": "outcome",
        "by": "sex, ethnicity",
        "scale": "percentage",
        "cut": "50",
    }
    return client.post("/fairness", {"file": file, **asked, **said})


def people():
    groups = ["Asian", "Black", "Mixed", "White"]
    return a_table(800, ethnicity=[groups[n % 4] if n < 792 else "Traveller" for n in range(800)])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture(scope="module")
def address(analyst):
    answer = send(analyst)
    assert answer.status_code == 302
    return answer.headers["Location"]


@pytest.mark.parametrize("role", ["analyst", "commissioner", "inspector"])
def test_those_who_may_audit_find_it_on_their_home_and_open_it(unit, role):
    client = entered(joins(unit, role))
    assert 'href="/fairness"' in client.get("/").content.decode()
    assert client.get("/fairness").status_code == 200


@pytest.mark.parametrize("role", ["offender manager", "sentencer", "administrator"])
def test_those_who_may_not_neither_see_it_nor_open_it(unit, address, role):
    client = entered(joins(unit, role))
    assert 'href="/fairness"' not in client.get("/").content.decode()
    assert client.get("/fairness").status_code == 403
    assert client.get(address).status_code == 403
    assert send(client).status_code == 403


def test_another_organisation_finds_nothing_at_the_address_of_an_audit(analyst, address, unit):
    elsewhere = entered(joins(an_office().unit, "analyst"))
    chart = f"{address}/chart/auc.svg?by=sex"
    assert (elsewhere.get(address).status_code, elsewhere.get(chart).status_code) == (404, 404)
    colleague = entered(joins(unit, "inspector"))
    assert (colleague.get(address).status_code, colleague.get(chart).status_code) == (200, 200)


def test_an_audit_shows_each_group_with_its_intervals(analyst, address):
    page = text_of(analyst.get(address))
    for words in (
        "Female",
        "Male",
        "Area under the curve",
        "False positives",
        "False negatives",
        "About 800",
    ):
        assert words in page
    assert re.search(r"\d\d\.\d% \d\d\.\d to \d\d\.\d", page)


def test_the_values_of_the_calibration_chart_stand_beside_and_below_it(analyst, address):
    page = analyst.get(address).content.decode()
    assert "Mean score less observed" in page
    below = page.partition("Every point of the chart")[2]
    rows = re.findall(r"<tr.*?</tr>", below.partition("Order and mistakes")[0], re.DOTALL)
    told = cache.get(f"fairness-{address.rpartition('/')[2]}").told
    stretches = [bin for one in told.figures if one.dimension == "sex" for bin in one.bins]
    assert len(rows) == 1 + len(stretches) > 4


def test_another_dimension_is_one_link_away(analyst, address):
    page = analyst.get(address)
    assert f'href="{address}?by=ethnicity"' in page.content.decode()
    other = text_of(analyst.get(f"{address}?by=ethnicity"))
    assert "Black" in other
    assert "Female" not in other


def test_a_group_of_fewer_than_ten_is_withheld_and_one_more_with_it(analyst, address):
    page = analyst.get(f"{address}?by=ethnicity").content.decode()
    rows = {re.sub("<[^>]+>", " ", row).split()[0]: row for row in re.findall("<tr.*?</tr>", page, re.DOTALL)}
    withheld = [name for name, row in rows.items() if "Withheld" in row]
    assert "Traveller" in withheld
    assert len({*withheld} & {"Asian", "Black", "Mixed", "White"}) >= 1


def test_what_it_may_and_may_not_be_read_as_stands_on_both_pages(analyst, address):
    for page in (analyst.get("/fairness"), analyst.get(address)):
        assert "What it may be read as" in text_of(page)
        assert "Proof that a score is fair or unfair" in text_of(page)
        assert "found, charged and proved" in text_of(page)


@pytest.mark.parametrize("name", ["calibration", "auc", "false-positive", "false-negative"])
def test_each_chart_is_drawn_with_a_name_and_a_description(analyst, address, name):
    answer = analyst.get(f"{address}/chart/{name}.svg?by=sex")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
    drawn = answer.content.decode()
    assert 'role="img"' in drawn
    assert "Female" in drawn
    assert "Male" in drawn


def test_a_chart_or_a_dimension_that_is_not_there_is_not_found(analyst, address):
    for path in ("/chart/wealth.svg", "?by=wealth", "/chart/auc.svg?by=wealth"):
        assert analyst.get(address + path).status_code == 404
    assert analyst.get(f"/fairness/{uuid4()}").status_code == 404


def test_points_have_no_calibration_and_say_why(analyst):
    answer = send(analyst, by="sex", scale="points")
    page = text_of(analyst.get(answer.headers["Location"]))
    assert "calibration is not shown" in page
    assert analyst.get(answer.headers["Location"] + "/chart/calibration.svg").status_code == 404


def test_too_few_people_show_nothing_at_all(analyst):
    answer = send(analyst, as_csv(a_table(9)), by="sex")
    page = text_of(analyst.get(answer.headers["Location"]))
    assert "Too few people" in page
    assert not re.search(r"\d\.\d", page.partition("What it may be read as")[0])


def test_a_parquet_file_is_read_too(analyst):
    assert send(analyst, as_parquet(a_table(200)), "table.parquet", by="sex").status_code == 302


@pytest.mark.parametrize(
    ("given", "because"),
    [
        ({"content": b"PK", "name": "people.xlsx"}, "CSV file or a Parquet file"),
        ({"content": b"", "name": "a.csv"}, "empty"),
        ({"content": b"score,outcome\n1,yes\n"}, "no column called sex, ethnicity. It has score, outcome"),
        ({"by": "shoes"}, "no column called shoes"),
        ({"by": " , "}, "at least one column"),
        ({"cut": "high"}, "Enter a number"),
        ({"scale": "stars"}, "Choose one of the answers offered"),
    ],
)
def test_what_cannot_be_audited_is_refused_in_words_on_the_form(analyst, given, because):
    answer = send(analyst, **given)
    assert answer.status_code == 200
    assert because in text_of(answer)


def test_one_table_is_audited_by_one_member_at_a_time_so_that_two_do_not_tell_together_what_neither_does(
    analyst,
):
    table = a_table(300)
    held = f"fairness-told-{organisation_of(analyst)}-{hashlib.sha256(as_csv(table)).hexdigest()}-now"
    cache.set(held, True)
    assert "auditing this table now" in text_of(send(analyst, as_csv(table), by="sex"))
    cache.delete(held)
    assert send(analyst, as_csv(table), by="sex").status_code == 302
    assert cache.get(held) is None


def organisation_of(client):
    membership = Membership.objects.using("owner").get(id=client.session["membership"])
    return Unit.objects.using("owner").get(id=membership.unit_id).organisation_id


def test_a_file_too_large_is_refused(analyst):
    answer = send(analyst, b"score,outcome,sex\n" + b"1,yes,f\n" * 1_400_000)
    assert "10 MB or smaller" in text_of(answer)


def test_no_cell_of_the_table_is_kept(analyst):
    table = a_table(200)
    table["name"] = [f"Zachariah {n}" for n in range(200)]
    answer = send(analyst, as_csv(table), by="sex")
    made = answer.headers["Location"].rpartition("/")[2]
    kept = cache.get(f"fairness-{made}")
    assert isinstance(kept, Kept)
    assert "Zachariah" not in repr(kept)
    assert table["score"][17] not in repr(kept.told.figures[0].people)


def test_an_audit_that_is_no_longer_kept_is_not_found(analyst):
    made = send(analyst, by="sex").headers["Location"]
    cache.delete(f"fairness-{made.rpartition('/')[2]}")
    assert analyst.get(made).status_code == 404


@pytest.mark.browser
def test_an_audit_is_accessible_and_fits_a_phone_without_scripts(unit, browser, site, tmp_path):
    from support.browser import assert_accessible, assert_no_sideways_scroll, opens

    (tmp_path / "table.csv").write_bytes(as_csv(people()))
    for width in (375, 1200):
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url=site)
        cookie = entered(joins(unit, "inspector")).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        page = context.new_page()
        page.goto("/fairness")
        assert_accessible(page)
        page.get_by_label("Table of scores and outcomes").set_input_files(tmp_path / "table.csv")
        page.get_by_label("Compare by").fill("sex, ethnicity")
        opens(page.get_by_role("button", name="Audit"))
        assert page.locator("h1").inner_text() == "Score audited by sex"
        assert page.locator("figure img, img[src*='chart']").count() == 4
        assert_no_sideways_scroll(page)
        assert_accessible(page)
        context.close()
