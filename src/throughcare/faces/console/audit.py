"""``throughcare audit``: seal the ledgers, verify the chain, export its head."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Seal the ledgers, verify the chain, export its head.")
EVERY = 5.0


@app.command()
def seal(
    forever: Annotated[bool, typer.Option(help="Keep sealing until stopped.")] = False,
    every: Annotated[float, typer.Option(help="Seconds between batches when sealing for ever.")] = EVERY,
) -> None:
    """Seal every line that no running transaction can still precede."""
    while True:
        sealed = _seal_all()
        if not forever:
            print(f"{sealed} lines sealed.")
            return
        time.sleep(every)


def _seal_all() -> int:
    from django.db import connections
    from django.utils import timezone

    from throughcare.foundation.audit import sealing

    total = 0
    while sealed := sealing.seal(connections["owner"], at=timezone.now()):
        total += sealed
    return total


@app.command()
def verify(
    head: Annotated[Path | None, typer.Option(help="A head exported before, kept elsewhere.")] = None,
) -> None:
    """Walk the whole chain and name the first line that was changed, removed or moved."""
    from django.db import connections

    from throughcare.foundation.audit import sealing
    from throughcare.foundation.kernel import Refused

    try:
        kept = sealing.Head.parse(head.read_text()) if head else None
    except (OSError, ValueError):
        raise Refused(
            f"{head} does not hold a head: expected batch, position and 64 hexadecimal digits."
        ) from None
    sound, flaw = sealing.verify(connections["owner"], kept=kept)
    if flaw:
        print(f"{sound} lines sound, then: {flaw}")
        raise SystemExit(1)
    print(f"{sound} sealed lines, all sound. What is not yet sealed cannot be checked.")


@app.command("head")
def export_head() -> None:
    """Print where the chain stands: keep it somewhere else, and give it to verify."""
    from django.db import connections

    from throughcare.foundation.audit import sealing

    print(sealing.head(connections["owner"]))
