"""A contract for SQL as there is one for imports: a context's SQL names its own tables, and of others only their functions.

SQL is every ``sql/*.sql`` of a context and every text handed to ``cursor.execute`` or kept for it in its modules. What
does not keep it is listed below by file and table, with why; the list may only grow shorter.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections

import throughcare

SOURCES = Path(throughcare.__file__).parent
# A table stands after one of these words in SQL; a column of that name does not.
NAMED = re.compile(
    r"\b(?:FROM|JOIN|UPDATE|INTO|TABLE|ONLY|TRUNCATE|USING|DELETE\s+FROM)\s+(?:ONLY\s+)?\"?([a-z][a-z0-9_]+)\"?",
    re.I,
)
FOUNDATION = ("access", "audit", "operating_model")

STILL: dict[tuple[str, str], str] = {
    (
        "server/first_start.py",
        "access_account",
    ): "asked before any of our code is loaded: whether this is a first start",
}


def owners() -> dict[str, str]:
    """Every table of ours and the folder of the context that keeps it."""
    return {
        model._meta.db_table: Path(str(apps.get_app_config(model._meta.app_label).path))
        .relative_to(SOURCES)
        .as_posix()
        for model in apps.get_models()
        if model.__module__.startswith("throughcare.")
    }


def trespasses() -> set[tuple[str, str]]:
    """Each file that names another context's table, and the table."""
    kept, found = owners(), set()
    for path in SOURCES.rglob("*"):
        inside = path.relative_to(SOURCES).as_posix()
        if path.suffix not in {".py", ".sql"} or "/migrations/" in inside:
            continue
        for table in NAMED.findall(path.read_text()):
            owner = kept.get(table.lower())
            if owner and not inside.startswith(f"{owner}/"):
                found.add((inside, table.lower()))
    return found


def test_sql_names_no_table_of_another_context_but_where_it_is_still_listed():
    assert sorted(trespasses() - STILL.keys()) == []


def test_what_keeps_the_contract_now_is_taken_off_the_list():
    assert sorted(STILL.keys() - trespasses()) == []


def test_a_table_named_in_sql_is_found():
    said = 'SELECT 1 FROM people_person p JOIN "access_grant" g ON true; UPDATE courts_sentence SET x = 1'
    assert NAMED.findall(said) == ["people_person", "access_grant", "courts_sentence"]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("asked", "table"),
    [
        ("SELECT 1 FROM access_sight() g WHERE g.person_id = gen_random_uuid()", "access_grant"),
        ("SELECT 1 FROM audit_lines() e WHERE e.people && ARRAY[gen_random_uuid()]", "audit_entry"),
        ("SELECT 1 FROM audit_sealed() s WHERE s.line_id = gen_random_uuid()", "audit_seal"),
    ],
)
def test_the_planner_sees_through_what_is_published_of_a_large_table(asked, table):
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert table in plan and "Function Scan" not in plan
