"""One hat for each person in a competition, by the database; crossing by leave of two others; one body on both sides by the model."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from support.competition import ASH, Competition
from support.people import NOW, a_founder, an_office, joins

from throughcare.commissioning.competition import actions, queries
from throughcare.commissioning.competition.models import CrossingApproval, Hat
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import member
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused


@pytest.fixture(scope="module")
def round_(database):
    made = Competition()
    made.bids(made.ash, ASH)
    return made


def hats_of(made: Competition) -> dict[str, int]:
    rows = Hat.objects.using("owner").filter(round=made.id).values_list("hat", flat=True)
    return {hat: list(rows).count(hat) for hat in rows}


def test_openers_and_bidders_wear_theirs_from_what_they_do(round_):
    assert hats_of(round_) == {"opener": 2, "bidder": 1}
    with viewing(round_.buyer, round_.at):
        assert [hat for _, hat in queries.hats(round_.id, at=round_.at)] == ["opener", "opener"]


def test_nobody_wears_two_hats_whoever_gives_the_second(round_):
    with pytest.raises(Refused, match="has a part in this competition already"):
        actions.give_hat(
            by=round_.buyer,
            at=round_.at,
            competition_id=round_.id,
            member_id=round_.other.id,
            hat="evaluator",
        )
    also = access.add_member(
        by=a_founder(), at=NOW - timedelta(days=1), unit_id=round_.buyers.unit, role="analyst", name="Both",
        account_id=round_.ash.account_id,
    )  # fmt: skip
    with pytest.raises(Refused, match="has a part in this competition already"):
        actions.give_hat(
            by=round_.buyer, at=round_.at, competition_id=round_.id, member_id=also, hat="adviser"
        )


def test_nobody_of_another_team_is_given_a_hat_of_the_buyers_side_by_action_nor_by_sql(round_):
    rival = round_.birch
    with pytest.raises(Refused, match="your own team"):
        actions.give_hat(
            by=round_.buyer, at=round_.at, competition_id=round_.id, member_id=rival.id, hat="adviser"
        )
    with (
        viewing(round_.buyer, round_.at),
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connection.cursor() as c,
    ):
        c.execute(
            "INSERT INTO competition_hat (id, round_id, hat, member_id, account_id, unit_id, given_by, at)"
            " VALUES (gen_random_uuid(), %s, 'adviser', %s, %s, app_unit(), app_member(), app_at())",
            [round_.id, rival.id, rival.account_id],
        )
    assert "adviser" not in hats_of(round_)


def test_hats_are_given_by_the_team_that_published_to_members_and_of_its_own_side(round_):
    third = joins(round_.buyers.unit, "commissioner")
    for by, who, hat, words in (
        (joins(an_office().unit, "commissioner"), third, "adviser", "Only the team"), (round_.buyer, third, "bidder", "Choose buyer"),
        (round_.buyer, third, "opener", "Choose buyer"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            actions.give_hat(by=by, at=round_.at, competition_id=round_.id, member_id=who.id, hat=hat)
    with pytest.raises(Refused, match="your own team"):
        actions.give_hat(
            by=round_.buyer, at=round_.at, competition_id=round_.id, member_id=round_.id, hat="adviser"
        )
    actions.give_hat(
        by=round_.buyer, at=round_.at, competition_id=round_.id, member_id=third.id, hat="evaluator"
    )


def test_whoever_belongs_to_the_team_that_buys_bids_for_nobody(round_):
    unit = an_office().unit
    hat = access.add_member(
        by=a_founder(), at=NOW - timedelta(days=1), unit_id=round_.ours.unit, role="provider lead", name="Both",
        account_id=joins(round_.buyers.unit, "analyst").account_id,
    )  # fmt: skip
    both = member(hat, at=round_.at)
    assert both is not None and unit
    with pytest.raises(Refused, match="also belong to the team that buys"):
        round_.bids(both, ASH)


def test_by_sql_nobody_gives_themselves_a_hat_of_the_other_side_or_anothers(round_):
    sql = (
        "INSERT INTO competition_hat (id, round_id, hat, member_id, account_id, unit_id, given_by, at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, %s, app_unit(), app_member(), app_at())"
    )
    for who, hat, wearer, account in (
        (round_.birch, "evaluator", round_.birch.id, round_.birch.account_id), (round_.birch, "bidder", round_.ash.id, round_.ash.account_id),
        (round_.birch, "bidder", round_.birch.id, round_.ash.account_id), (round_.buyer, "bidder", round_.buyer.id, round_.buyer.account_id),
    ):  # fmt: skip
        with viewing(who, round_.at), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(sql, [round_.id, hat, wearer, account])


def test_a_crossing_wants_two_others_and_is_approved_by_nobody_else(round_):
    at, until = round_.at, round_.at + timedelta(hours=3)
    inspector, stranger = joins(an_office().unit, "inspector"), joins(an_office().unit, "commissioner")
    made = actions.ask_to_cross(
        by=round_.buyer, at=at, competition_id=round_.id, because="A challenge", until=until
    )
    with pytest.raises(Refused, match="Nobody approves their own"):
        actions.approve_crossing(by=round_.buyer, at=at, crossing_id=made)
    with pytest.raises(Refused, match="There is no such crossing"):
        actions.approve_crossing(by=stranger, at=at, crossing_id=made)
    with pytest.raises(Refused, match="may not approve a crossing"):
        actions.approve_crossing(by=round_.ash, at=at, crossing_id=made)
    actions.approve_crossing(by=inspector, at=at, crossing_id=made)
    with pytest.raises(Refused, match="approved it already"):
        actions.approve_crossing(by=inspector, at=at, crossing_id=made)
    with viewing(inspector, at):
        assert made not in {one.row.id for one in queries.crossings_to_approve(inspector, at=at)}
    with pytest.raises(Refused, match="It has ended"):
        actions.approve_crossing(by=joins(an_office().unit, "inspector"), at=until, crossing_id=made)
    assert CrossingApproval.objects.using("owner").filter(crossing=made).count() == 1


def test_by_sql_nobody_approves_their_own_crossing_nor_in_anothers_name(round_):
    until = round_.at + timedelta(hours=3)
    made = actions.ask_to_cross(
        by=round_.buyer, at=round_.at, competition_id=round_.id, because="Mine", until=until
    )
    sql = (
        "INSERT INTO competition_crossingapproval (id, crossing_id, account_id, member_id, at)"
        " VALUES (gen_random_uuid(), %s, %s, app_member(), app_at())"
    )
    inspector = joins(an_office().unit, "inspector")
    for who, account in ((round_.buyer, round_.buyer.account_id), (inspector, round_.other.account_id)):
        with viewing(who, round_.at), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(sql, [made, account])


def test_by_sql_no_crossing_lasts_longer_than_a_crossing_may_nor_is_asked_by_who_tries_no_awards(round_):
    sql = (
        "INSERT INTO competition_crossing (id, round_id, because, until, unit_id, member_id, at) VALUES"
        " (gen_random_uuid(), %s, 'x', app_at() + %s, app_unit(), app_member(), app_at())"
    )
    week = timedelta(days=7)
    for who, long in (
        (round_.buyer, week + timedelta(seconds=1)), (round_.buyer, timedelta(days=4000)),
        (joins(round_.buyers.unit, "offender manager"), week),
    ):  # fmt: skip
        with viewing(who, round_.at), pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            connection.cursor().execute(sql, [round_.id, long])
    with viewing(round_.buyer, round_.at), transaction.atomic():
        connection.cursor().execute(sql, [round_.id, week])
        transaction.set_rollback(True)


def also_a(role: str, unit: UUID, who: Member, at: datetime) -> Member:
    """The same person under another hat."""
    made = access.add_member(
        by=a_founder(), at=NOW - timedelta(days=1), unit_id=unit, role=role, name="Both", account_id=who.account_id
    )  # fmt: skip
    found = member(made, at=at)
    assert found is not None
    return found


def test_whoever_stands_on_the_side_that_bids_approves_no_crossing_under_any_hat_by_action_nor_by_sql(round_):
    at = round_.at
    made = actions.ask_to_cross(
        by=round_.buyer, at=at, competition_id=round_.id, because="A challenge", until=at + timedelta(hours=3)
    )
    inspects = also_a("inspector", an_office().unit, round_.ash, at)
    with pytest.raises(Refused, match="a part on a side of this competition"):
        actions.approve_crossing(by=inspects, at=at, crossing_id=made)
    sql = (
        "INSERT INTO competition_crossingapproval (id, crossing_id, account_id, member_id, at)"
        " VALUES (gen_random_uuid(), %s, %s, app_member(), app_at())"
    )
    with viewing(inspects, at), pytest.raises(ProgrammingError), transaction.atomic():
        connection.cursor().execute(sql, [made, inspects.account_id])
    with viewing(inspects, at):
        assert made not in {one.row.id for one in queries.crossings_to_approve(inspects, at=at)}


def test_a_hat_of_the_buyers_side_is_worn_in_the_buyers_team_whatever_other_team_its_wearer_leads(round_):
    """One account of both teams: it is not the membership that leads a rival that is given a part of the buyer's side."""
    also_a("analyst", round_.buyers.unit, round_.birch, round_.at)
    outside = joins(round_.buyers.unit, "analyst")
    sql = (
        "INSERT INTO competition_hat (id, round_id, hat, member_id, account_id, unit_id, given_by, at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, %s, app_unit(), app_member(), app_at())"
    )
    for who, hat in ((round_.birch, "adviser"), (round_.birch, "evaluator"), (outside, "opener")):
        with viewing(round_.buyer, round_.at), pytest.raises(ProgrammingError), transaction.atomic():
            connection.cursor().execute(sql, [round_.id, hat, who.id, who.account_id])


def test_a_second_hat_on_the_side_that_bids_keeps_its_wearer_out_of_the_buyers_parts(round_):
    also = also_a("analyst", round_.buyers.unit, joins(round_.ours.unit, "provider worker"), round_.at)
    with pytest.raises(Refused, match="belongs to a team that bids"):
        actions.give_hat(
            by=round_.buyer, at=round_.at, competition_id=round_.id, member_id=also.id, hat="adviser"
        )
