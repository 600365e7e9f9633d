"""Every action has a door and a test that names it; every public rule is named where no database is asked. By reading alone.

A door is a page, an operation, a command or a job. An action that another action calls is behind that one's door: what
carries a batch or a file calls the act it is made of. The demonstration is no door: nobody runs a service by it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import throughcare

SOURCES = Path(throughcare.__file__).parent
TESTS = Path(__file__).resolve().parents[1]
# Rooms and modules of a context in which jobs and listeners stand.
JOBS = {"tasks", "reactions", "jobs", "work"}

Name = tuple[str, str]
"""A context's folder and what is defined there."""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def modules() -> Iterator[Path]:
    return (path for path in SOURCES.rglob("*.py") if "migrations" not in path.parts)


def is_action(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "action"
        for one in node.decorator_list
    )


def context_of(path: Path) -> str:
    """The context of a module: ``casework/people``, ``faces/people``."""
    return "/".join(path.relative_to(SOURCES).parts[:2])


@cache
def actions() -> dict[Name, tuple[Path, ast.FunctionDef]]:
    """Every action by its context and name."""
    return {
        (context_of(path), node.name): (path, node)
        for path in modules()
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and is_action(node)
    }


def used(path: Path, within: ast.AST) -> set[Name]:
    """The actions that are named within a piece of a module, through what the module imports."""
    brought = imported(path)
    found = set()
    for node in ast.walk(within):
        if isinstance(node, ast.Name) and node.id in brought:
            found.add(brought[node.id])
        elif (
            isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in brought
        ):
            found.add((brought[node.value.id][0], node.attr))
    return found & actions().keys()


@cache
def imported(path: Path) -> dict[str, Name]:
    """What a module's names stand for: an action of a context, or the context whose ``actions`` a name is."""
    found = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            home = _home(path, node)
            found |= {one.asname or one.name: (home, one.name) for one in node.names if home}
    own = context_of(path)
    return {name: (own, name) for context, name in actions() if context == own} | found


def _home(path: Path, node: ast.ImportFrom) -> str:
    """The context that a line imports from."""
    if node.level:
        return context_of(path)
    parts = (node.module or "").split(".")
    return "/".join(parts[1:3]) if parts[0] == "throughcare" and len(parts) > 2 else ""


@cache
def behind_doors(shut: str = "") -> set[Name]:
    """Every action that a face or a job reaches, itself or through what it calls; ``shut`` is one door left out."""
    reached: set[Name] = set()
    for path in modules():
        inside = path.relative_to(SOURCES).parts
        if "/".join(inside) != shut and (inside[0] == "faces" or JOBS & {path.stem, *inside[2:-1]}):
            reached |= used(path, tree(path))
    waiting = list(reached)
    while waiting:
        path, function = actions()[waiting.pop()]
        fresh = used(path, _with_helpers(path, function)) - reached
        reached |= fresh
        waiting += fresh
    return reached


def _with_helpers(path: Path, function: ast.FunctionDef) -> ast.Module:
    """A function with the functions of its own module that it calls, and those that these call."""
    own = {node.name: node for node in tree(path).body if isinstance(node, ast.FunctionDef)}
    taken, waiting = {function.name: function}, [function]
    while waiting:
        for node in ast.walk(waiting.pop()):
            name = node.id if isinstance(node, ast.Name) else ""
            if name in own and name not in taken and not is_action(own[name]):
                taken[name] = own[name]
                waiting.append(own[name])
    return ast.Module(list(taken.values()), [])


@cache
def named_in_tests() -> frozenset[str]:
    """Every name that the text of a test speaks, its own definitions and imports left out."""
    found: set[str] = set()
    for path in TESTS.rglob("*.py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.add(node.id)
            elif isinstance(node, ast.Attribute):
                found.add(node.attr)
    return frozenset(found)


def test_there_are_actions_in_every_context_that_writes():
    assert {"casework/courts", "casework/supervision", "foundation/access"} <= {one for one, _ in actions()}


@pytest.mark.parametrize("name", sorted(actions()), ids="-".join)
def test_every_action_has_a_door(name: Name):
    assert name in behind_doors(), f"no page, operation, command or job comes to {name[1]}"


@pytest.mark.parametrize("name", sorted(actions()), ids="-".join)
def test_every_action_is_named_by_a_test(name: Name):
    assert name[1] in named_in_tests(), f"no test names {name[1]}"


def test_an_action_whose_only_door_is_shut_is_found():
    """The walk itself is held: what the demonstration goes on calling is behind no door."""
    by_file = {
        ("casework/supervision", name) for name in ("record_entries", "close_cases", "record_first_risks")
    }
    assert by_file <= behind_doors()
    assert behind_doors() - behind_doors(shut="faces/supervision/console.py") >= by_file


NEEDS_DATABASE = {"models", "actions", "queries", "store", "session", "delivery", "tasks", "reactions"}


@cache
def asks_the_database(path: Path) -> bool:
    """Whether a test's module, or what supports it, comes to anything that reads or writes."""
    return any(
        parts[:1] == ["django"]
        or (parts[:1] == ["throughcare"] and bool(NEEDS_DATABASE & set(parts)))
        or (parts[:1] == ["support"] and asks_the_database(_support(parts)))
        for parts in _imports(path)
    )


def _imports(path: Path) -> Iterator[list[str]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and not node.level:
            yield from ([*(node.module or "").split("."), one.name] for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (one.name.split(".") for one in node.names)


def _support(parts: list[str]) -> Path:
    return TESTS / "support" / f"{parts[1] if len(parts) > 1 else '__init__'}.py"


@cache
def public_rules() -> dict[Name, Path]:
    """Every function of a ``rules`` room that something outside the room calls: its helpers are tried through it."""
    called: set[Name] = set()
    for path in modules():
        if not _room(path):
            brought = {name: home for home, name in _rules_imported(path)}
            called |= {(home, name) for name, home in brought.items()}
            called |= {
                (brought[node.value.id], node.attr)
                for node in ast.walk(tree(path))
                if isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in brought
            }
    return {
        (context_of(path), node.name): path
        for path in modules()
        if _room(path)
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and (context_of(path), node.name) in called
    }


def _room(path: Path) -> bool:
    """Whether a module is of a ``rules`` room."""
    inside = path.relative_to(SOURCES).parts
    return len(inside) > 2 and inside[2].removesuffix(".py") == "rules"


def _rules_imported(path: Path) -> Iterator[Name]:
    """What a module imports of rules: the context they are of, and the name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom):
            said = (node.module or "").split(".")
            if "rules" in [*said, *(one.name for one in node.names)]:
                yield from ((_home(path, node), one.name) for one in node.names)


@cache
def named_without_a_database() -> frozenset[str]:
    """Every name that a test says which asks no database."""
    found: set[str] = set()
    for path in TESTS.rglob("*.py"):
        if not asks_the_database(path):
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.Name):
                    found.add(node.id)
                elif isinstance(node, ast.Attribute):
                    found.add(node.attr)
    return frozenset(found)


@pytest.mark.parametrize("name", sorted(public_rules()), ids="-".join)
def test_every_public_rule_is_named_by_a_test_that_asks_no_database(name: Name):
    assert name[1] in named_without_a_database(), f"no pure test names {name[1]} of {public_rules()[name]}"
