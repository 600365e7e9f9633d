"""What a competition remembers of prices that are abnormally low: the buyer's question, the bidder's answer, what was decided."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .conditions import APART, BUYS, CROSSES, OF_ITS_BID, OURS, UNDECIDED, WE_BUY, opened
from .sealed import Bid, Round

_READ = f"((({OURS} OR {WE_BUY}) AND {APART}) OR {CROSSES})"
_OF_ITS_QUESTION = (
    "EXISTS (SELECT 1 FROM competition_priceasked x WHERE x.id = THIS_TABLE.asked_id AND x.round_id = THIS_TABLE.round_id"
    " AND x.unit_id = THIS_TABLE.unit_id)"
)
_NOT_RULED = "NOT EXISTS (SELECT 1 FROM competition_priceruled x WHERE x.asked_id = THIS_TABLE.asked_id)"


class PriceAsked(models.Model):
    """A price that the buyer asks its bidder about, with what it was held against by which edition, and until when an answer is taken."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (_READ, None),
            "INSERT": (
                None,
                f"({BUYS} AND {WE_BUY} AND {APART} AND {OF_ITS_BID} AND {opened('prices')} AND {UNDECIDED})",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="+")
    bidder = models.CharField(max_length=250)
    package = models.CharField(max_length=120)
    price = models.BigIntegerField()
    against = models.BigIntegerField()
    what = models.CharField(max_length=200)
    edition = models.CharField(max_length=80)
    asks = models.CharField(max_length=2000)
    answer_by = models.DateField()
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bid", "package"], name="a_price_is_asked_about_once"),
            models.CheckConstraint(name="a_price_that_is_asked_about_is_below", condition=models.Q(price__lt=models.F("against"))),
        ]  # fmt: skip


class PriceAnswered(models.Model):
    """How a bidder says that it can do it for its price: its own words, once, before the buyer has decided of it."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (_READ, None),
            "INSERT": (
                None,
                f"({holds(Permission.SEND_BID)} AND {APART} AND {_OF_ITS_QUESTION} AND {_NOT_RULED} AND {UNDECIDED})",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    asked = models.OneToOneField(PriceAsked, models.PROTECT, related_name="+")
    says = models.CharField(max_length=4000)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()


class PriceRuled(models.Model):
    """Whether a price that was asked about is kept or rejected, why and under what; the package of a rejected one leaves the award."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (_READ, None),
            "INSERT": (
                None,
                f"({BUYS} AND {WE_BUY} AND {APART} AND {_OF_ITS_QUESTION} AND {UNDECIDED})",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    asked = models.OneToOneField(PriceAsked, models.PROTECT, related_name="+")
    way = models.CharField(max_length=10)
    because = models.CharField(max_length=2000)
    clause = models.CharField(max_length=200)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_price_is_kept_or_rejected", condition=models.Q(way__in=["kept", "rejected"])
            ),
            models.CheckConstraint(name="a_ruling_on_a_price_has_a_reason", condition=~models.Q(because="")),
        ]


explains(
    a_price_is_asked_about_once="That price has been asked about already.",
)
