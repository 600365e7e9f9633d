"""What access remembers: bodies, members, agreements, walls, restrictions, grants."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models

from throughcare.foundation.kernel import Permission, new_id

from .accounts import Accounts
from .follows import Collapses, Stays
from .rules import OrganisationKind, Sector
from .walls import Custom, GrantRows, KeptBy, OwnRows, Plumbing, Reference, Written


class Organisation(models.Model):
    """A body: a court, a commissioner, a provider, a partner."""

    wall = Reference(kept_by=Permission.ADMINISTER_ORGANISATIONS, once=True)

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    sector = models.CharField(max_length=20, default=Sector.PUBLIC)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name="organisation_name_once"),
            models.CheckConstraint(
                name="organisation_kind_is_known",
                condition=models.Q(kind__in=[k.value for k in OrganisationKind]),
            ),
            models.CheckConstraint(
                name="organisation_sector_is_known", condition=models.Q(sector__in=[s.value for s in Sector])
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of an organisation that people belong to: a team, an office, a court team."""

    wall = Reference(kept_by=Permission.ADMINISTER_ORGANISATIONS, once=True)

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    area_code = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="unit_name_once_in_organisation"),
        ]

    def __str__(self) -> str:
        return self.name


class Account(AbstractBaseUser):
    """Somebody who can sign in. It holds no role: that is membership."""

    wall = Plumbing(web="SELECT, INSERT, UPDATE", fixed=("is_active", "date_joined"))

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    objects = Accounts["Account"]()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    @property
    def is_staff(self) -> bool:
        """Nobody administers tables by hand here."""
        return False


_OWN_ACCOUNT = "coalesce(access_is_mine(THIS_TABLE.account_id), false)"
_SERVICE = "(THIS_TABLE.account_id IS NULL) = (THIS_TABLE.role = 'service')"


class Membership(models.Model):
    """An account, or a service, belonging to a unit in one role for a time."""

    wall = Reference(
        kept_by=Permission.ADMINISTER_MEMBERS,
        fixed=("account_id", "unit_id", "role"),
        only=f"(({_SERVICE}) AND NOT {_OWN_ACCOUNT})",
        # Whoever administers members may end a membership of their own, and make none and lengthen none.
        kept_so=f"(NOT {_OWN_ACCOUNT} OR coalesce(upper(THIS_TABLE.during) <= (SELECT app_at()), false))",
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    during = DateTimeRangeField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="membership_once_in_each_role_and_unit",
                expressions=[("account", "="), ("unit", "="), ("role", "="), ("during", "&&")],
                condition=models.Q(account__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["unit"], name="membership_unit")]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"


class SharingAgreement(models.Model):
    """An agreement under which one organisation lets another see people for a purpose; ``parts`` says what of their records."""

    wall = Reference(
        kept_by=Permission.MAKE_SHARING_AGREEMENT,
        fixed=("shared_by_id", "shared_with_id", "purpose", "basis", "parts"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    shared_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    shared_with = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=60)
    basis = models.CharField(max_length=300)
    parts = ArrayField(models.CharField(max_length=20))
    during = DateTimeRangeField()
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="agreement_once_for_each_purpose",
                expressions=[("shared_by", "="), ("shared_with", "="), ("purpose", "="), ("during", "&&")],
            ),
        ]


class EthicalWall(models.Model):
    """A wall between two organisations: neither reads what the other recorded while it stands."""

    # It is asked down in one's own name; it ends now or ended before, and by somebody else than asked.
    wall = Reference(
        kept_by=Permission.RAISE_WALL,
        fixed=("one_side_id", "other_side_id", "basis"),
        only="(upper_inf(THIS_TABLE.during) AND lower(THIS_TABLE.during) <= (SELECT app_at()) AND THIS_TABLE.asked_down_by IS NULL)",
        while_so="THIS_TABLE.during @> (SELECT app_at())",
        kept_so="""(lower(THIS_TABLE.during) <= (SELECT app_at()) AND CASE WHEN upper_inf(THIS_TABLE.during)
    THEN THIS_TABLE.asked_down_by IS NULL OR THIS_TABLE.asked_down_by = (SELECT app_member())
    ELSE upper(THIS_TABLE.during) <= (SELECT app_at()) AND access_may_take_down(THIS_TABLE.id, THIS_TABLE.asked_down_by) END)""",
        by=Written(later=("asked_down_by",)),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    one_side = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    other_side = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=300)
    during = DateTimeRangeField()
    asked_down_by = models.UUIDField(null=True)
    asked_down_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="wall_stands_between_two", condition=~models.Q(one_side=models.F("other_side"))
            ),
            models.CheckConstraint(
                name="wall_asked_down_by_whom_and_why",
                condition=models.Q(asked_down_by=None, asked_down_because="")
                | (models.Q(asked_down_by__isnull=False) & ~models.Q(asked_down_because="")),
            ),
        ]


class Restriction(models.Model):
    """A record closed to everybody but the members named, whatever grants they have."""

    wall = KeptBy(Permission.RESTRICT_RECORD, fixed=("because",))
    follows = Collapses(
        "access_close_as_merged",
        "access_open_as_parted",
        "the survivor is closed to whoever either record was closed to",
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField(db_index=True)
    because = models.CharField(max_length=300)
    open_to = models.JSONField(default=list)
    during = DateTimeRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="restriction_once_at_a_time", expressions=[("person_id", "="), ("during", "&&")]
            ),
        ]


class Kin(models.Model):
    """A member's own kin or friend, whose record they may not see."""

    wall = OwnRows(column="member_id", by=Written(member="member_id", at="declared_at"))
    follows = Collapses(
        "access_close_as_merged", "access_open_as_parted", "kin of either record are kin of the survivor"
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    member_id = models.UUIDField()
    person_id = models.UUIDField()
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member_id", "person_id"], name="kin_declared_once")]


class Grant(models.Model):
    """One unit may see one person, for a purpose, because of a cause, for a time: which ``parts`` of the record. Derived, never written."""

    wall = GrantRows()
    follows = Stays("sight is derived: it follows what causes it")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    unit_id = models.UUIDField()
    purpose = models.CharField(max_length=60)
    cause_kind = models.CharField(max_length=40)
    cause_id = models.UUIDField()
    agreement_id = models.UUIDField(null=True)
    parts = ArrayField(models.CharField(max_length=20))
    during = DateTimeRangeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cause_id", "cause_kind", "unit_id", "person_id"], name="grant_once_for_each_cause"
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "unit_id"], name="grant_person_unit"),
            models.Index(fields=["unit_id", "person_id"], name="grant_unit_person"),
        ]


_OWN = "membership_id = (SELECT app_member())"


CALENDAR = "calendar"
"""What a token is good for that a calendar reads appointments by, and nothing else."""


class Token(models.Model):
    """A token for the API, tied to one membership; only its digest is kept. ``only`` is the one thing it is good for, if one.

    ``password`` is what the account's password came down to when the token was made: with another, the token is over.
    """

    wall = Custom(
        web="SELECT, INSERT, UPDATE",
        # Read before anybody is known, by its digest: to know them is what it is for.
        rules={"SELECT": ("true", None), "INSERT": (None, _OWN), "UPDATE": (_OWN, _OWN)},
        by=Written(later=("stopped_at",), member="membership_id", at="made_at"),
        fixed=("digest", "label", "expires_at", "password", "only"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80)
    password = models.CharField(max_length=128, blank=True)
    only = models.CharField(max_length=12, blank=True, choices=[(CALENDAR, "a calendar")])
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)


class Idempotency(models.Model):
    """A write's key, so that the same form or call sent twice is done once."""

    wall = OwnRows(
        column="member_id",
        web="SELECT, INSERT, UPDATE",
        by=Written(member="member_id", at="at"),
        fixed=("key", "act"),
    )

    member_id = models.UUIDField()
    key = models.UUIDField()
    act = models.CharField(max_length=120)
    result = models.JSONField(null=True)
    at = models.DateTimeField()
    id = models.UUIDField(primary_key=True, default=new_id)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member_id", "key"], name="key_used_once")]


REFERS = {
    "person_id": "people.Person",
    # Whoever declares kin need not see them: a key would say which ids are hidden people's and which are nobody's.
    "Kin.person_id": "",
    "unit_id": "access.Unit",
    "member_id": "access.Membership",
    "asked_down_by": "access.Membership",
    "agreement_id": "access.SharingAgreement",
}
"""What the id columns of these tables mean, where no field says it: keys by name, put in force after migrations."""
