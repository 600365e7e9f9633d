"""Pages asked for all day are planned once for each connection: the same page, behind the same walls, for whoever asks next."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from support.service import HERE, THERE, Person, a_person, a_service, managed
from support.wall_visits import browser

import throughcare
from throughcare.faces.web import prepared
from throughcare.foundation.access.models import Grant

OFTEN = ("/", "/caseload", "/people/{person}", "/people/{person}/timeline")


@pytest.fixture(scope="module")
def two() -> list[Person]:
    """Somebody in each of two services that know nothing of each other."""
    return [managed(a_person(a_service(local=local))) for local in (HERE, THERE)]


def asked(client: Client, path: str, person: UUID) -> tuple[int, str]:
    """What a page answers, without what is fresh in each answer."""
    answer = client.get(path.format(person=person))
    return answer.status_code, re.sub(r'value="[\w-]{20,}"', "", answer.content.decode())


def statements() -> list[str]:
    """What the pool's connection has prepared; pages asked one after the other use one connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("path", OFTEN)
def test_a_page_is_the_same_prepared_or_not(
    two: list[Person], path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = two[0]
    client = browser(person.team.officer)
    often = [asked(client, path, person.id) for _ in range(prepared.PREPARED_FROM + 2)]
    monkeypatch.setattr(prepared, "is_of_the_orm", lambda statement: False)
    assert {asked(client, path, person.id)} == set(often)
    assert often[0][0] == 200


def test_what_is_prepared_names_no_person_and_no_viewer(two: list[Person]) -> None:
    person = two[0]
    client = browser(person.team.officer)
    for _ in range(prepared.PREPARED_FROM + 2):
        asked(client, "/people/{person}", person.id)
    found = statements()
    assert len(found) > 5
    assert not [one for one in found if str(person.id) in one or str(person.team.officer.id) in one]


def test_a_plan_made_for_one_viewer_shows_another_nothing(two: list[Person]) -> None:
    one, other = two
    clients = browser(one.team.officer), browser(other.team.officer)
    for _ in range(prepared.PREPARED_FROM + 2):
        assert asked(clients[0], "/people/{person}", one.id)[0] == 200
    assert statements()
    for _ in range(prepared.PREPARED_FROM + 2):
        assert asked(clients[1], "/people/{person}", one.id)[0] == 404
        assert asked(clients[1], "/people/{person}", other.id)[0] == 200
        assert str(one.id) not in asked(clients[1], "/caseload", one.id)[1]


def test_sight_that_ended_has_ended_for_what_was_prepared_before(two: list[Person]) -> None:
    from datetime import timedelta

    from django.utils import timezone

    person = managed(a_person(two[1].service))
    client = browser(person.team.officer)
    for _ in range(prepared.PREPARED_FROM + 2):
        assert asked(client, "/people/{person}", person.id)[0] == 200
    began, ended = timezone.now() - timedelta(days=30), timezone.now() - timedelta(seconds=1)
    Grant.objects.using("owner").filter(person_id=person.id).update(during=(began, ended))
    assert asked(client, "/people/{person}", person.id)[0] == 404


def test_what_is_written_by_hand_or_asked_for_elsewhere_is_not_prepared() -> None:
    assert prepared.is_of_the_orm('SELECT "people_person"."id" FROM "people_person"')
    for other in (
        "SELECT people_search(%s)",
        'UPDATE "people_person" SET "version" = 2',
        b'SELECT "x"',
        None,
    ):
        assert not prepared.is_of_the_orm(other)
    with connection.cursor() as cursor:
        for _ in range(prepared.PREPARED_FROM + 2):
            cursor.execute('SELECT "name" FROM pg_prepared_statements WHERE "name" <> %s', ["x"])
    assert 'SELECT "name" FROM pg_prepared_statements WHERE "name" <> $1' not in statements()


def test_of_the_driver_only_what_it_publishes_is_used() -> None:
    sources = Path(throughcare.__file__).parent.rglob("*.py")
    private = re.compile(r"psycopg(?:_pool)?(?:\.\w+)*\._[a-z]")
    assert [path.name for path in sources if private.search(path.read_text())] == []
