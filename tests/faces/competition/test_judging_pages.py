"""A competition judged by pages: a panel named, answers scored alone, agreed and signed, each finding their work on home."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from support.competition import ASH_JUDGED, BIRCH_JUDGED, PASSES, Competition
from support.people import joins
from support.wall_visits import browser

from throughcare.foundation.kernel import new_id

from .test_rounds import post, words


@pytest.fixture
def opened(database):
    """One that closed an hour ago and whose answers are open."""
    made = Competition(at=timezone.now() - timedelta(hours=2), asks=True)
    made.bids(made.ash, ASH_JUDGED)
    made.bids(made.birch, BIRCH_JUDGED)
    made.opens()
    return made


def address_of(made: Competition, more: str = "") -> str:
    return f"/competition/rounds/{made.id}{more}"


def score(made: Competition, who, bidder, number: int, given: int):
    address = address_of(made, f"/answers/{made.answers_of(bidder)}/{number}")
    return post(browser(who), address, score=given, because=f"It deserves {given}.")


def test_a_buyer_names_a_panel_and_is_told_on_home_what_it_lacks(database):
    made = Competition(at=timezone.now() - timedelta(hours=2), asks=True)
    for who in (made.evaluators[1], made.moderator):
        address = address_of(made, f"/panel/{who.id}")
        assert post(browser(made.buyer), address, because="Has left the panel.").status_code == 302
    made.opens()
    assert "Name who evaluates" in words(browser(made.buyer).get("/"))
    page = browser(made.buyer)
    assert "It needs 1 more to evaluate and somebody to moderate" in words(
        page.get(address_of(made, "/panel"))
    )
    for role in ("evaluator", "moderator"):
        who = joins(made.buyers.unit, role)
        assert post(page, address_of(made, "/panel"), who=who.id, part=role).status_code == 302
    told = words(page.get(address_of(made, "/panel")))
    assert "It needs" not in told and "Has left the panel." in told
    assert "Name who evaluates" not in words(page.get("/"))


def test_each_scores_alone_and_reads_nothing_of_the_others_before_all_have_handed_in(opened):
    one, other = opened.evaluators
    assert "Score the answers, alone" in words(browser(one).get("/"))
    for bidder in (opened.ash, opened.birch):
        for number in (0, 1):
            assert score(opened, one, bidder, number, 4).status_code == 302
    address = address_of(opened, f"/answers/{opened.answers_of(opened.ash)}/0")
    own, theirs = words(browser(one).get(address)), words(browser(other).get(address))
    assert "It deserves 4." in own and "Ash helps with work" in theirs
    assert "It deserves 4." not in theirs
    for who in (opened.moderator, opened.buyer):
        told = words(browser(who).get(address_of(opened, "/answers")))
        assert "None that you may see" in told and "Yours" not in told
    assert "Yours: 4" in words(browser(one).get(address_of(opened, "/answers")))
    refused = post(browser(other), address_of(opened, "/hand-in"))
    assert "not scored every answer" in words(refused)
    assert post(browser(one), address_of(opened, "/hand-in")).status_code == 302
    assert "Score the answers, alone" not in words(browser(one).get("/"))


def test_what_differs_is_flagged_agreed_signed_priced_and_decided_by_pages(opened):
    one, other = opened.evaluators
    for who, given in ((one, 5), (other, 2)):
        for bidder in (opened.ash, opened.birch):
            score(opened, who, bidder, 0, given if bidder is opened.ash else 3)
            score(opened, who, bidder, 1, 3)
        post(browser(who), address_of(opened, "/hand-in"))
    page = browser(opened.moderator)
    assert "Record what the evaluators agree on" in words(page.get("/"))
    assert words(page.get(address_of(opened, "/answers"))).count("Far apart") == 1
    assert "1 to agree" in words(post(page, address_of(opened, "/sign")))
    assert "The evaluators gave 2 to 5" in words(score(opened, opened.moderator, opened.ash, 0, 0))
    assert score(opened, opened.moderator, opened.ash, 0, 4).status_code == 302
    address = address_of(opened, f"/answers/{opened.answers_of(opened.ash)}/0")
    assert "What was agreed" in words(browser(other).get(address))
    assert post(page, address_of(opened, "/sign")).status_code == 302
    for who, passphrase in zip((opened.buyer, opened.other), PASSES, strict=True):
        assert "/turn-key" in browser(who).get("/").content.decode()
        post(browser(who), address_of(opened, "/turn-key"), passphrase=passphrase)
    assert "Decide by the published rule" in words(browser(opened.buyer).get("/"))
    assert post(browser(opened.buyer), address_of(opened, "/decide")).status_code == 302
    told = words(browser(opened.ash).get(address_of(opened)))
    assert "4: All of it It deserves 4." in told and "Quality in all 72.00 of 100" in told
    assert opened.evaluators[0].name not in told


def test_a_bidder_finds_neither_panel_nor_answers_of_others(opened):
    page = browser(opened.ash)
    assert page.get(address_of(opened, "/panel")).status_code == 403
    theirs = page.get(address_of(opened, f"/answers/{opened.answers_of(opened.birch)}/0"))
    assert theirs.status_code == 404
    own = words(page.get(address_of(opened, "/answers")))
    assert "Birch" not in own


def test_pages_of_nothing_are_no_pages(opened):
    page = browser(opened.buyer)
    for more in (
        f"/answers/{new_id()}/0",
        f"/answers/{opened.answers_of(opened.ash)}/9",
        f"/panel/{new_id()}",
    ):
        assert page.get(address_of(opened, more)).status_code == 404
    plain = Competition()
    assert page.get(address_of(plain, "/answers")).status_code == 404
    assert browser(plain.buyer).get(address_of(plain, "/panel")).status_code == 404
