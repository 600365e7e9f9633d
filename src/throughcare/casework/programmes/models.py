"""What programmes remembers: who is trained, groups and their sessions, referrals with every move, places, attendance and scores."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField, DateRangeField, DateTimeRangeField
from django.db import models
from django.db.models import Q

from throughcare.casework.supervision.rules.sides import MINE, Sides, asked_truly, not_anothers
from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import Cause, Custom, PersonWall, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .rules import Cohort, EnrolmentState, GroupKind, GroupSex, Moment, MovedThrough
from .rules.moves import OPEN_ENROLMENTS

REFERS = {
    "person_id": "people.Person",
    "requirement_id": "courts.Requirement",
    "contact_id": "supervision.Contact",
    "member_id": "access.Membership",
    "sent_by": "access.Membership",
    "made_by": "access.Membership",
    "lead_id": "access.Membership",
    "organisation_id": "access.Organisation",
    "shared_by": "access.Organisation",
    "unit_id": "access.Unit",
    "from_unit": "access.Unit",
    "to_unit": "access.Unit",
}
"""What the id columns mean: each has a key to the row it is of."""

# Groups, their sessions and who is trained name nobody on probation: every member may read when and where a group meets.
# Only members who may, of the unit or above it, write them.
_OURS = f"(THIS_TABLE.unit_id = ANY ((SELECT app_units())::uuid[]) AND {holds(Permission.RUN_GROUPS)})"
_HELD = f"(THIS_TABLE.unit_id = ANY ((SELECT app_units())::uuid[]) AND {holds(Permission.DELIVER_PROGRAMME)})"
_OPEN = Q(state__in=[state.value for state in OPEN_ENROLMENTS])


class Training(models.Model):
    """That a member of a unit is trained to deliver a programme, on which days; a later row stands in an earlier one's place."""

    wall = Custom(
        web="SELECT, INSERT",
        rules={"SELECT": ("true", None), "INSERT": (None, _OURS)},
        by=Written(member="made_by", at="made_at"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    programme = models.CharField(max_length=40)
    holds = DateRangeField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member_id", "programme", "holds"], name="a_training_is_told_once"
            ),
        ]


class Group(models.Model):
    """A group in which a programme is delivered: by which unit, for whom, where, by whom, for how many, and whether it ended."""

    wall = Custom(
        web="SELECT, INSERT, UPDATE",
        rules={"SELECT": ("true", None), "INSERT": (None, _OURS), "UPDATE": (_OURS, _OURS)},
        by=Written(later=("ended_at",), member="made_by", organisation="organisation_id", at="made_at"),
        fixed=("unit_id", "programme", "kind", "sex", "cohort", "opens_on", "code"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    organisation_id = models.UUIDField()
    programme = models.CharField(max_length=40)
    code = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)
    sex = models.CharField(max_length=15)
    cohort = models.CharField(max_length=20)
    site = models.CharField(max_length=100)
    room = models.CharField(max_length=60)
    capacity = models.SmallIntegerField()
    opens_on = models.DateField()
    lead_id = models.UUIDField()
    facilitators = ArrayField(models.UUIDField())
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "code"], name="one_group_of_a_code"),
            models.CheckConstraint(name="a_group_has_places", condition=Q(capacity__range=(1, 30))),
            models.CheckConstraint(
                name="a_group_is_of_a_kind",
                condition=Q(
                    kind__in=[one.value for one in GroupKind],
                    sex__in=[one.value for one in GroupSex],
                    cohort__in=[one.value for one in Cohort],
                ),
            ),
            models.CheckConstraint(
                name="a_group_ended_says_why",
                condition=Q(ended_at=None, ended_because="")
                | (Q(ended_at__isnull=False) & ~Q(ended_because="")),
            ),
        ]
        indexes = [models.Index(fields=["unit_id", "opens_on"], name="groups_of_unit")]  # fmt: skip


class GroupSession(models.Model):
    """A session of a group: which of the programme's, when and where; ``was`` is when it was laid out to be, once it was moved."""

    wall = Custom(
        web="SELECT, INSERT, UPDATE",
        rules={"SELECT": ("true", None), "INSERT": (None, _OURS), "UPDATE": (_HELD, _HELD)},
        fixed=("unit_id", "group_id", "place", "number", "minutes", "site", "room"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    unit_id = models.UUIDField()
    group = models.ForeignKey(Group, models.PROTECT, related_name="sessions")
    place = models.SmallIntegerField()
    number = models.SmallIntegerField()
    starts_at = models.DateTimeField()
    minutes = models.SmallIntegerField()
    site = models.CharField(max_length=100)
    room = models.CharField(max_length=60)
    was = models.DateTimeField(null=True)
    because = models.CharField(max_length=300, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "place"], name="one_session_in_a_place"),
            models.UniqueConstraint(
                fields=["unit_id", "site", "room", "starts_at"], name="one_session_in_a_room"
            ),
            models.CheckConstraint(
                name="a_session_moved_says_why",
                condition=Q(was=None, because="") | (Q(was__isnull=False) & ~Q(because="")),
            ),
        ]
        indexes = [models.Index(fields=["group", "starts_at"], name="sessions_of_group")]


# Whoever has given a place in a group of theirs takes part beside the team that was asked.
_PLACED = (
    "EXISTS (SELECT 1 FROM programmes_place p WHERE p.enrolment_id = {row}.id AND p.unit_id = ANY ("
    + MINE
    + "))"
)
_SIDES = Sides("programmes_enrolment", "enrolment_id", "programmes_runs", (_PLACED,))
_ADDED = PersonWall(
    part=None,
    web="SELECT, INSERT",
    by=Written(member="member_id", organisation="organisation_id", at="at"),
    seen_if=_SIDES.seen(),
    only=_SIDES.added_to(),
)


class Enrolment(models.Model):
    """A person referred to a programme by one team, delivered to by another: both see it while it is open, and the sender after.

    ``counts_from`` is the day from which sessions count: None for all, a day once somebody had to begin again.
    """

    wall = PersonWall(
        part=None,
        by=Written(later=("moved_at", "ended_at"), member="sent_by", at="sent_at"),
        fixed=("case_id", "programme", "requirement_id", "from_unit", "to_unit", "shared_by", "because"),
        seen_if=not_anothers("programmes_placed_here(THIS_TABLE.id)"),
        only=asked_truly(holds(Permission.REFER_TO_SERVICE)),
        kept_so=_SIDES.taken_truly(),
    )
    follows = GoesWith("case_id")
    causes = (
        Cause(
            "programme",
            "referral",
            "SELECT id AS cause_id, person_id, to_unit AS unit_id, shared_by, sight AS during FROM programmes_enrolment",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    programme = models.CharField(max_length=40)
    requirement_id = models.UUIDField(null=True)
    state = models.CharField(max_length=30, default=EnrolmentState.SENT)
    from_unit = models.UUIDField()
    to_unit = models.UUIDField()
    shared_by = models.UUIDField(null=True)
    sent_by = models.UUIDField()
    sent_at = models.DateTimeField()
    because = models.CharField(max_length=1000)
    moved_at = models.DateTimeField()
    counts_from = models.DateField(null=True)
    due = models.CharField(max_length=60, blank=True)
    due_by_deliverer = models.BooleanField(default=True)
    due_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    sight = DateTimeRangeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "programme"], condition=_OPEN, name="one_open_referral_to_a_programme"
            ),
            models.CheckConstraint(
                name="enrolment_state_is_known", condition=Q(state__in=[s.value for s in EnrolmentState])
            ),
            models.CheckConstraint(
                name="enrolment_ended_has_an_instant",
                condition=(_OPEN & Q(ended_at=None)) | (~_OPEN & Q(ended_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="what_is_due_on_an_enrolment_has_a_day",
                condition=Q(due="", due_on=None) | (~Q(due="") & Q(due_on__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["to_unit", "due_on"], name="enrolments_there", condition=_OPEN),
            models.Index(fields=["from_unit", "due_on"], name="enrolments_from", condition=_OPEN),
            models.Index(fields=["person_id", "-sent_at"], name="enrolments_of_person"),
        ]


class EnrolmentMove(models.Model):
    """One move of a referral: from where to where, what brought it about, who of which organisation, when, and why; never changed."""

    wall = _ADDED
    follows = GoesWith("enrolment_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="moves")
    number = models.SmallIntegerField()
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30)
    through = models.CharField(max_length=10)
    reason = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="one_move_of_a_number"),
            models.CheckConstraint(
                name="a_move_is_known",
                condition=Q(
                    after__in=[s.value for s in EnrolmentState],
                    before__in=["", *(s.value for s in EnrolmentState)],
                    through__in=[one.value for one in MovedThrough],
                ),
            ),
        ]


# A place is given by the side that delivers, in a group of the unit that the place names, under the referral's own agreement.
_GIVEN_TRULY = """(EXISTS (SELECT 1 FROM programmes_enrolment e, programmes_group g, access_unit u, access_unit v
    WHERE e.id = THIS_TABLE.enrolment_id AND g.id = THIS_TABLE.group_id AND u.id = e.to_unit AND v.id = g.unit_id
      AND e.person_id = THIS_TABLE.person_id AND g.unit_id = THIS_TABLE.unit_id AND u.organisation_id = v.organisation_id
      AND e.to_unit = ANY ((SELECT app_units())::uuid[]) AND THIS_TABLE.shared_by IS NOT DISTINCT FROM e.shared_by))"""
_TAKEN_OR_LEFT = "(upper_inf(THIS_TABLE.during) OR upper(THIS_TABLE.during) <= (SELECT app_at()))"


class Place(models.Model):
    """A person's place in a group, while it is theirs: the group's unit sees them because of it."""

    wall = PersonWall(
        part=Part.CONTACTS,  # by policies of enrolments it would be asked for itself again
        by=Written(member="member_id", at="at"),
        fixed=("enrolment_id", "group_id", "unit_id", "shared_by"),
        only=_GIVEN_TRULY,
        while_so="upper_inf(THIS_TABLE.during)",
        kept_so=_TAKEN_OR_LEFT,
    )
    follows = GoesWith("enrolment_id")
    causes = (
        Cause(
            "programme group",
            "referral",
            "SELECT id AS cause_id, person_id, unit_id, shared_by, during FROM programmes_place",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="places")
    group = models.ForeignKey(Group, models.PROTECT, related_name="places")
    unit_id = models.UUIDField()
    shared_by = models.UUIDField(null=True)
    during = DateTimeRangeField()
    at = models.DateTimeField()
    member_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(during__upper_inf=True), name="one_place_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["group"], name="places_of_group")]


class Attendance(models.Model):
    """That what came of a session for a person is told by a contact; ``session`` None where it was held alone."""

    wall = _ADDED
    follows = GoesWith("enrolment_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attendances")
    number = models.SmallIntegerField()
    session = models.ForeignKey(GroupSession, models.PROTECT, related_name="attendances", null=True)
    contact_id = models.UUIDField()
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "session"],
                condition=Q(session__isnull=False),
                name="one_outcome_of_a_session",
            ),
            models.UniqueConstraint(fields=["contact_id"], name="a_contact_is_of_one_session"),
        ]


class MeasureScore(models.Model):
    """A score of one of the programme's measures, before it or after; the latest of a number stands."""

    wall = _ADDED
    follows = GoesWith("enrolment_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="scores")
    measure = models.CharField(max_length=40)
    moment = models.CharField(max_length=10)
    number = models.SmallIntegerField()
    value = models.SmallIntegerField()
    on = models.DateField()
    at = models.DateTimeField()
    member_id = models.UUIDField()
    organisation_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "measure", "moment", "number"], name="one_score_of_a_number"
            ),
            models.CheckConstraint(
                name="scored_before_or_after", condition=Q(moment__in=[one.value for one in Moment])
            ),
        ]


explains(
    one_open_referral_to_a_programme="This person already has an open referral to that programme. Open it instead.",
    one_group_of_a_code="Your organisation has a group of that code already. Give another.",
    one_session_in_a_room="Another group meets in that room at that time. Choose another room or time.",
    one_place_at_a_time="This person has a place in a group already. Look again.",
    one_outcome_of_a_session="What came of that session is recorded already. Correct that contact instead.",
    one_move_of_a_number="Somebody else moved this referral while you had it open. Look again.",
    one_score_of_a_number="Somebody else recorded that score while you had it open. Look again.",
    a_training_is_told_once="That training is recorded already.",
    a_group_has_places="A group has from 1 to 30 places.",
)
