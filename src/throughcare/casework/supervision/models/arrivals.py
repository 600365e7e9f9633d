"""Who comes without a court, and the cases that inspectors draw."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from throughcare.foundation.access.follows import GoesWith, Stays
from throughcare.foundation.access.walls import AwaitedRows, Cause, PersonWall, UnitRows, Written
from throughcare.foundation.kernel import new_id

from ..rules.words import ArrivalState
from .case import Case


class Arrival(models.Model):
    """Somebody sent from a page or by the API to begin a case without a court, until a job has matched and recorded them."""

    wall = AwaitedRows(by=Written(member="member_id", unit="unit_id", at="at"))
    follows = Stays(
        "tells what came in and which record it began; a merged record leads to the one that stays"
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()
    who = models.JSONField(default=dict)
    reason = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default=ArrivalState.WAITING)
    because = models.CharField(max_length=300, blank=True)
    person_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="arrived_is_forgotten", condition=Q(state="waiting") | Q(who={}))
        ]
        indexes = [models.Index(fields=["unit_id", "-at"], name="arrival_of_unit")]


class Sample(models.Model):
    """A draw of cases for inspection: who drew it, when, from whose cases, with which seed, and until when it is read."""

    wall = UnitRows(web="SELECT, INSERT", by=Written(member="member_id", unit="unit_id", at="at"))

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    seed = models.BigIntegerField()
    size = models.IntegerField()
    until = models.DateTimeField()
    because = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(name="sample_has_a_size", condition=Q(size__gte=1, size__lte=500)),
            models.CheckConstraint(name="sample_ends_later", condition=Q(until__gt=models.F("at"))),
        ]
        indexes = [models.Index(fields=["unit_id", "-at"], name="sample_of_unit")]


class Sampled(models.Model):
    """One case in a sample; why the inspectors' unit may read the person's record until the sample ends."""

    wall = PersonWall(part=None, web="SELECT")
    follows = GoesWith("case_id")
    causes = (
        Cause(
            "sample",
            "inspection",
            "SELECT d.id AS cause_id, d.person_id, s.unit_id, s.organisation_id AS shared_by, d.during"
            " FROM supervision_sampled d JOIN supervision_sample s ON s.id = d.sample_id",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    place = models.IntegerField()
    drawn_from = models.IntegerField()
    during = DateTimeRangeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sample", "case"], name="case_once_in_a_sample")]
        indexes = [models.Index(fields=["case"], name="sampled_case")]
