"""What a competition remembers: what was published, the openers' keys, sealed bids, keys turned, what was opened and decided."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .rules.hats import LONGEST_CROSSING

REFERS = {
    "member_id": "access.Membership",
    "opener_one": "access.Membership",
    "opener_two": "access.Membership",
    "given_by": "access.Membership",
    "holder_id": "access.Membership",
    "organisation_id": "access.Organisation",
    "account_id": "access.Account",
    "unit_id": "access.Unit",
}
"""What the id columns mean: each has a key to the row it is of."""

# A team, and not whoever reaches it from above: a buyer reaches nobody, and a bid is nobody else's.
_OURS = "THIS_TABLE.unit_id = (SELECT app_unit())"
_BUYS = holds(Permission.RUN_COMPETITION)
_BIDS = holds(Permission.SEND_BID)
_APPROVES = holds(Permission.APPROVE_CROSSING)
_OPENS = holds(Permission.OPEN_BIDS)
_OF_THE_ROUND = "FROM competition_round r WHERE r.id = THIS_TABLE.round_id"
_I_OPEN = f"EXISTS (SELECT 1 {_OF_THE_ROUND} AND (SELECT app_member()) IN (r.opener_one, r.opener_two))"
_WE_BUY = f"EXISTS (SELECT 1 {_OF_THE_ROUND} AND r.unit_id = (SELECT app_unit()))"
_CLOSED = f"EXISTS (SELECT 1 {_OF_THE_ROUND} AND r.closes_at <= (SELECT app_at()))"
_STILL_OPEN = f"(EXISTS (SELECT 1 {_OF_THE_ROUND} AND r.closes_at > (SELECT app_at())) AND NOT competition_is_turned(THIS_TABLE.round_id))"
_JUDGES = "competition_may_judge(THIS_TABLE.round_id)"
_APART = "competition_apart(THIS_TABLE.round_id)"
_CROSSES = "competition_crosses(THIS_TABLE.round_id)"
_MY_HAT = (
    "FROM competition_hat h WHERE h.round_id = THIS_TABLE.round_id AND h.member_id = (SELECT app_member())"
)
_WEARS_BIDDER = f"EXISTS (SELECT 1 {_MY_HAT} AND h.hat = 'bidder')"
_WEARS_OPENER = f"EXISTS (SELECT 1 {_MY_HAT} AND h.hat = 'opener')"
_BOTH_TURNED = "(SELECT count(*) FROM competition_turned t WHERE t.round_id = THIS_TABLE.round_id) = 2"
_UNDECIDED = "NOT EXISTS (SELECT 1 FROM competition_decision d WHERE d.round_id = THIS_TABLE.round_id)"
_OF_ITS_BID = f"""EXISTS (SELECT 1 FROM competition_bid b WHERE b.id = THIS_TABLE.bid_id AND b.round_id = THIS_TABLE.round_id
  AND b.unit_id = THIS_TABLE.unit_id) AND {_UNDECIDED}"""


class Round(models.Model):
    """One competition as it was published: units and rule as a text that never changes, who opens, when it closes."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": ("true", None),
            "INSERT": (
                None,
                f"({_BUYS} AND competition_may_open(THIS_TABLE.opener_one, THIS_TABLE.opener_two))",
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
    """The public half of one opener's key for one competition."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={"SELECT": ("true", None), "INSERT": (None, f"({_OPENS} AND {_I_OPEN} AND {_STILL_OPEN})")},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    public = models.BinaryField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "member_id"], name="one_key_of_each_opener")]


class OpenerSecret(models.Model):
    """The private half of an opener's key, under a passphrase kept nowhere: their own, so that nobody else tries passphrases on it."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": ("THIS_TABLE.member_id = (SELECT app_member())", None),
            "INSERT": (
                None,
                f"({_OPENS} AND EXISTS (SELECT 1 FROM competition_openerkey k WHERE k.id = THIS_TABLE.key_id"
                " AND k.member_id = (SELECT app_member())))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    key = models.OneToOneField(OpenerKey, models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    member_id = models.UUIDField()
    at = models.DateTimeField()


class Bid(models.Model):
    """One sending of a bid, sealed, or its withdrawal where nothing is in it; the last of a unit stands."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (f"(({_OURS} OR ({_I_OPEN} AND {_CLOSED})) AND {_APART})", None),
            "INSERT": (None, f"({_BIDS} AND {_STILL_OPEN} AND NOT {_WE_BUY} AND {_WEARS_BIDDER})"),
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
            "SELECT": (f"(({_I_OPEN} OR {_WE_BUY}) AND {_APART})", None),
            "INSERT": (None, f"({_OPENS} AND {_I_OPEN} AND {_CLOSED} AND {_WEARS_OPENER} AND {_APART})"),
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
            "SELECT": (f"((({_OURS} OR {_WE_BUY} OR {_I_OPEN}) AND {_APART}) OR {_CROSSES})", None),
            "INSERT": (None, f"({_OPENS} AND {_I_OPEN} AND {_BOTH_TURNED} AND {_OF_ITS_BID})"),
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


class Hat(models.Model):
    """What one person is in a competition: one hat for each account, whatever memberships it has; ``unit_id`` is the side's team."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="given_by", unit="unit_id", at="at"),
        rules={
            "SELECT": (f"({_OURS} OR access_is_mine(THIS_TABLE.account_id))", None),
            "INSERT": (
                None,
                f"(((THIS_TABLE.hat = 'bidder' AND THIS_TABLE.member_id = (SELECT app_member()) AND {_BIDS} AND NOT {_WE_BUY})"
                f" OR (THIS_TABLE.hat <> 'bidder' AND {_BUYS} AND {_WE_BUY}))"
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
        rules={"SELECT": (f"({_OURS} OR {_JUDGES})", None), "INSERT": (None, holds(Permission.TRY_AWARD))},
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
            "SELECT": (f"({_WE_BUY} OR THIS_TABLE.member_id = (SELECT app_member()))", None),
            "INSERT": (
                None,
                f"((EXISTS (SELECT 1 {_MY_HAT} AND h.hat <> 'bidder') OR {_WE_BUY}) AND {_UNDECIDED})",
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
            "SELECT": (f"({_WE_BUY} OR THIS_TABLE.holder_id = (SELECT app_member()))", None),
            "INSERT": (
                None,
                f"({_BUYS} AND {_WE_BUY} AND {_UNDECIDED} AND competition_two_people(THIS_TABLE.holder_id, (SELECT app_member())))",
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
    one_competition_of_a_title="Your team has published a competition of that title already.",
    two_different_people_open="Two different people open the bids.",
    one_key_of_each_opener="You have made your key already.",
    a_key_is_turned_once="You have turned your key already.",
)
