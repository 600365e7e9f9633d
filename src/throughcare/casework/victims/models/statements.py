"""What a victim says to the Parole Board, in their own words, and each of its moves: read by whoever holds the record, and by nobody else here."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written
from throughcare.foundation.kernel import new_id

from ..rules import StatementMove, StatementState
from .letters import MoveStep, of_known_words, steps_wall
from .told import Victim
from .walls import OF_ONE_HELD

_WORDED = [StatementState.WRITTEN.value, StatementState.SUBMITTED.value]
_STANDS = [StatementState.ASKED.value, *_WORDED]


class Statement(models.Model):
    """A statement to the Parole Board for a hearing: asked for, written down as the victim says it, submitted, or withdrawn."""

    wall = Custom(
        web="SELECT, INSERT, UPDATE",
        rules={"SELECT": (OF_ONE_HELD, None), "INSERT": (None, OF_ONE_HELD), "UPDATE": (OF_ONE_HELD, OF_ONE_HELD)},
        by=Written(member="member_id", at="at"),
        fixed=("victim_id", "hearing_on"),
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=new_id)
    victim = models.ForeignKey(Victim, models.PROTECT, related_name="statements")
    hearing_on = models.DateField()
    words = models.TextField(blank=True)
    state = models.CharField(max_length=30, default=StatementState.ASKED)
    since = models.DateField()
    submitted_on = models.DateField(null=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_statement_stands_somewhere",
                condition=Q(state__in=[one.value for one in StatementState]),
            ),
            models.CheckConstraint(
                name="what_is_said_to_the_board_has_words", condition=~Q(state__in=_WORDED) | ~Q(words="")
            ),
            models.CheckConstraint(
                name="a_statement_is_submitted_before_the_hearing",
                condition=~Q(state=StatementState.SUBMITTED)
                | Q(submitted_on__isnull=False, submitted_on__lte=F("hearing_on")),
            ),
            models.UniqueConstraint(
                fields=["victim", "hearing_on"],
                condition=Q(state__in=_STANDS),
                name="one_statement_of_a_victim_for_a_hearing",
            ),
        ]


class StatementStep(MoveStep):
    """One move of a statement: from where to where, on which day, and what was said of it; never changed."""

    wall = steps_wall("victims_statement", "statement_id")

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="steps")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "number"], name="one_step_of_a_statement_of_a_number"
            ),
            models.CheckConstraint(
                name="a_step_of_a_statement_is_known", condition=of_known_words(StatementMove, StatementState)
            ),
        ]


explains(
    one_statement_of_a_victim_for_a_hearing="They were asked about this hearing already. Look again.",
    one_step_of_a_statement_of_a_number="Somebody else moved this on while you had it open. Look again.",
)
