"""What is remembered of an agreement's end: notice or failure, and hand-overs, rehearsed and real, each with its certificate."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.ending import EndingKind, FailureGround, LastResort
from .agreements import Agreement

_SEEN = "EXISTS (SELECT 1 FROM contracts_agreement a WHERE a.id = THIS_TABLE.agreement_id)"
_BUYS = f"({holds(Permission.END_AGREEMENT)} AND contracts_buys(THIS_TABLE.agreement_id))"
_ENDS = f"""({_SEEN} AND THIS_TABLE.last_day >= ((SELECT app_at()) AT TIME ZONE 'Europe/London')::date
  AND ((THIS_TABLE.kind = 'notice' AND {holds(Permission.CHANGE_AGREEMENT)}) OR {_BUYS}))"""
_RECEIVES = f"({holds(Permission.LOOK_AT_AGREEMENTS)} AND THIS_TABLE.to_unit = (SELECT app_unit()))"


class Ending(models.Model):
    """How an agreement ends before its term: its last day, by notice of either side or because its provider failed, and why."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={"SELECT": (_SEEN, None), "INSERT": (None, _ENDS)},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    ground = models.CharField(max_length=40, blank=True)
    last_day = models.DateField()
    because = models.CharField(max_length=500)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_failure_says_its_ground",
                condition=models.Q(kind=EndingKind.NOTICE, ground="")
                | models.Q(kind=EndingKind.FAILURE, ground__in=[one.value for one in FailureGround]),
            )
        ]


class Handover(models.Model):
    """All that a provider's team had, passed to another on one day; or the same rehearsed and undone. With its certificate."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={"SELECT": (f"({_SEEN} OR {_RECEIVES})", None), "INSERT": (None, _BUYS)},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    from_unit = models.UUIDField()
    to_unit = models.UUIDField()
    way = models.CharField(max_length=30)
    clause = models.CharField(max_length=300)
    rehearsal = models.BooleanField()
    certificate = models.JSONField()
    because = models.CharField(max_length=500)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement"], condition=models.Q(rehearsal=False), name="an_agreement_is_handed_over_once"
            ),
            models.CheckConstraint(
                name="a_handover_is_of_a_way",
                condition=models.Q(way__in=[one.value for one in LastResort]) & ~models.Q(because=""),
            ),
        ]  # fmt: skip


explains(an_agreement_is_handed_over_once="What this agreement's provider had was handed over already.")
