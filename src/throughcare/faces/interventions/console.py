"""``throughcare services``: bring services into the catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from throughcare.casework.interventions import queries
from throughcare.casework.interventions.actions import import_contracts
from throughcare.casework.interventions.actions.cataloguing import LARGEST_CATALOGUE
from throughcare.faces.console.filed import acting
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission, Refused

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Bring services into the catalogue.")


@app.callback()
def services() -> None:
    """Say nothing: every word is said by the command."""


@app.command()
def contracts(
    file: Annotated[Path, typer.Argument(help="CSV of contracts, one row each, UTF-8.")],
    member: Annotated[
        str, typer.Option("--as", help="The e-mail address of the member who keeps the catalogue.")
    ],
) -> None:
    """Take every good row as a service and keep every refused one with its faults; the same file twice changes nothing."""
    at = timezone.now()
    by = acting(member, Permission.KEEP_CATALOGUE, at)
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    if file.stat().st_size > LARGEST_CATALOGUE:
        raise Refused(f"The file is larger than {LARGEST_CATALOGUE >> 20} MB. Send it in parts.")
    report = import_contracts(by=by, at=at, content=file.read_bytes(), file_name=file.name)
    with viewing(by, at):
        for row in queries.refused_services(most=1000):
            for field, because in row.faults if row.file_name == file.name else ():
                print(f"line {row.line}, {field}: {because}")
    print(
        f"{report.rows} rows: {report.added} new, {report.changed} changed, {report.repeated} as they were, {report.refused} refused."
    )
