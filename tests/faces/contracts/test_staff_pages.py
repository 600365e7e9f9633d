"""Staff who would transfer, by page, program, home and SQL: the provider and whoever is to take over see posts, the buyer sums, nobody else."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, connection, transaction
from support.agreements import Sides, asking, first_of, last_before, posted
from support.homes import waiting_on_home
from support.people import an_office, joins
from support.wall_visits import browser

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.models import StaffTold
from throughcare.commissioning.contracts.rules.ending import LastResort
from throughcare.commissioning.contracts.rules.staff_transfer import Post, PostKind, StaffStanding
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id

LINES = "case manager, 37, 28500, permanent, 100\nmanager, 37, 41000, fixed, 50"
POSTS = (Post(PostKind.CASE_MANAGER, Decimal(30), 27_000_00, True, 100),)


@pytest.fixture
def ending(database):
    """A contract whose term ends with this month: staff are owed, and overdue."""
    sides = Sides(months=-2)
    sides.contract = sides.agreed(sides.terms(months=3, ends=last_before(first_of(sides.at.date(), 1))))
    return sides


def seen(sides, who):
    with viewing(who, sides.at):
        return queries.staff_of(sides.contract, who, at=sides.at)


def test_posts_are_asked_for_on_home_told_and_seen_by_whom_they_concern(ending):
    address = f"/contracts/{ending.contract}/staff"
    assert "Staff to tell of" in waiting_on_home(ending.lead)
    assert "Staff to tell of" not in waiting_on_home(ending.buyer)
    assert seen(ending, ending.buyer).clock.standing is StaffStanding.OVERDUE
    wrong = posted(ending.lead, f"{address}/tell", {"posts": "Ada Smith"}).content.decode()
    assert "Line 1 has 1 parts" in wrong
    said = posted(ending.lead, f"{address}/tell", {"posts": LINES}, follow=True).content.decode()
    assert "1. Case manager" in said and "£28,500.00" in said and "Told late" in said
    assert "Staff to tell of" not in waiting_on_home(ending.lead)
    assert (
        "case manager, 37, 28500.00, permanent, 100"
        in browser(ending.lead).get(f"{address}/tell").content.decode()
    )
    shown = browser(ending.buyer).get(address).content.decode()
    assert "55.5" in shown and "28,500" not in shown and "to nobody else" in shown
    told = asking(ending.buyer).get(f"/api/v1{address}").json()
    assert (told["count"], told["hours"], told["posts"], told["standing"]) == (2, "55.50", None, "told late")
    assert (
        f'{address}"' in browser(ending.buyer).get(f"/contracts/{ending.contract}/standing").content.decode()
    )
    assert browser(joins(an_office().unit, "provider lead")).get(address).status_code == 404


def test_the_team_named_to_take_over_sees_the_posts_and_one_that_is_named_no_more_does_not(ending):
    actions.tell_of_staff(by=ending.lead, at=ending.at, agreement_id=ending.contract, posts=POSTS)
    first, second = (joins(an_office().unit, "provider lead") for _ in range(2))
    with pytest.raises(Refused, match="no such agreement"):
        seen(ending, first)
    for taker in (first, second):
        actions.rehearse_handover(
            by=ending.buyer, at=ending.at + timedelta(minutes=taker is second), agreement_id=ending.contract, to_unit=taker.unit_id,
            way=LastResort.PUBLIC, because="It ends.",
        )  # fmt: skip
        found = seen(ending, taker)
        assert (found.posts, found.title, found.side) == (POSTS, ending.title, None)
    assert browser(first).get(f"/contracts/{ending.contract}/staff").status_code == 404
    assert "Staff who would transfer to your team" in browser(second).get("/contracts").content.decode()
    shown = browser(second).get(f"/contracts/{ending.contract}/staff").content.decode()
    assert "£27,000.00" in shown and browser(second).get(f"/contracts/{ending.contract}").status_code == 404
    assert (
        "Staff who would transfer to your team" not in browser(ending.lead).get("/contracts").content.decode()
    )


def test_what_is_told_again_stands_in_its_place_and_the_clock_goes_by_the_first(ending):
    later = ending.at + timedelta(hours=1)
    actions.tell_of_staff(by=ending.lead, at=ending.at, agreement_id=ending.contract, posts=POSTS)
    actions.tell_of_staff(by=ending.deputy, at=later, agreement_id=ending.contract, posts=POSTS)
    assert StaffTold.objects.using("owner").filter(agreement=ending.contract).count() == 1
    body = {"posts": []}
    answer = asking(ending.lead).post(
        f"/api/v1/contracts/{ending.contract}/staff", body, content_type="application/json"
    )
    assert answer.status_code == 204
    found = seen(ending, ending.lead)
    assert found.posts == () and found.told.posts == 0 and found.told.first_at == ending.at
    with pytest.raises(Refused, match="Only the team that provides"):
        actions.tell_of_staff(by=ending.buyer, at=later, agreement_id=ending.contract, posts=POSTS)


def test_within_one_body_and_before_it_is_agreed_nothing_is_told(ending):
    body = Sides(months=-1)
    made = body.agreed(body.terms(months=2).replace("kind: contract", "kind: service-level agreement"))
    with pytest.raises(Refused, match="nobody changes employer"):
        actions.tell_of_staff(by=body.lead, at=body.at, agreement_id=made, posts=POSTS)
    waiting = Sides()
    with pytest.raises(Refused, match="not agreed yet"):
        actions.tell_of_staff(by=waiting.lead, at=waiting.at, agreement_id=waiting.offers(), posts=POSTS)


def test_by_sql_the_buyer_reads_no_post_and_writes_none(ending):
    actions.tell_of_staff(by=ending.lead, at=ending.at, agreement_id=ending.contract, posts=POSTS)
    for who in (
        ending.buyer,
        joins(ending.provider, "provider worker"),
        joins(an_office().unit, "provider lead"),
    ):
        with viewing(who, ending.at):
            assert not StaffTold.objects.exists()
    with viewing(ending.buyer, ending.at), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO contracts_stafftold (id, agreement_id, title, posts, count, hours, unit_id, member_id, at)"
            " VALUES (%s, %s, 'x', '[]', 0, 0, app_unit(), app_member(), app_at())",
            [new_id(), ending.contract],
        )
