"""Where a failure stands among those of its case: which count with it, and which warnings were given."""

from __future__ import annotations

from datetime import date

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.operating_model.rules import Sentence

from ..models import Failure, FailureStep
from ..rules import FALLEN, Move, Position, position


def position_of(row: Failure) -> Position:
    """Which failure it is within its window, by the record as it stands: what was rescinded or is not enforceable counts no more."""
    others = {one.contact_id: one for one in Failure.objects.filter(case=row.case_id).exclude(id=row.id)}
    fallen = {contact for contact, one in others.items() if one.state in FALLEN}
    earlier = [
        one.on
        for one in supervision.failed_in(row.case_id)
        if one.first_id != row.contact_id and one.first_id not in fallen and _is_before(one.on, row, others.get(one.first_id))
    ]  # fmt: skip
    return position(row.failed_on, Sentence(row.sentence), earlier=earlier, warnings=warnings_in(row))


def _is_before(on: date, row: Failure, other: Failure | None) -> bool:
    """Of two on one day the one noted first is the earlier; one that was brought in from before is earlier than any."""
    if on != row.failed_on or other is None:
        return on <= row.failed_on
    return other.number < row.number


def warnings_in(row: Failure) -> list[date]:
    """The days on which warnings went out in a failure's case, but for those of what has fallen since."""
    sent = FailureStep.objects.filter(failure__case=row.case_id, move=Move.LETTER_SENT)
    return list(sent.exclude(failure__state__in=sorted(FALLEN)).values_list("on", flat=True))
