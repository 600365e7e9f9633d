"""The numbers by which agencies know a person, each checked as far as its issuer makes possible."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import today

from .unknown import says_not_known

CHECK_LETTERS = "ZABCDEFGHJKLMNPQRTUVWXY"
# Assumed: nobody alive was ten, and so could have been recorded, before this year.
EARLIEST_YEAR = 1930


class NotANumber(Refused):
    """What was written stands for "not known": noughts, NONE, NOT KNOWN; it is no number of anybody's."""


class IdentifierKind(StrEnum):
    """Who issued a number, and for what."""

    PNC = "pnc"
    CRO = "cro"
    PRISON_NUMBER = "prison_number"
    COURT_DEFENDANT = "court_defendant"
    MASTER_DEFENDANT = "master_defendant"
    CASE_REFERENCE = "case_reference"
    NATIONAL_INSURANCE = "national_insurance"
    NHS = "nhs"

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
    IdentifierKind.NHS: "NHS number",
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


def recognise(kind: IdentifierKind, written: str, *, on: date | None = None) -> Recognised:
    """A number as somebody wrote it, in standard spelling, by a day (today unless given); Refused when it cannot be one.

    NotANumber, which is Refused too, when what is written stands for "not known".
    """
    plain = _DASHES.sub("-", written).strip().upper()
    if says_not_known(plain):
        raise _not_known(kind, "it says that none is known")
    return _READERS[kind](plain, (on or today()).year)


_DASHES = re.compile("[\u2010-\u2015\u2212]")


_NOUGHTS = "noughts alone are nobody's"


def _not_known(kind: IdentifierKind, why: str) -> NotANumber:
    return NotANumber(f"This is not a {kind.words}: {why}.", field=kind.value)


def _refuse(kind: IdentifierKind, expected: str) -> Refused:
    return Refused(f"This is not a {kind.words}: {expected}.", field=kind.value)


_PNC = re.compile(r"(?P<year>\d{2}|\d{4}) ?[/\-. ] ?(?P<serial>\d{1,7}) ?[/\-]? ?(?P<letter>[A-Z])", re.ASCII)
_PNC_RUN = re.compile(r"(?P<digits>\d{3,11}) ?(?P<letter>[A-Z])", re.ASCII)
_PNC_SPELT = "it is written as year, stroke, seven digits and a letter, like 2008/0056560Z"


def _full_year(written: str, this_year: int) -> int:
    year = int(written)
    if len(written) == 4:
        return year
    century = this_year - this_year % 100
    return century + year if century + year <= this_year else century - 100 + year


def _pnc(written: str, this_year: int) -> Recognised:
    plain = re.sub(r"^PNC(?: ?(?:NO|NUMBER|ID))?[ :.]+", "", written)
    found = _PNC.fullmatch(plain)
    if found is None:
        return _pnc_run_together(plain, this_year)
    year, serial, letter = _full_year(found["year"], this_year), int(found["serial"]), found["letter"]
    _check(IdentifierKind.PNC, letter, year, serial, width=7)
    if not EARLIEST_YEAR <= year <= this_year:
        raise _refuse(IdentifierKind.PNC, f"its year cannot be {year}")
    return _recognised_pnc(year, serial, letter)


def _recognised_pnc(year: int, serial: int, letter: str) -> Recognised:
    if serial == 0:
        raise _not_known(IdentifierKind.PNC, _NOUGHTS)
    return Recognised(IdentifierKind.PNC, f"{year}/{serial:07}{letter}", CheckLetter.HOLDS)


def _pnc_run_together(written: str, this_year: int) -> Recognised:
    """Of every reading of year and serial run together, the one whose letter holds and whose year is possible."""
    found = _PNC_RUN.fullmatch(written)
    if found is None:
        raise _refuse(IdentifierKind.PNC, _PNC_SPELT)
    letter = found["letter"]
    readings = sorted(set(_readings(found["digits"], this_year)))
    holding = [(y, n) for y, n in readings if check_letter(y, n, width=7) == letter]
    if not readings:
        raise _refuse(IdentifierKind.PNC, _PNC_SPELT)
    if not holding:
        raise _refuse(IdentifierKind.PNC, "its last letter does not fit its digits; check each digit")
    if len(holding) > 1:
        spelt = " or ".join(f"{y}/{n:07}{letter}" for y, n in holding)
        raise _refuse(IdentifierKind.PNC, f"it could be {spelt}: write the stroke")
    return _recognised_pnc(*holding[0], letter)


def _readings(digits: str, this_year: int) -> Iterator[tuple[int, int]]:
    for long in (2, 4):
        year, serial = digits[:long], digits[long:]
        if len(year) == long and 1 <= len(serial) <= 7:
            full = _full_year(year, this_year)
            if EARLIEST_YEAR <= full <= this_year:
                yield full, int(serial)


def _check(kind: IdentifierKind, letter: str, year: int, serial: int, *, width: int) -> None:
    expected = check_letter(year, serial, width=width)
    if letter != expected:
        raise _refuse(kind, f"its last letter should be {expected}; check each digit")


_STROKE = r" ?[/\-. ]? ?"
_CRO = re.compile(rf"(?P<serial>\d{{1,6}}){_STROKE}(?P<year>\d\d) ?(?P<letter>[A-Z])", re.ASCII)
_CRO_FILE = re.compile(rf"SF ?(?P<year>\d\d){_STROKE}(?P<serial>\d{{1,6}}) ?(?P<letter>[A-Z])", re.ASCII)


def _cro(written: str, this_year: int) -> Recognised:
    plain = written.removeprefix("CRO").strip(" :")
    file = _CRO_FILE.fullmatch(plain)
    found = file or _CRO.fullmatch(plain)
    if found is None:
        raise _refuse(
            IdentifierKind.CRO,
            "it is written as six digits, stroke, year and a letter, like 265416/21G, or SF05/482703J",
        )
    year, serial, letter = found["year"], int(found["serial"]), found["letter"]
    width = len(found["serial"]) if file else 6
    _check(IdentifierKind.CRO, letter, int(year), serial, width=width)
    if serial == 0:
        raise _not_known(IdentifierKind.CRO, _NOUGHTS)
    value = f"SF{year}/{found['serial']}{letter}" if file else f"{serial:06}/{year}{letter}"
    return Recognised(IdentifierKind.CRO, value, CheckLetter.HOLDS)


def _nhs(written: str, this_year: int) -> Recognised:
    """Ten digits, the last a check by weights 10 to 2 modulo 11 (NHS Data Dictionary, NHS NUMBER)."""
    digits = re.sub(r"[\s\-]", "", written)
    if re.fullmatch(r"\d{10}", digits, re.ASCII) is None:
        raise _refuse(IdentifierKind.NHS, "it is ten digits, like 943 476 5919")
    if len(set(digits)) == 1:
        raise _not_known(IdentifierKind.NHS, "one digit over and over is nobody's")
    total = sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=False))
    if (11 - total % 11) % 11 != int(digits[9]):
        raise _refuse(IdentifierKind.NHS, "its last digit does not fit the others; check each digit")
    return Recognised(IdentifierKind.NHS, digits, CheckLetter.HOLDS)


Reader = Callable[[str, int], Recognised]


def _pattern(kind: IdentifierKind, pattern: str, expected: str) -> Reader:
    compiled = re.compile(pattern, re.ASCII)

    def read(written: str, this_year: int) -> Recognised:
        squeezed = re.sub(r"[\s./\-]", "", written)
        if compiled.fullmatch(squeezed) is None:
            raise _refuse(kind, expected)
        if not set(re.sub(r"\D", "", squeezed)) - {"0"}:
            raise _not_known(kind, _NOUGHTS)
        return Recognised(kind, squeezed, CheckLetter.HAS_NONE)

    return read


def _uuid(kind: IdentifierKind) -> Reader:
    def read(written: str, this_year: int) -> Recognised:
        try:
            value = str(UUID(written))
        except ValueError as error:
            raise _refuse(kind, "it is 32 digits and letters a to f, in five groups") from error
        if UUID(value).int == 0:
            raise _not_known(kind, _NOUGHTS)
        return Recognised(kind, value, CheckLetter.HAS_NONE)

    return read


_READERS: dict[IdentifierKind, Reader] = {
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
    IdentifierKind.NHS: _nhs,
    # Prefix letters D F I Q U V never occur, nor O second, nor these seven pairs (HMRC manual NIM39110).
    IdentifierKind.NATIONAL_INSURANCE: _pattern(
        IdentifierKind.NATIONAL_INSURANCE,
        r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]",
        "it is two letters, six digits and a letter A to D",
    ),
}
