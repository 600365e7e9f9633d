"""What is remembered of an agreement's end: what one proposes and another confirms, notice or failure, and hand-overs with their certificates."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.ending import EndingKind, FailureGround, LastResort, ProposalKind
from .agreements import Agreement

_SEEN = "EXISTS (SELECT 1 FROM contracts_agreement a WHERE a.id = THIS_TABLE.agreement_id)"
_BUYS = f"({holds(Permission.END_AGREEMENT)} AND contracts_buys(THIS_TABLE.agreement_id))"
# What weighs most is said by two people of the buyer's team, whatever hats they wear: the second says what the first did, to the letter.
_SECONDS_FAILURE = """contracts_seconds(THIS_TABLE.proposed_id, THIS_TABLE.agreement_id, 'failure', THIS_TABLE.ground, THIS_TABLE.last_day,
  NULL, '')"""
_SECONDS_HANDOVER = """contracts_seconds(THIS_TABLE.proposed_id, THIS_TABLE.agreement_id, 'hand-over', '', NULL,
  THIS_TABLE.to_unit, THIS_TABLE.way)"""
_ENDS = f"""({_SEEN} AND THIS_TABLE.last_day >= ((SELECT app_at()) AT TIME ZONE 'Europe/London')::date
  AND ((THIS_TABLE.kind = 'notice' AND {holds(Permission.CHANGE_AGREEMENT)}) OR (THIS_TABLE.kind = 'failure' AND {_BUYS} AND {_SECONDS_FAILURE})))"""
_RECEIVES = f"({holds(Permission.LOOK_AT_AGREEMENTS)} AND THIS_TABLE.to_unit = (SELECT app_unit()))"


class Proposal(models.Model):
    """That one person of the buyer's team would say that a provider failed, or hand everything over; the latest of its kind stands."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={"SELECT": (_BUYS, None), "INSERT": (None, _BUYS)},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    ground = models.CharField(max_length=40, blank=True)
    last_day = models.DateField(null=True)
    to_unit = models.UUIDField(null=True)
    way = models.CharField(max_length=30, blank=True)
    because = models.CharField(max_length=500)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_proposal_says_what_of_its_kind",
                condition=~models.Q(because="")
                & (
                    models.Q(
                        kind=ProposalKind.FAILURE, last_day__isnull=False, to_unit=None, way="",
                        ground__in=[one.value for one in FailureGround],
                    )
                    | models.Q(
                        kind=ProposalKind.HANDOVER, last_day=None, to_unit__isnull=False, ground="",
                        way__in=[one.value for one in LastResort],
                    )
                ),
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["agreement", "kind", "-at"], name="proposals_of_agreement")]


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
    proposed = models.OneToOneField(Proposal, models.PROTECT, null=True, related_name="+")
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
        rules={
            "SELECT": (f"({_SEEN} OR {_RECEIVES})", None),
            "INSERT": (None, f"({_BUYS} AND (THIS_TABLE.rehearsal OR {_SECONDS_HANDOVER}))"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    from_unit = models.UUIDField()
    to_unit = models.UUIDField()
    way = models.CharField(max_length=30)
    clause = models.CharField(max_length=300)
    rehearsal = models.BooleanField()
    proposed = models.OneToOneField(Proposal, models.PROTECT, null=True, related_name="+")
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
