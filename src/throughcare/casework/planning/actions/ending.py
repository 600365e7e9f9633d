"""Ending an order on the day that the responsible officer names, where the law of the day and the plan allow it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from throughcare.casework.courts import actions as courts_actions
from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.queries import SentenceSeen
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission, Refused, edition_on
from throughcare.foundation.kernel.days import day_of

from ..rules import OrderStands, against_early_end, early_ending_editions
from ..store import OfficerSays, names_the_day, order_of


@action(Permission.END_ORDER_EARLY)
def end_order_early(
    *, by: Member, at: datetime, person_id: UUID, sentence_id: UUID, version: int, says: OfficerSays
) -> None:
    """End an order today, as its responsible officer, who tells the person so; refused with everything that stands against it."""
    seen = supervision.case_of(person_id, at=at)
    sentence = next((one for one in courts.sentences_of(person_id) if one.id == sentence_id), None)
    if seen is None or sentence is None:
        raise Refused("There is no such sentence, or it is not yours to see.")
    concerns(person_id)
    if not names_the_day(seen, by):
        raise Refused("Only the responsible officer of this order names the day on which it ends.")
    order = order_of(sentence, says, seen.case.id)
    against = against_early_end(order, day_of(at))
    if against:
        because = "; ".join(one.because for one in against)
        raise Refused(f"The order cannot end early: {because}. ({against[0].clause})")
    ledger.remember([_decided(order, sentence, at)], who=ledger.Who(member_id=by.id), at=at)
    courts_actions.end_order_named(by=by, at=at, sentence_id=sentence_id, version=version)


def _decided(order: OrderStands, sentence: SentenceSeen, at: datetime) -> ledger.Decided:
    return ledger.Decided(
        about="sentence", about_id=sentence.id, person_id=sentence.person_id, rule="early end",
        edition=edition_on(early_ending_editions(), day_of(at)).name,
        inputs={"order": asdict(order), "on": day_of(at)}, outcome={"ends": day_of(at)},
        reasons=["everything ordered was complied with, and every goal of the plan is met"],
    )  # fmt: skip
