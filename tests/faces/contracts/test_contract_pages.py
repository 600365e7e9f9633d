"""An agreement through its pages, its operations and the console: drawn up, signed by each side, changed, and on homes."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from support.agreements import Sides, asking, first_of, posted
from support.competition import ASH, Competition
from support.people import an_office, joins
from support.wall_visits import browser
from typer.testing import CliRunner

from throughcare.commissioning.contracts.rules.examples import example_terms
from throughcare.faces.contracts.console import app
from throughcare.foundation.kernel import Refused


@pytest.fixture
def sides(database):
    return Sides()


def a_file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("terms.yaml", text.encode())


def draws_up(sides, text=None, **change):
    given = {
        "file": a_file(text or sides.terms()),
        "provider_unit": str(sides.provider),
        "because": "Nobody else.",
    }
    return posted(sides.buyer, "/contracts/new", given | change, follow=True)


def test_an_agreement_is_drawn_up_signed_and_shown_to_both_sides(sides):
    assert "It is offered" in draws_up(sides).content.decode()
    shown = browser(sides.lead).get("/contracts").content.decode()
    assert sides.title in shown and "Waits for you" in shown
    api = asking(sides.lead).get("/api/v1/contracts").json()
    [edition] = api[0]["editions"]
    for who in sides.everybody:
        said = posted(who, f"/contracts/terms/{edition['id']}/sign", follow=True).content.decode()
        assert "You have signed." in said
    page = browser(sides.buyer).get(f"/contracts/{api[0]['id']}").content.decode()
    for words in ("Agreed", "£120,000.00", "£10,000.00", "Nobody else.", "for the provider"):
        assert words in page
    assert "Waits for you" not in page


def test_who_else_does_the_work_and_what_is_done_at_its_end_are_read_by_both_sides_and_at_the_hand_over(
    sides,
):
    more = "supply_chain: [{subcontractor: Quayside Training, share: 15}]\nexit_plan: [Leaves the rooms open for a month]\n"
    made = sides.agreed(sides.terms(more))
    for who in (sides.buyer, sides.lead):
        shown = browser(who).get(f"/contracts/{made}").content.decode()
        assert "Quayside Training: 15 per cent of the price" in shown
        assert "Each is paid within 30 days of its invoice" in shown
    handover = browser(sides.buyer).get(f"/contracts/{made}/handover").content.decode()
    assert "Leaves the rooms open for a month" in handover and "Quayside" not in handover


def test_what_is_wrong_with_a_file_stands_beside_it_and_nothing_is_kept(sides):
    said = draws_up(sides, sides.terms().replace("kind: contract", "kind: gift")).content.decode()
    assert "line 3" in said and "grant" in said
    said = posted(sides.buyer,
        "/contracts/new", {"file": SimpleUploadedFile("x", b"\xff\xfe"), "provider_unit": str(sides.provider), "because": "x"}
    ).content.decode()  # fmt: skip
    assert "not text in UTF-8" in said
    assert "Your team has no agreement yet." in browser(sides.buyer).get("/contracts").content.decode()


def test_a_change_is_proposed_with_its_price_and_turned_down_with_its_reason(sides):
    made = sides.agreed()
    starts = first_of(sides.starts, 4)
    day = {"starts_day": starts.day, "starts_month": starts.month, "starts_year": starts.year}
    said = posted(sides.lead,
        f"/contracts/{made}/change", {"file": a_file(sides.terms().replace("120000.00", "132000.00")), "because": "Rents rose.", **day},
        follow=True,
    ).content.decode()  # fmt: skip
    assert "It is proposed" in said and "more in fees over what is left" in said
    terms = sides.seen(made).stands.terms[-1].row.id
    said = posted(sides.buyer, f"/contracts/terms/{terms}/turn-down", {"because": "Too dear."}, follow=True)
    assert "Turned down" in said.content.decode() and "Too dear." in said.content.decode()


def test_terms_to_sign_stand_on_the_homes_of_both_sides_and_of_nobody_else(sides):
    made = sides.offers()
    address = f"/contracts/{made}"
    for who in sides.everybody:
        assert address in browser(who).get("/").content.decode()
    assert address not in browser(joins(an_office().unit, "provider lead")).get("/").content.decode()
    sides.sign(made, [sides.buyer])
    assert address not in browser(sides.buyer).get("/").content.decode()


def test_a_rival_is_shown_no_page_and_no_operation_of_it(sides):
    made = sides.agreed()
    terms = sides.seen(made).stands.terms[0].row.id
    rival = joins(an_office().unit, "provider lead")
    for address in (f"/contracts/{made}", f"/contracts/{made}/change", f"/contracts/terms/{terms}/sign"):
        assert browser(rival).get(address).status_code == 404
    assert asking(rival).get(f"/api/v1/contracts/{made}").status_code == 404
    assert made.hex not in str(asking(rival).get("/api/v1/contracts").json()).replace("-", "")


def test_a_program_draws_up_signs_changes_and_answers(sides):
    api, theirs = asking(sides.buyer), asking(sides.lead)
    body = {"terms": sides.terms(), "provider_unit": str(sides.provider), "because": "Nobody else."}
    made = api.post("/api/v1/contracts", body, content_type="application/json")
    assert made.status_code == 201
    address = f"/api/v1/contracts/{made.json()['id']}"
    [edition] = theirs.get(address).json()["editions"]
    signed = theirs.post(f"/api/v1/contracts/terms/{edition['id']}/sign")
    assert signed.json() == {"standing": "offered"}
    sides.sign(made.json()["id"], [sides.deputy, sides.buyer, sides.colleague])
    body = {"terms": sides.terms(), "starts": str(first_of(sides.starts, 2)), "because": "A move."}
    change = theirs.post(f"{address}/changes", body, content_type="application/json").json()["id"]
    back = theirs.post(
        f"/api/v1/contracts/terms/{change}/take-back",
        {"because": "No need."},
        content_type="application/json",
    )
    assert back.status_code == 204
    assert [one["standing"] for one in api.get(address).json()["editions"]] == ["agreed", "taken back"]


def test_terms_turned_down_are_offered_anew_by_page_and_by_a_program(sides):
    made = sides.offers()
    address = f"/contracts/{made}"
    assert "Offer other terms" not in browser(sides.buyer).get(address).content.decode()
    for more in ("", "prices: {referral accepted: 5.00}"):
        terms = sides.seen(made).stands.terms[-1].row.id
        posted(sides.lead, f"/contracts/terms/{terms}/turn-down", {"because": "Too little."})
        shown = browser(sides.buyer).get(address).content.decode()
        assert "Offer other terms" in shown and "Too little." in shown
        if more:
            body = {"terms": sides.terms(more), "because": "Paid for each."}
            sent = {"content_type": "application/json"}
            assert asking(sides.buyer).post(f"/api/v1{address}/offers", body, **sent).status_code == 201
        else:
            given = {"file": a_file(sides.terms(months=24)), "because": "Two years alone."}
            said = posted(sides.buyer, f"{address}/again", given, follow=True).content.decode()
            assert "It is offered." in said and "Two years alone." in said
    assert sides.sign(made)[-1] == "agreed"
    assert "Offer other terms" not in browser(sides.buyer).get(address).content.decode()


def test_what_a_competition_awarded_is_drawn_up_from_its_page(sides):
    round_ = Competition()
    round_.bids(round_.ash, ASH)
    round_.opens()
    round_.publishes()
    buyer = browser(round_.buyer)
    assert f"/contracts/award/{round_.id}" in buyer.get("/contracts").content.decode()
    text = sides.terms().replace("[North, South]", "[North]")
    assert "at £100,000.00 a year" in buyer.get(f"/contracts/award/{round_.id}").content.decode()
    sent = {"file": a_file(text), "package": "A1"}
    said = posted(round_.buyer, f"/contracts/award/{round_.id}", sent).content.decode()
    assert "What won was 100,000.00 pounds a year" in said
    text = text.replace("120000.00", "100000.00")
    said = posted(
        round_.buyer, f"/contracts/award/{round_.id}", {"file": a_file(text), "package": "A1"}, follow=True
    )
    assert "It is offered to whoever bid it." in said.content.decode()
    assert browser(sides.buyer).get(f"/contracts/award/{round_.id}").status_code == 404


def test_a_stress_test_shows_both_sides_in_money_before_anything_is_signed(sides):
    made = sides.offers()
    given = {"accepted": "800", "attended": "0", "concluded": "0", "fixed": "110000", "each": "10.00"}
    shown = browser(sides.lead).get(f"/contracts/{made}/stress", given).content.decode()
    assert "50 per cent of the volume" in shown and "A start 6 months late" in shown
    # 800 things at 120,000 pounds, less 110,000 and 10 each: 2,000 left to the provider.
    assert "£150.00" in shown and "£2,000.00" in shown
    assert (
        "Enter the pounds"
        in browser(sides.lead).get(f"/contracts/{made}/stress", {"accepted": "1"}).content.decode()
    )


def test_the_console_reads_terms_and_says_what_they_come_to_or_what_is_wrong(tmp_path):
    file = tmp_path / "terms.yaml"
    file.write_text(example_terms())
    said = CliRunner().invoke(app, ["check", str(file)]).output
    assert "£241,080.00" in said and "over 36 months" in said
    file.write_text(example_terms().replace("ends: 2030-03-31", "ends: 2030-03-30"))
    found = CliRunner().invoke(app, ["check", str(file)]).exception
    assert isinstance(found, Refused) and "line 7" in found.because
