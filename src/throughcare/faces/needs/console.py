"""``throughcare need``: publish what people need, and show the gap of a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from throughcare.faces.console.main import make_ready
from throughcare.faces.console.on_screen import screen
from throughcare.foundation.kernel import Permission, Refused

if TYPE_CHECKING:
    from datetime import datetime

    from throughcare.foundation.access.rules import Member

app = typer.Typer(no_args_is_help=True, help="Publish what people need, and show the gap.")
As = Annotated[
    str | None, typer.Option("--as", help="The e-mail address of who asks; the service unless said.")
]


@app.command()
def publish(
    ctx: typer.Context,
    member: As = None,
    if_due: Annotated[
        bool, typer.Option(help="Only when the last whole quarter was published of no place yet.")
    ] = False,
) -> None:
    """Count need of each whole quarter that was not published yet, of every place, and publish what may be told."""
    make_ready(ctx, "owner", with_database=True)
    from django.utils import timezone

    from throughcare.commissioning.needs.actions import publish_need
    from throughcare.commissioning.needs.queries import is_due

    at = timezone.now()
    if if_due and not is_due(at):
        return
    many = publish_need(by=_asking(member, at, Permission.PUBLISH_NEED), at=at)
    typer.echo(f"Need was published of {many} {'place and quarter' if many == 1 else 'places and quarters'}.")


@app.command()
def show(
    ctx: typer.Context,
    place: Annotated[str, typer.Argument(help="The code of an area.")],
    member: As = None,
) -> None:
    """Show each need of a place in its latest quarter, what is offered for it, and what is missing."""
    make_ready(ctx, "web", with_database=True)
    from django.utils import timezone
    from rich.table import Table

    from throughcare.commissioning.needs.queries import need_of_place
    from throughcare.foundation.access.session import viewing

    at = timezone.now()
    with viewing(_asking(member, at, Permission.LOOK_AT_NEED), at):
        found = need_of_place(place, at=at)
    if found is None:
        raise Refused(f"No need was published of {place}.")
    shown = Table("Need", "Assessed", "Not met", "Services", "Gap", title=f"{place}, {found.quarter}")
    for one in found.needs:
        figures = (one.told.with_it, one.told.not_met)
        said = ["withheld" if many is None else f"{many:,}" for many in figures]
        shown.add_row(one.name, *said, str(one.supply.services), "; ".join(one.gap))
    screen().print(shown)


def _asking(email: str | None, at: datetime, may: Permission) -> Member:
    from throughcare.foundation.access import queries
    from throughcare.foundation.access.system_members import PUBLISHER

    if email is None:
        service = queries.service_member(PUBLISHER, at=at)
        if service is None:
            raise Refused("The service has no member of its own yet: migrate the database first.")
        return service
    held = [one for one in queries.memberships_of_email(email, at=at) if one.may(may)]
    if not held:
        raise Refused(f"{email} is no member who may {may.value}.")
    return held[0]
