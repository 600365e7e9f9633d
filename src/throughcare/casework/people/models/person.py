"""A person, and what else they are called and known by."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from throughcare.foundation.access.follows import Moves, Stays
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import WORKER, Cause, PersonWall, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules import IdentifierKind, PersonState
from ..rules.characteristics import NOT_ASKED
from ..rules.names import LONGEST_NAME


class Answer(models.TextChoices):
    """Yes, no, or nobody has asked: three answers, never an empty one."""

    YES = "yes", "yes"
    NO = "no", "no"
    NOT_ASKED = "not_asked", "not asked"


AMENDS = holds(Permission.AMEND_PERSON)
"""Who writes what is kept of a person, by SQL as by an act: to see them is not enough."""


class Person(models.Model):
    """One person, kept once; a merged record stays and points to the one that survives it."""

    wall = PersonWall(
        part=None,
        column="id",
        web="SELECT, UPDATE",
        fixed=(
            "recorded_by_unit",
            "recorded_by_organisation",
            "recorded_at",
            "merged_into_id",
            "sentenced_on",
        ),
        in_jobs=("recorded_until",),
        kept_so=f"(current_user = '{WORKER}' OR {AMENDS})",
    )
    follows = Stays("it is the record itself: it says which one it was merged into")
    causes = (
        Cause(
            "recorded",
            "recording",
            "SELECT id AS cause_id, id AS person_id, recorded_by_unit AS unit_id, NULL::uuid AS shared_by,"
            " tstzrange(recorded_at, recorded_until) AS during FROM people_person",
        ),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    forenames = models.CharField(max_length=LONGEST_NAME, blank=True)
    surname = models.CharField(max_length=LONGEST_NAME)
    preferred_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    standard_name = models.CharField(max_length=2 * LONGEST_NAME + 1)
    date_of_birth = models.DateField(null=True)
    sex = models.CharField(max_length=12, default=NOT_ASKED)
    gender_identity = models.CharField(max_length=12, default=NOT_ASKED)
    gender_identity_words = models.CharField(max_length=100, blank=True)
    ethnicity = models.CharField(max_length=12, default=NOT_ASKED)
    religion = models.CharField(max_length=12, default=NOT_ASKED)
    disabled = models.CharField(max_length=12, choices=Answer.choices, default=Answer.NOT_ASKED)
    first_language = models.CharField(max_length=60, blank=True)
    other_languages = ArrayField(models.CharField(max_length=60), default=list)
    needs_interpreter = models.CharField(max_length=12, choices=Answer.choices, default=Answer.NOT_ASKED)
    has_caring_responsibilities = models.CharField(
        max_length=12, choices=Answer.choices, default=Answer.NOT_ASKED
    )
    sentenced_on = ArrayField(models.DateField(), default=list)
    state = models.CharField(max_length=12, default=PersonState.CURRENT)
    died_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by_unit = models.UUIDField()
    recorded_by_organisation = models.UUIDField()
    recorded_at = models.DateTimeField()
    recorded_until = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="person_state_is_known", condition=Q(state__in=[s.value for s in PersonState])
            ),
            models.CheckConstraint(
                name="person_merged_says_into_whom",
                condition=Q(state=PersonState.MERGED, merged_into__isnull=False)
                | (~Q(state=PersonState.MERGED) & Q(merged_into=None)),
            ),
            models.CheckConstraint(
                name="person_is_not_merged_into_themselves", condition=~Q(merged_into=F("id"))
            ),
            models.CheckConstraint(
                name="person_who_died_has_a_day",
                condition=~Q(state=PersonState.DIED) | Q(died_on__isnull=False),
            ),
            models.CheckConstraint(
                name="person_dies_after_birth",
                condition=Q(died_on=None) | Q(date_of_birth=None) | Q(died_on__gte=F("date_of_birth")),
            ),
            models.CheckConstraint(name="person_has_a_surname", condition=~Q(surname="")),
        ]
        indexes = [
            GinIndex(fields=["standard_name"], name="person_name_trigrams", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["date_of_birth"], name="person_born"),
            models.Index(
                fields=["merged_into"], name="person_merged_into", condition=Q(merged_into__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.id}"


class OfPerson(models.Model):
    """A row that says something more about a person."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class Alias(OfPerson):
    """Another name, or another date of birth, that a person is or was known by."""

    wall = PersonWall(part=None, web="SELECT, INSERT", by=Written(at="recorded_at"), only=AMENDS)
    follows = Moves()

    class Kind(models.TextChoices):
        """Why there is another name."""

        ALIAS = "alias", "alias"
        FORMER = "former", "former name"
        MERGED = "merged", "name of a merged record"

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ALIAS)
    forenames = models.CharField(max_length=LONGEST_NAME, blank=True)
    surname = models.CharField(max_length=LONGEST_NAME)
    standard_name = models.CharField(max_length=2 * LONGEST_NAME + 1)
    date_of_birth = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="alias_has_a_surname", condition=~Q(surname=""))]
        indexes = [
            GinIndex(fields=["standard_name"], name="alias_name_trigrams", opclasses=["gin_trgm_ops"]),
        ]


class Identifier(OfPerson):
    """A number by which an agency knows a person, in standard spelling."""

    wall = PersonWall(part=None, web="SELECT, INSERT", by=Written(at="recorded_at"), only=AMENDS)
    follows = Moves(
        but="EXISTS (SELECT 1 FROM people_identifier s WHERE s.person_id = onto"
        " AND (s.kind, s.value) = (t.kind, t.value))",
        rule="a number that both have stays",
    )

    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=40)
    check_letter = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "value"], name="identifier_once_for_each_person"
            ),
            models.CheckConstraint(
                name="identifier_kind_is_known", condition=Q(kind__in=[k.value for k in IdentifierKind])
            ),
        ]
        indexes = [models.Index(fields=["value", "kind"], name="identifier_value")]


class Address(OfPerson):
    """Where a person lives or stays, for a time; at most one home at a time."""

    wall = PersonWall(
        part=None,
        by=Written(at="recorded_at"),
        fixed=("lines", "postcode", "district", "local_authority"),
        only=AMENDS,
        kept_so=AMENDS,
    )
    follows = Moves(rule="a second home for the same time is kept as the home of a merged record")

    class Kind(models.TextChoices):
        """What the place is to the person."""

        HOME = "home", "home"
        TEMPORARY = "temporary", "temporary"
        NO_FIXED_ABODE = "no_fixed_abode", "no fixed abode"
        PREVIOUS = "previous", "previous"
        REPORTED = "reported", "reported by another agency"
        MERGED = "merged", "home of a merged record"

    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.HOME)
    lines = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    district = models.CharField(max_length=4, blank=True)
    local_authority = models.CharField(max_length=9, blank=True)
    during = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="address_one_home_at_a_time",
                expressions=[("person", "="), ("during", "&&")],
                condition=Q(kind="home"),
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="address_person"),
        ]


class Phone(OfPerson):
    """A number to reach a person on, and whether and how it is safe to use."""

    wall = PersonWall(
        part=None, by=Written(later=("ended_at",), at="recorded_at"), only=AMENDS, kept_so=AMENDS
    )
    follows = Moves()

    number = models.CharField(max_length=20)
    kind = models.CharField(max_length=20, default="mobile")
    safe_to_use = models.CharField(max_length=12, choices=Answer.choices, default=Answer.NOT_ASKED)
    safe_note = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)


class Email(OfPerson):
    """An e-mail address to reach a person at, and whether and how it is safe to use."""

    wall = PersonWall(
        part=None, by=Written(later=("ended_at",), at="recorded_at"), only=AMENDS, kept_so=AMENDS
    )
    follows = Moves()

    address = models.CharField(max_length=254)
    safe_to_use = models.CharField(max_length=12, choices=Answer.choices, default=Answer.NOT_ASKED)
    safe_note = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)


class Contact(OfPerson):
    """Somebody near a person: next of kin, carer, friend, in an emergency or not."""

    wall = PersonWall(
        part=Part.FAMILY,
        by=Written(later=("ended_at",), at="recorded_at"),
        fixed=("in_emergency",),
        only=AMENDS,
        kept_so=AMENDS,
    )
    follows = Moves()

    name = models.CharField(max_length=LONGEST_NAME)
    relationship = models.CharField(max_length=60)
    number = models.CharField(max_length=20, blank=True)
    in_emergency = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)


class Disability(OfPerson):
    """A disability or health condition, and what the service does about it."""

    wall = PersonWall(
        part=Part.CHARACTERISTICS,
        by=Written(later=("ended_at",), at="recorded_at"),
        only=AMENDS,
        kept_so=AMENDS,
    )
    follows = Moves(
        but="EXISTS (SELECT 1 FROM people_disability s WHERE s.person_id = onto"
        " AND s.code = t.code AND s.ended_at IS NULL AND t.ended_at IS NULL)",
        rule="one that both have now stays",
    )

    code = models.CharField(max_length=12)
    adjustment = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "code"], condition=Q(ended_at=None), name="disability_once_at_a_time"
            ),
        ]


class Caring(OfPerson):
    """Somebody for whom a person cares, in the words of the service: never the other's name."""

    wall = PersonWall(
        part=Part.FAMILY, by=Written(later=("ended_at",), at="recorded_at"), only=AMENDS, kept_so=AMENDS
    )
    follows = Moves()

    class Whom(models.TextChoices):
        """Who is cared for."""

        CHILD = "child", "a child"
        ADULT = "adult", "an adult"

    whom = models.CharField(max_length=8, choices=Whom.choices)
    how_many = models.PositiveSmallIntegerField(default=1)
    note = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)


class Override(OfPerson):
    """A reviewer's ruling that people of one scope with different markers are different people."""

    wall = PersonWall(part=None, web="SELECT", by=Written(at="recorded_at"))
    follows = Moves(
        but="EXISTS (SELECT 1 FROM people_override s WHERE s.person_id = onto AND s.scope = t.scope)",
        rule="a marker in a scope that both are in stays",
    )

    scope = models.UUIDField()
    marker = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "scope"], name="override_once_in_each_scope")
        ]


class OpenPoint(OfPerson):
    """Something a record said that stands for "not known", or that differs from what stands: asked until somebody answers."""

    wall = PersonWall(
        part=None,
        web="SELECT, UPDATE",
        by=Written(later=("settled_by", "settled_at"), at="recorded_at", answer="settled_by"),
        fixed=("field", "asks"),
    )
    follows = Moves(
        but="EXISTS (SELECT 1 FROM people_openpoint s WHERE s.person_id = onto"
        " AND s.field = t.field AND s.settled_at IS NULL AND t.settled_at IS NULL)",
        rule="one that both have open stays",
    )

    field = models.CharField(max_length=40)
    asks = models.CharField(max_length=200)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field"],
                condition=Q(settled_at=None),
                name="open_point_once_while_open",
            ),
            models.CheckConstraint(
                name="open_point_settled_when_and_by_whom_together",
                condition=Q(settled_at=None, settled_by=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
        ]
