"""What was done to help whoever is selected, and what to disrupt their offending: two tables, behind two walls."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.casework.supervision.rules.joint import PARTNERSHIPS
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written, holds
from throughcare.foundation.kernel import Permission, new_id
from throughcare.foundation.operating_model.rules import Cohort

from .giving import OF_SELECTED, PART_IN, SHARED_IN
from .selection import SEES, WORKS, Selection

# Whoever has a part in it writes, and a partner who works with the person in the name of their own body.
_BODY = f"THIS_TABLE.body = '{PARTNERSHIPS[Cohort.IOM].body.value}'"
_BY_AGENCY = OF_SELECTED.format(whose=f"({PART_IN} OR ({_BODY} AND {SHARED_IN}))")


class _Entry(models.Model):
    """What was done on a day, by which agency (empty: our team); never changed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    selection = models.ForeignKey(Selection, models.PROTECT, related_name="+")
    what = models.CharField(max_length=1000)
    body = models.CharField(max_length=60, blank=True)
    done_on = models.DateField()
    at = models.DateTimeField()
    member_id = models.UUIDField()

    class Meta:
        abstract = True


class Help(_Entry):
    """What was done to help somebody who is selected."""

    wall = PersonWall(
        part=Part.BOARD, web="SELECT, INSERT", by=Written(member="member_id", at="at"), seen_if=SEES, only=f"({WORKS} AND {_BY_AGENCY})"
    )  # fmt: skip
    follows = GoesWith("selection_id")

    class Meta:
        indexes = [models.Index(fields=["selection", "done_on"], name="help_of_selection")]
        constraints = [models.CheckConstraint(name="help_says_what", condition=~Q(what=""))]


class Disruption(_Entry):
    """What was done to disrupt the offending of somebody who is selected: of a part of its own, which an agreement opens by name alone."""

    wall = PersonWall(
        part=Part.DISRUPTION, web="SELECT, INSERT", by=Written(member="member_id", at="at"),
        seen_if=f"({SEES} AND {holds(Permission.SEE_DISRUPTION)})", only=f"({WORKS} AND {_BY_AGENCY})",
    )  # fmt: skip
    follows = GoesWith("selection_id")

    class Meta:
        indexes = [models.Index(fields=["selection", "done_on"], name="disruption_of_selection")]
        constraints = [models.CheckConstraint(name="disruption_says_what", condition=~Q(what=""))]
