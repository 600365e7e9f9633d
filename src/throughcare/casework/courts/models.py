"""What courts remembers: courts and offences, hearings, appearances, reports, sentences, and refused rows."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import (
    AwaitedRows,
    Cause,
    Closed,
    PersonWall,
    Plumbing,
    Reference,
    UnitRows,
)
from throughcare.foundation.kernel import new_id

from .rules.moves import SentenceState
from .rules.words import Outcome, ReportKind, RequirementKind, Runs, SentenceKind

BY_COURT = "'import court results' = ANY ((SELECT app_permissions())::text[])"


class Court(models.Model):
    """A court of England or Wales, by its code."""

    wall = Reference(kept_by="administer organisations")

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    active = models.BooleanField(default=True)
    address = models.CharField(max_length=300, blank=True)
    town = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return self.name


class CourtCode(models.Model):
    """Another code by which a court is known: which kind of code, in which edition of whose list."""

    wall = Reference(kept_by="administer organisations")

    code = models.CharField(max_length=20, primary_key=True)
    kind = models.CharField(max_length=40)
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="+")
    edition = models.CharField(max_length=40)
    because = models.CharField(max_length=200, blank=True)
    member_id = models.UUIDField(null=True)


class Offence(models.Model):
    """An offence, by its Home Office code as 999/99."""

    wall = Reference()

    code = models.CharField(max_length=7, primary_key=True)
    group = models.CharField(max_length=60)
    category = models.CharField(max_length=200)
    description = models.TextField()
    actuarial_category = models.CharField(max_length=80)
    violent = models.BooleanField()
    violent_or_sexual = models.BooleanField()

    def __str__(self) -> str:
        return self.category


class CourtTeam(models.Model):
    """Which unit of probation serves a court."""

    wall = Reference(kept_by="administer organisations")

    court = models.OneToOneField(Court, on_delete=models.PROTECT, primary_key=True, related_name="+")
    unit_id = models.UUIDField()


class Import(models.Model):
    """One file of court results that somebody sent, and what became of its rows."""

    wall = UnitRows()

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    lines = models.IntegerField(default=0)
    recorded = models.IntegerField(default=0)
    repeated = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_loses_no_row",
                condition=Q(lines=models.F("recorded") + models.F("repeated") + models.F("refused")),
            ),
        ]
        indexes = [models.Index(fields=["unit_id", "-at"], name="import_latest")]


class RefusedRow(models.Model):
    """A row that was not taken, kept whole for correction, with every reason."""

    wall = UnitRows()

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "waiting for correction"
        CORRECTED = "corrected", "corrected and recorded"
        SET_ASIDE = "set aside", "set aside"

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    brought = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+")
    line = models.IntegerField()
    fields = models.JSONField(default=dict)
    text = models.TextField(blank=True)
    faults = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    version = models.IntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["unit_id", "brought", "line"], name="refused_waiting", condition=Q(state="waiting")
            )
        ]


class Upload(models.Model):
    """A file, or the correction of one row, that somebody sent from a page and a job brings in."""

    wall = AwaitedRows()

    class State(models.TextChoices):
        """How far the job has got."""

        WAITING = "waiting", "waiting to be brought in"
        RUNNING = "running", "being brought in"
        DONE = "done", "brought in"
        REFUSED = "refused", "refused"
        STOPPED = "stopped", "stopped"

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    corrects = models.UUIDField(null=True)
    corrects_version = models.IntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    because = models.CharField(max_length=500, blank=True)
    import_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit_id", "-at"], name="upload_latest")]


class UploadProgress(models.Model):
    """How many lines of an upload have been read, written beside its transaction so that a page can show it."""

    wall = Plumbing(web="SELECT, INSERT, UPDATE")

    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, primary_key=True, related_name="+")
    lines = models.IntegerField(default=0)
    of = models.IntegerField(default=0)
    stop = models.BooleanField(default=False)


class Hearing(models.Model):
    """One session of one court on one day."""

    wall = UnitRows()

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

    wall = PersonWall(first=BY_COURT)
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
    defendant_id = models.UUIDField()
    on = models.DateField()
    outcome = models.CharField(max_length=30)
    court_sees = DateTimeRangeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["court_code", "result_ref"], name="result_recorded_once"),
            models.CheckConstraint(
                name="appearance_outcome_is_known", condition=Q(outcome__in=[o.value for o in Outcome])
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "-on"], name="appearance_of_person"),
            models.Index(fields=["hearing"], name="appearance_at_hearing"),
            models.Index(fields=["brought"], name="appearance_brought"),
        ]


class AppearanceOffence(models.Model):
    """An offence dealt with at an appearance."""

    wall = PersonWall(first=BY_COURT)

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    appearance = models.ForeignKey(Appearance, on_delete=models.PROTECT, related_name="+")
    offence = models.ForeignKey(Offence, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(null=True)
    main = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appearance", "offence"], name="offence_once_at_an_appearance"),
            models.UniqueConstraint(fields=["appearance"], condition=Q(main=True), name="one_main_offence"),
        ]


class ReportRequest(models.Model):
    """A report the court asked for before sentence, and how far it has got."""

    wall = PersonWall(first=BY_COURT)

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
    """One sentence on one person, from the day it is imposed."""

    wall = PersonWall(first=BY_COURT)

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    appearance = models.ForeignKey(Appearance, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=50)
    imposed_on = models.DateField()
    length = models.IntegerField(null=True)
    unit = models.CharField(max_length=10, blank=True)
    custody_months = models.IntegerField(null=True)
    ends_on = models.DateField(null=True)
    runs = models.CharField(max_length=12, default=Runs.ALONE)
    runs_with = models.CharField(max_length=60, blank=True)
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
                | Q(state__in=["revoked", "completed", "ended by death"], ended_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "-imposed_on"], name="sentence_of_person"),
            models.Index(fields=["ends_on"], name="sentence_ending", condition=Q(state="in force")),
        ]


class Requirement(models.Model):
    """One requirement of an order, with its length as the court set it."""

    wall = PersonWall(first=BY_COURT)

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=50)
    length = models.IntegerField(null=True)
    unit = models.CharField(max_length=10, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="requirement_kind_is_known", condition=Q(kind__in=[k.value for k in RequirementKind])
            )
        ]
        indexes = [models.Index(fields=["sentence"], name="requirement_of_sentence")]


class SentenceEvent(models.Model):
    """A breach, amendment, revocation or completion of a sentence: what, when and why."""

    wall = PersonWall(web="SELECT, INSERT")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    sentence = models.ForeignKey(Sentence, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    on = models.DateField()
    because = models.CharField(max_length=500, blank=True)
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["sentence", "at"], name="event_of_sentence")]


class CourtQuestion(models.Model):
    """What a court said that could not be taken as it stands: recorded with the court's words, and to be asked about."""

    wall = PersonWall(first=BY_COURT)

    class State(models.TextChoices):
        """Whether it has been settled."""

        OPEN = "open", "to be asked"
        SETTLED = "settled", "settled"

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    appearance = models.ForeignKey(Appearance, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=40)
    said = models.TextField(blank=True)
    because = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="question_settled_by_somebody",
                condition=Q(state="open", settled_at=None) | Q(state="settled", settled_at__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["person_id"], name="question_of_person", condition=Q(state="open")),
            models.Index(fields=["appearance"], name="question_of_appearance"),
        ]


class CarriedOver(models.Model):
    """What a merge of two records carried to the survivor, and when it was put back; only the database's own functions write it."""

    wall = Closed()

    merge_id = models.UUIDField(primary_key=True)
    carried_at = models.DateTimeField()
    moved = models.JSONField(default=dict)
    put_back_at = models.DateTimeField(null=True)


explains(
    result_recorded_once="This result was recorded by somebody else a moment ago. Send the file again.",
    hearing_once_in_each_session="That hearing is already in the list.",
    import_loses_no_row="The import lost count of its rows, so nothing was recorded. Send the file again.",
)
