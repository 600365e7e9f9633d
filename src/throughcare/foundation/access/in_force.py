"""Putting the walls in force: the SQL of each table's policies and privileges, and the functions they stand on.

Run by the owner after every migration, whatever stood there before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from typing import Any

from throughcare.foundation.kernel import Permission

from .every_wall import walled_models
from .following import following_sql, hung_on
from .follows import GoesWith, declared
from .parts import purposes
from .walls import AUDITOR, TABLE, WEB, WORKER, Wall, Written, causes, privileges_of, spelt


def changeable(table: str, wall: Wall, role: str = WEB) -> list[str] | None:
    """The columns of a table of ours that a role may change once a row is written; None for a library's table."""
    from django.apps import apps

    ours = {m._meta.db_table: m for m in apps.get_models() if m.__module__.startswith("throughcare.")}
    if table not in ours:
        return None
    signed = () if wall.by.again else wall.by.columns
    kept = {*wall.about, *signed, *wall.fixed} | (set() if role == WORKER else {*wall.in_jobs})
    columns = [str(f.column) for f in ours[table]._meta.concrete_fields if not f.primary_key]
    if unknown := {*kept, *wall.in_jobs} - {str(f.column) for f in ours[table]._meta.concrete_fields}:
        raise LookupError(f"the wall of {table} names columns it has not: {sorted(unknown)}")
    return [column for column in columns if column not in kept]


def _grants(table: str, wall: Wall, role: str) -> Iterator[str]:
    more = wall.jobs if role == WORKER else ""
    wanted = [p for p in f"{privileges_of(wall)}, {more}".split(", ") if p]
    columns = changeable(table, wall, role) if "UPDATE" in wanted else None
    whole = [p for p in wanted if p != "UPDATE" or columns is None]
    if whole:
        yield f'GRANT {", ".join(whole)} ON "{table}" TO {role}'
    if columns:
        named = ", ".join(f'"{column}"' for column in columns)
        yield f'GRANT UPDATE ({named}) ON "{table}" TO {role}'


def wall_sql(table: str, wall: Wall) -> Iterator[str]:
    """The statements that put a table's wall in force, whatever stood there before."""
    yield f'REVOKE ALL ON "{table}" FROM PUBLIC, {WEB}, {WORKER}, {AUDITOR}'
    for role in (WEB, WORKER):
        yield from _grants(table, wall, role)
    yield f'GRANT SELECT ON "{table}" TO {AUDITOR}'
    for command in ("SELECT", "INSERT", "UPDATE", "DELETE"):
        yield f'DROP POLICY IF EXISTS {command.lower()}_by_grant ON "{table}"'
    yield f'DROP POLICY IF EXISTS auditor_reads ON "{table}"'
    yield from _held_later(table, wall.by)
    if not wall.secured:
        yield f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY'
        return
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'CREATE POLICY auditor_reads ON "{table}" FOR SELECT TO {AUDITOR} USING (true)'
    for command, (using, check) in _signed(table, wall).items():
        clauses = (f" USING ({using})" if using else "") + (f" WITH CHECK ({check})" if check else "")
        clauses = clauses.replace(TABLE, f'"{table}"')
        yield f'CREATE POLICY {command.lower()}_by_grant ON "{table}" FOR {command} TO {WEB}, {WORKER}{clauses}'


LATER_WORD = "a_later_word_is_true"
"""The trigger that holds what is done to a row later against who does it and when: a policy of changes sees no row as it was."""


def _held_later(table: str, by: Written) -> Iterator[str]:
    if not by.later:
        yield f'DROP TRIGGER IF EXISTS {LATER_WORD} ON "{table}"'
        return
    columns = ", ".join(f'"{column}"' for column in by.later)
    yield (
        f'CREATE OR REPLACE TRIGGER {LATER_WORD} BEFORE UPDATE OF {columns} ON "{table}"'
        f" FOR EACH ROW WHEN ({by.untrue_later()}) EXECUTE FUNCTION access_untrue()"
    )


def _signed(table: str, wall: Wall) -> dict[str, tuple[str | None, str | None]]:
    """A wall's policies, a new row's held against who writes it and when."""
    made = dict(wall.policies())
    hangs = _hangs_on_its_own(table)
    for command, true in (("INSERT", wall.by.check()), ("UPDATE", wall.by.check_answer())):
        for condition in (true, hangs):
            if condition and command in made:
                using, check = made[command]
                made[command] = (using, f"({check} AND {condition})")
    return made


def _hangs_on_its_own(table: str) -> str:
    """What a row that goes with another must fulfil: the other is about the same person. Jobs write of whom nobody sees yet."""
    for model, follows in declared():
        if model._meta.db_table == table and isinstance(follows, GoesWith):
            same = f"o.id = {TABLE}.{follows.column} AND o.person_id = {TABLE}.person_id"
            return (
                f"(current_user = '{WORKER}' OR {TABLE}.{follows.column} IS NULL"
                f" OR EXISTS (SELECT 1 FROM {hung_on(model, follows)} o WHERE {same}))"
            )
    return ""


def functions_sql() -> str:
    """The functions every policy and the viewer's session stand on."""
    from .certificate import certificate_sql

    folder = resources.files(__package__) / "sql"
    text = "\n".join((folder / name).read_text() for name in ("viewer.sql", "keeping.sql"))
    return permissions_named(text.replace("/*CAUSES*/", _derivations())) + certificate_sql()


def permissions_named(text: str) -> str:
    """SQL in which ``may(RECORD_PEOPLE)`` stands for the condition that the viewer may: names a member or raises."""
    return re.sub(
        r"\bmay\(([A-Z_]+)\)", lambda m: f"({spelt(Permission[m[1]])} = ANY (app_permissions()))", text
    )


def _derivations() -> str:
    branches = [
        f"""  ELSIF access_caused.kind = '{cause.kind}' THEN
    RETURN QUERY SELECT c.cause_id, c.person_id, c.unit_id, c.shared_by, c.during, '{cause.purpose}'::text
      FROM ({cause.sql}) c WHERE c.cause_id = ANY (ids);"""
        for cause in causes()
    ]
    return "\n".join(branches)


def apply_walls(connection: Any) -> int:
    """Put every wall in force, as the owner; returns how many tables are guarded."""
    walls = walled_models()
    with connection.cursor() as cursor:
        _contexts_sql(cursor, below=True)
        cursor.execute(functions_sql())
        present = set(connection.introspection.table_names(cursor))  # after: the line above makes one
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {WEB}, {WORKER}")
        _roles(cursor)
        _purposes(cursor)
        _contexts_sql(cursor, below=False)  # before the policies, which ask them
        for table in sorted(walls.keys() & present):
            for statement in wall_sql(table, walls[table]):
                cursor.execute(statement)
        cursor.execute(following_sql())
    return len(walls.keys() & present)


def _roles(cursor: Any) -> None:
    """Write the roles of the code where the database can read them."""
    from .rules import ROLES

    cursor.execute("DELETE FROM access_role_reach")
    rows = [(role.name, role.reach.value, sorted(p.value for p in role.may)) for role in ROLES.values()]
    cursor.executemany("INSERT INTO access_role_reach (role, reach, permissions) VALUES (%s, %s, %s)", rows)


def _purposes(cursor: Any) -> None:
    """Write what each purpose opens; where that is another than before, bring what is open or will be in line with it."""
    said = {one.name: list(one.at_most) for one in purposes().values()}
    if unsaid := {cause.purpose for cause in causes()} - said.keys():
        raise LookupError(f"say in purposes.csv what of a record is opened for {', '.join(sorted(unsaid))}")
    cursor.execute("SELECT purpose, parts FROM access_purpose_parts")
    before = dict(cursor.fetchall())
    changed = [name for name in said.keys() | before.keys() if said.get(name) != before.get(name)]
    cursor.execute("DELETE FROM access_purpose_parts WHERE purpose = ANY (%s)", [changed])
    rows = [(name, said[name]) for name in changed if name in said]
    cursor.executemany("INSERT INTO access_purpose_parts (purpose, parts) VALUES (%s, %s)", rows)
    if changed:
        cursor.execute(
            """UPDATE access_grant g SET parts = o.parts FROM (SELECT p.purpose, p.agreement_id,
                 access_parts_opened(p.purpose, p.agreement_id) AS parts FROM (SELECT DISTINCT purpose, agreement_id FROM access_grant
                 WHERE purpose = ANY (%s)) p) o
               WHERE (g.purpose, g.agreement_id) IS NOT DISTINCT FROM (o.purpose, o.agreement_id)
                 AND coalesce(upper(g.during), 'infinity') > transaction_timestamp()
                 AND g.parts::text[] IS DISTINCT FROM o.parts""",
            [changed],
        )


def _contexts_sql(cursor: Any, *, below: bool) -> None:
    """Functions of the contexts themselves, of those below this one or above."""
    for text in _texts(below=below):
        cursor.execute(text)


def _texts(*, below: bool) -> Iterator[str]:
    """Every ``sql/*.sql`` beside a context's models, as it is run."""
    from django.apps import apps

    configs = [app for app in apps.get_app_configs() if app.name.startswith("throughcare.")]
    ours = [app.name for app in configs].index(str(__package__))
    for app in configs[:ours] if below else configs[ours + 1 :]:
        folder = resources.files(app.name) / "sql"
        if folder.is_dir():
            for file in sorted(folder.iterdir(), key=lambda f: f.name):
                if file.name.endswith(".sql"):
                    yield permissions_named(file.read_text())


def every_sql() -> list[str]:
    """All the SQL that is run after each migration, as it is run: what functions there are by right is read from it."""
    return [*_texts(below=True), functions_sql(), *_texts(below=False), following_sql()]
