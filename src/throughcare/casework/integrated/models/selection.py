"""Selections with every step; that somebody is selected stands in the register too."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.casework.supervision.rules.joint import PARTNERSHIPS
from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written, holds
from throughcare.foundation.kernel import Permission, new_id
from throughcare.foundation.operating_model.rules import Cohort

from ..rules import OPEN_SELECTION, IntegratedStepKind, Rating, SelectionState, Strand

SEES, WORKS, DECIDES = (
    holds(one) for one in (Permission.SEE_BOARD, Permission.WORK_INTEGRATED, Permission.SELECT_INTEGRATED)
)
_PART = "supervision_part_in(THIS_TABLE.case_id, THIS_TABLE.person_id)"
_ENDED_TRULY = "(THIS_TABLE.ended_at IS NULL) = (THIS_TABLE.state NOT IN ('not selected', 'removed'))"
_PROPOSED_TRULY = f"""({WORKS} AND {_PART} AND THIS_TABLE.state = 'proposed' AND THIS_TABLE.decided_by IS NULL
  AND THIS_TABLE.lead_id IS NULL AND THIS_TABLE.ended_at IS NULL)"""
# Whoever works on it proposes that somebody leaves; everything else is decided, and by another than whoever proposed it.
_CHANGED_TRULY = f"""({_PART} AND {_ENDED_TRULY} AND (({WORKS} AND THIS_TABLE.state = 'removal proposed' AND THIS_TABLE.leaving_by IS NOT NULL)
  OR ({DECIDES} AND (THIS_TABLE.decided_by IS DISTINCT FROM (SELECT app_member()) OR NOT access_is_me(THIS_TABLE.opened_by)))))"""
_STANDS_OPEN = """(THIS_TABLE.state IN ('proposed', 'selected')
  OR (THIS_TABLE.state = 'removal proposed' AND NOT access_is_me(THIS_TABLE.leaving_by)))"""
_STEPS = f"""CASE WHEN THIS_TABLE.kind IN ('selected', 'not selected', 'lead professional named', 'stays selected', 'removed') THEN {DECIDES}
  ELSE {WORKS} END"""
# A partner writes what they answer and how they rate somebody, and nothing else; a rating is of somebody who is selected.
_OF_ITS_OWN = f"""EXISTS (SELECT 1 FROM integrated_selection s WHERE s.id = THIS_TABLE.selection_id AND s.person_id = THIS_TABLE.person_id
  AND (THIS_TABLE.kind <> 'rated' OR s.state IN ('selected', 'removal proposed'))
  AND (supervision_part_in(s.case_id, s.person_id)
    OR (THIS_TABLE.kind IN ('a partner answered', 'rated') AND THIS_TABLE.body = '{PARTNERSHIPS[Cohort.IOM].body.value}' AND supervision_shared_in(s.case_id, '{Cohort.IOM.value}'))))"""
_BY_A_BODY = [IntegratedStepKind.ANSWERED.value, IntegratedStepKind.RATED.value]
_OPEN = Q(state__in=sorted(one.value for one in OPEN_SELECTION))


def _values(kind: type) -> list[object]:
    return [one.value for one in kind]  # type: ignore[attr-defined]


class Selection(models.Model):
    """Somebody proposed for integrated offender management in one case, selected by another, and removed; ``proposed`` is what the rule said.

    ``leaving_by`` is whoever last proposed that they are removed: another changes the row until that is decided.
    """

    wall = PersonWall(
        part=Part.BOARD,
        by=Written(member="opened_by", at="opened_at", later=("decided_by", "leaving_by", "ended_at")),
        fixed=("case_id", "proposed", "because"),
        seen_if=SEES,
        only=_PROPOSED_TRULY,
        while_so=f"({_PART} AND {_STANDS_OPEN})",
        kept_so=_CHANGED_TRULY,
    )
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default=SelectionState.PROPOSED)
    proposed = models.CharField(max_length=10, blank=True)
    strand = models.CharField(max_length=10)
    because = models.CharField(max_length=1000)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    leaving_by = models.UUIDField(null=True)
    lead_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=_OPEN, name="one_selection_at_a_time"),
            models.CheckConstraint(
                name="a_selection_is_known",
                condition=Q(
                    state__in=_values(SelectionState),
                    strand__in=_values(Strand),
                    proposed__in=["", *_values(Strand)],
                ),
            ),
            models.CheckConstraint(
                name="a_removal_proposed_says_by_whom",
                condition=~Q(state=SelectionState.LEAVING.value) | Q(leaving_by__isnull=False),
            ),
            models.CheckConstraint(
                name="somebody_selected_has_a_lead_and_was_decided_on",
                condition=Q(state=SelectionState.PROPOSED.value)
                | Q(state=SelectionState.NOT_SELECTED.value, decided_by__isnull=False)
                | Q(decided_by__isnull=False, lead_id__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["person_id"], name="selection_of_person")]


class IntegratedStep(models.Model):
    """One step: what was done, in which strand, what which partner said or rated, by which rule, why, who and when; never changed."""

    wall = PersonWall(
        part=Part.BOARD,
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        seen_if=SEES,
        only=f"({_STEPS} AND {_OF_ITS_OWN})",
    )
    follows = GoesWith("selection_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    selection = models.ForeignKey(Selection, models.PROTECT, related_name="steps")
    number = models.SmallIntegerField()
    kind = models.CharField(max_length=30)
    strand = models.CharField(max_length=10)
    body = models.CharField(max_length=60, blank=True)
    said = models.CharField(max_length=30, blank=True)
    rating = models.CharField(max_length=10, blank=True)
    rule = models.CharField(max_length=1000, blank=True)
    because = models.CharField(max_length=1000)
    at = models.DateTimeField()
    member_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["selection", "number"], name="one_step_of_a_selection"),
            models.CheckConstraint(
                name="a_step_of_a_selection_is_known",
                condition=Q(kind__in=_values(IntegratedStepKind), strand__in=_values(Strand)),
            ),
            models.CheckConstraint(
                name="a_partner_answers_by_name",
                condition=(Q(kind=IntegratedStepKind.ANSWERED.value) & ~Q(body="") & ~Q(said=""))
                | Q(kind=IntegratedStepKind.RATED.value, said="")
                | (~Q(kind__in=_BY_A_BODY) & Q(body="", said="")),
            ),
            models.CheckConstraint(
                name="a_rating_is_red_amber_or_green",
                condition=Q(kind=IntegratedStepKind.RATED.value, rating__in=_values(Rating))
                | (~Q(kind=IntegratedStepKind.RATED.value) & Q(rating="")),
            ),
        ]


explains(
    one_selection_at_a_time="A selection is proposed or stands already for this case. Open that one.",
    one_step_of_a_selection="Somebody else changed this while you had it open. Look again.",
)
