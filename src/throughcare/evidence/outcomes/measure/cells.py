"""One cell of a table that somebody sent, read as what its column holds: never guessed, and never quoted back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from math import isfinite, isnan

from throughcare.foundation.kernel.written_days import day_written

from .schema import Kind

Cell = object
LONGEST_WORDS = 100
_WHOLE = re.compile(r"[+-]?\d{1,18}(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})(?:[eE][+-]?\d{1,3})?")
_TRUTH = {
    "yes": True, "true": True, "y": True, "1": True, "no": False, "false": False, "n": False, "0": False,
}  # fmt: skip
_MOST = Decimal(10) ** 7


class Unreadable(ValueError):
    """A cell that is not what its column holds; the message says what it should be."""


def read_cell(kind: Kind, cell: Cell) -> Cell | None:
    """What a cell holds, as its column's kind is kept; None for an empty one. Unreadable says what was expected."""
    if isinstance(cell, str):
        cell = cell.strip()
    if cell is None or cell == "" or (isinstance(cell, float) and isnan(cell)):
        return None
    return _READERS[kind](cell)


def _whole(cell: Cell) -> int:
    if isinstance(cell, bool):
        raise Unreadable("is not a whole number")
    if isinstance(cell, int):
        return _within(cell)
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return int(cell)
    if isinstance(cell, str) and cell.isascii() and _WHOLE.fullmatch(cell):
        return int(cell.partition(".")[0])
    raise Unreadable("is not a whole number")


def _within(number: int) -> int:
    if abs(number) >= 2**63:
        raise Unreadable("is too large a number")
    return number


def _day(cell: Cell) -> date:
    if isinstance(cell, datetime):
        if (cell.hour, cell.minute, cell.second, cell.microsecond) != (0, 0, 0, 0):
            raise Unreadable("holds a time of day: give the day alone")
        return date(cell.year, cell.month, cell.day)
    if isinstance(cell, date):
        return cell
    found = day_written(cell.removesuffix(" 00:00:00")) if isinstance(cell, str) else None
    if found is None:
        raise Unreadable("is not a day, such as 12 May 2019 or 12/05/2019")
    return found


def _words(cell: Cell) -> str:
    if isinstance(cell, bool) or not isinstance(cell, str | int):
        raise Unreadable("is not words")
    said = str(cell)
    if len(said) > LONGEST_WORDS:
        raise Unreadable(f"is longer than {LONGEST_WORDS} characters")
    if not said.isprintable():
        raise Unreadable("holds a character that cannot be shown")
    return said


def _yes_no(cell: Cell) -> bool:
    said = str(cell).lower().removesuffix(".0")
    if isinstance(cell, str | bool | int | float) and said in _TRUTH:
        return _TRUTH[said]
    raise Unreadable("is neither yes nor no")


def _decimal(cell: Cell) -> Decimal:
    number = _number(cell)
    if abs(number) >= _MOST:
        raise Unreadable("is too large a number")
    if number != round(number, 2):
        raise Unreadable("has more than two decimal places")
    return round(number, 2)


def _share(cell: Cell) -> float:
    return float(_number(cell))


def _number(cell: Cell) -> Decimal:
    said = str(cell)
    held = isinstance(cell, str | int | float | Decimal) and not isinstance(cell, bool)
    try:
        number = Decimal(said) if held and said.isascii() and _NUMBER.fullmatch(said) else None
    except InvalidOperation:
        number = None
    if number is None or not isfinite(number):
        raise Unreadable("is not a number, such as 0.4")
    return number


_READERS: dict[Kind, Callable[[Cell], Cell]] = {
    Kind.NUMBER: _whole,
    Kind.DAY: _day,
    Kind.WORDS: _words,
    Kind.YES_NO: _yes_no,
    Kind.DECIMAL: _decimal,
    Kind.SHARE: _share,
}
