"""What is remembered of operating models: those adopted, where and when in force, and who is which body."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models

from throughcare.foundation.access.walls import Reference, Written
from throughcare.foundation.kernel import Permission, new_id

from .rules import BodyKind, Function, InFlight

FUNCTIONS = [function.value for function in Function]


class Area(models.Model):
    """A part of the country; what an area does not settle for itself, the one above it settles."""

    wall = Reference(kept_by=Permission.LOAD_REFERENCE)

    code = models.CharField(primary_key=True, max_length=20)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="area_is_not_inside_itself", condition=~models.Q(code=models.F("parent"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Adopted(models.Model):
    """The text of an operating model as it was adopted; it is never changed, only followed by another."""

    wall = Reference(kept_by=Permission.ADOPT_MODEL, by=Written(at="adopted_at"), once=True)

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=80)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    adopted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256"], name="model_text_adopted_once")]

    def __str__(self) -> str:
        return self.name


class InForce(models.Model):
    """A model in force in an area for a time, and the rule for cases in flight; one withdrawn never comes into force."""

    wall = Reference(kept_by=Permission.ADOPT_MODEL, by=Written(later=("withdrawn_at",)))

    id = models.UUIDField(primary_key=True, default=new_id)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    model = models.ForeignKey(Adopted, on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()
    in_flight = models.CharField(max_length=20)
    because = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_model_in_an_area_on_a_day",
                expressions=[("area", "="), ("during", "&&")],
                condition=models.Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="model_is_withdrawn_for_a_reason",
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawn_because=""),
            ),
            models.CheckConstraint(
                name="in_flight_rule_is_known",
                condition=models.Q(in_flight__in=[rule.value for rule in InFlight]),
            ),
            models.CheckConstraint(
                name="in_force_from_some_day", condition=models.Q(during__startswith__isnull=False)
            ),
        ]


class Phase(models.Model):
    """A function that a new model takes over after its first day; until then the model before answers."""

    wall = Reference(kept_by=Permission.ADOPT_MODEL, once=True)

    id = models.UUIDField(primary_key=True, default=new_id)
    in_force = models.ForeignKey(InForce, on_delete=models.PROTECT, related_name="+")
    before = models.ForeignKey(Adopted, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(max_length=60)
    starts = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["in_force", "function"], name="phase_once_for_each_function"),
            models.CheckConstraint(
                name="phase_function_is_known", condition=models.Q(function__in=FUNCTIONS)
            ),
        ]


class Appointment(models.Model):
    """An organisation appointed as a kind of body in an area for a time, for one function or, blank, all."""

    wall = Reference(kept_by=Permission.APPOINT_BODY)

    id = models.UUIDField(primary_key=True, default=new_id)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    body = models.CharField(max_length=40)
    function = models.CharField(max_length=60, blank=True)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.PROTECT, related_name="+")
    during = DateRangeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_organisation_for_a_body_in_an_area",
                expressions=[("area", "="), ("body", "="), ("function", "="), ("during", "&&")],
            ),
            models.CheckConstraint(
                name="appointed_body_is_known",
                condition=models.Q(body__in=[k.value for k in BodyKind if k is not BodyKind.NOBODY]),
            ),
            models.CheckConstraint(
                name="appointed_function_is_known", condition=models.Q(function__in=["", *FUNCTIONS])
            ),
        ]
