"""What accommodation remembers: premises, beds and the nights they are lost; applications with every move; and stays in a bed."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField
from django.db import models
from django.db.models import F, Q

from throughcare.casework.supervision.rules.sides import MINE, Sides, asked_truly, not_anothers
from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.walls import Cause, Custom, PersonWall, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .rules.moves import OPEN_APPLICATIONS
from .rules.words import (
    AccommodationKind,
    ApplicationState,
    Notice,
    Priority,
    Regime,
    StayState,
)

REFERS = {
    "person_id": "people.Person",
    "member_id": "access.Membership",
    "sent_by": "access.Membership",
    "made_by": "access.Membership",
    "organisation_id": "access.Organisation",
    "shared_by": "access.Organisation",
    "unit_id": "access.Unit",
    "from_unit": "access.Unit",
    "to_unit": "access.Unit",
    "left_unit": "access.Unit",
}
"""What the id columns mean: each has a key to the row it is of."""

TAKES = ("everybody", "women", "men")
"""Whom premises take."""

# Premises, beds and lost nights name nobody on probation: every member may read where there is a bed. The unit that runs them,
# or one above it, writes them.
_OURS = f"(THIS_TABLE.unit_id = ANY ({MINE}) AND {holds(Permission.KEEP_PREMISES)})"
_BED_OF_OURS = f"""({_OURS} AND EXISTS (SELECT 1 FROM accommodation_premises p
  WHERE p.id = THIS_TABLE.premises_id AND p.unit_id = THIS_TABLE.unit_id))"""
_HELD = f"(THIS_TABLE.unit_id = ANY ({MINE}) AND {holds(Permission.GIVE_PLACES)})"
_VOID_OF_OURS = f"""({_HELD} AND EXISTS (SELECT 1 FROM accommodation_bed b
  WHERE b.id = THIS_TABLE.bed_id AND b.unit_id = THIS_TABLE.unit_id))"""
_OPEN = Q(state__in=[state.value for state in OPEN_APPLICATIONS])
_RUNS = Q(state__in=[StayState.BOOKED.value, StayState.ARRIVED.value])
_TAKES_THE_BED = Q(state__in=[StayState.BOOKED.value, StayState.ARRIVED.value, StayState.DEPARTED.value])


class Premises(models.Model):
    """A house with beds: of which kind and regime, which unit runs it, in which town, whom it takes, what it has, and when it is open."""

    wall = Custom(
        web="SELECT, INSERT",
        rules={"SELECT": ("true", None), "INSERT": (None, _OURS)},
        by=Written(member="made_by", organisation="organisation_id", at="made_at"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    organisation_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    regime = models.CharField(max_length=30, default=Regime.NORMAL)
    name = models.CharField(max_length=100)
    place = models.CharField(max_length=100)
    takes = models.CharField(max_length=10)
    has = ArrayField(models.CharField(max_length=40), default=list)
    has_not = ArrayField(models.CharField(max_length=40), default=list)
    opens = models.DateField()
    closes = models.DateField(null=True)
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "name"], name="premises_of_a_name"),
            models.CheckConstraint(
                name="premises_are_of_a_kind",
                condition=Q(
                    kind__in=[one.value for one in AccommodationKind], regime__in=[one.value for one in Regime],
                    takes__in=TAKES,
                ),
            ),
            models.CheckConstraint(
                name="premises_close_after_they_open", condition=Q(closes=None) | Q(closes__gte=F("opens"))
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit_id", "kind"], name="premises_of_unit")]


class Bed(models.Model):
    """One bed of premises: its name there, what it has and has not, and the days it is there."""

    wall = Custom(
        web="SELECT, INSERT, UPDATE",
        rules={"SELECT": ("true", None), "INSERT": (None, _BED_OF_OURS), "UPDATE": (_OURS, _BED_OF_OURS)},
        by=Written(member="made_by", at="made_at"),
        fixed=("has", "unit_id", "premises_id", "name"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    premises = models.ForeignKey(Premises, models.PROTECT, related_name="beds")
    name = models.CharField(max_length=40)
    has = ArrayField(models.CharField(max_length=40), default=list)
    has_not = ArrayField(models.CharField(max_length=40), default=list)
    there = DateRangeField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["premises", "name"], name="a_bed_of_a_name")]


class Void(models.Model):
    """Nights on which a bed is lost, and why; the last night is changed once it can be used again."""

    wall = Custom(
        web="SELECT, INSERT, UPDATE",
        rules={"SELECT": ("true", None), "INSERT": (None, _VOID_OF_OURS), "UPDATE": (_HELD, _VOID_OF_OURS)},
        by=Written(member="member_id", at="at"),
        fixed=("unit_id", "bed_id", "reason"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    bed = models.ForeignKey(Bed, models.PROTECT, related_name="voids")
    nights = DateRangeField()
    reason = models.CharField(max_length=40)
    ended_because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="a_bed_is_lost_once_a_night", expressions=[("bed", "="), ("nights", "&&")]
            )
        ]


_SIDES = Sides(
    "accommodation_application",
    "application_id",
    "accommodation_runs",
    ("accommodation_lives_with_us({row}.id)",),
)
# A bed is given by the side that gives places, in premises of the unit that the stay names, under the application's agreement.
_BOOKED_TRULY = f"""({holds(Permission.GIVE_PLACES)} AND EXISTS (
  SELECT 1 FROM accommodation_application a, accommodation_bed b, access_unit u, access_unit v
    WHERE a.id = THIS_TABLE.application_id AND b.id = THIS_TABLE.bed_id AND u.id = a.to_unit AND v.id = b.unit_id
      AND a.person_id = THIS_TABLE.person_id AND b.unit_id = THIS_TABLE.unit_id AND u.organisation_id = v.organisation_id
      AND (a.to_unit = ANY ({MINE}) OR b.unit_id = ANY ({MINE}))
      AND THIS_TABLE.shared_by IS NOT DISTINCT FROM a.shared_by))"""
_STAYS_OR_HAS_LEFT = "(upper_inf(THIS_TABLE.during) OR upper(THIS_TABLE.during) <= (SELECT app_at()))"


class Application(models.Model):
    """A place asked for somebody by one team of another: both see it while it is open, and the one that asked after it.

    ``arrival`` None is a day not known yet; ``clock_from`` is when its assessment was last asked for; ``move_on`` where they go on to.
    """

    wall = PersonWall(
        part=None,
        by=Written(later=("moved_at", "ended_at"), member="sent_by", at="sent_at"),
        fixed=(
            "case_id", "kind", "regime", "route", "from_unit", "to_unit", "shared_by", "because", "contingency", "exception",
            "why_longer", "notice",
        ),
        seen_if=not_anothers("accommodation_lives_with_us(THIS_TABLE.id)"),
        only=asked_truly(holds(Permission.REFER_TO_SERVICE)),
        kept_so=_SIDES.taken_truly(),
    )  # fmt: skip
    follows = GoesWith("case_id")
    causes = (
        Cause(
            "accommodation",
            "referral",
            "SELECT id AS cause_id, person_id, to_unit AS unit_id, shared_by, sight AS during FROM accommodation_application",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    regime = models.CharField(max_length=30, default=Regime.NORMAL)
    route = models.CharField(max_length=40)
    state = models.CharField(max_length=30, default=ApplicationState.SENT)
    from_unit = models.UUIDField()
    to_unit = models.UUIDField()
    shared_by = models.UUIDField(null=True)
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()
    because = models.CharField(max_length=1000)
    contingency = models.CharField(max_length=1000, blank=True)
    exception = models.CharField(max_length=300, blank=True)
    why_longer = models.CharField(max_length=300, blank=True)
    needs = ArrayField(models.CharField(max_length=40), default=list)
    arrival = models.DateField(null=True)
    nights = models.SmallIntegerField()
    notice = models.CharField(max_length=10)
    priority = models.CharField(max_length=10)
    priority_because = models.CharField(max_length=300)
    clock_from = models.DateTimeField()
    moved_at = models.DateTimeField()
    move_on = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)
    sight = DateTimeRangeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "kind"], condition=_OPEN, name="one_open_application_of_a_kind"
            ),
            models.CheckConstraint(
                name="an_application_is_known",
                condition=Q(
                    state__in=[one.value for one in ApplicationState], kind__in=[one.value for one in AccommodationKind],
                    notice__in=[one.value for one in Notice], priority__in=[one.value for one in Priority],
                ),
            ),
            models.CheckConstraint(
                name="an_application_ended_has_an_instant",
                condition=(_OPEN & Q(ended_at=None)) | (~_OPEN & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(name="an_application_is_for_some_nights", condition=Q(nights__gte=1)),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["to_unit"], name="applications_there", condition=_OPEN),
            models.Index(fields=["from_unit"], name="applications_from", condition=_OPEN),
            models.Index(fields=["person_id", "-sent_at"], name="applications_of_person"),
        ]


class ApplicationMove(models.Model):
    """One move of an application: from where to where, who of which organisation, when, and why; never changed."""

    wall = PersonWall(
        part=None,
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        seen_if=_SIDES.seen(),
        only=_SIDES.added_to(),
    )
    follows = GoesWith("application_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    application = models.ForeignKey(Application, models.PROTECT, related_name="moves")
    number = models.SmallIntegerField()
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30)
    reason = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="one_move_of_an_application"),
            models.CheckConstraint(
                name="a_move_of_an_application_is_known",
                condition=Q(
                    after__in=[one.value for one in ApplicationState],
                    before__in=["", *(one.value for one in ApplicationState)],
                ),
            ),
        ]


class Stay(models.Model):
    """A bed that is booked for somebody, lived in, left or given up: the unit that runs the premises sees them while it lasts.

    ``nights`` are those on which the bed is theirs; ``during`` how long the unit may see them; ``leave`` who gave leave for more
    nights than there may be, in words.
    """

    wall = PersonWall(
        part=None,
        by=Written(member="member_id", at="at"),
        fixed=("application_id", "bed_id", "unit_id", "shared_by", "arrives"),
        seen_if=_SIDES.seen(),
        only=_BOOKED_TRULY,
        while_so="upper_inf(THIS_TABLE.during)",
        kept_so=f"({_SIDES.added_to()} AND {_STAYS_OR_HAS_LEFT})",
    )
    follows = GoesWith("application_id")
    causes = (
        Cause(
            "stay",
            "referral",
            "SELECT id AS cause_id, person_id, unit_id, shared_by, during FROM accommodation_stay",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    application = models.ForeignKey(Application, models.PROTECT, related_name="stays")
    bed = models.ForeignKey(Bed, models.PROTECT, related_name="+")
    unit_id = models.UUIDField()
    shared_by = models.UUIDField(null=True)
    state = models.CharField(max_length=20, default=StayState.BOOKED)
    arrives = models.DateField()
    leaves = models.DateField()
    nights = DateRangeField()
    arrived_on = models.DateField(null=True)
    left_on = models.DateField(null=True)
    reason = models.CharField(max_length=40, blank=True)
    moved_on = models.CharField(max_length=40, blank=True)
    leave = models.CharField(max_length=300, blank=True)
    during = DateTimeRangeField()
    at = models.DateTimeField()
    member_id = models.UUIDField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="a_bed_is_had_once_a_night",
                expressions=[("bed", "="), ("nights", "&&")],
                condition=_TAKES_THE_BED,
            ),
            models.UniqueConstraint(fields=["application"], condition=_RUNS, name="one_bed_at_a_time"),
            models.UniqueConstraint(
                fields=["bed"], condition=Q(state="arrived"), name="one_resident_in_a_bed"
            ),
            models.CheckConstraint(
                name="a_stay_says_who_came_and_left",
                condition=Q(state="arrived", arrived_on__isnull=False, left_on=None)
                | Q(state="departed", arrived_on__isnull=False, left_on__gte=F("arrived_on"))
                | Q(state__in=["booked", "not arrived", "cancelled"], arrived_on=None, left_on=None),
            ),
            models.CheckConstraint(
                name="a_stay_runs_while_it_is_booked_or_lived_in",
                condition=(_RUNS & Q(during__upper_inf=True)) | (~_RUNS & Q(during__upper_inf=False)),
            ),
            models.CheckConstraint(name="a_stay_is_some_nights", condition=Q(leaves__gt=F("arrives"))),
        ]
        indexes = [models.Index(fields=["unit_id"], name="stays_here", condition=_RUNS)]


class Passing(models.Model):
    """That a stay passed with everything else from the team that ran the premises until then; written by that hand-over alone."""

    wall = PersonWall(
        part=None,
        web="SELECT",
        by=Written(member="member_id", at="at"),
        seen_if="EXISTS (SELECT 1 FROM accommodation_stay s WHERE s.id = THIS_TABLE.stay_id)",
    )
    follows = GoesWith("stay_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="passings")
    left_unit = models.UUIDField()
    at = models.DateTimeField()
    member_id = models.UUIDField()


explains(
    one_open_application_of_a_kind="This person already has an open application for accommodation of that kind. Open it instead.",
    premises_of_a_name="Your organisation has premises of that name already.",
    a_bed_of_a_name="These premises have a bed of that name already.",
    a_bed_is_lost_once_a_night="That bed is lost on some of those nights already.",
    a_bed_is_had_once_a_night="Somebody else has that bed on some of those nights. Choose another bed or other nights.",
    one_bed_at_a_time="This person has a bed already. Look again.",
    one_resident_in_a_bed="Somebody still lives in that bed. Record that they left first.",
    one_move_of_an_application="Somebody else moved this application while you had it open. Look again.",
)
