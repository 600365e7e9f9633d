"""``throughcare stop``: what ``make stop`` calls."""

import typer

from throughcare.server.site import stop_site

app = typer.Typer(add_completion=False)


@app.command()
def stop() -> None:
    """Stop the site of this checkout, and its database."""
    typer.echo("Throughcare has stopped." if stop_site() else "Throughcare was not running.")
