"""``throughcare assess``: scores a file of people, and audits scores against what happened, by group."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Score files and audit scores for fairness."
)


@app.callback()
def assess() -> None:
    """Say nothing: every word is said by the command."""


@app.command()
def score(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV file, one person a row.")],
    instrument: Annotated[str, typer.Option(help="Which instrument: arp, vrp, svrp, csrp, ogrs3, rsr…")],
    out: Annotated[Path, typer.Option(dir_okay=False, help="The CSV file to write.")],
    edition: Annotated[str | None, typer.Option(help="Which edition; the default when not given.")] = None,
) -> None:
    """Score every row; each row that is refused says why in its last column."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from throughcare.casework.assessment.rules.batch import score_file

    columns = (SpinnerColumn(), TextColumn("Scoring"), TimeElapsedColumn())
    with Progress(*columns, transient=True) as progress:
        progress.add_task("Scoring", total=None)
        scored, refused = score_file(file, out, instrument, edition=edition)
    typer.echo(f"{scored:,} rows scored, {refused:,} refused with reasons; written to {out}.")


@app.command()
def columns(instrument: Annotated[str, typer.Argument(help="Which instrument.")]) -> None:
    """Name the columns that a file for this instrument may hold, and what each expects."""
    from throughcare.casework.assessment.rules.batch import columns_of
    from throughcare.casework.assessment.rules.predictors import FIELDS

    for name in columns_of(instrument):
        field = FIELDS[name]
        expected = " or ".join(field.choices) if field.choices else field.kind.value
        typer.echo(f"{name}: {field.words} ({expected})")
