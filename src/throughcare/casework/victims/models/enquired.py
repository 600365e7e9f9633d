"""Enquiries about addresses: each goes to whoever keeps victims told there, for whomever it is asked, and knows nothing of any victim."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.follows import Moves
from throughcare.foundation.access.walls import Custom, Written
from throughcare.foundation.kernel import new_id

from ..rules.enquiries import EnquiryAnswer
from .walls import OURS


class Enquiry(models.Model):
    """Whether an address proposed for somebody is too near to anybody the team looks after; asked by whoever works with them.

    Whoever asked reads it by one function, which tells the answer from its day on and not before: the row itself only the team reads.
    """

    wall = Custom(
        web="SELECT, UPDATE",
        rules={"SELECT": (OURS, None), "UPDATE": (f"({OURS} AND THIS_TABLE.answer = '')", OURS)},
        by=Written(answer="answered_by", later=("answered_by",)),
        fixed=("person_id", "unit_id", "place", "asked_on", "told_on", "asked_by", "at"),
    )
    follows = Moves()

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    unit_id = models.UUIDField()
    place = models.CharField(max_length=300)
    asked_on = models.DateField()
    told_on = models.DateField()
    asked_by = models.UUIDField()
    at = models.DateTimeField()
    answer = models.CharField(max_length=20, blank=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_enquiry_is_answered_by_somebody",
                condition=Q(answer="", answered_by=None)
                | Q(answer__in=[one.value for one in EnquiryAnswer], answered_by__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["person_id", "asked_on"], name="enquiries_of_a_person"),
            models.Index(fields=["unit_id", "told_on"], name="enquiries_of_a_team"),
        ]
