"""``throughcare people``: make two records one, part them again, and say that two are never the same person.

Records are named by id, as in the address of a page: no name is typed and none is printed.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer
from django.utils import timezone

from throughcare.casework.people import actions
from throughcare.faces.console.filed import acting
from throughcare.foundation.kernel import Permission

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Merge, part and keep apart two records of people."
)
As = Annotated[str, typer.Option("--as", help="The e-mail address of the member who does it.")]
Because = Annotated[str, typer.Option(help="Why.")]


@app.callback()
def people() -> None:
    """Say nothing: every word is said by the command."""


@app.command()
def merge(
    survivor: Annotated[UUID, typer.Argument(help="The record that stays.")],
    other: Annotated[UUID, typer.Argument(help="The record that is made part of it.")],
    member: As,
    because: Because,
) -> None:
    """Make two records of one person one record; prints the merge, by which it can be undone."""
    at = timezone.now()
    by = acting(member, Permission.MERGE_PEOPLE, at)
    print(actions.merge_people(by=by, at=at, survivor_id=survivor, merged_id=other, because=because))


@app.command()
def part(
    merge_id: Annotated[UUID, typer.Argument(metavar="MERGE", help="The merge, as it was printed.")],
    member: As,
    because: Because,
) -> None:
    """Undo a merge: what it moved goes back; prints the record that is its own again."""
    at = timezone.now()
    by = acting(member, Permission.MERGE_PEOPLE, at)
    print(actions.unmerge_people(by=by, at=at, merge_id=merge_id, because=because))


@app.command("keep-apart")
def keep_apart(
    one: Annotated[UUID, typer.Argument(help="A record.")],
    other: Annotated[UUID, typer.Argument(help="Another.")],
    member: As,
    because: Because,
) -> None:
    """Say that two records are never the same person; prints the ruling, by which it can be lifted."""
    at = timezone.now()
    by = acting(member, Permission.MERGE_PEOPLE, at)
    print(actions.keep_apart(by=by, at=at, person_id=one, other_id=other, because=because))


@app.command()
def lift(
    ruling: Annotated[UUID, typer.Argument(help="The ruling, as it was printed.")],
    member: As,
    because: Because,
) -> None:
    """Lift a ruling that two records are never the same person."""
    at = timezone.now()
    by = acting(member, Permission.MERGE_PEOPLE, at)
    actions.lift_apart(by=by, at=at, ruling_id=ruling, because=because)
    print("The ruling is lifted.")
