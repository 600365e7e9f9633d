"""What helpers remembers: who helps and what was checked of them, whom each is paired with, their meetings, and what came of work."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Q

from throughcare.casework.supervision.rules.contacts import Outcome
from throughcare.casework.supervision.rules.sides import MINE, Sides, asked_truly, not_anothers
from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.walls import Cause, Custom, PersonWall, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .rules import (
    OPEN_PAIRINGS,
    PAIRED,
    CheckKind,
    CheckResult,
    HelperKind,
    JobKind,
    JobOutcome,
    JobPoint,
    PairingState,
)

REFERS = {
    "person_id": "people.Person",
    "member_id": "access.Membership",
    "sent_by": "access.Membership",
    "made_by": "access.Membership",
    "organisation_id": "access.Organisation",
    "shared_by": "access.Organisation",
    "unit_id": "access.Unit",
    "from_unit": "access.Unit",
    "to_unit": "access.Unit",
}
"""What the id columns mean: each has a key to the row it is of."""

TAKES = ("everybody", "women", "men")
"""Whom a helper helps."""

# Who helps, and that somebody has been to prison themselves, is for the team whose helpers they are, and for whoever sees a person
# who was paired with them.
_OURS = f"THIS_TABLE.unit_id = ANY ({MINE})"
_KEPT = f"({_OURS} AND {holds(Permission.KEEP_HELPERS)})"
_OF_OURS = f"""({_KEPT} AND EXISTS (SELECT 1 FROM helpers_helper h
  WHERE h.id = THIS_TABLE.helper_id AND h.unit_id = THIS_TABLE.unit_id))"""


def _values(kind: type) -> list[str]:
    return [one.value for one in kind]  # type: ignore[attr-defined]


class Helper(models.Model):
    """Somebody, or an employer, who helps: of which kind, of which team, what they do and where, whom, and how many at once."""

    wall = Custom(
        web="SELECT, INSERT, UPDATE",
        rules={
            "SELECT": (f"({_OURS} OR helpers_of_one_seen(THIS_TABLE.id))", None),
            "INSERT": (None, _KEPT),
            "UPDATE": (_KEPT, _KEPT),
        },
        by=Written(member="made_by", organisation="organisation_id", at="made_at"),
        fixed=("unit_id", "kind", "name", "place", "does", "takes", "since"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    organisation_id = models.UUIDField()
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=100)
    place = models.CharField(max_length=100)
    does = models.CharField(max_length=300)
    takes = models.CharField(max_length=10)
    most = models.SmallIntegerField()
    since = models.DateField()
    ended_on = models.DateField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "kind", "name"], name="a_helper_of_a_name"),
            models.CheckConstraint(
                name="a_helper_is_of_a_kind",
                condition=Q(kind__in=_values(HelperKind), takes__in=TAKES, most__range=(1, 200)),
            ),
            models.CheckConstraint(
                name="a_helper_ends_with_a_reason",
                condition=Q(ended_on=None, ended_because="")
                | (Q(ended_on__gte=F("since")) & ~Q(ended_because="")),
            ),
        ]


class HelperCheck(models.Model):
    """What came of one check of a helper, on which day, and the last day it holds (null: no end, or not known); never changed."""

    wall = Custom(
        web="SELECT, INSERT",
        rules={
            "SELECT": (f"({_OURS} OR helpers_of_one_seen(THIS_TABLE.helper_id))", None),
            "INSERT": (None, _OF_OURS),
        },
        by=Written(member="member_id", at="at"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    helper = models.ForeignKey(Helper, models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=40)
    result = models.CharField(max_length=20)
    done_on = models.DateField()
    until = models.DateField(null=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["helper", "kind", "done_on", "result"], name="a_check_of_a_helper_once"
            ),
            models.CheckConstraint(
                name="a_check_is_known",
                condition=Q(kind__in=_values(CheckKind), result__in=_values(CheckResult)),
            ),
            models.CheckConstraint(
                name="a_check_holds_after_it_was_done", condition=Q(until=None) | Q(until__gte=F("done_on"))
            ),
        ]


_SIDES = Sides("helpers_pairing", "pairing_id", "helpers_runs")
_HELPER_OF_THE_TEAM_ASKED = """(THIS_TABLE.helper_id IS NULL OR EXISTS (SELECT 1 FROM helpers_helper h
    WHERE h.id = THIS_TABLE.helper_id AND h.unit_id = THIS_TABLE.to_unit AND h.kind = THIS_TABLE.kind))"""
_OF_ITS_HELPERS = f"""EXISTS (SELECT 1 FROM helpers_pairing r WHERE r.id = THIS_TABLE.pairing_id AND r.ended_at IS NULL
  AND r.person_id = THIS_TABLE.person_id AND r.helper_id = THIS_TABLE.helper_id AND r.to_unit = ANY ({MINE}))"""
_OPEN = Q(state__in=[state.value for state in OPEN_PAIRINGS])


class Pairing(models.Model):
    """A helper asked for somebody by one team of another, and who it is: the helpers' team sees the person while it is open.

    ``helper`` is null until somebody is matched, and again while another is looked for.
    """

    wall = PersonWall(
        part=None,
        by=Written(later=("moved_at", "ended_at"), member="sent_by", at="sent_at"),
        fixed=("case_id", "kind", "from_unit", "to_unit", "shared_by", "because"),
        seen_if=not_anothers(),
        only=asked_truly(holds(Permission.REFER_TO_SERVICE), "THIS_TABLE.helper_id IS NULL"),
        kept_so=_SIDES.taken_truly(_HELPER_OF_THE_TEAM_ASKED),
    )
    follows = GoesWith("case_id")
    causes = (
        Cause(
            "helper",
            "referral",
            "SELECT id AS cause_id, person_id, to_unit AS unit_id, shared_by, sight AS during FROM helpers_pairing",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    state = models.CharField(max_length=20, default=PairingState.ASKED)
    helper = models.ForeignKey(Helper, models.PROTECT, related_name="+", null=True)
    from_unit = models.UUIDField()
    to_unit = models.UUIDField()
    shared_by = models.UUIDField(null=True)
    because = models.CharField(max_length=1000)
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    sight = DateTimeRangeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "kind"], condition=_OPEN, name="one_open_pairing_of_a_kind"
            ),
            models.CheckConstraint(
                name="a_pairing_is_known",
                condition=Q(kind__in=_values(HelperKind), state__in=_values(PairingState)),
            ),
            models.CheckConstraint(
                name="a_pairing_ended_has_an_instant",
                condition=(_OPEN & Q(ended_at=None)) | (~_OPEN & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_match_is_with_a_helper",
                condition=(Q(state="asked for", helper=None))
                | Q(state__in=sorted(state.value for state in PAIRED), helper__isnull=False)
                | ~_OPEN,
            ),
        ]
        indexes = [
            models.Index(fields=["to_unit"], name="pairings_there", condition=_OPEN),
            models.Index(fields=["from_unit"], name="pairings_from"),
            models.Index(fields=["person_id", "-sent_at"], name="pairings_of_person"),
        ]


class PairingStep(models.Model):
    """One move of a pairing: from where to where, with which helper, who of which organisation, when, and why; never changed."""

    wall = PersonWall(
        part=None,
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        seen_if=_SIDES.seen(),
        only=_SIDES.added_to(),
    )
    follows = GoesWith("pairing_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="steps")
    number = models.SmallIntegerField()
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    helper = models.ForeignKey(Helper, models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pairing", "number"], name="one_step_of_a_pairing"),
            models.CheckConstraint(
                name="a_step_of_a_pairing_is_known",
                condition=Q(after__in=_values(PairingState), before__in=["", *_values(PairingState)]),
            ),
        ]


class HelperMeeting(models.Model):
    """A meeting of somebody with their helper: on which day, what came of it, and the contact of the record; put right by another row."""

    wall = PersonWall(
        part=None,
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        seen_if=_SIDES.seen(),
        only=_SIDES.added_to(),
    )
    follows = GoesWith("pairing_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="meetings")
    helper = models.ForeignKey(Helper, models.PROTECT, related_name="+")
    on = models.DateField()
    outcome = models.CharField(max_length=40)
    contact = models.ForeignKey("supervision.Contact", models.PROTECT, related_name="+")
    corrects = models.OneToOneField("self", models.PROTECT, related_name="corrected", null=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact"], name="one_meeting_of_a_contact"),
            models.CheckConstraint(
                name="a_meeting_with_a_helper_is_known", condition=Q(outcome__in=_values(Outcome))
            ),
        ]


class Job(models.Model):
    """Work agreed with the employer somebody is matched with: what, of which kind, and from which day; never changed."""

    wall = PersonWall(
        part=None,
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        seen_if=_SIDES.seen(),
        only=f"({holds(Permission.PAIR_HELPERS)} AND {_OF_ITS_HELPERS})",
    )
    follows = GoesWith("pairing_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="jobs")
    helper = models.ForeignKey(Helper, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=100)
    starts_on = models.DateField()
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pairing", "title", "starts_on"], name="one_job_once"),
            models.CheckConstraint(name="a_job_is_of_a_kind", condition=Q(kind__in=_values(JobKind))),
        ]


class JobTold(models.Model):
    """What came of a job at its start, or 13 or 26 weeks later; told again by another number, and the last stands."""

    wall = PersonWall(
        part=None,
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        seen_if="EXISTS (SELECT 1 FROM helpers_job j WHERE j.id = THIS_TABLE.job_id)",
        only=f"""EXISTS (SELECT 1 FROM helpers_job j, helpers_pairing r WHERE j.id = THIS_TABLE.job_id AND r.id = j.pairing_id
  AND r.person_id = THIS_TABLE.person_id AND {_SIDES.hold("r")})""",
    )
    follows = GoesWith("job_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    job = models.ForeignKey(Job, models.PROTECT, related_name="told")
    point = models.CharField(max_length=20)
    number = models.SmallIntegerField(default=1)
    outcome = models.CharField(max_length=40)
    because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["job", "point", "number"], name="one_outcome_of_a_job_at_a_point"
            ),
            models.CheckConstraint(
                name="an_outcome_of_a_job_is_known",
                condition=Q(point__in=_values(JobPoint), outcome__in=_values(JobOutcome)),
            ),
            models.CheckConstraint(
                name="told_again_of_a_job_says_why",
                condition=Q(number=1, because="") | (Q(number__gt=1) & ~Q(because="")),
            ),
        ]


explains(
    a_helper_of_a_name="Your team has a helper of that kind and name already.",
    a_check_of_a_helper_once="That check is recorded already.",
    one_open_pairing_of_a_kind="A helper of that kind is asked for already for this person. Open that one instead.",
    one_step_of_a_pairing="Somebody else changed this while you had it open. Look again.",
    one_job_once="That work is recorded already.",
    one_outcome_of_a_job_at_a_point="Somebody else told this while you had it open. Look again.",
)
