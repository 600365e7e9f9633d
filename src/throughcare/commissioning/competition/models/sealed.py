"""What a competition remembers of its bids: what was published, keys, sealed envelopes, what was opened and decided."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .conditions import (
    APART,
    BUYS,
    CLOSED,
    CROSSES,
    I_OPEN,
    OF_ITS_BID,
    OURS,
    PRICES_SETTLED,
    SIGNED,
    STILL_OPEN,
    UNDECIDED,
    UNSIGNED,
    WE_BUY,
    both_turned,
    opened,
    wears,
)

_BIDS = holds(Permission.SEND_BID)
_OPENS = holds(Permission.OPEN_BIDS)
_ASKS = "EXISTS (SELECT 1 FROM competition_round r WHERE r.id = THIS_TABLE.round_id AND r.asks)"
_IN_ITS_TURN = f"((THIS_TABLE.envelope = 'answers' AND {_ASKS}) OR (THIS_TABLE.envelope = 'prices' AND (NOT {_ASKS} OR {SIGNED})))"


def _now(envelope: str) -> str:
    return f"({both_turned(envelope)} AND NOT {opened(envelope)})"


class Round(models.Model):
    """One competition as it was published: units and rule as a text that never changes, who opens, when it closes.

    ``rests_on`` are the intentions that it buys for, each with the figure of need that it cites, as they stood that day.
    """

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": ("true", None),
            "INSERT": (
                None,
                f"({BUYS} AND competition_may_open(THIS_TABLE.opener_one, THIS_TABLE.opener_two))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    title = models.CharField(max_length=120)
    terms = models.TextField()
    regime = models.CharField(max_length=40)
    asks = models.BooleanField(default=False)
    questions_until = models.DateTimeField(null=True)
    planned_on = models.DateField(null=True)
    engaged_on = models.DateField(null=True)
    not_engaged_because = models.CharField(max_length=500, blank=True)
    rests_on = models.JSONField(default=list)
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
            models.CheckConstraint(
                name="questions_close_before_bids_do",
                condition=models.Q(questions_until=None)
                | models.Q(questions_until__lt=models.F("closes_at")),
            ),
        ]


class OpenerKey(models.Model):
    """The public half of one opener's key for one competition."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={"SELECT": ("true", None), "INSERT": (None, f"({_OPENS} AND {I_OPEN} AND {STILL_OPEN})")},
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
    """One sending of a bid, sealed: the file as it was sent, and its answers apart; a withdrawal has neither. The last stands."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (f"(({OURS} OR ({I_OPEN} AND {CLOSED})) AND {APART})", None),
            "INSERT": (None, f"({_BIDS} AND {STILL_OPEN} AND NOT {WE_BUY} AND {wears('bidder')})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    content = models.BinaryField(null=True)
    half_one = models.BinaryField(null=True)
    half_two = models.BinaryField(null=True)
    answers = models.BinaryField(null=True)
    answers_half_one = models.BinaryField(null=True)
    answers_half_two = models.BinaryField(null=True)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_bid_is_sealed_whole_or_withdrawn",
                condition=models.Q(content=None, half_one=None, half_two=None)
                | models.Q(content__isnull=False, half_one__isnull=False, half_two__isnull=False),
            ),
            models.CheckConstraint(
                name="answers_are_sealed_whole_with_a_bid",
                condition=models.Q(answers=None, answers_half_one=None, answers_half_two=None)
                | models.Q(
                    content__isnull=False, answers__isnull=False, answers_half_one__isnull=False, answers_half_two__isnull=False
                ),
            ),
        ]  # fmt: skip


class Turned(models.Model):
    """One opener turned their key on one envelope: their half of each bid that stood, which opens nothing without the other's."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (f"(({I_OPEN} OR {WE_BUY}) AND {APART})", None),
            "INSERT": (
                None,
                f"({_OPENS} AND {I_OPEN} AND {CLOSED} AND {wears('opener')} AND {APART} AND {_IN_ITS_TURN})",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    envelope = models.CharField(max_length=10, default="prices")
    halves = models.JSONField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "envelope", "member_id"], name="a_key_is_turned_once")
        ]


class OpenedAnswers(models.Model):
    """What a bid answered once both keys were turned on its answers, or why they could not be read; theirs and the buyer's."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (f"((({OURS} OR {WE_BUY}) AND {APART}) OR {CROSSES})", None),
            "INSERT": (None, f"({_OPENS} AND {I_OPEN} AND {APART} AND {OF_ITS_BID} AND {_now('answers')})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    bid = models.OneToOneField(Bid, models.PROTECT, related_name="+")
    bidder = models.CharField(max_length=250)
    said = models.JSONField(default=dict)
    fault = models.CharField(max_length=500, blank=True)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()


class OpenedBid(models.Model):
    """What a bid said, prices and all, once both keys were turned on it, or why it could not be read; theirs and the buyer's."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (f"((({OURS} OR {WE_BUY}) AND {APART}) OR {CROSSES})", None),
            "INSERT": (
                None,
                f"({_OPENS} AND {I_OPEN} AND {APART} AND {OF_ITS_BID} AND {_now('prices')} AND {UNDECIDED})",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    bid = models.OneToOneField(Bid, models.PROTECT, related_name="+")
    bidder = models.CharField(max_length=250)
    said = models.TextField()
    fault = models.CharField(max_length=500, blank=True)
    passport = models.JSONField(null=True)
    partners = models.JSONField(default=list)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()


class Opened(models.Model):
    """That an envelope of every bid was opened, which everybody may know; nothing is added to what was opened after."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": ("true", None),
            "INSERT": (
                None,
                f"({_OPENS} AND {I_OPEN} AND {APART} AND ((THIS_TABLE.envelope = 'answers' AND {both_turned('answers')})"
                f" OR (THIS_TABLE.envelope = 'prices' AND {both_turned('prices')})))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    envelope = models.CharField(max_length=10)
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "envelope"], name="an_envelope_is_opened_once")
        ]


class Summary(models.Model):
    """What one bidder is told of its own bid: its scores with their reasons, and the least change that would have won."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (f"((({OURS} OR {WE_BUY}) AND {APART}) OR {CROSSES})", None),
            "INSERT": (None, f"({BUYS} AND {WE_BUY} AND {APART} AND {opened('prices')} AND {UNDECIDED})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    bid = models.OneToOneField(Bid, models.PROTECT, related_name="+")
    bidder = models.CharField(max_length=250)
    scores = models.JSONField(default=list)
    quality = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    out = models.CharField(max_length=500, blank=True)
    changes = models.JSONField(default=list)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()


class Decision(models.Model):
    """What the published rule chose among the bids that were opened: names and sums that everybody may read."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": ("true", None),
            "INSERT": (
                None,
                f"({BUYS} AND {WE_BUY} AND {APART} AND {opened('prices')} AND {PRICES_SETTLED})",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.OneToOneField(Round, models.PROTECT, related_name="+")
    award = models.JSONField()
    member_id = models.UUIDField()
    at = models.DateTimeField()


class CalledOff(models.Model):
    """A competition called off before anything is signed, with the reason that every bidder is shown."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={"SELECT": ("true", None), "INSERT": (None, f"({BUYS} AND {WE_BUY} AND {UNSIGNED})")},
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
    an_envelope_is_opened_once="It has been opened already.",
)
