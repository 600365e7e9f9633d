"""What a competition remembers of its words with bidders and its end: questions, notices, challenges, the signature."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .conditions import BUYS, OURS, UNSIGNED, WE_BUY
from .sealed import Round

_BIDS = holds(Permission.SEND_BID)
_ASKED_IN_TIME = "EXISTS (SELECT 1 FROM competition_round r WHERE r.id = THIS_TABLE.round_id AND r.questions_until > (SELECT app_at()))"
_WE_BID = "EXISTS (SELECT 1 FROM competition_summary s WHERE s.round_id = THIS_TABLE.round_id AND s.unit_id = (SELECT app_unit()))"
_MAY_BE_SIGNED = "competition_may_be_signed(THIS_TABLE.round_id)"
_THEIRS = "EXISTS (SELECT 1 FROM competition_challenge c WHERE c.id = THIS_TABLE.challenge_id AND c.unit_id = (SELECT app_unit()))"
_OF_THIS_ROUND = "EXISTS (SELECT 1 FROM competition_challenge c WHERE c.id = THIS_TABLE.challenge_id AND c.round_id = THIS_TABLE.round_id)"


class Question(models.Model):
    """What a bidder asks the buyer to make clear; rivals read its answer and not who asked."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (f"({OURS} OR {WE_BUY})", None),
            "INSERT": (None, f"({_BIDS} AND NOT {WE_BUY} AND {_ASKED_IN_TIME})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    asks = models.CharField(max_length=1000)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()


class Answered(models.Model):
    """A question as it is put to all, in words that name nobody, with the buyer's answer."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": ("true", None),
            "INSERT": (
                None,
                f"({BUYS} AND {WE_BUY} AND EXISTS (SELECT 1 FROM competition_question q"
                " WHERE q.id = THIS_TABLE.question_id AND q.round_id = THIS_TABLE.round_id))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    question = models.OneToOneField(Question, models.PROTECT, related_name="+")
    asked = models.CharField(max_length=1000)
    answer = models.CharField(max_length=2000)
    member_id = models.UUIDField()
    at = models.DateTimeField()


class Notice(models.Model):
    """A notice that the buyer gave; that of the award says the first day on which anything may be signed."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={"SELECT": ("true", None), "INSERT": (None, f"({BUYS} AND {WE_BUY})")},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    sign_from = models.DateField(null=True)
    finding = models.CharField(max_length=300, blank=True)
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "kind"], name="a_notice_is_given_once"),
            models.CheckConstraint(
                name="an_award_notice_says_when_it_may_be_signed",
                condition=~models.Q(kind="contract award") | models.Q(sign_from__isnull=False),
            ),
        ]


class Challenge(models.Model):
    """A bidder's challenge of an award: nothing is signed until it has ended."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (f"({OURS} OR {WE_BUY})", None),
            "INSERT": (None, f"({_BIDS} AND {_WE_BID} AND {UNSIGNED})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    because = models.CharField(max_length=2000)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()


class ChallengeEnded(models.Model):
    """How a challenge ended and why: withdrawn by whoever brought it, or as the buyer records what was lifted or decided."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (f"({_THEIRS} OR {WE_BUY})", None),
            "INSERT": (
                None,
                f"({_OF_THIS_ROUND} AND (({_BIDS} AND {_THEIRS} AND THIS_TABLE.way = 'withdrawn by whoever brought it')"
                f" OR ({BUYS} AND {WE_BUY} AND THIS_TABLE.way <> 'withdrawn by whoever brought it')))",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    challenge = models.OneToOneField(Challenge, models.PROTECT, related_name="+")
    way = models.CharField(max_length=40)
    because = models.CharField(max_length=2000)
    member_id = models.UUIDField()
    at = models.DateTimeField()


class Signature(models.Model):
    """That what was awarded was signed, after its standstill and with no challenge that holds."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": ("true", None),
            "INSERT": (None, f"({BUYS} AND {WE_BUY} AND {_MAY_BE_SIGNED})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.OneToOneField(Round, models.PROTECT, related_name="+")
    member_id = models.UUIDField()
    at = models.DateTimeField()


explains(
    a_notice_is_given_once="That notice has been given.",
)
