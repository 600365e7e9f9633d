"""What stands round a person on the page of who they are: telephones, people near them, needs, whom they care for."""

from __future__ import annotations

from uuid import UUID

from throughcare.casework.people import queries
from throughcare.faces.web.look.parts import Column, Lines, Table, Unknown

from ..saying import first_capital


def around(seen: queries.PersonPage) -> list[tuple[str, Table, list[tuple[UUID, str]]]]:
    """Each kind of surroundings: its name for ending, its table, and what may be ended with words for it."""
    return [
        ("phone", _phones(seen), [(p.id, f"the number {p.number}") for p in seen.phones]),
        ("contact", _contacts(seen), [(c.id, c.name) for c in seen.contacts]),
        ("disability", _disabilities(seen), [(d.id, d.words) for d in seen.disabilities]),
        ("caring", _caring(seen), [(c.id, f"caring for {c.get_whom_display()}") for c in seen.caring]),
    ]


_SAFE = {"yes": "Safe to use", "no": "NOT safe to use"}


def _phones(seen: queries.PersonPage) -> Table:
    return Table(
        "Telephone numbers",
        [Column("Number"), Column("Kind"), Column("Safe to use")],
        [
            [p.number, first_capital(p.kind), Lines(_SAFE.get(p.safe_to_use, "Not asked"), [p.safe_note] if p.safe_note else [])]
            for p in seen.phones
        ],
        empty="No number is recorded.",
    )  # fmt: skip


def _contacts(seen: queries.PersonPage) -> Table:
    return Table(
        "People near them",
        [Column("Name"), Column("Relationship"), Column("Number"), Column("To know")],
        [
            [
                Lines(c.name, ["Ring in an emergency"] if c.in_emergency else []), first_capital(c.relationship),
                c.number or Unknown("None"), c.note,
            ]
            for c in seen.contacts
        ],
        empty="Nobody is recorded.",
    )  # fmt: skip


def _disabilities(seen: queries.PersonPage) -> Table:
    return Table(
        "Disabilities and health conditions",
        [Column("What"), Column("What is done about it")],
        [[d.words, d.adjustment or Unknown("Nothing recorded")] for d in seen.disabilities],
        empty="None is recorded.",
    )


def _caring(seen: queries.PersonPage) -> Table:
    return Table(
        "Cares for",
        [Column("Whom"), Column("How many", numeric=True), Column("To know")],
        [[first_capital(c.get_whom_display()), c.how_many, c.note] for c in seen.caring],
        empty="Nobody is recorded.",
    )
