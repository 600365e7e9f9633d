"""Appointments ahead, and contacts as they happened: what came of each, corrected by a new row that names the old."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written
from throughcare.foundation.kernel import new_id

from ..rules.contacts import Absence, ContactKind, Evidence, Outcome, Whom
from ..rules.diary import MovedBy
from .case import Case


class Appointment(models.Model):
    """A time at which somebody is to be met: of what kind, how long (null: not said), where, and who holds it.

    It is never changed, only called off; ``moves`` is the one that it was put in the place of, and ``moved_by`` whose doing.
    ``clashes`` are what it clashed with when it was made all the same, in words, and ``despite`` why it was.
    """

    wall = PersonWall(
        part=Part.APPOINTMENTS,
        recorded_by="organisation_id",
        by=Written(
            later=("called_off_at",),
            member="member_id",
            organisation="organisation_id",
            at="at",
            brought=True,
        ),
        fixed=(
            "case_id",
            "starts_at",
            "minutes",
            "kind",
            "place",
            "held_by",
            "moves_id",
            "moved_by",
            "clashes",
            "despite",
        ),
    )
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.SmallIntegerField(null=True)
    kind = models.CharField(max_length=20)
    place = models.CharField(max_length=100, blank=True)
    held_by = models.UUIDField()
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()
    called_off_at = models.DateTimeField(null=True)
    called_off_because = models.CharField(max_length=300, blank=True)
    moves = models.OneToOneField("self", on_delete=models.PROTECT, related_name="moved_to", null=True)
    moved_by = models.CharField(max_length=12, blank=True)
    clashes = ArrayField(models.CharField(max_length=300), default=list)
    despite = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "starts_at"],
                condition=Q(called_off_at=None),
                name="one_appointment_at_an_instant",
            ),
            models.CheckConstraint(
                name="appointment_kind_is_known", condition=Q(kind__in=[kind.value for kind in ContactKind])
            ),
            models.CheckConstraint(
                name="appointment_takes_some_time", condition=Q(minutes=None) | Q(minutes__range=(5, 480))
            ),
            models.CheckConstraint(
                name="a_move_is_somebodys_doing",
                condition=Q(moves=None, moved_by="")
                | Q(moves__isnull=False, moved_by__in=[one.value for one in MovedBy]),
            ),
            models.CheckConstraint(
                name="made_despite_a_clash_says_why",
                condition=Q(clashes=[], despite="") | (~Q(clashes=[]) & ~Q(despite="")),
            ),
            models.CheckConstraint(name="appointment_lies_ahead", condition=Q(starts_at__gt=F("at"))),
            models.CheckConstraint(
                name="appointment_called_off_says_why",
                condition=Q(called_off_at=None, called_off_because="")
                | (Q(called_off_at__isnull=False) & ~Q(called_off_because="")),
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "starts_at"], name="appointments_of_person"),
            models.Index(
                fields=["held_by", "starts_at"], name="appointments_held", condition=Q(called_off_at=None)
            ),
        ]


class Contact(models.Model):
    """One contact: when, how, with whom, what came of it, and what was done; never changed, corrected by another row."""

    wall = PersonWall(
        part=Part.CONTACTS,
        web="SELECT, INSERT",
        recorded_by="organisation_id",
        by=Written(member="member_id", organisation="organisation_id", at="at", brought=True),
    )
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    with_whom = models.CharField(max_length=20)
    outcome = models.CharField(max_length=40)
    absence = models.CharField(max_length=40, blank=True)
    evidence = models.CharField(max_length=24, blank=True)
    what = models.CharField(max_length=500)
    note = models.TextField(blank=True)
    requirement_id = models.UUIDField(null=True)
    done = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+", null=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, related_name="corrected", null=True)
    because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "happened_at", "kind", "with_whom", "member_id"],
                condition=Q(corrects=None),
                name="contact_recorded_once",
            ),
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(corrects=None), name="one_outcome_of_an_appointment"
            ),
            models.CheckConstraint(
                name="contact_kind_is_known", condition=Q(kind__in=[kind.value for kind in ContactKind])
            ),
            models.CheckConstraint(
                name="contact_outcome_is_known", condition=Q(outcome__in=[one.value for one in Outcome])
            ),
            models.CheckConstraint(
                name="contact_is_with_somebody", condition=Q(with_whom__in=[one.value for one in Whom])
            ),
            models.CheckConstraint(
                name="acceptable_absence_says_why",
                condition=Q(outcome=Outcome.ABSENT_ACCEPTABLE, absence__in=[one.value for one in Absence])
                | (~Q(outcome=Outcome.ABSENT_ACCEPTABLE) & Q(absence="")),
            ),
            models.CheckConstraint(
                name="evidence_is_of_an_absence",
                condition=Q(evidence="")
                | Q(
                    evidence__in=[one.value for one in Evidence],
                    outcome__in=[Outcome.ABSENT_ACCEPTABLE.value, Outcome.ABSENT_UNACCEPTABLE.value],
                ),
            ),
            models.CheckConstraint(name="contact_has_happened", condition=Q(happened_at__lte=F("at"))),
            models.CheckConstraint(
                name="correction_says_why",
                condition=Q(corrects=None, because="") | (Q(corrects__isnull=False) & ~Q(because="")),
            ),
            models.CheckConstraint(
                name="done_counts_towards_something", condition=Q(done=None) | Q(requirement_id__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "-happened_at", "-id"], name="contacts_of_person"),
            models.Index(fields=["person_id", "kind", "-happened_at", "-id"], name="contacts_by_kind"),
            models.Index(
                fields=["requirement_id"], name="contacts_towards", condition=Q(requirement_id__isnull=False)
            ),
        ]


explains(
    one_appointment_at_an_instant="This person has an appointment at that very time already. Give another time.",
    contact_recorded_once="A contact of that kind at that time is recorded already. Correct that one instead.",
    one_outcome_of_an_appointment="What came of that appointment is recorded already. Correct that contact instead.",
    appointment_takes_some_time="An appointment takes from 5 to 480 minutes.",
    appointment_lies_ahead="The next appointment lies ahead: this time is past.",
    contact_has_happened="A contact is recorded once it has happened: the time lies ahead.",
)
