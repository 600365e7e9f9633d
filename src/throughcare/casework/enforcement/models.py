"""What enforcement remembers: each failure with the one thing that is owed on it, and every move of it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughcare.casework.people.rules.languages import ENGLISH
from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import Cause, PersonWall, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .rules.moves import OPEN_FAILURES
from .rules.words import DECISIONS, FailureState, Means, Move, PaperDeed, PaperKind, Side

REFERS = {
    "person_id": "people.Person",
    "requirement_id": "courts.Requirement",
    "sentence_id": "courts.Sentence",
    "recorded_by": "access.Membership",
    "member_id": "access.Membership",
    "notifier_organisation": "access.Organisation",
    "notifier_unit": "access.Unit",
    "decider_organisation": "access.Organisation",
    "decider_unit": "access.Unit",
    "due_unit": "access.Unit",
    "organisation_id": "access.Organisation",
    "shared_by": "access.Organisation",
    "auditor_unit": "access.Unit",
    "audited_by": "access.Membership",
}
"""What the id columns mean: each has a key to the row it is of."""

_OPEN = Q(state__in=sorted(state.value for state in OPEN_FAILURES))
_MINE = "((SELECT app_units())::uuid[])"
_AUDITS = holds(Permission.AUDIT_DECISION)
# Whoever is not shown why decisions about somebody were made sees the failures that their own team recorded, and no other's.
_NOT_ANOTHERS = f"""(THIS_TABLE.notifier_unit = ANY ({_MINE}) OR THIS_TABLE.decider_unit = ANY ({_MINE})
  OR access_shows(THIS_TABLE.person_id, 'reasons'))"""
# A notice is given by whoever recorded the failure, or for them by whoever has a part in the case; all else is done by the team
# that decides. What is over is opened again by the record alone, in a job.
_BY_ITS_SIDE = f"""(THIS_TABLE.ended_at IS NULL AND (THIS_TABLE.decider_unit = ANY ({_MINE})
  OR THIS_TABLE.state IN ('noted', 'returned for evidence')
  AND (THIS_TABLE.notifier_unit = ANY ({_MINE}) OR supervision_part_in(THIS_TABLE.case_id, THIS_TABLE.person_id))))"""
_TO_ITS_SIDE = f"""(THIS_TABLE.decider_unit = ANY ({_MINE}) OR THIS_TABLE.state = 'referred')"""
# What a notifier may read of a failure: what they and whoever decides said to each other, and the decision. The rest (the court,
# warrants, pauses) is for whoever is shown why decisions are made.
_BETWEEN_BOTH = sorted(
    one.value
    for one in (
        Move.AWAITED, Move.NOTED, Move.FOUND, Move.REFERRED, Move.TAKEN_UP, Move.RETURNED, Move.ANSWERED, Move.ACCEPTED,
        Move.RESCINDED, Move.PASSED_ON, Move.ENDED, Move.OPENED_AGAIN, *DECISIONS,
    )
)  # fmt: skip
_SAID_TO_BOTH = f"""(EXISTS (SELECT 1 FROM enforcement_failure f WHERE f.id = THIS_TABLE.failure_id)
  AND (THIS_TABLE.move IN ({", ".join(f"'{one}'" for one in _BETWEEN_BOTH)})
    OR access_shows(THIS_TABLE.person_id, 'reasons')))"""
_DECIDES = ", ".join(f"'{one.value}'" for one in sorted(DECISIONS))
_BY_A_SIDE = f"""EXISTS (SELECT 1 FROM enforcement_failure f WHERE f.id = THIS_TABLE.failure_id AND f.person_id = THIS_TABLE.person_id
  AND (f.decider_unit = ANY ({_MINE}) OR THIS_TABLE.move IN ('referred', 'sent again')
    AND (f.notifier_unit = ANY ({_MINE}) OR supervision_part_in(f.case_id, f.person_id))))"""


class Failure(models.Model):
    """A failure to comply, from when it was noted until nothing is owed on it: one clock, and one team that owes the next move.

    It begins by one function alone, which the service calls when somebody records a contact. ``number`` counts within its case
    and is the same for both sides; ``told`` are the lines of the operating model that say who tells and decides, each with its
    clause;
    ``paid`` are the organisations that the model pays for delivery; ``undecided_because`` says why nobody decides; ``subject`` is
    the case as the model was asked about it.
    """

    wall = PersonWall(
        part=None,
        web="SELECT, UPDATE",
        by=Written(member="recorded_by", at="noted_at"),
        fixed=(
            "case_id", "contact_id", "number", "failed_on", "what", "requirement_id", "sentence", "notifier_organisation",
            "notifier_unit", "decider_organisation", "decider_unit", "undecided_because", "shielded", "audited", "paid", "same_body",
            "refer_days", "refer_source", "refer_clause", "refer_basis", "told", "shared_by", "subject",
        ),
        seen_if=_NOT_ANOTHERS,
        while_so=_BY_ITS_SIDE,
        kept_so=_TO_ITS_SIDE,
    )  # fmt: skip
    follows = GoesWith("case_id")
    causes = (
        Cause(
            "failure",
            "supervision",
            "SELECT id AS cause_id, person_id, decider_unit AS unit_id, shared_by, tstzrange(noted_at, ended_at) AS during"
            " FROM enforcement_failure WHERE decider_unit IS NOT NULL",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    contact = models.OneToOneField("supervision.Contact", models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    failed_on = models.DateField()
    what = models.CharField(max_length=100)
    requirement_id = models.UUIDField(null=True)
    sentence = models.CharField(max_length=40)
    recorded_by = models.UUIDField()
    noted_at = models.DateTimeField()
    notifier_organisation = models.UUIDField()
    notifier_unit = models.UUIDField()
    decider_organisation = models.UUIDField(null=True)
    decider_unit = models.UUIDField(null=True)
    undecided_because = models.CharField(max_length=300, blank=True)
    shielded = models.BooleanField()
    audited = models.BooleanField()
    paid = ArrayField(models.UUIDField(), default=list)
    same_body = models.BooleanField()
    refer_days = models.SmallIntegerField()
    refer_source = models.CharField(max_length=300)
    refer_clause = models.CharField(max_length=300)
    refer_basis = models.CharField(max_length=60)
    told = models.JSONField(default=list)
    shared_by = models.UUIDField(null=True)
    subject = models.JSONField(default=dict)
    sentence_id = models.UUIDField(null=True)
    state = models.CharField(max_length=30)
    due = models.CharField(max_length=40, blank=True)
    due_side = models.CharField(max_length=30, blank=True)
    due_unit = models.UUIDField(null=True)
    due_on = models.DateField(null=True)
    due_because = models.CharField(max_length=600, blank=True)
    ended_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_failure_of_a_number"),
            models.CheckConstraint(
                name="failure_state_is_known", condition=Q(state__in=[s.value for s in FailureState])
            ),
            models.CheckConstraint(
                name="an_open_failure_owes_one_thing_by_one_team",
                condition=(_OPEN & ~Q(due="") & Q(due_side__in=[s.value for s in Side], due_on__isnull=False, due_unit__isnull=False))
                | (~_OPEN & Q(due="", due_side="", due_on=None, due_unit=None)),
            ),
            models.CheckConstraint(
                name="a_failure_that_is_over_says_since_when",
                condition=(_OPEN & Q(ended_at=None)) | (~_OPEN & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="nobody_decides_for_a_reason",
                condition=Q(decider_unit=None, decider_organisation=None) & ~Q(undecided_because="")
                | Q(decider_unit__isnull=False, decider_organisation__isnull=False, undecided_because=""),
            ),
            models.CheckConstraint(
                name="nobody_paid_by_it_is_to_decide",
                condition=Q(shielded=False) | Q(decider_organisation=None) | ~Q(paid__contains=[models.F("decider_organisation")]),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["due_unit", "due_on"], name="failures_owed", condition=_OPEN),
            models.Index(fields=["person_id", "-failed_on"], name="failures_of_person"),
            models.Index(fields=["case"], name="failures_of_case"),
            models.Index(fields=["notifier_unit", "-failed_on"], name="failures_told_by"),
        ]


class FailureStep(models.Model):
    """One move of a failure: from where to where, on which day, until when (a limit, or a hearing), why, and who made it."""

    wall = PersonWall(
        part=None,
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        seen_if=_SAID_TO_BOTH,
        only=_BY_A_SIDE,
    )
    follows = GoesWith("failure_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    failure = models.ForeignKey(Failure, models.PROTECT, related_name="steps")
    number = models.SmallIntegerField()
    move = models.CharField(max_length=40)
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30)
    on = models.DateField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["failure", "number"], name="one_move_at_a_time"),
            models.CheckConstraint(
                name="failure_move_is_known", condition=Q(move__in=[m.value for m in Move])
            ),
        ]


# Papers are for whoever is shown why decisions about somebody are made: whoever has them for a referral reads none.
_OF_ONE_SEEN = "EXISTS (SELECT 1 FROM enforcement_failure f WHERE f.id = THIS_TABLE.failure_id)"
_BY_WHOEVER_DECIDES = f"""EXISTS (SELECT 1 FROM enforcement_failure f WHERE f.id = THIS_TABLE.failure_id
  AND f.person_id = THIS_TABLE.person_id AND f.decider_unit = ANY ({_MINE}))"""


class Paper(models.Model):
    """One version of a paper about a failure: its language, its parts, and what the record held when it was written; never changed."""

    wall = PersonWall(
        part=Part.REASONS,
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        seen_if=_OF_ONE_SEEN,
        only=_BY_WHOEVER_DECIDES,
    )
    follows = GoesWith("failure_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    failure = models.ForeignKey(Failure, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=40)
    number = models.SmallIntegerField()
    language = models.CharField(max_length=2, default=ENGLISH)
    parts = models.JSONField()
    record = models.JSONField()
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["failure", "kind", "number"], name="one_version_of_a_paper"),
            models.CheckConstraint(
                name="paper_kind_is_known", condition=Q(kind__in=[k.value for k in PaperKind])
            ),
        ]


class PaperStep(models.Model):
    """What was done with one version of a paper: reviewed, signed or delivered, on which day, by which means."""

    wall = PersonWall(
        part=Part.REASONS,
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        seen_if=_OF_ONE_SEEN,
        only=_BY_WHOEVER_DECIDES,
    )
    follows = GoesWith("failure_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    failure = models.ForeignKey(Failure, models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="steps")
    deed = models.CharField(max_length=12)
    on = models.DateField()
    means = models.CharField(max_length=30, blank=True)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper", "deed"], name="a_paper_is_done_with_once"),
            models.CheckConstraint(
                name="what_is_done_with_a_paper_is_known",
                condition=Q(deed=PaperDeed.DELIVERED, means__in=[m.value for m in Means])
                | Q(deed__in=[PaperDeed.REVIEWED.value, PaperDeed.SIGNED.value], means=""),
            ),
        ]


class DecisionAudit(models.Model):
    """A decision that somebody paid for delivery took, drawn for another to look at; nobody (yet) where no team is to.

    Drawn by one function alone; ``agrees`` null until it was looked at.
    """

    wall = PersonWall(
        part=Part.REASONS,
        web="SELECT, UPDATE",
        by=Written(later=("audited_by", "audited_at"), answer="audited_by"),
        fixed=("failure_id", "step_id", "drawn_at", "auditor_unit", "shared_by", "undrawn_because"),
        while_so=f"({_AUDITS} AND THIS_TABLE.auditor_unit = ANY ({_MINE}) AND THIS_TABLE.audited_at IS NULL)",
        kept_so="audited_at = (SELECT app_at())",
    )
    follows = GoesWith("failure_id")
    causes = (
        Cause(
            "decision audit",
            "inspection",
            "SELECT id AS cause_id, person_id, auditor_unit AS unit_id, shared_by, tstzrange(drawn_at, audited_at) AS during"
            " FROM enforcement_decisionaudit WHERE auditor_unit IS NOT NULL",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    failure = models.ForeignKey(Failure, models.PROTECT, related_name="audits")
    step = models.OneToOneField(FailureStep, models.PROTECT, related_name="audit")
    drawn_at = models.DateTimeField()
    auditor_unit = models.UUIDField(null=True)
    shared_by = models.UUIDField(null=True)
    undrawn_because = models.CharField(max_length=300, blank=True)
    agrees = models.BooleanField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    audited_by = models.UUIDField(null=True)
    audited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_audit_says_what_was_found",
                condition=Q(audited_at=None, agrees=None, audited_by=None)
                | (Q(audited_at__isnull=False, agrees__isnull=False, audited_by__isnull=False) & ~Q(note="")),
            ),
            models.CheckConstraint(
                name="nobody_audits_for_a_reason",
                condition=(Q(auditor_unit=None) & ~Q(undrawn_because="")) | Q(auditor_unit__isnull=False, undrawn_because=""),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["auditor_unit"], name="audits_of_unit", condition=Q(audited_at=None)),
        ]


explains(
    one_version_of_a_paper="Somebody else wrote a newer version while you had it open. Look again.",
    a_paper_is_done_with_once="Somebody else did that already. Look again.",
    one_move_at_a_time="Somebody else did something about this failure while you had it open. Look again.",
    nobody_paid_by_it_decides="Under this model nobody who is paid for delivery decides what becomes of a failure.",
)
