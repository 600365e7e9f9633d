"""What the courts' codes and labels mean here: a packaged table, to which administrators add."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from ..words import Outcome, RequirementKind, SentenceKind


class CodeList(StrEnum):
    """Whose code a code is."""

    RESULT_CODE = "result code"
    RESULT_LABEL = "result label"
    OFFENCE = "offence code"


class Means(StrEnum):
    """What a result does."""

    OUTCOME = "outcome"
    SENTENCE = "sentence"
    REQUIREMENT = "requirement"
    NOTHING = "nothing here"


@dataclass(frozen=True)
class Meaning:
    """What a code means: of what kind, which value, and where that is known from."""

    means: str
    value: str
    origin: str


Meanings = Mapping[tuple[CodeList, str], Meaning]


def key_of(which: CodeList, code: str) -> tuple[CodeList, str]:
    """A code as it is looked up: labels without case or double spaces."""
    squeezed = " ".join(code.split())
    return which, squeezed.upper() if which is CodeList.OFFENCE else squeezed.casefold()


def check_meaning(which: CodeList, means: str, value: str) -> str:
    """What is wrong with a meaning, in words; empty when nothing. A Home Office code is checked against the list elsewhere."""
    if which is CodeList.OFFENCE:
        return "" if means == "home office code" else "an offence code means a home office code"
    allowed: dict[str, list[str]] = {
        Means.OUTCOME: [o.value for o in Outcome],
        Means.SENTENCE: [k.value for k in SentenceKind],
        Means.REQUIREMENT: [k.value for k in RequirementKind],
        Means.NOTHING: [""],
    }
    if means not in allowed:
        return f"a result means one of: {', '.join(Means)}"
    if value not in allowed[means]:
        return f"{means} is one of: {', '.join(allowed[means])}"
    return ""


@lru_cache(maxsize=1)
def packaged_meanings() -> Meanings:
    """The table of the package."""
    text = files("throughcare.casework.courts").joinpath("reference", "code_meanings.csv").read_text("utf-8")
    return {
        key_of(CodeList(row["list"]), row["code"]): Meaning(row["means"], row["value"], row["origin"])
        for row in csv.DictReader(text.splitlines())
    }
