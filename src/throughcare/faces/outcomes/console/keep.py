"""``throughcare outcomes refresh`` and ``keep``: the service's extract and the areas' figures, made anew as each month begins."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date, datetime
from typing import Annotated

import typer

from throughcare.faces.console.main import make_ready
from throughcare.foundation.kernel import Refused

EVERY = 600.0
_CONSOLE = (sys.executable, "-m", "throughcare.faces.console")
KEPT = ((*_CONSOLE, "outcomes", "refresh", "--if-due"), (*_CONSOLE, "need", "publish", "--if-due"))
"""What is made anew as a month or a quarter begins."""


def refresh(
    ctx: typer.Context,
    if_due: Annotated[
        bool, typer.Option(help="Only when the extract is not of the last whole month.")
    ] = False,
) -> None:
    """Extract the service's tables to the end of the last month, and publish the figures of every area that are due.

    Once a month and no oftener, because two extracts a day apart differ by one day's people. Whatever day it is made on,
    an extract holds results to the same day.
    """
    make_ready(ctx, "owner", with_database=True)
    from django.utils import timezone

    from throughcare.foundation.kernel.days import day_of

    at = timezone.now()
    to = _last_month_end(day_of(at))
    if if_due and kept_to() == to:
        return
    extracted = _extracted(at, to)
    from throughcare.evidence.extracts.actions import publish_figures

    from .extract import analyst

    published = publish_figures(by=analyst(None, at), at=at)
    ask_ahead()
    typer.echo(f"{extracted} {published} figures of areas were published.")


def ask_ahead() -> None:
    """Have the first question of the new tables worked out before anybody asks it, so that nobody waits for it."""
    from throughcare.faces.outcomes.answers.work import answered
    from throughcare.faces.outcomes.pages.measures import first_question

    answered(first_question())


def _extracted(at: datetime, to: date) -> str:
    """Write the extract where the pages look, and say what became of it; a service without results has figures all the same."""
    from throughcare.evidence.extracts.actions import SERVICE, extract_outcomes
    from throughcare.evidence.extracts.queries.sources import folder

    from .extract import analyst

    try:
        done = extract_outcomes(by=analyst(None, at), at=at, folder=folder() / SERVICE, known_to=to)
    except Refused as refusal:
        return f"No extract was made: {refusal.because}"
    return f"{done.rows['index_events']:,} index events were extracted, proofs known to {done.known_to:%-d %B %Y}."


def _last_month_end(today: date) -> date:
    from throughcare.evidence.extracts.rules.figures import month_ends

    return month_ends(today)[-1]


def kept_to() -> date | None:
    """The day to which the extract that the pages look at knows results; None when there is none."""
    from throughcare.evidence.extracts.actions import SERVICE
    from throughcare.evidence.extracts.queries import sources

    if not (sources.folder() / SERVICE / "extract.json").exists():
        return None
    return date.fromisoformat(sources.told_of(SERVICE)["known_to"])


def keep(
    forever: Annotated[bool, typer.Option(help="Keep looking until stopped.")] = False,
    every: Annotated[float, typer.Option(help="Seconds between looks when keeping for ever.")] = EVERY,
) -> None:
    """Refresh when it is due, in a process of its own so that its memory is given back; a failure is tried again."""
    while True:
        for command in KEPT:
            subprocess.run(command, check=False)
        if not forever:
            return
        time.sleep(every)
