"""What somebody without an account asked a team for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.walls import UnitRows, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.asking import PUBLIC
from .work import Project


class PublicAsk(models.Model):
    """What somebody without an account asked a team for, in their words: nothing of who they are, and a digest of their secret.

    Written by one function alone; read by the team that was asked until it is a project, or is set aside and its words are gone.
    """

    wall = UnitRows(
        web="SELECT, UPDATE",
        by=Written(later=("set_aside_by", "set_aside_at"), answer="set_aside_by"),
        fixed=("unit_id", "digest", "nominator", "at"),
        settled_if=holds(Permission.KEEP_PROJECTS),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    unit = models.ForeignKey("access.Unit", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=100)
    problem = models.CharField(max_length=500)
    place = models.CharField(max_length=100)
    nominator = models.CharField(max_length=40)
    asked_for_by = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField()
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True)
    set_aside_by = models.UUIDField(null=True)
    set_aside_because = models.CharField(max_length=500, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="what_the_public_asks_for_is_somebodys",
                condition=Q(nominator__in=[one.value for one in PUBLIC]),
            ),
            models.CheckConstraint(
                name="what_is_set_aside_says_why_and_keeps_no_words",
                condition=Q(set_aside_at=None, set_aside_by=None, set_aside_because="")
                | (
                    Q(
                        set_aside_at__isnull=False,
                        set_aside_by__isnull=False,
                        project=None,
                        problem="",
                        title="",
                    )
                    & ~Q(set_aside_because="")
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "at"], name="asked_and_waiting", condition=Q(project=None, set_aside_at=None)
            )
        ]
