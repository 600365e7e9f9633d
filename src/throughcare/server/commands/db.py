"""``throughcare db``: the database itself."""

from typing import Annotated

import typer

from throughcare.server import schema
from throughcare.server.database import managed
from throughcare.server.database.cluster import the_cluster
from throughcare.server.database.problems import Unavailable
from throughcare.server.database.urls import Role, is_embedded, require
from throughcare.server.ready import ready

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Start, stop, migrate and describe the database."
)


def embedded_only() -> None:
    """Refuse to start or stop a server that is somebody else's."""
    if not is_embedded():
        raise Unavailable("DATABASE_URL names a server that is not started or stopped from here.")


@app.command()
def start() -> None:
    """Start the embedded PostgreSQL and leave it running."""
    embedded_only()
    access = the_cluster().start_and_keep()
    typer.echo(f"PostgreSQL is running on 127.0.0.1:{access.port}")


@app.command()
def stop() -> None:
    """Stop the embedded PostgreSQL."""
    embedded_only()
    typer.echo("PostgreSQL has stopped." if the_cluster().stop() else "PostgreSQL was not running.")


@app.command()
def migrate(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing: fail if a model has no migration.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing unless it fails.")] = False,
) -> None:
    """Bring the database to the present schema, then put up the walls. Runs as the owner."""
    if check:
        check_migrations()
        return
    if not is_embedded():
        require(Role.OWNER)
    with ready("owner"):
        schema.migrate(verbosity=0 if quiet else 1)


def check_migrations() -> None:
    """Fail when a model was changed and its migration was not written."""
    from django.core.management import call_command

    with ready("owner", with_database=False):
        call_command("makemigrations", check=True, dry_run=True)


@app.command()
def roles(
    check: Annotated[
        bool, typer.Option("--check", help="Look at the server named by DATABASE_OWNER_URL instead.")
    ] = False,
) -> None:
    """Print the SQL that prepares a managed PostgreSQL server, or check that one is prepared."""
    if not check:
        typer.echo(managed.preparation())
        return
    findings = managed.preflight(require(Role.OWNER))
    for finding in findings:
        typer.echo(finding.line())
    if not all(finding.holds for finding in findings):
        raise typer.Exit(1)


@app.command()
def url(role: Annotated[Role, typer.Argument(help="Whose address.")] = Role.WEB) -> None:
    """Print the address a role connects to, its password included."""
    typer.echo(require(role).url())
