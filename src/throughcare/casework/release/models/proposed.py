"""Conditions that somebody asks for: what they ask, and what the licence's writer made of it; who asked stands apart."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.sight import visible
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.words import ProposalAnswer

_WRITES = holds(Permission.WRITE_LICENCE)
_SEES = f"({visible('person_id', Part.PLAN)} AND ({_WRITES} OR {holds(Permission.APPROVE_LICENCE)}))"
_DECIDES = f"({_SEES} AND {_WRITES} AND supervision_part_in(THIS_TABLE.case_id, THIS_TABLE.person_id) AND THIS_TABLE.answer = '')"


class ProposedCondition(models.Model):
    """A condition of the policy list that somebody asks for, until when, and whether it was taken: never who asked.

    Written by one function of the database, the same for whoever asks, and answered once by whoever writes the licence.
    """

    wall = Custom(
        web="SELECT, UPDATE",
        rules={"SELECT": (_SEES, None), "UPDATE": (_DECIDES, _SEES)},
        by=Written(answer="decided_by", later=("decided_by", "decided_at")),
        fixed=("person_id", "case_id", "proposed_on", "code", "words", "plain", "area", "until"),
    )
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    code = models.CharField(max_length=60)
    words = models.CharField(max_length=600)
    plain = models.CharField(max_length=600)
    area = models.JSONField(null=True)
    until = models.DateField(null=True)
    answer = models.CharField(max_length=20, blank=True)
    because = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="what_is_asked_for_is_answered_with_a_reason",
                condition=Q(answer="", because="", decided_at=None, decided_by=None)
                | (
                    Q(answer__in=[one.value for one in ProposalAnswer], decided_at__isnull=False, decided_by__isnull=False)
                    & ~Q(because="")
                ),
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["case"], name="conditions_asked_for_of_case")]


class Proposer(models.Model):
    """Who put a condition forward: read by themselves alone, and by nobody of the team that decides, or it would see which ones nobody of it asked."""

    wall = Custom(web="SELECT", rules={"SELECT": ("THIS_TABLE.member_id = (SELECT app_member())", None)})

    id = models.UUIDField(primary_key=True, default=new_id)
    proposal = models.OneToOneField(ProposedCondition, models.PROTECT, related_name="+")
    member_id = models.UUIDField()
    at = models.DateTimeField()
