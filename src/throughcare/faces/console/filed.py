"""A CSV file brought in by a command: every good row is done once, every other is said with its line and why.

A row never stops a file. What an act refuses as a whole is halved until the rows at fault stand alone; each part is a
transaction of its own. Rows that would be done twice by a second run are known by what they say.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Generic, TypeVar
from uuid import NAMESPACE_OID, UUID, uuid5
from zoneinfo import ZoneInfo

from throughcare.foundation.access.action import not_yet
from throughcare.foundation.access.queries import memberships_of_email
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission, Refused, cells_fault, columns_fault

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
Fields = Mapping[str, str]
LARGEST = 50 << 20
AT_ONCE = 5_000
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Row(Generic[T]):
    """One row: its line in the file, what it asks, and the key by which it is known again."""

    line: int
    what: T
    key: UUID


@dataclass
class Outcome:
    """What became of a file: how many rows were done now and before, and each refused line with the reason."""

    done: int = 0
    before: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)

    def say(self, done: str) -> None:
        """Print every refused line, then the totals; ``done`` is what a good row became. Ends with 1 after a refusal."""
        for line, because in sorted(self.refused):
            print(f"line {line}: {because}")
        print(f"{self.done} {done}, {self.before} done before, {len(self.refused)} refused.")
        if self.refused:
            raise SystemExit(1)


def acting(email: str, permission: Permission, at: datetime) -> Member:
    """The membership, of those that an e-mail address holds, in which something may be done."""
    held = [one for one in memberships_of_email(email, at=at) if one.may(permission)]
    if not held:
        raise Refused(f"{email} is no member who may {permission.value}.")
    return held[0]


def rows_of(
    file: Path,
    read: Callable[[Fields], T],
    *,
    needs: Sequence[str],
    takes: Sequence[str] = (),
    outcome: Outcome,
) -> list[Row[T]]:
    """Every row that can be read; the others are added to the outcome. Refused whole when it is no such file."""
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    if file.stat().st_size > LARGEST:
        raise Refused(f"The file is larger than {LARGEST >> 20} MB. Send it in parts.")
    found: list[Row[T]] = []
    told: Counter[str] = Counter()
    for line, given in _lines(file, needs, takes):
        try:
            if isinstance(given, str):
                raise Refused(f"the row {given}")
            what = read(given)
        except Refused as refusal:
            outcome.refused.append((line, f"{refusal.field}: {refusal}" if refusal.field else str(refusal)))
            continue
        text = "\x1f".join(f"{name}={given[name]}" for name in sorted(given))
        told[text] += 1
        found.append(Row(line, what, uuid5(NAMESPACE_OID, f"{told[text]}\x1e{text}")))
    return found


def _lines(file: Path, needs: Sequence[str], takes: Sequence[str]) -> list[tuple[int, dict[str, str] | str]]:
    """Each line's number and its values without the spaces round them, or what is wrong with the row as a whole."""
    try:
        with file.open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.reader(stream)
            names = [name.strip() for name in next(reader, [])]
            fault = columns_fault(names, [*needs, *takes], needs)
            if fault:
                raise Refused(f"The first line of the file: {fault}. Nothing was recorded.", field="file")
            return [
                (
                    reader.line_num,
                    cells_fault(len(cells), len(names))
                    or {name: cell.strip() for name, cell in zip(names, cells, strict=True)},
                )
                for cells in reader
                if cells
            ]
    except UnicodeDecodeError as wrong:
        raise Refused(f"Byte {wrong.start + 1} is not UTF-8. Save the file as UTF-8 CSV.") from None
    except csv.Error as wrong:
        raise Refused(f"This is not a CSV file: {wrong}. Nothing was recorded.") from None


def bring_in(
    rows: Sequence[Row[T]],
    act: Callable[[list[T]], object],
    *,
    name: str,
    by: Member,
    at: datetime,
    outcome: Outcome,
    once: bool = False,
) -> Outcome:
    """Do an act with the rows, as many at a time as it takes; with ``once``, no row that was done before."""
    for start in range(0, len(rows), AT_ONCE):
        _take(rows[start : start + AT_ONCE], act, name if once else "", by, at, outcome)
    return outcome


def _take(
    rows: Sequence[Row[T]],
    act: Callable[[list[T]], object],
    name: str,
    by: Member,
    at: datetime,
    outcome: Outcome,
) -> None:
    try:
        with viewing(by, at):
            wanted = {uuid5(row.key, name): row.what for row in rows}
            fresh = not_yet(wanted, name, by=by, at=at) if name else list(wanted.values())
            if fresh:
                act(fresh)
    except Refused as refusal:
        if len(rows) == 1:
            outcome.refused.append((rows[0].line, str(refusal)))
            return
        half = len(rows) // 2
        _take(rows[:half], act, name, by, at, outcome)
        _take(rows[half:], act, name, by, at, outcome)
        return
    outcome.done += len(fresh)
    outcome.before += len(rows) - len(fresh)


def an_id(given: Fields, column: str) -> UUID:
    """A column that holds an id, as it stands in the address of a page."""
    try:
        return UUID(given[column])
    except ValueError:
        raise Refused("expected an id, as in the address of the page", field=column) from None


def a_day(given: Fields, column: str) -> date:
    """A column that holds a day."""
    try:
        return date.fromisoformat(given[column])
    except ValueError:
        raise Refused("expected a day, as 2026-11-30", field=column) from None


def a_day_or_none(given: Fields, column: str) -> date | None:
    """A column that may hold a day."""
    return a_day(given, column) if given.get(column) else None


def an_instant(given: Fields, column: str) -> datetime:
    """A column that holds a day and a time, London's unless it says another offset."""
    try:
        found = datetime.fromisoformat(given[column])
    except ValueError:
        raise Refused("expected a day and a time, as 2026-11-30T14:05", field=column) from None
    return found if found.tzinfo else found.replace(tzinfo=LONDON)


def one_of(given: Fields, column: str, kind: type[E]) -> E:
    """A column that holds one of some words."""
    try:
        return kind(given[column])
    except ValueError:
        words = ", ".join(str(one.value) for one in kind)
        raise Refused(f"expected one of {words}", field=column) from None


def a_count(given: Fields, column: str) -> int:
    """A column that holds a whole number, none below nought."""
    if not given[column].isdecimal() or len(given[column]) > 6:
        raise Refused("expected a whole number from 0 to 999999", field=column)
    return int(given[column])
