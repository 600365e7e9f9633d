"""Every table about people says what becomes of its rows when two records are made one, and when that is undone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connections

from throughcare.casework.people.models import Alias
from throughcare.casework.supervision.models import Case
from throughcare.faces.console.docs import merging
from throughcare.foundation.access.following import following_sql, hung_on, in_order, room_of
from throughcare.foundation.access.follows import (
    Collapses,
    Forbids,
    GoesWith,
    Moves,
    SeesAgain,
    Stays,
    about_people,
    declared,
)

WORD_OF_A_PERSON = re.compile(r"(person|people|rival|survivor|merged)(?!.*_by$)")


def told() -> dict[str, Any]:
    """What each table says."""
    return {model._meta.db_table: follows for model, follows in declared()}


def test_every_table_with_a_person_says_what_a_merge_makes_of_its_rows():
    silent = [table for table, follows in told().items() if follows is None]
    assert silent == [], (
        "say on the model, beside its wall: follows = Moves(), GoesWith(column), Stays(why) …"
    )


def test_a_column_that_is_called_after_a_person_is_taken_for_one_unless_it_holds_none():
    called = {
        f"{model._meta.db_table}.{column.column}"
        for model in apps.get_models()
        if model.__module__.startswith("throughcare.")
        for column in model._meta.local_concrete_fields
        if WORD_OF_A_PERSON.search(column.column)
        and column.get_internal_type() in {"UUIDField", "ForeignKey", "OneToOneField"}
    }
    about = {
        f"{model._meta.db_table}.{column}" for model in apps.get_models() for column in about_people(model)
    }
    assert called <= about


def test_what_says_nothing_is_found(monkeypatch):
    monkeypatch.delattr(Alias, "follows")
    assert [model for model, follows in declared() if follows is None] == [Alias]


def test_whatever_moves_hangs_on_nothing_that_stays():
    said = told()
    for model, follows in declared():
        if isinstance(follows, GoesWith):
            other = said[hung_on(model, follows)]
            assert isinstance(other, GoesWith | Moves), f"{model.__name__} goes with a row that stays"


def test_a_row_that_hangs_on_another_is_moved_after_it():
    supervision = [
        (model, follows)
        for model, follows in declared()
        if model._meta.app_label == "supervision" and isinstance(follows, GoesWith | Moves)
    ]
    tables = [model._meta.db_table for model, _ in in_order(list(reversed(supervision)))]
    moved = {model: tables.index(model._meta.db_table) for model, _ in supervision}
    assert all(moved[model] > moved[Case] for model, follows in supervision if isinstance(follows, GoesWith))
    assert len(tables) == len(supervision)


@dataclass
class _Meta:
    db_table: str
    local_concrete_fields: list[Any] = field(default_factory=list)


@dataclass
class _Column:
    column: str
    to: str = ""

    @property
    def is_relation(self) -> bool:
        return bool(self.to)

    @property
    def related_model(self) -> Any:
        return _Model(self.to)


class _Model:
    def __init__(self, table: str, **columns: str) -> None:
        self._meta = _Meta(table, [_Column(name, to) for name, to in columns.items()])
        self.__name__ = table


def test_rows_that_hang_on_each_other_or_on_nobody_knows_what_are_refused():
    one, other = _Model("one", other_id="other"), _Model("other", one_id="one")
    with pytest.raises(LookupError, match="hang on each other follow nobody: one, other"):
        list(in_order([(one, GoesWith("other_id")), (other, GoesWith("one_id"))]))
    with pytest.raises(LookupError, match="names thing_id, and no key says"):
        hung_on(_Model("one", thing_id=""), GoesWith("thing_id"))


def test_the_one_function_moves_each_table_that_says_so_and_no_other():
    moved = set(re.findall(r"UPDATE (\w+) t SET person_id", following_sql()))
    assert moved == {table for table, follows in told().items() if isinstance(follows, GoesWith | Moves)}


def test_sight_caused_by_rows_that_name_nobody_follows_too():
    for model, follows in declared():
        if isinstance(follows, SeesAgain):
            assert not about_people(model)
            assert follows.ids in following_sql()


@pytest.mark.usefixtures("database")
def test_each_function_that_a_declaration_names_is_there():
    named = set()
    for follows in told().values():
        if (room := room_of(follows)) is not None:
            named |= {f"{room.make}(uuid, jsonb)", f"{room.take_back}(uuid, jsonb)"}
        elif isinstance(follows, Forbids):
            named.add(f"{follows.by}(uuid, uuid)")
        elif isinstance(follows, Collapses):
            named |= {f"{follows.by}(uuid, uuid)", f"{follows.parted_by}(jsonb, uuid, uuid, timestamptz)"}
    with connections["owner"].cursor() as cursor:
        for function in sorted(named):
            cursor.execute("SELECT to_regprocedure(%s) IS NOT NULL", [function])
            assert cursor.fetchone() == (True,), function
    assert len(named) == 7


def test_each_context_whose_rows_move_listens_for_it():
    for context in {model._meta.app_label for model, f in declared() if isinstance(f, GoesWith | Moves)} - {
        "people"
    }:
        heard = (Path(apps.get_app_config(context).path) / "reactions.py").read_text()
        assert re.search(rf'\bfollow_merge\(.*, "{context}"[,)]', heard), (
            f"nothing in {context} follows a merge"
        )


def test_the_document_names_every_table_about_people_with_its_words():
    page = merging()
    for model, follows in declared():
        assert f"| {model._meta.app_label} | {model._meta.verbose_name} |" in page
        assert follows.words in page


@pytest.mark.parametrize(
    ("follows", "words"),
    [
        (Moves(), "moves"),
        (Moves(rule="of two the later stands"), "moves; of two the later stands"),
        (GoesWith("joint_case_id"), "goes with its joint case"),
        (SeesAgain("SELECT 1"), "names no person; sight because of it follows"),
        (Stays("it is a ledger"), "stays: it is a ledger"),
        (Forbids("f", "they are two"), "forbids: they are two"),
        (Collapses("f", "g", "the stricter holds"), "collapses: the stricter holds"),
    ],
)
def test_each_kind_of_declaration_says_itself_in_words(follows, words):
    assert follows.words == words
