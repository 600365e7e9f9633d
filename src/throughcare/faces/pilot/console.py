"""``throughcare pilot``: run a design on made-up people, or compare two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from throughcare.faces.console.on_screen import screen
from throughcare.foundation.kernel import Refused

if TYPE_CHECKING:
    from rich.progress import Progress

    from throughcare.evidence.pilot.design import Design
    from throughcare.evidence.pilot.running import Spec

app = typer.Typer(
    no_args_is_help=True,
    help="Try a design of a service on made-up people before it is law: see docs/pilot.md.",
)
Named = Annotated[str, typer.Argument(help="A model that comes with Throughcare, or a YAML file.")]
Years = Annotated[int, typer.Option(min=1, max=20, help="How many years are run.")]
Many = Annotated[int, typer.Option(min=1, max=10_000, help="How many replications.")]
Seed = Annotated[int, typer.Option(help="The same seed gives the same people and the same luck.")]
People = Annotated[
    int | None, typer.Option(min=1, max=300_000, help="People in one area, where the design names none.")
]
Threads = Annotated[
    int | None, typer.Option(min=1, max=64, help="How many blocks at once; the answer is the same.")
]


@app.command()
def run(
    design: Named,
    years: Years = 5,
    replications: Many = 20,
    seed: Seed = 1,
    people: People = None,
    threads: Threads = None,
) -> None:
    """Run one design, and say what came of it."""
    from rich.table import Table

    from throughcare.evidence.pilot.comparing import FIGURES, figures_of
    from throughcare.evidence.pilot.running import run_design

    tried = _design(design, people)
    with _progress() as progress:
        task = progress.add_task(tried.name, total=None)
        found = run_design(
            tried,
            _spec(years, replications, seed),
            threads=threads,
            told=lambda done, of: progress.update(task, completed=done, total=of),
        )
    shown = Table("What", "Mean", "Unit")
    for figure, values in zip(FIGURES, figures_of(found).values(), strict=True):
        shown.add_row(figure.name, f"{values.mean():.2f}", figure.unit)
    screen().print(shown)
    typer.echo(f"Mark of the counts: {found.hash[:16]}")
    _warn()


@app.command()
def compare(
    design: Named,
    other: Named,
    years: Years = 5,
    replications: Many = 20,
    seed: Seed = 1,
    people: People = None,
    threads: Threads = None,
) -> None:
    """Run two designs on the same people, and say what they differ by."""
    from rich.table import Table

    from throughcare.evidence.pilot.comparing import compare as compared

    one, two = _design(design, people), _design(other, people)
    with _progress() as progress:
        task = progress.add_task(f"{one.name} and {two.name}", total=None)
        found = compared(
            one,
            two,
            _spec(years, replications, seed),
            threads=threads,
            told=lambda done, of: progress.update(task, completed=done, total=of),
        )
    for name, says in ((one.name, one.says), (two.name, two.says)):
        typer.echo(f"{name}: {'; '.join(says) or 'nothing changes'}.")
    shown = Table("What", one.name, two.name, "Difference", "90% by chance", "Unit")
    for row in found.differences:
        chance = f"{row.low:+.2f} to {row.high:+.2f}"
        shown.add_row(
            row.figure.name, f"{row.one:.2f}", f"{row.other:.2f}", f"{row.by:+.2f}", chance, row.figure.unit
        )
    screen().print(shown)
    _warn()


def _warn() -> None:
    typer.echo(
        "The people are made up, and what is assumed is not found. A range by chance holds only if every"
    )
    typer.echo("assumption here were true.")


def _spec(years: int, replications: int, seed: int) -> Spec:
    from throughcare.evidence.pilot.running import Spec

    return Spec(weeks=52 * years, replications=replications, seed=seed)


def _design(given: str, people: int | None) -> Design:
    from dataclasses import replace

    from throughcare.evidence.pilot.design import find_design

    file = Path(given)
    found = find_design(file.name, _text(file)) if file.suffix in {".yaml", ".yml"} else find_design(given)
    return found if people is None else replace(found, areas={"one area": people}, changes_on={})


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Refused(f"there is no file {file.name}") from None
    except UnicodeDecodeError:
        raise Refused(f"{file.name} is not text in UTF-8") from None


def _progress() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed} of {task.total}"))
    return Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True)
