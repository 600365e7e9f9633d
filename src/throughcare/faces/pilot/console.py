"""``throughcare pilot``: run a design on made-up people, compare two, say what is not known, and how large a real trial must be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from throughcare.faces.console.on_screen import screen
from throughcare.foundation.kernel import Refused

if TYPE_CHECKING:
    from rich.progress import Progress

    from throughcare.evidence.pilot.comparing import Compared
    from throughcare.evidence.pilot.design import Design
    from throughcare.evidence.pilot.doubting import Doubted
    from throughcare.evidence.pilot.keeping import Kept
    from throughcare.evidence.pilot.running import Spec

app = typer.Typer(
    no_args_is_help=True,
    help="Try a design of a service on made-up people before it is law: see docs/pilot.md.",
)
Named = Annotated[str, typer.Argument(help="A model that comes with Throughcare, or a YAML file.")]
Years = Annotated[int, typer.Option(min=1, max=20, help="How many years are run.")]
Many = Annotated[int, typer.Option(min=1, max=10_000, help="How many replications.")]
First = Annotated[
    int,
    typer.Option(min=0, help="Replications that are left to another machine: this one begins after so many."),
]
Seed = Annotated[int, typer.Option(help="The same seed gives the same people and the same luck.")]
People = Annotated[
    int | None, typer.Option(min=1, max=300_000, help="People in one area, where the design names none.")
]
Threads = Annotated[
    int | None, typer.Option(min=1, max=64, help="How many blocks at once; the answer is the same.")
]
Keep = Annotated[
    Path | None,
    typer.Option(help="A folder to keep what is done in: started again, a run goes on from there."),
]


@app.command()
def run(
    design: Named,
    years: Years = 5,
    replications: Many = 20,
    first: First = 0,
    seed: Seed = 1,
    people: People = None,
    threads: Threads = None,
    keep: Keep = None,
) -> None:
    """Run one design, and say what came of it."""
    from rich.table import Table

    from throughcare.evidence.pilot.comparing import FIGURES, figures_of
    from throughcare.evidence.pilot.running import run_design

    tried = _design(design, people)
    with _kept(keep) as kept, _progress() as progress:
        task = progress.add_task(tried.name, total=None)
        found = run_design(
            tried,
            _spec(years, replications, seed, first),
            threads=threads,
            told=lambda done, of: progress.update(task, completed=done, total=of),
            kept=kept,
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
    first: First = 0,
    seed: Seed = 1,
    people: People = None,
    threads: Threads = None,
    keep: Keep = None,
) -> None:
    """Run two designs on the same people, and say what they differ by."""
    from rich.table import Table

    from throughcare.evidence.pilot.comparing import compare as compared

    one, two = _design(design, people), _design(other, people)
    with _kept(keep) as kept, _progress() as progress:
        task = progress.add_task(f"{one.name} and {two.name}", total=None)
        found = compared(
            one,
            two,
            _spec(years, replications, seed, first),
            threads=threads,
            told=lambda done, of: progress.update(task, completed=done, total=of),
            kept=kept,
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
    _money(found)
    _warn()


@app.command()
def seven(
    years: Years = 5,
    replications: Many = 8,
    seed: Seed = 1,
    people: People = 6000,
    nation: Annotated[
        bool, typer.Option(help="Everybody supervised, in the twelve regions, and not one area.")
    ] = False,
    threads: Threads = None,
    keep: Keep = None,
) -> None:
    """Run all seven models, and print what each differs by from the present one as a table in Markdown."""
    from throughcare.evidence.pilot import nation as whole
    from throughcare.evidence.pilot.seven import seven as table

    areas = whole.nation() if nation else {"one area": people or 6000}
    with _kept(keep) as kept, _progress() as progress:
        task = progress.add_task("the seven models", total=None)
        lines = table(
            areas,
            _spec(years, replications, seed),
            told=lambda done, of: progress.update(task, completed=done, total=of),
            threads=threads,
            kept=kept,
        )
    for line in lines:
        typer.echo(line)
    _warn()


def _money(found: Compared) -> None:
    """What each body spends, and how whoever is paid under contract fares."""
    from rich.table import Table

    from throughcare.evidence.pilot.costing import money_differences, provided

    shown = Table("What it costs", "First", "Second", "Difference", "90% by chance", "Unit")
    for row in money_differences(found.one, found.other):
        chance = f"{row.low:+,.0f} to {row.high:+,.0f}"
        shown.add_row(
            row.figure.name,
            f"{row.one:,.0f}",
            f"{row.other:,.0f}",
            f"{row.by:+,.0f}",
            chance,
            row.figure.unit,
        )
    screen().print(shown)
    for run in (found.one, found.other):
        for one in provided(run):
            body, steps = one.body.replace("_", " "), one.steps_in.replace("_", " ")
            typer.echo(
                f"{run.design.name}: {body} keeps {one.profit:+.1f} in 100 of its fees; {one.loses:.0f} in 100 contracts lose and "
                f"{one.failed:.0f} fail, and {steps} steps in."
            )
            for name, low, high, *failed in one.ends[:3]:
                typer.echo(
                    f"  {name.replace('_', ' ')} at its ends: {low:+.1f} to {high:+.1f} in 100, {failed[0]:.0f} to {failed[1]:.0f} fail"
                )


@app.command()
def value(
    design: Named,
    other: Named,
    years: Years = 5,
    replications: Many = 4,
    draws: Annotated[int, typer.Option(min=8, max=4096, help="Draws of everything that is assumed.")] = 64,
    price: Annotated[
        float, typer.Option(min=0, help="What an offence avoided is worth to you, in pounds.")
    ] = 0,
    seed: Seed = 1,
    people: People = None,
    threads: Threads = None,
    keep: Keep = None,
) -> None:
    """Compare two designs under draws of everything assumed: what is not known, what matters most, and what knowing it is worth."""
    from throughcare.evidence.pilot.doubting import doubt

    one, two = _design(design, people), _design(other, people)
    with _kept(keep) as kept, _progress() as progress:
        task = progress.add_task(f"{one.name} and {two.name}", total=None)
        found = doubt(
            one,
            two,
            _spec(years, replications, seed),
            draws=draws,
            threads=threads,
            told=lambda done, of: progress.update(task, completed=done, total=of),
            kept=kept,
        )
    typer.echo(found.headline)
    bars = found.bars
    typer.echo(f"Difference in 100 who reoffend: {bars.mean:+.2f}.")
    typer.echo(
        f"By chance alone {bars.chance:.2f} either way; by what is not known {bars.ignorance:.2f} either way (nine in ten)."
    )
    _levels(found)
    _worth(found, price)
    _warn()


def _levels(found: Doubted) -> None:
    from rich.table import Table

    shown = Table("Nobody measured", "Null", "Middle", "Far end", "Unit")
    for one in found.levels:
        shown.add_row(
            one.effect.name.replace("_", " "),
            *(f"{one.by[level].by:+.2f}" for level in one.by),
            one.effect.unit,
        )
    screen().print(shown)


def _worth(found: Doubted, price: float) -> None:
    import numpy as np
    from rich.table import Table

    from throughcare.evidence.pilot.knowing import of_everything, of_one, wrong

    unit = "pounds" if price else "offences"
    shown = Table("Assumed", "Low end", "High end", f"Worth knowing ({unit} for 1,000 people and year)")
    for swing in found.swings:
        luck = np.array([draw.lucks[swing.name] for draw in found.draws])
        worth = of_one(found.gains, luck) * (price or 1)
        shown.add_row(
            swing.name.replace("_", " "), f"{swing.low:+.2f}", f"{swing.high:+.2f}", f"{worth:,.1f}"
        )
    screen().print(shown)
    everything = of_everything(found.gains) * (price or 1)
    typer.echo(f"Knowing everything would be worth {everything:,.1f} {unit} for 1,000 people and year.")
    typer.echo(f"The chance of choosing wrongly now: {wrong(found.gains):.0%}.")


@app.command()
def people(
    design: Named,
    to: Annotated[Path, typer.Option(help="The folder that the tables are written to.")],
    years: Years = 5,
    area: Annotated[str, typer.Option(help="One of the design's areas; the first where none is named.")] = "",
    seed: Seed = 1,
    people: People = None,
) -> None:
    """Write the made-up people of one replication as tables that ``throughcare outcomes measure`` reads."""
    from throughcare.evidence.pilot.people import WARNING, write_people

    tried = _design(design, people)
    rows = write_people(tried, area or next(iter(tried.areas)), _spec(years, 1, seed), to)
    typer.echo(f"{rows['index_events']:,} years followed and {rows['offences']:,} offences. {WARNING}")


@app.command()
def model(design: Named) -> None:
    """Print a design as the operating model that would be adopted."""
    from throughcare.evidence.pilot.adopting import model_text

    file = Path(design)
    is_file = file.suffix in {".yaml", ".yml"}
    typer.echo(model_text(file.name, _text(file)) if is_file else model_text(design))


@app.command()
def hindcast() -> None:
    """What was published and must come out without being put in: hits, misses, and what cannot be asked yet."""
    from rich.table import Table

    from throughcare.evidence.pilot.hindcasts import hindcasts

    shown = Table("", "What", "Published", "Came out", "Verdict", "Why")
    for one in hindcasts():
        shown.add_row(one.name, one.what, one.published, one.found or "nothing", one.verdict, one.because)
    screen().print(shown)


@app.command()
def power(
    without: Annotated[float, typer.Option(help="Who reoffend as things are, in 100.")] = 45,
    fewer: Annotated[float, typer.Option(help="Points fewer that the trial should be able to see.")] = 9,
    steps: Annotated[int, typer.Option(min=2, max=24, help="Steps, a quarter each.")] = 6,
    clusters: Annotated[
        int, typer.Option(min=1, max=100, help="Areas or offices that begin at each step.")
    ] = 1,
    people: Annotated[float, typer.Option(min=1, help="People followed in each of them and quarter.")] = 26,
    between: Annotated[
        float, typer.Option(min=0, help="Points by which areas differ (standard deviation).")
    ] = 5,
) -> None:
    """The chance that a stepped trial over areas or offices tells a difference, and the smallest one that would."""
    from throughcare.evidence.pilot.wedge import Wedge, smallest
    from throughcare.evidence.pilot.wedge import power as power_of

    shares = (without / 100, (without - fewer) / 100)
    trial = Wedge(steps, clusters, people, *shares, between / 100)
    typer.echo(
        f"{trial.clusters} areas or offices, {trial.everybody:,.0f} people: {power_of(trial):.0%} to see {fewer:g} points."
    )
    found = smallest(steps, people, *shares, between / 100)
    if found is None:
        typer.echo("No trial of so many steps and people in each would see it four times in five.")
        return
    typer.echo(
        f"Four times in five it is seen by {found.clusters} areas or offices and {found.everybody:,.0f} people; the last "
        f"outcome is proven {found.months_to_know} months after the first step."
    )


@contextmanager
def _kept(keep: Path | None) -> Iterator[Kept | None]:
    """What is kept of a run, and what is said of one that was stopped or that failed: how to go on from there."""
    from throughcare.evidence.pilot.keeping import Kept
    from throughcare.evidence.pilot.running import BlockFailed

    kept = None if keep is None else Kept(keep)
    again = (
        "Start it again with --keep to go on from what is kept."
        if kept
        else "Nothing of it is kept: --keep would."
    )
    try:
        yield kept
    except KeyboardInterrupt:
        typer.echo(f"Stopped. {again}", err=True)
        raise typer.Exit(130) from None
    except BlockFailed as fault:
        typer.echo(f"It failed: {fault}. {again}", err=True)
        raise typer.Exit(1) from fault
    if kept and kept.taken_up:
        typer.echo(f"{kept.taken_up:,} blocks were taken up from {kept.folder.name}.", err=True)


def _warn() -> None:
    typer.echo(
        "The people are made up, and what is assumed is not found. A range by chance holds only if every"
    )
    typer.echo("assumption here were true.")


def _spec(years: int, replications: int, seed: int, first: int = 0) -> Spec:
    from throughcare.evidence.pilot.running import Spec

    return Spec(weeks=52 * years, replications=replications, seed=seed, first=first)


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
