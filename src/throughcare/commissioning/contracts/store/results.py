"""Loads what was told of an agreement's cohorts, and the agreements of which somebody may tell."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.db import connection

from throughcare.foundation.kernel.days import day_of

from ..models import Result
from ..rules.result_reading import result_from
from ..rules.results import Told
from ..rules.statement import PeriodResult


@lru_cache(maxsize=512)
def _read(text: str) -> PeriodResult:
    return result_from(text)[0]


def told_of(agreement_id: UUID) -> list[Told]:
    """Every result that was told of an agreement, in order."""
    rows = Result.objects.filter(agreement=agreement_id).order_by("number")
    return [Told(row.number, day_of(row.at), row.official, _read(row.text)) for row in rows]


def results_told(agreement_id: UUID) -> list[tuple[int, str, bool, str]]:
    """The same as they are exported: number, day, whether official, and the text."""
    rows = Result.objects.filter(agreement=agreement_id).order_by("number")
    return [(row.number, day_of(row.at).isoformat(), row.official, row.text) for row in rows]


def terms_measured(agreement_id: UUID | None = None) -> list[tuple[UUID, str, int, str, str]]:
    """Agreements of the viewer's body that are paid by results, for whoever tells of them: id, title, edition, first day, text.

    Nothing of an agreement beside its terms; an edition that nobody agreed is not there.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT agreement, title, number, starts, terms FROM contracts_terms_measured(%s)", [agreement_id]
        )
        return [(row[0], row[1], row[2], row[3].isoformat(), row[4]) for row in cursor.fetchall()]
