"""``throughcare import contracts`` and ``throughcare import services``: bring services into the catalogue."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from throughcare.casework.interventions import queries
from throughcare.casework.interventions.actions import CatalogueReport, import_contracts, import_services
from throughcare.casework.interventions.actions.cataloguing import LARGEST_CATALOGUE
from throughcare.faces.console.filed import acting
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission, Refused

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Bring services into the catalogue.")
KEEPER = typer.Option("--as", help="The e-mail address of the member who keeps the catalogue.")


@app.callback()
def files() -> None:
    """Say nothing: every word is said by the command."""


@app.command()
def contracts(
    file: Annotated[Path, typer.Argument(help="CSV of contracts, one row each, UTF-8.")],
    member: Annotated[str, KEEPER],
) -> None:
    """Take every good row as a service and keep every refused one with its faults; the same file twice changes nothing."""
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    _bring_in(import_contracts, file.name, file.read_bytes, member, file)


@app.command()
def services(
    file: Annotated[
        Path,
        typer.Argument(help="Open Referral UK or HSDS 3.0: JSON, or its tables as a zip or a folder of CSV."),
    ],
    member: Annotated[str, KEEPER],
) -> None:
    """Take every service that a public directory lists, open to anybody, and keep every refused part with its faults."""
    if not file.exists():
        raise Refused(f"There is no file or folder {file}.")
    _bring_in(import_services, file.name, lambda: packed(file), member, file)


def packed(file: Path) -> bytes:
    """A file as it is; the tables of a folder as one zip."""
    if file.is_file():
        return file.read_bytes()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for table in sorted(file.glob("*.csv")):
            package.write(table, table.name)
    return made.getvalue()


def _bring_in(
    act: Callable[..., CatalogueReport], name: str, read: Callable[[], bytes], member: str, file: Path
) -> None:
    at = timezone.now()
    by = acting(member, Permission.KEEP_CATALOGUE, at)
    if file.is_file() and file.stat().st_size > LARGEST_CATALOGUE:
        raise Refused(f"The file is larger than {LARGEST_CATALOGUE >> 20} MB. Send it in parts.")
    report = act(by=by, at=at, content=read(), file_name=name)
    with viewing(by, at):
        for row in queries.refused_services(most=1000):
            for field, because in row.faults if row.file_name == name else ():
                print(f"line {row.line}, {field}: {because}")
    print(
        f"{report.rows} rows: {report.added} new, {report.changed} changed, {report.repeated} as they were, {report.refused} refused."
    )
