"""Into custody and out of it, and the prisons."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Reference, Written
from throughcare.foundation.kernel import new_id

from ..rules.movements import MovementKind
from .case import Case


class Prison(models.Model):
    """An establishment, by the three letters that the prison service knows it by."""

    wall = Reference()

    code = models.CharField(primary_key=True, max_length=3)
    name = models.CharField(max_length=120)
    active = models.BooleanField()
    town = models.CharField(max_length=60, blank=True)
    postcode = models.CharField(max_length=10, blank=True)


class Movement(models.Model):
    """One movement into custody, within it or out of it, on the day it happened; never changed, never two at one instant."""

    wall = PersonWall(
        part=Part.CUSTODY,
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
    )
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    prison = models.ForeignKey(Prison, on_delete=models.PROTECT, related_name="+", null=True)
    moved_at = models.DateTimeField()
    because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "moved_at"], name="one_movement_at_an_instant"),
            models.CheckConstraint(
                name="movement_kind_is_known",
                condition=models.Q(kind__in=[kind.value for kind in MovementKind]),
            ),
            models.CheckConstraint(
                name="movement_has_happened", condition=models.Q(moved_at__lte=models.F("at"))
            ),
        ]
        indexes = [models.Index(fields=["person_id", "moved_at"], name="movements_of_person")]


explains(one_movement_at_an_instant="Another movement is recorded at that very time. Give another time.")
