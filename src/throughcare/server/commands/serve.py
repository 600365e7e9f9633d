"""``throughcare serve``: what ``make run`` calls."""

from typing import Annotated

import typer

from throughcare.server.site import Site

app = typer.Typer(add_completion=False)


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on 127.0.0.1.")] = 8000,
    demo: Annotated[bool, typer.Option(help="Load the demo area on first start.")] = True,
) -> None:
    """Run the whole site here: database, web, jobs and seal. Ctrl-C stops everything.

    Serves on this machine only. For others to reach it, put a server that speaks TLS in front.
    """
    raise typer.Exit(Site(port, demo).run())
