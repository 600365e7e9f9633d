"""What is remembered of money: statements asked for and drawn, what each counted, its lines, disputes, rulings and approvals."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import WORKER, Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.agreed import Earns, Timed
from ..rules.monthly import OwedFor
from .agreements import Agreement

# Money is shown to both sides, and to whoever approves money for the buyer's organisation; none of them sees a person by it.
_MONEY_SEEN = "contracts_money_seen(THIS_TABLE.agreement_id)"
_STATEMENT_SEEN = "EXISTS (SELECT 1 FROM contracts_statement s WHERE s.id = THIS_TABLE.statement_id)"
_LINE_SEEN = "EXISTS (SELECT 1 FROM contracts_line l WHERE l.id = THIS_TABLE.line_id)"
# What a team asked for is its own, and the sweep's to settle where its job ended.
_OURS = f"({holds(Permission.DRAW_STATEMENT)} AND THIS_TABLE.unit_id = (SELECT app_unit()))"
_ASKED = f"({_OURS} OR (current_user = '{WORKER}' AND {holds(Permission.SETTLE_WORK)}))"
_BY_A_JOB = f"current_user = '{WORKER}' AND {holds(Permission.DRAW_STATEMENT)}"


class Drawing(models.Model):
    """A month's statements asked for, of every agreement of a team: worked out by a job; how far it is, and what was refused."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        DONE = "done"
        FAILED = "failed"

    wall = Custom(
        web="SELECT, INSERT",
        jobs="UPDATE",  # how far it is and how it ended is for the job that draws, or the sweep, to say
        by=Written(member="member_id", unit="unit_id", at="at"),
        fixed=("month",),
        rules={"SELECT": (_ASKED, None), "INSERT": (None, _OURS), "UPDATE": (_ASKED, _ASKED)},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    month = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    refused = models.JSONField(default=dict)
    because = models.CharField(max_length=500, blank=True)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "month"], condition=models.Q(state="waiting"), name="a_month_is_drawn_once_at_a_time"
            )
        ]  # fmt: skip


class Statement(models.Model):
    """One month's statement of an agreement: what its lines come to, in pence; never changed."""

    wall = Custom(
        web="SELECT",
        jobs="INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (_MONEY_SEEN, None),
            "INSERT": (None, f"({_BY_A_JOB} AND contracts_buys(THIS_TABLE.agreement_id))"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    month = models.DateField()
    pence = models.BigIntegerField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "month"], name="a_month_is_stated_once"),
            models.CheckConstraint(name="a_statement_is_of_a_month", condition=models.Q(month__day=1)),
        ]


class Line(models.Model):
    """One line of a statement: an amount for a month, what for, why, and the rows that earned it; never changed."""

    wall = Custom(
        web="SELECT",
        jobs="INSERT",
        rules={
            "SELECT": (_STATEMENT_SEEN, None),
            "INSERT": (None, f"({_BY_A_JOB} AND contracts_is_mine(THIS_TABLE.statement_id))"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    place = models.SmallIntegerField()
    month = models.DateField()
    what = models.CharField(max_length=30)
    name = models.CharField(max_length=120, blank=True)
    pence = models.BigIntegerField()
    words = models.CharField(max_length=300)
    sources = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "place"], name="one_line_in_a_place"),
            models.UniqueConstraint(
                fields=["statement", "month", "what", "name"], name="a_thing_has_one_line_in_a_statement"
            ),
            models.CheckConstraint(
                name="a_line_is_for_something_owed",
                condition=models.Q(what__in=[one.value for one in OwedFor]),
            ),
        ]


class Counted(models.Model):
    """One thing that a statement counted, or (``removed``) counted before and no longer finds: a row of a record, without anybody.

    Of a session that was attended: its ``minutes``, where told, and what is ``alike`` of notes in the same words; nothing is paid by either.
    """

    wall = Custom(
        web="SELECT",
        jobs="INSERT",
        rules={
            "SELECT": (_STATEMENT_SEEN, None),
            "INSERT": (None, f"({_BY_A_JOB} AND contracts_is_mine(THIS_TABLE.statement_id))"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="+")
    source = models.UUIDField()
    what = models.CharField(max_length=30)
    since = models.DateField()
    came = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    absent_on = models.DateField(null=True)
    quantity = models.IntegerField(default=1)
    minutes = models.SmallIntegerField(null=True)
    alike = models.CharField(max_length=8, null=True)
    removed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="what_is_counted_is_some", condition=models.Q(quantity__gte=1)),
            models.CheckConstraint(
                name="what_is_counted_is_known",
                condition=models.Q(what__in=[one.value for one in (*Earns, *Timed)]),
            ),
        ]
        indexes = [models.Index(fields=["statement"], name="counted_by_statement")]


class Dispute(models.Model):
    """A line that the provider says is wrong, and why; it is not paid before somebody has ruled on it."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (_LINE_SEEN, None),
            "INSERT": (None, f"({holds(Permission.DISPUTE_LINE)} AND contracts_may_dispute(THIS_TABLE.line_id))"),
        },
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id)
    line = models.OneToOneField(Line, models.PROTECT, related_name="+")
    because = models.CharField(max_length=500)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()


class Ruling(models.Model):
    """What the buyer's side ruled on a disputed line: the pence that stand, the line's own or others, and why."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (_LINE_SEEN, None),
            "INSERT": (None, f"({holds(Permission.RULE_ON_DISPUTE)} AND contracts_may_rule(THIS_TABLE.line_id))"),
        },
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id)
    line = models.OneToOneField(Line, models.PROTECT, related_name="+")
    pence = models.BigIntegerField()
    because = models.CharField(max_length=500)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()


class Entry(models.Model):
    """A line approved for payment, in the pence that stand, by somebody other than who drew the statement; never changed."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (_LINE_SEEN, None),
            "INSERT": (
                None,
                f"({holds(Permission.APPROVE_PAYMENT)} AND contracts_may_approve(THIS_TABLE.line_id, THIS_TABLE.pence, THIS_TABLE.member_id))",
            ),
        },
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id)
    line = models.OneToOneField(Line, models.PROTECT, related_name="+")
    pence = models.BigIntegerField()
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()


explains(
    a_month_is_drawn_once_at_a_time="That month's statements are being drawn already.",
    a_month_is_stated_once="That month has its statement already.",
)
