"""A victim's statement to the Parole Board: asked for, written down in their own words, submitted once they agree, and taken back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.kernel.written_words import at_most, must_say

from ..models import Statement, Victim
from ..rules import STATEMENT_MOVES, StatementMove, StatementState, VictimKind, VictimState
from .moved import STATEMENTS
from .steps import not_ahead, victim_in_hand

LONGEST = 20_000


@action(Permission.KEEP_VICTIMS_TOLD)
def ask_for_statement(*, by: Member, at: datetime, victim_id: UUID, hearing_on: date) -> UUID:
    """Ask a victim whether they make a statement to the Parole Board for a hearing to come. Gives its id."""
    row = victim_in_hand(victim_id)
    if VictimKind(row.kind).is_spoken_for:
        raise Refused("A child is asked nothing: whoever answers for them is asked.")
    if row.state != VictimState.OPTED_IN:
        raise Refused(f"They are {row.state}: they are asked nothing.")
    if hearing_on <= day_of(at):
        raise Refused("That day has come. Expected the day of a hearing to come.", field="hearing_on")
    made = Statement(
        id=new_id(), victim_id=row.id, hearing_on=hearing_on, state=StatementState.ASKED.value, since=day_of(at), at=at, member_id=by.id,
    )  # fmt: skip
    insert_all([made])
    STATEMENTS.step(made, by, "", "", StatementState.ASKED, day_of(at), "", at)
    add_to_line(victim=row.id, statement=made.id)
    return made.id


@action(Permission.KEEP_VICTIMS_TOLD)
def write_statement(*, by: Member, at: datetime, statement_id: UUID, version: int, words: str) -> None:
    """Write down what they say, in their own words; until it is submitted it can be said otherwise."""
    row, victim = STATEMENTS.in_hand(statement_id, version)
    if victim.state != VictimState.OPTED_IN:
        raise Refused(f"They are {victim.state}: nothing is written down for them.")
    told = must_say(words, "words", "Write down what they say.", LONGEST)
    STATEMENTS.move(row, by, StatementMove.WRITE, day_of(at), "", at, words=told)


@action(Permission.KEEP_VICTIMS_TOLD)
def move_statement(
    *, by: Member, at: datetime, statement_id: UUID, version: int, move: StatementMove, on: date, note: str = "", agreed: bool = False
) -> None:  # fmt: skip
    """Record that a statement was submitted, is not wanted, was withdrawn, or that the hearing was held without it."""
    if move is StatementMove.WRITE:
        raise Refused("Write down what they say.", field="move")
    row, _ = STATEMENTS.in_hand(statement_id, version)
    STATEMENT_MOVES.check(StatementState(row.state), move, "It is")
    not_ahead(on, day_of(at), "on")
    if on < row.since:
        raise Refused(f"That is before the step before it, on {row.since:%-d %B %Y}.", field="on")
    columns: dict[str, object] = {}
    if move is StatementMove.SUBMIT:
        _check_submitted(row, on, agreed=agreed)
        columns["submitted_on"] = on
    if move is StatementMove.HELD and on < row.hearing_on:
        raise Refused(f"The hearing is on {row.hearing_on:%-d %B %Y}.", field="on")
    STATEMENTS.move(row, by, move, on, at_most(note, "note", 2000), at, **columns)


def _check_submitted(row: Statement, on: date, *, agreed: bool) -> None:
    if not agreed:
        raise Refused(
            "Confirm that these are their words and that they agreed to each of them.", field="agreed"
        )
    if on > row.hearing_on:
        raise Refused(f"The hearing was on {row.hearing_on:%-d %B %Y}: it comes too late.", field="on")


def stop_statements(victim: Victim, by: Member, at: datetime) -> None:
    """Withdraw what the Board has not got of somebody who is in the scheme no longer; what it has stays until they take it back."""
    if victim.state == VictimState.OPTED_IN:
        return
    unmade = [one.value for one in StatementState if one.is_unmade]
    for row in Statement.objects.select_for_update().filter(victim=victim.id, state__in=unmade):
        STATEMENTS.move(row, by, StatementMove.WITHDRAW, day_of(at), "They are in the scheme no longer.", at)
