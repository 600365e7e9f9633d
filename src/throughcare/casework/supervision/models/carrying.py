"""What is remembered of carrying an area's cases over to a model: how far it has come, and what became of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughcare.foundation.access.walls import Reference, Written
from throughcare.foundation.kernel import Permission, new_id
from throughcare.foundation.operating_model.rules import InFlight

from ..rules.words import CarryingState


class Carrying(models.Model):
    """The open cases of an area being carried over to a model from a day, in parts; or a rehearsal, which moves none.

    ``fates`` counts the cases by what became of them, ``flows`` the roles by who held them and who is to; both are
    written with each part, so that they say what is done and no more. ``set_aside`` are those that were refused and are as
    they were.
    """

    wall = Reference(
        kept_by=Permission.ADOPT_MODEL,
        by=Written(later=("ended_at",), member="member_id", at="at", again=True),
        fixed=("is_first", "in_flight"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    area_code = models.CharField(max_length=20)
    model_id = models.UUIDField()
    model_name = models.CharField(max_length=80)
    in_force_id = models.UUIDField(null=True)
    day = models.DateField()
    is_first = models.BooleanField(default=True)
    in_flight = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default=CarryingState.WAITING)
    because = models.CharField(max_length=300, blank=True)
    wants_stop = models.BooleanField(default=False)
    areas = ArrayField(models.CharField(max_length=20), default=list)
    of = models.IntegerField(null=True)
    done = models.IntegerField(default=0)
    set_aside = models.IntegerField(default=0)
    last_case = models.UUIDField(null=True)
    fates = models.JSONField(default=dict)
    flows = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["in_force_id", "day"],
                condition=Q(in_force_id__isnull=False),
                name="cases_carried_over_once_for_a_day",
            ),
            models.CheckConstraint(
                name="carrying_rule_is_known", condition=Q(in_flight__in=[rule.value for rule in InFlight])
            ),
            models.CheckConstraint(
                name="carrying_state_is_known",
                condition=Q(state__in=[state.value for state in CarryingState]),
            ),
        ]
        indexes = [models.Index(fields=["-at"], name="carrying_latest")]

    @property
    def is_rehearsal(self) -> bool:
        """Whether it only says what would become of the cases."""
        return self.in_force_id is None
