"""Which parts of a person's record the viewer is shown, by the grants of their own units."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from .gathered import Gathered, Rows
from .models import Grant
from .parts import Part, shown

GRANTED = Rows(Grant, "t.person_id = %(person)s AND t.during @> (SELECT app_at())", "t.id")
"""The viewer's own grants on a person: policies leave no others."""


def parts_read(read: Gathered) -> frozenset[Part]:
    """The parts that what was read with ``GRANTED`` shows."""
    return shown(grant.parts for grant in read.of(GRANTED))


def parts_shown(person_id: UUID, *, at: datetime) -> frozenset[Part]:
    """The parts that the open viewing's units are shown at an instant."""
    rows = Grant.objects.filter(person_id=person_id, during__contains=at)
    return shown(rows.values_list("parts", flat=True))
