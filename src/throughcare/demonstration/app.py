"""The ``throughcare demo`` commands."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from throughcare.foundation.operating_model.rules import PRESETS

from . import accounts

app = typer.Typer(
    add_completion=False, help="Make a demonstration area of made-up people, and say how to sign in to it."
)
Model = StrEnum("Model", {name.upper().replace("-", "_"): name for name in PRESETS})  # type: ignore[misc]
DEFAULT_MODEL = Model("durham-tees-valley-2012")


class Size(StrEnum):
    """How much to make."""

    SMALL = "small"
    AREA = "area"
    NATIONAL = "national"


@app.callback(invoke_without_command=True)
def demo(
    ctx: typer.Context,
    size: Annotated[
        Size, typer.Option(help="small: 2,000 people; area: 15,000; national: 250,000 in every area.")
    ] = Size.SMALL,
    model: Annotated[Model, typer.Option(help="The operating model in force.")] = DEFAULT_MODEL,
    seed: Annotated[int, typer.Option(help="The same seed and day give the same people and history.")] = 1,
    as_at: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day the history ends; today unless given."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Do not say the accounts afterwards.")] = False,
) -> None:
    """Make three years of a probation area, of made-up people, in an empty database.

    Stopped half-way, it begins again only from an empty database.
    """
    if ctx.invoked_subcommand is not None:
        return
    from .generator import make
    from .safety import check_may_load

    check_may_load()
    make(size.value, model.value, seed, as_at.date() if as_at else None)
    if not quiet:
        say_accounts()


@app.command("accounts")
def say_accounts() -> None:
    """Say the accounts of the demonstration and their passwords."""
    found = accounts.known()
    wide = max(len(one.email) for one in found)
    print("\nDemonstration accounts (made-up people only). A code: .venv/bin/throughcare demo code NAME\n")
    for one in found:
        print(f"  {one.email:<{wide}}  {one.password}  {one.name}, {one.what}")


@app.command("code")
def say_code(
    name: Annotated[str, typer.Argument(help="The account's address, its role, or its name.")],
) -> None:
    """Print an account's one-time code now."""
    print(accounts.code_now(accounts.named(name).code_seed))
