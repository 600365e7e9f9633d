"""What needs remembers of pooled budgets: what partners agreed, who joined, and a ledger in which every line is one partner's money."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.pooling import DecidedBy, Entry
from ..rules.seats import Vote

_KEEPS = holds(Permission.KEEP_POOL)
_MINE = "THIS_TABLE.organisation_id = (SELECT app_organisation())"
_A_PARTNER = "needs_is_partner(THIS_TABLE.pool_id)"
_LED_BY_US = (
    "EXISTS (SELECT 1 FROM needs_pool p WHERE p.id = THIS_TABLE.pool_id AND p.unit_id = (SELECT app_unit()))"
)


class Pool(models.Model):
    """One pool as it was drawn up by whoever leads it: the rule, its time and its ground in law. It begins once every partner joined."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", organisation="organisation_id", at="at"),
        rules={"SELECT": (f"({_KEEPS} AND (needs_is_partner(THIS_TABLE.id) OR {_MINE}))", None), "INSERT": (None, _KEEPS)},
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id)
    title = models.CharField(max_length=120)
    basis = models.CharField(max_length=300)
    decided_by = models.CharField(max_length=40)
    more_than = models.SmallIntegerField(default=50)
    place = models.CharField(max_length=20, blank=True)
    starts = models.DateField()
    ends = models.DateField()
    organisation_id = models.UUIDField()
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "title"], name="one_pool_of_a_title"),
            models.CheckConstraint(
                name="a_pools_rule_is_known", condition=Q(decided_by__in=[one.value for one in DecidedBy])
            ),
            models.CheckConstraint(
                name="a_pool_ends_after_it_begins", condition=Q(ends__gt=models.F("starts"))
            ),
        ]


class PoolPartner(models.Model):
    """One partner of a pool: its share in whole percent, and the need that its money is kept for, if any."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (f"({_KEEPS} AND ({_A_PARTNER} OR {_LED_BY_US}))", None),
            "INSERT": (None, f"({_KEEPS} AND {_LED_BY_US} AND needs_nobody_joined(THIS_TABLE.pool_id))"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="+")
    organisation_id = models.UUIDField()
    percent = models.SmallIntegerField()
    kept_for = models.CharField(max_length=20, blank=True)
    place = models.SmallIntegerField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pool", "organisation_id"], name="a_partner_is_named_once"),
            models.CheckConstraint(
                name="a_partners_share_is_a_percent", condition=Q(percent__gte=1, percent__lte=99)
            ),
        ]


class PoolJoined(models.Model):
    """A partner joined a pool, on the terms that stand."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        rules={
            "SELECT": (f"({_KEEPS} AND {_A_PARTNER})", None),
            "INSERT": (None, f"({_KEEPS} AND {_A_PARTNER} AND {_MINE})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="+")
    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pool", "organisation_id"], name="a_partner_joins_once")
        ]


class PoolSpending(models.Model):
    """What somebody of a partner asks to spend of a pool: for which need, how many pence, and why."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        rules={
            "SELECT": (f"({_KEEPS} AND {_A_PARTNER})", None),
            "INSERT": (None, f"({_KEEPS} AND {_A_PARTNER})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="+")
    need = models.CharField(max_length=20)
    pence = models.BigIntegerField()
    because = models.CharField(max_length=500)
    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="something_is_spent", condition=Q(pence__gt=0)),
            models.CheckConstraint(name="a_spending_says_why", condition=~Q(because="")),
        ]


class PoolVote(models.Model):
    """A partner's vote on a spending: once, and whoever says nothing has not voted."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        rules={
            "SELECT": (f"({_KEEPS} AND {_A_PARTNER})", None),
            "INSERT": (
                None,
                f"({_KEEPS} AND {_A_PARTNER} AND EXISTS (SELECT 1 FROM needs_poolspending s"
                " WHERE s.id = THIS_TABLE.spending_id AND s.pool_id = THIS_TABLE.pool_id))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="+")
    spending = models.ForeignKey(PoolSpending, models.PROTECT, related_name="+")
    vote = models.CharField(max_length=10)
    organisation_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["spending", "organisation_id"], name="a_partner_votes_once"),
            models.CheckConstraint(
                name="a_partners_vote_is_for_or_against", condition=Q(vote__in=[one.value for one in Vote])
            ),
        ]


class PoolYear(models.Model):
    """A financial year of a pool that was closed: how much could be carried over, and where the operating model says so."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (f"({_KEEPS} AND {_A_PARTNER})", None),
            "INSERT": (
                None,
                f"({_KEEPS} AND {_LED_BY_US} AND THIS_TABLE.ends < (app_at() AT TIME ZONE 'Europe/London')::date)",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="+")
    ends = models.DateField()
    percent = models.SmallIntegerField()
    clause = models.CharField(max_length=300)
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pool", "ends"], name="a_year_of_a_pool_is_closed_once"),
            models.CheckConstraint(
                name="what_is_carried_over_is_a_share", condition=Q(percent__gte=0, percent__lt=100)
            ),
        ]


class PoolEntry(models.Model):
    """One line of a pool's ledger: whose money, what moved it, how many pence, and for which spending. Never changed."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (f"({_KEEPS} AND {_A_PARTNER})", None),
            "INSERT": (
                None,
                f"({_KEEPS} AND {_A_PARTNER} AND needs_may_move(THIS_TABLE.pool_id, THIS_TABLE.organisation_id, THIS_TABLE.entry,"
                " THIS_TABLE.pence, THIS_TABLE.spending_id))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    pool = models.ForeignKey(Pool, models.PROTECT, related_name="+")
    organisation_id = models.UUIDField()
    entry = models.CharField(max_length=10)
    pence = models.BigIntegerField()
    spending = models.ForeignKey(PoolSpending, models.PROTECT, null=True, related_name="+")
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_line_moves_something", condition=Q(pence__gt=0)),
            models.CheckConstraint(
                name="what_is_spent_is_of_a_spending",
                condition=Q(entry=Entry.SPENT, spending__isnull=False)
                | Q(entry__in=[Entry.PAID_IN, Entry.GIVEN_BACK], spending=None),
            ),
            models.UniqueConstraint(
                fields=["spending", "organisation_id"], name="a_partner_carries_a_spending_once"
            ),
        ]
        indexes = [models.Index(fields=["pool", "organisation_id"], name="line_of_partner")]


explains(
    one_pool_of_a_title="Your team has drawn up a pool of that title already.",
    a_partner_joins_once="Your organisation has joined it already.",
    a_year_of_a_pool_is_closed_once="That year is closed already.",
    a_partner_votes_once="Your organisation has voted already.",
)
