"""Values that stand for "not known": what a clerk types who has nothing to type."""

from __future__ import annotations

import re
from datetime import date

_WORDS = frozenset(
    [
        "NONE",
        "NIL",
        "NULL",
        "NA",
        "NK",
        "NKN",
        "NOTKNOWN",
        "UNKNOWN",
        "UNK",
        "NOTGIVEN",
        "NOTSTATED",
        "NOTAVAILABLE",
        "NOTAPPLICABLE",
        "NOTRECORDED",
        "NOTPROVIDED",
        "NOTDISCLOSED",
        "NONUMBER",
        "NONEGIVEN",
        "NONEKNOWN",
        "REFUSED",
        "TBC",
        "TBA",
        "TOBECONFIRMED",
        "PENDING",
        "MISSING",
        "BLANK",
        "DUMMY",
        "TEST",
    ]
)
# Names that people bear are left out: Null, Nil, Na, Test, Blank and Dummy are somebody's.
_NAMES = frozenset(
    [
        "NK",
        "NOTKNOWN",
        "UNKNOWN",
        "UNK",
        "NOTGIVEN",
        "NOTSTATED",
        "NOTAVAILABLE",
        "NOTRECORDED",
        "NOTPROVIDED",
        "NOTDISCLOSED",
        "NONEGIVEN",
        "NONEKNOWN",
        "NFN",
        "NLN",
        "FNU",
        "LNU",
        "NONAME",
        "NOFORENAME",
        "NOFIRSTNAME",
        "NOSURNAME",
        "TBC",
        "TBA",
        "UNKNOWNMALE",
        "UNKNOWNFEMALE",
        "NAMENOTKNOWN",
    ]
)
_NOT_APPLICABLE = re.compile(r"\s*n\s*[/.\\]\s*a\.?\s*", re.IGNORECASE)
# Days that systems are known to write where a birthday is missing; a true one of 1900 or 1901 is of nobody alive.
_NO_BIRTHDAY = frozenset(
    {date(1, 1, 1), date(1753, 1, 1), date(1800, 1, 1), date(1899, 12, 30), date(1900, 1, 1),
     date(1900, 1, 2), date(1901, 1, 1), date(9999, 12, 31)}
)  # fmt: skip


def says_not_known(written: str) -> bool:
    """Whether what stands in a number's or a postcode's place says that there is none: words, noughts or marks alone."""
    squeezed = re.sub(r"[\W_]+", "", written.upper())
    return (
        not squeezed
        or squeezed in _WORDS
        or not set(squeezed) - {"0"}
        or (len(squeezed) > 1 and not set(squeezed) - {"X"})
    )


def is_no_id(written: str) -> bool:
    """Whether an id that a system gives only stands for none: what says "not known", or one sign repeated, as noughts or Fs."""
    squeezed = re.sub(r"[\W_]+", "", written.upper())
    return says_not_known(written) or (len(squeezed) > 5 and len(set(squeezed)) == 1)


def is_no_name(written: str) -> bool:
    """Whether what stands in a name's place says that it is not known: words, marks without a letter, or X alone."""
    squeezed = re.sub(r"[\W_]+", "", written.upper())
    if not squeezed:
        return bool(written.strip())
    # “Na” is somebody's name, “N/A” nobody's.
    return (
        squeezed in _NAMES
        or (len(squeezed) > 2 and not set(squeezed) - {"X"})
        or bool(_NOT_APPLICABLE.fullmatch(written))
    )


def is_no_birthday(born: date) -> bool:
    """Whether a day of birth is one that is written when none is known."""
    return born in _NO_BIRTHDAY


def may_be_guessed(born: date) -> bool:
    """Whether a birthday is the first of January, which is written of many whose year alone is known."""
    return (born.month, born.day) == (1, 1)
