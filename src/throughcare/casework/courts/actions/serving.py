"""Saying which team serves a court: it alone brings the court's results in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused

from ..models import Court, CourtTeam


@action(Permission.ADMINISTER_ORGANISATIONS)
def serve_courts(*, by: Member, at: datetime, unit_id: UUID, court_codes: Sequence[str]) -> None:
    """Let a unit serve these courts from now on, and no other unit; safe to repeat.

    The rows of these courts that wait elsewhere, refused or corrected, go to it: it alone may deal with them now.
    """
    if access.unit(unit_id) is None:
        raise Refused("There is no such unit.", field="unit_id")
    if not court_codes:
        raise Refused("Name at least one court.", field="court_codes")
    known = set(Court.objects.filter(code__in=court_codes).values_list("code", flat=True))
    if unknown := sorted(set(court_codes) - known):
        raise Refused(f"No court has the code “{unknown[0]}”.", field="court_codes")
    CourtTeam.objects.bulk_create(
        [CourtTeam(court_id=code, unit_id=unit_id) for code in sorted(known)],
        update_conflicts=True,
        unique_fields=["court"],
        update_fields=["unit_id"],
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT courts_hand_over(%s, %s)", [unit_id, sorted(known)])
        handed_over = cursor.fetchone()[0]
    add_to_line(unit=unit_id, courts=sorted(known), handed_over=handed_over)
