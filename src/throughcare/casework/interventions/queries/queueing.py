"""The queues for services, by service, area, need or whom they take: figures of enough people to say anything, never anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import connection

from throughcare.foundation.access import queries as access

from ..models import Service
from ..rules.queueing import QueueBy, Queued, QueueTold, told_of
from ..rules.words import need_areas


def queues(by: QueueBy, *, as_at: date) -> list[QueueTold]:
    """Every queue that enough people were in to tell of, by name; three questions."""
    cells: dict[str, list[Queued]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM interventions_queue(%s)", [by.value])
        for cell, *days in cursor.fetchall():
            cells.setdefault(cell, []).append(Queued(*days))
        cursor.execute("SELECT * FROM interventions_not_referred(%s)", [by.value])
        unsent: dict[str, int] = dict(cursor.fetchall())
    names = _names(by, cells)
    named: dict[str, list[Queued]] = {}
    lost: Counter[str] = Counter()
    for cell, rows in cells.items():
        name = names.get(cell, cell)
        named.setdefault(name, []).extend(rows)
        lost[name] += unsent.get(cell, 0)
    found = [told_of(name, rows, as_at, lost[name]) for name, rows in named.items()]
    return sorted((one for one in found if one is not None), key=lambda one: one.cell)


def _names(by: QueueBy, cells: Mapping[str, object]) -> dict[str, str]:
    if by is QueueBy.SERVICE:
        rows = Service.objects.filter(id__in=[UUID(cell) for cell in cells]).values_list(
            "id", "title", "prime"
        )
        return {str(id): f"{title}, {prime}" for id, title, prime in rows}
    if by is QueueBy.NEED:
        return {code: need.name for code, need in need_areas().items()}
    if by is QueueBy.AREA:
        units = access.units(UUID(cell) for cell in cells)
        return {str(id): unit.area_code or "Area not recorded" for id, unit in units.items()}
    return {}
