"""The person a row describes: what can be kept of it, and what has to be asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from throughcare.casework.people.rules import IdentifierKind, telephone_in
from throughcare.casework.people.rules.characteristics import CodeList, check_code
from throughcare.casework.people.rules.places import (
    district_of,
    is_a_place,
    is_elsewhere,
    known_districts,
    lies_outside_every_area,
    says_no_home,
    standard_postcode,
)
from throughcare.casework.people.rules.record import HomeRecord, PersonRecord
from throughcare.casework.people.rules.unknown import is_no_id, says_not_known
from throughcare.foundation.kernel import Refused

from .results import ResultRow
from .said import Doubt

COLUMN_OF = {
    "forenames": "given_names", "surname": "family_name", "court_defendant": "defendant_id",
    "master_defendant": "master_defendant_id",
}  # fmt: skip
_LONGEST_ADDRESS = 300
# Words, as “no PNC” or “not on file”; what holds other marks is no number, and no word of there being none.
_WORDS = re.compile(r"[A-Za-z ./()'&,-]+")
NOT_KNOWN = "NK"
_SEX_NOT_KNOWN = frozenset({"U", "NOT SPECIFIED", "NOT RECORDED"})


def person_in(row: ResultRow) -> tuple[PersonRecord, tuple[Doubt, ...]]:
    """The person a row describes, as people takes them, and the doubts about their numbers and home."""
    doubts: list[Doubt] = []
    numbers = list(_numbers(row, doubts))
    said: dict[str, Any] = {
        which.value: code
        for which, written in ((CodeList.SEX, row.sex), (CodeList.ETHNICITY, row.ethnicity))
        if (code := _coded(which, written, doubts))
    }
    record = PersonRecord(
        ref=str(row.line),
        forenames=row.given_names,
        surname=row.family_name,
        date_of_birth=row.date_of_birth,
        identifiers=tuple(numbers),
        home=_home(row, doubts),
        sentenced_on=(row.hearing_date,) if row.sentence else (),
        sitting=row.hearing_date,
        phone=_phone(row, doubts),
        **said,
    )
    return record, tuple(doubts)


def _coded(which: CodeList, written: str, doubts: list[Doubt]) -> str:
    """The code that a court wrote; empty, and asked about, where no list has it: what it says costs no sentence."""
    if not written:
        return ""
    if which is CodeList.SEX and (says_not_known(written) or written in _SEX_NOT_KNOWN):
        return NOT_KNOWN
    try:
        return check_code(which, written)
    except Refused:
        doubts.append(Doubt(which.value, written, f"no list of {which.value} has this: ask which is meant"))
        return ""


def _phone(row: ResultRow, doubts: list[Doubt]) -> str:
    kept = telephone_in(row.phone)
    if row.phone and not kept and not says_not_known(row.phone):
        doubts.append(Doubt("phone", row.phone, "is no telephone number: ask how to reach the person"))
    return kept


def _numbers(row: ResultRow, doubts: list[Doubt]) -> Iterator[tuple[IdentifierKind, str]]:
    if row.defendant_id:
        yield IdentifierKind.COURT_DEFENDANT, str(row.defendant_id)
    if row.master_defendant and not is_no_id(row.master_defendant):
        yield IdentifierKind.MASTER_DEFENDANT, row.master_defendant
    for kind, written in ((IdentifierKind.PNC, row.pnc), (IdentifierKind.CRO, row.cro)):
        if not written:
            continue
        if is_nobodys(kind, written):
            because = f"stands for “not known”: no {kind.words} is recorded, and none is compared"
            doubts.append(Doubt(kind.value, written, because))
        else:
            yield kind, written


def is_nobodys(kind: IdentifierKind, written: str) -> bool:
    """Whether a number only stands for "not known": words without a digit, or a serial of nought whatever its check letter."""
    if says_not_known(written) or _WORDS.fullmatch(written):
        return True
    parts = written.upper().replace("-", "/").split("/")
    if len(parts) != 2:
        return False
    serial = parts[1] if kind is IdentifierKind.PNC or parts[0].startswith("SF") else parts[0]
    digits = "".join(c for c in serial if c.isdigit())
    return bool(digits) and not digits.strip("0")


def _home(row: ResultRow, doubts: list[Doubt]) -> HomeRecord | None:
    if says_no_home(row.postcode) or says_no_home(row.address):
        lines = "" if says_no_home(row.address) else row.address
        return HomeRecord(lines=lines, no_fixed_abode=True)
    postcode = "" if says_not_known(row.postcode) else _postcode(row.postcode, doubts)
    lines = row.address
    if row.postcode and not postcode and not says_not_known(row.postcode):
        lines = ", ".join(part for part in (row.address, row.postcode) if part)[:_LONGEST_ADDRESS]
    return HomeRecord(lines=lines, postcode=postcode) if postcode or lines else None


def _postcode(written: str, doubts: list[Doubt]) -> str:
    """The postcode in standard spelling; empty, and asked about, when no such place is known."""

    def ask(because: str) -> None:
        doubts.append(Doubt("postcode", written, because))

    try:
        postcode = standard_postcode(written)
    except Refused:
        ask("is not a postcode: kept with the address as the court wrote it; ask where the person lives")
        return ""
    district = district_of(postcode)
    if lies_outside_every_area(postcode):
        ask(f"no area of England or Wales answers for a home in {district}: the court's area was taken")
    elif not is_a_place(postcode):
        ask("is a code for an address that is not known: ask where the person lives")
    elif district not in known_districts() and not is_elsewhere(district):
        ask(f"no postcode district {district} is listed: kept with the address; ask where the person lives")
        return ""
    return postcode
