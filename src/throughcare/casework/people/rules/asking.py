"""What somebody typed into a search, understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.written_days import day_written

from .identifiers import IdentifierKind, recognise
from .names import standard_name, standard_words


@dataclass(frozen=True)
class Asked:
    """A search in standard spelling; what was not asked is None."""

    words: str | None
    born: date | None
    number: str | None


def understand(words: str, born: date | None, number: str) -> Asked:
    """A search in standard spelling; a number or a day of birth typed in the name's place is taken for one.

    Refused when nothing was asked, or when a number fits no agency's spelling.
    """
    if number.strip():
        found = number_of(number)
        if found is None:
            raise Refused(
                "This number fits no agency's spelling: check it against a PNC like 2008/0056560Z, a CRO like"
                " 265416/21G or a prison number like A1234AA.",
                field="number",
            )
        return Asked(None, born, found)
    if any(character.isdigit() for character in words):
        found = number_of(words)
        if found is not None:
            return Asked(None, born, found)
        words, born = _without_a_day(words, born)
    name = standard_name("", words).whole[:200]
    if not standard_words(words) and born is None:
        raise Refused("Enter a name, a date of birth or a number.", field="words")
    return Asked(name or None, born, None)


def _without_a_day(words: str, born: date | None) -> tuple[str, date | None]:
    """The words without the day of birth that they end or begin with, and that day; one asked in its own place stays."""
    parts = words.replace(",", " ").split()
    for size in (len(parts), 3, 2, 1):
        for day, rest in ((parts[-size:], parts[:-size]), (parts[:size], parts[size:])):
            if found := day_written(" ".join(day)):
                return " ".join(rest), born or found
    return words, born


def number_of(written: str) -> str | None:
    """The standard spelling of a number of any kind, or None when it fits no kind."""
    for kind in IdentifierKind:
        try:
            return recognise(kind, written).value
        except Refused:
            continue
    return None
