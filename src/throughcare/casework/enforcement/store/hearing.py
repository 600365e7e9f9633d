"""What a court's own results bring about for a breach that is before it: harmless when heard twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.courts.queries import ToldOfBreach
from throughcare.foundation.kernel.days import day_of

from ..rules import FAILURE_MOVES, CourtOutcome, FailureState, Move
from .failures import Stands, of_sentences
from .recording import move_by_record

_OF_RESULT: Mapping[str, CourtOutcome] = {
    "breach": CourtOutcome.PROVED,
    "breach not proved": CourtOutcome.NOT_PROVED,
    "order continues": CourtOutcome.CONTINUED,
    "revocation": CourtOutcome.REVOKED,
    "re-sentence": CourtOutcome.RESENTENCED,
    "activation": CourtOutcome.ACTIVATED,
}
"""What the kinds of a court's result about a sentence passed before say of a breach."""


def court_told(told: ToldOfBreach, *, at: datetime) -> None:
    """What one result told: a breach that was proved is still to be dealt with, everything else deals with it."""
    outcome = _OF_RESULT.get(told.kind)
    if outcome is None:
        return
    for one in of_sentences([told.sentence_id]):
        if one.row.failed_on <= told.on:
            _move(one, outcome, told.on, at)


def court_amended(sentence_id: UUID, *, at: datetime) -> None:
    """An order that is before the court was changed by it."""
    for one in of_sentences([sentence_id]):
        if one.state in {FailureState.IN_COURT, FailureState.WARRANT}:
            _move(one, CourtOutcome.AMENDED, day_of(at), at)


def court_corrected(sentence_id: UUID, *, at: datetime) -> None:
    """What was dealt with by a result that was corrected is before the court again."""
    for one in of_sentences([sentence_id]):
        if Move.COURT_CORRECTED in FAILURE_MOVES[one.state]:
            _by_record(one, Move.COURT_CORRECTED, day_of(at), at, "")


def _move(one: Stands, outcome: CourtOutcome, on: date, at: datetime) -> None:
    move = Move.ADJOURNED if outcome is CourtOutcome.PROVED else Move.COURT_DECIDED
    if move not in FAILURE_MOVES[one.state] or (move is Move.ADJOURNED and _is_said(one, outcome, on)):
        return
    _by_record(one, move, on, at, outcome)


def _is_said(one: Stands, outcome: CourtOutcome, on: date) -> bool:
    return any((step.reason, step.on) == (outcome, on) for step in one.steps)


def _by_record(one: Stands, move: Move, on: date, at: datetime, reason: str) -> None:
    answering = one.row.decider_unit or one.row.notifier_unit
    move_by_record(one, move, on=on, answering=answering, today=day_of(at), reason=reason)
