"""Printing what passed, failed and was skipped: what ``throughcare vectors PATH…`` calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from .runner import FileReport, run_paths

_SHOWN = 10


def print_cases(paths: Iterable[Path], every: bool = False) -> bool:
    """Run the cases under the paths, print each file's counts and failures, and say whether none failed.

    ``every`` prints all failures of a file, not the first ten; ``FileNotFoundError`` names a path that is not there.
    """
    reports = run_paths(paths)
    for report in reports:
        print("\n".join(lines_of(report, None if every else _SHOWN)))
    print(total_of(reports))
    return not any(report.failed or report.is_broken for report in reports)


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
