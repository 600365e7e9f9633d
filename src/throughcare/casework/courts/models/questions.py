"""What courts said that has to be asked about."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written
from throughcare.foundation.kernel import new_id

from .record import BY_COURT, SAYS_RESULTS, Appearance


class CourtQuestion(models.Model):
    """What a court said that could not be taken as it stands: recorded with the court's words, and to be asked about."""

    wall = PersonWall(
        part=Part.SENTENCE,
        first=BY_COURT,
        only=SAYS_RESULTS,
        by=Written(later=("settled_by", "settled_at"), at="asked_at", answer="settled_by"),
    )
    follows = GoesWith("appearance_id")

    class State(models.TextChoices):
        """Whether it has been settled."""

        OPEN = "open", "to be asked"
        SETTLED = "settled", "settled"

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    appearance = models.ForeignKey(Appearance, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=40)
    said = models.TextField(blank=True)
    because = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="question_settled_by_somebody",
                condition=Q(state="open", settled_at=None) | Q(state="settled", settled_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["person_id"], name="question_of_person", condition=Q(state="open")),
            models.Index(fields=["appearance"], name="question_of_appearance"),
        ]
