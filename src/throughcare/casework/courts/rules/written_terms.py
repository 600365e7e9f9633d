"""The many ways of writing one length, made one: abbreviations, numbers in words, halves, and what is said beside it."""

from __future__ import annotations

import re
from typing import Final

from .read_once import read_once

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
_HALF = re.compile(r"(\d{1,4})(?:\s*½| 1/2|\.50?| and a half)\s*years\b")
# The standard way of writing a duration for machines, as P1Y6M.
_BY_LETTERS = re.compile(r"p(?=\d)(?:(\d+)y)?(?:(\d+)m)?(?:(\d+)w)?(?:(\d+)d)?")
_TWICE = re.compile(r"\b(\d{1,5}) ?\(\1\)")


@read_once
def one_way(written: str) -> str:
    """A length in the one way that is read on, as “2 years 6 months” for “2½ yrs custody”; other words stay as they are."""
    text = " ".join(written.casefold().replace("&", " and ").split())
    if letters := _BY_LETTERS.fullmatch(text):
        return " ".join(f"{n} {unit}" for n, unit in zip(letters.groups(), _UNITS.values(), strict=True) if n)
    text = re.sub(r"(?<=[a-z])[’'`´](?:s\b|(?= |$))", "", re.sub(r"(?<=[a-z0-9])-(?=[a-z])", " ", text))
    text = _TWICE.sub(r"\1", in_figures(re.sub(r"\ban? (?=year|month|week|day)", "1 ", text)))
    for forms, unit in _UNITS.items():
        text = re.sub(rf"(?<=\d)\s*(?:{forms})(?![a-z])\.?", f" {unit}", text)
        text = re.sub(rf"(?<=[½f]) ?(?:{forms})(?![a-z])\.?", f" {unit}", text)
    text = _HALF.sub(r"\1 years 6 months", _BESIDE.sub(" ", text))
    text = re.sub(r"(?<=[a-z])(?=\d)", " ", text)
    return re.sub(r"^(?:and |, ?)|(?: and|,)$", "", " ".join(text.split())).strip()


@read_once
def in_figures(text: str) -> str:
    """A text in small letters with its numbers under a hundred in figures; other words stay as they are."""
    return _IN_WORDS.sub(_as_number, text)


def _as_number(found: re.Match[str]) -> str:
    tens, ones, few = found.groups()
    return str(_VALUE[tens] + _VALUE.get(ones or "", 0) if tens else _VALUE[few])


LONGEST: Final = 200  # no court says more of one length, and the pattern's time grows with the square
_LENGTH: Final = r"\d{1,5} (?:years|months|weeks|days)(?:,? (?:and )?\d{1,5} (?:years|months|weeks|days))*"
_INSIDE: Final = r"custod\w*(?: (?:term|period|part|element))?|imprisonment|detention"
_AFTER: Final = r"(?:an? |the )?(?:extended )?(?:extension|licence)(?: (?:period|licence|term))?"
# Custody said with a word of what it is, and the licence with one, in this order; and both beside what they come to in all.
_SAYS_BOTH = re.compile(
    rf"(?:(?P<whole>{_LENGTH})[ ,:;(]+(?:comprising|made up of|consisting of|being|that is|of which)?[ :]*)??"
    rf"(?:(?:an? |the )?(?:{_INSIDE})(?: of)?[ :]+(?P<before>{_LENGTH})|(?P<inside>{_LENGTH})(?: (?:of |in )?(?:{_INSIDE}))?)"
    rf"[ ,;]+(?:and |with |plus )*"
    rf"(?:(?:{_AFTER})(?: of)?[ :]+(?P<beyond>{_LENGTH})|(?P<licence>{_LENGTH}) (?:of |on )?(?:{_AFTER}))[ )]*"
)


def said_with_words(written: str) -> tuple[str, str, str] | None:
    """An extended sentence said in words: what it comes to in all (empty where not said), custody, and licence.

    None where it is not said so.

    >>> said_with_words("8 years (custodial term of 5 years, extension period of 3 years)")
    ('8 years', '5 years', '3 years')
    """
    if len(written) > LONGEST:
        return None
    text = " ".join(written.casefold().replace("&", " and ").split())
    text = re.sub(r"(?<=[a-z])[’'`´](?= )", "", in_figures(text))
    for forms, unit in _UNITS.items():
        text = re.sub(rf"(?<=\d)[ -]?(?:{forms})(?![a-z])\.?", f" {unit}", text)
    found = _SAYS_BOTH.fullmatch(text)
    if found is None:
        return None
    return found["whole"] or "", found["before"] or found["inside"], found["beyond"] or found["licence"]


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


_SUSPENDED = re.compile(
    r"(?P<custody>.+?),? (?:to be |and |all )?suspended for (?:an? (?:operational )?period of )?(?P<order>.+)"
)


def suspended_apart(written: str) -> tuple[str, str] | None:
    """Custody, and for how long it is suspended, where one text says both; None where it does not.

    >>> suspended_apart("26 weeks' imprisonment suspended for 18 months")
    ("26 weeks' imprisonment", '18 months')
    """
    found = _SUSPENDED.fullmatch(" ".join(written.casefold().split()))
    return (found["custody"], found["order"]) if found else None
