"""Checks of the walls, each a question to one connection: what it finds wrong, a line for each; nothing when sound.

They are functions and not tests, so that sabotage can ask them again after each thing it breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import psycopg

from throughcare.foundation.access.every_wall import walled_models
from throughcare.foundation.access.in_force import LATER_WORD, wall_sql

Findings = list[str]
Check = Callable[[psycopg.Connection[Any]], Findings]
OURS = ("throughcare_web", "throughcare_worker", "throughcare_auditor")
WEB, WORKER = OURS[:2]
PUBLIC = "'public'::regnamespace"
SEARCH_PATH = "search_path=public, pg_temp"

_TABLES = f"""SELECT relname, relkind::text, relrowsecurity, relforcerowsecurity, relowner::regrole::text
  FROM pg_class WHERE relnamespace = {PUBLIC} AND relkind IN ('r', 'p', 'f')"""
_PRIVILEGES = f"""SELECT c.relname, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
    a.privilege_type, a.is_grantable, c.relkind::text
  FROM pg_class c CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
  WHERE c.relnamespace = {PUBLIC} AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND a.grantee <> c.relowner"""
_POLICIES = """SELECT tablename, policyname, permissive, roles::text, cmd, coalesce(qual, ''), coalesce(with_check, '')
  FROM pg_policies WHERE schemaname = 'public'"""
_DEFINERS = f"""SELECT p.oid::regprocedure::text, p.proowner::regrole::text, coalesce(p.proconfig, '{{}}'),
    array(SELECT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
      FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE a.grantee <> p.proowner)
  FROM pg_proc p WHERE p.prosecdef AND p.pronamespace = {PUBLIC}"""


def _rows(c: psycopg.Connection[Any], sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return c.execute(sql, values or None).fetchall()  # type: ignore[call-overload,no-any-return]


def undeclared_tables(tables: Mapping[str, tuple[str, str]]) -> Check:
    """Tables that are not in the hand-written list, or are in it and absent, or do not belong to the owner."""

    def check(c: psycopg.Connection[Any]) -> Findings:
        found = {row[0]: row for row in _rows(c, _TABLES)}
        wrong = [f"table {name} is in no list" for name in sorted(found.keys() - tables.keys())]
        wrong += [f"table {name} is listed and absent" for name in sorted(tables.keys() - found.keys())]
        wrong += [
            f"table {n} belongs to {row[4]}" for n, row in found.items() if row[4] != "throughcare_owner"
        ]
        return wrong

    return check


def row_security(tables: Mapping[str, tuple[str, str]]) -> Check:
    """Tables whose row-level security is not as their kind asks, or is forced on the owner."""

    def check(c: psycopg.Connection[Any]) -> Findings:
        wrong = []
        for name, _, on, forced, _ in _rows(c, _TABLES):
            if name in tables and on != (tables[name][0] != "plumbing"):
                wrong.append(f"row-level security of {name} is {'on' if on else 'off'}")
            if forced:
                wrong.append(f"row-level security of {name} is forced on the owner")
        return wrong

    return check


def _columns_of(c: psycopg.Connection[Any]) -> dict[str, set[str]]:
    return {
        table: set(columns)
        for table, columns in _rows(
            c,
            "SELECT attrelid::regclass::text, array_agg(attname::text) FROM pg_attribute a JOIN pg_class t ON t.oid = attrelid"
            f" WHERE relnamespace = {PUBLIC} AND relkind = 'r' AND attnum > 0 AND NOT attisdropped GROUP BY 1",
        )
    }


_COLUMNS = """SELECT attrelid::regclass::text, attname::text, x.grantee::regrole::text, x.privilege_type, x.is_grantable
  FROM pg_attribute, LATERAL aclexplode(attacl) x WHERE attacl IS NOT NULL AND attrelid::regclass::text NOT LIKE 'pg\\_%%'"""


def columns(
    tables: Mapping[str, tuple[str, str]], once: Mapping[str, str], in_jobs: Mapping[str, str]
) -> Check:
    """Columns that may be changed and should not, or the other way round: UPDATE is granted by column, and nothing else is."""

    def check(c: psycopg.Connection[Any]) -> Findings:
        held: dict[tuple[str, str], set[str]] = {}
        wrong = []
        for table, column, who, what, passed_on in _rows(c, _COLUMNS):
            held.setdefault((table, who), set()).add(column)
            if what != "UPDATE" or passed_on or who not in OURS[:2]:
                wrong.append(f"{who} has {what} on column {table}.{column}")
        there = _columns_of(c)
        for table, written_once in once.items():
            expected = there[table] - set(written_once.split())
            jobs_alone = set(in_jobs.get(table, "").split()) if "UPDATE" in tables[table][1] else expected
            for who, may in ((WEB, expected - jobs_alone), (WORKER, expected)):
                if held.pop((table, who), set()) != may:
                    wrong.append(f"{who} may not change exactly what is listed of {table}")
        return wrong + [f"{who} may change columns of {table}, which is in no list" for table, who in held]

    return check


def privileges(
    tables: Mapping[str, tuple[str, str]], once: Mapping[str, str], besides: Mapping[str, str]
) -> Check:
    """Privileges on tables and sequences that differ from the list; PUBLIC has none."""

    def check(c: psycopg.Connection[Any]) -> Findings:
        held: dict[tuple[str, str], set[str]] = {}
        wrong = []
        for table, who, what, passed_on, kind in _rows(c, _PRIVILEGES):
            held.setdefault((table, who), set()).add(what)
            if who not in OURS or passed_on:
                wrong.append(f"{who} has {what} on {table}{', to pass on' if passed_on else ''}")
            elif kind == "S" and (what != "USAGE" or who == "throughcare_auditor"):
                wrong.append(f"{who} has {what} on sequence {table}")
        for table, (_, listed) in tables.items():
            whole = set(listed.split()) - ({"UPDATE"} if table in once else set())
            more = set(besides.get(table, "").split()) - ({"UPDATE"} if table in once else set())
            expected = {WEB: whole, WORKER: whole | more, OURS[2]: {"SELECT"}}
            for who, may in expected.items():
                if held.get((table, who), set()) != may:
                    wrong.append(f"{who} has {sorted(held.get((table, who), set()))} on {table}")
        return wrong

    return check


def policies(c: psycopg.Connection[Any]) -> Findings:
    """Policies that are not what the declared walls make: each is made afresh beside it, compared, and undone."""
    there = known_policies(c)
    with c.transaction(force_rollback=True):
        present = {row[0] for row in _rows(c, _TABLES)}
        for name in {
            row[0] for row in _rows(c, "SELECT tablename FROM pg_policies WHERE schemaname = 'public'")
        }:
            for (policy,) in _rows(c, "SELECT policyname FROM pg_policies WHERE tablename = %s", name):
                c.execute(f'DROP POLICY "{policy}" ON "{name}"')  # type: ignore[call-overload]
        for table, wall in walled_models().items():
            for statement in wall_sql(table, wall) if table in present else ():
                c.execute(statement)  # type: ignore[call-overload]
        declared = known_policies(c)
    return [f"policy {gone} is missing or changed" for gone in sorted(declared - there)] + [
        f"policy {more} is declared nowhere" for more in sorted(there - declared)
    ]


def known_policies(c: psycopg.Connection[Any]) -> set[tuple[Any, ...]]:
    """Every policy as the catalogue tells it."""
    return set(_rows(c, _POLICIES))


def policies_as(known: set[tuple[Any, ...]]) -> Check:
    """The same against declarations made afresh once, so that it can be asked a thousand times."""

    def check(c: psycopg.Connection[Any]) -> Findings:
        there = known_policies(c)
        return [f"policy {row[:2]} missing, changed or new" for row in sorted(known ^ there)]

    return check


def definers(listed: Mapping[str, frozenset[str]]) -> Check:
    """Functions that run as the owner and are not listed, may be called by others, or search a path of the caller's."""

    def check(c: psycopg.Connection[Any]) -> Findings:
        found = {row[0]: row for row in _rows(c, _DEFINERS)}
        wrong = [f"function {name} is in no list" for name in sorted(found.keys() - listed.keys())]
        wrong += [f"function {name} is listed and absent" for name in sorted(listed.keys() - found.keys())]
        for name in found.keys() & listed.keys():
            _, owner, settings, callers = found[name]
            if set(callers) != listed[name]:
                wrong.append(f"{name} may be called by {sorted(callers)}")
            if SEARCH_PATH not in settings or owner != "throughcare_owner":
                wrong.append(f"{name} belongs to {owner}, with settings {settings}")
        return wrong

    return check


def views(c: psycopg.Connection[Any]) -> Findings:
    """Views that see as their owner, and everything else that copies rows past the walls."""
    sql = f"""SELECT relname, relkind::text, coalesce(reloptions::text, '') FROM pg_class
      WHERE relnamespace = {PUBLIC} AND relkind IN ('v', 'm')"""
    return [
        f"view {name} sees as its owner"
        for name, kind, options in _rows(c, sql)
        if kind == "m"
        or not {"security_invoker=true", "security_invoker=on"} & set(options.strip("{}").split(","))
    ]


OUR_TRIGGERS = frozenset(
    {
        ("enforcement_shield", "enforcement_failurestep"),
        ("a_statement_sums_to_the_penny", "contracts_statement"),
        ("a_statement_sums_to_the_penny", "contracts_line"),
        ("a_service_is_counted_once", "contracts_signature"),
    }
)
"""Triggers of our own: the shield keeps whoever a decision pays from taking it, and a statement is the sum of its lines, which no
policy and no check of one row can hold."""


def rules_and_triggers(c: psycopg.Connection[Any]) -> Findings:
    """Rewriting rules on tables, and triggers on any table but the queue's own and those that are listed."""
    rules = f"""SELECT r.rulename, c.relname FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
      WHERE c.relnamespace = {PUBLIC} AND c.relkind NOT IN ('v', 'm')"""
    triggers = f"""SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE NOT t.tgisinternal AND t.tgenabled = 'O' AND c.relnamespace = {PUBLIC} AND c.relname <> 'procrastinate_jobs'"""
    expected = OUR_TRIGGERS | {
        (LATER_WORD, table) for table, wall in walled_models().items() if wall.by.later
    }
    there = {tuple(one) for one in _rows(c, triggers)}
    found = _rows(c, rules) + sorted(there - expected)
    lost = [f"{name} is not on {table}" for name, table in sorted(expected - there)]
    return [f"{name} on {table}" for name, table in found] + lost


def roles(c: psycopg.Connection[Any]) -> Findings:
    """Roles that could walk round the walls: by an attribute, a membership, or owning something."""
    wrong = []
    listed = (
        """SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolreplication, rolcreatedb FROM pg_roles"""
    )
    for name, super_, bypass, makes_roles, replicates, makes_databases in _rows(c, listed):
        if bypass and not super_:
            wrong.append(f"{name} bypasses row-level security")
        more = super_ or makes_roles or replicates or (makes_databases and name != "throughcare_owner")
        if more and name in (*OURS, "throughcare_owner"):
            wrong.append(f"{name} is more than it should be")
    joined = """SELECT member::regrole::text, roleid::regrole::text FROM pg_auth_members
      WHERE member::regrole::text LIKE 'throughcare%%' OR roleid::regrole::text LIKE 'throughcare%%'"""
    wrong += [f"{member} is a member of {role}" for member, role in _rows(c, joined)]
    owned = """SELECT refobjid::regrole::text, count(*) FROM pg_shdepend WHERE deptype = 'o'
      AND refclassid = 'pg_authid'::regclass GROUP BY 1"""
    wrong += [f"{who} owns {n} things" for who, n in _rows(c, owned) if who in OURS]
    defaults = "SELECT defaclrole::regrole::text FROM pg_default_acl"
    return wrong + [f"default privileges of {who}" for (who,) in _rows(c, defaults)]


def places(c: psycopg.Connection[Any]) -> Findings:
    """What may be done in the database and the schema beyond connecting and using."""
    allowed = {
        ("database", "throughcare_web", "CONNECT"), ("database", "throughcare_worker", "CONNECT"),
        ("database", "throughcare_worker", "TEMPORARY"), ("database", "throughcare_auditor", "CONNECT"),
        *(("schema", who, "USAGE") for who in OURS),
    }  # fmt: skip
    sql = """SELECT 'database', CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, a.privilege_type
        FROM pg_database d CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
        WHERE d.datname = current_database() AND a.grantee <> d.datdba
      UNION ALL SELECT 'schema', CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, a.privilege_type
        FROM pg_namespace n CROSS JOIN LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
        WHERE n.nspname = 'public' AND a.grantee <> n.nspowner"""
    found = set(_rows(c, sql))
    others = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema')"
    return [f"{who} has {what} on the {where}" for where, who, what in sorted(found - allowed)] + [
        f"another schema: {name}" for (name,) in _rows(c, others)
    ]
