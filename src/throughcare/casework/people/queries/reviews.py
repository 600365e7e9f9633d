"""What waits for a ruling on who is who, and what was ruled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from ..models import KeptApart, Person, Review
from .records import names_of


@dataclass(frozen=True)
class Apart:
    """Somebody ruled never to be one with a person, the other's name, and why."""

    id: UUID
    other_id: UUID
    other: str
    because: str
    ruled_at: datetime


def kept_apart(person_id: UUID) -> list[Apart]:
    """Whom somebody ruled never to be one with a person, of those the viewer sees too, newest first.

    What was ruled of a record that was merged into this one since is ruled of this one.
    """
    whole = _made_one_with(person_id)
    rulings = KeptApart.objects.filter(Q(person__in=whole) | Q(other__in=whole), lifted_at=None)
    rows = list(rulings.order_by("-ruled_at"))
    others = {row.id: row.other_id if row.person_id in whole else row.person_id for row in rows}
    names = names_of(others.values())
    return [
        Apart(
            row.id,
            others[row.id],
            names[others[row.id]].name,
            row.because,
            row.ruled_at,
        )
        for row in rows
    ]


def _made_one_with(person_id: UUID) -> set[UUID]:
    """A person's record and every one that was merged into it, and into those in turn."""
    whole = fresh = {person_id}
    while fresh := set(Person.objects.filter(merged_into__in=fresh).values_list("id", flat=True)) - whole:
        whole = whole | fresh
    return whole


@dataclass(frozen=True)
class Weight:
    """One field of a review: what was compared, how far it agreed, and the bits that adds."""

    field: str
    level: str
    bits: float
    rarity_bits: float


@dataclass(frozen=True)
class Waiting:
    """A review in the queue; names are None where the wall hides the person."""

    id: UUID
    version: int
    person_id: UUID
    rival_id: UUID
    person: str | None
    rival: str | None
    bits: float
    because: str
    raised_at: datetime
    prior: float
    weights: tuple[Weight, ...]
    model: str
    state: str


FIELDS = {
    "name_comparison": "name",
    "date_of_birth_arr": "date of birth",
    "postcode_arr": "postcode",
    "name_2_std": "second forename",
    "id_comparison": "PNC and CRO numbers",
    "sentence_date_arr": "days of sentence",
    "override_marker": "earlier ruling",
    "master_defendant_id": "master defendant id",
}


def open_reviews(*, most: int = 50) -> list[Waiting]:
    """The reviews waiting in the viewer's units whose two records the viewer sees, oldest first; two questions."""
    waiting = Review.objects.filter(state=Review.State.OPEN).order_by("raised_at", "id")
    return [found for found in _waiting(list(waiting[:most])) if found.person and found.rival]


def review(review_id: UUID) -> Waiting | None:
    """One review of the viewer's units, with each field's weight; None when there is none that they can judge."""
    found = _waiting(list(Review.objects.filter(id=review_id)))
    return next((one for one in found if one.state != Review.State.OPEN or (one.person and one.rival)), None)


def _waiting(rows: list[Review]) -> list[Waiting]:
    names = names_of({id for row in rows for id in (row.person_id, row.rival_id)})
    return [
        Waiting(
            row.id,
            row.version,
            row.person_id,
            row.rival_id,
            names[row.person_id].name if row.person_id in names else None,
            names[row.rival_id].name if row.rival_id in names else None,
            row.bits,
            row.because,
            row.raised_at,
            row.weights["prior"],
            tuple(
                Weight(FIELDS[p["comparison"]], p["level"], p["bits"], p["rarity_bits"])
                for p in row.weights["parts"]
            ),
            row.model,
            row.state,
        )
        for row in rows
    ]
