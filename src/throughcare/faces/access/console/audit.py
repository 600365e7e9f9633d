"""``throughcare audit``: seal the ledgers, verify the chain, export its head."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Seal the ledgers, verify the chain, export its head."
)
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

    from throughcare.foundation.audit import sealing

    total = 0
    while sealed := sealing.seal(connections["owner"]):
        total += sealed
    return total


@app.command()
def verify(
    head: Annotated[Path | None, typer.Option(help="A head exported before, kept elsewhere.")] = None,
) -> None:
    """Walk the whole chain and name the first line that was changed, removed or moved."""
    from django.db import connections

    from throughcare.foundation.audit import forged, sealing
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
    if put_in := forged.strays(connections["owner"]):
        print(
            "\n".join(
                [f"{sound} sealed lines, all sound. Not sealed, and not to be believed:", *map(str, put_in)]
            )
        )
        raise SystemExit(1)
    if otherwise := _dated_otherwise():
        print(otherwise)
    print(f"{sound} sealed lines, all sound. What is not yet sealed cannot be checked.")


def _dated_otherwise() -> str:
    from django.db import connections

    from throughcare.foundation.audit import forged

    found = forged.dated_otherwise(connections["owner"])
    if not found.lines:
        return ""
    return (
        f"{found.lines} lines are dated a week or more before they were written, or after it: brought in from before, or"
        f" not true. The first is {found.first}, dated {found.at:%Y-%m-%d %H:%M} and written {found.written_at:%Y-%m-%d %H:%M} UTC."
    )


@app.command("clock-is-right")
def clock_is_right(
    because: Annotated[str, typer.Option(help="How this is known; kept in the audit.")],
) -> None:
    """Say that the clock is right now and ran ahead before, so that the service goes on at once."""
    from django.db import connections

    from throughcare.foundation.audit.clock import accept_clock

    ahead = accept_clock(connections["owner"], because=because)
    print(f"The clock had reached {ahead:%Y-%m-%d %H:%M} UTC." if ahead else "The clock has not gone back.")


@app.command("head")
def export_head() -> None:
    """Print where the chain stands: keep it somewhere else, and give it to verify."""
    from django.db import connections

    from throughcare.foundation.audit import sealing

    print(sealing.head(connections["owner"]))


@app.command()
def wall(
    reader: Annotated[
        str, typer.Argument(help="The organisation that should have been kept out, by name or id.")
    ],
    read: Annotated[str, typer.Argument(help="The organisation whose people it should not have read.")],
    start: Annotated[datetime, typer.Option("--from", help="The first instant, UTC.")],
    end: Annotated[datetime, typer.Option("--to", help="The instant before which the window ends, UTC.")],
) -> None:
    """Certify that nobody in one organisation could read, or did, anything of another's people over a window."""
    from django.db import connections

    from throughcare.foundation.access.certificate import certify

    made = certify(
        connections["auditor"],
        reader=organisation_named(reader),
        read=organisation_named(read),
        start=start.replace(tzinfo=UTC),
        end=end.replace(tzinfo=UTC),
    )
    for breach in made.breaches:
        print(breach)
    said = f"{made.people} people, {made.grants} grants, {made.lines} lines of audit ({made.unsealed} not sealed)"
    if not made.declared:
        print("No ethical wall between them stood for the whole window; it is judged as if one had.")
    print(f"{'The wall held' if made.held else f'Breaches: {len(made.breaches)}'}. Examined: {said}.")
    if not made.held:
        raise SystemExit(1)


def organisation_named(said: str) -> UUID:
    """An organisation by its name or id; Refused when there is none."""
    from throughcare.foundation.access.queries import organisations
    from throughcare.foundation.kernel import Refused

    found = [body.id for body in organisations() if said in (body.name, str(body.id))]
    if not found:
        raise Refused(f"There is no organisation called {said}.")
    return found[0]
