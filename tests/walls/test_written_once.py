"""What nothing in the code changes, nobody may change: a privilege that no action uses is a way in for SQL of one's own alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from throughcare.foundation.access.every_wall import walled_models
from throughcare.foundation.access.in_force import changeable
from throughcare.foundation.access.walls import WORKER, privileges_of

# Changed by others than the context whose they are.
BY_OTHERS = {
    "access_account.last_login": "Django, as somebody signs in",
    "audit_delivery.done_at": "the delivery of announcements, in access",
    "audit_delivery.tries": "the delivery of announcements, in access",
    "audit_delivery.failure": "the delivery of announcements, in access",
    "courts_uploadprogress.of": "written with the row, which is put down again each time",
}
CHANGES = re.compile(r"(update|save|bulk_update|change)")


def ours() -> Iterator[type[Model]]:
    """Our own models that have a wall."""
    walls = walled_models()
    for model in apps.get_models():
        if model._meta.db_table in walls and model.__module__.startswith("throughcare."):
            yield model


def tried(table: str) -> str:
    """What the web or the worker may try on a table."""
    wall = walled_models()[table]
    return f"{privileges_of(wall)} {wall.jobs}"


@cache
def sources(folder: str) -> tuple[tuple[str, ast.Module], ...]:
    """A context's code but its models and migrations, as text and as a tree."""
    kept = []
    for path in sorted(Path(folder).rglob("*.py")):
        if not {"migrations", "models", "models.py"} & {*path.parts}:
            text = path.read_text()
            kept.append((text, ast.parse(text)))
    return tuple(kept)


def context_of(model: type[Model]) -> str:
    return str(apps.get_app_config(model._meta.app_label).path)


def names_set(sql: str) -> set[str]:
    """The columns that a text of SQL sets."""
    found = re.finditer(r"\bSET\b(.*?)(?:\bWHERE\b|\bFROM\b|;|$)", sql, re.S)
    return {name for one in found for name in re.findall(r'"?([a-z_]+)"? *=', one[1])}


@cache
def named_as_changed(folder: str) -> frozenset[str]:
    """Every name that a context's code gives to a call, assigns to, spells out or sets in SQL: more than what it changes, never less."""
    found: set[str] = set()
    for _, tree in sources(folder):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                called = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if called.lstrip("_")[:1].islower():  # a class makes a new row
                    found |= {given.arg for given in node.keywords if given.arg}
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if re.fullmatch("[a-z_]+", node.value) else names_set(node.value)
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                found.add(node.attr)
    for path in Path(folder).rglob("*.sql"):
        found |= names_set(path.read_text())
    return frozenset(found)


def loose_columns() -> list[str]:
    """Columns that may be changed and that nothing in their context names where it changes anything."""
    found = set()
    for model in ours():
        table, wall = model._meta.db_table, walled_models()[model._meta.db_table]
        if "UPDATE" not in tried(table):
            continue
        attributes = {str(field.column): field.name for field in model._meta.concrete_fields}
        named = named_as_changed(context_of(model))
        found |= {
            f"{table}.{column}"
            for column in changeable(table, wall, WORKER) or []
            if not {column, attributes[column]} & named
        }
    return sorted(found - BY_OTHERS.keys())


def test_a_column_that_nothing_changes_may_not_be_changed():
    assert loose_columns() == []


def is_changed(model: type[Model]) -> bool:
    """Whether some function of a context both names a model and changes rows, or the table is changed in SQL."""
    for text, tree in sources(context_of(model)):
        if re.search(rf"UPDATE {model._meta.db_table}\b", text):
            return True
        if model.__name__ not in text:
            continue
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
            names |= {
                node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
            calls = {
                node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                for node in ast.walk(function)
                if isinstance(node, ast.Call)
            } | {
                given.arg or ""
                for node in ast.walk(function)
                if isinstance(node, ast.Call)
                for given in node.keywords
            }
            if model.__name__ in names and any(CHANGES.match(call.lstrip("_")) for call in calls):
                return True
    return False


# Changed through what holds several models, or by another context.
KNOWN_CHANGED = {
    "audit_delivery": "the delivery of announcements, in access",
    "people_contact": "ended as one of ENDS",
    "victims_letter": "moved by the one act of letters and statements",
    "victims_statement": "the same",
}


def test_a_table_that_nothing_changes_may_not_be_changed():
    loose = [
        model._meta.db_table
        for model in ours()
        if "UPDATE" in tried(model._meta.db_table) and not is_changed(model)
    ]
    assert sorted(set(loose) - KNOWN_CHANGED.keys()) == []


def is_added_to(model: type[Model]) -> bool:
    """Whether a context's code makes rows of a model anywhere, by itself or in SQL."""
    for text, tree in sources(context_of(model)):
        if re.search(rf"INSERT INTO {model._meta.db_table}\b", text):
            return True
        for node in ast.walk(tree) if model.__name__ in text else ():
            if not isinstance(node, ast.Call):
                continue
            made = isinstance(node.func, ast.Name) and node.func.id == model.__name__
            written = isinstance(node.func, ast.Attribute) and "create" in node.func.attr
            given = any(isinstance(one, ast.Name) and one.id == model.__name__ for one in node.args)
            if made or given or (written and model.__name__ in ast.dump(node.func)):
                return True
    return False


def test_a_table_to_which_nothing_is_added_may_not_be_added_to():
    loose = [
        one._meta.db_table for one in ours() if "INSERT" in tried(one._meta.db_table) and not is_added_to(one)
    ]
    assert loose == []


def test_a_table_of_which_nothing_is_removed_may_not_be_removed_from():
    removing = {"extracts_savedquestion", "extracts_senttables", "extracts_sentfile"}
    assert {model._meta.db_table for model in ours() if "DELETE" in tried(model._meta.db_table)} == removing


@pytest.mark.parametrize("broken", ["people_identifier", "courts_sentence", "contracts_statement"])
def test_the_search_finds_a_table_that_is_opened_to_change(broken: str, monkeypatch: pytest.MonkeyPatch):
    from dataclasses import replace

    model = next(one for one in ours() if one._meta.db_table == broken)
    wall = walled_models()[broken]
    opened = replace(wall, web="SELECT, INSERT, UPDATE", fixed=())
    monkeypatch.setattr(model, "wall", opened)
    assert any(column.startswith(f"{broken}.") for column in loose_columns()) or not is_changed(model)
