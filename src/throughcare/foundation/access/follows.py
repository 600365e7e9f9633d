"""What becomes of each row about a person when two records are found to be one person's, and when that is undone.

A model with a person says so in a class attribute ``follows``, beside its ``wall`` and its ``causes``; a test fails on one
that says nothing. ``following`` makes one function of the database from all of them; docs/merging.md is the same as a table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True)
class Room:
    """How a context makes room before rows move, where one person may not have them all, and takes it back after they went back.

    ``make`` and ``take_back`` are functions of the context's own SQL: ``make(merge uuid, said jsonb) RETURNS jsonb`` answers the
    rows it changed as they stood, and ``take_back(merge uuid, stood jsonb)`` puts them back. ``said`` is what the listener hands down
    from its rules.
    """

    make: str
    take_back: str


@dataclass(frozen=True)
class Moves:
    """Rows go to the record that stays, and back when the merge is undone; so do rows written since that hang on such a row.

    ``but`` is the condition, in SQL over ``t`` and ``onto``, under which a row stays because the survivor has its like;
    ``or_with`` a column by which a row may hang on another that moves; ``rule`` says in words what is made of two of a kind.
    """

    but: str = ""
    or_with: str = ""
    room: Room | None = None
    rule: str = ""

    @property
    def words(self) -> str:
        """What a table of every declaration says of it."""
        return "moves" + (f"; {self.rule}" if self.rule else "")


@dataclass(frozen=True)
class GoesWith:
    """Rows are about whom the row is about that ``column`` names, wherever a merge or its undoing puts that one."""

    column: str

    @property
    def words(self) -> str:
        """What a table of every declaration says of it."""
        return f"goes with its {self.column.removesuffix('_id').replace('_', ' ')}"


@dataclass(frozen=True)
class SeesAgain:
    """Rows that name no person but cause sight of one: it is derived again for those that ``ids`` selects, in SQL over ``goes`` and ``onto``."""

    ids: str

    @property
    def words(self) -> str:
        """What a table of every declaration says of it."""
        return "names no person; sight because of it follows"


@dataclass(frozen=True)
class Stays:
    """Rows stay with the record that they were written of."""

    because: str

    @property
    def words(self) -> str:
        """What a table of every declaration says of it."""
        return f"stays: {self.because}"


@dataclass(frozen=True)
class Forbids:
    """A row between two people forbids that they are made one; it stays whatever is merged. ``by`` is the function that asks."""

    by: str
    because: str

    @property
    def words(self) -> str:
        """What a table of every declaration says of it."""
        return f"forbids: {self.because}"


@dataclass(frozen=True)
class Collapses:
    """Rows of both come down to one by a rule: ``by`` and ``parted_by`` are the functions that do and undo it with the merge itself."""

    by: str
    parted_by: str
    rule: str

    @property
    def words(self) -> str:
        """What a table of every declaration says of it."""
        return f"collapses: {self.rule}"


PEOPLE = "people_person"
Follows = Moves | GoesWith | SeesAgain | Stays | Forbids | Collapses

_OF_THE_LEDGER = "a ledger tells what was done to the record it was done to"
LEDGERS: dict[str, Follows] = {"audit_entry": Stays(_OF_THE_LEDGER), "audit_decision": Stays(_OF_THE_LEDGER)}
"""Of the tables that stand below this context."""


def about_people(model: Any) -> tuple[str, ...]:
    """The columns of a model that name a person, or many: by a foreign key, by a key by name, or by what they are called."""
    named = {"person_id"} | _named_people().get(model._meta.db_table, set())
    return tuple(
        str(field.column)
        for field in model._meta.local_concrete_fields
        if field.column in named
        or (field.column == "people" and field.get_internal_type() == "ArrayField")
        or (field.is_relation and field.related_model._meta.db_table == PEOPLE)
    )


@cache
def _named_people() -> Mapping[str, set[str]]:
    """By table, its columns that name a person by a key by name: gathered once, since every table's wall asks."""
    from .keys import keys

    found: dict[str, set[str]] = defaultdict(set)
    for key in keys():
        if key.to == PEOPLE:
            found[key.table].add(key.column)
    return found


def declared() -> Iterator[tuple[Any, Follows | None]]:
    """Every model of ours that names a person or causes sight of one, with what it says; None where it says nothing yet."""
    from django.apps import apps

    for model in apps.get_models():
        if model.__module__.startswith("throughcare.") and (
            about_people(model) or getattr(model, "causes", ())
        ):
            yield model, getattr(model, "follows", None) or LEDGERS.get(model._meta.db_table)
