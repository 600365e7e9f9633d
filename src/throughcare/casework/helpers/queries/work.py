"""What came of work with employers by team: disclosed figures of one fixed period, never a person."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from throughcare.casework.courts.queries import told_of_period
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Period

from ..rules import WorkFigures, work_tabulated
from .catalogue import team_words


@dataclass(frozen=True)
class WorkOfTeam:
    """A team in words, and one line of its figures."""

    team: str
    figures: WorkFigures


def work_period() -> Period:
    """The days whose points are told of: the same for whoever asks in a quarter."""
    return told_of_period()


def work_told() -> list[WorkOfTeam]:
    """What came of work, by team, kind and point; nothing for whoever may not look at outcomes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM helpers_work_told()")
        found = work_tabulated(cursor.fetchall())
    units = access.units({one.team for one in found})
    told = [WorkOfTeam(team_words(units, one.team), one) for one in found]
    return sorted(told, key=lambda one: one.team)
