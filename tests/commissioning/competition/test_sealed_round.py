"""One competition from publishing to a decision, through the service: sealed until both keys are turned, each side walled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from support.competition import ASH, BIRCH, PASSES, TERMS, Competition, a_price
from support.people import a_founder, an_office, joins

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.models import (
    Bid,
    Decision,
    Opened,
    OpenedBid,
    OpenerKey,
    OpenerSecret,
    Turned,
)
from throughcare.commissioning.competition.rules import Award
from throughcare.commissioning.competition.rules.sealing import OpeningKey, half_of, unlocked
from throughcare.commissioning.competition.rules.stages import Stage
from throughcare.commissioning.competition.store import about
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.models import Account
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.server.database.urls import Role


@pytest.fixture
def round_(database):
    return Competition()


def test_two_keys_turned_after_the_close_open_every_bid_and_decide_by_the_published_rule(round_):
    round_.bids(round_.ash, ASH)
    round_.bids(round_.birch, BIRCH)
    assert round_.turns(0) is False
    assert round_.seen_by(round_.buyer).stage is Stage.HALF
    assert round_.opened_by(round_.buyer) == []
    assert round_.turns(1) is True
    assert round_.seen_by(round_.ash).stage is Stage.PRICED
    assert round_.decides() is True
    award = round_.seen_by(round_.ash).stands.decision.award
    assert (award["cost"], award["proved"]) == (180_000_00, True)
    assert [one["package"] for one in award["taken"]] == ["B3"]


def test_a_bidder_is_shown_its_own_bid_and_a_band_and_nothing_of_the_others(round_):
    round_.bids(round_.ash, ASH)
    round_.bids(round_.birch, BIRCH)
    round_.turns(1)
    round_.turns(0)
    round_.decides()
    [own] = round_.opened_by(round_.ash)
    assert own.said == ASH
    [told] = round_.told(round_.ash)
    assert [one["package"] for one in told.changes] == ["A1", "A2"]
    assert "at most" in told.changes[0]["words"] and "180000" not in str(told.changes)
    assert len(round_.opened_by(round_.buyer)) == 2 and len(round_.told(round_.buyer)) == 2
    assert round_.told(joins(an_office().unit, "provider lead")) == []
    assert round_.opened_by(joins(an_office().unit, "provider lead")) == []


def test_the_decision_can_be_worked_out_again_from_what_was_opened(round_):
    round_.bids(round_.ash, ASH)
    round_.opens()
    round_.decides()
    with viewing(round_.buyer, round_.closes):
        _, found = queries.award_again(round_.id)
    kept = Decision.objects.using("owner").get(round=round_.id).award
    assert isinstance(found, Award) and found.cost == kept["cost"]


def test_nobody_reads_a_bid_early_not_even_the_owner_of_the_database_with_one_passphrase(round_, database):
    price = a_price()
    bid = round_.bids(round_.ash, ASH.replace("100000.00", price))
    with database.connect(Role.OWNER) as owner:
        for table in ("round", "openerkey", "openersecret", "bid", "turned", "openedbid", "decision"):
            rows = owner.execute(f"SELECT t::text FROM competition_{table} t").fetchall()
            assert not any(price in row[0] or price.encode().hex() in row[0] for row in rows)
            assert not any(words in row[0] for row in rows for words in PASSES)
    kept = Bid.objects.using("owner").get(id=bid)
    key = OpenerKey.objects.using("owner").get(round=round_.id, member_id=round_.buyer.id)
    secret = bytes(OpenerSecret.objects.using("owner").get(key=key).sealed)
    mine = unlocked(OpeningKey(bytes(key.public), secret), PASSES[0])
    half = half_of(mine, bytes(kept.half_one), about(bid))
    with pytest.raises(Refused):
        half_of(mine, bytes(kept.half_two), about(bid))
    assert half not in bytes(kept.content)


def test_a_bid_is_seen_by_its_own_team_alone_until_the_close(round_):
    round_.bids(round_.ash, ASH)
    assert round_.seen_by(round_.ash, round_.at).own_bid is not None
    for who in (round_.buyer, round_.other, round_.birch):
        with viewing(who, round_.at):
            assert not Bid.objects.filter(round=round_.id).exists()
    with viewing(round_.birch, round_.closes):
        assert not Bid.objects.filter(round=round_.id).exists()


def test_the_last_bid_before_the_close_stands_and_one_at_the_very_instant_is_late(round_):
    round_.bids(round_.ash, ASH)
    dearer = ASH.replace("100000.00", "90000.00")
    round_.bids(round_.ash, dearer, at=round_.closes - timedelta(microseconds=1))
    with pytest.raises(Refused, match="This competition is closed, and sealed"):
        round_.bids(round_.ash, ASH, at=round_.closes)
    round_.turns(0)
    round_.turns(1)
    [opened] = round_.opened_by(round_.buyer)
    assert opened.said == dearer


def test_where_the_clock_is_put_back_or_forward_nothing_that_was_sent_is_lost_in_silence(round_):
    """A bid that would count as sent before another of its team is refused; once a key was turned no clock lets one in."""
    first = round_.at + timedelta(minutes=10)
    dearer = ASH.replace("100000.00", "90000.00")
    round_.bids(round_.ash, ASH, at=first)
    for act, given in ((actions.send_bid, {"said": dearer}), (actions.withdraw_bid, {})):
        with pytest.raises(Refused, match="at a later time than this by the clock"):
            act(by=round_.ash, at=first - timedelta(minutes=5), competition_id=round_.id, **given)
    with pytest.raises(Refused, match="closed, and sealed"):
        round_.bids(round_.ash, dearer, at=round_.closes + timedelta(days=1))
    round_.bids(round_.ash, dearer, at=first + timedelta(minutes=1))
    round_.bids(round_.birch, BIRCH, at=round_.at)
    with pytest.raises(Refused):
        actions.turn_key(by=round_.buyer, at=first, competition_id=round_.id, passphrase=PASSES[0])
    round_.turns(0)
    with pytest.raises(Refused, match="closed while your bid was on its way"):
        round_.bids(round_.ash, ASH, at=first + timedelta(minutes=2))
    round_.turns(1)
    assert {one.said for one in round_.opened_by(round_.buyer)} == {dearer, BIRCH}


def test_a_bid_that_waited_while_a_key_was_turned_is_not_kept_without_one_half_of_its_key(round_):
    """Sent before the close, it came to the lock after the first opener: by action and by SQL it is refused in words."""
    round_.bids(round_.ash, ASH)
    round_.turns(0)
    late = round_.closes - timedelta(microseconds=1)
    with pytest.raises(Refused, match="closed while your bid was on its way"):
        round_.bids(round_.birch, BIRCH, at=late)
    sql = (
        "INSERT INTO competition_bid (id, round_id, content, half_one, half_two, unit_id, member_id, at)"
        " VALUES (gen_random_uuid(), %s, 'x', 'x', 'x', app_unit(), app_member(), app_at())"
    )
    with viewing(round_.ash, late), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(sql, [round_.id])
    round_.turns(1)
    assert [one.fault for one in round_.opened_by(round_.buyer)] == [""]


def test_the_private_half_of_a_key_is_its_openers_alone_and_nobody_adds_another(round_):
    """Whoever could read it would try passphrases on it for as long as they liked."""
    for who in (round_.buyer, round_.other):
        with viewing(who, round_.at):
            assert [one.member_id for one in OpenerSecret.objects.all() if one.key.round_id == round_.id] == [
                who.id
            ]
    stranger = joins(round_.buyers.unit, "commissioner")
    for who in (round_.ash, stranger, joins(an_office().unit, "inspector")):
        with viewing(who, round_.at):
            assert not OpenerSecret.objects.exists()
            assert OpenerKey.objects.filter(round=round_.id).count() == 2, "the public halves are everybody's"
    key = OpenerKey.objects.using("owner").get(round=round_.id, member_id=round_.other.id)
    OpenerSecret.objects.using("owner").filter(key=key).delete()
    sql = "INSERT INTO competition_openersecret (id, key_id, sealed, member_id, at) VALUES (gen_random_uuid(), %s, 'x', app_member(), app_at())"
    with viewing(round_.buyer, round_.at), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(sql, [key.id])


def test_by_sql_nobody_names_an_opener_who_is_not_of_the_buyers_team_or_may_not_open(round_):
    sql = (
        "INSERT INTO competition_round (id, title, terms, regime, asks, closes_at, opener_one, opener_two, unit_id, member_id, at) VALUES"
        " (gen_random_uuid(), 'x', 'y', 'grant', false, app_at() + interval '1 day', app_member(), %s, app_unit(), app_member(), app_at())"
    )
    for named in (
        round_.ash,
        joins(round_.buyers.unit, "provider worker"),
        joins(an_office().unit, "analyst"),
    ):
        with viewing(round_.buyer, round_.at), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(sql, [named.id])


def test_what_was_opened_is_of_a_bid_of_its_own_competition_and_team(round_):
    bid = round_.bids(round_.ash, ASH)
    other = Competition()
    elsewhere = other.bids(other.ash, ASH)
    round_.turns(0)
    round_.turns(1)
    for table in (Decision, OpenedBid, Opened):
        table.objects.using("owner").filter(round=round_.id).delete()
    for one, unit in ((elsewhere, other.ours.unit), (bid, round_.theirs.unit)):
        with viewing(round_.buyer, round_.closes), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(OPEN.replace("app_unit()", "%s"), [round_.id, one, unit])


def test_a_bid_taken_back_is_never_opened(round_):
    round_.bids(round_.ash, ASH)
    actions.withdraw_bid(by=round_.ash, at=round_.at + timedelta(minutes=1), competition_id=round_.id)
    with pytest.raises(Refused, match="no bid"):
        actions.withdraw_bid(by=round_.ash, at=round_.at + timedelta(minutes=2), competition_id=round_.id)
    round_.turns(0)
    round_.turns(1)
    assert round_.opened_by(round_.buyer) == []
    round_.decides()
    assert round_.seen_by(round_.ash).stands.decision.award["in_house"] == ["North", "South"]


def test_no_bid_is_taken_before_both_keys_are_made(database):
    early = Competition(keys=1)
    with pytest.raises(Refused, match="waiting for the openers' keys"):
        early.bids(early.ash, ASH)
    with pytest.raises(Refused, match="were not made in time"):
        early.turns(0)


def test_keys_are_turned_by_the_two_named_after_the_close_with_their_own_words_and_once(round_):
    with pytest.raises(Refused, match="open for bids"):
        actions.turn_key(by=round_.buyer, at=round_.at, competition_id=round_.id, passphrase=PASSES[0])
    round_.bids(round_.ash, ASH)
    with pytest.raises(Refused, match="not the passphrase"):
        round_.turns(0, PASSES[1])
    with pytest.raises(Refused, match="not one of the two"):
        stranger = joins(round_.buyers.unit, "commissioner")
        actions.turn_key(by=stranger, at=round_.closes, competition_id=round_.id, passphrase=PASSES[0])
    round_.turns(0)
    with pytest.raises(Refused, match="turned your key already"):
        round_.turns(0)
    assert Turned.objects.using("owner").filter(round=round_.id).count() == 1


def test_a_key_is_made_once_and_not_again_after_bids_may_have_come(round_):
    with pytest.raises(Refused, match="Keys are made before bids are taken"):
        actions.make_opening_key(
            by=round_.buyer, at=round_.at, competition_id=round_.id, passphrase=PASSES[0]
        )


def test_a_lost_key_has_a_lawful_way_out(round_):
    round_.bids(round_.ash, ASH)
    actions.call_off_competition(
        by=round_.buyer, at=round_.closes, competition_id=round_.id, because="A passphrase was lost."
    )
    assert round_.seen_by(round_.ash).stands.called_off.because == "A passphrase was lost."
    with pytest.raises(Refused, match="called off"):
        round_.turns(0)
    assert not OpenedBid.objects.using("owner").filter(round=round_.id).exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"terms": TERMS.format(title="x") + "bids:\n  - {bidder: Ash, packages: [{package: A, units: [North], price: 1, quality: 1}]}"}, "holds bids"),
        ({"terms": "round: x"}, "lacks “units”"),
        ({"terms": TERMS.format(title="x").replace("fewer contracts", "highest quality")}, "nothing says how it is judged"),
        ({"regime": "treaty"}, "There is no such law"),
        ({"closes_at": timezone.now() - timedelta(days=1)}, "must close after"),
    ],
)  # fmt: skip
def test_what_cannot_be_published_is_refused(round_, change, words):
    given = {
        "terms": TERMS.format(title=f"Other {new_id()}"), "regime": "grant", "closes_at": round_.closes,
        "opener_one": round_.buyer.id, "opener_two": round_.other.id,
    }  # fmt: skip
    with pytest.raises(Refused, match=words):
        actions.publish_competition(by=round_.buyer, at=round_.at, **(given | change))


def test_two_different_people_of_the_buyers_team_open(round_):
    given = {"terms": TERMS.format(title=f"Other {new_id()}"), "regime": "grant", "closes_at": round_.closes}
    for one, two in ((round_.buyer, round_.buyer), (round_.buyer, round_.ash)):
        with pytest.raises(Refused):
            actions.publish_competition(
                by=round_.buyer, at=round_.at, opener_one=one.id, opener_two=two.id, **given
            )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("packages:\n  - {package: A, units: [North], price: 1, quality: 90}", "does not take “quality”"),
        ("packages:\n  - {package: A, units: [West], price: 1}", "“West” is not a unit here; expected North, South"),
        ("packages:\n  - {package: A, units: [North], price: 1.005}", "price must be pounds"),
        ("packages:\n  - {package: '=A1', units: [North], price: 1}", "must begin with a letter"),
        ("packages:\n  - {package: A, units: [No", "this is not YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_bid_is_said_before_it_is_sealed_and_nothing_is_kept(round_, said, words):
    with pytest.raises(Refused, match=words) as refused:
        round_.bids(round_.ash, said)
    assert refused.value.noted == "A bid that could not be read.", "the audit keeps nothing of what it says"
    assert not Bid.objects.using("owner").filter(round=round_.id).exists()


def test_the_buyers_team_bids_in_no_competition_of_its_own(round_):
    inside = joins(round_.buyers.unit, "provider lead")
    with pytest.raises(Refused, match="does not bid in it"):
        round_.bids(inside, ASH)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE competition_round SET closes_at = now()",
        "DELETE FROM competition_bid",
        "UPDATE competition_openedbid SET said = ''",
        "INSERT INTO competition_decision (id, round_id, award, member_id, at) VALUES (gen_random_uuid(), '{round}', '{{}}', app_member(), app_at())",
        "INSERT INTO competition_openedbid (id, round_id, bid_id, bidder, said, fault, unit_id, member_id, at) "
        "VALUES (gen_random_uuid(), '{round}', '{bid}', 'x', 'y', '', app_unit(), app_member(), app_at())",
    ],
)
def test_no_bidder_writes_what_was_published_opened_or_decided_by_sql(round_, sql):
    bid = round_.bids(round_.ash, ASH)
    with (
        viewing(round_.ash, round_.closes),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql.format(round=round_.id, bid=bid))


DECIDE = "INSERT INTO competition_decision (id, round_id, award, member_id, at) VALUES (gen_random_uuid(), %s, '{}', app_member(), app_at())"
OPEN = (
    "INSERT INTO competition_openedbid (id, round_id, bid_id, bidder, said, fault, unit_id, member_id, at)"
    " VALUES (gen_random_uuid(), %s, %s, 'x', 'y', '', app_unit(), app_member(), app_at())"
)


def test_one_opener_alone_writes_neither_what_was_opened_nor_what_was_decided_by_sql(round_):
    bid = round_.bids(round_.ash, ASH)
    round_.turns(0)
    for sql, given in ((DECIDE, [round_.id]), (OPEN, [round_.id, bid])):
        with viewing(round_.buyer, round_.closes), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(sql, given)


def test_one_person_under_two_hats_is_not_two_who_open_by_action_nor_by_sql(round_):
    account = Account.objects.using("owner").get(id=round_.buyer.account_id)
    hat = access.add_member(
        by=a_founder(), at=round_.at - timedelta(days=1), unit_id=round_.buyers.unit, role="analyst", name="the same",
        account_id=account.id,
    )  # fmt: skip
    given = {"terms": TERMS.format(title=f"Other {new_id()}"), "regime": "grant", "closes_at": round_.closes}
    with pytest.raises(Refused, match="Two different people"):
        actions.publish_competition(
            by=round_.buyer, at=round_.at, opener_one=round_.buyer.id, opener_two=hat, **given
        )
    sql = (
        "INSERT INTO competition_round (id, title, terms, regime, asks, closes_at, opener_one, opener_two, unit_id, member_id, at) VALUES"
        " (gen_random_uuid(), 'x', 'y', 'grant', false, app_at() + interval '1 day', app_member(), %s, app_unit(), app_member(), app_at())"
    )
    with viewing(round_.buyer, round_.at), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(sql, [hat])
