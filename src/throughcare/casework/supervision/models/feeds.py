"""The secret address by which a person's own calendar reads when they are to be met."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written
from throughcare.foundation.kernel import new_id

from .case import Case


class Feed(models.Model):
    """One address, kept as a digest, from when somebody made it until it is withdrawn; it ends with the case of itself."""

    wall = PersonWall(
        part=Part.APPOINTMENTS,
        recorded_by="organisation_id",
        by=Written(
            later=("ended_by", "ended_at"), member="member_id", organisation="organisation_id", at="at"
        ),
        fixed=("case_id", "digest"),
    )
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="one_calendar_address_of_a_case"
            ),
            models.CheckConstraint(
                name="calendar_address_withdrawn_when_and_by_whom_together",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]
