"""How a victim wants to be reached, as every page that has to do with reaching them says it."""

from __future__ import annotations

from typing import Protocol

from throughcare.casework.victims.rules import Means
from throughcare.faces.web.look.parts import Row, Tag, Unknown
from throughcare.faces.web.value_words import first_capital


class Reached(Protocol):
    """Whoever is reached so."""

    means: str
    address: str
    telephone: str
    email: str
    safe_times: str
    never: str
    interpreter: str


def reach_rows(row: Reached) -> list[Row]:
    """By which means, when it is safe, what must never be done, and in which language."""
    means = Tag("Never write or call", "red") if row.means == Means.NONE else first_capital(row.means)
    given = [("Address", row.address), ("Telephone", row.telephone), ("E-mail", row.email)]
    return [
        Row("Reached by", means),
        *(Row(name, value) for name, value in given if value),
        Row("Safe times", row.safe_times or Unknown("They named none")),
        Row("Never", row.never or Unknown("They named nothing")),
        Row("Interpreter", row.interpreter or "None needed"),
    ]
