"""What is written to a victim, or said to them on the telephone: its text as it was checked, and each of its moves."""

from __future__ import annotations

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.walls import Custom, Written
from throughcare.foundation.kernel import new_id

from ..rules import LetterMove, LetterState, Means
from .told import StageReached, Victim
from .walls import OF_ONE_HELD

_HELD = {"SELECT": (OF_ONE_HELD, None), "INSERT": (None, OF_ONE_HELD)}
_BEFORE_A_CHECK = [LetterState.DRAFTED.value, LetterState.SENT_BACK.value, LetterState.CALLED_OFF.value]
_UNSENT = [one.value for one in LetterState if one.is_unsent]
_STANDS = [one.value for one in LetterState if one.is_unsent or one.has_told]


class Letter(models.Model):
    """A letter, or a call, to a victim: the first, about a stage, or of the year; whoever wrote its text never checks it."""

    wall = Custom(
        web="SELECT, INSERT, UPDATE",
        rules=_HELD | {"UPDATE": (OF_ONE_HELD, OF_ONE_HELD)},
        by=Written(member="member_id", at="at", later=("written_by", "checked_by")),
        fixed=("victim_id", "stage_id", "first", "edition"),
    )

    id = models.UUIDField(primary_key=True, default=new_id)
    victim = models.ForeignKey(Victim, models.PROTECT, related_name="letters")
    stage = models.ForeignKey(StageReached, models.PROTECT, null=True, related_name="+")
    first = models.BooleanField(default=False)
    edition = models.CharField(max_length=60)
    text = models.TextField(max_length=4000)
    state = models.CharField(max_length=30, default=LetterState.DRAFTED)
    since = models.DateField()
    written_by = models.UUIDField()
    checked_by = models.UUIDField(null=True)
    sent_on = models.DateField(null=True)
    means = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_letters_words_are_known",
                condition=Q(state__in=[one.value for one in LetterState], means__in=["", *(one.value for one in Means)])
                & ~Q(text=""),
            ),
            models.CheckConstraint(
                name="nobody_checks_what_they_wrote",
                condition=Q(checked_by=None) | ~Q(checked_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="what_goes_was_checked",
                condition=Q(state__in=_BEFORE_A_CHECK) | Q(checked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="what_went_has_a_day_and_means",
                condition=Q(state__in=[*_UNSENT, LetterState.CALLED_OFF.value], sent_on=None, means="")
                | (Q(sent_on__isnull=False) & ~Q(means="")),
            ),
            models.UniqueConstraint(
                fields=["victim", "stage"],
                condition=Q(state__in=_STANDS),
                name="a_stage_is_told_once",
            ),
            models.UniqueConstraint(
                fields=["victim"],
                condition=Q(stage=None, first=False, state__in=_UNSENT),
                name="one_letter_of_the_year_is_written_at_a_time",
            ),
            models.CheckConstraint(
                name="the_first_letter_is_about_no_stage", condition=Q(first=False) | Q(stage=None)
            ),
            models.UniqueConstraint(
                fields=["victim"], condition=Q(first=True, state__in=_UNSENT), name="one_first_letter_is_written_at_a_time"
            ),
        ]  # fmt: skip

    @property
    def is_of_the_year(self) -> bool:
        """Whether it is the letter of the year: about no stage, and not the first."""
        return self.stage_id is None and not self.first


class MoveStep(models.Model):
    """One move of a thing: from where to where, on which day, and what was said; never changed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.SmallIntegerField()
    move = models.CharField(max_length=40, blank=True)
    before = models.CharField(max_length=30, blank=True)
    after = models.CharField(max_length=30)
    on = models.DateField()
    note = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()

    class Meta:
        abstract = True


def of_known_words(moves: type[StrEnum], states: type[StrEnum]) -> Q:
    """That a step says what its table of moves knows."""
    known = [one.value for one in states]
    return Q(move__in=["", *(one.value for one in moves)], before__in=["", *known], after__in=known)


def steps_wall(table: str, column: str) -> Custom:
    """The wall of the steps of a thing: as the thing's own."""
    its = f"EXISTS (SELECT 1 FROM {table} l WHERE l.id = THIS_TABLE.{column})"
    return Custom(
        web="SELECT, INSERT",
        rules={"SELECT": (its, None), "INSERT": (None, its)},
        by=Written(member="member_id", at="at"),
    )


class LetterStep(MoveStep):
    """One move of a letter: from where to where, on which day, and what was said; never changed."""

    wall = steps_wall("victims_letter", "letter_id")

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="steps")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="one_step_of_a_letter_of_a_number"),
            models.CheckConstraint(
                name="a_step_of_a_letter_is_known", condition=of_known_words(LetterMove, LetterState)
            ),
        ]


explains(
    a_stage_is_told_once="Somebody wrote about this stage already. Look again.",
    one_first_letter_is_written_at_a_time="The first letter is being written already. Look again.",
    one_letter_of_the_year_is_written_at_a_time="A letter of the year is being written already. Look again.",
    one_step_of_a_letter_of_a_number="Somebody else moved this on while you had it open. Look again.",
)
