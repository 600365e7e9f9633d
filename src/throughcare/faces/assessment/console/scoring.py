"""``throughcare assess``: scores a file of people, and audits scores against what happened, by group."""

from __future__ import annotations

import csv
from collections.abc import Sequence
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

    columns = (SpinnerColumn(), TextColumn("Scoring"), TimeElapsedColumn())
    with Progress(*columns, transient=True) as progress:
        progress.add_task("Scoring", total=None)
        scored, refused = score_file(file, out, instrument, edition=edition)
    typer.echo(f"{scored:,} rows scored, {refused:,} refused with reasons; written to {out}.")


def score_file(source: Path, out: Path, instrument: str, *, edition: str | None = None) -> tuple[int, int]:
    """Score a CSV file into another; gives how many rows were scored and how many refused.

    The result keeps the row's number and its ``id`` where there is one, and no other personal detail.
    Raises Refused, before any row is scored, for a column that no instrument knows, with the nearest name, and when
    the file has no column that this one reads: a misspelt heading would be an answer lost.
    """
    import polars as pl

    from throughcare.casework.assessment.rules.batch import columns_of, score_frame
    from throughcare.foundation.kernel import Refused

    header = pl.read_csv(source, n_rows=0, infer_schema=False).columns
    check_known(header)
    check_cells(source, len(header))
    wanted = columns_of(instrument)
    present = [name for name in header if name.strip() in wanted or name.strip() == "id"]
    if not set(wanted) & {name.strip() for name in present}:
        raise Refused(f"The file has none of the columns of {instrument}, such as {wanted[0]}.")
    read = pl.read_csv(source, columns=present, infer_schema=False).rename(str.strip)
    scored = score_frame(read, instrument, edition=edition)
    keyed = scored.with_columns(pl.int_range(1, scored.height + 1).alias("row"))
    front = ["row"]
    if "id" in read.columns:
        keyed, front = keyed.with_columns(read["id"]), ["row", "id"]
    keyed.select(*front, pl.exclude(front)).write_csv(out)
    refused = scored["reasons"].count()
    return scored.height - refused, refused


def check_known(header: Sequence[str]) -> None:
    """Refuse a file with a column that no instrument knows, or the same column twice; ``id`` may stand beside them."""
    from throughcare.casework.assessment.rules.predictors import FIELDS
    from throughcare.foundation.kernel import Refused, columns_fault

    fault = columns_fault([name.strip() for name in header], [*FIELDS, "id"])
    if fault:
        raise Refused(f"The first line of the file: {fault}.", field="file")


def check_cells(source: Path, columns: int) -> None:
    """Refuse a file, by its first such line, of which a row has more or fewer cells than there are columns: which are missing?"""
    from throughcare.foundation.kernel import Refused, cells_fault

    with source.open(newline="", encoding="utf-8-sig") as stream:
        rows = csv.reader(stream)
        try:
            for cells in rows:
                if cells and (wrong := cells_fault(len(cells), columns)):
                    raise Refused(f"Line {rows.line_num} {wrong}.", field="file")
        except (csv.Error, UnicodeDecodeError) as broken:
            raise Refused(f"The file cannot be read as CSV in UTF-8: {broken}.", field="file") from None


@app.command()
def columns(instrument: Annotated[str, typer.Argument(help="Which instrument.")]) -> None:
    """Name the columns that a file for this instrument may hold, and what each expects."""
    from throughcare.casework.assessment.rules.batch import columns_of
    from throughcare.casework.assessment.rules.predictors import FIELDS

    for name in columns_of(instrument):
        field = FIELDS[name]
        expected = " or ".join(field.choices) if field.choices else field.kind.value
        typer.echo(f"{name}: {field.words} ({expected})")


@app.command()
def audit(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="A CSV or Parquet file, one person a row.")
    ],
    by: Annotated[str, typer.Option(help="The columns to compare by, such as sex,ethnicity,age.")],
    score: Annotated[str, typer.Option(help="The column that holds the score.")] = "score",
    outcome: Annotated[
        str, typer.Option(help="The column that says what happened: yes or no, 1 or 0.")
    ] = "outcome",
    cut: Annotated[float, typer.Option(help="The score from which it says yes.")] = 50.0,
    points: Annotated[bool, typer.Option("--points", help="The score is points, not a percentage.")] = False,
) -> None:
    """Show calibration, discrimination and errors for each group; figures about few people are suppressed."""
    from throughcare.casework.assessment.rules.outcome_tables import Asked, audited, read

    asked = Asked(score, outcome, tuple(_named(by)), cut, points)
    told = audited(read(file.read_bytes(), file.name), asked)
    for line in _audit_lines(told):
        typer.echo(line)


def _named(by: str) -> list[str]:
    return [name.strip() for name in by.split(",") if name.strip()]


def _audit_lines(told: object) -> list[str]:
    from throughcare.casework.assessment.rules.fairness import Audit, Estimate

    assert isinstance(told, Audit)

    def said(one: Estimate | None) -> str:
        return "suppressed" if one is None else f"{one.value:.3f} ({one.low:.3f} to {one.high:.3f})"

    lines = [f"Left out for want of a score or an outcome: {told.left_out}. The cut is {told.cut:g}."]
    for one in told.figures:
        lines.append(f"{one.dimension}, {one.group}: {one.people} people")
        lines.append(f"    had the outcome {said(one.observed)}; area under the curve {said(one.auc)}")
        lines.append(
            f"    false positive {said(one.false_positive)}; false negative {said(one.false_negative)}"
        )
        if one.difference is not None:
            lines.append(f"    mean score less observed {said(one.difference)}")
    for gap in told.gaps:
        clear = "clear" if gap.is_clear else "within chance"
        between = " and ".join(gap.between)
        lines.append(f"widest gap by {gap.dimension} in {gap.figure}: {gap.widest:.3f}, {between} ({clear})")
    return lines
