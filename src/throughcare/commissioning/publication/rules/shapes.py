"""Parts of a document that somebody else wrote: what is there and is of the kind asked for, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

Document = Mapping[str, object]


def part(document: object, *names: str) -> Document:
    """The object at the end of these names; an empty one where any of them is missing or is no object."""
    for name in names:
        document = document.get(name) if isinstance(document, Mapping) else None
    return document if isinstance(document, Mapping) else {}


def parts(document: object, *names: str) -> list[Document]:
    """The objects of the list at the end of these names."""
    found = part(document, *names[:-1]).get(names[-1])
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def words(document: Document, name: str) -> str | None:
    """The text of a field, a number written as text among them; None where there is neither."""
    found = document.get(name)
    if isinstance(found, bool) or not isinstance(found, str | int):
        return None
    return str(found) or None


def listed(document: Document, name: str) -> tuple[str, ...]:
    """The texts of a list."""
    found = document.get(name)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def number(document: Document, name: str) -> Fraction | None:
    """A number of a field, exactly as it was written; None where there is none."""
    found = document.get(name)
    if isinstance(found, bool):
        return None
    if isinstance(found, float):
        found = Decimal(repr(found))
    if isinstance(found, Decimal):
        return Fraction(found) if found.is_finite() else None
    return Fraction(found) if isinstance(found, int) else None


def instant(document: Document, name: str) -> datetime | None:
    """An instant of a field; one without an offset is taken for universal time. None where there is none."""
    found = document.get(name)
    return instant_of(found) if isinstance(found, str) else None


def instant_of(written: str) -> datetime | None:
    """The instant that a text says (RFC 3339, or a day alone: its first instant); None for one that says none."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
