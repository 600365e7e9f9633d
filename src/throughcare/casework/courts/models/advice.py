"""What goes into a report for the court: what was asked of whom and what they said, and what is proposed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.advice import PROPOSABLE, Answered, AskedOf
from .record import ReportRequest

WRITES = holds(Permission.RECORD_ON_TIMELINE)
# Nothing is asked for, and nothing proposed in, a report that was sent or is not wanted.
_IN_HAND = """EXISTS (SELECT 1 FROM courts_reportrequest r WHERE r.id = THIS_TABLE.report_id AND r.person_id = THIS_TABLE.person_id
  AND r.state IN ('requested', 'writing'))"""
LONGEST = 1000


class ReportEnquiry(models.Model):
    """What somebody was asked for a report, and what came of it: no answer is none, whoever was asked."""

    wall = PersonWall(
        part=Part.SENTENCE,
        by=Written(member="member_id", unit="unit_id", at="at", later=("answered_by", "answered_at")),
        fixed=("report_id", "asked_of", "about"),
        only=f"({WRITES} AND THIS_TABLE.answered_at IS NULL AND {_IN_HAND})",
        while_so=f"({WRITES} AND THIS_TABLE.answered_at IS NULL)",
        kept_so=WRITES,
    )
    follows = GoesWith("report_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    report = models.ForeignKey(ReportRequest, on_delete=models.PROTECT, related_name="+")
    asked_of = models.CharField(max_length=30)
    about = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    answered = models.CharField(max_length=20, blank=True)
    said = models.CharField(max_length=LONGEST, blank=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_enquiry_is_of_somebody_known",
                condition=Q(asked_of__in=[one.value for one in AskedOf]),
            ),
            models.CheckConstraint(
                name="an_enquiry_answered_says_what_and_by_whom",
                condition=Q(answered="", said="", answered_by=None, answered_at=None)
                | Q(
                    answered__in=[one.value for one in Answered],
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["report", "asked_of"],
                condition=Q(answered_at=None),
                name="one_enquiry_of_each_waits",
            ),
        ]
        indexes = [models.Index(fields=["report"], name="enquiry_of_report")]


class ReportProposal(models.Model):
    """What a report proposes that the court does; another replaces it, and both stay."""

    wall = PersonWall(
        part=Part.SENTENCE,
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        only=f"({WRITES} AND {_IN_HAND})",
    )
    follows = GoesWith("report_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    report = models.ForeignKey(ReportRequest, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=50)
    length = models.CharField(max_length=60)
    requirements = models.CharField(max_length=500)
    because = models.CharField(max_length=LONGEST)
    law = models.CharField(max_length=60)
    at = models.DateTimeField()
    unit_id = models.UUIDField()
    member_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_proposal_is_an_order", condition=Q(kind__in=[one.value for one in PROPOSABLE])
            ),
        ]
        indexes = [models.Index(fields=["report", "-at"], name="proposal_of_report")]
