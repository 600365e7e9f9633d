"""How a letter and a statement are moved alike: taken in hand against their version, moved by their table, each move a step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Refused, new_id

from ..models import Letter, LetterStep, Statement, StatementStep, Victim
from ..rules import LETTER_MOVES, STATEMENT_MOVES, LetterMove, LetterState, StatementMove, StatementState
from ..rules.tables import M, MoveTable, S
from .steps import CHANGED, victim_in_hand

T = TypeVar("T", Letter, Statement)


@dataclass(frozen=True)
class Moved(Generic[T, S, M]):
    """A kind of thing of a victim's: its rows and their steps, by what name a line of the audit has it, and its table of moves."""

    rows: type[T]
    steps: type[LetterStep] | type[StatementStep]
    name: str
    table: MoveTable[S, M]

    def in_hand(self, thing_id: UUID, version: int) -> tuple[T, Victim]:
        """One of them and whose it is, locked, of whoever holds the record; refused where it changed since it was read."""
        found = self.rows._default_manager.filter(id=thing_id).values_list("victim_id", flat=True).first()
        if found is None:
            raise Refused(f"There is no such {self.name}, or it is not yours to read.")
        victim = victim_in_hand(found)
        row = self.rows._default_manager.select_for_update().get(id=thing_id)
        if row.version != version:
            raise Refused(CHANGED)
        concerns([victim.id])
        add_to_line("", **{"victim": victim.id, self.name: row.id})
        return row, victim

    def move(self, row: T, by: Member, move: M, on: date, note: str, at: datetime, **columns: object) -> None:
        """Move one on, as its table has it, with what changes of it; its version counts up."""
        after = self.table.check(self.table.states(row.state), move, "It is").after
        changed = self.rows._default_manager.filter(id=row.id, version=row.version).update(
            state=after.value, since=on, version=row.version + 1, **columns
        )
        if not changed:
            raise Refused(CHANGED)
        self.step(row, by, move.value, row.state, after, on, note, at)

    def step(
        self, row: T, by: Member, move: str, before: str, after: S, on: date, note: str, at: datetime
    ) -> None:
        """Write down the next move of one."""
        whose = {f"{self.name}_id": row.id}
        step = self.steps(
            id=new_id(), number=1 + self.steps._default_manager.filter(**whose).count(), move=move, before=before, after=after.value,
            on=on, note=note, at=at, member_id=by.id, **whose,
        )  # fmt: skip
        insert_all([step])


LETTERS: Moved[Letter, LetterState, LetterMove] = Moved(Letter, LetterStep, "letter", LETTER_MOVES)
STATEMENTS: Moved[Statement, StatementState, StatementMove] = Moved(
    Statement, StatementStep, "statement", STATEMENT_MOVES
)
