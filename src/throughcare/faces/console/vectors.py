"""``throughcare vectors PATH…``: runs cases that other people wrote, in a checkout, where ``oracles`` is."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from throughcare.foundation.kernel import Refused

app = typer.Typer(add_completion=False)

CHECKOUT = Path(__file__).resolve().parents[4]


@app.command(help="Run cases that other people wrote against our rules.")
def vectors(
    paths: Annotated[list[Path], typer.Argument(help="Files of cases, or folders of them.")],
    every: Annotated[bool, typer.Option("--every", help="Print every failure, not the first ten.")] = False,
) -> None:
    """Print, for each file, passed, failed and skipped with reasons; fails when any case fails."""
    if not (CHECKOUT / "oracles" / "__init__.py").exists():
        raise Refused(
            "Cases are run in a checkout of Throughcare: the folder oracles is not installed with it."
        )
    if str(CHECKOUT) not in sys.path:
        sys.path.append(str(CHECKOUT))
    try:
        passed = importlib.import_module("oracles.printing").print_cases(paths, every)
    except FileNotFoundError as missing:
        raise typer.BadParameter(str(missing)) from None
    if not passed:
        raise typer.Exit(1)
