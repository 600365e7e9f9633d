"""The world that the attacks look at, and a connection that may break walls and is always rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from support.database import Database

if TYPE_CHECKING:
    from support.wall_world import World


@pytest.fixture(scope="session")
def world(database: Database) -> World:
    from support.wall_visits import know, things
    from support.wall_world import the_world

    made = the_world()
    know(made.inside, made.outside)
    # At once: a service made later takes over the local area that these people's acts are judged in.
    for person in (made.inside, made.outside):
        things(made, person)
    return made


@pytest.fixture(autouse=True)
def _the_area_is_theirs(request: pytest.FixtureRequest) -> None:
    """A service made by another test takes the local area over; here it is taken back before each test."""
    if "world" in request.fixturenames:
        request.getfixturevalue("world").here.takes_its_area()


@pytest.fixture(scope="module", autouse=True)
def _the_world_is_changed_by_none(request: pytest.FixtureRequest) -> Iterator[None]:
    """What lets anybody see either of the world's people is there after a file as before it: other files stand on it."""
    uses_it = "world" in {
        name for item in request.node.collect() for name in getattr(item, "fixturenames", ())
    }
    if not uses_it:
        yield
        return
    world = request.getfixturevalue("world")
    before = open_sight(world)
    yield
    assert before <= open_sight(world), (
        "this file ended what lets somebody see the people of the shared world"
    )


def open_sight(world: World) -> set[tuple[object, ...]]:
    """The causes by which each unit sees the world's people, that no day yet set ends."""
    from throughcare.foundation.access.models import Grant

    people = (world.inside.id, world.outside.id)
    open_ = Grant.objects.using("owner").filter(
        person_id__in=people, during__endswith=None, during__isempty=False
    )
    return set(open_.values_list("person_id", "unit_id", "cause_kind", "cause_id"))


@pytest.fixture
def breaker(database: Database, world: World) -> Iterator[psycopg.Connection[Any]]:
    """A superuser's connection, with a row of everything about both people, none of which is ever committed."""
    from support.wall_world import furnish, superuser

    with superuser(database.access, database.name) as opened:
        for person in (world.inside, world.outside):
            furnish(opened, person)
        yield opened
        opened.rollback()
