"""The seven models beside each other on the same made-up people, as the lines of a table: the present one, and what each differs by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from throughcare.foundation.operating_model.rules import PRESETS

from .comparing import Difference, compared, figures_of
from .design import PRESENT, of_preset
from .running import Run, Spec, run_design

if TYPE_CHECKING:
    from .keeping import Kept

TOLD: Final = (
    "People reoffending within a year",
    "Changes of manager",
    "Weeks without a manager",
    "Contacts held",
    "Failures that one body must tell another",
    "From absence to the notice",
    "From notice to decision",
    "People recalled or revoked to custody",
)
"""The figures that stand in the table, in order."""


def seven(
    areas: Mapping[str, int],
    spec: Spec,
    *,
    models: Sequence[str] = PRESETS,
    told: Callable[[int, int], None] = lambda done, of: None,
    threads: int | None = None,
    kept: Kept | None = None,
) -> list[str]:
    """The lines of the table, in Markdown: each model brought in at once in these areas after the present one."""
    others = [name for name in models if name != PRESENT]

    def ran(name: str, done: int) -> Run:
        design = replace(of_preset(name), areas=dict(areas))
        run = run_design(design, spec, threads=threads, kept=kept)
        told(done, len(others) + 1)
        return run

    present = ran(PRESENT, 1)
    lines = [_row(["model", *TOLD]), "|---" * (1 + len(TOLD)) + "|", _present(present)]
    for done, name in enumerate(others, 2):
        found = {one.figure.name: one for one in compared(present, ran(name, done)).differences}
        lines.append(_row([name, *(_differs(found[figure]) for figure in TOLD)]))
    return lines


def _present(run: Run) -> str:
    figures = figures_of(run)
    return _row([f"{PRESENT}, as it stands", *(f"{figures[name].mean():.2f}" for name in TOLD)])


def _differs(one: Difference) -> str:
    return f"{one.by:+.2f} ({one.low:+.2f} to {one.high:+.2f})"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
