"""The catalogue as anybody may read it: providers' public facts, a page at a time. It asks nothing about anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from ..models import Service
from ..rules.directory import Offered
from ..store import facts_of


@dataclass(frozen=True)
class Listing:
    """A page of services, and how many there are in all."""

    services: tuple[Offered, ...]
    total: int


def listed_services(*, page: int, size: int, words: str = "", on: date) -> Listing:
    """Services on offer or announced, by title, a page at a time from one; narrowed by words of the title or the provider."""
    chosen = Q(offered__endswith__gt=on) | Q(offered__endswith=None)
    if words.strip():
        chosen &= Q(title__icontains=words.strip()) | Q(prime__icontains=words.strip())
    found = Service.objects.filter(chosen).order_by("title", "reference")
    rows = found[(page - 1) * size : page * size]
    return Listing(tuple(_offered(row) for row in rows), found.count())


def listed_service(key: UUID) -> Offered | None:
    """One service by the key it is published under; None where there is none."""
    row = Service.objects.filter(Q(told={}, id=key) | ~Q(told={}) & Q(reference=str(key))).first()
    return _offered(row) if row is not None else None


def _offered(row: Service) -> Offered:
    return Offered(row.id, facts_of(row), row.told)
