"""The wall of a competition by pages: hats given, a crossing asked, approved from two homes, and closed by itself."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from support.competition import ASH, Competition
from support.people import an_office, joins
from support.wall_visits import browser

from throughcare.commissioning.competition.models import Crossing, Hat
from throughcare.foundation.audit.models import Entry
from throughcare.foundation.kernel import new_id


def test_a_buyer_gives_a_hat_and_a_second_is_refused_beside_the_form(database):
    made = Competition()
    third = joins(made.buyers.unit, "commissioner")
    page, address = browser(made.buyer), f"/competition/rounds/{made.id}/wall"
    assert address in page.get(f"/competition/rounds/{made.id}").content.decode()
    for status, said in ((302, ""), (200, "has a part in this competition already")):
        answer = page.post(address, {"idempotency_key": new_id(), "member_id": third.id, "hat": "evaluator"})
        assert answer.status_code == status and said in answer.content.decode()
    assert Hat.objects.using("owner").filter(round=made.id, member_id=third.id).count() == 1
    assert "evaluator" in page.get(address).content.decode()
    assert "evaluator" not in browser(made.ash).get(address).content.decode().partition("<form")[0]


def test_a_crossing_waits_on_the_homes_of_those_who_approve_and_opens_with_the_second(database):
    made = Competition()
    inspector = joins(an_office().unit, "inspector")
    last = timezone.now() + timedelta(days=3)
    form = {
        "idempotency_key": new_id(),
        "because": "A court asks",
        "last_day": last.day,
        "last_month": last.month,
        "last_year": last.year,
    }
    assert browser(made.ash).post(f"/competition/rounds/{made.id}/wall", form).status_code == 302
    asked = Crossing.objects.using("owner").get(round=made.id)
    address = f"/competition/crossings/{asked.id}"
    for who in (inspector, made.buyer):
        page = browser(who)
        assert address in page.get("/").content.decode()
        assert "Approve it" in page.get(address).content.decode()
        assert page.post(address).status_code == 302
        assert address not in page.get("/").content.decode()
    assert "Open now" in browser(inspector).get(address).content.decode()
    assert browser(made.ash).get(address).status_code == 403
    assert browser(joins(an_office().unit, "commissioner")).get(address).status_code == 404


def test_a_look_at_opened_bids_is_a_line_of_the_audit_that_names_them(database):
    over = Competition(at=timezone.now() - timedelta(hours=2))
    bid = over.bids(over.ash, ASH)
    over.opens()
    over.decides()
    for who in (over.buyer, over.ash, over.birch):
        browser(who).get(f"/competition/rounds/{over.id}/bids")
    looked = Entry.objects.using("owner").filter(
        kind="looked", act="opened_bids", subject__competition=str(over.id)
    )
    assert {(row.member_id, tuple(row.subject["papers"])) for row in looked} == {
        (over.buyer.id, (str(bid),)), (over.ash.id, (str(bid),)),
    }  # fmt: skip
