"""What may become of a sentence: one table, from which its diagram is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

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


def check_can_become(now: SentenceState, then: SentenceState) -> None:
    """Refuse a move the table does not have."""
    if then not in SENTENCE_MOVES[now]:
        allowed = ", ".join(sorted(SENTENCE_MOVES[now])) or "nothing: it has ended"
        raise Refused(f"A sentence that is {now} cannot become {then}. It can become: {allowed}.")
