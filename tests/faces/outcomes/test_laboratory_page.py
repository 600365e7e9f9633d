"""The payment laboratory: every scheme on the same cohort, by the contract's own arithmetic, with what was assumed."""

import re
from decimal import Decimal

import pytest
from support.browser import assert_accessible, assert_no_sideways_scroll

from throughcare.commissioning.contracts.rules.schemes import latest, scheme_names
from throughcare.evidence.outcomes.laboratory.files import assumed_caseload
from throughcare.evidence.outcomes.laboratory.flat_zone import flat_zone, payment_curve
from throughcare.evidence.outcomes.laboratory.power import people_needed
from throughcare.evidence.outcomes.laboratory.trying import settled
from throughcare.evidence.population.bands import Plan
from throughcare.faces.outcomes.answers import paying
from throughcare.faces.outcomes.pages.laboratory import _pounds
from throughcare.foundation.kernel import Refused

ADDRESS = "/outcomes/laboratory"


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_same_cohort_stands_under_every_scheme_with_what_it_is_paid(members, answer):
    page = text_of(answer(members["commissioner"], ADDRESS))
    given = assumed_caseload()
    first = given.trial(latest(scheme_names()[0]))
    tally = next(iter(first.tallies(Plan(given.given))))
    for name in scheme_names():
        rule = latest(name)
        assert rule.title in page
        assert _pounds(str(settled(first.with_rule(rule), tally).total.amount)) in page


def test_the_flat_zone_is_the_contracts_own(members, answer):
    page = text_of(answer(members["analyst"], ADDRESS))
    given = assumed_caseload()
    zone = flat_zone(payment_curve(given.trial(paying.rule_of("transforming-rehabilitation:contracts-2015"))))
    assert zone is not None
    assert f"From {zone.low:+.1f} to {zone.high:+.1f} points a better result earns no more" in page


def test_a_rule_without_a_threshold_has_no_flat_zone(members, answer):
    page = text_of(answer(members["analyst"], f"{ADDRESS}?rule=linear:linear"))
    assert "There is no flat zone: each person counts." in page


def test_the_people_needed_to_find_a_fall_are_said(members, answer):
    page = text_of(answer(members["analyst"], ADDRESS))
    before = assumed_caseload().population.chance
    assert f"{people_needed(before, before - 0.03):,}" in page


def test_the_hurdle_keeps_help_from_paying_for_somebody(members, answer):
    response = answer(members["analyst"], ADDRESS)
    rows = paying.tried(rule="transforming-rehabilitation:contracts-2015", made="test").shown["helping"]
    assert [row["band"] for row in rows] == ["low", "medium", "high", "very high"]
    assert any(row["with"][0] != row["without"][0] for row in rows)
    page = text_of(response)
    for row in rows:
        assert _pounds(row["with"][0]) in page
        assert _pounds(row["without"][0]) in page


def test_what_is_assumed_is_said_to_be(members, answer):
    page = text_of(answer(members["analyst"], ADDRESS))
    assert "Made up." in page
    assert "Numbers nobody published" in page
    for why in assumed_caseload().assumed.values():
        assert why in page
    assert "No table of maximum payments and bids by area was reachable" in page


def test_areas_stand_by_the_share_that_hangs_on_results_largest_first():
    rows = paying._at_risk()["rows"]
    shares = [share for *_, share in rows]
    assert shares == sorted(shares, reverse=True)
    for _, most, fee, pool, share in rows:
        assert Decimal(pool) == Decimal(most) - Decimal(fee)
        assert share == pytest.approx(float(Decimal(pool) / Decimal(most)))


def test_a_scheme_that_is_not_there_is_refused():
    for wrong in ("linear:nothing", "nothing:nothing", "nothing"):
        with pytest.raises(Refused):
            paying.rule_of(wrong)


@pytest.mark.parametrize("name", ["zone", "helping"])
def test_its_charts_have_their_own_addresses(name, members, answer, signed_in):
    answer(members["analyst"], ADDRESS)
    chart = signed_in(members["analyst"]).get(f"{ADDRESS}/chart/{name}.svg")
    assert chart["Content-Type"] == "image/svg+xml"


def test_officers_may_not_open_it(members, signed_in):
    assert signed_in(members["offender manager"]).get(ADDRESS).status_code == 403


def test_pounds_are_whole_and_say_when_they_are_owed_back():
    assert _pounds("1234.49") == "£1,234"
    assert _pounds("-1234.51") == "-£1,235"


@pytest.mark.browser
def test_it_is_accessible_and_fits_a_phone(members, answer, in_browser):
    answer(members["analyst"], ADDRESS)
    page = in_browser(members["analyst"])
    page.goto(ADDRESS)
    assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_page_and_console_give_the_same_pounds(members, answer):
    """Each rule's row of the console stands on the page, total and average alike."""
    from typer.testing import CliRunner

    from throughcare.faces.outcomes.console.measuring import app

    page = text_of(answer(members["analyst"], ADDRESS)).partition("Rules side by side")[2]
    told = CliRunner().invoke(app, ["pay"], env={"COLUMNS": "260"})
    assert told.exit_code == 0, told.output
    titles = [latest(name).title for name in scheme_names()]
    for title in titles:
        [line] = [line for line in told.output.splitlines() if line.strip().startswith(title + " ")]
        total, mean = re.findall(r"-?£-?[\d,]+(?:\.\d\d)?", line)
        row = page[page.index(title) :][:600]
        assert _pounds(total.replace("£", "").replace(",", "")) in row, (title, total)
        assert mean in row, (title, mean)
