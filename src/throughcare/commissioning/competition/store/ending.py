"""Loads what came after the bids of a competition: its notices, questions, challenges and signature."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import connection

from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from ..models import Answered, Challenge, ChallengeEnded, Notice, Question, Round, Signature
from ..rules.ending import Decided, Way
from ..rules.noticing import Kind, Notices, When, notices
from .rounds import RoundStands


@dataclass(frozen=True)
class Ending:
    """A competition's notices by kind, the challenges that the viewer sees with how each ended, and its signature."""

    stands: RoundStands
    notices: Mapping[Kind, Notice] = field(default_factory=dict)
    challenges: tuple[Challenge, ...] = ()
    ended: Mapping[UUID, ChallengeEnded] = field(default_factory=dict)
    signature: Signature | None = None

    @property
    def open_challenges(self) -> list[Challenge]:
        """The challenges that hold."""
        return [one for one in self.challenges if one.id not in self.ended]

    @property
    def given(self) -> frozenset[Kind]:
        """The notices given: that of the tender is the competition itself."""
        return frozenset({*self.notices, Kind.TENDER})

    @property
    def days(self) -> dict[When, date]:
        """On which day each thing happened that a notice is due after."""
        stands = self.stands
        found = {When.BEFORE: day_of(stands.row.at), When.OPEN: day_of(stands.row.at)}
        if stands.decision is not None and stands.decision.award["awarded"] and stands.called_off is None:
            found[When.AWARD] = day_of(stands.decision.at)
        if self.signature is not None:
            found[When.SIGNED] = day_of(self.signature.at)
        if stands.called_off is not None:
            found[When.ABANDONED] = day_of(stands.called_off.at)
        return found

    @property
    def decided(self) -> Decided:
        """What happened since the decision, for the rule; refused where nothing was decided."""
        decision = self.stands.decision
        if decision is None or self.stands.called_off is not None:
            raise Refused("This competition is not decided, or was called off.")
        award = self.notices.get(Kind.AWARD)
        ways = [Way(self.ended[one.id].way) if one.id in self.ended else None for one in self.challenges]
        return Decided(
            bool(decision.award["awarded"]), award.sign_from if award else None, tuple(ways), self.signature is not None
        )  # fmt: skip


def ending(stands: RoundStands) -> Ending:
    """What came after the bids of one competition, as far as the viewer sees it."""
    return endings([stands])[stands.row.id]


def endings(every: Iterable[RoundStands]) -> dict[UUID, Ending]:
    """What came after the bids of these competitions; the same number of queries for any."""
    stood = {one.row.id: one for one in every}
    told: dict[UUID, dict[Kind, Notice]] = {one: {} for one in stood}
    for notice in Notice.objects.filter(round__in=stood):
        told[notice.round_id][Kind(notice.kind)] = notice
    held: dict[UUID, list[Challenge]] = {one: [] for one in stood}
    for challenge in Challenge.objects.filter(round__in=stood).order_by("at", "id"):
        held[challenge.round_id].append(challenge)
    ended: dict[UUID, dict[UUID, ChallengeEnded]] = {one: {} for one in stood}
    for end in ChallengeEnded.objects.filter(round__in=stood):
        ended[end.round_id][end.challenge_id] = end
    signed = {one.round_id: one for one in Signature.objects.filter(round__in=stood)}
    return {id: Ending(stood[id], told[id], tuple(held[id]), ended[id], signed.get(id)) for id in stood}


def law_of(row: Round) -> Notices:
    """The notices of a competition's law, as it was on the day it was published."""
    return notices(row.regime, day_of(row.at))


def questions(round_id: UUID) -> tuple[list[Question], dict[UUID, Answered]]:
    """The questions that the viewer sees, oldest first, and every answer by its question."""
    asked = list(Question.objects.filter(round=round_id).order_by("at", "id"))
    return asked, {
        one.question_id: one for one in Answered.objects.filter(round=round_id).order_by("at", "id")
    }


def may_be_signed(round_id: UUID) -> bool:
    """Whether what a competition awarded may be signed now, as the database knows it, whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT competition_may_be_signed(%s)", [round_id])
        return bool(cursor.fetchone()[0])


def said_in(text: str, field_name: str, longest: int) -> str:
    """Words on one line, refused when there are none or too many characters."""
    words = " ".join(text.split())
    if not words or len(words) > longest:
        raise Refused(f"Write something, in at most {longest:,} characters.", field=field_name)
    return words
