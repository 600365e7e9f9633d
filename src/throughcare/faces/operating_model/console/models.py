"""``throughcare model``: the operating models, read, checked, compared."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from throughcare.faces.console.on_screen import screen
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import today
from throughcare.foundation.operating_model.rules import (
    PRESETS,
    Function,
    OperatingModel,
    Standing,
    load_bytes,
    preset,
)
from throughcare.foundation.operating_model.rules.compare import (
    Row,
    answer_in_words,
    compare,
    compare_values,
    share,
    value_in_words,
)
from throughcare.foundation.operating_model.rules.handbook import for_whom, handbook
from throughcare.foundation.operating_model.rules.model import VALUES

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Read, check and compare operating models."
)

Which = Annotated[str, typer.Argument(help="The name of a model that comes with Throughcare, or a file.")]
On = Annotated[str, typer.Option("--on", help="The day asked about, such as 2026-11-21; today if left out.")]


@app.command("list")
def list_models() -> None:
    """Name the models that come with Throughcare."""
    table = Table("model", "standing", "law", "what it rests on", box=None)
    for name in PRESETS:
        model = preset(name)
        table.add_row(name, _standing(model.standing), str(model.law), str(share(model)))
    screen().print(table)


@app.command()
def show(which: Which) -> None:
    """Show who holds what under a model, on what ground, and what share of it is stated."""
    model = read(which)
    console = screen()
    console.print(f"[bold]{model.name}[/bold]: {model.title}", highlight=False)
    console.print(f"Standing: {_standing(model.standing)}. Law unless told otherwise: {model.law}.")
    console.print(f"Rests on: {share(model)}.\n")
    table = Table("function", "held by", "for whom", "basis", "on what ground", box=None, padding=(0, 1))
    for function in Function:
        for line in model.functions[function]:
            names = tuple(map(model.body_name, (line.held_by, *line.together_with)))
            table.add_row(
                function.label, in_full(names), for_whom(line), line.ground.footing, str(line.ground)
            )
    console.print(table)
    terms = Table("term", "value", "basis", "on what ground", box=None, padding=(0, 1))
    for name in VALUES:
        ground = getattr(model, name).ground
        terms.add_row(name.replace("_", " "), value_in_words(model, name), ground.footing, str(ground))
    console.print(terms)
    asked = Table("question", "answer", "basis", "on what ground", box=None, padding=(0, 1))
    for question, declared in model.questions.items():
        ground = declared.ground
        asked.add_row(question.asks.words, answer_in_words(model, question), ground.footing, str(ground))
    console.print(asked)


@app.command()
def check(file: Annotated[Path, typer.Argument(help="A file that should be an operating model.")]) -> None:
    """Check a file: it is a model, or the one line that is wrong is named."""
    model = read(str(file))
    typer.echo(f"{file} is an operating model, {model.name}: every function has one holder for everybody.")
    typer.echo(f"Rests on: {share(model)}.")


@app.command("compare")
def compare_models(
    one: Which,
    other: Which,
    on: On = "",
    everything: Annotated[bool, typer.Option("--all", help="Show what is the same as well.")] = False,
) -> None:
    """Compare two models: function by function, who holds what under each."""
    first, second = read(one), read(other)
    rows = compare(first, second, _day(on))
    shown = [row for row in rows if everything or row.differs]
    table = Table("function", "for whom", first.name, second.name, box=None, padding=(0, 1))
    for row in shown:
        table.add_row(row.function.label, row.who, *_held(row))
    console = screen()
    console.print(table)
    terms = Table("term", first.name, second.name, box=None, padding=(0, 1))
    for different in compare_values(first, second):
        terms.add_row(different.what, different.one, different.other)
    console.print(terms)
    differing = len({row.function for row in rows if row.differs})
    console.print(f"{differing} of {len(Function)} functions are held differently for somebody.")


@app.command()
def document(
    write: Annotated[Path | None, typer.Option("--write", help="Write it to this file.")] = None,
) -> None:
    """Print every model as one document, or write it: docs/operating-models.md is this."""
    if write is None:
        typer.echo(handbook(), nl=False)
        return
    write.write_text(handbook(), encoding="utf-8")
    typer.echo(f"Wrote {write}.")


def read(which: str) -> OperatingModel:
    """The model of a name that comes with Throughcare, or of a file; refused in words when it is neither."""
    if which in PRESETS:
        return preset(which)
    file = Path(which)
    if not file.is_file():
        raise Refused(f"“{which}” is neither a file nor one of: {', '.join(PRESETS)}.")
    return load_bytes(file.read_bytes(), file.name)


def in_full(names: tuple[str, ...]) -> str:
    """The body that holds a function and those it holds it with."""
    return f"{names[0]} with {' and '.join(names[1:])}" if names[1:] else names[0]


def _held(row: Row) -> tuple[str, str]:
    return in_full(row.one.names), in_full(row.other.names)


def _standing(standing: Standing) -> str:
    return standing.replace("_", " ")


def _day(text: str) -> date:
    if not text:
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}” is not a day. Write it as 2026-11-21.") from None
