"""What is recorded of a requirement's beginning: that it began, or why it has not; taken back by a row that names the other."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written
from throughcare.foundation.kernel import new_id

from ..rules.requirement_clocks import Word
from .case import Case

_HELD, _BACK, _STEP = (Q(word=one.value) for one in (Word.HELD, Word.TAKEN_BACK, Word.STEP))


class Beginning(models.Model):
    """That a requirement began on a day, the lawful reason why it has not and until when, or a step of its kind done; never changed.

    ``reason`` is that of the list, or the key of the step.
    """

    wall = PersonWall(
        part=Part.SENTENCE,
        web="SELECT, INSERT",
        recorded_by="organisation_id",
        by=Written(member="member_id", organisation="organisation_id", at="at", brought=True),
    )
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    requirement_id = models.UUIDField()
    word = models.CharField(max_length=12)
    on = models.DateField()
    reason = models.CharField(max_length=20, blank=True)
    until = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    takes_back = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="beginning_word_is_known", condition=Q(word__in=[one.value for one in Word])
            ),
            models.CheckConstraint(
                name="a_reason_to_wait_holds_until_a_day",
                condition=Q(_HELD, ~Q(reason=""), until__isnull=False)
                | Q(_STEP, ~Q(reason=""), until=None)
                | Q(~_HELD, ~_STEP, reason="", until=None),
            ),
            models.CheckConstraint(
                name="what_is_taken_back_is_named",
                condition=Q(_BACK, ~Q(note=""), takes_back__isnull=False) | Q(~_BACK, takes_back=None),
            ),
            models.UniqueConstraint(fields=["takes_back"], name="taken_back_once_of_a_requirement"),
        ]
        indexes = [models.Index(fields=["person_id", "requirement_id", "at"], name="beginnings_of_person")]


explains(
    taken_back_once_of_a_requirement="Somebody else took that back while you had it open. Look again.",
    what_is_taken_back_is_named="Say why it is taken back.",
)
