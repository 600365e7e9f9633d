"""The passport by pages: filled in, changed, refused with the line at fault, warned of before a bid, renewed from home."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone
from support.competition import ASH, Competition
from support.made_up_passport import a_passport
from support.passports import a_bidder, keeps
from support.people import an_office, joins
from support.wall_visits import browser

from throughcare.commissioning.providers.models import PassportEdition
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of

CHANGE = "/providers/passport/change"


def words(response) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def typed(**given):
    last = timezone.now() + timedelta(days=300)
    days = {
        f"declaration_{n}_{part}": getattr(last, part) for n in range(5) for part in ("day", "month", "year")
    }
    facts = {
        "legal_name": "Made-up Trust", "form": "charity", "charity": "1234567", "people": 12, "turnover": 500000,
        "board": "A One; 1960-01; finance, law", "links": "A hub", "interests": "A One; Birch Trust; trustee", "version": 0,
        "idempotency_key": new_id(),
    }  # fmt: skip
    return facts | days | given


@pytest.fixture
def lead(database):
    return joins(an_office().unit, "provider lead")


def kept(lead) -> list[PassportEdition]:
    return list(
        PassportEdition.objects.using("owner").filter(organisation_id=lead.organisation_id).order_by("number")
    )


def test_a_lead_fills_in_a_passport_and_changes_it_and_reads_every_edition(lead):
    page = browser(lead)
    assert "There is no passport yet." in words(page.get("/providers/passport"))
    assert page.post(CHANGE, typed()).status_code == 302
    assert 'value="1234567"' in page.get(CHANGE).content.decode()
    assert page.post(CHANGE, typed(people=60, version=1)).status_code == 302
    said = words(page.get("/providers/passport"))
    assert "medium" in said and "people employed" in said and "the first edition" in said
    assert "A One: trustee, Birch Trust" in said and "Nothing puts a bid of yours out today." in said
    assert [row.facts["people"] for row in kept(lead)] == [12, 60]


def test_what_is_wrong_stands_beside_its_answer_and_nothing_is_kept(lead):
    page = browser(lead)
    for given, said in (
        ({"board": "A One\nB; May"}, "Line 2: “May” is no month of birth"), ({"charity": "12"}, "no charity number"),
        ({"form": "company"}, "Give the company number"), ({"version": 4}, "in the meantime"),
    ):  # fmt: skip
        shown = page.post(CHANGE, typed(**given))
        assert shown.status_code == 200 and said in words(shown), given
    assert kept(lead) == []


def test_a_form_sent_twice_adds_one_edition(lead):
    page, form = browser(lead), typed()
    assert [page.post(CHANGE, form).status_code for _ in range(2)] == [302, 302]
    assert len(kept(lead)) == 1


def test_an_expired_declaration_is_said_before_bidding_and_stands_on_home(database):
    round_ = Competition()
    page = browser(round_.ash)
    assert "Nothing in your passport." in words(page.get(f"/competition/rounds/{round_.id}/bid"))
    assert "declaration" not in words(page.get("/")).casefold()
    last = day_of(round_.at) - timedelta(days=1)
    keeps(round_.ash, round_.at, a_passport(day_of(round_.at), until=last))
    warned = words(page.get(f"/competition/rounds/{round_.id}/bid"))
    assert f"“safeguarding” is declared until {last:%-d %B %Y} only" in warned
    assert "without it your bids are out" in words(page.get("/"))


def test_a_buyer_reads_what_each_opened_bid_rests_on_and_a_bidder_its_own(database):
    over = Competition(at=timezone.now() - timedelta(hours=2))
    shares = "shares:\n  - {who: Ash Trust, part: lead, percent: 60}\n  - {who: Elm Trust, part: member, percent: 40}\n"
    over.bids(over.ash, ASH + shares)
    address = f"/competition/rounds/{over.id}/bids"
    assert "No bid is shown to you." in words(browser(over.buyer).get(address))
    over.turns(0)
    over.turns(1)
    said = words(browser(over.buyer).get(address))
    assert "Elm Trust member 40" in said and "1234567" in said and "safeguarding" in said
    assert "A1 £100,000.00 50% What was published as the cost in-house, £200,000.00" in said
    theirs = words(browser(over.ash).get(address))
    assert "Elm Trust" in theirs and "Prices to ask about" not in theirs
    assert "Elm Trust" not in words(browser(over.birch).get(address))
    assert address in browser(over.buyer).get(f"/competition/rounds/{over.id}").content.decode()


def test_a_lead_without_a_passport_is_told_before_bidding(database):
    round_ = Competition()
    bare = joins(an_office().unit, "provider lead")
    assert "You have no passport yet" in words(browser(bare).get(f"/competition/rounds/{round_.id}/bid"))
    assert a_bidder(bare.unit_id, round_.at)
