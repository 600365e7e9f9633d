"""What the record of looks tells the viewer of their own looking."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection


def opened_lately(*, since: datetime, but_not: Iterable[str] = (), most: int = 8) -> list[UUID]:
    """Whom the viewer opened since an instant, the latest first, by the record of looks; routes in ``but_not`` do not count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM audit_opened_by_me(%s, %s, %s)", [since, list(but_not), most])
        return [row[0] for row in cursor.fetchall()]
