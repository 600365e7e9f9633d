"""A competition by pages: published, keys made, bids sealed, keys turned, decided; each side with its own steps and no other's."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from support.competition import ASH, BIRCH, PASSES, TERMS, Competition
from support.people import an_office, joins
from support.wall_visits import browser

from throughcare.commissioning.competition.models import Bid, Round
from throughcare.commissioning.competition.rules.reading import bid_from, offer_from
from throughcare.faces.competition.pages.steps import EXAMPLE
from throughcare.foundation.audit.models import Entry
from throughcare.foundation.kernel import new_id


def words(response) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def a_file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("file.yaml", text.encode())


def post(page, address, **given):
    return page.post(address, {"idempotency_key": new_id(), **given})


@pytest.fixture
def open_now(database):
    return Competition()


@pytest.fixture
def over(database):
    """One that closed an hour ago, with two bids."""
    made = Competition(at=timezone.now() - timedelta(hours=2))
    made.bids(made.ash, ASH)
    made.bids(made.birch, BIRCH)
    return made


def test_a_buyer_publishes_and_both_who_open_find_a_key_to_make_on_home(database):
    unit = an_office().unit
    buyer, other = joins(unit, "commissioner"), joins(unit, "analyst")
    title, closes = f"Round {new_id()}", timezone.now() + timedelta(days=40)
    done = post(
        browser(buyer), "/competition/rounds/new", file=a_file(TERMS.format(title=title)), regime="light-touch-2023",
        closes_day=closes.day, closes_month=closes.month, closes_year=closes.year, opener_one=buyer.id, opener_two=other.id,
    )  # fmt: skip
    assert done.status_code == 302
    row = Round.objects.using("owner").get(title=title)
    for who in (buyer, other):
        assert f"/competition/rounds/{row.id}/make-key" in browser(who).get("/").content.decode()
        made = post(
            browser(who),
            f"/competition/rounds/{row.id}/make-key",
            passphrase="twelve or more",
            again="twelve or more",
        )
        assert made.status_code == 302
        assert "make-key" not in browser(who).get("/").content.decode()
    assert "Open for bids" in words(browser(other).get(f"/competition/rounds/{row.id}"))


def test_two_passphrases_that_differ_or_are_short_make_no_key(database):
    early = Competition(keys=0)
    page, address = browser(early.buyer), f"/competition/rounds/{early.id}/make-key"
    assert "not the same" in words(post(page, address, passphrase="twelve or more", again="twelve or less"))
    assert "at least 12 characters" in words(post(page, address, passphrase="short", again="short"))


def test_a_bidder_seals_replaces_and_takes_back_its_bid_and_the_buyer_sees_none_of_it(open_now):
    page, address = browser(open_now.ash), f"/competition/rounds/{open_now.id}"
    assert "Send a bid" in words(page.get(address))
    assert post(page, f"{address}/bid", file=a_file(ASH)).status_code == 302
    assert "Your team's bid is sealed" in words(page.get(address))
    assert "Send another bid in its place" in words(page.get(address))
    buyer = words(browser(open_now.buyer).get(address))
    assert "sealed" not in buyer.replace("closed, and sealed", "") and "A1" not in buyer
    assert post(page, f"{address}/withdraw").status_code == 302
    assert "Your team's bid is sealed" not in words(page.get(address))


def test_a_bid_that_is_no_bid_is_refused_with_its_line_and_nothing_is_kept(open_now):
    page, address = browser(open_now.ash), f"/competition/rounds/{open_now.id}/bid"
    assert "line 2: “West” is not a unit here" in words(
        post(page, address, file=a_file(ASH.replace("North", "West")))
    )
    assert "not text in UTF-8" in words(post(page, address, file=SimpleUploadedFile("x", b"\xff\xfe")))
    assert not Bid.objects.using("owner").filter(round=open_now.id).exists()


def test_both_turn_their_keys_by_page_and_each_side_reads_what_is_its_own(over):
    address = f"/competition/rounds/{over.id}"
    for who, passphrase in zip((over.buyer, over.other), PASSES, strict=True):
        assert f"{address}/turn-key" in browser(who).get("/").content.decode()
        assert post(browser(who), f"{address}/turn-key", passphrase=passphrase).status_code == 302
    assert f"{address}/decide" in browser(over.buyer).get(address).content.decode()
    assert post(browser(over.buyer), f"{address}/decide").status_code == 302
    assert post(browser(over.buyer), f"{address}/publish-award", with_standstill="on").status_code == 302
    ash, buyer = words(browser(over.ash).get(address)), words(browser(over.buyer).get(address))
    assert "It costs £180,000.00 in all" in ash and "B3" in ash
    assert "A1 It would have been taken at a price lower by" in ash
    assert "A1 It would have been taken" in buyer
    stranger = words(browser(joins(an_office().unit, "provider lead")).get(address))
    assert "B3" in stranger and "A1" not in stranger
    assert "Not before" in ash


def test_a_wrong_passphrase_turns_nothing_and_is_written_nowhere(over):
    wrong = f"not it {new_id()}"
    answer = post(browser(over.buyer), f"/competition/rounds/{over.id}/turn-key", passphrase=wrong)
    assert "not the passphrase" in words(answer)
    assert wrong not in answer.content.decode()
    told = [str(vars(line)) for line in Entry.objects.using("owner").order_by("-id")[:20]]
    assert told and not any(wrong in one or PASSES[0] in one for one in told)


def test_it_is_called_off_with_a_reason_that_bidders_read(over):
    address = f"/competition/rounds/{over.id}"
    assert (
        post(browser(over.buyer), f"{address}/call-off", because="A passphrase was lost.").status_code == 302
    )
    assert "A passphrase was lost." in words(browser(over.ash).get(address))
    assert "turn-key" not in browser(over.other).get(address).content.decode()


def test_a_step_that_there_is_not_and_a_competition_that_there_is_not_are_no_pages(open_now):
    page = browser(open_now.buyer)
    assert page.get(f"/competition/rounds/{open_now.id}/open-early").status_code == 404
    assert page.get(f"/competition/rounds/{new_id()}").status_code == 404


def test_whoever_may_not_publish_is_refused(open_now):
    assert browser(open_now.ash).get("/competition/rounds/new").status_code == 403
    answer = post(browser(open_now.ash), f"/competition/rounds/{open_now.id}/call-off", because="No.")
    assert answer.status_code == 200 and "may not" in words(answer)


def test_how_a_bid_is_written_is_shown_and_what_is_shown_can_be_read(database):
    terms = "round: Tried\nunits: [{unit: Housing, in_house: 330000}, {unit: Mentors, in_house: 150000}]\nrule: {objective: lowest cost}\n"
    bid = bid_from(EXAMPLE, "Ash", offer_from(terms, "terms"))
    assert [one.name for one in bid.packages] == ["homes", "homes with mentors"]
    round_ = Competition()
    shown = browser(round_.ash).get(f"/competition/rounds/{round_.id}/bid").content.decode()
    assert "How a file is written" in shown and "homes with mentors" in shown
