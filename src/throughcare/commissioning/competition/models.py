"""What a competition remembers: what was published, the openers' keys, sealed bids, keys turned, what was opened and decided."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

REFERS = {
    "member_id": "access.Membership",
    "opener_one": "access.Membership",
    "opener_two": "access.Membership",
    "unit_id": "access.Unit",
}
"""What the id columns mean: each has a key to the row it is of."""

# A team, and not whoever reaches it from above: a buyer reaches nobody, and a bid is nobody else's.
_OURS = "THIS_TABLE.unit_id = (SELECT app_unit())"
_BUYS = holds(Permission.RUN_COMPETITION)
_BIDS = holds(Permission.SEND_BID)
_OPENS = holds(Permission.OPEN_BIDS)
_OF_THE_ROUND = "FROM competition_round r WHERE r.id = THIS_TABLE.round_id"
_I_OPEN = f"EXISTS (SELECT 1 {_OF_THE_ROUND} AND (SELECT app_member()) IN (r.opener_one, r.opener_two))"
_WE_BUY = f"EXISTS (SELECT 1 {_OF_THE_ROUND} AND r.unit_id = (SELECT app_unit()))"
_CLOSED = f"EXISTS (SELECT 1 {_OF_THE_ROUND} AND r.closes_at <= (SELECT app_at()))"
_STILL_OPEN = f"EXISTS (SELECT 1 {_OF_THE_ROUND} AND r.closes_at > (SELECT app_at()))"
_BOTH_TURNED = "(SELECT count(*) FROM competition_turned t WHERE t.round_id = THIS_TABLE.round_id) = 2"
_UNDECIDED = "NOT EXISTS (SELECT 1 FROM competition_decision d WHERE d.round_id = THIS_TABLE.round_id)"


class Round(models.Model):
    """One competition as it was published: units and rule as a text that never changes, who opens, when it closes."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": ("true", None),
            "INSERT": (
                None,
                f"({_BUYS} AND competition_two_people(THIS_TABLE.opener_one, THIS_TABLE.opener_two))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    title = models.CharField(max_length=120)
    terms = models.TextField()
    regime = models.CharField(max_length=40)
    closes_at = models.DateTimeField()
    opener_one = models.UUIDField()
    opener_two = models.UUIDField()
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="two_different_people_open", condition=~models.Q(opener_one=models.F("opener_two"))
            ),
            models.UniqueConstraint(fields=["unit_id", "title"], name="one_competition_of_a_title"),
            models.CheckConstraint(
                name="it_closes_after_it_is_published", condition=models.Q(closes_at__gt=models.F("at"))
            ),
        ]


class OpenerKey(models.Model):
    """One opener's key for one competition: the public half, and the private half under a passphrase kept nowhere."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={"SELECT": ("true", None), "INSERT": (None, f"({_OPENS} AND {_I_OPEN} AND {_STILL_OPEN})")},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    public = models.BinaryField()
    private_sealed = models.BinaryField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "member_id"], name="one_key_of_each_opener")]


class Bid(models.Model):
    """One sending of a bid, sealed, or its withdrawal where nothing is in it; the last of a unit stands."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (f"({_OURS} OR ({_I_OPEN} AND {_CLOSED}))", None),
            "INSERT": (None, f"({_BIDS} AND {_STILL_OPEN} AND NOT {_WE_BUY})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    content = models.BinaryField(null=True)
    half_one = models.BinaryField(null=True)
    half_two = models.BinaryField(null=True)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_bid_is_sealed_whole_or_withdrawn",
                condition=models.Q(content=None, half_one=None, half_two=None)
                | models.Q(content__isnull=False, half_one__isnull=False, half_two__isnull=False),
            )
        ]


class Turned(models.Model):
    """One opener turned their key: their half of each bid that stood, which opens nothing without the other's."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (f"({_I_OPEN} OR {_WE_BUY})", None),
            "INSERT": (None, f"({_OPENS} AND {_I_OPEN} AND {_CLOSED})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    halves = models.JSONField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "member_id"], name="a_key_is_turned_once")]


class OpenedBid(models.Model):
    """What a bid said once both keys were turned, or why it could not be read, and what its bidder is told; theirs and the buyer's."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (f"({_OURS} OR {_WE_BUY} OR {_I_OPEN})", None),
            "INSERT": (None, f"({_OPENS} AND {_I_OPEN} AND {_BOTH_TURNED} AND {_UNDECIDED})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    bid = models.OneToOneField(Bid, models.PROTECT, related_name="+")
    bidder = models.CharField(max_length=250)
    said = models.TextField()
    fault = models.CharField(max_length=500, blank=True)
    passport = models.JSONField(null=True)
    changes = models.JSONField(default=list)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()


class Decision(models.Model):
    """What the published rule chose among the bids that were opened: names and sums that everybody may read."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={"SELECT": ("true", None), "INSERT": (None, f"({_OPENS} AND {_I_OPEN} AND {_BOTH_TURNED})")},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.OneToOneField(Round, models.PROTECT, related_name="+")
    award = models.JSONField()
    member_id = models.UUIDField()
    at = models.DateTimeField()


class CalledOff(models.Model):
    """A competition called off, with the reason that every bidder is shown: a lost key, or nothing that could be awarded."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={"SELECT": ("true", None), "INSERT": (None, f"({_BUYS} AND {_WE_BUY} AND {_UNDECIDED})")},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.OneToOneField(Round, models.PROTECT, related_name="+")
    because = models.CharField(max_length=500)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()


explains(
    one_competition_of_a_title="Your team has published a competition of that title already.",
    two_different_people_open="Two different people open the bids.",
    one_key_of_each_opener="You have made your key already.",
    a_key_is_turned_once="You have turned your key already.",
)
