"""What interventions remembers: services on offer, rows of a catalogue that were refused, referrals and every step of each."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField
from django.db import models
from django.db.models import Q

from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.casework.supervision.rules.sides import MINE, Sides, asked_truly, not_anothers
from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.walls import Cause, Custom, PersonWall, Reference, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .rules.referral import LONGEST_SESSION, OPEN_REFERRALS
from .rules.words import OpenTo, ReferralState, Standing, StepKind

REFERS = {
    "person_id": "people.Person",
    "by_id": "access.Membership",
    "sent_by": "access.Membership",
    "worker": "access.Membership",
    "member_id": "access.Membership",
    "organisation_id": "access.Organisation",
    "unit_id": "access.Unit",
    "shared_by": "access.Organisation",
    "from_unit": "access.Unit",
    "left_unit": "access.Unit",
    "left_service": "interventions.Service",
    "to_unit": "access.Unit",
}
"""What the id columns mean: each has a key to the row it is of."""
_OPEN = Q(state__in=[state.value for state in OPEN_REFERRALS])


class Service(models.Model):
    """A service on offer, as its contract or its provider says it; null is not known.

    ``told`` is the public document a directory listed it by, empty for a contract's; ``sites`` are where it is held and
    ``places`` how many were free when that was last said, as the rules' ``SiteFacts`` and ``PlacesFacts``.
    """

    wall = Reference(kept_by=Permission.KEEP_CATALOGUE, fixed=("reference",))

    id = models.UUIDField(primary_key=True, default=new_id)
    reference = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    needs = ArrayField(models.CharField(max_length=20))
    methods = ArrayField(models.CharField(max_length=20), default=list)
    prime = models.CharField(max_length=150)
    subcontractors = ArrayField(models.CharField(max_length=150), default=list)
    areas = ArrayField(models.CharField(max_length=20), default=list)
    takes_women = models.BooleanField(null=True)
    takes_men = models.BooleanField(null=True)
    youngest = models.SmallIntegerField(null=True)
    oldest = models.SmallIntegerField(null=True)
    offered = DateRangeField()
    open_to = models.CharField(max_length=20, default=OpenTo.REFERRED)
    works_inside = models.BooleanField(null=True)
    unit = models.ForeignKey("access.Unit", models.PROTECT, null=True, related_name="+")
    standing = models.CharField(max_length=20, default=Standing.ACTIVE)
    told = models.JSONField(default=dict)
    sites = models.JSONField(default=list)
    places = models.JSONField(default=list)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_services_standing_is_known", condition=Q(standing__in=[one.value for one in Standing])
            ),
            models.CheckConstraint(
                name="a_service_is_open_to_somebody", condition=Q(open_to__in=[o.value for o in OpenTo])
            ),
            models.CheckConstraint(
                name="a_service_takes_somebody", condition=~Q(takes_women=False, takes_men=False)
            ),
            models.CheckConstraint(
                name="a_services_oldest_is_not_younger",
                condition=Q(youngest=None) | Q(oldest=None) | Q(oldest__gte=models.F("youngest")),
            ),
        ]


class RefusedService(models.Model):
    """A row of a catalogue that could not be read: kept with its faults until a row of that reference is taken."""

    wall = Reference(
        kept_by=Permission.KEEP_CATALOGUE,
        by=Written(member="by_id", at="at"),
        fixed=("faults", "file_name", "line", "row"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField()
    by_id = models.UUIDField()
    file_name = models.CharField(max_length=200)
    line = models.IntegerField()
    reference = models.CharField(max_length=40, blank=True)
    row = models.JSONField()
    faults = models.JSONField()
    settled = models.BooleanField(default=False)


class OverflowLadder(models.Model):
    """An edition of what happens when the queue for a service grows too long, from a day on; the latest begun is in force.

    ``rungs`` are the rules' ``Rung``s in their order, none where nothing is agreed any more; ``source`` is where they stand.
    """

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", at="at"),
        rules={"SELECT": ("true", None), "INSERT": (None, holds(Permission.KEEP_CATALOGUE))},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    starts = models.DateField()
    rungs = models.JSONField(default=list)
    source = models.CharField(max_length=200)
    at = models.DateTimeField()
    member_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="one_ladder_of_a_number"),
            models.CheckConstraint(name="a_ladder_says_where_it_stands", condition=~Q(source="")),
        ]


# Nor does whoever refers say who receives for the service: the service does.
_RECEIVED_FOR = (
    "THIS_TABLE.to_unit = (SELECT s.unit_id FROM interventions_service s WHERE s.id = THIS_TABLE.service_id)"
)
_SIDES = Sides("interventions_referral", "referral_id", "interventions_runs")


class Referral(models.Model):
    """A person sent to a service by one team, answered by another; both see it while it is open, and the sender after."""

    wall = PersonWall(
        part=None,
        by=Written(later=("answered_at", "ended_at"), member="sent_by", at="sent_at"),
        fixed=("case_id", "service_id", "need", "from_unit", "to_unit", "shared_by", "because"),
        seen_if=not_anothers(),
        only=asked_truly(holds(Permission.REFER_TO_SERVICE), _RECEIVED_FOR),
        kept_so=_SIDES.taken_truly(),
    )
    follows = GoesWith("case_id")
    causes = (
        Cause(
            "referral",
            "referral",
            "SELECT id AS cause_id, person_id, to_unit AS unit_id, shared_by, sight AS during FROM interventions_referral",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    need = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default=ReferralState.SENT)
    from_unit = models.UUIDField()
    to_unit = models.UUIDField()
    shared_by = models.UUIDField(null=True)
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()
    because = models.CharField(max_length=1000)
    worker = models.UUIDField(null=True)
    sessions = models.SmallIntegerField(null=True)
    due = models.CharField(max_length=30, blank=True)
    due_by_provider = models.BooleanField(default=True)
    due_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    sight = DateTimeRangeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "service"], condition=_OPEN, name="one_open_referral_to_a_service"
            ),
            models.CheckConstraint(
                name="referral_state_is_known", condition=Q(state__in=[s.value for s in ReferralState])
            ),
            models.CheckConstraint(
                name="referral_ended_has_an_instant",
                condition=(_OPEN & Q(ended_at=None)) | (~_OPEN & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="what_is_due_has_a_day",
                condition=Q(due="", due_on=None) | (~Q(due="") & Q(due_on__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["to_unit", "due_on"], name="referral_open_there", condition=_OPEN),
            models.Index(fields=["from_unit", "due_on"], name="referral_open_from", condition=_OPEN),
            models.Index(fields=["person_id", "-sent_at"], name="referral_of_person"),
            models.Index(fields=["service", "sent_at"], name="referral_to_service"),
        ]


# Whoever has a part in the case says that they did not refer; whoever sees a person for a referral alone reads of no other service.
_HAS_A_PART = "supervision_part_in(THIS_TABLE.case_id, THIS_TABLE.person_id)"
_SEEN_OTHERWISE = (
    f"(THIS_TABLE.unit_id = ANY ({MINE}) OR access_sees_otherwise(THIS_TABLE.person_id, 'referral'))"
)


class NotReferred(models.Model):
    """Somebody who looked for a service did not refer because of the wait: whose need, which service, and why; never changed."""

    wall = PersonWall(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", organisation="organisation_id", at="at"),
        seen_if=_SEEN_OTHERWISE,
        only=_HAS_A_PART,
    )
    follows = GoesWith("case_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    service = models.ForeignKey(Service, models.PROTECT, related_name="+")
    need = models.CharField(max_length=20)
    instead = models.CharField(max_length=1000)
    on = models.DateField()
    at = models.DateTimeField()
    member_id = models.UUIDField()
    unit_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "service", "on"], name="not_referred_once_a_day"),
            models.CheckConstraint(name="what_is_done_instead_is_said", condition=~Q(instead="")),
        ]
        indexes = [models.Index(fields=["service", "at"], name="not_referred_to_service")]


class ReferralStep(models.Model):
    """One step of a referral: what, who of which organisation, when, why, and what was said; never changed.

    ``changes`` are, of an amendment, what each thing said and says now, as the rules' ``Change``s. ``left_unit`` and
    ``left_service`` are, of a passing on, whose it was until then: what was done by then stays theirs.
    """

    wall = PersonWall(
        part=None,
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        seen_if=_SIDES.seen(),
        only=f"({_SIDES.added_to()} AND THIS_TABLE.left_unit IS NULL AND THIS_TABLE.left_service IS NULL)",
    )
    follows = GoesWith("referral_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    member_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    absence = models.CharField(max_length=40, blank=True)
    evidence = models.CharField(max_length=24, blank=True)
    note = models.TextField(blank=True)
    on = models.DateField(null=True)
    minutes = models.SmallIntegerField(null=True)
    goals = ArrayField(models.CharField(max_length=300), default=list)
    outcomes = ArrayField(models.CharField(max_length=20), default=list)
    changes = models.JSONField(null=True)
    left_unit = models.UUIDField(null=True)
    left_service = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="only_a_passing_on_leaves_a_team",
                condition=Q(left_unit=None, left_service=None)
                | Q(kind=StepKind.TRANSFERRED, left_unit__isnull=False, left_service__isnull=False),
            ),
            models.CheckConstraint(
                name="an_amendment_says_what_was_and_why",
                condition=Q(kind=StepKind.AMENDED, changes__isnull=False) & ~Q(note="")
                | (~Q(kind=StepKind.AMENDED) & Q(changes__isnull=True)),
            ),
            models.CheckConstraint(
                name="referral_step_is_known", condition=Q(kind__in=[k.value for k in StepKind])
            ),
            models.CheckConstraint(
                name="a_session_alone_has_minutes",
                condition=Q(minutes=None)
                | Q(kind=StepKind.SESSION, minutes__gte=1, minutes__lte=LONGEST_SESSION),
            ),
            models.CheckConstraint(
                name="a_session_says_what_came_of_it",
                condition=~Q(kind=StepKind.SESSION) | Q(reason__in=[one.value for one in Outcome]),
            ),
        ]
        indexes = [models.Index(fields=["referral", "at", "id"], name="step_of_referral")]


explains(
    one_ladder_of_a_number="Somebody else changed what happens when this queue grows while you had it open. Look again.",
    not_referred_once_a_day="That is recorded already for today.",
    one_open_referral_to_a_service="This person already has an open referral to that service. Open it instead.",
    a_service_takes_somebody="A service that takes neither women nor men takes nobody.",
)
