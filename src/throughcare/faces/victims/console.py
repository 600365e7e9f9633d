"""``throughcare victims``: what was recorded before victims were kept told here."""

from __future__ import annotations

import typer

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Cover what was recorded before victims were kept told."
)


@app.callback()
def group() -> None:
    """Every command of it is named."""


@app.command()
def cover() -> None:
    """Let victim contact hear of every sentence, movement and end that was announced before it came; safe to repeat."""
    from throughcare.foundation.access.delivery import hear_from_before

    found = hear_from_before("victims")
    print(f"{found} announcements are to be heard. They are delivered with all others, the oldest first.")
