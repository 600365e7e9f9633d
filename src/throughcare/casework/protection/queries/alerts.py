"""What stands in the bar of every page about a person: the category that is confirmed, read with the page's own rows."""

from __future__ import annotations

from typing import Any

from throughcare.foundation.access.gathered import Gathered, Rows

from ..models import Protection

_CONFIRMED = Rows(Protection, "person_id = %(person)s::uuid AND state = 'confirmed'", "opened_at DESC, id", 1)
ON_PROTECTION: tuple[Rows[Any], ...] = (_CONFIRMED,)
"""What ``category_in_bar`` reads, for whoever reads more in the same statement."""


def category_in_bar(read: Gathered) -> int | None:
    """The category in which a person is, of what was read; None where none is confirmed that the viewer may read."""
    row = next(iter(read.of(_CONFIRMED)), None)
    return row.category if row else None
