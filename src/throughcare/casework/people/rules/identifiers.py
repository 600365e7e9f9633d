"""The numbers by which agencies know a person, each checked as far as its issuer makes possible."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from throughcare.foundation.kernel import Refused

CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
_CENTURY_TURN = 50


class IdentifierKind(StrEnum):
    """Who issued a number, and for what."""

    PNC = "pnc"
    CRO = "cro"
    PRISON_NUMBER = "prison_number"
    COURT_DEFENDANT = "court_defendant"
    MASTER_DEFENDANT = "master_defendant"
    CASE_REFERENCE = "case_reference"
    NATIONAL_INSURANCE = "national_insurance"

    @property
    def words(self) -> str:
        """The kind as it is named on a page."""
        return _WORDS[self]


_WORDS = {
    IdentifierKind.PNC: "PNC number",
    IdentifierKind.CRO: "CRO number",
    IdentifierKind.PRISON_NUMBER: "prison number",
    IdentifierKind.COURT_DEFENDANT: "court defendant id",
    IdentifierKind.MASTER_DEFENDANT: "master defendant id",
    IdentifierKind.CASE_REFERENCE: "case reference",
    IdentifierKind.NATIONAL_INSURANCE: "National Insurance number",
}


class CheckLetter(StrEnum):
    """What the check letter of a number proves: it holds, or this kind of number has none."""

    HOLDS = "holds"
    HAS_NONE = "has none"


@dataclass(frozen=True, order=True)
class Recognised:
    """A number in its one standard spelling, so that equal numbers are equal text."""

    kind: IdentifierKind
    value: str
    check: CheckLetter


def check_letter(year: int, serial: int, *, width: int) -> str:
    """The letter that closes a PNC (width 7) or CRO (width 6) number: year and serial, modulo 23.

    >>> check_letter(2008, 56560, width=7)
    'Z'
    """
    return CHECK_LETTERS[int(f"{year % 100:02}{serial:0{width}}") % len(CHECK_LETTERS)]


def recognise(kind: IdentifierKind, written: str) -> Recognised:
    """A number as somebody wrote it, in standard spelling; Refused when it cannot be one."""
    return _READERS[kind](written.strip().upper())


def _refuse(kind: IdentifierKind, expected: str) -> Refused:
    return Refused(f"This is not a {kind.words}: {expected}.", field=kind.value)


_PNC = re.compile(r"(?P<year>(?:19|20)?\d\d)[/\- ]?(?P<serial>\d{1,7})(?P<letter>[A-Z])", re.ASCII)


def _full_year(written: str) -> int:
    year = int(written)
    return year if len(written) == 4 else year + (1900 if year >= _CENTURY_TURN else 2000)


def _pnc(written: str) -> Recognised:
    found = _PNC.fullmatch(written)
    if found is None:
        raise _refuse(
            IdentifierKind.PNC, "it is written as year, stroke, seven digits and a letter, like 2008/0056560Z"
        )
    year, serial, letter = _full_year(found["year"]), int(found["serial"]), found["letter"]
    _check(IdentifierKind.PNC, letter, year, serial, width=7)
    return Recognised(IdentifierKind.PNC, f"{year}/{serial:07}{letter}", CheckLetter.HOLDS)


def _check(kind: IdentifierKind, letter: str, year: int, serial: int, *, width: int) -> None:
    expected = check_letter(year, serial, width=width)
    if letter != expected:
        raise _refuse(kind, f"its last letter should be {expected}; check each digit")


_CRO = re.compile(r"(?P<serial>\d{1,6})/(?P<year>\d\d)(?P<letter>[A-Z])", re.ASCII)
_CRO_FILE = re.compile(r"SF(?P<year>\d\d)/(?P<serial>\d{1,6})(?P<letter>[A-Z])", re.ASCII)


def _cro(written: str) -> Recognised:
    file = _CRO_FILE.fullmatch(written)
    found = file or _CRO.fullmatch(written)
    if found is None:
        raise _refuse(
            IdentifierKind.CRO,
            "it is written as six digits, stroke, year and a letter, like 265416/21G, or SF05/482703J",
        )
    year, serial, letter = found["year"], int(found["serial"]), found["letter"]
    width = len(found["serial"]) if file else 6
    _check(IdentifierKind.CRO, letter, int(year), serial, width=width)
    value = f"SF{year}/{found['serial']}{letter}" if file else f"{serial:06}/{year}{letter}"
    return Recognised(IdentifierKind.CRO, value, CheckLetter.HOLDS)


def _pattern(kind: IdentifierKind, pattern: str, expected: str) -> Callable[[str], Recognised]:
    compiled = re.compile(pattern, re.ASCII)

    def read(written: str) -> Recognised:
        squeezed = re.sub(r"[\s.]", "", written)
        if compiled.fullmatch(squeezed) is None:
            raise _refuse(kind, expected)
        return Recognised(kind, squeezed, CheckLetter.HAS_NONE)

    return read


def _uuid(kind: IdentifierKind) -> Callable[[str], Recognised]:
    def read(written: str) -> Recognised:
        try:
            value = str(UUID(written))
        except ValueError as error:
            raise _refuse(kind, "it is 32 digits and letters a to f, in five groups") from error
        return Recognised(kind, value, CheckLetter.HAS_NONE)

    return read


_READERS: dict[IdentifierKind, Callable[[str], Recognised]] = {
    IdentifierKind.PNC: _pnc,
    IdentifierKind.CRO: _cro,
    IdentifierKind.PRISON_NUMBER: _pattern(
        IdentifierKind.PRISON_NUMBER,
        r"[A-Z]\d{4}[A-Z]{2}",
        "it is a letter, four digits and two letters, like A1234AA",
    ),
    IdentifierKind.COURT_DEFENDANT: _uuid(IdentifierKind.COURT_DEFENDANT),
    IdentifierKind.MASTER_DEFENDANT: _uuid(IdentifierKind.MASTER_DEFENDANT),
    IdentifierKind.CASE_REFERENCE: _pattern(
        IdentifierKind.CASE_REFERENCE, r"[A-Z]\d{6}", "it is a letter and six digits, like X123456"
    ),
    # Prefix letters D F I Q U V never occur, nor O second, nor these seven pairs (HMRC manual NIM39110).
    IdentifierKind.NATIONAL_INSURANCE: _pattern(
        IdentifierKind.NATIONAL_INSURANCE,
        r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]",
        "it is two letters, six digits and a letter A to D",
    ),
}
