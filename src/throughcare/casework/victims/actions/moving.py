"""A victim's way through the scheme: written to, in, out, later, not traced, and the end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import at_most

from ..models import CoveredSentence
from ..rules import Choice, StageKind, VictimKind, VictimMove, VictimState, check_victim_move
from .first import came_of_first
from .stating import stop_statements
from .steps import change_victim, not_ahead, victim_in_hand, write_step
from .writing import stop_letters


@action(Permission.KEEP_VICTIMS_TOLD)
def move_victim(
    *, by: Member, at: datetime, victim_id: UUID, version: int, move: VictimMove, on: date, note: str = "",
    choice: Choice | None = None, stages: Collection[StageKind] = (), ask_on: date | None = None,
) -> None:  # fmt: skip
    """Move a victim on in the scheme, on the day it happened.

    Whoever comes in says how much they want to be told, and of which stages; whoever leaves is owed nothing more, whatever they chose.
    """
    row = victim_in_hand(victim_id, version)
    before = VictimState(row.state)
    if move is VictimMove.INVITE:
        raise Refused("Write the first letter: once it is checked and sent, this is recorded.", field="move")
    found = check_victim_move(before, move)
    not_ahead(on, day_of(at), "on")
    if on < row.since:
        raise Refused(f"That is before the step before it, on {row.since:%-d %B %Y}.", field="on")
    if VictimKind(row.kind).is_spoken_for and move not in {VictimMove.END, VictimMove.NO_TRACE}:
        raise Refused(
            "Nothing is asked of a child: whoever answers for them chooses in their own record.", field="move"
        )
    if move is VictimMove.END:
        _check_over(row.covered_id)
    columns = _chosen(move, choice, stages, ask_on, on)
    if found.after is before:
        columns["since"] = row.since if move is VictimMove.OPT_IN else on
    write_step(
        row,
        by,
        move=move.value,
        before=before.value,
        after=found.after.value,
        on=on,
        note=at_most(note, "note", 1000),
        at=at,
    )
    change_victim(row, state=found.after.value, **({"since": on} | columns))
    came_of_first(row, move, by, on, at)
    stop_letters(row, by, at)
    stop_statements(row, by, at)
    add_to_line(victim=row.id)


def _chosen(
    move: VictimMove, choice: Choice | None, stages: Collection[StageKind], ask_on: date | None, on: date
) -> dict[str, Any]:
    """What a move says of what somebody chose; what they chose before falls away when they leave."""
    if move is VictimMove.OPT_IN:
        if choice is None:
            raise Refused("Say how much they want to be told.", field="choice")
        if choice is Choice.STAGES and not stages:
            raise Refused("Select the stages that they want to be told of.", field="stages")
        kept = sorted(one.value for one in stages) if choice is Choice.STAGES else []
        return {"choice": choice.value, "stages": kept, "ask_on": None}
    if move is VictimMove.LATER:
        if ask_on is not None and ask_on <= on:
            raise Refused("The day on which to ask them again comes after today.", field="ask_on")
        return {"choice": "", "stages": [], "ask_on": ask_on}
    return {"choice": "", "stages": [], "ask_on": None}


def _check_over(covered_id: UUID) -> None:
    if not CoveredSentence.objects.exclude(ended_on=None).filter(id=covered_id).exists():
        raise Refused("The sentence is not over. Somebody who wants no more contact opts out.", field="move")
