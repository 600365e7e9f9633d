"""The many ways of writing one length, made one: abbreviations, numbers in words, halves, and what is said beside it."""

from __future__ import annotations

import re
from typing import Final

_UNDER_TWENTY: Final = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUE: Final = {word: n for n, word in enumerate(_UNDER_TWENTY, 1)} | {
    word: 10 * n for n, word in enumerate(_TENS, 2)
}
_IN_WORDS = re.compile(
    rf"\b(?:({'|'.join(_TENS)})(?:[ -]({'|'.join(_UNDER_TWENTY[:9])}))?|({'|'.join(reversed(_UNDER_TWENTY))}))\b"
)
_UNITS: Final = {
    r"y|yrs?|years?": "years",
    r"m|mths?|mos?|months?": "months",
    r"w|wks?|weeks?": "weeks",
    r"d|days?": "days",
}
_BESIDE = re.compile(
    r"\b(?:calendar|in custody|custodial(?: term)?|custody|imprisonment|detention|extended licence|extension(?: period)?|"
    r"(?:on )?licence)\b"
)
_HALF = re.compile(r"(\d{1,4})(?:\s*½|\.50?| and a half)\s*years\b")


def one_way(written: str) -> str:
    """A length in the one way that is read on, as “2 years 6 months” for “2½ yrs custody”; other words stay as they are."""
    text = " ".join(written.casefold().replace("&", " and ").split())
    text = in_figures(re.sub(r"\ban? (?=year|month|week|day)", "1 ", text))
    for forms, unit in _UNITS.items():
        text = re.sub(rf"(?<=\d)\s*(?:{forms})(?![a-z])\.?", f" {unit}", text)
        text = re.sub(rf"(?<=[½f]) ?(?:{forms})(?![a-z])\.?", f" {unit}", text)
    text = _HALF.sub(r"\1 years 6 months", _BESIDE.sub(" ", text))
    text = re.sub(r"(?<=[a-z])(?=\d)", " ", text)
    return re.sub(r"^(?:and |, ?)|(?: and|,)$", "", " ".join(text.split())).strip()


def in_figures(text: str) -> str:
    """A text in small letters with its numbers under a hundred in figures; other words stay as they are."""
    return _IN_WORDS.sub(_as_number, text)


def _as_number(found: re.Match[str]) -> str:
    tens, ones, few = found.groups()
    return str(_VALUE[tens] + _VALUE.get(ones or "", 0) if tens else _VALUE[few])


def two_parts(written: str) -> list[str]:
    """A length in the parts that a court gave: parted by a plus, or custody first and the extended licence after it."""
    text = " ".join(written.casefold().split())
    parts = re.split(r"\+|\bplus\b", text)
    if len(parts) == 1 and (
        said := re.fullmatch(r"(.+?\bcustod\w*)\b,?(?: and| with)?(.+\b(?:extension|licence)\b.*)", text)
    ):
        parts = [said[1], said[2]]
    made = [one_way(part) for part in parts]
    units = {unit for part in made for unit in re.findall(r"[a-z]+", part)}
    if len(made) == 2 and len(units) == 1 and units <= {"years", "months", "weeks", "days"}:
        made = [part if re.search(r"[a-z]", part) else f"{part} {next(iter(units))}" for part in made]
    return made
