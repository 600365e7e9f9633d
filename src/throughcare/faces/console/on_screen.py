"""How the console prints tables: to the width of a terminal, and wide where there is none."""

from __future__ import annotations

from rich.console import Console

WIDE = 200


def screen() -> Console:
    """The terminal; in a file or a pipe lines are long, so that tables stay whole."""
    console = Console()
    return console if console.is_terminal else Console(width=WIDE)
