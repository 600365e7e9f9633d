"""``throughcare account``: make the first accounts, as the owner of the database."""

from __future__ import annotations

from typing import Annotated

import typer
from django.utils import timezone

from throughcare.foundation.access import actions, queries
from throughcare.foundation.access.founding import FOUNDER
from throughcare.foundation.access.models import Account
from throughcare.foundation.access.rules import ROLES
from throughcare.foundation.kernel import Refused

app = typer.Typer(no_args_is_help=True, help="Make accounts and members.")


@app.command("add")
def add_account(
    email: Annotated[str, typer.Argument(help="The address the account signs in with.")],
    name: Annotated[str, typer.Option(help="The member's name.")],
    organisation: Annotated[str, typer.Option(help="An organisation by name.")],
    unit: Annotated[str, typer.Option(help="A unit of it by name.")],
    role: Annotated[str, typer.Option(help=f"One of: {', '.join(ROLES)}.")] = "administrator",
) -> None:
    """Make an account, ask for its password, and make it a member of a unit."""
    at = timezone.now()
    founder = queries.service_member(FOUNDER, at=at)
    bodies = {body.name: body.id for body in queries.organisations()}
    units = (
        {row.name: row.id for row in queries.units_of(bodies[organisation])} if organisation in bodies else {}
    )
    if founder is None or unit not in units:
        raise Refused(f"There is no unit “{unit}” of an organisation “{organisation}”.")
    password = typer.prompt("Password, 12 characters or more", hide_input=True, confirmation_prompt=True)
    account = Account.objects.filter(email=email.lower()).first() or Account.objects.create_user(
        email, password, name=name
    )
    actions.add_member(by=founder, at=at, unit_id=units[unit], role=role, name=name, account_id=account.id)
    print(f"{email} is now {role} in {unit}.")


@app.command("roles")
def list_roles() -> None:
    """Say what each role is for and may do."""
    for role in ROLES.values():
        print(f"{role.name}: {role.purpose} May: {', '.join(sorted(role.may))}.")
