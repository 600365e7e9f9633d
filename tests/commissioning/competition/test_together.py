"""Those who bid together each say so themselves: sealed until the prices are opened, read beside the bid that names them."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction
from support.competition import ASH, BIRCH, Competition
from support.passports import a_bidder
from support.people import an_office, joins
from support.wall_visits import browser

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.models import OpenedBid, Promised
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id


@pytest.fixture
def round_(database):
    """A competition with a third body that is a member of Ash's bid, and bids for nothing itself."""
    made = Competition()
    made.elm = a_bidder(an_office().unit, made.at)
    made.bids(made.ash, ASH + shares(made))
    made.bids(made.birch, BIRCH)
    return made


def shares(made, percent=40):
    return (
        f"shares:\n  - {{who: Ash, part: lead, percent: {100 - percent}}}\n"
        f'  - {{who: "{made.elm.organisation_name}", part: member, percent: {percent}}}\n'
    )


def promises(made, percent=40, **change):
    return actions.promise_share(**{
        "by": made.elm, "at": made.at, "competition_id": made.id, "lead_unit": made.ash.unit_id, "part": "member", "percent": percent
    } | change)  # fmt: skip


def opened(made) -> OpenedBid:
    made.opens()
    return OpenedBid.objects.using("owner").get(round=made.id, unit_id=made.ash.unit_id)


def test_a_bid_whose_member_confirmed_is_considered_and_the_buyer_reads_that_it_did(round_):
    promises(round_)
    row = opened(round_)
    assert row.fault == ""
    assert row.partners == [{"who": round_.elm.organisation_name, "word": "confirmed by itself"}]
    shown = browser(round_.buyer).get(f"/competition/rounds/{round_.id}/bids").content.decode()
    assert "Confirmed by itself" in shown and "It leads" in shown


@pytest.mark.parametrize("said", [None, 39, "taken back"])
def test_a_bid_whose_member_did_not_say_the_same_is_out(round_, said):
    if said is not None:
        made = promises(round_, said if isinstance(said, int) else 40)
        if said == "taken back":
            actions.take_back_promise(by=round_.elm, at=round_.at, competition_id=round_.id, promise_id=made)
    assert "member with 40 percent" in opened(round_).fault


def test_before_the_close_a_word_is_its_teams_alone_and_sealed_even_from_the_owner(round_):
    made = promises(round_)
    for who, many in ((round_.elm, 1), (round_.ash, 0), (round_.birch, 0), (round_.buyer, 0)):
        with viewing(who, round_.at):
            assert Promised.objects.filter(round=round_.id).count() == many
    row = Promised.objects.using("owner").get(id=made)
    assert str(round_.ash.unit_id).encode() not in bytes(row.content) and b"member" not in bytes(row.content)
    assert bytes(row.half_one) != bytes(row.half_two)


def test_whoever_gives_their_word_bids_and_whoever_buys_gives_none(round_):
    promises(round_)
    with viewing(round_.elm, round_.at):
        assert [hat for _, hat in queries.hats(round_.id, at=round_.at)] == ["bidder"]
    with pytest.raises(Refused):
        promises(round_, by=round_.buyer)
    for change, why in (
        ({"lead_unit": round_.elm.unit_id}, "which is not your own"),
        ({"at": round_.closes}, "closed, and sealed"),
        ({"part": "lead"}, "Choose member or subcontractor"),
    ):
        with pytest.raises(Refused, match=why):
            promises(round_, **change)
    with pytest.raises(Refused, match="no such word"):
        actions.take_back_promise(
            by=round_.birch, at=round_.at, competition_id=round_.id,
            promise_id=Promised.objects.using("owner").get(round=round_.id).id,
        )  # fmt: skip


TAKES_BACK = (
    "INSERT INTO competition_promised (id, round_id, takes_back_id, unit_id, member_id, at)"
    " VALUES (gen_random_uuid(), %s, %s, app_unit(), app_member(), app_at())"
)


def test_by_sql_a_rival_takes_nothing_of_anothers_back_and_nobody_gives_a_word_after_the_close(round_):
    made = promises(round_)
    with viewing(round_.ash, round_.at), transaction.atomic():
        connection.cursor().execute(TAKES_BACK, [round_.id, made])
    with viewing(round_.elm, round_.closes), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(TAKES_BACK, [round_.id, made])
    assert opened(round_).fault == ""


def test_a_word_is_given_and_taken_back_by_pages(round_):
    elm, address = browser(round_.elm), f"/competition/rounds/{round_.id}"
    assert "Say that you bid with another team" in elm.get(address).content.decode()
    given = {"lead_unit": str(round_.ash.unit_id), "part": "member", "percent": "40"}
    said = elm.post(f"{address}/promise", given | {"idempotency_key": new_id()}, follow=True).content.decode()
    assert "Your word is sealed" in said
    row = Promised.objects.using("owner").get(round=round_.id)
    assert "Take it back" in said
    gone = elm.post(
        f"{address}/promises/{row.id}", {"idempotency_key": new_id()}, follow=True
    ).content.decode()
    assert "Your word is taken back" in gone and "Take it back" not in gone
    assert browser(round_.birch).get(f"{address}/promises/{row.id}").status_code == 404
    assert browser(joins(round_.buyers.unit, "commissioner")).get(f"{address}/promise").status_code == 403
