"""What a competition remembers of its evaluation: the panel, scores sealed from one another, what was agreed, and its signature."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .conditions import (
    ALL_HANDED_IN,
    APART,
    BUYS,
    I_HANDED_IN,
    JUDGING,
    SIGNED,
    WE_BUY,
    on_the_panel,
    opened,
    wears,
)
from .sealed import OpenedAnswers, Round

_OF_THE_PANEL = f"{wears('evaluator')} AND {APART}"
_SCORES = f"{holds(Permission.SCORE_ANSWERS)} AND {on_the_panel('evaluator')} AND {_OF_THE_PANEL}"
_MODERATES = f"{holds(Permission.MODERATE_SCORES)} AND {on_the_panel('moderator')} AND {_OF_THE_PANEL}"
_OF_THIS_ROUND = (
    "EXISTS (SELECT 1 FROM competition_openedanswers o WHERE o.id = THIS_TABLE.opened_id"
    " AND o.round_id = THIS_TABLE.round_id)"
)
_MAY_JOIN = "competition_may_join(THIS_TABLE.round_id, THIS_TABLE.who, THIS_TABLE.part)"


class PanelMember(models.Model):
    """Who evaluates or moderates, as the buyer named them; each person once."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (WE_BUY, None),
            "INSERT": (
                None,
                f"({BUYS} AND {WE_BUY} AND {APART} AND NOT {SIGNED} AND {_MAY_JOIN})",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    who = models.UUIDField()
    part = models.CharField(max_length=10)
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "who"], name="one_part_on_a_panel"),
            models.CheckConstraint(
                name="a_panel_has_two_parts", condition=models.Q(part__in=["evaluator", "moderator"])
            ),
        ]


class StoodDown(models.Model):
    """Somebody of the panel stood down, with the reason: their scores count no more, and they come back in no part."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (WE_BUY, None),
            "INSERT": (None, f"({BUYS} AND {WE_BUY} AND {APART} AND NOT {SIGNED})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    who = models.UUIDField()
    because = models.CharField(max_length=500)
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "who"], name="stood_down_once")]


class Score(models.Model):
    """One evaluator's score of one answer and why; the last before handing in counts. Nobody else reads it before all have."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (
                f"((THIS_TABLE.member_id = (SELECT app_member()) OR ({WE_BUY} AND {ALL_HANDED_IN})) AND {APART})",
                None,
            ),
            "INSERT": (None, f"({_SCORES} AND {JUDGING} AND NOT {I_HANDED_IN} AND {_OF_THIS_ROUND})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    opened = models.ForeignKey(OpenedAnswers, models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=120)
    score = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=1000)
    member_id = models.UUIDField()
    at = models.DateTimeField()


class HandedIn(models.Model):
    """One evaluator handed in all of their scores; they change them no more."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={"SELECT": (WE_BUY, None), "INSERT": (None, f"({_SCORES} AND {JUDGING})")},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "member_id"], name="handed_in_once")]


class Agreed(models.Model):
    """What the moderator recorded as agreed on one answer, who changed it and why; the last one counts."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": (f"({WE_BUY} AND {APART})", None),
            "INSERT": (None, f"({_MODERATES} AND {JUDGING} AND {ALL_HANDED_IN} AND {_OF_THIS_ROUND})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    opened = models.ForeignKey(OpenedAnswers, models.PROTECT, related_name="+")
    criterion = models.CharField(max_length=120)
    score = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=1000)
    member_id = models.UUIDField()
    at = models.DateTimeField()


class SignedQuality(models.Model):
    """That the moderator signed the quality of every bid: scores change no more, and prices may be opened."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={
            "SELECT": ("true", None),
            "INSERT": (None, f"({_MODERATES} AND {opened('answers')} AND {ALL_HANDED_IN})"),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.OneToOneField(Round, models.PROTECT, related_name="+")
    member_id = models.UUIDField()
    at = models.DateTimeField()


explains(
    one_part_on_a_panel="They are on the panel already.",
    stood_down_once="They have been stood down already.",
    handed_in_once="You have handed in your scores already.",
)
