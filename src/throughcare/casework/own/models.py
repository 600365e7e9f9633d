"""What is remembered of the codes that let people in to their own page."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written
from throughcare.foundation.kernel import new_id

REFERS = {
    "person_id": "people.Person",
    "member_id": "access.Membership",
    "organisation_id": "access.Organisation",
    "ended_by": "access.Membership",
}
"""What the id columns mean: each has a key to the row it is of."""
# It is given by whoever has a part in the case, unused: tries, and that it was used, are written by one function of the database.
_GIVEN_UNUSED = """(supervision_part_in(THIS_TABLE.case_id, THIS_TABLE.person_id) AND THIS_TABLE.tries = 0 AND THIS_TABLE.visit = ''
  AND THIS_TABLE.opened_at IS NULL AND THIS_TABLE.left_at IS NULL)"""


class Code(models.Model):
    """One code, from when it was given until it is withdrawn: kept as a digest, with the digest of the one visit that it let in."""

    wall = PersonWall(
        part=Part.APPOINTMENTS,
        by=Written(
            later=("ended_by", "ended_at"), member="member_id", organisation="organisation_id", at="at"
        ),
        fixed=("case_id", "reference", "digest", "tries", "visit", "opened_at", "left_at"),
        only=_GIVEN_UNUSED,
        while_so="THIS_TABLE.ended_at IS NULL",
    )
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    reference = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()
    tries = models.SmallIntegerField(default=0)
    visit = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="one_code_of_a_case_at_a_time"
            ),
            models.UniqueConstraint(fields=["visit"], condition=~Q(visit=""), name="one_visit_of_a_secret"),
            models.CheckConstraint(
                name="a_code_withdrawn_when_and_by_whom_together",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_code_used_is_of_a_visit",
                condition=Q(opened_at=None, visit="", left_at=None)
                | (Q(opened_at__isnull=False) & ~Q(visit="")),
            ),
            models.CheckConstraint(name="a_code_is_tried_five_times", condition=Q(tries__range=(0, 5))),
        ]


explains(
    one_code_of_a_case_at_a_time="Somebody else gave this person a code while you had it open. Look again.",
)
