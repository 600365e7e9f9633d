"""How long it takes to pass a failed provider's 20,000 people to another team on one day: the rehearsal and the hand-over, conserved.

Run ``python benchmarks/bench_handover.py [people]``. One person is sentenced and given a manager by real actions; the
rest are copies of every row about them, row by row the same under other ids. The database goes when it ends.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[1]
PEOPLE, AIM = 20_000, 120.0
PEOPLE_THEMSELVES = "people_person"


def main() -> int:
    """Make the people, pass them, and say whether what is aimed at was met."""
    sys.path[:0] = [str(ROOT / "tests")]
    import conftest
    import django
    from support.database import Database

    django.setup()
    database = Database(ROOT / "var")
    conftest.open_when_touched(database)
    many = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    try:
        took = passed(database, many)
    finally:
        from throughcare.server.ready import close_connections

        close_connections()
        database.close()
    print(f"{many:,} people; load {os.getloadavg()[0]:.1f}")
    for what, seconds in took.items():
        print(f"{what:<10} {seconds:6.1f} s")
    met = took["hand-over"] < AIM
    print(f"aim: the hand-over under {AIM:g} s: {'met' if met else 'NOT met'}")
    return 0 if met else 1


def passed(database: Any, many: int) -> dict[str, float]:
    """Seconds for the rehearsal and for the hand-over; stops with a fault where anything was not conserved."""
    from support.agreements import Sides
    from support.people import a_founder
    from support.service import a_person, a_service, managed

    from throughcare.commissioning.contracts import actions
    from throughcare.commissioning.contracts.rules.ending import LastResort
    from throughcare.foundation.access import actions as access

    service = a_service()
    person = managed(a_person(service))
    team = person.team
    tables = copied(database, person.id, many - 1)
    receiver = access.record_unit(
        by=a_founder(), at=service.at, organisation_id=team.organisation, name="Successor", kind="team"
    )
    sides = Sides(at=service.later(), provider=team.unit, months=0)
    made = sides.agreed()
    took = {}
    start = time.perf_counter()
    actions.rehearse_handover(
        by=sides.buyer, at=service.later(), agreement_id=made, to_unit=receiver, way=LastResort.PUBLIC,
        because="In administration.",
    )  # fmt: skip
    took["rehearsal"] = time.perf_counter() - start
    sides.fails(made, at=service.later())
    start = time.perf_counter()
    sides.hands_over(made, receiver, LastResort.PUBLIC, at=service.later())
    took["hand-over"] = time.perf_counter() - start
    check_conserved(made, sides, service.at, many)
    print(f"{tables} tables copied for each person")
    return took


def check_conserved(made: UUID, sides: Any, at: Any, many: int) -> None:
    """Every case passed, and nothing of any kind stayed, was lost or has two owners."""
    from throughcare.commissioning.contracts import queries
    from throughcare.foundation.access.session import viewing

    with viewing(sides.buyer, at):
        really = queries.handovers(made)[0]
    for one in really.certificate:
        assert one.is_conserved and not one.stayed, one.kind
    (cases,) = [one for one in really.certificate if one.kind == "case that it answers for"]
    assert (cases.before, cases.passed) == (many, many)


def copied(database: Any, person: UUID, more: int) -> int:
    """Copy every row about somebody so many times under other ids, as a superuser and without triggers; how many tables had any."""
    from support.wall_world import kept_by_permission, person_walled, superuser

    columns = {PEOPLE_THEMSELVES: "id", "access_grant": "person_id"} | person_walled() | kept_by_permission()
    with superuser(database.access, database.name) as c:
        c.execute("SET session_replication_role = replica")
        c.execute("CREATE TEMP TABLE own (id uuid PRIMARY KEY)")
        held = [table for table, column in columns.items() if _gathers(c, table, column, person)]
        for table in held:
            _copies(c, table, columns[table], person, more)
        c.commit()
        c.autocommit = True
        c.execute("ANALYZE")
    return len(held)


def _gathers(c: Any, table: str, column: str, person: UUID) -> bool:
    """Note the ids of the rows of a table that are about somebody; whether there were any."""
    if "id" not in _columns(c, table):
        return False
    found = c.execute(
        f'INSERT INTO own SELECT id FROM "{table}" WHERE "{column}" = %s ON CONFLICT DO NOTHING', [person]
    )
    return bool(found.rowcount)


def _columns(c: Any, table: str) -> dict[str, str]:
    asked = "SELECT column_name, udt_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"
    return dict(c.execute(asked, [table]).fetchall())


def _copies(c: Any, table: str, column: str, person: UUID, more: int) -> None:
    """Insert copies in which every id of somebody's own rows is another, the same for each copy; what must be unique ends in the copy's number."""
    said = []
    for name, kind in _columns(c, table).items():
        if kind == "uuid":
            said.append(
                f'CASE WHEN t."{name}" IN (SELECT id FROM own) THEN md5(t."{name}"::text || n)::uuid ELSE t."{name}" END'
            )
        elif name in _unique(c, table) and kind in {"text", "varchar"}:
            said.append(f"left(t.{name}, 5) || lpad(n::text, 5, '0')")
        else:
            said.append(f't."{name}"')
    names = ", ".join(f'"{name}"' for name in _columns(c, table))
    c.execute(
        f'INSERT INTO "{table}" ({names}) SELECT {", ".join(said)} FROM "{table}" t, generate_series(1, %s) n WHERE t."{column}" = %s',
        [more, person],
    )


def _unique(c: Any, table: str) -> set[str]:
    """The columns of a table that are unique beside no id."""
    asked = """SELECT DISTINCT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
      WHERE i.indrelid = %(table)s::regclass AND i.indisunique AND NOT EXISTS (SELECT FROM pg_attribute o
        WHERE o.attrelid = i.indrelid AND o.attnum = ANY (i.indkey) AND o.atttypid = 'uuid'::regtype)"""
    return {name for (name,) in c.execute(asked, {"table": table}).fetchall()}


if __name__ == "__main__":
    sys.exit(main())
