"""Files of results: what became of each, the rows that were not taken, and uploads."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import SeesAgain
from throughcare.foundation.access.walls import AwaitedRows, Cause, Plumbing, UnitRows, Written
from throughcare.foundation.kernel import new_id


class Import(models.Model):
    """One file of court results that somebody sent, and what became of its rows."""

    wall = UnitRows(by=Written(member="member_id", unit="unit_id", at="at"), fixed=("waiting",))

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
    waiting = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_loses_no_row",
                condition=Q(
                    lines=models.F("recorded")
                    + models.F("repeated")
                    + models.F("refused")
                    + models.F("waiting")
                ),
            ),
        ]
        indexes = [models.Index(fields=["unit_id", "-at"], name="import_latest")]


class RefusedRow(models.Model):
    """A row that was not taken, kept whole for correction, with every reason."""

    wall = UnitRows(fixed=("line", "text", "faults"))

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


# Decided by whoever sees whose result is recorded (or is of a body, which is nobody's person), in the team that may bring
# the court's results in.
_DECIDED_SEEING = """(NOT EXISTS (SELECT 1 FROM courts_courtteam t WHERE t.court_id = THIS_TABLE.court_code
    AND t.unit_id <> THIS_TABLE.unit_id)
  AND (EXISTS (SELECT 1 FROM courts_appearance a WHERE a.court_code = THIS_TABLE.court_code
      AND a.result_ref = THIS_TABLE.result_ref AND a.replaced_at IS NULL)
    OR EXISTS (SELECT 1 FROM courts_organisationresult o WHERE o.court_code = THIS_TABLE.court_code
      AND o.result_ref = THIS_TABLE.result_ref)))"""


class CorrectedResult(models.Model):
    """A recorded result that its court sent again with other contents: it waits beside the recorded one.

    While it waits, the team that decides on it sees whose result is recorded: for ``sees``, from when it was last sent.
    """

    wall = UnitRows(
        by_jobs=True,
        settled_if=_DECIDED_SEEING,
        fixed=("court_code", "result_ref", "sees", "digest", "brought_id", "line", "fields", "before"),
    )
    follows = SeesAgain(
        "SELECT c.id FROM courts_correctedresult c JOIN courts_appearance a"
        " ON a.court_code = c.court_code AND a.result_ref = c.result_ref WHERE a.person_id IN (goes, onto)"
    )
    causes = (
        Cause(
            "corrected result",
            "court",
            """SELECT c.id AS cause_id, a.person_id, c.unit_id, NULL::uuid AS shared_by, c.sees AS during
  FROM courts_correctedresult c JOIN courts_appearance a ON a.court_code = c.court_code AND a.result_ref = c.result_ref
    AND (a.replaced_at IS NULL OR a.replaced_at >= lower(c.sees)) AND a.digest <> c.digest""",
        ),
    )

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "waiting to be accepted"
        ACCEPTED = "accepted", "accepted"
        DECLINED = "declined", "declined"

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    brought = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="+")
    line = models.IntegerField()
    court_code = models.CharField(max_length=10)
    result_ref = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    fields = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    sees = DateTimeRangeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    because = models.CharField(max_length=500, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["court_code", "result_ref", "digest"], name="corrected_result_waits_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["unit_id", "brought", "line"], name="corrected_waiting", condition=Q(state="waiting")
            )
        ]


class Upload(models.Model):
    """A file, or the correction of one row, that somebody sent from a page and a job brings in."""

    wall = AwaitedRows(
        by=Written(member="member_id", unit="unit_id", at="at"),
        fixed=("corrects", "corrects_version", "accepts_id"),
    )

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
    accepts = models.ForeignKey(CorrectedResult, on_delete=models.PROTECT, null=True, related_name="+")
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


explains(
    corrected_result_waits_once="This corrected result waits already. Look at the list of what waits.",
    import_loses_no_row="The import lost count of its rows, so nothing was recorded. Send the file again.",
)
