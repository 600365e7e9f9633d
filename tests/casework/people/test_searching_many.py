"""Whoever sees very many people finds the same, best first, as whoever sees few: their search asks in another order, not for less."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from support.database import Database
from support.people import a_record, an_office, record
from support.wall_attacks import as_web
from support.wall_world import superuser

SURNAME = "QUILLWORTHY"
FIRST = ["AL", "BO", "CY", "DI", "ED", "FLO", "GIL", "HAL", "IDA", "JOSEPHINE", "KIM", "LEN", "MAXIMILIAN", "NED", "OLA", "PAT",
         "QUEENIE", "RON", "SAM", "TED", "URSULA", "VAL", "WILHELMINA", "XENIA", "YVES"]  # fmt: skip
LIKE = ["QUILWORTHY", "QUILLWORTH", "QUILLWORTHYS", "QUILLWORHTY"]
MOST_FOR_FEW = 5000


@pytest.fixture
def seen(database: Database) -> Iterator[tuple[psycopg.Connection, object]]:
    """Twenty-five people of one name and some whose name is like it, seen by one team; nothing is kept."""
    office = an_office()
    member = office.admin
    record(office, a_record())  # a row that the others are made like
    with superuser(database.access, database.name) as c:
        c.execute("SET LOCAL session_replication_role = replica")
        for first in FIRST:
            somebody(c, member, f"{first} {SURNAME}")
        for name in LIKE:
            somebody(c, member, f"ANN {name}")
        yield c, member
        c.rollback()


def somebody(c: psycopg.Connection, member, name: str) -> None:
    first, last = name.split()
    (person,) = c.execute(
        """INSERT INTO people_person SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'forenames',
             %s::text, 'surname', %s::text, 'standard_name', %s::text, 'state', 'current', 'merged_into_id', NULL,
             'date_of_birth', '1980-05-05'))).*
           FROM (SELECT p FROM people_person p LIMIT 1) s (p) RETURNING id""",
        [first, last, name],
    ).fetchone()
    grant(c, member, "SELECT %s::uuid", person)


def grant(c: psycopg.Connection, member, people: str, *given: object) -> None:
    c.execute(
        "INSERT INTO access_grant (id, person_id, unit_id, purpose, cause_kind, cause_id, parts, during) SELECT gen_random_uuid(),"
        f" p, %s, 'p', 'planted', gen_random_uuid(), '{{everything}}', '(,)' FROM ({people}) s (p)",
        [member.unit_id, *given],
    )


def found(c: psycopg.Connection, member, words: str, most: int) -> list[tuple[UUID, float]]:
    with as_web(c, member):
        return c.execute("SELECT * FROM people_search(%s, NULL, NULL, %s)", [words, most]).fetchall()


@pytest.mark.parametrize("most", [5, 10, 51])
@pytest.mark.parametrize("words", [SURNAME, f"SAM {SURNAME}", "QUILLWORTHI", f"{SURNAME} ED", "NOBODYATALL"])
def test_whoever_sees_many_finds_what_whoever_sees_few_does(seen, words, most):
    c, member = seen
    few = found(c, member, words, most)
    assert bool(few) is (words != "NOBODYATALL")
    grant(c, member, "SELECT gen_random_uuid() FROM generate_series(1, %s)", MOST_FOR_FEW + 1)
    assert found(c, member, words, most) == few


def test_a_name_that_enough_have_exactly_shows_nobody_who_has_only_one_like_it(seen):
    c, member = seen
    grant(c, member, "SELECT gen_random_uuid() FROM generate_series(1, %s)", MOST_FOR_FEW + 1)
    ids = [person for person, _ in found(c, member, SURNAME, 10)]
    names = c.execute("SELECT standard_name FROM people_person WHERE id = ANY (%s)", [ids]).fetchall()
    assert len(names) == 10 and all(name.split()[1] == SURNAME for (name,) in names)
    everybody = [person for person, _ in found(c, member, SURNAME, 51)]
    assert len(everybody) == len(FIRST) + len(LIKE)
