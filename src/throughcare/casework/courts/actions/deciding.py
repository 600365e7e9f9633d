"""Who decides on a corrected result: members who see whose result is recorded, in the team that brings the court's results in."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from throughcare.foundation.kernel import Refused

from ..models import CorrectedResult, CourtTeam
from ..store.linking import Key

_ELSEWHERE = "Another team serves that court now, and decides on its corrected results."
_UNSEEN = (
    "You do not see whose result is recorded, so this is another's to decide. Where nobody of your team sees them any"
    " longer, send the court's file again: it opens them to the team while the correction waits."
)


def waiting_correction(corrected_id: UUID, version: int) -> CorrectedResult:
    """A corrected result that waits, held for deciding on it; Refused to whoever does not see what they would decide on."""
    row = CorrectedResult.objects.filter(id=corrected_id).first()
    if row is None:
        raise Refused("There is no such corrected result, or it is not your unit's.")
    if CourtTeam.objects.filter(court_id=row.court_code).exclude(unit_id=row.unit_id).exists():
        raise Refused(_ELSEWHERE)
    held = CorrectedResult.objects.select_for_update().filter(id=corrected_id).first()
    if held is None:
        raise Refused(_UNSEEN)
    if held.state != CorrectedResult.State.WAITING or held.version != version:
        raise Refused("Somebody else dealt with this corrected result while you had it open. Look again.")
    return held


def let_decide(keys: Iterable[Key]) -> None:
    """Let the team of each correction that waits for one of these results see whose is recorded, for four weeks from now."""
    asked = sorted(set(keys))
    if asked:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT courts_see_to_decide(%s::text[], %s::text[])",
                [[court for court, _ in asked], [ref for _, ref in asked]],
            )
