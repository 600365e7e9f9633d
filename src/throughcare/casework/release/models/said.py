"""What a release's days are worked out from, the prison's own days, needs, licences, and steps to parole: each row is added and none is changed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from throughcare.foundation.access.constraints import explains
from throughcare.foundation.access.follows import GoesWith
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.walls import PersonWall, Written, holds
from throughcare.foundation.kernel import Permission, new_id

from ..rules.handover import EarlyReason
from ..rules.words import (
    BoardSays,
    ConditionKind,
    DateKind,
    Group,
    LicenceMove,
    NeedKind,
    NeedState,
    Owes,
    ParoleKind,
)

MOST_DAYS = 36525


def _one_of(values: type[str]) -> list[str]:
    return [str(one) for one in values]  # type: ignore[attr-defined]


_PART = "supervision_part_in(THIS_TABLE.case_id, THIS_TABLE.person_id)"
_RECORDS = f"({holds(Permission.RECORD_RELEASE)} AND {_PART})"
_WRITES = f"({holds(Permission.WRITE_LICENCE)} AND {_PART})"
_OF_A_LICENCE = """EXISTS (SELECT 1 FROM release_licence l WHERE l.id = THIS_TABLE.licence_id
  AND l.person_id = THIS_TABLE.person_id AND supervision_part_in(l.case_id, l.person_id))"""
_WRITES_THIS = f"({holds(Permission.WRITE_LICENCE)} AND {_OF_A_LICENCE})"
# Whoever sent a licence for approval never approves it, whatever else they may do.
_SENT_BY_OTHERS = "NOT release_sent_by_viewer(THIS_TABLE.licence_id)"
_DECIDES = f"({holds(Permission.APPROVE_LICENCE)} AND {_SENT_BY_OTHERS} AND THIS_TABLE.move IN ('approve', 'send back'))"
_MOVES = f"({_OF_A_LICENCE} AND ({_DECIDES} OR ({holds(Permission.WRITE_LICENCE)} AND NOT THIS_TABLE.move IN ('approve', 'send back'))))"
_OF_A_STEP = f"""({holds(Permission.RECORD_RELEASE)} AND EXISTS (SELECT 1 FROM release_parolestep p WHERE p.id = THIS_TABLE.step_id
  AND p.person_id = THIS_TABLE.person_id AND supervision_part_in(p.case_id, p.person_id)))"""
_BY = Written(member="member_id", at="at")


class Said(models.Model):
    """What is said of a case's release: who said it and when; numbered, so that of two who say it at once one is told."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    case = models.ForeignKey("supervision.Case", models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    at = models.DateTimeField()
    member_id = models.UUIDField()

    class Meta:
        abstract = True


class TermSaid(Said):
    """What somebody says of a sentence for working out its days: which law of release, and days that count; null: not said."""

    wall = PersonWall(part=Part.PLAN, web="SELECT, INSERT", by=_BY, only=_RECORDS)
    follows = GoesWith("case_id")

    sentence = models.ForeignKey("courts.Sentence", models.PROTECT, related_name="+")
    group = models.CharField(max_length=20)
    youth = models.BooleanField(default=False)
    credit_days = models.IntegerField(null=True)
    because = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sentence", "number"], name="a_term_is_said_in_order"),
            models.CheckConstraint(
                name="a_term_falls_under_a_law", condition=Q(group__in=_one_of(Group)) & ~Q(because="")
            ),
            models.CheckConstraint(
                name="days_that_count_are_a_number",
                condition=Q(credit_days=None) | Q(credit_days__range=(0, MOST_DAYS)),
            ),
        ]
        indexes = [models.Index(fields=["case"], name="terms_said_of_case")]


class Figure(Said):
    """A day that the prison gives for a sentence, of which document and day; null: the prison says that there is none."""

    wall = PersonWall(part=Part.PLAN, web="SELECT, INSERT", by=_BY, only=_RECORDS)
    follows = GoesWith("case_id")

    kind = models.CharField(max_length=60)
    on = models.DateField(null=True)
    given_on = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "number"], name="a_figure_is_given_in_order"),
            models.CheckConstraint(
                name="a_figure_is_of_a_kind", condition=Q(kind__in=_one_of(DateKind)) & ~Q(source="")
            ),
        ]


class DaysSaid(Said):
    """Days added to what is served, or given back (below nought), and why."""

    wall = PersonWall(part=Part.PLAN, web="SELECT, INSERT", by=_BY, only=_RECORDS)
    follows = GoesWith("case_id")

    days = models.IntegerField()
    because = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="days_are_added_in_order"),
            models.CheckConstraint(
                name="days_added_are_some",
                condition=~Q(days=0) & Q(days__range=(-MOST_DAYS, MOST_DAYS)) & ~Q(because=""),
            ),
        ]


class InsideSaid(Said):
    """What is known of somebody's time inside that no other table knows; null: not known."""

    wall = PersonWall(part=Part.PLAN, web="SELECT, INSERT", by=_BY, only=_RECORDS)
    follows = GoesWith("case_id")

    early_reasons = ArrayField(models.CharField(max_length=60), default=list)
    early_agreed = models.BooleanField(null=True)
    managed_together = models.BooleanField(null=True)
    womens_prison = models.BooleanField(null=True)
    open_since = models.DateField(null=True)
    immigration = models.BooleanField(null=True)
    more_to_come = models.BooleanField(null=True)
    no_curfew = models.BooleanField(null=True)
    confirmed_release = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="facts_inside_are_said_in_order"),
            models.CheckConstraint(
                name="reasons_to_hand_over_early_are_known",
                condition=Q(early_reasons__contained_by=_one_of(EarlyReason)),
            ),
        ]


class Looked(Said):
    """The days of a release as somebody looked at them: what moves after that is told of until somebody looks again."""

    wall = PersonWall(part=Part.PLAN, web="SELECT, INSERT", by=_BY, only=_RECORDS)
    follows = GoesWith("case_id")

    days = models.JSONField()
    handover_on = models.DateField(null=True)
    responsible = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="days_are_looked_at_in_order")]


class NeedSaid(Said):
    """What is known of one need for the day of release: how it stands, what it is, who owes it and by when; the goal it made."""

    wall = PersonWall(part=Part.PLAN, web="SELECT, INSERT", by=_BY, only=_RECORDS)
    follows = GoesWith("case_id")

    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=20)
    what = models.CharField(max_length=300, blank=True)
    due = models.DateField(null=True)
    owner_id = models.UUIDField(null=True)
    goal_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "number"], name="a_need_is_said_in_order"),
            models.CheckConstraint(
                name="a_need_stands_somewhere",
                condition=Q(kind__in=_one_of(NeedKind), state__in=_one_of(NeedState)),
            ),
            models.CheckConstraint(
                name="help_that_is_needed_has_a_day",
                condition=~Q(state=NeedState.NEEDED) | Q(due__isnull=False, owner_id__isnull=False),
            ),
        ]


class Licence(Said):
    """A licence from its first draft to its end: by which edition of the policy list it is written."""

    wall = PersonWall(part=Part.PLAN, web="SELECT, INSERT", by=_BY, only=_WRITES)
    follows = GoesWith("case_id")

    edition = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="licences_are_written_in_order"),
            models.CheckConstraint(name="a_licence_follows_a_list", condition=~Q(edition="")),
        ]


class OfLicence(models.Model):
    """A row of a licence, numbered within it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    at = models.DateTimeField()
    member_id = models.UUIDField()

    class Meta:
        abstract = True


class LicenceStep(OfLicence):
    """One move of a licence, by whom and why; those that the days made stand beside the one that was asked for."""

    wall = PersonWall(part=Part.PLAN, web="SELECT, INSERT", by=_BY, only=_MOVES)
    follows = GoesWith("licence_id")

    move = models.CharField(max_length=40)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["licence", "number"], name="a_licence_moves_in_order"),
            models.CheckConstraint(name="a_licence_moves_so", condition=Q(move__in=_one_of(LicenceMove))),
        ]


class LicenceCondition(OfLicence):
    """A condition added in a round of writing, or, where ``takes_out`` names one, that condition taken out in it.

    ``area`` are the corners, in degrees north and east, of an area that goes with it on a map; null where none does.
    """

    wall = PersonWall(part=Part.PLAN, web="SELECT, INSERT", by=_BY, only=_WRITES_THIS)
    follows = GoesWith("licence_id")

    round = models.SmallIntegerField()
    kind = models.CharField(max_length=20)
    code = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=600)
    plain = models.CharField(max_length=600)
    area = models.JSONField(null=True)
    takes_out = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["licence", "number"], name="conditions_are_added_in_order"),
            models.UniqueConstraint(fields=["takes_out", "round"], name="a_condition_is_taken_out_once"),
            models.CheckConstraint(
                name="a_condition_says_what_and_means_what",
                condition=Q(kind__in=_one_of(ConditionKind)) & ~Q(words="") & ~Q(plain=""),
            ),
        ]


class ParoleStep(Said):
    """A step agreed on the way of somebody whose release the Parole Board decides: which side owes it, and by when."""

    wall = PersonWall(part=Part.PLAN, web="SELECT, INSERT", by=_BY, only=_RECORDS)
    follows = GoesWith("case_id")

    kind = models.CharField(max_length=60)
    owes = models.CharField(max_length=20)
    due = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="steps_are_agreed_in_order"),
            models.CheckConstraint(
                name="a_step_is_of_a_kind_and_owed",
                condition=Q(kind__in=_one_of(ParoleKind), owes__in=_one_of(Owes)),
            ),
        ]


class ParoleDone(models.Model):
    """A step that was done, on which day, and what the Parole Board decided where it was its decision."""

    wall = PersonWall(part=Part.PLAN, web="SELECT, INSERT", by=_BY, only=_OF_A_STEP)
    follows = GoesWith("step_id")

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    step = models.OneToOneField(ParoleStep, models.PROTECT, related_name="done")
    on = models.DateField()
    says = models.CharField(max_length=30, blank=True)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    member_id = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="the_board_says_so", condition=Q(says="") | Q(says__in=_one_of(BoardSays))
            ),
        ]


_LOOK_AGAIN = "Somebody else recorded something here while you had it open. Look again."
explains(
    a_term_is_said_in_order=_LOOK_AGAIN,
    a_figure_is_given_in_order=_LOOK_AGAIN,
    days_are_added_in_order=_LOOK_AGAIN,
    facts_inside_are_said_in_order=_LOOK_AGAIN,
    days_are_looked_at_in_order=_LOOK_AGAIN,
    a_need_is_said_in_order=_LOOK_AGAIN,
    licences_are_written_in_order=_LOOK_AGAIN,
    a_licence_moves_in_order=_LOOK_AGAIN,
    conditions_are_added_in_order=_LOOK_AGAIN,
    a_condition_is_taken_out_once="That condition is taken out already.",
    steps_are_agreed_in_order=_LOOK_AGAIN,
)
