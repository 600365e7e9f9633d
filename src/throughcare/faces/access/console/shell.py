"""``throughcare shell``: look at the demonstration's database as one of its members sees it."""

from __future__ import annotations

import code
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import Error
from django.utils import timezone

from throughcare.foundation.access import queries
from throughcare.foundation.access.models import Account
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused

app = typer.Typer(add_completion=False)
MOST_ROWS = 50
WELCOME = """You see what {name}, {role} of {unit}, sees, as the web process does; nothing you do here is kept.
sql("SELECT ...") gives rows. Ctrl-D ends it."""


@app.command()
def shell(
    who: Annotated[str, typer.Option("--as", help="Whose sight: the part of an account before the @.")],
    sql: Annotated[str, typer.Option("--sql", help="One statement, instead of an open shell.")] = "",
) -> None:
    """Look at the demonstration's database as one of its members sees it, behind the same walls as the pages."""
    at = timezone.now()
    member = member_of(who, known(), at)
    with suppress(Leave), viewing(member, at):
        if sql:
            for row in rows_of(sql):
                print(*row, sep="\t")
        else:
            words = WELCOME.format(name=member.name, role=member.role, unit=member.unit_name)
            code.interact(banner=words, local={"sql": rows_of, "member": member, "at": at}, exitmsg="")
        raise Leave


class Leave(Exception):
    """Ends the transaction without keeping anything."""


def known() -> list[str]:
    """The addresses of the demonstration's accounts; Refused where none was loaded: real records are looked at on pages."""
    try:
        kept = json.loads((Path(settings.STATIC_ROOT).parent / "demo-accounts.json").read_text())
    except FileNotFoundError:
        raise Refused(
            "No demonstration was loaded here. Real records are looked at on pages, which note it."
        ) from None
    return [one["email"] for one in kept]


def member_of(who: str, accounts: Sequence[str], at: datetime) -> Member:
    """The member that an account of the demonstration signs in as."""
    email = next((one for one in accounts if one.split("@")[0] == who), None)
    if email is None:
        names = ", ".join(sorted(one.split("@")[0] for one in accounts))
        raise Refused(f"The demonstration has no account “{who}”: expected one of {names}.")
    account = Account.objects.get(email=email)
    return queries.memberships_of(account.pk, at=at)[0]


def rows_of(statement: str) -> list[tuple[Any, ...]]:
    """The first rows of a statement, as the member sees them; a fault in it is printed and ends nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            found: list[tuple[Any, ...]] = cursor.fetchmany(MOST_ROWS)
            return found
    except Error as fault:
        print(fault)
        return []
