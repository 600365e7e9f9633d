"""Courts, the codes they are known by, offences, and which team serves a court."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.walls import Reference, Written
from throughcare.foundation.kernel import Permission, new_id


class Court(models.Model):
    """A court of England or Wales, by its code."""

    wall = Reference(kept_by=Permission.ADMINISTER_ORGANISATIONS, once=True)

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

    wall = Reference(
        kept_by=Permission.ADMINISTER_ORGANISATIONS, by=Written(answer="member_id", later=("member_id",))
    )

    code = models.CharField(max_length=20, primary_key=True)
    kind = models.CharField(max_length=40)
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="+")
    edition = models.CharField(max_length=40)
    because = models.CharField(max_length=200, blank=True)
    member_id = models.UUIDField(null=True)


class CourtTeam(models.Model):
    """Which unit of probation serves a court."""

    wall = Reference(kept_by=Permission.ADMINISTER_ORGANISATIONS)

    court = models.OneToOneField(Court, on_delete=models.PROTECT, primary_key=True, related_name="+")
    unit_id = models.UUIDField()


class CodeMeaning(models.Model):
    """What a code or label of the courts means here: whose list it is of, and where that is known from."""

    wall = Reference(
        kept_by=Permission.ADMINISTER_ORGANISATIONS, by=Written(answer="member_id", later=("member_id",))
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    list_name = models.CharField(max_length=20)
    code = models.CharField(max_length=200)
    means = models.CharField(max_length=20)
    value = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=300)
    member_id = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list_name", "code"], name="code_means_one_thing")]


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
