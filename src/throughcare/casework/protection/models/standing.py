"""In which category somebody is and how it stands, referrals to a level, and every step; levels stand in the register."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules import (
    Category,
    LevelReferral,
    ProtectionEnd,
    ProtectionLevel,
    ProtectionState,
    ProtectionStepKind,
)

# A category is a grant of its own: whoever sees the person reads it with the permission to see every category, or category 4 alone.
READS = f"""({holds(Permission.SEE_PROTECTION)}
  OR (THIS_TABLE.category = {Category.TERRORIST.value} AND {holds(Permission.SEE_CATEGORY_4)}))"""
_HAS_A_PART = "supervision_part_in(THIS_TABLE.case_id, THIS_TABLE.person_id)"
_SCREENS, _CONFIRMS, CHAIRS = (
    holds(one)
    for one in (Permission.SCREEN_PROTECTION, Permission.CONFIRM_PROTECTION, Permission.CHAIR_PROTECTION)
)
# What is put forward is proposed, and another confirms it: nobody by their own word is in a category.
_PROPOSED_TRULY = f"""({_SCREENS} AND {_HAS_A_PART} AND THIS_TABLE.state = 'proposed' AND THIS_TABLE.ended_at IS NULL
  AND THIS_TABLE.confirmed_by IS NULL)"""
_DECIDED_TRULY = f"""(({_CONFIRMS} OR {CHAIRS}) AND {_HAS_A_PART}
  AND (THIS_TABLE.confirmed_by IS DISTINCT FROM (SELECT app_member()) OR NOT access_is_me(THIS_TABLE.opened_by))
  AND (THIS_TABLE.ended_at IS NULL) = (THIS_TABLE.state <> 'ended'))"""
# Each step is written by whoever may take it: a level that meetings are held at by whoever chairs, but for the one that stands while a
# referral waits, and what a category comes to by whoever confirms.
_STEPS = f"""CASE WHEN THIS_TABLE.kind IN ('referral accepted', 'referral refused') THEN {CHAIRS}
  WHEN THIS_TABLE.kind IN ('category confirmed', 'found to be in no category', 'ended') THEN {_CONFIRMS} AND THIS_TABLE.level = 'not set'
  WHEN THIS_TABLE.level IN ('2', '3') THEN {CHAIRS} ELSE {_SCREENS} END"""
OF_ITS_OWN = """EXISTS (SELECT 1 FROM protection_protection p WHERE p.id = THIS_TABLE.protection_id
  AND p.person_id = THIS_TABLE.person_id AND p.category = THIS_TABLE.category AND {part})"""
PART_IN_ITS_CASE = "supervision_part_in(p.case_id, p.person_id)"
_OPEN = ~Q(state=ProtectionState.ENDED.value)
_PENDING = Q(state=LevelReferral.PENDING.value)


def values(kind: type) -> list[object]:
    """Every value of a kind of words, in its order."""
    return [one.value for one in kind]  # type: ignore[attr-defined]


class Protection(models.Model):
    """In which category somebody is in one case: proposed by a member, confirmed by another, and ended with a reason."""

    wall = PersonWall(
        part=Part.RISK,
        by=Written(member="opened_by", at="opened_at", later=("confirmed_by", "ended_at")),
        fixed=("case_id", "proposed", "because"),
        seen_if=READS,
        only=_PROPOSED_TRULY,
        while_so=f"({_HAS_A_PART} AND THIS_TABLE.state <> 'ended')",
        kept_so=_DECIDED_TRULY,
    )
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default=ProtectionState.PROPOSED)
    proposed = models.SmallIntegerField(null=True)
    category = models.SmallIntegerField()
    because = models.CharField(max_length=1000)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=_OPEN, name="one_category_at_a_time"),
            models.CheckConstraint(
                name="a_category_is_known",
                condition=Q(
                    state__in=values(ProtectionState),
                    category__in=values(Category),
                    ended_because__in=[
                        "",
                        "found to be in no category",
                        *values(ProtectionEnd),
                        *values(LevelReferral),
                    ],
                ),
            ),
            models.CheckConstraint(
                name="a_category_confirmed_says_by_whom",
                condition=~Q(state=ProtectionState.CONFIRMED.value) | Q(confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_category_ended_says_when",
                condition=(_OPEN & Q(ended_at=None, ended_because=""))
                | (~_OPEN & Q(ended_at__isnull=False) & ~Q(ended_because="")),
            ),
        ]
        indexes = [models.Index(fields=["person_id"], name="protection_of_person")]


class LevelReferred(models.Model):
    """A referral of somebody to level 2 or 3, decided once by whoever chairs; ``level`` is what the screening came to."""

    wall = PersonWall(
        part=Part.RISK,
        by=Written(member="sent_by", at="sent_at", later=("decided_by", "decided_at")),
        fixed=("protection_id", "category", "level", "answers", "because"),
        seen_if=READS,
        only=f"""({_SCREENS} AND THIS_TABLE.state = 'pending' AND THIS_TABLE.decided_by IS NULL
          AND {OF_ITS_OWN.format(part=PART_IN_ITS_CASE)})""",
        while_so=f"(THIS_TABLE.state = 'pending' AND {OF_ITS_OWN.format(part=PART_IN_ITS_CASE)})",
        kept_so=f"({CHAIRS} AND NOT access_is_me(THIS_TABLE.sent_by))",
    )
    follows = GoesWith("protection_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    protection = models.ForeignKey(Protection, models.PROTECT, related_name="referrals")
    category = models.SmallIntegerField()
    level = models.CharField(max_length=10)
    state = models.CharField(max_length=40, default=LevelReferral.PENDING)
    answers = models.JSONField(default=dict)
    because = models.CharField(max_length=1000)
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["protection"], condition=_PENDING, name="one_level_referral_waits"
            ),
            models.CheckConstraint(
                name="a_level_referral_is_known",
                condition=Q(
                    state__in=values(LevelReferral), level__in=["2", "3"], category__in=values(Category)
                ),
            ),
            models.CheckConstraint(
                name="a_level_referral_decided_says_why",
                condition=(_PENDING & Q(decided_by=None, decided_at=None, decided_because=""))
                | (
                    ~_PENDING & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_because="")
                ),
            ),
            models.CheckConstraint(
                name="no_category_3_at_level_1",
                condition=~Q(category=Category.OTHER.value, state=LevelReferral.REFUSED.value),
            ),
        ]


class ProtectionStep(models.Model):
    """One step: what was done, in which category and at which level, by which rule, why, who and when; never changed."""

    wall = PersonWall(
        part=Part.RISK,
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        seen_if=READS,
        only=f"({_STEPS} AND {OF_ITS_OWN.format(part=PART_IN_ITS_CASE)})",
    )
    follows = GoesWith("protection_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    protection = models.ForeignKey(Protection, models.PROTECT, related_name="steps")
    number = models.SmallIntegerField()
    kind = models.CharField(max_length=40)
    category = models.SmallIntegerField()
    level = models.CharField(max_length=10)
    rule = models.CharField(max_length=1000, blank=True)
    because = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["protection", "number"], name="one_step_of_protection"),
            models.CheckConstraint(
                name="a_step_of_protection_is_known",
                condition=Q(
                    kind__in=values(ProtectionStepKind),
                    level__in=values(ProtectionLevel),
                    category__in=values(Category),
                ),
            ),
            models.CheckConstraint(
                name="no_step_of_category_3_at_level_1",
                condition=~Q(category=Category.OTHER.value, level="1"),
            ),
        ]


explains(
    one_category_at_a_time="A category is proposed or stands already for this case. Open that one.",
    one_level_referral_waits="A referral waits already. Whoever chairs decides it.",
    one_step_of_protection="Somebody else changed this while you had it open. Look again.",
)
