"""Names made comparable: one spelling for what a keyboard, a clerk or a custom writes differently."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from throughcare.foundation.kernel import Refused

_LETTERS = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "Ø": "O", "ø": "o", "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ł": "L", "ł": "l",
     "Đ": "D", "đ": "d", "Ð": "D", "ð": "d", "Þ": "TH", "þ": "th", "ı": "i", "ŉ": "n"}
)  # fmt: skip
TITLES = frozenset(
    {"MR", "MRS", "MS", "MISS", "MX", "DR", "PROF", "REV", "SIR", "DAME", "LORD", "LADY", "MASTER"}
)
PARTICLES = frozenset(
    {
        "AL",
        "EL",
        "BIN",
        "IBN",
        "BINT",
        "ABU",
        "VAN",
        "VON",
        "DER",
        "DEN",
        "DE",
        "DEL",
        "DELLA",
        "DA",
        "DI",
        "DO",
    }
    | {"DOS", "DAS", "DU", "LA", "LE", "LO", "TEN", "TER", "AP", "AB", "UL", "UR"}
)
_JOINED = frozenset({"O", "MC", "MAC", "FITZ"})
LONGEST_NAME = 150
NEVER_IN_A_NAME = frozenset("<>={}[]|\\;@*%$#^~")
NEVER_BEGINS_A_NAME = ("+", "-")  # with = and @, what a spreadsheet takes for a formula


@dataclass(frozen=True)
class FullName:
    """A name in standard spelling: capitals, no accents, titles or punctuation; empty parts are empty."""

    forenames: tuple[str, ...]
    surname: str

    @property
    def first(self) -> str | None:
        """The first forename, or None when there is none."""
        return self.forenames[0] if self.forenames else None

    @property
    def second(self) -> str | None:
        """The second forename, or None when there is none."""
        return self.forenames[1] if len(self.forenames) > 1 else None

    @property
    def surnames(self) -> tuple[str, ...]:
        """The surname whole, then each of its words that is not a particle (VAN, DE, AL)."""
        words = self.surname.split()
        parts = [word for word in words if word not in PARTICLES] if len(words) > 1 else []
        return tuple(dict.fromkeys([*filter(None, [self.surname]), *parts]))

    @property
    def whole(self) -> str:
        """Forenames and surname in one line."""
        return " ".join([*self.forenames, *filter(None, [self.surname])])


# Apostrophes as keyboards, clerks and transcribers write them: straight, curly, grave, acute, prime, ayn and hamza.
_MARKS = re.compile("['.\u2018\u2019\u201a\u201b`\u00b4\u02b9\u02bb\u02bc\u02be\u02bf\u2032\uff07]")


@lru_cache(maxsize=65536)
def standard_words(written: str) -> tuple[str, ...]:
    """The words of a written name in capitals, with accents, marks and apostrophes taken away."""
    plain = _MARKS.sub("", written)  # before letters are spread: an acute accent alone would become a space
    if not plain.isascii():
        spread = unicodedata.normalize("NFKD", plain.translate(_LETTERS))
        plain = "".join(c for c in spread if not unicodedata.combining(c))
    plain = plain.upper()
    return tuple(re.sub(r"[\W\d_]+", " ", plain).split())


def standard_name(forenames: str, surname: str) -> FullName:
    """A name as written, made comparable; surnames like O BRIEN and MC DONALD become one word.

    >>> standard_name("Mr José-María", "O’Brien").whole
    'JOSE MARIA OBRIEN'
    """
    given = list(standard_words(forenames))
    while len(given) > 1 and given[0] in TITLES:
        given.pop(0)
    return FullName(tuple(given), " ".join(_with_prefixes_joined(standard_words(surname))))


def _with_prefixes_joined(words: tuple[str, ...]) -> list[str]:
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in _JOINED:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def check_name(written: str, *, field: str) -> str:
    """A name as it will be kept: trimmed, single spaces, no control characters, markup or formula; Refused otherwise."""
    kept = " ".join(unicodedata.normalize("NFC", written).split())
    if not (kept.isascii() and kept.isprintable()) and any(
        unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} for c in kept
    ):
        raise Refused("A name cannot hold control characters.", field=field)
    strange = sorted(set(kept) & NEVER_IN_A_NAME) or [c for c in NEVER_BEGINS_A_NAME if kept.startswith(c)]
    if strange:
        raise Refused(f"A name is letters; it cannot hold {' '.join(strange)} like this.", field=field)
    if len(kept) > LONGEST_NAME:
        raise Refused(f"A name can be {LONGEST_NAME} characters long; this one is {len(kept)}.", field=field)
    return kept


def check_surname(written: str, *, field: str = "surname") -> str:
    """A surname fit to keep: at least one letter; Refused otherwise."""
    kept = check_name(written, field=field)
    if not standard_words(kept):
        raise Refused("Enter a surname: at least one letter.", field=field)
    return kept
