"""Bringing the database to the present schema: migrations as the owner, the walls, and what must exist."""

import hashlib
import logging
from collections.abc import Iterator
from pathlib import Path

logger = logging.getLogger(__name__)
SOURCES = Path(__file__).resolve().parents[1]
SHAPING = {"foundation", "migrations", "models", "database", "sides.py"}
CONFIGURATION = {("config", "settings.py"), ("server", "schema.py")}
NOT_SHAPING = {"faces", "demonstration"}


def migrate(verbosity: int = 1) -> None:
    """Run every migration as the owner, put up the walls and the keys, found the service, bring its lists up to date."""
    from django.core.management import call_command
    from django.db import connections

    from throughcare.casework.courts.reference_tables import load_reference
    from throughcare.casework.supervision.reference_tables import load_prisons
    from throughcare.foundation.access.in_force import apply_walls
    from throughcare.foundation.access.keys import apply_keys
    from throughcare.foundation.access.system_members import found_service

    call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    apply_walls(connections["owner"])
    for broken in apply_keys(connections["owner"]):
        logger.warning("old rows break the key %s: it holds for new ones alone", broken)
    found_service("owner")
    load_reference("owner")
    load_prisons("owner")


def is_current() -> bool:
    """Whether every migration of this code has been run on the owner's database."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def fingerprint() -> str:
    """A short digest of every file that shapes the database: models, migrations, walls, SQL, versions."""
    digest = hashlib.sha256()
    for path in sorted(shaping_files()):
        digest.update(str(path.relative_to(SOURCES.parent)).encode() + b"\0" + path.read_bytes())
    locked = SOURCES.parents[1] / "requirements" / "run.txt"
    digest.update(locked.read_bytes() if locked.exists() else b"")
    return digest.hexdigest()[:16]


def shaping_files() -> Iterator[Path]:
    """Files whose change may change the database."""
    for path in SOURCES.rglob("*"):
        place = path.relative_to(SOURCES).parts
        listed = "reference" in place and place[0] not in NOT_SHAPING
        if path.suffix == ".sql" or path.name == "roles.csv" or listed or place in CONFIGURATION:
            yield from [path] if path.is_file() else []
        elif path.suffix == ".py" and (SHAPING & set(place) or place[-1].startswith(("models", "reference"))):
            yield path
