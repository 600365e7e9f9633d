"""Which parts of a person's record the viewer is shown, by the grants of their own units."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from .gathered import Gathered, Rows
from .models import Grant
from .parts import Part, shown

GRANTED = Rows(Grant, "t.person_id = %(person)s AND t.during @> (SELECT app_at())", "t.id")
"""The viewer's own grants on a person: policies leave no others."""


def parts_read(read: Gathered) -> frozenset[Part]:
    """The parts that what was read with ``GRANTED`` shows."""
    grants = list(read.of(GRANTED))
    return _shown((grant.parts, grant.agreement_id) for grant in grants)


def parts_shown(person_id: UUID, *, at: datetime) -> frozenset[Part]:
    """The parts that the open viewing's units are shown at an instant."""
    rows = Grant.objects.filter(person_id=person_id, during__contains=at)
    return _shown(rows.values_list("parts", "agreement_id"))


def people_shown(part: Part, person_ids: Iterable[UUID], *, at: datetime) -> set[UUID]:
    """Of these people those of whom the open viewing's units are shown a part; one question."""
    rows = Grant.objects.filter(person_id__in=list(person_ids), during__contains=at)
    opened: dict[UUID, list[tuple[Collection[str], UUID | None]]] = {}
    for person, parts, agreement in rows.values_list("person_id", "parts", "agreement_id"):
        opened.setdefault(person, []).append((parts, agreement))
    return {person for person, grants in opened.items() if part in _shown(grants)}


def _shown(grants: Iterable[tuple[Collection[str], UUID | None]]) -> frozenset[Part]:
    known = list(grants)
    return shown(
        (parts for parts, agreement in known if agreement is None),
        (parts for parts, agreement in known if agreement is not None),
    )
