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
    from support.wall_world import the_world

    return the_world()


@pytest.fixture
def breaker(database: Database, world: World) -> Iterator[psycopg.Connection[Any]]:
    """A superuser's connection, with a row of everything about both people, none of which is ever committed."""
    from support.wall_world import furnish, superuser

    with superuser(database.access, database.name) as opened:
        for person in (world.inside, world.outside):
            furnish(opened, person)
        yield opened
        opened.rollback()
