"""Bringing the database to the present schema: migrations as the owner, then the walls."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[1]


def migrate(verbosity: int = 1) -> None:
    """Run every migration as the owner, put up the walls, and found the service where it is not yet."""
    from django.core.management import call_command
    from django.db import connections

    from throughcare.foundation.access.founding import found_service
    from throughcare.casework.courts.reference_tables import load_reference
    from throughcare.foundation.access.founding import found_service
    from throughcare.foundation.access.walls import apply_walls

    call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
    apply_walls(connections["owner"])
    found_service()
    load_reference()
    found_service("owner")


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
        named = path.suffix == ".py" and ("migrations" in place or place[-1].startswith("models"))
        inside = path.suffix == ".py" and ("models" in place or place[0] == "foundation" or "server" in place)
        settings = place in {("config", "settings.py"), ("config", "schema.py")}
        if path.suffix == ".sql" or named or inside or settings:
            yield path
