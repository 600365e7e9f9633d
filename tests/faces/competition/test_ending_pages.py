"""After the bids, by pages: questions answered to all, an award published and challenged, signed, and its notices given."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from support.competition import ASH, BIRCH, Competition
from support.wall_visits import browser

from throughcare.commissioning.competition.models import Challenge, Question, Signature

from .test_rounds import post, words


@pytest.fixture
def decided(database):
    """One that closed two days ago, that Birch won."""
    made = Competition(at=timezone.now() - timedelta(days=2))
    made.bids(made.ash, ASH)
    made.bids(made.birch, BIRCH)
    made.opens()
    made.decides()
    return made


def address_of(made: Competition, more: str = "") -> str:
    return f"/competition/rounds/{made.id}{more}"


def test_a_question_is_asked_found_on_home_and_answered_to_all(database):
    made = Competition(questions=timedelta(minutes=50))
    page = browser(made.ash)
    assert "Ask a question" in words(page.get(address_of(made)))
    assert post(page, address_of(made, "/ask"), asks="We at Ash ask: when?").status_code == 302
    question = Question.objects.using("owner").get(round=made.id).id
    assert "We at Ash ask" not in words(browser(made.birch).get(address_of(made)))
    buyer = browser(made.buyer)
    assert "Answer what bidders ask" in words(buyer.get("/"))
    answer = address_of(made, f"/questions/{question}")
    assert "We at Ash ask" in words(buyer.get(answer))
    assert browser(made.ash).get(answer).status_code == 403
    assert post(buyer, answer, asked="When does it begin?", answer="In April.").status_code == 302
    assert buyer.get(answer).status_code == 404
    told = words(browser(made.birch).get(address_of(made)))
    assert "When does it begin?" in told and "In April." in told and "We at Ash" not in told
    assert "Answer what bidders ask" not in words(buyer.get("/"))


def test_an_award_is_published_challenged_and_signed_once_the_challenge_ended(decided):
    buyer, ash, address = browser(decided.buyer), browser(decided.ash), address_of(decided)
    assert "Publish the award, so that its standstill begins" in words(buyer.get("/"))
    assert post(buyer, f"{address}/publish-award", with_standstill="on").status_code == 302
    assert "In its standstill" in words(ash.get(address)) and "Not before" in words(ash.get(address))
    assert "in its standstill" in words(post(buyer, f"{address}/sign-contract"))
    assert post(ash, f"{address}/challenge", because="Not read.").status_code == 302
    held = Challenge.objects.using("owner").get(round=decided.id).id
    assert "Held by a challenge" in words(buyer.get(address))
    assert "Not read." not in words(browser(decided.birch).get(address))
    end = f"{address}/challenges/{held}"
    assert post(buyer, end, way="lifted", because="By order.").status_code == 302
    assert buyer.get(end).status_code == 404
    assert "The hold was lifted" in words(ash.get(address))


def test_a_challenge_is_withdrawn_by_page(decided):
    ash, address = browser(decided.ash), address_of(decided)
    post(browser(decided.buyer), f"{address}/publish-award", with_standstill="on")
    post(ash, f"{address}/challenge", because="Not read.")
    assert "Withdraw your team's challenge" in words(ash.get(address))
    assert post(ash, f"{address}/withdraw-challenge", because="Read again.").status_code == 302
    assert "Withdrawn by whoever brought it" in words(ash.get(address))


def test_it_is_signed_by_page_and_the_notice_of_details_is_owed_and_given(decided):
    from throughcare.commissioning.competition import actions

    actions.publish_award(
        by=decided.buyer, at=decided.closes, competition_id=decided.id, with_standstill=False
    )
    buyer, address = browser(decided.buyer), address_of(decided)
    assert "Sign what was awarded" in words(buyer.get("/"))
    assert post(buyer, f"{address}/sign-contract").status_code == 302
    assert Signature.objects.using("owner").filter(round=decided.id).exists()
    assert "Give a notice that is owed" in words(buyer.get("/"))
    assert "UK7 Owed by" in words(buyer.get(address))
    assert post(buyer, f"{address}/give-details").status_code == 302
    assert "Owed" not in words(buyer.get(address))


def test_what_was_decided_is_abandoned_with_a_reason_and_a_notice(decided):
    buyer, address = browser(decided.buyer), address_of(decided)
    assert post(buyer, f"{address}/call-off", because="The money is gone.").status_code == 302
    assert "The money is gone." in words(browser(decided.ash).get(address))
    assert "Owed" in words(buyer.get(address))
    assert post(buyer, f"{address}/give-termination").status_code == 302
    assert "Owed" not in words(buyer.get(address))
