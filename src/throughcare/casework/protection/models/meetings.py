"""Meetings at level 2 and 3: called and held, who was invited and came, what was decided, and who does what of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written
from throughcare.foundation.kernel import new_id

from ..rules import Came, Category, MeetingActionState, MeetingDecides, MeetingState, PersonTold
from .standing import CHAIRS, OF_ITS_OWN, PART_IN_ITS_CASE, READS, Protection, values

_MEETS = Q(state__in=[MeetingState.CALLED.value, MeetingState.HELD.value])
_OF_CONFIRMED = OF_ITS_OWN.format(part=f"{PART_IN_ITS_CASE} AND p.state = 'confirmed'")
# Everything of a meeting is written by whoever chairs, and reads as its meeting does: with the category on each row.
_OF_A_MEETING = """EXISTS (SELECT 1 FROM protection_meeting m JOIN protection_protection p ON p.id = m.protection_id
  WHERE m.id = THIS_TABLE.meeting_id AND m.person_id = THIS_TABLE.person_id AND m.category = THIS_TABLE.category
  AND m.state IN ({states}) AND supervision_part_in(p.case_id, p.person_id))"""
_DISCLOSURE_DECIDED = """EXISTS (SELECT 1 FROM protection_meetingdecision d WHERE d.meeting_id = THIS_TABLE.id
  AND d.kind IN ('a disclosure', 'no disclosure'))"""


def _of_a_meeting(*states: MeetingState) -> str:
    return _OF_A_MEETING.format(states=", ".join(f"'{one.value}'" for one in states))


class Meeting(models.Model):
    """A meeting on one person at level 2 or 3; ``late_because`` says why it meets after the day it was due.

    Minutes are in three parts, as those who were not there read them: what was shared, how the risk was assessed, and what the plan is.
    """

    wall = PersonWall(
        part=Part.RISK,
        by=Written(member="called_by", at="called_at", later=("ended_by", "ended_at")),
        fixed=("protection_id", "category", "level", "meets_on", "place", "late_because"),
        seen_if=READS,
        only=f"({CHAIRS} AND THIS_TABLE.state = 'called' AND THIS_TABLE.ended_by IS NULL AND {_OF_CONFIRMED})",
        while_so=f"(THIS_TABLE.state IN ('called', 'held') AND {OF_ITS_OWN.format(part=PART_IN_ITS_CASE)})",
        kept_so=f"({CHAIRS} AND (THIS_TABLE.state <> 'closed' OR {_DISCLOSURE_DECIDED}))",
    )
    follows = GoesWith("protection_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    protection = models.ForeignKey(Protection, models.PROTECT, related_name="meetings")
    category = models.SmallIntegerField()
    level = models.CharField(max_length=10)
    state = models.CharField(max_length=20, default=MeetingState.CALLED)
    meets_on = models.DateField()
    place = models.CharField(max_length=200)
    late_because = models.CharField(max_length=1000, blank=True)
    called_by = models.UUIDField()
    called_at = models.DateTimeField()
    shared = models.CharField(max_length=4000, blank=True)
    assessed = models.CharField(max_length=4000, blank=True)
    planned = models.CharField(max_length=4000, blank=True)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["protection"], condition=_MEETS, name="one_meeting_at_a_time"),
            models.CheckConstraint(
                name="a_meeting_is_known",
                condition=Q(
                    state__in=values(MeetingState), level__in=["2", "3"], category__in=values(Category)
                ),
            ),
            models.CheckConstraint(
                name="a_meeting_closed_has_minutes",
                condition=~Q(state=MeetingState.CLOSED.value)
                | ~(Q(shared="") | Q(assessed="") | Q(planned="")),
            ),
            models.CheckConstraint(
                name="a_meeting_over_says_when",
                condition=(_MEETS & Q(ended_by=None, ended_at=None))
                | (~_MEETS & Q(ended_by__isnull=False, ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_meeting_put_off_says_why",
                condition=~Q(state=MeetingState.PUT_OFF.value) | ~Q(ended_because=""),
            ),
        ]
        indexes = [models.Index(fields=["person_id"], name="meeting_of_person")]


class MeetingInvited(models.Model):
    """A body or a member who was invited to a meeting, and whether they came."""

    wall = PersonWall(
        part=Part.RISK,
        by=Written(member="invited_by", at="invited_at", later=("said_by", "said_at")),
        fixed=("meeting_id", "category", "body", "member_id"),
        seen_if=READS,
        only=f"({CHAIRS} AND THIS_TABLE.came = 'not said' AND THIS_TABLE.said_by IS NULL AND {_of_a_meeting(MeetingState.CALLED)})",
        while_so=f"(THIS_TABLE.came = 'not said' AND {_of_a_meeting(MeetingState.CALLED)})",
        kept_so=CHAIRS,
    )
    follows = GoesWith("meeting_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invited")
    category = models.SmallIntegerField()
    body = models.CharField(max_length=100, blank=True)
    member_id = models.UUIDField(null=True)
    came = models.CharField(max_length=20, default=Came.NOT_SAID)
    invited_by = models.UUIDField()
    invited_at = models.DateTimeField()
    said_by = models.UUIDField(null=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "body", "member_id"], nulls_distinct=False, name="invited_once"
            ),
            models.CheckConstraint(
                name="a_body_or_a_member_is_invited",
                condition=(Q(body="") & Q(member_id__isnull=False)) | (~Q(body="") & Q(member_id=None)),
            ),
            models.CheckConstraint(
                name="who_came_is_said_by_somebody",
                condition=Q(came__in=values(Came))
                & (
                    Q(came=Came.NOT_SAID.value, said_by=None, said_at=None)
                    | Q(said_by__isnull=False, said_at__isnull=False)
                ),
            ),
        ]


class MeetingDecision(models.Model):
    """A decision of a meeting with its reason and whoever differed; of a disclosure to whom, why it is proportionate, and whether they are told."""

    wall = PersonWall(
        part=Part.RISK,
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        seen_if=READS,
        only=f"({CHAIRS} AND {_of_a_meeting(MeetingState.HELD)})",
    )
    follows = GoesWith("meeting_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    number = models.SmallIntegerField()
    category = models.SmallIntegerField()
    kind = models.CharField(max_length=20)
    what = models.CharField(max_length=1000)
    because = models.CharField(max_length=1000)
    dissent = models.CharField(max_length=1000, blank=True)
    to_whom = models.CharField(max_length=200, blank=True)
    told = models.CharField(max_length=30, blank=True)
    told_because = models.CharField(max_length=1000, blank=True)
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="one_decision_of_a_meeting"),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(kind=MeetingDecides.LEVEL.value),
                name="one_level_of_a_meeting",
            ),
            models.CheckConstraint(
                name="a_decision_of_a_meeting_says_why",
                condition=Q(kind__in=values(MeetingDecides)) & ~Q(what="") & ~Q(because=""),
            ),
            models.CheckConstraint(
                name="a_disclosure_says_to_whom_and_who_is_told",
                condition=(~Q(kind=MeetingDecides.DISCLOSURE.value) & Q(to_whom="", told="", told_because=""))
                | (Q(kind=MeetingDecides.DISCLOSURE.value, told__in=values(PersonTold)) & ~Q(to_whom="")),
            ),
            models.CheckConstraint(
                name="not_telling_says_why", condition=~Q(told=PersonTold.NOT.value) | ~Q(told_because="")
            ),
        ]


class MeetingAction(models.Model):
    """What somebody does after a meeting by a day; passed on it is ended, and another action is the next owner's."""

    wall = PersonWall(
        part=Part.RISK,
        by=Written(member="given_by", at="given_at", later=("ended_by", "ended_at")),
        fixed=("meeting_id", "category", "what", "owner_id", "due_on"),
        seen_if=READS,
        only=f"({CHAIRS} AND THIS_TABLE.state = 'open' AND {_of_a_meeting(MeetingState.HELD, MeetingState.CLOSED)})",
        while_so=f"(THIS_TABLE.state = 'open' AND {_of_a_meeting(MeetingState.HELD, MeetingState.CLOSED)})",
        kept_so=f"({CHAIRS} OR (THIS_TABLE.state = 'done' AND access_is_me(THIS_TABLE.owner_id)))",
    )
    follows = GoesWith("meeting_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="actions")
    category = models.SmallIntegerField()
    what = models.CharField(max_length=1000)
    owner_id = models.UUIDField()
    due_on = models.DateField()
    state = models.CharField(max_length=20, default=MeetingActionState.OPEN)
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    came_of_it = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_action_ended_says_what_came_of_it",
                condition=Q(state__in=values(MeetingActionState))
                & (
                    Q(state=MeetingActionState.OPEN.value, ended_by=None, ended_at=None, came_of_it="")
                    | (
                        ~Q(state=MeetingActionState.OPEN.value)
                        & Q(ended_by__isnull=False, ended_at__isnull=False)
                        & ~Q(came_of_it="")
                    )
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["owner_id"], condition=Q(state="open"), name="open_action_of_owner"),
        ]


explains(
    one_meeting_at_a_time="A meeting is called already. Hold it, or put it off with a reason.",
    invited_once="Somebody is named twice among those invited.",
    one_level_of_a_meeting="This meeting has reviewed the level already.",
    one_decision_of_a_meeting="Somebody else recorded a decision while you had it open. Look again.",
)
