"""``throughcare account``: make the first units and accounts, as the owner of the database."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from throughcare.foundation.access import actions, queries
from throughcare.foundation.access.models import Account
from throughcare.foundation.access.rules import ROLES, Member, OrganisationKind
from throughcare.foundation.access.system_members import FOUNDER
from throughcare.foundation.kernel import Refused

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Make units, accounts and members.")

Body = Annotated[str, typer.Option(help="An organisation by name.")]


@app.command("unit")
def add_unit(
    unit: Annotated[str, typer.Argument(help="What the unit is called.")],
    organisation: Body,
    kind: Annotated[
        OrganisationKind, typer.Option(help="What the organisation is, when it is new.")
    ] = OrganisationKind.PUBLIC_PROBATION,
) -> None:
    """Record a unit of an organisation, and the organisation when there is none of that name."""
    at = timezone.now()
    founder = _founder(at)
    body = _bodies().get(organisation) or actions.record_organisation(
        by=founder, at=at, name=organisation, kind=kind
    )
    if unit in _units(body):
        raise Refused(f"{organisation} has a unit “{unit}” already.")
    actions.record_unit(by=founder, at=at, organisation_id=body, name=unit, kind="office")
    print(f"{unit} is now a unit of {organisation}.")


@app.command("add")
def add_account(
    email: Annotated[str, typer.Argument(help="The address the account signs in with.")],
    name: Annotated[str, typer.Option(help="The member's name.")],
    organisation: Body,
    unit: Annotated[str, typer.Option(help="A unit of it by name.")],
    role: Annotated[str, typer.Option(help=f"One of: {', '.join(ROLES)}.")] = "administrator",
) -> None:
    """Make an account, ask for its password, and make it a member of a unit."""
    at = timezone.now()
    founder, body = _founder(at), _bodies().get(organisation)
    units = _units(body) if body else {}
    if unit not in units:
        raise Refused(
            f"There is no unit “{unit}” of an organisation “{organisation}”. "
            "`throughcare account unit` records one."
        )
    if role not in ROLES:
        raise Refused(f"There is no role called “{role}”. Choose one of: {', '.join(ROLES)}.")
    known = Account.objects.filter(email=email.lower()).first()
    account = known.id if known else _make_account(founder, at, email, name)
    actions.add_member(by=founder, at=at, unit_id=units[unit], role=role, name=name, account_id=account)
    print(f"{email} is now {role} in {unit}.")


@app.command("password")
def give_password(
    email: Annotated[str, typer.Argument(help="The e-mail address the account signs in with.")],
) -> None:
    """Give an account a password: a new member's first, or one in place of a password forgotten."""
    at = timezone.now()
    known = Account.objects.filter(email=email.strip().lower()).first()
    if known is None:
        raise Refused(f"There is no account for {email}.")
    actions.give_password(by=_founder(at), at=at, email=email, password=_password(known))
    print(f"{known.email} has a new password. Tell them by a safe way.")


@app.command("roles")
def list_roles() -> None:
    """Say what each role is for and may do."""
    for role in ROLES.values():
        print(f"{role.name}: {role.purpose} May: {', '.join(sorted(role.may))}.")


def _founder(at: datetime) -> Member:
    founder = queries.service_member(FOUNDER, at=at)
    if founder is None:
        raise Refused("The database is not ready: run `throughcare db migrate` first.")
    return founder


def _bodies() -> dict[str, UUID]:
    return {body.name: body.id for body in queries.organisations()}


def _units(organisation: UUID) -> dict[str, UUID]:
    return {row.name: row.id for row in queries.units_of(organisation)}


def _make_account(by: Member, at: datetime, email: str, name: str) -> UUID:
    password = _password(Account(email=email, name=name))
    return actions.make_account(by=by, at=at, email=email, name=name, password=password)


def _password(account: Account) -> str:
    """A password asked for twice; refused when it is too weak."""
    password: str = typer.prompt("Password, 12 characters or more", hide_input=True, confirmation_prompt=True)
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages)) from None
    return password
