"""A certificate that a wall held: over a window, nobody on one side could read, or did, anything of the other's people.

Asked from outside, as the auditor or the owner. It believes only what the database holds: grants, which are
all that lets anybody read; the audit, which has a line for every look and act; who belonged where; and the
catalogue, for anything that would let rows past the policies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.foundation.kernel import Permission, Refused


@dataclass(frozen=True)
class Breach:
    """One thing that crossed the wall: a grant, a look, a role, a unit or a view; ``what`` names it by its ids."""

    kind: str
    what: str
    at: datetime | None = None

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}" + (f", {self.at:%-d %B %Y %H:%M} UTC" if self.at else "")


@dataclass(frozen=True)
class Certificate:
    """What was examined, and every breach; with none, the wall held. ``unsealed`` lines could still be changed."""

    reader: UUID
    read: UUID
    start: datetime
    end: datetime
    people: int
    grants: int
    lines: int
    unsealed: int
    declared: bool
    breaches: tuple[Breach, ...] = ()

    @property
    def held(self) -> bool:
        """Whether nothing crossed."""
        return not self.breaches


# The other side's people: those for whom a unit of theirs had sight of its own, under nobody's agreement.
_THEIRS = """SELECT DISTINCT g.person_id FROM access_grant g JOIN access_unit u ON u.id = g.unit_id
  WHERE u.organisation_id = %(read)s AND g.agreement_id IS NULL AND g.during && tstzrange(%(start)s, %(end)s)"""
_GRANTS = f"""SELECT g.id, g.cause_kind, g.person_id, greatest(lower(g.during), %(start)s)
  FROM access_grant g JOIN access_unit u ON u.id = g.unit_id
  WHERE u.organisation_id = %(reader)s AND g.during && tstzrange(%(start)s, %(end)s)
    AND g.person_id IN ({_THEIRS}) ORDER BY 4, g.id"""
_LOOKS = f"""SELECT e.id, e.kind, e.act, e.at FROM audit_lines() e
    LEFT JOIN access_membership m ON m.id = e.member_id LEFT JOIN access_unit u ON u.id = m.unit_id
  WHERE e.at >= %(start)s AND e.at < %(end)s AND e.kind IN ('looked', 'did')
    AND (e.organisation_id = %(reader)s OR u.organisation_id = %(reader)s)
    AND e.people && ARRAY({_THEIRS}) ORDER BY e.at, e.id"""
# One account with a hat on each side, while both were worn.
_HATS = """SELECT m.id, o.id, greatest(lower(m.during), lower(o.during), %(start)s)
  FROM access_membership m JOIN access_unit u ON u.id = m.unit_id
    JOIN access_membership o ON o.account_id = m.account_id JOIN access_unit v ON v.id = o.unit_id
  WHERE u.organisation_id = %(reader)s AND v.organisation_id = %(read)s
    AND m.during && tstzrange(%(start)s, %(end)s) AND o.during && tstzrange(%(start)s, %(end)s)
    AND m.during && o.during ORDER BY 3, 1"""
# A unit of the other side that hangs beneath one of the reader's: a lead there would reach it.
_UNITS = """WITH RECURSIVE below AS (
    SELECT id FROM access_unit WHERE organisation_id = %(reader)s
    UNION SELECT u.id FROM access_unit u JOIN below b ON u.parent_id = b.id)
  SELECT u.id FROM access_unit u JOIN below USING (id) WHERE u.organisation_id = %(read)s ORDER BY 1"""
_VIEWS = """SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND (c.relkind = 'm'
    OR c.relkind = 'v' AND NOT coalesce(c.reloptions, '{}') && ARRAY['security_invoker=true', 'security_invoker=on'])
  ORDER BY 1"""
_OPEN = """SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
    AND NOT c.relrowsecurity AND c.relname = ANY (%(secured)s) ORDER BY 1"""
_COUNTS = f"""SELECT (SELECT count(*) FROM ({_THEIRS}) t),
  (SELECT count(*) FROM access_grant g WHERE g.during && tstzrange(%(start)s, %(end)s)),
  (SELECT count(*) FROM audit_lines() e WHERE e.at >= %(start)s AND e.at < %(end)s),
  (SELECT count(*) FROM audit_lines() e WHERE e.at >= %(start)s AND e.at < %(end)s
    AND NOT EXISTS (SELECT 1 FROM audit_sealed() s WHERE s.line_id = e.id)),
  (SELECT coalesce(range_agg(w.during) @> tstzrange(%(start)s, %(end)s), false) FROM access_ethicalwall w
    WHERE %(reader)s IN (w.one_side_id, w.other_side_id) AND %(read)s IN (w.one_side_id, w.other_side_id))"""


def certify(
    connection: Any, *, reader: UUID, read: UUID, start: datetime, end: datetime, as_member: bool = False
) -> Certificate:
    """Whether ``reader``, an organisation, was kept from ``read``'s people from ``start`` until before ``end``.

    ``connection`` is the auditor's or the owner's, a Django one or psycopg's; ``as_member`` asks from a page, as a
    member who keeps walls and reads the audit. Refused when there is no window or the sides are one.
    """
    if start >= end:
        raise Refused("A window ends after it starts.", field="to")
    if reader == read:
        raise Refused("A wall stands between two different organisations.", field="reader")
    given = {"reader": reader, "read": read, "start": start, "end": end, "secured": _secured()}
    with connection.cursor() as cursor:
        found = {name: _ask(cursor, name, given, as_member) for name in _QUESTIONS}
    if not found["counts"]:
        raise Refused("A certificate is for those who keep walls and read the audit.")
    people, grants, lines, unsealed, declared = found["counts"][0]
    breaches = tuple(_breaches(found))
    return Certificate(reader, read, start, end, people, grants, lines, unsealed, bool(declared), breaches)


_QUESTIONS = {
    "grants": ("id uuid, why text, person uuid, at timestamptz", _GRANTS),
    "looks": ("id uuid, kind text, act text, at timestamptz", _LOOKS),
    "hats": ("one uuid, other uuid, at timestamptz", _HATS),
    "units": ("id uuid", _UNITS),
    "views": ("name text", _VIEWS),
    "open": ("name text", _OPEN),
    "counts": ("people bigint, grants bigint, lines bigint, unsealed bigint, declared boolean", _COUNTS),
}
_GIVEN = ("reader", "read", "start", "end", "secured")
_TYPES = "uuid, uuid, timestamptz, timestamptz, text[]"


def certificate_sql() -> str:
    """The same questions as functions, for those who keep walls and read the audit and can ask no table of either."""
    from .walls import WEB, holds

    may = f"{holds(Permission.RAISE_WALL)} AND {holds(Permission.READ_AUDIT)}"
    made = []
    for name, (columns, sql) in _QUESTIONS.items():
        for number, given in enumerate(_GIVEN, 1):
            sql = sql.replace(f"%({given})s", f"${number}")
        called = f"access_certificate_{name}({_TYPES})"
        made.append(
            f"CREATE OR REPLACE FUNCTION {called} RETURNS TABLE ({columns}) LANGUAGE sql STABLE SECURITY DEFINER"
            f" SET search_path = public, pg_temp AS $$ SELECT * FROM ({sql}) asked WHERE {may} $$;\n"
            f"REVOKE ALL ON FUNCTION {called} FROM PUBLIC;\nGRANT EXECUTE ON FUNCTION {called} TO {WEB};"
        )
    return "\n".join(made)


def _breaches(found: dict[str, list[tuple[Any, ...]]]) -> list[Breach]:
    return [
        *(Breach("grant", f"{id} on person {p} because of {why}", at) for id, why, p, at in found["grants"]),
        *(Breach("look", f"line {id}, {kind}: {act}", at) for id, kind, act, at in found["looks"]),
        *(Breach("role", f"one account wore {m} and {o}", at) for m, o, at in found["hats"]),
        *(Breach("unit", f"{id} hangs beneath the other side's", None) for (id,) in found["units"]),
        *(Breach("view", f"{name} shows rows past the policies", None) for (name,) in found["views"]),
        *(Breach("table", f"{name} has its row policies off", None) for (name,) in found["open"]),
    ]


def _ask(cursor: Any, name: str, given: dict[str, Any], as_member: bool) -> list[tuple[Any, ...]]:
    called = f"SELECT * FROM access_certificate_{name}({', '.join(f'%({one})s' for one in _GIVEN)})"
    cursor.execute(called if as_member else _QUESTIONS[name][1], given)
    return list(cursor.fetchall())


def _secured() -> list[str]:
    from .every_wall import walled_models

    return [table for table, wall in walled_models().items() if wall.secured]
