"""``throughcare cases``: what another system tells of many open cases at once. A case is named by its person's id."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from django.utils import timezone

from throughcare.casework.supervision import actions, queries
from throughcare.casework.supervision.rules import contacts as rules
from throughcare.casework.supervision.rules.contacts import Absence, ContactKind, Evidence, Told, Whom
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.faces.console.filed import (
    Fields,
    Outcome,
    acting,
    an_id,
    an_instant,
    bring_in,
    one_of,
    rows_of,
)
from throughcare.foundation.access.delivery import drain
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.operating_model.rules import Risk

T = TypeVar("T")
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Bring in what another system tells of open cases. The same file twice changes nothing.",
)
File = Annotated[Path, typer.Argument(help="A CSV file with a first line of column names.")]
As = Annotated[str, typer.Option("--as", help="The e-mail address of the member it is brought in as.")]


@app.callback()
def cases() -> None:
    """Say nothing: every word is said by the command."""


@app.command()
def entries(file: File, member: As) -> None:
    """Notes on timelines: person_id, at, kind (note), what; note where there is more."""
    needs, takes = ("person_id", "at", "kind", "what"), ("note",)

    def entry(given: Fields) -> tuple[UUID, Callable[[UUID], actions.Entry]]:
        at, kind, what, note = an_instant(given, "at"), given["kind"], given["what"], given.get("note", "")
        return an_id(given, "person_id"), lambda case: actions.Entry(case, at, kind, what, note)

    _bring(
        file, member, Permission.RECORD_ON_TIMELINE, (needs, takes), entry, actions.record_entries, "entries"
    )


@app.command()
def contacts(file: File, member: As) -> None:
    """Contacts: person_id, at, kind, outcome, what; with_whom, absence, evidence and note where there are any."""
    needs, takes = (
        ("person_id", "at", "kind", "outcome", "what"),
        ("with_whom", "absence", "evidence", "note"),
    )

    def contact(given: Fields) -> tuple[UUID, Callable[[UUID], actions.Meeting]]:
        told = Told(
            happened_at=an_instant(given, "at"),
            kind=one_of(given, "kind", ContactKind),
            outcome=one_of(given, "outcome", rules.Outcome),
            with_whom=one_of(given, "with_whom", Whom) if given.get("with_whom") else Whom.PERSON,
            absence=one_of(given, "absence", Absence) if given.get("absence") else None,
            what=given["what"],
            evidence=one_of(given, "evidence", Evidence) if given.get("evidence") else None,
        )
        note = given.get("note", "")
        return an_id(given, "person_id"), lambda case: actions.Meeting(case, told, note)

    act = actions.record_contacts
    _bring(file, member, Permission.RECORD_ON_TIMELINE, (needs, takes), contact, act, "meetings")


@app.command()
def appointments(file: File, member: As) -> None:
    """Appointments ahead, held by the member who brings them: person_id, at, kind; place unless by telephone, video or at home."""
    needs, takes = ("person_id", "at", "kind"), ("place",)

    def booking(given: Fields) -> tuple[UUID, Callable[[UUID], tuple[UUID, actions.Booking]]]:
        made = actions.Booking(
            an_instant(given, "at"), one_of(given, "kind", ContactKind), given.get("place", "")
        )
        return an_id(given, "person_id"), lambda case: (case, made)

    act = actions.book_appointments
    _bring(file, member, Permission.RECORD_ON_TIMELINE, (needs, takes), booking, act, "bookings")


@app.command()
def risks(file: File, member: As) -> None:
    """First levels of risk, of cases that nobody holds yet: person_id, risk."""

    def risk(given: Fields) -> tuple[UUID, Callable[[UUID], tuple[UUID, Risk]]]:
        level = one_of(given, "risk", Risk)
        return an_id(given, "person_id"), lambda case: (case, level)

    def act(*, by: Member, at: datetime, risks: list[tuple[UUID, Risk]]) -> int:
        if len(dict(risks)) < len(risks):
            raise Refused("This case is named twice.")
        return actions.record_first_risks(by=by, at=at, risks=dict(risks))

    _bring(file, member, Permission.RECORD_ON_TIMELINE, (("person_id", "risk"), ()), risk, act, "risks")


@app.command()
def moves(file: File, member: As) -> None:
    """Movements into, within and out of custody: person_id, kind, moved_at; prison and because where known."""
    needs, takes = ("person_id", "kind", "moved_at"), ("prison", "because")

    def move(given: Fields) -> tuple[UUID, Callable[[UUID], actions.Moving]]:
        kind, at = one_of(given, "kind", MovementKind), an_instant(given, "moved_at")
        prison, because = given.get("prison", ""), given.get("because", "")
        return an_id(given, "person_id"), lambda case: actions.Moving(case, kind, at, prison, because)

    _bring(
        file, member, Permission.RECORD_ON_TIMELINE, (needs, takes), move, actions.record_movements, "moves"
    )


@app.command()
def closings(file: File, member: As) -> None:
    """Cases to close: person_id, because."""

    def closing(given: Fields) -> tuple[UUID, Callable[[UUID], actions.Closing]]:
        because = given["because"]
        return an_id(given, "person_id"), lambda case: actions.Closing(case, because)

    _bring(
        file,
        member,
        Permission.CLOSE_CASE,
        (("person_id", "because"), ()),
        closing,
        actions.close_cases,
        "closings",
    )


def _bring(
    file: Path,
    email: str,
    permission: Permission,
    columns: tuple[tuple[str, ...], tuple[str, ...]],
    read: Callable[[Fields], tuple[UUID, Callable[[UUID], T]]],
    act: Callable[..., object],
    name: str,
) -> None:
    """Read a file about people and do one act with their open cases; what was announced is heard before it ends."""
    at, found = timezone.now(), Outcome()
    by = acting(email, permission, at)
    rows = rows_of(file, read, needs=columns[0], takes=columns[1], outcome=found)

    def of_their_cases(some: list[tuple[UUID, Callable[[UUID], T]]]) -> None:
        open_ = queries.open_cases_of({person for person, _ in some})
        if any(person not in open_ for person, _ in some):
            raise Refused("Nobody with this id has an open case, or they are not yours to see.")
        act(by=by, at=at, **{name: [make(open_[person].id) for person, make in some]})

    # A case is closed once, and has one first risk: their acts say so themselves.
    once = name in {"entries", "moves", "meetings"}
    bring_in(rows, of_their_cases, name=name, by=by, at=at, outcome=found, once=once)
    drain()
    found.say("recorded")
