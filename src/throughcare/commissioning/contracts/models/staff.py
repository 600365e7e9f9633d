"""What is remembered of staff who would transfer: posts as the provider told them, without a name; a later list stands in the place of an earlier one."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .agreements import Agreement

# Posts with their pay are the provider's, and of the team that takes over once it is named; the buyer is told their number and hours alone.
_SEES = f"""({holds(Permission.LOOK_AT_AGREEMENTS)}
  AND (contracts_provides(THIS_TABLE.agreement_id) OR contracts_takes_over(THIS_TABLE.agreement_id)))"""


class StaffTold(models.Model):
    """Posts that would transfer, as they were told at an instant, with how many there are and their hours a week."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (_SEES, None),
            "INSERT": (None, f"({holds(Permission.CHANGE_AGREEMENT)} AND contracts_provides(THIS_TABLE.agreement_id))"),
        },
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    posts = models.JSONField()
    count = models.IntegerField()
    hours = models.DecimalField(max_digits=9, decimal_places=2)
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="staff_told_can_be", condition=models.Q(count__gte=0, hours__gte=0))
        ]
        indexes = [models.Index(fields=["agreement", "-at"], name="staff_told_of_agreement")]
