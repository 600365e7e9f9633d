"""``throughcare outcomes extract``: the tables that outcomes are measured from, out of the service's own database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from throughcare.faces.console.main import make_ready
from throughcare.foundation.kernel import Permission, Refused

if TYPE_CHECKING:
    from throughcare.foundation.access.rules import Member


def extract(
    ctx: typer.Context,
    out: Annotated[
        Path | None,
        typer.Option(help="The folder to write; without it, where the outcomes pages look."),
    ] = None,
    member: Annotated[
        str | None,
        typer.Option("--as", help="The e-mail address of the analyst; the service itself unless said."),
    ] = None,
    known_to: Annotated[
        datetime | None,
        typer.Option(
            "--known-to", formats=["%Y-%m-%d"], help="Take results to this day; the latest unless said."
        ),
    ] = None,
) -> None:
    """Extract people, index events, proven offences and services from the database, with no names in them."""
    make_ready(ctx, "owner", with_database=True)
    from django.utils import timezone

    from throughcare.evidence.extracts.actions import extract_outcomes
    from throughcare.evidence.extracts.queries.reading import rules
    from throughcare.evidence.extracts.queries.sources import folder

    at = timezone.now()
    done = extract_outcomes(
        by=analyst(member, at),
        at=at,
        folder=out or folder() / "service",
        known_to=known_to.date() if known_to else None,
    )
    for name, rows in done.rows.items():
        typer.echo(f"{name}: {rows:,} rows")
    for why, rows in done.left_out.items():
        typer.echo(f"left out: {rows:,} {rules()['left_out'][why]}")
    typer.echo(f"Every row passes. Proofs are known to {done.known_to:%-d %B %Y}.")


def analyst(email: str | None, at: datetime) -> Member:
    """Whoever extracts: the member with an e-mail address, or the service itself; Refused when there is none who may."""
    from throughcare.foundation.access import queries
    from throughcare.foundation.access.system_members import PUBLISHER

    if email is None:
        service = queries.service_member(PUBLISHER, at=at)
        if service is None:
            raise Refused("The service has no member of its own yet: migrate the database first.")
        return service
    held = [m for m in queries.memberships_of_email(email, at=at) if m.may(Permission.EXTRACT_OUTCOMES)]
    if not held:
        raise Refused(f"{email} is no member who may extract outcomes.")
    return held[0]
