"""Statements through their pages and operations: drawn, shown, disputed, ruled on, approved, exported, and on homes."""

from __future__ import annotations

import pytest
from support.agreements import Sides, asking, first_of, posted
from support.people import an_office, as_worker, joins
from support.wall_visits import browser

from throughcare.commissioning.contracts.tasks import draw
from throughcare.foundation.access.session import viewing


@pytest.fixture(scope="module")
def sides(database):
    made = Sides(months=-3)
    made.finance = joins(made.buyers.unit, "finance officer")
    made.agreement = made.agreed(made.terms(months=24))
    made.first = made.states(made.agreement, made.starts)
    return made


def test_a_statement_is_shown_to_both_sides_and_to_finance_and_to_no_rival(sides):
    address = f"/contracts/statements/{sides.first}"
    for who in (sides.buyer, sides.lead, sides.finance):
        shown = browser(who).get(address).content.decode()
        assert "£10,000.00" in shown and "edition 1" in shown
        assert address in browser(who).get("/contracts/money").content.decode()
        assert asking(who).get(f"/api/v1/statements/{sides.first}").json()["pence"] == 10_000_00
    for role in ("provider lead", "commissioner", "finance officer"):
        who = joins(an_office().unit, role)
        assert browser(who).get(address).status_code == 404
        assert address not in browser(who).get("/contracts/money").content.decode()
        assert asking(who).get(f"/api/v1/statements/{sides.first}").status_code == 404
        assert str(sides.first) not in str(asking(who).get("/api/v1/statements").json())
    assert "Service levels as they were counted" not in browser(sides.finance).get(address).content.decode()


def test_a_line_is_disputed_ruled_on_and_approved_by_pages_and_waits_on_the_homes_of_whoever_owes_it(sides):
    second = sides.states(sides.agreement, first_of(sides.starts, 1))
    [line] = asking(sides.lead).get(f"/api/v1/statements/{second}").json()["lines"]
    dispute, rule = (f"/contracts/lines/{line['id']}/{step}" for step in ("dispute", "rule"))
    assert f"/contracts/statements/{second}" in browser(sides.finance).get("/").content.decode()
    said = posted(sides.lead, dispute, {"because": "The fee is not that."}, follow=True).content.decode()
    assert "It is disputed." in said and "1 line disputed" in said
    assert f"/contracts/statements/{second}" not in browser(sides.finance).get("/").content.decode()
    assert rule in browser(sides.colleague).get("/").content.decode()
    assert rule not in browser(sides.lead).get("/").content.decode()
    said = posted(sides.colleague, rule, {"pounds": "9999.50", "because": "Half a pound off."}, follow=True)
    assert "Ruled: £9,999.50" in said.content.decode()
    approve = f"/contracts/money/{second}/approve"
    for unseen, words in (({"pence": "1000000"}, "has changed since you looked"), ({}, "from its own page")):
        assert words in posted(sides.finance, approve, unseen, follow=True).content.decode()
    shown = browser(sides.finance).get(f"/contracts/statements/{second}").content.decode()
    assert 'name="pence" value="999950"' in shown and "Approve £9,999.50" in shown
    said = posted(sides.finance, approve, {"pence": "999950"}, follow=True).content.decode()
    assert "Approved: £9,999.50" in said and "It is approved." in said


def test_a_program_disputes_rules_and_approves(sides):
    third = Sides(months=-3)
    made = third.agreed(third.terms(months=24))
    statement = third.states(made, third.starts)
    finance = joins(third.buyers.unit, "finance officer")
    [line] = asking(third.buyer).get(f"/api/v1/statements/{statement}").json()["lines"]
    address = f"/api/v1/statements/lines/{line['id']}"
    sent = {"content_type": "application/json"}
    assert asking(third.lead).post(f"{address}/dispute", {"because": "No."}, **sent).status_code == 204
    assert (
        asking(third.buyer).post(f"{address}/rule", {"pence": 5, "because": "So."}, **sent).status_code == 204
    )
    approve = f"/api/v1/statements/{statement}/approve"
    assert asking(finance).post(approve, {"pence": 6}, **sent).status_code == 422
    assert asking(finance).post(approve, {"pence": 5}, **sent).json() == {"pence": 5}
    assert asking(finance).post(approve, {"pence": 0}, **sent).status_code == 422


def test_an_export_is_sent_as_a_file_to_either_side_and_to_nobody_else(sides):
    for who in (sides.buyer, sides.lead):
        sent = browser(who).get(f"/contracts/{sides.agreement}/export")
        assert sent["Content-Type"] == "application/json" and "attachment" in sent["Content-Disposition"]
        assert sent.json()["title"] == sides.title
        assert asking(who).get(f"/api/v1/contracts/{sides.agreement}/export").json() == sent.json()
    rival = joins(an_office().unit, "provider lead")
    assert browser(rival).get(f"/contracts/{sides.agreement}/export").status_code == 404


def test_a_months_statements_are_asked_for_by_page_and_the_page_says_how_far_they_are():
    sides = Sides(months=-2)
    made = sides.agreed(sides.terms(months=24))
    shown = posted(sides.buyer, "/contracts/money/draw", {"month": sides.starts.isoformat()}, follow=True)
    assert f"Statements of {sides.starts:%B %Y}" in shown.content.decode()
    from throughcare.commissioning.contracts import queries

    with viewing(sides.buyer, sides.at):
        row = queries.last_drawing(sides.buyers.unit)
    with as_worker():
        draw(str(row.id), str(sides.buyer.id))
    assert (
        "Every agreement was stated."
        in browser(sides.buyer).get("/contracts/money/drawings").content.decode()
    )
    listed = browser(sides.lead).get(f"/contracts/{made}").content.decode()
    assert f"{sides.starts:%B %Y}" in listed
    asked = asking(sides.buyer).post(
        "/api/v1/statement-drawings",
        {"month": first_of(sides.starts, 1).isoformat()},
        content_type="application/json",
    )
    assert asked.status_code == 202
