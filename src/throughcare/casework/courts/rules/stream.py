"""A file of court results, line by line, whatever is in it."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from throughcare.foundation.kernel import columns_fault, unknown_columns

LONGEST_LINE = 64 * 1024
COLUMNS = (
    "result_ref", "court_code", "hearing_date", "session", "case_number", "defendant_id",
    "family_name", "given_names", "date_of_birth", "sex", "ethnicity", "pnc", "cro", "postcode", "address", "phone",
    "offence_code", "offence_date", "other_offence_codes", "outcome", "report_kind", "report_due",
    "sentence_kind", "sentence_length", "sentence_unit", "custody_months", "requirements", "runs", "runs_with",
    "minimum_term", "deferred_until", "breach_of",
    "organisation", "matter", "master_defendant_id", "also_listed", "offences_said", "asked",
)  # fmt: skip
REQUIRED = (
    "result_ref", "court_code", "hearing_date", "case_number", "defendant_id",
    "family_name", "date_of_birth", "offence_code", "outcome",
)  # fmt: skip
# What the courts' own messages say and a file of results seldom does; a row that has offences_said is one of theirs.
OF_MESSAGES = ("organisation", "matter", "master_defendant_id", "also_listed", "offences_said", "asked")
# Columns that the first line names, though a row may leave them empty: then the record says "not known".
MAY_BE_EMPTY = frozenset({"family_name", "date_of_birth"})


@dataclass(frozen=True)
class Line:
    """One line of the file: its number, counted from one, and its fields."""

    number: int
    fields: dict[str, str]


@dataclass(frozen=True)
class Unreadable:
    """One line that is no row at all: its number, why, and as much of it as can be kept."""

    number: int
    because: str
    text: str


def _lines(file: BinaryIO) -> Iterator[tuple[int, str | Unreadable]]:
    number = 0
    while chunk := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(chunk) > LONGEST_LINE and not chunk.endswith(b"\n"):
            _skip_rest(file)
            yield (
                number,
                Unreadable(number, f"the line is longer than {LONGEST_LINE // 1024} KB", _shown(chunk[:200])),
            )
            continue
        try:
            text = chunk.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as wrong:
            because = (
                f"byte {wrong.start + 1} of the line is not UTF-8: save the file as UTF-8 and send it again"
            )
            yield number, Unreadable(number, because, _shown(chunk))
            continue
        if "\x00" in text:
            yield (
                number,
                Unreadable(number, "the line holds a zero byte, so this is not a text file", _shown(chunk)),
            )
        elif text.strip():
            yield number, text


def _skip_rest(file: BinaryIO) -> None:
    while (more := file.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
        pass


def _shown(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").replace("\x00", "\N{REPLACEMENT CHARACTER}").rstrip("\r\n")


def table_lines(file: BinaryIO) -> Iterator[Line | Unreadable]:
    """The rows of a CSV file whose first line names the columns; a row is one line."""
    lines = _lines(file)
    first = next(lines, None)
    if first is None:
        yield Unreadable(1, "the file is empty: expected a first line naming the columns", "")
        return
    number, header = first
    columns = [] if isinstance(header, Unreadable) else _columns(header)
    fault = header.because if isinstance(header, Unreadable) else _header_fault(columns)
    if fault:
        yield Unreadable(number, fault, header.text if isinstance(header, Unreadable) else header[:500])
        return
    for number, text in lines:
        yield text if isinstance(text, Unreadable) else _row(number, text, columns)


def _columns(header: str) -> list[str]:
    try:
        return [name.strip().lower() for name in next(csv.reader([header]), [])]
    except csv.Error:
        return []


def _header_fault(columns: list[str]) -> str:
    fault = columns_fault(columns, COLUMNS, REQUIRED)
    return f"the first line must name the columns; {fault}" if fault else ""


def _row(number: int, text: str, columns: list[str]) -> Line | Unreadable:
    try:
        values = next(csv.reader([text], strict=True))
    except (csv.Error, StopIteration) as wrong:
        return Unreadable(number, f"the quotation marks do not match up ({wrong}); a row is one line", text)
    if len(values) != len(columns):
        return Unreadable(
            number, f"expected {len(columns)} fields as in the first line, found {len(values)}", text
        )
    return Line(number, {name: value.strip() for name, value in zip(columns, values, strict=True)})


def json_lines(file: BinaryIO) -> Iterator[Line | Unreadable]:
    """The rows of a file that holds one JSON object a line."""
    empty = True
    for number, text in _lines(file):
        empty = False
        yield text if isinstance(text, Unreadable) else _object(number, text)
    if empty:
        yield Unreadable(1, "the file is empty: expected one JSON object a line", "")


def _object(number: int, text: str) -> Line | Unreadable:
    try:
        found = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return Unreadable(number, "this is not JSON: expected one object a line", text)
    if not isinstance(found, dict):
        return Unreadable(number, "expected a JSON object with named fields", text)
    if unknown := unknown_columns([_keepable(name) for name in found], COLUMNS):
        return Unreadable(number, unknown, text)
    if any(not isinstance(value, str | int | None) or isinstance(value, bool) for value in found.values()):
        return Unreadable(number, "each field is a text or a whole number", text)
    fields = {name: "" if value is None else str(value).strip() for name, value in found.items()}
    strange = next((why for value in fields.values() if (why := what_cannot_be_kept(value))), "")
    return Unreadable(number, f"a field holds {strange}", text) if strange else Line(number, fields)


def what_cannot_be_kept(text: str) -> str:
    """What a text holds that no database keeps as text: half a character, or a zero byte; empty when nothing."""
    if "\x00" in text:
        return "a zero byte"
    if text.isascii():
        return ""
    return "half a character (a lone surrogate)" if any("\ud800" <= c <= "\udfff" for c in text) else ""


def _keepable(text: str) -> str:
    return text.encode("utf-8", "replace").decode().replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _no_constant(name: str) -> float:
    raise ValueError(name)
