"""Disputing a line, ruling on it, and approving what stands for payment, by a second person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id

from ..models import Dispute, Entry, Ruling
from ..store import is_put_right_since, open_line, open_statement
from .drawing_up import words


@action(Permission.DISPUTE_LINE)
def dispute_line(*, by: Member, at: datetime, line_id: UUID, because: str) -> None:
    """Say that a line is wrong, and why: it is not paid before it is ruled on, and every other line is."""
    line = open_line(line_id, lock=True)
    said = words(because)
    if line.entry is not None:
        raise Refused("This line was approved already.")
    if line.dispute is not None:
        raise Refused("This line is disputed already.")
    insert_all(
        [Dispute(id=new_id(), line_id=line_id, because=said, unit_id=by.unit_id, member_id=by.id, at=at)]
    )
    add_to_line(line=line_id)


@action(Permission.RULE_ON_DISPUTE)
def rule_on_line(*, by: Member, at: datetime, line_id: UUID, pence: int, because: str) -> None:
    """Rule on a disputed line: the pence that stand, and why. They stand until what the line rests on changes in the record."""
    line = open_line(line_id, lock=True)
    said = words(because)
    if line.dispute is None:
        raise Refused("Nobody disputes this line.")
    if line.ruling is not None:
        raise Refused("This line was ruled on already.")
    if pence != line.row.pence and is_put_right_since(line.row):
        raise Refused(
            f"A later statement has put this line right. Rule that its {line.row.pence} pence stand: what is wrong now is"
            " disputed on the later line.",
            field="pence",
        )
    insert_all([Ruling(
        id=new_id(), line_id=line_id, pence=pence, because=said, unit_id=by.unit_id, member_id=by.id, at=at
    )])  # fmt: skip
    add_to_line(line=line_id)


@action(Permission.APPROVE_PAYMENT)
def approve_statement(*, by: Member, at: datetime, statement_id: UUID, pence: int) -> int:
    """Approve every line of a statement that stands and is not approved yet, which come to the pence seen. Returns them.

    A disputed line waits for its ruling. By somebody other than who drew the statement or ruled on the line.
    """
    statement = open_statement(statement_id, lock=True)
    if statement.row.member_id == by.id:
        raise Refused("You drew this statement. Somebody else approves it.")
    ready = [line for line in statement.lines if line.is_payable]
    if not ready:
        raise Refused("Every line was approved already, or waits for a ruling.")
    if any(line.ruling and line.ruling.member_id == by.id for line in ready):
        raise Refused("You ruled on a line of it. Somebody else approves it.")
    if statement.ready != pence:
        raise Refused("What stands has changed since you looked. Look at it again before you approve it.")
    insert_all([
        Entry(id=new_id(), line_id=line.row.id, pence=line.stands, unit_id=by.unit_id, member_id=by.id, at=at)
        for line in ready
    ])  # fmt: skip
    add_to_line(statement=statement_id, lines=len(ready))
    return statement.ready
