"""The condition under which a row about a person is seen: by a grant in force, which opens the part that the row is of."""

from __future__ import annotations

from .parts import CLOSED, EVERYTHING, Part

VISIBLE = """(EXISTS (SELECT 1 FROM access_grant g WHERE g.person_id = THIS_TABLE.{column}
  AND g.unit_id = ANY ((SELECT app_units())::uuid[]) AND g.during @> (SELECT app_at()))
  AND NOT THIS_TABLE.{column} = ANY ((SELECT app_barred())::uuid[]))"""
# The same, of a part of the record: a grant that opens it, or everything.
_VISIBLE_PART = VISIBLE.replace("AND g.during", "AND g.parts && '{{{part}," + EVERYTHING + "}}' AND g.during")
# What is closed is opened by an agreement that names it alone: its everything leaves it out.
_VISIBLE_CLOSED = VISIBLE.replace(
    "AND g.during",
    "AND ('{part}' = ANY (g.parts) OR (g.agreement_id IS NULL AND '"
    + EVERYTHING
    + "' = ANY (g.parts))) AND g.during",
)


def visible(column: str, part: Part | None = None) -> str:
    """The condition that a row about a person is seen: under a grant that is in force, and opens the row's part if it is of one."""
    if part is None:
        return VISIBLE.format(column=column)
    return (_VISIBLE_CLOSED if part in CLOSED else _VISIBLE_PART).format(column=column, part=part)
