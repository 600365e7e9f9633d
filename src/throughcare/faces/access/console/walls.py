"""``throughcare wall``: list walls, raise one, ask one down, take it down as somebody else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, Refused

from .audit import organisation_named

app = typer.Typer(add_completion=False, no_args_is_help=True, help="Raise ethical walls and take them down.")
By = Annotated[str, typer.Option("--by", help="The e-mail address of whoever does it: an administrator.")]
Because = Annotated[str, typer.Option(help="Why.")]


def _acting(email: str) -> Member:
    from django.utils import timezone

    from throughcare.foundation.access.queries import memberships_of_email

    held = memberships_of_email(email, at=timezone.now())
    found = next((one for one in held if one.may(Permission.RAISE_WALL)), None)
    if found is None:
        raise Refused(f"Nobody who may raise an ethical wall signs in as {email}.")
    return found


@app.command("list")
def list_walls() -> None:
    """Print every wall that stands or stood."""
    from throughcare.foundation.access.walls_seen import every_wall

    for one in every_wall():
        state = f"until {one.until:%Y-%m-%d}" if one.until else "stands"
        asked = f", asked down by {one.asked_by}: {one.asked_because}" if one.asked_down_by else ""
        print(f"{one.id}  {one.one_side} | {one.other_side}  since {one.since:%Y-%m-%d}, {state}{asked}")


@app.command("raise")
def raise_one(
    one_side: str, other_side: str, by: By, basis: Annotated[str, typer.Option(help="The contract or order.")]
) -> None:
    """Raise a wall between two organisations, by name or id."""
    from django.utils import timezone

    from throughcare.foundation.access.actions import raise_wall

    sides = {"one_side": organisation_named(one_side), "other_side": organisation_named(other_side)}
    print(raise_wall(by=_acting(by), at=timezone.now(), basis=basis, **sides))


@app.command()
def ask_down(wall: UUID, by: By, because: Because) -> None:
    """Ask for a wall to come down; somebody else takes it down."""
    from django.utils import timezone

    from throughcare.foundation.access.actions import ask_wall_down

    ask_wall_down(by=_acting(by), at=timezone.now(), wall_id=wall, because=because)
    print("Asked. Somebody else takes it down.")


@app.command()
def take_down(wall: UUID, by: By) -> None:
    """Take down a wall that somebody else asked down."""
    from django.utils import timezone

    from throughcare.foundation.access.actions import take_down_wall

    take_down_wall(by=_acting(by), at=timezone.now(), wall_id=wall)
    print("The wall is taken down.")


@app.command("certificate")
def certificate(
    competition: UUID,
    log: Annotated[
        list[Path] | None, typer.Option(help="A file of a log to look through; may be given often.")
    ] = None,
) -> None:
    """Certify that nobody on one side of a competition could read the other's papers; fails where somebody could."""
    from django.db import connections
    from django.utils import timezone

    from throughcare.commissioning.competition import queries
    from throughcare.foundation.access.elsewhere import databases_that_hold

    asked, now = connections["owner"], timezone.now()
    made = queries.certify(asked, competition, end=now)
    if made is None:
        raise Refused("There is no such competition.")
    crossed = [str(one) for one in made.crossed]
    crossed += [f"backup: {said}" for said in databases_that_hold(asked, "competition_round", competition)]
    words = queries.words_of_papers(asked, competition)
    crossed += [
        f"log: line {n} of {file.name} tells of the papers"
        for file in log or []
        for n in _telling(words, file)
    ]
    for said in crossed:
        print(said)
    for one in made.let_across:
        print(
            f"let across by two people: {one.member}, {one.opened:%Y-%m-%d %H:%M} to {one.closed:%Y-%m-%d %H:%M} UTC: {one.because}"
        )
    told = (
        f"{made.bids} sendings, {made.hats} hats"
        if made.bids is not None
        else "how many bid is told once it has closed"
    )
    examined = f"{told}, {made.keys} keys, {made.jobs} jobs, {made.lines} lines of audit ({made.unsealed} not sealed)"
    print(f"{f'Crossed: {len(crossed)}' if crossed else 'The wall held'}. Examined: {examined}.")
    if crossed:
        raise SystemExit(1)


def _telling(words: list[str], file: Path) -> list[int]:
    from throughcare.commissioning.competition.rules.certificate import lines_that_tell

    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            return lines_that_tell(words, lines)
    except OSError as fault:
        raise Refused(f"{file} cannot be read: {fault.strerror}.") from None
