"""What every test shares: a real PostgreSQL, made when a test first touches it, and written to for real."""

import gc
import os
import threading
from collections.abc import Iterator

import pytest
import support.clock  # noqa: F401 - first of all: what is loaded after it reads its clock
from hypothesis import Phase
from hypothesis import settings as trials
from support.database import Database

from throughcare.server.database.folders import var_folder
from throughcare.server.database.urls import Address, Role

# Workers of one run inherit the environment: the first process says where, the others read it.
BASE = os.environ.setdefault("THROUGHCARE_TEST_BASE", str(var_folder()))
os.environ["THROUGHCARE_VAR"] = f"{BASE}/test"
os.environ["THROUGHCARE_ROLE"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "throughcare.config.settings"
for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_WORKER_URL", "DATABASE_AUDITOR_URL"):
    os.environ.pop(name, None)

# No test is timed: a busy machine must not fail a property.
trials.register_profile("untimed", deadline=None)
trials.load_profile("untimed")
# To kill a mutant one failing example is enough: the same few for each, and no search for a shorter one.
MUTANTS = {
    "phases": (Phase.explicit, Phase.generate),
    "max_examples": 25,
    "derandomize": True,
    "database": None,
}
trials.register_profile("mutants", trials.get_profile("untimed"), **MUTANTS)

pytest_plugins = ("support.browser", "support.order")  # fixtures of a browser for every folder; a drawn order
# Mutation testing (scripts/mutate.py) asks for the tests of pure rules alone.
PURE = "THROUGHCARE_PURE_TESTS"
PLACE = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
SELDOM = (20_000, 20, 20)
"""How many more things than were let go are made before a sweep: a page or an import makes thousands that live shortly."""
DATABASE: pytest.StashKey[Database] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """Set Django up with connections that start the database when they are first opened."""
    import django
    from django.conf import settings

    django.setup()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # a served site has one, and is told so if not
    config.stash[DATABASE] = Database(var_folder().parent)
    open_when_touched(config.stash[DATABASE])


def pytest_collection_finish() -> None:
    """Look no more at what was loaded and collected: it stays for the whole run, and every full sweep walked it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give the connections back, drop this process's database, and stop the server if we were the last."""
    from throughcare.server.ready import close_connections

    if DATABASE in config.stash and "access" in config.stash[DATABASE].__dict__:
        close_connections()
        config.stash[DATABASE].close()


def open_when_touched(database: Database) -> None:
    """Point Django's connections at this process's database at the moment one of them is opened."""
    from django.db.backends.postgresql.base import DatabaseWrapper

    parameters, starting = DatabaseWrapper.get_connection_params, threading.Lock()

    def started_first(self: DatabaseWrapper) -> dict[str, object]:
        if PURE in os.environ:
            pytest.skip("touches the database")
        with starting:
            if "DATABASE_URL" not in os.environ:
                point_at({role: database.address(role) for role in Role})
        return parameters(self)

    DatabaseWrapper.get_connection_params = started_first


def point_at(addresses: dict[Role, Address]) -> None:
    """Let this process's connections, and its subprocesses, use these addresses from now on."""
    from django.db import connections

    os.environ.update({role.variable: address.url() for role, address in addresses.items()})
    for alias in connections:
        entry = addresses[Role.WEB if alias == "default" else Role(alias)].django()
        connections.settings[alias].update({part: entry[part] for part in PLACE})


@pytest.fixture(scope="module")
def empty_database(database: Database) -> Iterator[None]:
    """For one file of tests, a database that nobody else has written to."""
    from throughcare.server.ready import close_connections

    with database.empty_one() as addresses:
        close_connections()
        point_at(addresses)
        yield
        close_connections()
        point_at({role: database.address(role) for role in Role})


@pytest.fixture(autouse=True, scope="session")
def _real_writes(django_db_blocker: object) -> Iterator[None]:
    """Tests read and write the database as the web process does: nothing is blocked, nothing rolled back."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="session")
def database(pytestconfig: pytest.Config) -> Database:
    """This process's database: addresses by role, an environment for subprocesses, bare connections."""
    from django.db import connection

    connection.ensure_connection()
    return pytestconfig.stash[DATABASE]


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is made by this file, not by the plug-in."""


@pytest.fixture
def _django_db_helper() -> None:
    """A test marked for the database gets the same real one: no transaction is wrapped round it."""
