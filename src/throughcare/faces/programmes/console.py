"""``throughcare programmes``: who is trained in which programme, as a register of training tells it. A member is named by e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.utils import timezone

from throughcare.casework.programmes import actions
from throughcare.casework.programmes.rules import programme
from throughcare.faces.console.filed import (
    Fields,
    Outcome,
    a_day,
    a_day_or_none,
    acting,
    bring_in,
    rows_of,
)
from throughcare.foundation.access.queries import memberships_of_email
from throughcare.foundation.kernel import Permission, Refused

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Bring in who is trained in programmes. The same file twice changes nothing.",
)
NEEDS = ("email", "programme", "begins")
TAKES = ("ends",)


@dataclass(frozen=True)
class Told:
    """One row: who, in which programme, from which day and until which."""

    member_id: UUID
    programme: str
    begins: date
    ends: date | None


@app.callback()
def programmes() -> None:
    """Say nothing: every word is said by the command."""


@app.command()
def training(
    file: Annotated[Path, typer.Argument(help="A CSV file with a first line of column names.")],
    member: Annotated[
        str, typer.Option("--as", help="The e-mail address of the member it is brought in as.")
    ],
) -> None:
    """Who is trained, one a row: email, programme (its key), begins; ends."""
    at, found = timezone.now(), Outcome()
    by = acting(member, Permission.RUN_GROUPS, at)

    def read(given: Fields) -> Told:
        held = [
            one
            for one in memberships_of_email(given["email"], at=at)
            if one.may(Permission.DELIVER_PROGRAMME)
        ]
        if not held:
            raise Refused("nobody who delivers programmes signs in with this address", field="email")
        key = programme(given["programme"]).key
        return Told(held[0].id, key, a_day(given, "begins"), a_day_or_none(given, "ends"))

    def write(some: list[Told]) -> None:
        for one in some:
            actions.record_training(
                by=by,
                at=at,
                member_id=one.member_id,
                programme_key=one.programme,
                begins=one.begins,
                ends=one.ends,
            )

    rows = rows_of(file, read, needs=NEEDS, takes=TAKES, outcome=found)
    bring_in(rows, write, name="training", by=by, at=at, outcome=found, once=True)
    found.say("recorded")
