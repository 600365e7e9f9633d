"""What may become of a sentence: one table, from which its diagram is drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from throughcare.foundation.kernel import Refused


class SentenceState(StrEnum):
    """Where a sentence stands."""

    IN_FORCE = "in force"
    IN_BREACH = "in breach"
    REVOKED = "revoked"
    COMPLETED = "completed"
    ENDED_BY_DEATH = "ended by death"
    QUASHED = "quashed"
    SET_ASIDE = "set aside"
    RECORDED_IN_ERROR = "recorded in error"
    REPLACED = "replaced"

    @property
    def counts(self) -> bool:
        """Whether the sentence was ever passed, as the record now has it: what was annulled is counted nowhere."""
        return self not in ANNULLED


RUNNING = frozenset({SentenceState.IN_FORCE, SentenceState.IN_BREACH})
ANNULLED = frozenset(
    {
        SentenceState.QUASHED,
        SentenceState.SET_ASIDE,
        SentenceState.RECORDED_IN_ERROR,
        SentenceState.REPLACED,
    }
)
_ENDED = frozenset({SentenceState.REVOKED, SentenceState.COMPLETED, SentenceState.ENDED_BY_DEATH})

SENTENCE_MOVES: Mapping[SentenceState, frozenset[SentenceState]] = {
    SentenceState.IN_FORCE: frozenset({SentenceState.IN_BREACH}) | _ENDED | ANNULLED,
    SentenceState.IN_BREACH: frozenset(
        {SentenceState.IN_FORCE, SentenceState.REVOKED, SentenceState.ENDED_BY_DEATH}
    )
    | ANNULLED,
    **{state: ANNULLED for state in SentenceState if state in _ENDED},
    **{state: frozenset() for state in SentenceState if state in ANNULLED},
}


SENTENCE_TAKEN_BACK: Mapping[SentenceState, frozenset[SentenceState]] = {
    then: frozenset(now for now in SENTENCE_MOVES if then in SENTENCE_MOVES[now])
    for then in SentenceState
    if then is not SentenceState.REPLACED
}
"""What a sentence may stand as once what was recorded of it is taken back as a mistake: as it stood before."""

_BECOMES: Mapping[str, SentenceState] = {
    "breach": SentenceState.IN_BREACH,
    "breach resolved": SentenceState.IN_FORCE,
    "breach not proved": SentenceState.IN_FORCE,
    "order continues": SentenceState.IN_FORCE,
    "revocation": SentenceState.REVOKED,
    "re-sentence": SentenceState.REVOKED,
    "activation": SentenceState.REVOKED,
    "completion": SentenceState.COMPLETED,
    "death": SentenceState.ENDED_BY_DEATH,
    "quashing": SentenceState.QUASHED,
    "setting aside": SentenceState.SET_ASIDE,
    "recorded in error": SentenceState.RECORDED_IN_ERROR,
    "replacement": SentenceState.REPLACED,
}


@dataclass(frozen=True)
class Told:
    """Something recorded of a sentence, by its key: of which kind, and on which day it says that it happened."""

    key: UUID
    kind: str
    on: date


@dataclass(frozen=True)
class Stood:
    """How a sentence stands after what was recorded of it, and what last changed that; None: nothing has."""

    state: SentenceState
    ended_on: date | None = None
    by: Told | None = None


def stands_after(told: Sequence[Told]) -> Stood:
    """How a sentence stands after what was recorded of it, in that order; what could change nothing then is passed over."""
    course = [Stood(SentenceState.IN_FORCE)]
    for one in told:
        before = course[-1]
        then = _BECOMES.get(one.kind)
        if one.kind == "death withdrawn" and before.state is SentenceState.ENDED_BY_DEATH:
            course.pop()
        elif then is not None and then in SENTENCE_MOVES[before.state]:
            course.append(Stood(then, None if then in RUNNING else one.on, one))
    return course[-1]


def check_can_become(now: SentenceState, then: SentenceState) -> None:
    """Refuse a move the table does not have."""
    if then not in SENTENCE_MOVES[now]:
        allowed = ", ".join(sorted(SENTENCE_MOVES[now])) or "nothing: it has ended"
        raise Refused(f"A sentence that is {now} cannot become {then}. It can become: {allowed}.")
