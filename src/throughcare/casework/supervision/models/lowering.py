"""Lowerings of risk that were asked for, and what was answered: both stay on the record."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.risk import LoweringState
from .case import Case

_OPEN = Q(state=LoweringState.ASKED.value)
_RULED = Q(state__in=[LoweringState.AGREED.value, LoweringState.REFUSED.value])


class Lowering(models.Model):
    """A fall in risk that one member asks for and another, who may countersign, agrees to or refuses."""

    wall = PersonWall(
        part=Part.RISK,
        by=Written(
            later=("answered_by", "answered_at"), member="asked_by", at="asked_at", answer="answered_by"
        ),
        # Whoever may countersign agrees or refuses, whoever asked takes it back, and what changed the risk overtakes it.
        kept_so=f"(THIS_TABLE.state NOT IN ('agreed', 'refused') OR {holds(Permission.COUNTERSIGN_ASSESSMENT)})",
        fixed=("case_id", "from_risk", "to_risk", "rsr", "cohorts", "because", "against"),
    )
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    from_risk = models.CharField(max_length=20)
    to_risk = models.CharField(max_length=20)
    rsr = models.CharField(max_length=20, blank=True)
    cohorts = ArrayField(models.CharField(max_length=30), null=True)
    against = models.CharField(max_length=200)
    because = models.CharField(max_length=500)
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=LoweringState.ASKED.value)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=_OPEN, name="one_lowering_asked_at_a_time"),
            models.CheckConstraint(
                name="lowering_state_is_known", condition=Q(state__in=[s.value for s in LoweringState])
            ),
            models.CheckConstraint(
                name="lowering_answered_has_an_instant",
                condition=(_OPEN & Q(answered_at=None, answered_by=None))
                | (~_OPEN & Q(answered_at__isnull=False, answered_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="lowering_is_answered_by_another", condition=~_RULED | ~Q(answered_by=F("asked_by"))
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "-asked_at"], name="lowerings_of_person"),
            models.Index(fields=["asked_at"], name="lowering_waiting", condition=_OPEN),
        ]


explains(
    one_lowering_asked_at_a_time="A lowering of this risk is asked for already, and waits for an answer.",
    lowering_is_answered_by_another="Whoever asked for a lowering cannot answer it.",
)
