"""What becomes of a case in flight when the operating model changes: decided purely, then told or done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from uuid import UUID

from throughcare.foundation.operating_model.rules import Function, InFlight

from .holding import FUNCTION_OF
from .words import TenureKind


class Fate(StrEnum):
    """What becomes of one case."""

    UNTOUCHED = "untouched"
    STAYS = "stays"
    MOVES = "moves"
    TO_DECIDE = "to_decide"


@dataclass(frozen=True)
class Flow:
    """One role of one case under the change: the organisation that has it now, and the one to have it or why none is."""

    kind: TenureKind
    was: UUID
    becomes: UUID | Enum


@dataclass(frozen=True)
class Course:
    """The whole course of one case: its fate, the tenures that end, the organisation that takes it, and every role."""

    fate: Fate
    ends: tuple[TenureKind, ...]
    passes_to: UUID | None
    flows: tuple[Flow, ...]


def course_of(
    rule: InFlight,
    *,
    tenures: Mapping[TenureKind, UUID],
    wanted: Iterable[TenureKind],
    answering: UUID,
    holder: Callable[[Function], UUID | Enum],
) -> Course:
    """What becomes of a case: ``tenures`` are the organisations that hold its roles, ``answering`` the one whose it is.

    Stay: nothing ends, whoever holds what. Move: what the model gives elsewhere ends, and the case passes to the body
    that manages. Decide again: the same ends, and the case waits where it is.
    """
    elsewhere = {kind: held for kind, org in tenures.items() if (held := holder(FUNCTION_OF[kind])) != org}
    flows = tuple(
        Flow(kind, tenures.get(kind, answering), holder(FUNCTION_OF[kind]))
        for kind in _roles(tenures, wanted)
    )
    manager = holder(Function.OFFENDER_MANAGEMENT)
    passes_to = manager if isinstance(manager, UUID) and manager != answering else None
    if not elsewhere and passes_to is None:
        return Course(Fate.UNTOUCHED, (), None, flows)
    if rule is InFlight.STAY:
        return Course(Fate.STAYS, (), None, flows)
    ends = tuple(sorted(elsewhere))
    if rule is InFlight.DECIDE_AGAIN:
        return Course(Fate.TO_DECIDE, ends, None, flows)
    return Course(Fate.MOVES, ends, passes_to, flows)


def _roles(tenures: Mapping[TenureKind, UUID], wanted: Iterable[TenureKind]) -> list[TenureKind]:
    return sorted({*tenures, *wanted})
