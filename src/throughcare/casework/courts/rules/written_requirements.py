"""A requirement of an order however a court writes it: its kind, how much of it, whether up to that, and which programme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from .orders import Length
from .programmes import programme_named
from .read_once import read_once
from .said_beside import apart
from .terms import read_term
from .words import RequirementKind, Unit
from .written_terms import in_figures


@dataclass(frozen=True)
class Requirement:
    """One requirement of an order, as the court wrote it.

    ``at_most`` where the court set a most and not a number (“up to 20 days”); ``name`` of a programme ordered by name,
    in its full name where the list has it (``listed``) and in the court's words where it has not; of anything else the
    hours or the place that the court said beside it, in its words.
    """

    kind: RequirementKind
    length: Length | None
    at_most: bool = False
    name: str = ""
    listed: bool = True

    def __str__(self) -> str:
        length = f"{'up to ' if self.at_most else ''}{self.length}" if self.length else ""
        parts = (self.name, length) if self.kind is RequirementKind.PROGRAMME else (length, self.name)
        return " ".join(part for part in (self.kind.value, *parts) if part)


_SHORT: Final = {
    RequirementKind.UNPAID_WORK: "upw|uwr",
    RequirementKind.REHABILITATION_ACTIVITY: "rar|rehabilitation activity days?|rar days?",
    RequirementKind.PROGRAMME: "accredited programme",
    RequirementKind.MENTAL_HEALTH_TREATMENT: "mhtr|mental health",
    RequirementKind.DRUG_REHABILITATION: "drr",
    RequirementKind.ALCOHOL_TREATMENT: "atr",
    RequirementKind.ALCOHOL_ABSTINENCE: "aamr|alcohol abstinence|alcohol abstinence monitoring",
    RequirementKind.EXCLUSION: "exclusion zone",
}
_KINDS: Final = tuple(
    (kind, re.compile(f"(?:{kind.value}|{_SHORT.get(kind, kind.value)})(?: requirement)?"))
    for kind in RequirementKind
)
_UNITS: Final = {"h": Unit.HOURS, "d": Unit.DAYS, "w": Unit.WEEKS, "m": Unit.MONTHS, "y": Unit.YEARS}
_LENGTH = re.compile(
    r"(?:\b(?:for|of) )?(?P<most>\b(?:up to|at most|(?:a |the )?maximum(?: of)?|max\.?|(?:not|no) more than|not exceeding) )?"
    r"(?P<number>\b\d{1,5}) ?(?P<unit>hours?|hrs?|days?|weeks?|wks?|months?|mths?|years?|yrs?)\b"
    r"(?P<after> (?:maximum|max\b\.?|or (?:less|fewer)|at (?:the )?most))?(?: of\b)?",
)
_PROGRAMME = re.compile(
    r"(?:accredited )?programme(?: requirement)?(?::| -|,)? (?:named |called )?(?P<name>.+)"
)
LONGEST_NAME: Final = 200


@read_once
def read_requirements(value: str) -> tuple[Requirement, ...]:
    """The requirements of an order, parted by semicolons; ValueError where one of them is not understood."""
    return tuple(read_requirement(part) for part in value.split(";") if part.strip())


def read_requirement(written: str) -> Requirement:
    """One requirement, in any of the ways courts write it; ValueError where any part of it is not understood.

    >>> str(read_requirement("RAR up to 20 days")), str(read_requirement("120 hours of unpaid work"))
    ('rehabilitation activity up to 20 days', 'unpaid work 120 hours')
    """
    text = in_figures(" ".join(written.casefold().split()))
    plain, beside = apart(text)
    if beside:
        return replace(_read(written, plain), name=as_written(written, beside))
    return _read(written, text)


def _read(written: str, text: str) -> Requirement:
    lengths = list(_LENGTH.finditer(text))
    if len(lengths) > 1:
        raise ValueError(written)
    found = lengths[0] if lengths else None
    rest = _trimmed(f"{text[: found.start()]} {text[found.end() :]}" if found else text)
    length, at_most = _length(found) if found else (None, False)
    kind = next((kind for kind, pattern in _KINDS if pattern.fullmatch(rest)), None)
    if kind is not None:
        return Requirement(kind, length, at_most)
    return _named(written, rest, length, at_most)


def _trimmed(text: str) -> str:
    return " ".join(re.sub(r"[()]", " ", text).split()).strip(" ,:-.")


def _length(found: re.Match[str]) -> tuple[Length, bool]:
    length = Length(int(found["number"]), _UNITS[found["unit"][0]])
    if length.number < 1 or (length.unit is not Unit.HOURS and not read_term(str(length))):
        raise ValueError(found[0])
    return length, bool(found["most"] or found["after"])


def _named(written: str, rest: str, length: Length | None, at_most: bool) -> Requirement:
    """A programme by its name: one of the list however it stands, or whatever follows the word programme."""
    said = _PROGRAMME.fullmatch(rest)
    for name in (rest, said["name"] if said else ""):
        if known := programme_named(name):
            return Requirement(RequirementKind.PROGRAMME, length, at_most, known)
    if said is None or re.search(r"\d", said["name"]):
        raise ValueError(written)
    name = as_written(written, said["name"])
    return Requirement(RequirementKind.PROGRAMME, length, at_most, name, listed=False)


def as_written(written: str, words: str) -> str:
    """Words in the letters they stood in, where they stand so; as they are otherwise.

    >>> as_written("Programme Steps to Work 10 days", "steps to work")
    'Steps to Work'
    """
    plain = " ".join(written.split())
    at = plain.casefold().find(words)
    same = at >= 0 and len(plain.casefold()) == len(plain)
    return (plain[at : at + len(words)] if same else words)[:LONGEST_NAME]


def unlisted(requirements: tuple[Requirement, ...]) -> Iterator[Requirement]:
    """The programmes that courts named and no list has."""
    return (one for one in requirements if not one.listed)
