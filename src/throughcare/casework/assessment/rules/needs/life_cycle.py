"""The life of an assessment: which step is possible from where, as one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from throughcare.foundation.kernel import MemberId, Refused


class State(Enum):
    """Where an assessment stands."""

    DRAFT = "draft"
    SIGNED = "signed"
    AWAITING_COUNTERSIGN = "awaiting countersignature"
    COUNTERSIGNED = "countersigned"
    AWAITING_SECOND_COUNTERSIGN = "awaiting a second countersignature"
    TWICE_COUNTERSIGNED = "countersigned twice"
    RETURNED = "returned"
    LOCKED = "locked"
    LOCKED_INCOMPLETE = "locked incomplete"
    ROLLED_BACK = "rolled back"


class Step(Enum):
    """What can be done to an assessment."""

    SAVE = "save"
    SIGN = "sign"
    SIGN_FOR_COUNTERSIGN = "sign and ask for a countersignature"
    COUNTERSIGN = "countersign"
    COUNTERSIGN_FOR_SECOND = "countersign and ask for a second"
    COUNTERSIGN_AGAIN = "countersign for the second time"
    RETURN = "return for changes"
    LOCK = "lock"
    LOCK_INCOMPLETE = "lock incomplete"
    ROLL_BACK = "roll back"


_EDITABLE = (State.DRAFT, State.RETURNED, State.ROLLED_BACK)
_FINISHED = (State.SIGNED, State.COUNTERSIGNED, State.TWICE_COUNTERSIGNED)

TRANSITIONS: tuple[tuple[State, Step, State], ...] = (
    *((state, Step.SAVE, state) for state in _EDITABLE),
    *((state, Step.SIGN, State.SIGNED) for state in _EDITABLE),
    *((state, Step.SIGN_FOR_COUNTERSIGN, State.AWAITING_COUNTERSIGN) for state in _EDITABLE),
    *((state, Step.LOCK_INCOMPLETE, State.LOCKED_INCOMPLETE) for state in _EDITABLE),
    (State.AWAITING_COUNTERSIGN, Step.COUNTERSIGN, State.COUNTERSIGNED),
    (State.AWAITING_COUNTERSIGN, Step.COUNTERSIGN_FOR_SECOND, State.AWAITING_SECOND_COUNTERSIGN),
    (State.AWAITING_COUNTERSIGN, Step.RETURN, State.RETURNED),
    (State.AWAITING_SECOND_COUNTERSIGN, Step.COUNTERSIGN_AGAIN, State.TWICE_COUNTERSIGNED),
    (State.AWAITING_SECOND_COUNTERSIGN, Step.RETURN, State.RETURNED),
    *((state, Step.LOCK, State.LOCKED) for state in _FINISHED),
    *(
        (state, Step.ROLL_BACK, State.ROLLED_BACK)
        for state in (*_FINISHED, State.AWAITING_COUNTERSIGN, State.AWAITING_SECOND_COUNTERSIGN, State.LOCKED)
    ),
)

_NEXT = {(start, step): end for start, step, end in TRANSITIONS}


def next_state(state: State, step: Step) -> State:
    """Where a step leads; refuses a step that is not possible, and says which are."""
    if (state, step) not in _NEXT:
        possible = ", ".join(one.value for one in possible_steps(state)) or "nothing"
        raise Refused(
            f"an assessment that is {state.value} does not allow: {step.value}. Possible: {possible}"
        )
    return _NEXT[state, step]


def possible_steps(state: State) -> tuple[Step, ...]:
    """What can be done from a state, in the order of the table."""
    return tuple(step for start, step, _ in TRANSITIONS if start is state)


def is_editable(state: State) -> bool:
    """Whether answers may still be changed."""
    return Step.SAVE in possible_steps(state)


def is_complete(state: State) -> bool:
    """Whether a state counts as a completed assessment, which a tier or a plan may rest on."""
    return state in (*_FINISHED, State.LOCKED)


@dataclass(frozen=True)
class Signature:
    """Who took a signing step."""

    step: Step
    by: MemberId


_SIGNING = {
    Step.SIGN,
    Step.SIGN_FOR_COUNTERSIGN,
    Step.COUNTERSIGN,
    Step.COUNTERSIGN_FOR_SECOND,
    Step.COUNTERSIGN_AGAIN,
}


def check_signatory(step: Step, by: MemberId, earlier: Iterable[Signature]) -> None:
    """Refuses a countersignature by somebody who has signed this version already."""
    if step in _SIGNING and any(one.by == by for one in earlier):
        raise Refused("nobody signs the same assessment twice: another member must countersign it")


def diagram() -> str:
    """The table as a Mermaid state diagram, for the documents."""
    names = {state: state.name.lower() for state in State}
    lines = [f"    {names[start]} --> {names[end]}: {step.value}" for start, step, end in TRANSITIONS]
    return "\n".join(["stateDiagram-v2", "    [*] --> draft", *lines])
