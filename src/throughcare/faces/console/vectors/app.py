"""``throughcare vectors PATH…``: runs case files and prints what passed, failed and was skipped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from .runner import FileReport, run_paths

app = typer.Typer(add_completion=False)

_SHOWN = 10


@app.command(help="Run cases that other people wrote against our rules.")
def vectors(
    paths: Annotated[list[Path], typer.Argument(help="Files of cases, or folders of them.")],
    every: Annotated[bool, typer.Option("--every", help="Print every failure, not the first ten.")] = False,
) -> None:
    """Print, for each file, passed, failed and skipped with reasons; fails when any case fails."""
    try:
        reports = run_paths(paths)
    except FileNotFoundError as missing:
        raise typer.BadParameter(str(missing)) from None
    for report in reports:
        for line in lines_of(report, None if every else _SHOWN):
            typer.echo(line)
    typer.echo(total_of(reports))
    if any(report.failed or report.is_broken for report in reports):
        raise typer.Exit(1)


def lines_of(report: FileReport, shown: int | None = None) -> list[str]:
    """What is printed of one file, its counts first; ``shown`` limits the failures named."""
    if report.problem:
        return [f"{report.path}: not run: {report.problem}"]
    counts = f"{report.passed:,} passed, {report.failed:,} failed, {report.skipped.total():,} skipped"
    lines = [f"{report.path}: {counts}, of {report.cases:,} ({report.adapter})"]
    lines += [f"    skipped {times:,}: {reason}" for reason, times in report.skipped.most_common()]
    lines += [f"    {times:,} values not compared: {why}" for why, times in report.not_compared.most_common()]
    lines += [f"    failed {one.case}: {'; '.join(one.because)}" for one in report.failures[:shown]]
    if shown is not None and report.failed > shown:
        lines.append(f"    and {report.failed - shown:,} more (--every names them)")
    return lines


def total_of(reports: Sequence[FileReport]) -> str:
    """The last line: every file's counts together."""
    passed, failed = sum(one.passed for one in reports), sum(one.failed for one in reports)
    skips, not_run = sum(one.skipped.total() for one in reports), sum(bool(one.problem) for one in reports)
    return f"{len(reports)} files: {passed:,} passed, {failed:,} failed, {skips:,} skipped; {not_run} not run"
