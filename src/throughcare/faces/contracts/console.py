"""``throughcare contract``: whether terms can be read, and what they come to."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from throughcare.faces.console.on_screen import screen
from throughcare.foundation.kernel import Money, Refused

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Check an agreement's terms, and what they come to."
)
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="YAML: see docs/contracts.md.")]


@app.callback()
def terms() -> None:
    """Say nothing: every word is said by the command."""


@app.command()
def check(file: File) -> None:
    """Read terms, say what is wrong with its line, and print what the fee comes to by year and in all."""
    from rich.table import Table

    from throughcare.commissioning.contracts.rules.agreement_reading import agreement_from
    from throughcare.commissioning.contracts.rules.fees import A_YEAR, month_fee, whole_fee, year_fee

    agreed = agreement_from(text_of(file), file.name)
    shown = Table("Year", "A whole year", "First month")
    for year in range(1, (agreed.months - 1) // A_YEAR + 2):
        first = month_fee(agreed.fee, (year - 1) * A_YEAR)
        shown.add_row(str(year), pounds(year_fee(agreed.fee, year)), pounds(first))
    screen().print(shown)
    typer.echo(f"{agreed.title}: {pounds(whole_fee(agreed))} in fees over {agreed.months} months.")


def text_of(file: Path) -> str:
    """The text of a file; refused when it is not one."""
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{file.name} is not text in UTF-8") from None


def pounds(pence: int) -> str:
    """Pence as pounds."""
    return str(Money(Decimal(pence) / 100))


@app.command()
def recompute(
    export: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="What the page of an agreement exports, JSON.")
    ],
) -> None:
    """Work every statement of an export out again: the same to the penny, or each line that differs is named."""
    from throughcare.commissioning.contracts.rules.exporting import exported
    from throughcare.commissioning.contracts.rules.stating import recomputed

    read = exported(text_of(export), export.name)
    title, kept = read.title, read.kept
    differences = recomputed(read.editions, kept, read.ended, read.told)
    for one in kept:
        typer.echo(f"{title}, {one.month:%B %Y}: {pounds(one.total)}")
    for found in differences:
        month, what, name = found.key
        named = f" {name}" if name else ""
        stated, ours = ("no line" if p is None else pounds(p) for p in (found.stated, found.worked_out))
        typer.echo(
            f"{found.statement:%B %Y}: {what.value}{named} of {month:%B %Y} is stated as {stated}; worked out, {ours}."
        )
    if differences:
        raise typer.Exit(1)
    typer.echo(f"{len(kept)} statements are the same to the penny.")


@app.command()
def measure(
    extract: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="A folder of an extract of outcomes.")
    ],
    definition: Annotated[str, typer.Option(help="The official measure, as england-and-wales-three-month.")],
    starts: Annotated[str, typer.Option(help="The cohort's first day, as 2017-01-01.")],
    ends: Annotated[str, typer.Option(help="The day after its last, as 2017-04-01.")],
    label: Annotated[str, typer.Option(help="What the cohort is called, as 2017 Q1.")],
    expected: Annotated[
        Path,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="What was expected of each measure, JSON: see docs/contracts.md.",
        ),
    ],
) -> None:
    """Measure a cohort by an official definition, and print its result as the page of results takes it."""
    from datetime import date

    from throughcare.commissioning.contracts.rules.result_reading import expected_from, written
    from throughcare.commissioning.contracts.rules.statement import PeriodResult
    from throughcare.commissioning.contracts.rules.tally import PersonOutcome, evidence, tally
    from throughcare.evidence.outcomes import Question, load
    from throughcare.evidence.outcomes import definition as defined
    from throughcare.evidence.outcomes.measure.reference import entries
    from throughcare.foundation.kernel import Period

    try:
        cohort = Period(date.fromisoformat(starts), date.fromisoformat(ends))
    except ValueError as wrong:
        raise Refused(f"{starts} to {ends} are not days as 2017-01-01: {wrong}") from None
    rows = [
        PersonOutcome(str(one.person_id), one.reoffences, Decimal(one.severity or 0) / 100)
        for one in entries(Question(load(extract), defined(definition), within=cohort))
        if one.complete
    ]
    result = PeriodResult(label, cohort, tally(rows), expected_from(text_of(expected)), evidence(rows))
    typer.echo(written(result, definition))
