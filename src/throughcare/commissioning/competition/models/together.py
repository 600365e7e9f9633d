"""What a competition remembers of those who bid together: each one's own word, sealed as a bid is."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.walls import Custom, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from .conditions import APART, CLOSED, I_OPEN, OURS, STILL_OPEN, WE_BUY, wears
from .sealed import Round


class Promised(models.Model):
    """A team's word that it takes part in another's bid, sealed; or that it takes such a word back."""

    wall = Custom(
        web="SELECT, INSERT",
        by=Written(member="member_id", unit="unit_id", at="at"),
        rules={
            "SELECT": (f"(({OURS} OR ({I_OPEN} AND {CLOSED})) AND {APART})", None),
            "INSERT": (
                None,
                f"({holds(Permission.SEND_BID)} AND {STILL_OPEN} AND NOT {WE_BUY} AND {wears('bidder')})",
            ),
        },
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    content = models.BinaryField(null=True)
    half_one = models.BinaryField(null=True)
    half_two = models.BinaryField(null=True)
    takes_back = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    unit_id = models.UUIDField()
    member_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_promise_is_sealed_whole_or_takes_one_back",
                condition=models.Q(content=None, half_one=None, half_two=None, takes_back__isnull=False)
                | models.Q(
                    content__isnull=False, half_one__isnull=False, half_two__isnull=False, takes_back=None
                ),
            )
        ]
