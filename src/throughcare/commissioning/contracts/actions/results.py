"""Telling of a cohort's result, as an official measure handed it down, by whoever measures for the buyer's body and is of neither side."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import day_of

from ..models import Result
from ..rules.agreement_reading import agreement_from
from ..rules.result_reading import result_from
from ..rules.results import Told, check_may_tell, settled_results
from ..rules.signing import Edition
from ..store import hold_agreement, terms_measured, told_of


@action(Permission.RECORD_RESULT)
def record_result(*, by: Member, at: datetime, agreement_id: UUID, result: str, official: bool) -> UUID:
    """Tell of a cohort's result: provisional, which is accrued, or official, which is settled in the next statement. Returns it.

    Refused where two official results would rest on the same people. A later result of the same cohort puts right what was settled: paid besides or taken back, by the rule of its terms.
    """
    hold_agreement(agreement_id)
    found = terms_measured(agreement_id)
    if not found:
        raise Refused("Your body has no such agreement that is paid by results.")
    told, _ = result_from(result)
    editions = [
        Edition(number, date.fromisoformat(starts), agreement_from(text, "the terms"))
        for _, _, number, starts, text in found
    ]
    today = day_of(at)
    check_may_tell(editions, told, today)
    if official:
        every = told_of(agreement_id)
        settled_results(
            editions, [*every, Told(len(every) + 1, today, True, told)], today + timedelta(days=1)
        )
    before = Result.objects.filter(agreement=agreement_id).order_by("number")
    if any(row.text == result and row.official == official for row in before):
        raise Refused("That result was told already.", field="result")
    row = Result(
        id=new_id(), agreement_id=agreement_id, number=len(before) + 1, label=told.label, official=official, text=result,
        unit_id=by.unit_id, member_id=by.id, at=at,
    )  # fmt: skip
    insert_all([row])
    add_to_line(agreement=agreement_id, result=row.id)
    return row.id
