"""What a competition remembers of its wall: hats, crossings that two people approve, and interests with what became of each."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.hats import LONGEST_CROSSING
from .conditions import BUYS, MY_HAT, OURS, UNDECIDED, WE_BUY
from .sealed import Round

_BIDS = holds(Permission.SEND_BID)
_APPROVES = holds(Permission.APPROVE_CROSSING)
_JUDGES = "competition_may_judge(THIS_TABLE.round_id)"


class Hat(models.Model):
    """What one person is in a competition: one hat for each account, whatever memberships it has; ``unit_id`` is the side's team."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="given_by", unit="unit_id", at="at"),
        rules={
            "SELECT": (f"({OURS} OR access_is_mine(THIS_TABLE.account_id))", None),
            "INSERT": (
                None,
                f"(((THIS_TABLE.hat = 'bidder' AND THIS_TABLE.member_id = (SELECT app_member()) AND {_BIDS} AND NOT {WE_BUY})"
                f" OR (THIS_TABLE.hat <> 'bidder' AND {BUYS} AND {WE_BUY}))"
                " AND competition_may_wear(THIS_TABLE.round_id, THIS_TABLE.member_id, THIS_TABLE.account_id, THIS_TABLE.hat))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    hat = models.CharField(max_length=12)
    member_id = models.UUIDField()
    account_id = models.UUIDField()
    unit_id = models.UUIDField()
    given_by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "account_id"], name="one_hat_of_each_in_a_competition"),
            models.CheckConstraint(
                name="a_hat_is_one_that_there_is",
                condition=models.Q(hat__in=["buyer", "evaluator", "opener", "bidder", "adviser"]),
            ),
        ]


class Crossing(models.Model):
    """Somebody asks to read what was opened on the other side, why and until when; two others approve, and it closes itself."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (f"({OURS} OR {_JUDGES})", None),
            "INSERT": (None, holds(Permission.TRY_AWARD)),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    because = models.CharField(max_length=500)
    until = models.DateTimeField()
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_crossing_ends_soon_after_it_is_asked",
                condition=models.Q(until__gt=models.F("at"), until__lte=models.F("at") + LONGEST_CROSSING),
            ),
            models.CheckConstraint(name="a_crossing_has_a_reason", condition=~models.Q(because="")),
        ]


class CrossingApproval(models.Model):
    """One approval of a crossing, by somebody who is neither who crosses nor who approved before, under any hat."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (
                "EXISTS (SELECT 1 FROM competition_crossing c WHERE c.id = THIS_TABLE.crossing_id)",
                None,
            ),
            "INSERT": (
                None,
                f"({_APPROVES} AND competition_may_approve(THIS_TABLE.crossing_id, THIS_TABLE.account_id))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    crossing = models.ForeignKey(Crossing, models.PROTECT, related_name="+")
    account_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["crossing", "account_id"], name="one_approval_of_each_person")
        ]


class Interest(models.Model):
    """An interest that somebody of the buyer's side declares in a body, whether or not it bids."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (f"({WE_BUY} OR THIS_TABLE.member_id = (SELECT app_member()))", None),
            "INSERT": (
                None,
                f"((EXISTS (SELECT 1 {MY_HAT} AND h.hat <> 'bidder') OR {WE_BUY}) AND {UNDECIDED})",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    organisation_id = models.UUIDField()
    kind = models.CharField(max_length=12)
    said = models.CharField(max_length=500)
    member_id = models.UUIDField()
    at = models.DateTimeField()


class InterestResolved(models.Model):
    """What somebody else decided of an interest: once for each person and body."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (f"({WE_BUY} OR THIS_TABLE.holder_id = (SELECT app_member()))", None),
            "INSERT": (
                None,
                f"({BUYS} AND {WE_BUY} AND {UNDECIDED} AND competition_two_people(THIS_TABLE.holder_id, (SELECT app_member())))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    holder_id = models.UUIDField()
    organisation_id = models.UUIDField()
    how = models.CharField(max_length=20)
    because = models.CharField(max_length=500)
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "holder_id", "organisation_id"], name="an_interest_is_resolved_once"
            )
        ]


explains(
    an_interest_is_resolved_once="That interest is resolved already.",
    one_hat_of_each_in_a_competition="That person has a part in this competition already: each has one.",
    one_approval_of_each_person="You have approved it already: two different people approve.",
)
