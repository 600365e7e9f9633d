"""Hearings, appearances, offences dealt with, reports, sentences and their requirements."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith, Moves
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import Cause, PersonWall, UnitRows, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.moves import SentenceState
from ..rules.words import Outcome, ReportKind, RequirementKind, Runs, SentenceKind
from .arriving import Import
from .lists import Court, Offence

BY_COURT = holds(Permission.IMPORT_COURT_RESULTS)
SAYS_RESULTS = f"({BY_COURT} OR {holds(Permission.CORRECT_REFUSED_ROW)})"
"""Who writes what a court said, by SQL as by an act: whoever brings its results in, or puts right what could not be read."""


class Hearing(models.Model):
    """One session of one court on one day."""

    wall = UnitRows(web="SELECT, INSERT")

    id = models.UUIDField(primary_key=True, default=new_id)
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="+")
    unit_id = models.UUIDField()
    on = models.DateField()
    session = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["court", "on", "session", "unit_id"], name="hearing_once_in_each_session"
            )
        ]
        indexes = [models.Index(fields=["unit_id", "-on"], name="hearing_list")]


class Appearance(models.Model):
    """One defendant at one hearing, and what became of it."""

    # It lets a unit see, so it is written by the job that believes the court, and nobody lengthens its sight by hand.
    wall = PersonWall(
        part=Part.SENTENCE,
        web="SELECT, UPDATE",
        first=BY_COURT,
        fixed=("unit_id", "court_code", "result_ref", "defendant_id", "replaced_at"),
        jobs="INSERT",
        in_jobs=(
            "hearing_id",
            "digest",
            "case_number",
            "matter",
            "on",
            "deferred_until",
            "said",
            "court_sees",
        ),
    )
    follows = Moves()
    causes = (
        Cause(
            "court date",
            "court",
            "SELECT id AS cause_id, person_id, unit_id, NULL::uuid AS shared_by, court_sees AS during"
            " FROM courts_appearance",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="+")
    unit_id = models.UUIDField()
    brought = models.ForeignKey(Import, on_delete=models.PROTECT, null=True, related_name="+")
    court_code = models.CharField(max_length=10)
    result_ref = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    case_number = models.CharField(max_length=40)
    defendant_id = models.UUIDField(null=True)
    matter = models.CharField(max_length=200, blank=True)
    on = models.DateField()
    outcome = models.CharField(max_length=30)
    deferred_until = models.DateField(null=True)
    said = models.JSONField(default=dict)
    replaced_at = models.DateTimeField(null=True)
    court_sees = DateTimeRangeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["court_code", "result_ref"],
                condition=Q(replaced_at=None),
                name="result_recorded_once",
            ),
            models.CheckConstraint(
                name="appearance_outcome_is_known", condition=Q(outcome__in=[o.value for o in Outcome])
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "-on"], name="appearance_of_person"),
            models.Index(fields=["hearing"], name="appearance_at_hearing"),
            models.Index(fields=["brought"], name="appearance_brought"),
        ]


class AlsoListed(models.Model):
    """A further sitting at which an appearance goes on, when a hearing lasts more than a day."""

    wall = PersonWall(web="SELECT, INSERT", part=Part.SENTENCE, first=BY_COURT, only=SAYS_RESULTS)
    follows = GoesWith("appearance_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    appearance = models.ForeignKey(Appearance, on_delete=models.PROTECT, related_name="+")
    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appearance", "hearing"], name="listed_once_at_a_sitting")
        ]
        indexes = [models.Index(fields=["hearing"], name="also_listed_at_hearing")]


class OrganisationResult(models.Model):
    """A company or other body that a court deals with at a hearing: nobody's person, kept so that the list is whole."""

    wall = UnitRows(web="SELECT", fixed=("court_code", "result_ref"), jobs="INSERT, UPDATE")

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="+")
    brought = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+")
    court_code = models.CharField(max_length=10)
    result_ref = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    case_number = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    offence = models.ForeignKey(Offence, on_delete=models.PROTECT, null=True, related_name="+")
    offence_said = models.TextField(blank=True)
    outcome = models.CharField(max_length=30)
    asked = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["court_code", "result_ref"], name="organisation_result_recorded_once"
            ),
            models.CheckConstraint(
                name="organisation_outcome_is_known",
                condition=Q(outcome__in=[o.value for o in Outcome]),
            ),
        ]
        indexes = [models.Index(fields=["hearing"], name="organisation_at_hearing")]


class AppearanceOffence(models.Model):
    """An offence dealt with at an appearance: in the list, or in the court's own words until somebody says which it is."""

    wall = PersonWall(
        part=Part.SENTENCE, first=BY_COURT, only=SAYS_RESULTS, fixed=("sent_code", "title", "wording")
    )
    follows = GoesWith("appearance_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    appearance = models.ForeignKey(Appearance, on_delete=models.PROTECT, related_name="+")
    offence = models.ForeignKey(Offence, on_delete=models.PROTECT, null=True, related_name="+")
    on = models.DateField(null=True)
    main = models.BooleanField(default=True)
    sent_id = models.CharField(max_length=100, blank=True)
    sent_code = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=500, blank=True)
    wording = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="offence_is_listed_or_said", condition=Q(offence__isnull=False) | ~Q(sent_id="")
            ),
            models.UniqueConstraint(
                fields=["appearance", "offence", "sent_id"], name="offence_once_at_an_appearance"
            ),
            models.UniqueConstraint(
                fields=["appearance", "sent_id"], condition=~Q(sent_id=""), name="offence_said_once"
            ),
            models.UniqueConstraint(fields=["appearance"], condition=Q(main=True), name="one_main_offence"),
        ]


class ReportRequest(models.Model):
    """A report the court asked for before sentence, and how far it has got."""

    wall = PersonWall(part=Part.SENTENCE, first=BY_COURT, only=SAYS_RESULTS, fixed=("requested_on", "due_on"))
    follows = GoesWith("appearance_id")

    class State(models.TextChoices):
        """How far it has got."""

        REQUESTED = "requested", "requested"
        WRITING = "writing", "being written"
        SENT = "sent", "sent to the court"
        WITHDRAWN = "withdrawn", "no longer wanted"

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    appearance = models.ForeignKey(Appearance, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    requested_on = models.DateField()
    due_on = models.DateField(null=True)
    sent_on = models.DateField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.REQUESTED)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="report_kind_is_known", condition=Q(kind__in=[k.value for k in ReportKind])
            ),
            models.CheckConstraint(
                name="report_sent_has_a_day",
                condition=Q(state="sent", sent_on__isnull=False) | (~Q(state="sent") & Q(sent_on=None)),
            ),
        ]
        indexes = [models.Index(fields=["person_id"], name="report_of_person")]


class Sentence(models.Model):
    """One sentence on one person, from the day it is imposed.

    ``credit_days`` are days on remand that the court said count; null: it said nothing of them.
    """

    wall = PersonWall(
        part=Part.SENTENCE,
        first=BY_COURT,
        only=SAYS_RESULTS,
        fixed=("imposed_on", "suspended", "credit_days", "time_served"),
    )
    follows = GoesWith("appearance_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    appearance = models.ForeignKey(Appearance, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=50)
    imposed_on = models.DateField()
    length = models.CharField(max_length=60, blank=True)
    extension = models.CharField(max_length=60, blank=True)
    minimum_term = models.CharField(max_length=60, blank=True)
    suspended = models.CharField(max_length=60, blank=True)
    credit_days = models.IntegerField(null=True)
    time_served = models.BooleanField(default=False)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    runs = models.CharField(max_length=12, default=Runs.ALONE)
    runs_with = models.CharField(max_length=60, blank=True)
    named = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, default=SentenceState.IN_FORCE)
    ended_on = models.DateField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sentence_kind_is_known", condition=Q(kind__in=[k.value for k in SentenceKind])
            ),
            models.CheckConstraint(
                name="sentence_state_is_known", condition=Q(state__in=[s.value for s in SentenceState])
            ),
            models.CheckConstraint(
                name="sentence_ended_has_a_day",
                condition=Q(state__in=["in force", "in breach"], ended_on=None)
                | (~Q(state__in=["in force", "in breach"]) & Q(ended_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="sentence_ends_after_it_begins",
                condition=Q(begins_on__gte=models.F("imposed_on"))
                & (Q(ends_on=None) | Q(ends_on__gte=models.F("begins_on"))),
            ),
            models.CheckConstraint(
                name="days_on_remand_are_a_number", condition=Q(credit_days=None) | Q(credit_days__gte=0)
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "-imposed_on"], name="sentence_of_person"),
            models.Index(fields=["ends_on"], name="sentence_ending", condition=Q(state="in force")),
            models.Index(fields=["named"], name="sentence_named", condition=Q(named__isnull=False)),
        ]


class Requirement(models.Model):
    """One requirement of an order, with its length as the court set it: a number, or a most; ``name`` of a programme, or the hours or place said beside it."""

    wall = PersonWall(web="SELECT, INSERT", part=Part.SENTENCE, first=BY_COURT, only=SAYS_RESULTS)
    follows = GoesWith("sentence_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=50)
    length = models.IntegerField(null=True)
    unit = models.CharField(max_length=10, blank=True)
    at_most = models.BooleanField(default=False)
    name = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="requirement_kind_is_known", condition=Q(kind__in=[k.value for k in RequirementKind])
            )
        ]
        indexes = [models.Index(fields=["sentence"], name="requirement_of_sentence")]


class SentenceEvent(models.Model):
    """A breach, amendment, revocation or completion of a sentence: what, when and why, and the result that told of it.

    ``takes_back`` is another that was a mistake: it stays to be read, and changes nothing any more.
    """

    wall = PersonWall(part=Part.SENTENCE, web="SELECT, INSERT", by=Written(member="member_id", at="at"))
    follows = GoesWith("sentence_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    on = models.DateField()
    because = models.CharField(max_length=500, blank=True)
    told_by = models.ForeignKey(Appearance, on_delete=models.PROTECT, null=True, related_name="+")
    takes_back = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["takes_back"], name="taken_back_once")]
        indexes = [models.Index(fields=["sentence", "at"], name="event_of_sentence")]


explains(
    taken_back_once="Somebody else took that back while you had it open. Look again.",
    organisation_result_recorded_once="This result was recorded by somebody else a moment ago. Send the file again.",
    result_recorded_once="This result was recorded by somebody else a moment ago. Send the file again.",
    hearing_once_in_each_session="That hearing is already in the list.",
)
