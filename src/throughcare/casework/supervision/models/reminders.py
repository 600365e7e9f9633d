"""Reminders of appointments: what was to be sent, to whom and in which words, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import WORKER, Custom, PersonWall, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.reminders import ReminderState
from .case import Case
from .contacts import Appointment

_REMINDS = (
    f"({holds(Permission.SEND_REMINDERS)} AND (SELECT access_is_the_service()) AND current_user = '{WORKER}')"
)


_SEEN = PersonWall(part=Part.APPOINTMENTS, recorded_by="organisation_id").policies()["SELECT"][0]


class Reminder(models.Model):
    """One reminder of an appointment, so many hours before; its id is what whoever sends it knows it by.

    It is written before it is sent and claimed for a while by ``claimed_at``, so that a worker that dies leaves what the
    next one asks after. ``no_later_than`` is the last instant at which it may go; ``receipt`` what the provider calls it.
    """

    # Read by whoever sees the person, written by the service alone, in the worker.
    wall = Custom(
        web="SELECT, INSERT, UPDATE",
        rules={
            "SELECT": (f"({_SEEN} OR {_REMINDS})", None),
            "INSERT": (None, _REMINDS),
            "UPDATE": (_REMINDS, _REMINDS),
        },
        by=Written(later=("claimed_at", "sent_at", "settled_at"), at="at"),
        fixed=("no_later_than", "person_id", "case_id", "appointment_id", "organisation_id", "hours"),
    )
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="+")
    organisation_id = models.UUIDField()
    hours = models.SmallIntegerField()
    state = models.CharField(max_length=12, default=ReminderState.DUE.value)
    because = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=8, blank=True)
    sent_to = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=30, blank=True)
    text = models.CharField(max_length=600, blank=True)
    edition = models.CharField(max_length=40)
    no_later_than = models.DateTimeField()
    claimed_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    provider = models.CharField(max_length=20, blank=True)
    receipt = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "hours"], name="reminded_once_so_long_before"),
            models.CheckConstraint(
                name="reminder_state_is_known", condition=Q(state__in=[one.value for one in ReminderState])
            ),
            models.CheckConstraint(
                name="reminder_that_goes_says_to_whom",
                condition=Q(state=ReminderState.NOT_SENT.value) | (~Q(sent_to="") & ~Q(text="")),
            ),
            models.CheckConstraint(
                name="reminder_kept_back_or_failed_says_why",
                condition=~Q(state__in=[ReminderState.NOT_SENT.value, ReminderState.FAILED.value])
                | ~Q(because=""),
            ),
            models.CheckConstraint(
                name="reminder_sent_has_an_instant",
                condition=~Q(state__in=[ReminderState.SENT.value, ReminderState.DELIVERED.value])
                | Q(sent_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["claimed_at"],
                name="reminders_to_look_at",
                condition=Q(
                    state__in=[
                        ReminderState.DUE.value,
                        ReminderState.SENT.value,
                        ReminderState.NOT_SENT.value,
                    ]
                ),
            ),
            models.Index(fields=["case"], name="reminders_of_case"),
        ]
