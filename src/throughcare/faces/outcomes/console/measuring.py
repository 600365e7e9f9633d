"""``throughcare outcomes``: invent, check and measure extracts, and read the definitions."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from throughcare.evidence import outcomes
from throughcare.faces.console.on_screen import screen

from .compare_and_pay import compare, pay
from .extract import extract
from .keep import keep, refresh
from .own import remove, send

if TYPE_CHECKING:
    from throughcare.evidence.outcomes.measure.definition import Definition
    from throughcare.evidence.outcomes.measure.results import Cell, Figure, Number, Result

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Measure reoffending the official ways.")
app.command()(compare)
app.command()(pay)
app.command()(extract)
app.command()(refresh)
app.command()(keep)
app.command()(send)
app.command()(remove)

Folder = Annotated[
    Path,
    typer.Argument(
        exists=True,
        file_okay=False,
        help="A folder of tables: index_events.parquet, offences.parquet, …",
    ),
]
KnownTo = Annotated[
    datetime | None,
    typer.Option(
        "--known-to",
        formats=["%Y-%m-%d"],
        help="The last day proofs are known to, if the folder does not say.",
    ),
]


@app.command()
def synth(
    folder: Annotated[Path, typer.Argument(help="Where to write; made when absent.")],
    events: Annotated[int, typer.Option(help="Index events, about; 7,500,000 is national size.")] = 75_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same people.")] = 7,
) -> None:
    """Invent people to measure on, at any size."""
    with _progress() as progress:
        task = progress.add_task("Inventing people", total=None)
        rows = outcomes.synthesise(
            folder,
            events=events,
            seed=seed,
            told=lambda done, of: progress.update(task, completed=done, total=of),
        )
    for name, count in rows.items():
        typer.echo(f"{name}: {count:,} rows")


@app.command()
def check(folder: Folder, known_to: KnownTo = None) -> None:
    """Check every row of an extract; each fault is told with its column, rows and reason."""
    try:
        tables = outcomes.check_folder(folder, known_to=_day(known_to))
    except outcomes.BadTables as bad:
        for problem in bad.problems:
            typer.echo(str(problem), err=True)
        raise typer.Exit(1) from None
    typer.echo(
        f"{', '.join(tables.sources)}: every row passes. Proofs are known to {tables.known_to:%-d %B %Y}."
    )


@app.command()
def definitions(
    name: Annotated[str | None, typer.Argument(help="One definition, or a YAML file of your own.")] = None,
) -> None:
    """Name the definitions, or show one: every rule with its label and source."""
    if name is None:
        _list_definitions()
    else:
        _show_definition(outcomes.definition(name))


@app.command()
def measure(
    folder: Folder,
    definition: Annotated[
        str, typer.Option("--by-definition", "-d", help="A definition's name, or a YAML file.")
    ],
    by: Annotated[
        list[str] | None, typer.Option("--by", help="A breakdown; may be given more than once.")
    ] = None,
    engine: Annotated[str, typer.Option(help="auto, duckdb, spark, sorted or reference.")] = "auto",
    known_to: KnownTo = None,
    milestones: Annotated[bool, typer.Option(help="Outcomes on the way too.")] = False,
    out: Annotated[Path | None, typer.Option(help="Write the table to a .csv or .parquet file.")] = None,
) -> None:
    """Measure reoffending in every cell of a breakdown; small cells are withheld."""
    tables = outcomes.load(folder, known_to=_day(known_to))
    result = outcomes.reoffending(tables, definition, by=by or (), engine=engine, milestones=milestones)
    if out is not None:
        _write(result, out)
    _print_result(result)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=Console(stderr=True)
    )


def _list_definitions() -> None:
    table = Table("definition", "in force from", "unit", "rules assumed", box=None)
    for one in outcomes.definitions().values():
        table.add_row(
            one.name, f"{one.in_force.start:%-d %B %Y}", one.unit.replace("_", " "), str(len(one.assumed))
        )
    screen().print(table)


def _show_definition(one: Definition) -> None:
    typer.echo(f"{one.name}: {one.title}\n")
    for rule, said in one.rules.items():
        typer.echo(f"{rule} = {said.value}  [{said.label}]  {said.source}")
    for heading, lines in (("It tells you", one.tells), ("It cannot tell you", one.cannot_tell)):
        typer.echo(f"\n{heading}:")
        for line in lines:
            typer.echo(f"  {line}")


def _print_result(result: Result) -> None:
    names = ("entries", "reoffended", "rate", "per person", "per reoffending person", "awaiting")
    table = Table(*result.asked.by, *names, box=None)
    for cell in result.cells:
        table.add_row(*_line(cell))
    console = screen()
    console.print(table)
    for found in result.on_the_way:
        where = ", ".join(str(value) for value in found.labels.values())
        console.print(f"{where} {found.outcome}: {_percent(found.achieved)} of {_number(found.known)} known")
    console.print(
        f"Counted by {result.definition.title}; {result.confidence:.0%} intervals.", highlight=False
    )
    for line in result.definition.cannot_tell:
        console.print(f"Cannot tell you: {line}", highlight=False)


def _line(cell: Cell) -> list[str]:
    labels = ["not recorded" if value is None else str(value) for value in cell.labels.values()]
    return [
        *labels,
        _number(cell.entries),
        _number(cell.reoffended),
        _percent(cell.binary),
        _rate(cell.per_person),
        _rate(cell.per_reoffending_person),
        _number(cell.awaiting),
    ]


def _number(value: Number) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _percent(figure: Figure) -> str:
    if isinstance(figure, outcomes.Estimate):
        return f"{figure.value:.1%} ({figure.low:.1%} to {figure.high:.1%})"
    return str(figure)


def _rate(figure: Figure) -> str:
    if isinstance(figure, outcomes.Estimate):
        return f"{figure.value:.2f} ({figure.low:.2f} to {figure.high:.2f})"
    return str(figure)


def _write(result: Result, out: Path) -> None:
    if out.suffix == ".parquet":
        import pyarrow.parquet as pq

        pq.write_table(result.table(), out)
    elif out.suffix == ".csv":
        from pyarrow import csv

        csv.write_csv(result.table(), out)
    else:
        raise typer.BadParameter("write to a .csv or a .parquet file")
