"""A message's row made fit to record: what is odd in it is left out and asked about, and costs nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from throughcare.casework.people.rules.names import NEVER_BEGINS_A_NAME, NEVER_IN_A_NAME
from throughcare.casework.people.rules.record import faults_of

from ..days import offence_day_faults
from ..defendants import COLUMN_OF, person_in
from ..results import Fault, read_row
from .matter import OF_THE_RESULT, Matter

_NAMES = ("family_name", "given_names")
# Without one of these nobody knows what the row is about; it waits whole.
_NEEDED = frozenset({"result_ref", "court_code", "case_number", "defendant_id", ""})
_OF_OFFENCES = frozenset({"offence_date", "offences_said"})
_ROUNDS = 4


def tidied(matter: Matter, row: Mapping[str, str], *, today: date) -> dict[str, str]:
    """The row without what cannot be recorded of it; each such thing is asked about with the court's words."""
    made = dict(row)
    for _ in range(_ROUNDS):
        faults = [fault for fault in _faults(made, today) if fault.field not in _NEEDED]
        if not faults:
            break
        for fault in faults:
            _leave_out(matter, made, fault)
    return made


def _faults(row: Mapping[str, str], today: date) -> list[Fault]:
    found = read_row(1, row, today=today)
    if isinstance(found, list):
        return found
    if found.organisation:
        return []
    record, _ = person_in(found)
    return [
        Fault(1, COLUMN_OF.get(f.field or "", f.field or ""), f.because)
        for f in faults_of(record, today=today)
    ]


def _leave_out(matter: Matter, row: dict[str, str], fault: Fault) -> None:
    name = fault.field
    if name in OF_THE_RESULT or (name == "hearing_date" and row["outcome"] != "listed"):
        words = "\n\n".join(dict.fromkeys(result.words for _, result in matter.results))
        matter.ask("result", words, f"could not be recorded: {name} {fault.because}")
        for column in OF_THE_RESULT:
            row.pop(column, None)
        row["outcome"] = "listed"
        return
    if name in _OF_OFFENCES and "offences_said" in row:
        _without_days_that_cannot_be(matter, row)
        return
    said = row.pop(name, "")
    matter.ask(name, said, fault.because)
    if name in _NAMES and (plain := _plain_name(said)):
        row[name] = plain


def _without_days_that_cannot_be(matter: Matter, row: dict[str, str]) -> None:
    """Take the day from each offence that cannot have been committed on it; what the court said of it is asked about."""
    held = json.loads(row["offences_said"])
    heard, born = (_day(row.get(name, "")) for name in ("hearing_date", "date_of_birth"))
    for one in held:
        for because in offence_day_faults(_day(one.get("on", "")), heard, born):
            said = " ".join(
                part for part in (one.get("code", ""), one.get("title", ""), one.get("on", "")) if part
            )
            matter.ask("offence_date", said, f"the day of the offence {because}")
            one.pop("on", None)
    row["offences_said"] = json.dumps(held, ensure_ascii=False)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _plain_name(said: str) -> str:
    """A name without the marks that no name can hold; empty where nothing was taken away."""
    kept = "".join(" " if c in NEVER_IN_A_NAME or ord(c) < 32 else c for c in said)
    kept = " ".join(kept.split()).lstrip("".join(NEVER_BEGINS_A_NAME))[:100].strip()
    return kept if kept != said else ""
