"""What supervision remembers: cases, responsibility, tenures, gaps, transfers, the timeline."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith, Moves, Room, Stays
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import Cause, Custom, PersonWall, Reference, Written
from throughcare.foundation.kernel import Permission, new_id

from ..rules.words import CaseReason, TenureKind, TransferKind, TransferState
from .held_true import (
    ANSWERED_TRULY,
    APPOINTED_TRULY,
    AS_ANSWERED,
    BY_THE_SERVICE,
    MAY_END,
    OF_ITS_CASE,
    OFFERED_TRULY,
    RUNS,
    RUNS_OR_HAS_ENDED,
    SEES_NO_LONGER,
    TAKEN_TRULY,
    WORKS,
)

_CASE_OPEN = Q(closed_at=None)


class Catchment(models.Model):
    """Which team of an organisation serves an area."""

    wall = Reference(kept_by=Permission.ADMINISTER_ORGANISATIONS)

    id = models.UUIDField(primary_key=True, default=new_id)
    area_code = models.CharField(max_length=20)
    organisation_id = models.UUIDField()
    unit_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_code", "organisation_id"], name="one_team_for_an_area")
        ]


class Case(models.Model):
    """One person's case, from what opened it to what closed it; one open at a time."""

    wall = PersonWall(
        part=None,
        web="SELECT, UPDATE",
        fixed=("opened_because", "opened_at"),
        jobs="INSERT",
        while_so=WORKS,
        kept_so=AS_ANSWERED,
        by=Written(later=("closed_at",)),
    )
    follows = Moves(
        room=Room("supervision_make_room", "supervision_take_room_back"),
        rule="of two open cases the merged record's is closed, and the other takes over the higher risk and heavier sentence",
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    opened_because = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_because = models.CharField(max_length=300, blank=True)
    area_code = models.CharField(max_length=20)
    organisation_id = models.UUIDField()
    unit_id = models.UUIDField()
    model_id = models.UUIDField(null=True)
    model_name = models.CharField(max_length=80)
    risk = models.CharField(max_length=20, default="not_assessed")
    rsr = models.CharField(max_length=20, default="not_assessed")
    sentence = models.CharField(max_length=40)
    place = models.CharField(max_length=12, default="community")
    cohorts = ArrayField(models.CharField(max_length=30), default=list)
    resettled = models.BooleanField(default=False)
    oversight = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id"], condition=_CASE_OPEN, name="one_open_case_for_a_person"
            ),
            models.CheckConstraint(
                name="case_reason_is_known", condition=Q(opened_because__in=[r.value for r in CaseReason])
            ),
        ]
        indexes = [
            models.Index(fields=["unit_id", "opened_at"], name="case_open_in_team", condition=_CASE_OPEN),
            models.Index(fields=["area_code"], name="case_open_in_area", condition=_CASE_OPEN),
            models.Index(fields=["person_id", "-opened_at"], name="case_of_person"),
        ]


class Matter(models.Model):
    """What a case is about: a sentence, a request for a report, a diversion."""

    wall = PersonWall(part=None, web="SELECT, INSERT", by=Written(at="at"))
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    about_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "about_id", "case"], name="matter_in_a_case_once")
        ]
        indexes = [models.Index(fields=["case"], name="matter_of_case")]


class Responsibility(models.Model):
    """The team that answers for a case, for a time; never none while it is open. ``sight`` is how long it may see."""

    wall = PersonWall(
        part=None,
        fixed=("case_id", "organisation_id", "unit_id"),
        only=TAKEN_TRULY,
        while_so=RUNS,
        kept_so=f"({MAY_END} AND {RUNS_OR_HAS_ENDED} AND {SEES_NO_LONGER})",
    )
    follows = GoesWith("case_id")
    causes = (
        Cause(
            "responsibility",
            "supervision",
            "SELECT id AS cause_id, person_id, unit_id, NULL::uuid AS shared_by, sight AS during"
            " FROM supervision_responsibility",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    organisation_id = models.UUIDField()
    unit_id = models.UUIDField()
    during = DateTimeRangeField()
    sight = DateTimeRangeField()
    because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_responsible_team_at_a_time", expressions=[("case", "="), ("during", "&&")]
            ),
        ]
        indexes = [
            models.Index(fields=["unit_id"], name="answered_for_once", condition=Q(during__upper_inf=False))
        ]


class Tenure(models.Model):
    """One member holding one of the four roles in a case, for a time; never two of a kind at once."""

    wall = PersonWall(
        part=None,
        fixed=("basis", "case_id", "kind", "member_id", "unit_id", "organisation_id", "shared_by"),
        only=APPOINTED_TRULY,
        while_so=f"({RUNS} AND {WORKS})",
        kept_so=RUNS_OR_HAS_ENDED,
    )
    follows = GoesWith("case_id")
    causes = (
        Cause(
            "tenure",
            "supervision",
            "SELECT id AS cause_id, person_id, unit_id, shared_by, during FROM supervision_tenure",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    member_id = models.UUIDField()
    unit_id = models.UUIDField()
    organisation_id = models.UUIDField()
    shared_by = models.UUIDField(null=True)
    during = DateTimeRangeField()
    basis = models.CharField(max_length=500)
    ended_because = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_holder_of_a_kind_at_a_time",
                expressions=[("case", "="), ("kind", "="), ("during", "&&")],
            ),
            models.CheckConstraint(
                name="tenure_kind_is_known", condition=Q(kind__in=[k.value for k in TenureKind])
            ),
            models.CheckConstraint(
                name="tenure_ended_says_why",
                condition=Q(during__upper_inf=True, ended_because="")
                | (Q(during__upper_inf=False) & ~Q(ended_because="")),
            ),
        ]
        indexes = [
            models.Index(fields=["member_id"], name="tenure_held_now", condition=Q(during__upper_inf=True)),
            models.Index(fields=["person_id"], name="tenure_of_person"),
            models.Index(fields=["member_id"], name="tenure_held_once", condition=Q(during__upper_inf=False)),
        ]


class Gap(models.Model):
    """A time in which nobody holds a role that somebody should: a row of its own, shown as a clock."""

    wall = PersonWall(
        part=None, fixed=("case_id", "kind", "because"), only=OF_ITS_CASE, while_so=WORKS, kept_so=OF_ITS_CASE
    )
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    unit_id = models.UUIDField()
    during = DateTimeRangeField()
    because = models.CharField(max_length=200)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_gap_of_a_kind_at_a_time",
                expressions=[("case", "="), ("kind", "="), ("during", "&&")],
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit_id", "kind"],
                name="gap_open_in_team",
                condition=Q(during__upper_inf=True),
            ),
        ]


class Transfer(models.Model):
    """A case offered by one team to another: the sender answers for it until it is accepted."""

    wall = PersonWall(
        part=None,
        by=Written(later=("answered_at",), member="offered_by", at="offered_at"),
        fixed=(
            "case_id",
            "kind",
            "from_unit",
            "to_unit",
            "shared_by",
            "until",
            "because",
            "address_by",
            "whole_by",
        ),
        only=OFFERED_TRULY,
        kept_so=ANSWERED_TRULY,
    )
    follows = GoesWith("case_id")
    causes = (
        Cause(
            "transfer",
            "transfer",
            "SELECT id AS cause_id, person_id, to_unit AS unit_id, shared_by, sight AS during"
            " FROM supervision_transfer",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default=TransferState.OFFERED)
    from_unit = models.UUIDField()
    to_unit = models.UUIDField()
    shared_by = models.UUIDField(null=True)
    offered_by = models.UUIDField()
    offered_at = models.DateTimeField()
    because = models.CharField(max_length=300)
    address_by = models.DateField()
    whole_by = models.DateField()
    until = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    sight = DateTimeRangeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="offered"), name="one_offer_at_a_time"
            ),
            models.CheckConstraint(
                name="transfer_state_is_known", condition=Q(state__in=[s.value for s in TransferState])
            ),
            models.CheckConstraint(
                name="transfer_kind_is_known", condition=Q(kind__in=[k.value for k in TransferKind])
            ),
            models.CheckConstraint(
                name="transfer_answered_has_an_instant",
                condition=Q(state="offered", answered_at=None)
                | (~Q(state="offered") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="transfer_goes_somewhere_else", condition=~Q(from_unit=models.F("to_unit"))
            ),
        ]
        indexes = [
            models.Index(fields=["to_unit"], name="transfer_waiting_in", condition=Q(state="offered")),
            models.Index(fields=["from_unit"], name="transfer_waiting_out", condition=Q(state="offered")),
            models.Index(fields=["answered_at"], name="transfer_answered", condition=~Q(state="offered")),
        ]


class ModelChange(models.Model):
    """A change of operating model being carried over: why the service itself may see an area's open cases, for an hour."""

    wall = Custom(
        web="SELECT, INSERT",
        rules={"SELECT": (BY_THE_SERVICE, None), "INSERT": (None, BY_THE_SERVICE)},
    )
    follows = Stays("it lets the service itself see an area's open cases, for an hour")
    causes = (
        Cause(
            "model change",
            "model change",
            "SELECT m.id AS cause_id, k.person_id, m.unit_id, NULL::uuid AS shared_by, m.during"
            " FROM supervision_modelchange m JOIN supervision_case k ON k.closed_at IS NULL AND k.area_code = ANY (m.areas)",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    area_code = models.CharField(max_length=20)
    areas = ArrayField(models.CharField(max_length=20))
    carrying_id = models.UUIDField()
    unit_id = models.UUIDField()
    during = DateTimeRangeField()


class TimelineEntry(models.Model):
    """One thing that happened in a case, in words; another organisation's is hidden by a standing wall."""

    wall = PersonWall(
        part=Part.TIMELINE,
        web="SELECT, INSERT",
        recorded_by="organisation_id",
        by=Written(member="member_id", organisation="organisation_id", at="at", brought=True),
    )
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    what = models.CharField(max_length=200)
    note = models.TextField(blank=True)
    member_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    about_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person_id", "-at", "-id"], name="timeline_of_person"),
            models.Index(fields=["person_id", "kind", "-at", "-id"], name="timeline_by_kind"),
        ]


explains(
    one_open_case_for_a_person="This person already has an open case.",
    one_holder_of_a_kind_at_a_time="Somebody else was appointed a moment ago. Look again.",
    one_responsible_team_at_a_time="Another team took the case a moment ago. Look again.",
    one_offer_at_a_time="This case is already offered to another team. Withdraw that offer first.",
    transfer_goes_somewhere_else="The case is already with that team.",
    one_gap_of_a_kind_at_a_time="Somebody else ended that tenure a moment ago. Look again.",
    matter_in_a_case_once="That sentence or report is already part of this case.",
    one_team_for_an_area="That organisation already has a team for that area.",
)
