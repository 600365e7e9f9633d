"""Backups: the whole database in one file, and a file put back whole or not at all."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg

from .binaries import candidates, major_version
from .problems import Unavailable
from .roles import database_statements, schema_statements
from .urls import Address

ENVIRONMENT = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}


@dataclass(frozen=True)
class Backup:
    """A backup file that was written: where, and how many bytes."""

    path: Path
    size: int


def back_up(owner: Address, path: Path) -> Backup:
    """Write the database to a new file of mode 0600, whole or not at all, consistent as at one moment."""
    if path.exists():
        raise Unavailable(f"{path} exists already; a backup never overwrites. Give another name.")
    if not path.parent.is_dir():
        raise Unavailable(f"There is no folder {path.parent} to write the backup in.")
    draft = path.with_name(f".{path.name}.part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        run(
            program("pg_dump", owner),
            owner,
            ["--format=custom", "--no-owner", f"--file={draft}", owner.database],
        )
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    return Backup(path, path.stat().st_size)


def restore(owner: Address, path: Path) -> None:
    """Put a backup in place of the database: it is filled beside the present one and then takes its name.

    Nobody may be connected. When anything fails the present database stays as it was.
    """
    if not path.is_file():
        raise Unavailable(f"There is no backup at {path}.")
    tool = program("pg_restore", owner)
    contents = run(tool, None, ["--list", str(path)])
    listing = without_extensions(contents)
    draft = f"{owner.database}_restoring"
    with maintenance(owner) as server:
        refuse_when_used(server, owner.database)
        make_empty(server, owner, draft)
        try:
            fill(tool, at(owner, draft), path, listing)
            take_the_place(server, owner.database, draft)
        finally:
            server.execute(f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)')


def without_extensions(contents: str) -> str:
    """The table of contents of a backup without extensions and schema, which the new database has already."""
    skipped = (" EXTENSION ", " SCHEMA - public ", " ACL - SCHEMA public ", " COMMENT - SCHEMA public ")
    return "\n".join(line for line in contents.splitlines() if not any(word in line for word in skipped))


def make_empty(server: psycopg.Connection, owner: Address, name: str) -> None:
    """A new database with its extensions, closed to everybody but the readers."""
    server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    server.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    for statement in database_statements(name):
        server.execute(statement)
    with psycopg.connect(**at(owner, name).keywords()) as inside:
        for statement in schema_statements():
            inside.execute(statement)


def fill(tool: str, into: Address, path: Path, listing: str) -> None:
    """Restore every table, rule and row into a new database, stopping at the first error."""
    options = ["--exit-on-error", "--no-owner", "--use-list=/dev/stdin", f"--dbname={into.database}"]
    run(tool, into, [*options, str(path)], said=listing)


def take_the_place(server: psycopg.Connection, name: str, draft: str) -> None:
    """Give the restored database the present one's name, in one transaction, and drop the former."""
    former = f"{name}_before_restore"
    server.execute(f'DROP DATABASE IF EXISTS "{former}"')
    with server.transaction():
        server.execute(f'ALTER DATABASE "{name}" RENAME TO "{former}"')
        server.execute(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    server.execute(f'DROP DATABASE "{former}"')


def refuse_when_used(server: psycopg.Connection, name: str) -> None:
    """Refuse to replace a database that somebody is connected to."""
    row = server.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name]).fetchone()
    if row and row[0]:
        raise Unavailable(f"{row[0]} connections use the database. Stop the site first (make stop).")


def at(owner: Address, database: str) -> Address:
    """The owner's address on another database of the same server."""
    return Address(owner.host, owner.port, database, owner.user, owner.password, owner.options)


def maintenance(owner: Address) -> psycopg.Connection:
    """A connection beside the database, from which it can be renamed."""
    return psycopg.connect(**at(owner, "postgres").keywords(), autocommit=True)


def program(name: str, owner: Address) -> str:
    """PostgreSQL's program of the server's own version where there is one, else the first that is newer."""
    with psycopg.connect(**owner.keywords()) as server:
        major = server.info.server_version // 10000
    on_path = shutil.which(name)
    folders = [*candidates(), *([Path(on_path).resolve().parent] if on_path else [])]
    known = [(version, folder) for folder in folders if (version := major_version(folder / name))]
    fitting = [folder for version, folder in known if version == major]
    newer = [folder for version, folder in known if version > major]
    for folder in fitting + newer:
        return str(folder / name)
    raise Unavailable(
        f"No {name} for PostgreSQL {major} was found. Install Debian's postgresql-client-{major}."
    )


def run(tool: str, where: Address | None, arguments: list[str], said: str = "") -> str:
    """Run one program with the address in its environment, where other users cannot read the password."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    if where:
        given = where.keywords()
        environment |= {ENVIRONMENT[name]: str(given[name]) for name in ENVIRONMENT.keys() & given.keys()}
        environment |= {f"PG{name.upper()}": value for name, value in where.options.items()}
    done = subprocess.run(
        [tool, *arguments], env=environment, input=said, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise Unavailable(f"{Path(tool).name} failed:\n" + "\n".join(done.stderr.strip().splitlines()[:6]))
    return done.stdout
