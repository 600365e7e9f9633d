"""Keeping tiers up with the editions: those an edition no longer in force gave, and those nobody answers for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line, concerns
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from ..rules.tier.applies import applies_on
from ..rules.tier.registers import RELEASED
from ..rules.tier.v3 import counts_as
from .tiering import Recomputed, work_out

_OUTDATED = """
SELECT person_id FROM assessment_tier GROUP BY person_id
  HAVING NOT bool_or((upper_inf(during) AND edition = %s) OR coalesce(upper(during) > %s, false)) ORDER BY person_id"""


@action(Permission.DECIDE_TIER)
def recompute_outdated(*, by: Member, at: datetime) -> Recomputed:
    """Work out again every tier in the viewer's sight that the edition in force did not give.

    The tiers of those whom the viewer's units saw last, and whom nobody sees any more, end when sight of them
    did: nobody could work them out again, and none of them is anybody's to supervise.
    """
    ended = _end_unseen()
    concerns(ended)
    found = replace(work_out(outdated(at), by=by, at=at), ended=len(ended))
    add_to_line(people=found.people, written=found.written, changed=found.changed, ended=found.ended)
    return found


def outdated(at: datetime) -> list[UUID]:
    """The people in the viewer's sight whose tier is of another edition than the one in force, or has ended."""
    with connection.cursor() as cursor:
        cursor.execute(_OUTDATED, [applies_on(day_of(at)).edition, at])
        return [row[0] for row in cursor]


_RELEASED = """
SELECT r.person_id, r.value, lower(t.during) FROM assessment_registration r
  JOIN assessment_tier t ON t.person_id = r.person_id AND upper_inf(t.during)
  WHERE r.kind = %s AND upper_inf(r.during) AND NOT isempty(r.during)"""


def aged(at: datetime) -> set[UUID]:
    """Those in the viewer's sight whose day of release counts for less since their tier was worked out: the day alone did it."""
    with connection.cursor() as cursor:
        cursor.execute(_RELEASED, [RELEASED])
        rows = cursor.fetchall()
    today = day_of(at)
    return {
        person
        for person, released, since in rows
        if counts_as(date.fromisoformat(released), day_of(since))
        != counts_as(date.fromisoformat(released), today)
    }


@dataclass(frozen=True)
class Units:
    """Units that have something to do: they see somebody whose tier is outdated, or saw last somebody nobody sees."""

    seeing: frozenset[UUID]
    saw_last: frozenset[UUID]


def units_outdated(at: datetime) -> Units:
    """Where tiers are outdated, asked by the nightly job for everybody at once; no person is named."""
    with connection.cursor() as cursor:
        sql = "SELECT unit_id, seen FROM assessment_units_outdated(%s, %s)"
        cursor.execute(sql, [applies_on(day_of(at)).edition, at])
        found = cursor.fetchall()
    seeing, saw = ({unit for unit, seen in found if seen is wanted} for wanted in (True, False))
    return Units(frozenset(seeing), frozenset(saw))


def _end_unseen() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT assessment_end_unseen_tiers()")
        return [row[0] for row in cursor]
