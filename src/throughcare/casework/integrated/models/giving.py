"""What somebody does with whoever is selected, by a day: of our team or of a partner's."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written
from throughcare.foundation.kernel import new_id
from throughcare.foundation.operating_model.rules import Cohort

from ..rules import IntegratedActionState
from .selection import DECIDES, SEES, WORKS, Selection

# Whoever has a part in it gives it; a partner who works with the person ends what is their own, and nobody acts on whoever is removed.
OF_SELECTED = """EXISTS (SELECT 1 FROM integrated_selection s WHERE s.id = THIS_TABLE.selection_id AND s.person_id = THIS_TABLE.person_id
  AND s.state IN ('selected', 'removal proposed') AND {whose})"""
PART_IN = "supervision_part_in(s.case_id, s.person_id)"
SHARED_IN = f"supervision_shared_in(s.case_id, '{Cohort.IOM.value}')"
_OPEN_TRULY = "THIS_TABLE.state = 'open' AND THIS_TABLE.ended_by IS NULL"
_OWN = "access_is_me(THIS_TABLE.owner_id)"


class IntegratedAction(models.Model):
    """What somebody does with whoever is selected, by a day; passed on it is ended, and another action is the next owner's."""

    wall = PersonWall(
        part=Part.BOARD,
        by=Written(member="given_by", at="given_at", later=("ended_by", "ended_at")),
        fixed=("selection_id", "what", "owner_id", "due_on"),
        seen_if=SEES,
        only=f"({WORKS} AND {_OPEN_TRULY} AND {OF_SELECTED.format(whose=PART_IN)})",
        while_so=f"(THIS_TABLE.state = 'open' AND {OF_SELECTED.format(whose=f'({PART_IN} OR ({_OWN} AND {SHARED_IN}))')})",
        kept_so=f"({DECIDES} OR ({WORKS} AND THIS_TABLE.state IN ('done', 'dropped') AND {_OWN}))",
    )
    follows = GoesWith("selection_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    selection = models.ForeignKey(Selection, models.PROTECT, related_name="actions")
    what = models.CharField(max_length=1000)
    owner_id = models.UUIDField()
    due_on = models.DateField()
    state = models.CharField(max_length=20, default=IntegratedActionState.OPEN)
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    came_of_it = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_integrated_action_ended_says_what_came_of_it",
                condition=Q(state__in=[one.value for one in IntegratedActionState])
                & (
                    Q(state=IntegratedActionState.OPEN.value, ended_by=None, ended_at=None, came_of_it="")
                    | (
                        ~Q(state=IntegratedActionState.OPEN.value)
                        & Q(ended_by__isnull=False, ended_at__isnull=False)
                        & ~Q(came_of_it="")
                    )
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["owner_id"], condition=Q(state="open"), name="open_integrated_of_owner"),
            models.Index(fields=["selection", "due_on"], name="action_of_selection"),
        ]
