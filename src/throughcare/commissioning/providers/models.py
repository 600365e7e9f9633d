"""What the register remembers: editions of each organisation's passport, added and never changed."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

REFERS = {"member_id": "access.Membership", "organisation_id": "access.Organisation"}
"""What the id columns mean: each has a key to the row it is of."""

_OURS = f"(THIS_TABLE.organisation_id = (SELECT app_organisation()) AND {holds(Permission.KEEP_PASSPORT)})"


class PassportEdition(models.Model):
    """One edition of an organisation's passport, by its number from 1: whoever leads a provider of it reads and adds, nobody else."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", organisation="organisation_id", at="at"),
        rules={"SELECT": (_OURS, None), "INSERT": (None, _OURS)},
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    number = models.IntegerField()
    facts = models.JSONField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "number"], name="one_passport_of_a_number"),
            models.CheckConstraint(name="editions_count_from_one", condition=models.Q(number__gte=1)),
        ]


explains(
    one_passport_of_a_number="Somebody changed the passport in the meantime. Look at it again: nothing was changed."
)
