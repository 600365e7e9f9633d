"""What holds a person at certain hours of the week, so that nobody books over it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughcare.foundation.access.follows import Moves
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written
from throughcare.foundation.kernel import new_id

from ..rules.commitments import CommitmentKind


class Commitment(models.Model):
    """Hours of the week: of what kind, on which days, from when until when; never changed, only said to be no longer so.

    ``requirement_id`` is the curfew whose hours they are, where that is said.
    """

    wall = PersonWall(
        part=Part.APPOINTMENTS,
        recorded_by="organisation_id",
        by=Written(
            later=("ended_by", "ended_at"), member="member_id", organisation="organisation_id", at="at"
        ),
        fixed=("kind", "weekdays", "starts", "ends", "since", "until", "note", "requirement_id"),
    )
    follows = Moves()

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    kind = models.CharField(max_length=30)
    weekdays = ArrayField(models.SmallIntegerField())
    starts = models.TimeField()
    ends = models.TimeField()
    since = models.DateField()
    until = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    requirement_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="commitment_kind_is_known", condition=Q(kind__in=[one.value for one in CommitmentKind])
            ),
            models.CheckConstraint(
                name="commitment_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="commitment_ended_when_and_by_whom_together",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_curfew_is_a_requirements",
                condition=Q(requirement_id=None) | Q(kind=CommitmentKind.CURFEW.value),
            ),
        ]
        indexes = [
            models.Index(fields=["person_id"], name="commitments_of_person", condition=Q(ended_at=None))
        ]
