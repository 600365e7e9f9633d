"""Characteristics a person may tell us, ages, and the states of a record."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from throughcare.foundation.kernel import Refused

NOT_ASKED = "not_asked"


class PersonState(StrEnum):
    """What stands behind a person's record now."""

    CURRENT = "current"
    DIED = "died"
    MERGED = "merged"


class CodeList(StrEnum):
    """The lists of answers that are packaged as reference files."""

    SEX = "sex"
    GENDER_IDENTITY = "gender_identity"
    ETHNICITY = "ethnicity"
    RELIGION = "religion"
    DISABILITY = "disability"


@dataclass(frozen=True)
class Code:
    """One answer: its code, its words, and whether it may still be chosen."""

    code: str
    words: str
    current: bool


@lru_cache(maxsize=16)
def code_list(which: CodeList) -> dict[str, Code]:
    """Every code of a list in the file's order, retired ones too, so that old records can be read."""
    text = files("throughcare.casework.people").joinpath("reference", f"{which.value}.csv").read_text("utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["code"]: Code(row["code"], row["words"], row["current"] == "Y") for row in rows}


def check_code(which: CodeList, code: str) -> str:
    """A code that may be recorded today, or Refused; ``not_asked`` is always allowed."""
    known = code_list(which).get(code)
    if code == NOT_ASKED or (known is not None and known.current):
        return code
    raise Refused(
        f"{which.value.replace('_', ' ').capitalize()} has no current code like this.", field=which.value
    )


def words_of(which: CodeList, code: str) -> str:
    """What a code says; "not asked" where nobody has asked, and the code itself where it is unknown."""
    known = code_list(which).get(code)
    if known is not None:
        return known.words
    return "not asked" if code == NOT_ASKED else code


def age_on(born: date, day: date) -> int:
    """Completed years of age on a day; someone born on 29 February comes of age on 1 March.

    Source: Family Law Reform Act 1969, section 9 (an age is reached at the start of the anniversary).
    """
    if day < born:
        raise ValueError("nobody has an age before they are born")
    had_birthday = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (not had_birthday)


def check_born(born: date, *, today: date, field: str = "date_of_birth") -> date:
    """A date of birth that a living adult or child could have on a day, or Refused."""
    if born > today:
        raise Refused("A date of birth cannot lie in the future.", field=field)
    if age_on(born, today) > 120:
        raise Refused("A date of birth cannot lie more than 120 years back.", field=field)
    return born
