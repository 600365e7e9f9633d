"""Tells how long victims waited and what they answered, of the records that the viewer holds: by waits and answers, never by letters alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from django.db.models import Min

from throughcare.foundation.kernel import WorkingCalendar

from ..models import Letter, Victim, VictimStep
from ..rules import LetterState, Scheme, VictimKind, VictimMove, VictimState, first_letter_due

YEAR = "the letter of the year"


@dataclass(frozen=True)
class Waits:
    """How victims waited, of the records that the viewer holds: days from the sentence to the referral and to the first letter, and answers.

    A median of None is of nobody; ``within`` are first letters sent within their limit, of ``sent``. ``told`` are letters and calls that
    went, of which ``heard`` were answered, ``unheard`` were not, and of ``silent`` nothing is known yet.
    """

    referred: int
    to_referral: float | None
    sent: int
    within: int
    to_letter: float | None
    answered: int
    waiting: int
    told: int
    heard: int
    unheard: int
    silent: int
    by_stage: tuple[ToldOf, ...]


@dataclass(frozen=True)
class ToldOf:
    """Of one stage, or of the year: how many letters and calls went, and how many were answered."""

    stage: str
    told: int
    heard: int


def waits(*, at: datetime) -> Waits:
    """How long the viewer's victims waited, in days; who was never written to is counted as waiting, and never as a wait of nought."""
    rows = list(Victim.objects.select_related("covered").exclude(kind=VictimKind.CHILD.value))
    sent = dict(
        VictimStep.objects.filter(victim__in=[row.id for row in rows], move=VictimMove.INVITE.value)
        .values("victim")
        .annotate(first=Min("on"))
        .values_list("victim", "first")
    )
    calendar = WorkingCalendar()
    limits = {
        row.id: first_letter_due(
            Scheme(row.covered.scheme), row.covered.imposed_on, row.referred_on, calendar
        )
        for row in rows
        if Scheme(row.covered.scheme).is_offered
    }
    said = {VictimMove.OPT_IN.value, VictimMove.OPT_OUT.value, VictimMove.LATER.value}
    answered = set(VictimStep.objects.filter(victim__in=sent, move__in=said).values_list("victim", flat=True))
    return Waits(
        len(rows), _median((row.referred_on - row.covered.imposed_on).days for row in rows), len(sent),
        sum(sent[one] <= limits[one] for one in sent if one in limits),
        _median((sent[row.id] - row.covered.imposed_on).days for row in rows if row.id in sent), len(answered),
        sum(row.id not in sent and row.state == VictimState.REFERRED for row in rows), *_went(),
    )  # fmt: skip


def _went() -> tuple[int, int, int, int, tuple[ToldOf, ...]]:
    """What went to victims whose records the viewer holds: how many, answered, not answered, and not known; and by stage."""
    went = [one.value for one in LetterState if one.has_told]
    rows = list(Letter.objects.filter(state__in=went, first=False).values_list("stage__stage", "state"))
    states = Counter(state for _, state in rows)
    told, heard = (
        Counter(stage or YEAR for stage, _ in rows),
        Counter(stage or YEAR for stage, state in rows if state == LetterState.ANSWERED),
    )
    by_stage = tuple(ToldOf(stage, told[stage], heard[stage]) for stage in sorted(told))
    return (
        len(rows),
        states[LetterState.ANSWERED],
        states[LetterState.NO_ANSWER],
        states[LetterState.SENT],
        by_stage,
    )


def _median(days: Iterable[int]) -> float | None:
    known = list(days)
    return median(known) if known else None
