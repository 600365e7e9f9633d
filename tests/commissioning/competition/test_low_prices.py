"""A price far below the comparator is asked about, accounted for, and kept or rejected with reasons; nothing is decided before, and a rejected one is out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from support.competition import ASH, BIRCH, Competition
from support.people import joins
from support.wall_visits import browser

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.models import OpenedBid, PriceAsked, PriceRuled
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Entry
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture
def priced(database):
    return a_round()


def a_round(at=None) -> Competition:
    made = Competition(at=at)
    made.bids(made.ash, ASH)
    made.bids(made.birch, BIRCH)
    made.opens()
    return made


def bid_of(made: Competition, who):
    return OpenedBid.objects.using("owner").get(round=made.id, unit_id=who.unit_id).bid_id


def asks(made: Competition, by=None, who=None, package="B3", days=3, at=None):
    at = at or made.closes
    return actions.ask_about_price(
        by=by or made.buyer, at=at, competition_id=made.id, bid_id=bid_of(made, who or made.birch), package=package,
        asks="How can both be done for this?", answer_by=day_of(at) + timedelta(days=days),
    )  # fmt: skip


def answers(made: Competition, asked, by=None, says="Our premises are there already."):
    actions.answer_about_price(by=by or made.birch, at=made.closes, competition_id=made.id, asked_id=asked, says=says)  # fmt: skip


def rules(made: Competition, asked, way, by=None, at=None):
    actions.rule_on_price(
        by=by or made.buyer, at=at or made.closes, competition_id=made.id, asked_id=asked, way=way, because="No rent is in it"
    )  # fmt: skip


def told(made: Competition, who) -> list[queries.PriceTold]:
    with viewing(who, made.closes):
        return queries.prices_told(made.id)


def test_a_rejected_price_leaves_the_award_and_its_bidder_alone_reads_why(priced):
    asked = asks(priced)
    with pytest.raises(Refused, match="1 question about a price is open"):
        priced.decides()
    with pytest.raises(Refused, match="has until"):
        rules(priced, asked, "rejected")
    answers(priced, asked)
    assert [one.answered.says for one in told(priced, priced.birch)] == ["Our premises are there already."]
    assert told(priced, priced.ash) == []
    rules(priced, asked, "rejected")
    row = PriceRuled.objects.using("owner").get(asked=asked)
    assert row.clause == "Procurement Act 2023, section 19(3)(c), (4) and (5)"
    assert priced.decides()
    decision = priced.seen_by(priced.ash).stands.decision
    assert decision.award["cost"] == 22_000_000, "and not the 180,000 of the package that was rejected"
    words = [one["words"] for row in priced.told(priced.birch) for one in row.changes]
    assert words == [f"Its price was asked about and rejected ({row.clause}): No rent is in it"]
    with viewing(priced.buyer, priced.closes):
        again = queries.award_again(priced.id)
    assert again is not None and again[1].cost == 22_000_000
    line = Entry.objects.using("owner").filter(subject__price_asked=str(asked)).order_by("at", "id").last()
    assert line.because == "No rent is in it" and line.subject["way"] == "rejected"


def test_a_price_that_is_kept_wins_as_before_and_silence_is_waited_for(priced):
    asked = asks(priced)
    with pytest.raises(Refused, match="has until"):
        rules(priced, asked, "kept", at=priced.closes + timedelta(days=3))
    rules(priced, asked, "kept", at=priced.closes + timedelta(days=4))
    with pytest.raises(Refused, match="your price is kept"):
        answers(priced, asked)
    assert priced.decides()
    assert priced.seen_by(priced.buyer).stands.decision.award["cost"] == 18_000_000


def test_what_cannot_be_asked_answered_or_decided_is_refused_in_words(priced):
    with pytest.raises(Refused, match="3 days at least"):
        asks(priced, days=2)
    with pytest.raises(Refused, match="no price of a bid under consideration"):
        asks(priced, package="A1")
    with pytest.raises(Refused, match="Only the team that published"):
        asks(priced, by=joins(priced.ours.unit, "commissioner"))
    asked = asks(priced)
    with pytest.raises(Refused, match="asked about already"):
        asks(priced)
    with pytest.raises(Refused, match="no such question"):
        answers(priced, asked, by=priced.ash)
    with pytest.raises(Refused, match="at most 4,000"):
        answers(priced, asked, says=" ")
    with pytest.raises(Refused, match="Choose one of kept, rejected"):
        rules(priced, asked, "ignored")
    answers(priced, asked)
    with pytest.raises(Refused, match="answered already"):
        answers(priced, asked)
    rules(priced, asked, "kept")
    with pytest.raises(Refused, match="decided already"):
        rules(priced, asked, "rejected")
    priced.decides()
    with pytest.raises(Refused, match="done while it is prices opened"):
        asks(priced, who=priced.ash, package="A1")


def test_by_sql_neither_side_acts_for_the_other_and_nothing_is_decided_while_one_is_open(priced):
    asked = asks(priced)
    row = PriceAsked.objects.using("owner").get(id=asked)
    ruled = (
        "INSERT INTO competition_priceruled (id, round_id, asked_id, way, because, clause, unit_id, member_id, at) VALUES"
        " (gen_random_uuid(), %(round)s, %(asked)s, 'kept', 'x', 'y', %(unit)s, app_member(), app_at())"
    )
    answered = (
        "INSERT INTO competition_priceanswered (id, round_id, asked_id, says, unit_id, member_id, at) VALUES"
        " (gen_random_uuid(), %(round)s, %(asked)s, 'x', app_unit(), app_member(), app_at())"
    )
    decided = (
        "INSERT INTO competition_decision (id, round_id, award, member_id, at) VALUES"
        " (gen_random_uuid(), %(round)s, '{}', app_member(), app_at())"
    )
    given = {"round": priced.id, "asked": asked, "unit": row.unit_id}
    for who, sql in [(priced.birch, ruled), (priced.buyer, answered), (priced.ash, answered), (priced.buyer, decided)]:  # fmt: skip
        with viewing(who, priced.closes), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(sql, given)
    with viewing(priced.ash, priced.closes), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM competition_priceasked")
        assert cursor.fetchone() == (0,)


def test_both_sides_do_it_by_pages(database):
    made = a_round(timezone.now() - timedelta(hours=2))
    address = f"/competition/rounds/{made.id}/prices"
    buyer, birch, ash = browser(made.buyer), browser(made.birch), browser(made.ash)
    assert "Ask about a price" in buyer.get(address).content.decode()
    by = day_of(timezone.now()) + timedelta(days=3)
    form = {
        "idempotency_key": new_id(), "price": f"{bid_of(made, made.birch)} B3", "asks": "How, at half the rent?",
        "answer_by_day": by.day, "answer_by_month": by.month, "answer_by_year": by.year,
    }  # fmt: skip
    assert buyer.post(f"{address}/ask", form).status_code == 302
    asked = PriceAsked.objects.using("owner").get(round=made.id).id
    assert "How, at half the rent?" not in ash.get(address).content.decode()
    assert "Say how your team can do it for its price" in birch.get("/").content.decode()
    assert ash.get(f"{address}/{asked}/answer").status_code == 404
    assert buyer.get(f"{address}/{asked}/decision").status_code == 404, "the bidder has its time"
    assert birch.post(f"{address}/{asked}/answer", {"idempotency_key": new_id(), "says": "We own it."}).status_code == 302  # fmt: skip
    assert "Keep or reject a price that was asked about" in buyer.get("/").content.decode()
    assert "Decide by the published rule" not in buyer.get(f"/competition/rounds/{made.id}").content.decode()
    kept = {"idempotency_key": new_id(), "way": "kept", "because": "They own the house"}
    assert buyer.post(f"{address}/{asked}/decision", kept).status_code == 302
    for page in (buyer, birch):
        said = page.get(address).content.decode()
        assert "We own it." in said and "They own the house" in said and "section 19(3)(c)" in said
    assert "Decide by the published rule" in buyer.get(f"/competition/rounds/{made.id}").content.decode()


def test_both_sides_do_it_by_the_api(database):
    made = a_round(timezone.now() - timedelta(hours=2))
    address = f"/api/v1/competitions/{made.id}/low-prices"
    buyer, birch, ash = browser(made.buyer), browser(made.birch), browser(made.ash)
    assert {one["package"] for one in buyer.get(address).json()} == {"A1", "A2", "B3"}
    by = (day_of(timezone.now()) + timedelta(days=3)).isoformat()
    body = {"bid_id": str(bid_of(made, made.birch)), "package": "B3", "asks": "How?", "answer_by": by}
    asked = send(buyer, address, body)
    assert asked.status_code == 201, asked.content
    here = f"{address}/{asked.json()['asked_id']}"
    assert ash.get(address).json() == []
    assert send(ash, f"{here}/answer", {"says": "I too"}).status_code == 422
    assert send(birch, f"{here}/answer", {"says": "We own it."}).status_code == 204
    assert send(birch, f"{here}/decision", {"way": "kept", "because": "x"}).status_code == 403
    assert send(buyer, f"{here}/decision", {"way": "rejected", "because": "They do not."}).status_code == 204
    (one,) = birch.get(address).json()
    assert (one["answer"], one["decided"], one["because"]) == ("We own it.", "rejected", "They do not.")


def send(client, address: str, body: dict[str, str]):
    return client.post(address, body, content_type="application/json")
