"""The form in which a refused row is corrected: pickers where the answer is one of a list, days in any usual form."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django import forms

from throughcare.casework.courts import queries
from throughcare.casework.courts.queries import RefusedRow
from throughcare.casework.courts.rules import Outcome, ReportKind, Runs, SentenceKind, Session, Unit
from throughcare.casework.courts.rules.stream import COLUMNS, MAY_BE_EMPTY, REQUIRED
from throughcare.faces.web.look.forms import OfVersion, PlainForm, SentOnce
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.written_days import day_written

from .corrected import column_words

DAYS = frozenset({"hearing_date", "date_of_birth", "offence_date", "report_due", "deferred_until"})
CHOICES: Mapping[str, type[StrEnum]] = {
    "session": Session,
    "outcome": Outcome,
    "report_kind": ReportKind,
    "sentence_kind": SentenceKind,
    "sentence_unit": Unit,
    "runs": Runs,
}
SEXES = [("M", "Male"), ("F", "Female")]
HOW_A_DAY = "Like 28/2/1987 or 28 February 1987."
LONGEST = 2000


class Correction(SentOnce, OfVersion, PlainForm):
    """One row to correct: what is wrong stands first, the rest is folded away."""

    wrong: frozenset[str] = frozenset()

    @property
    def first(self) -> list[Any]:
        """The fields that are wrong, each to be answered."""
        return [self[name] for name in self.fields if name in self.wrong]

    @property
    def rest(self) -> list[Any]:
        """Every other column of the row."""
        return [self[name] for name in self.fields if name in COLUMNS and name not in self.wrong]

    @property
    def rest_is_wrong(self) -> bool:
        """Whether something is wrong among the rest now, so that it is to be unfolded."""
        return any(name in COLUMNS and name not in self.wrong for name in self.errors)

    def row(self) -> dict[str, str]:
        """The row as a file would hold it: days as 2026-03-31 where they can be read, all else as typed."""
        typed = {name: str(self.cleaned_data.pop(name)) for name in COLUMNS}
        return {name: as_in_a_file(name, value) for name, value in typed.items()}


def as_in_a_file(name: str, typed: str) -> str:
    """A typed value in the form that a file has it; a day that cannot be read stays as typed, to be said wrong."""
    day = day_written(typed) if name in DAYS else None
    return day.isoformat() if day else typed.strip()


def correction_form(row: RefusedRow, beside: Mapping[str, str]) -> type[Correction]:
    """The form for one row; ``beside`` says what is wrong with each column."""
    wrong = frozenset(beside)
    ordered = sorted(COLUMNS, key=lambda name: (name not in wrong, COLUMNS.index(name)))
    fields: dict[str, Any] = {
        name: _field(name, row.fields.get(name, ""), beside.get(name, "")) for name in ordered
    }
    return type("CorrectionOfRow", (Correction,), {**fields, "wrong": wrong})


def _field(name: str, value: str, wrong: str) -> forms.Field:
    given: dict[str, Any] = {
        "label": column_words(name),
        "required": name in REQUIRED and name not in MAY_BE_EMPTY,
        "initial": value,
        "help_text": " ".join(said for said in (wrong, HOW_A_DAY if name in DAYS else "") if said),
    }
    listed = _listed(name)
    if listed is not None:
        given["error_messages"] = {"invalid_choice": "Choose one from the list"}
        return forms.ChoiceField(choices=_with(listed, value), **given)
    return forms.CharField(max_length=LONGEST, **given)


def _listed(name: str) -> list[tuple[str, str]] | None:
    """What a column is one of, where it is one of a list."""
    if name in CHOICES:
        return [(kind.value, first_capital(kind.value)) for kind in CHOICES[name]]
    if name == "sex":
        return SEXES
    if name == "court_code":
        return [(court.code, f"{court.name} ({court.code})") for court in queries.courts()]
    return None


def _with(listed: list[tuple[str, str]], value: str) -> list[tuple[str, str]]:
    """The list with an empty answer first, and with what the row says now where that is none of them, so that nothing is lost."""
    known = {key for key, _ in listed}
    own = [(value, f"As sent: {value}")] if value and value not in known else []
    return [("", "Choose"), *own, *listed]
