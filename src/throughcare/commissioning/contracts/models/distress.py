"""What is remembered before a provider fails: what it tells of itself each month, and plans to put right with what was done about each point."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.putting_right import WHO_MOVES, PlanMove
from ..rules.signing import Side
from .agreements import Agreement

_SEEN = "EXISTS (SELECT 1 FROM contracts_agreement a WHERE a.id = THIS_TABLE.agreement_id)"
_PLAN_SEEN = "EXISTS (SELECT 1 FROM contracts_plan p WHERE p.id = THIS_TABLE.plan_id)"
_BUYS = f"({holds(Permission.END_AGREEMENT)} AND contracts_buys(THIS_TABLE.agreement_id))"
_TELLS = f"""({holds(Permission.CHANGE_AGREEMENT)} AND contracts_provides(THIS_TABLE.agreement_id)
  AND THIS_TABLE.month = (date_trunc('month', (SELECT app_at()) AT TIME ZONE 'Europe/London') - interval '1 month')::date)"""
_PLANS = f"({holds(Permission.END_AGREEMENT)} AND contracts_plans(THIS_TABLE.plan_id))"
_AHEAD = "THIS_TABLE.due > ((SELECT app_at()) AT TIME ZONE 'Europe/London')::date AND THIS_TABLE.due < ((SELECT app_at()) AT TIME ZONE 'Europe/London')::date + 400"
_BUYER_MOVES = ", ".join(sorted(f"'{move.value}'" for move, side in WHO_MOVES.items() if side is Side.BUYER))
_MOVES = f"""contracts_may_move(THIS_TABLE.plan_id, THIS_TABLE.number, THIS_TABLE.move) AND CASE
  WHEN THIS_TABLE.move IN ({_BUYER_MOVES}) THEN {holds(Permission.END_AGREEMENT)} ELSE {holds(Permission.CHANGE_AGREEMENT)} END"""


class Told(models.Model):
    """What a provider tells of itself for a month: money in hand and spent, in pence, posts planned and filled; the latest of a month stands.

    ``on_one`` is how much of a hundred of the work rests on one subcontractor, where that was told.
    """

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={"SELECT": (_SEEN, None), "INSERT": (None, _TELLS)},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    month = models.DateField()
    cash = models.BigIntegerField()
    spent = models.BigIntegerField()
    planned = models.DecimalField(max_digits=9, decimal_places=2)
    filled = models.DecimalField(max_digits=9, decimal_places=2)
    on_one = models.SmallIntegerField(null=True)
    because = models.CharField(max_length=500, blank=True)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="what_is_told_can_be",
                condition=models.Q(spent__gte=0, planned__gte=0, filled__gte=0, month__day=1),
            ),
            models.CheckConstraint(
                name="what_rests_on_one_is_of_a_hundred",
                condition=models.Q(on_one=None) | models.Q(on_one__gte=0, on_one__lte=100),
            ),
        ]
        indexes = [models.Index(fields=["agreement", "month", "-at"], name="told_of_agreement")]


class Plan(models.Model):
    """A plan to put right what a provider does not keep, made by the buyer's team, and why."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={"SELECT": (_SEEN, None), "INSERT": (None, _BUYS)},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    because = models.CharField(max_length=500)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="a_plan_says_why", condition=~models.Q(because=""))]


class Point(models.Model):
    """One point of a plan: what must be achieved and by which day, written with the plan and never changed."""

    wall = Custom(
        web="SELECT, INSERT",
        rules={"SELECT": (_PLAN_SEEN, None), "INSERT": (None, f"({_PLANS} AND {_AHEAD})")},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    words = models.CharField(max_length=300)
    due = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_point_of_a_number"),
            models.CheckConstraint(
                name="a_point_says_what", condition=~models.Q(words="") & models.Q(number__gte=1)
            ),
        ]


class PlanStep(models.Model):
    """What was done about a point: said to be done by the provider, agreed or sent back by the buyer."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={"SELECT": (_PLAN_SEEN, None), "INSERT": (None, f"({_MOVES})")},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    place = models.SmallIntegerField()
    move = models.CharField(max_length=30)
    because = models.CharField(max_length=500)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number", "place"], name="one_move_after_another"),
            models.CheckConstraint(
                name="a_move_is_known_and_says_why",
                condition=models.Q(move__in=[one.value for one in PlanMove]) & ~models.Q(because=""),
            ),
        ]


class PlanTakenBack(models.Model):
    """A plan that the buyer's team took back, and why: nothing is owed by it any more."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (_PLAN_SEEN, None),
            "INSERT": (None, f"({holds(Permission.END_AGREEMENT)} AND contracts_may_take_back(THIS_TABLE.plan_id))"),
        },
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id)
    plan = models.OneToOneField(Plan, models.PROTECT, related_name="+")
    because = models.CharField(max_length=500)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="taking_a_plan_back_says_why", condition=~models.Q(because=""))
        ]


explains(one_move_after_another="Somebody else moved this point while you had it open. Look again.")
