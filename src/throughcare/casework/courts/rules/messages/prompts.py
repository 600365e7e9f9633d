"""What the prompts of a court's result say: which length is which part of a sentence, and a programme's name.

No published example of a prompt of a sentence was seen: the words looked for are assumed. Whatever they do not cover leaves
the result not understood, so that it waits with the court's words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ..custody_words import take_apart
from ..terms import NoTerm, read_term
from ..words import INDETERMINATE, SentenceKind
from .matter import ResultSaid

_AMOUNT = re.compile(r"(\d{1,5})\s*(hour|day|week|month|year)s?", re.IGNORECASE)
_UNIT = re.compile(r"\b(hour|day|week|month|year)s?\b", re.IGNORECASE)
NO = frozenset({"", "no", "false", "n", "n/a", "none", "not applicable"})
CONSECUTIVE = re.compile(r"\bconsecutive(?:ly)?\b", re.IGNORECASE)
CONCURRENT = re.compile(r"\bconcurrent(?:ly)?\b", re.IGNORECASE)
_TOTAL = re.compile(r"\btotal\b|\boverall\b", re.IGNORECASE)
# Of one prompt, the first of these that its label holds says which part of the sentence its length is.
_PARTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("extension", re.compile(r"extension|extended licence", re.IGNORECASE)),
    ("minimum", re.compile(r"minimum term|tariff", re.IGNORECASE)),
    ("credit", re.compile(r"on remand|qualifying curfew|days already served|tagged bail", re.IGNORECASE)),
    ("operational", re.compile(r"operational|suspended for|suspension|suspended period", re.IGNORECASE)),
    ("supervision", re.compile(r"supervision", re.IGNORECASE)),
    ("custody", re.compile(r"imprisonment|custod|detention|term suspended|suspended term", re.IGNORECASE)),
)


@dataclass
class Parts:
    """The lengths of a result by which part of the sentence each is; ``unclear`` where one could be read two ways."""

    by_part: dict[str, str] = field(default_factory=dict)
    unclear: bool = False

    def take(self, part: str, length: str) -> None:
        """Keep a length as a part; two that differ make it unclear."""
        if self.by_part.setdefault(part, length) != length:
            self.unclear = True


def amount_in(label: str, reference: str, value: str) -> str:
    """A length as “12 months” or “18 months 2 weeks”, with its unit in the value or the label; empty where it is none."""
    whole = _AMOUNT.fullmatch(value.strip())
    if whole:
        return f"{int(whole[1])} {whole[2].lower()}s"
    units = {unit.lower() for unit in _UNIT.findall(spelt(label, reference))}
    number = value.strip()
    if number.isdecimal() and number.isascii():
        return f"{int(number)} {units.pop()}s" if len(number) <= 5 and len(units) == 1 else ""
    try:
        return str(read_term(value))
    except NoTerm:
        return ""


def parts_of(result: ResultSaid) -> Parts:
    """The lengths that a result's prompts give, each as the part its label says, or as the whole where it says none."""
    found = Parts()
    for label, reference, value in result.prompts:
        asked = spelt(label, reference)
        if CONSECUTIVE.search(asked) or CONCURRENT.search(asked):
            continue
        part = _part(asked)
        if part in {"minimum", "custody"} and (apart := take_apart(value)) and apart.rest != value.strip():
            _take_apart(found, part, label, reference, value)
        elif length := amount_in(label, reference, value):
            found.take(part, length)
        elif part != "whole" and value.strip():
            found.unclear = True
    return found


def _take_apart(found: Parts, part: str, label: str, reference: str, value: str) -> None:
    apart = take_apart(value)
    if apart.whole_life:
        found.take(part, "whole life")
    elif length := amount_in(label, reference, apart.rest):
        found.take(
            part, f"{length} less {apart.credit} days on remand" if apart.credit is not None else length
        )
        found.unclear |= apart.unsaid or apart.served
    else:
        found.unclear = True


def _part(said: str) -> str:
    if _TOTAL.search(said):
        return "total"
    return next((part for part, words in _PARTS if words.search(said)), "whole")


def spelt(label: str, reference: str) -> str:
    """A prompt's label and reference as words, so that a reference written as one word is read too."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", f"{label} {reference}")


def columns_of(kind: SentenceKind, parts: Parts, *, one_of_several: bool = False) -> dict[str, str] | None:
    """The columns of a row that a sentence's lengths are; None where they are not what such a sentence has.

    A total is the length itself, unless the sentence is one of several: then it is held against all of them elsewhere.
    """
    said = {part: length for part, length in parts.by_part.items() if part not in {"supervision", "credit"}}
    if one_of_several:
        said.pop("total", None)
    if parts.unclear or ("total" in said and said.pop("total") not in said.values()):
        return None
    credit = parts.by_part.get("credit", "")
    if credit and not re.fullmatch(r"\d+ days", credit):
        return None
    made = _of_kind(kind, said)
    if made is None or not credit:
        return made
    column = "minimum_term" if kind in INDETERMINATE else "sentence_length"
    length = f"{made.get(column, '')} {made.pop('sentence_unit', '')}".strip()
    return made | {column: f"{length} less {credit} on remand"} if length else None


def _of_kind(kind: SentenceKind, said: dict[str, str]) -> dict[str, str] | None:
    names = set(said)
    if kind in INDETERMINATE:
        return {"minimum_term": said["minimum"]} if names == {"minimum"} else {} if not names else None
    if kind is SentenceKind.SUSPENDED_SENTENCE_ORDER and names in (
        {"custody", "operational"},
        {"custody", "whole"},
    ):
        order = said.get("operational") or said["whole"]
        return {"sentence_length": order, "custody_months": said["custody"]}
    if kind is SentenceKind.EXTENDED_SENTENCE and names in ({"custody", "extension"}, {"whole", "extension"}):
        custody = said.get("custody") or said["whole"]
        return {"sentence_length": f"{custody} + {said['extension']}"}
    one = next(iter(said.values())) if len(said) == 1 else ""
    if kind is SentenceKind.EXTENDED_SENTENCE or not one or not names <= {"whole", "custody"}:
        return None
    simple = re.fullmatch(r"(\d+) (\w+)", one)
    return {"sentence_length": simple[1], "sentence_unit": simple[2]} if simple else {"sentence_length": one}


_NAMED = re.compile(r"programme", re.IGNORECASE)


def programme_in(result: ResultSaid) -> str:
    """The name of a programme among a result's prompts; empty where none is given."""
    found = {
        " ".join(value.replace(";", " ").split())[:200]
        for label, reference, value in result.prompts
        if _NAMED.search(spelt(label, reference)) and value.strip() and not amount_in(label, reference, value)
    }
    return found.pop() if len(found) == 1 else ""
