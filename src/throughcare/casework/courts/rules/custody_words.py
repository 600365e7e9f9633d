"""What a court says beside a length of custody: days that count towards it, that it is served already, a whole life."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from .read_once import read_once
from .terms import Term, read_term
from .written_terms import in_figures

WHOLE_LIFE: Final = "whole life"
_WHOLE_LIFE = re.compile(
    r"(?:a )?whole[ -]life(?: (?:order|term|tariff|sentence|imprisonment))?|(?:for )?the whole of (?:(?:his|her|their) )?life|"
    r"(?:life )?(?:with )?(?:a )?whole[ -]life (?:order|term|tariff)|life,? (?:with )?(?:a )?whole[ -]life (?:order|term|tariff)"
)
_LESS = r"(?:less|minus|with credit for|giving credit for|credit for|credit of|allowing for|reduced by)"
# What may stand around the days: only words of time spent, so that anything else leaves the length not understood.
_SPENT = r"(?:\s*(?:already|spent|served|while|on|in|of|for|under|and|the|a|to count|remanded|remand|custody|prison|qualifying|tagged|curfew|bail|time|section|s|240za)\b)*"
_CREDIT = re.compile(
    rf"[\s,;:(]*(?:{_LESS}\s+(?:the\s+)?(\d{{1,5}})\s*(?:days?|d)\b[’']?({_SPENT})|"
    rf"(?<=[,;(])\s*(\d{{1,5}})\s*days?\b[’']?({_SPENT}))\s*\)?"
)
_UNSAID = re.compile(
    rf"[\s,;:(]*{_LESS}\s+(?:the\s+|any\s+)?(?:time|days)\b(?:\s*(?:already|spent|served)){_SPENT}\s*\)?"
)
_SERVED = re.compile(
    r"[\s,;:(]*(?:(?:which|and) (?:is|was|has been) |being )?(?:time|term) (?:has been )?(?:already )?served\s*\)?"
)
_SAYS_WHAT = re.compile(r"remand|custody|prison|curfew|served|240za")


@dataclass(frozen=True)
class Beside:
    """A length as a court wrote it (``rest``), and what it said beside it.

    ``credit`` is a number of days spent on remand or under a curfew that count; ``unsaid`` that such days count and the
    court did not say how many; ``named`` that it said what the days were. ``served`` that the time is served already.
    """

    rest: str
    credit: int | None = None
    unsaid: bool = False
    served: bool = False
    whole_life: bool = False
    named: bool = False


@read_once
def take_apart(written: str) -> Beside:
    """A length apart from what was said beside it; what is not understood stays in ``rest``, for whoever reads that.

    >>> take_apart("14 years less 212 days on remand")
    Beside(rest='14 years', credit=212, unsaid=False, served=False, whole_life=False, named=True)
    """
    plain = " ".join(written.split())
    text = in_figures(plain.casefold())
    if _WHOLE_LIFE.fullmatch(text):
        return Beside("", whole_life=True)
    found = Beside(plain)
    if (credit := _CREDIT.search(text)) and (said := _days(credit)) is not None:
        number, words = said
        rest = _without(text, credit)
        found = Beside(rest, credit=number, named=bool(_SAYS_WHAT.search(words)))
    elif unsaid := _UNSAID.search(text):
        found = Beside(_without(text, unsaid), unsaid=True)
    if (served := _SERVED.search(in_figures(found.rest.casefold()))) and not found.unsaid:
        rest = in_figures(found.rest.casefold())
        found = replace(found, rest=_without(rest, served), served=True)
    return found


def minimum_of(stored: str) -> Term | None:
    """The minimum term of a life sentence as it is stored; None for a whole life, or where none was said."""
    return read_term(stored) if stored and stored != WHOLE_LIFE else None


def _days(credit: re.Match[str]) -> tuple[int, str] | None:
    """The days and what they are said to be; days without a word such as “less” count only where that is said."""
    if credit[1] is not None:
        return int(credit[1]), credit[2]
    return (int(credit[3]), credit[4]) if _SAYS_WHAT.search(credit[4]) else None


def _without(text: str, found: re.Match[str]) -> str:
    left = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(left.split()).strip(" ,;:()")
