"""Which conditions a victim asked for: the one thing of theirs that crosses over, and this row of whose it was does not."""

from __future__ import annotations

from django.db import models

from throughcare.foundation.access.walls import Custom
from throughcare.foundation.kernel import new_id

from .told import Victim
from .walls import OF_ONE_HELD


class AskedCondition(models.Model):
    """That a victim asked for a condition, put forward by whom; written by one function, with the condition itself."""

    wall = Custom(web="SELECT", rules={"SELECT": (OF_ONE_HELD, None)})

    id = models.UUIDField(primary_key=True, default=new_id)
    victim = models.ForeignKey(Victim, models.PROTECT, related_name="+")
    proposal = models.OneToOneField("release.ProposedCondition", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    member_id = models.UUIDField()
