"""Sentences recorded when a length was a number and a unit: brought to the courts' words and to the right last days."""

import os
from collections.abc import Iterator
from datetime import date
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from support.database import Database, create, drop, owner

from throughcare.server.database.roles import schema_statements
from throughcare.server.database.urls import Role, embedded_address

BEFORE, AFTER = ("courts", "0004_messages_of_courts"), ("courts", "0005_sentences_as_courts_give_them")
OLDER, PLACE = "older", ("NAME", "USER", "PASSWORD", "HOST", "PORT")
SOMEBODY, ANOTHER = uuid4(), uuid4()
# reference: whose, kind, imposed, length, unit, months of custody, end as it was reckoned, how it runs, beside which
OLD = {
    "order": (SOMEBODY, "community order", "2026-01-01", 12, "months", None, "2027-01-01", "alone", ""),
    "one": (SOMEBODY, "custody", "2026-01-15", 1, "years", None, "2027-01-15", "alone", ""),
    "after": (SOMEBODY, "custody", "2026-01-15", 6, "months", None, "2026-07-15", "consecutive", "one"),
    "beside": (SOMEBODY, "custody", "2026-02-01", 4, "weeks", None, "2026-03-01", "concurrent", "one"),
    "days": (SOMEBODY, "custody", "2026-01-31", 1, "days", None, "2026-02-01", "alone", ""),
    "suspended": (
        SOMEBODY, "suspended sentence order", "2026-05-16", 18, "months", 1, "2027-11-16", "alone", "",
    ),
    "odd": (SOMEBODY, "community order", "2026-01-01", 6, "months", 9, "2026-07-01", "alone", ""),
    "life": (SOMEBODY, "life sentence", "2026-01-01", 20, "years", None, "2046-01-01", "alone", ""),
    "bare": (SOMEBODY, "life sentence", "2026-01-01", None, "", None, None, "alone", ""),
    "nowhere": (SOMEBODY, "custody", "2026-03-01", 6, "months", None, "2026-09-01", "consecutive", "no-such"),
    "stranger": (ANOTHER, "custody", "2026-03-01", 6, "months", None, "2026-09-01", "consecutive", "one"),
    "ring": (SOMEBODY, "custody", "2026-04-01", 6, "months", None, "2026-10-01", "consecutive", "round"),
    "round": (SOMEBODY, "custody", "2026-04-01", 6, "months", None, "2026-10-01", "consecutive", "ring"),
    "ended": (SOMEBODY, "custody", "2020-01-01", 6, "months", None, "2020-07-01", "alone", ""),
}  # fmt: skip
SENTENCE = (
    "person_id", "kind", "imposed_on", "length", "unit", "custody_months", "ends_on", "runs", "runs_with",
)  # fmt: skip


@pytest.fixture(scope="module")
def migrated(database: Database) -> Iterator[dict[str, dict[str, object]]]:
    """The old rows after the migration, by their references, from a database that held them before it."""
    name = f"test_older_{os.getpid()}"
    with owner(database.access, "postgres") as server:
        create(server, name, "template0")
        try:
            yield _brought(database, name)
        finally:
            drop(server, name)


def _brought(database: Database, name: str) -> dict[str, dict[str, object]]:
    address = embedded_address(database.access, Role.OWNER, name)
    entry = address.django()
    connections.settings[OLDER] = connections.settings["owner"] | {part: entry[part] for part in PLACE}
    connection = connections[OLDER]
    try:
        with owner(database.access, name) as inside:
            for statement in schema_statements():
                inside.execute(statement)
        _migrate(connection, BEFORE)
        with psycopg.connect(**address.keywords()) as inside:
            _insert(inside)
        _migrate(connection, AFTER)
        with psycopg.connect(**address.keywords(), row_factory=psycopg.rows.dict_row) as inside:
            found = inside.execute(
                "SELECT a.result_ref, n.result_ref AS named, s.* FROM courts_sentence s"
                " JOIN courts_appearance a ON a.id = s.appearance_id"
                " LEFT JOIN courts_sentence o ON o.id = s.named_id LEFT JOIN courts_appearance n ON n.id = o.appearance_id"
            )
            return {row["result_ref"]: row for row in found}
    finally:
        connection.close()
        del connections[OLDER], connections.settings[OLDER]


def _migrate(connection: BaseDatabaseWrapper, to: tuple[str, str]) -> None:
    MigrationExecutor(connection).migrate([to])


def _insert(inside: psycopg.Connection) -> None:
    court, unit, hearing = "OLDCRT", uuid4(), uuid4()
    _row(
        inside,
        "courts_court",
        code=court,
        name="A court",
        kind="crown",
        active=True,
        address="",
        town="",
        postcode="",
    )
    _row(
        inside,
        "courts_hearing",
        id=hearing,
        unit_id=unit,
        on=date(2026, 1, 1),
        session="morning",
        court_id=court,
    )
    for ref, told in OLD.items():
        sentence = dict(zip(SENTENCE, told, strict=True))
        appearance = _appearance(inside, ref, court, unit, hearing, sentence)
        ended = ref == "ended"
        _row(
            inside, "courts_sentence", id=uuid4(), appearance_id=appearance, version=1, **sentence,
            state="completed" if ended else "in force", ended_on=sentence["ends_on"] if ended else None,
        )  # fmt: skip


def _appearance(
    inside: psycopg.Connection, ref: str, court: str, unit: UUID, hearing: UUID, sentence: dict[str, object]
) -> UUID:
    id = uuid4()
    _row(
        inside, "courts_appearance", id=id, person_id=sentence["person_id"], unit_id=unit, court_code=court, result_ref=ref,
        digest="", case_number=ref, defendant_id=None, matter="", on=sentence["imposed_on"], outcome="sentenced",
        court_sees="[2026-01-01,2026-02-01)", hearing_id=hearing,
    )  # fmt: skip
    return id


def _row(inside: psycopg.Connection, table: str, **values: object) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    holes = ", ".join(f"%({name})s" for name in values)
    inside.execute(f"INSERT INTO {table} ({names}) VALUES ({holes})", values)


@pytest.mark.parametrize(
    ("ref", "length", "begins_on", "ends_on"),
    [
        ("order", "12 months", "2026-01-01", "2026-12-31"),
        ("one", "1 year", "2026-01-15", "2027-01-14"),
        ("after", "6 months", "2027-01-15", "2027-07-14"),
        ("beside", "4 weeks", "2026-02-01", "2026-02-28"),
        ("days", "1 day", "2026-01-31", "2026-01-31"),
        ("suspended", "18 months", "2026-05-16", "2027-11-15"),
        ("odd", "6 months", "2026-01-01", "2026-06-30"),
        ("nowhere", "6 months", "2026-03-01", "2026-08-31"),
        ("stranger", "6 months", "2026-03-01", "2026-08-31"),
        ("ended", "6 months", "2020-01-01", "2020-06-30"),
    ],
)
def test_a_number_and_a_unit_become_words_and_the_last_day_is_the_last_in_force(
    migrated, ref, length, begins_on, ends_on
):
    row = migrated[ref]
    assert (row["length"], str(row["begins_on"]), str(row["ends_on"])) == (length, begins_on, ends_on)


def test_custody_that_an_order_suspends_is_kept_in_words_and_nothing_else_is_taken_for_it(migrated):
    assert {ref: row["suspended"] for ref, row in migrated.items() if row["suspended"]} == {
        "suspended": "1 month"
    }


def test_what_stood_as_the_length_of_a_life_sentence_is_its_minimum_and_it_has_no_end(migrated):
    life, bare = migrated["life"], migrated["bare"]
    assert (life["minimum_term"], life["length"], life["ends_on"]) == ("20 years", "", None)
    assert (bare["minimum_term"], bare["length"], bare["ends_on"]) == ("", "", None)


def test_only_a_sentence_of_the_same_person_that_can_be_followed_is_followed(migrated):
    named = {ref: row["named"] for ref, row in migrated.items() if row["runs"] == "consecutive"}
    assert {ref: named[ref] for ref in ("after", "nowhere", "stranger")} == {
        "after": "one", "nowhere": None, "stranger": None,
    }  # fmt: skip
    assert None in {named["ring"], named["round"]}
    assert migrated["beside"]["named"] == "one"


def test_a_sentence_that_had_ended_keeps_its_state_and_the_day_it_ended(migrated):
    assert (migrated["ended"]["state"], str(migrated["ended"]["ended_on"])) == ("completed", "2020-07-01")


def test_no_sentence_is_lost(migrated):
    assert migrated.keys() == OLD.keys()
