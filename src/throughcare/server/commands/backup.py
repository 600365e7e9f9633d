"""``throughcare backup`` and ``throughcare restore``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from throughcare.foundation.kernel.days import now
from throughcare.server.database import backup as backups
from throughcare.server.database.cluster import the_cluster
from throughcare.server.database.folders import var_folder
from throughcare.server.database.locks import take
from throughcare.server.database.problems import Unavailable
from throughcare.server.database.urls import Address, Role, is_embedded, require
from throughcare.server.first_start import FirstStart

app = typer.Typer(add_completion=False)
restore_app = typer.Typer(add_completion=False)

KEYS = "The encryption keys are not in it: keep {folder}/secret-key in another safe place."


@app.command()
def backup(
    file: Annotated[Path | None, typer.Argument(help="Where to write; must not exist.")] = None,
) -> None:
    """Write the whole database to one file, consistent as at one moment. The site may be running.

    The file holds everything the database holds: guard it as you guard the database.
    """
    with owner() as address:
        made = backups.back_up(address, (file or unnamed()).resolve())
    typer.echo(f"Backed up to {made.path} ({made.size / 1e6:.1f} MB).")
    typer.echo(KEYS.format(folder=var_folder()))


def unnamed() -> Path:
    """Where a backup goes when nobody says: named by the moment, in ``var/backups``."""
    folder = var_folder() / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"throughcare-{now():%Y-%m-%dT%H%M%SZ}.backup"


@restore_app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `throughcare backup` wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Yes, replace everything the database holds now.")
    ] = False,
) -> None:
    """Put a backup in place of everything the database holds. The site must be stopped.

    A file that cannot be restored whole changes nothing.

    A backup of an earlier version is brought to the present schema at the next start.
    """
    if not replace:
        raise Unavailable("This replaces everything the database holds now. If you mean it, add --replace.")
    site = take(var_folder() / "site.lock")
    if site is None:
        raise Unavailable("The site is running. Stop it first: make stop")
    with site, owner() as address:
        backups.restore(address, file.resolve())
        if is_embedded():
            FirstStart(the_cluster()).was_replaced()
    typer.echo(f"Restored from {file}.")


@contextmanager
def owner() -> Iterator[Address]:
    """The owner's address, with the embedded server running when it is the one in use."""
    if not is_embedded():
        yield require(Role.OWNER)
        return
    with the_cluster().lease():
        yield require(Role.OWNER)
