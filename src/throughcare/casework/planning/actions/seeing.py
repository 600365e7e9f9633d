"""Checks what a review says of how often the person is seen, and keeps the decision with all it was decided from."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit import ledger
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from ..rules import AS_USUAL, Complying, against_less_reporting, less_reporting_editions, may_be_chosen
from ..store import complying, names_the_day

FIELD = "seen_every_days"


def check_may_be_seen(case: supervision.OpenCase, every: int, *, by: Member, at: datetime) -> None:
    """Refuse what may not be said of how often somebody is seen, with everything that stands against it; a decision for less is kept."""
    seen = supervision.case_of(case.person_id, at=at)
    if seen is None or not names_the_day(seen, by):
        raise Refused("Only whoever answers for the sentence says how often the person is seen.", field=FIELD)
    if every == AS_USUAL:
        return
    facts = complying(case, at=at)
    against = against_less_reporting(facts, day_of(at))
    if against:
        because = "; ".join(one.because for one in against)
        raise Refused(f"They cannot be seen less often: {because}.", field=FIELD)
    may = may_be_chosen(case.risk, day_of(at))
    if every not in may:
        days = " or ".join(str(one) for one in may)
        raise Refused(f"At this risk the rule gives {days} days, not {every}.", field=FIELD)
    add_to_line(seen_every_days=every)
    ledger.remember([_decided(case, facts, every, at)], who=ledger.Who(member_id=by.id), at=at)


def _decided(case: supervision.OpenCase, facts: Complying, every: int, at: datetime) -> ledger.Decided:
    edition = next(one for one in less_reporting_editions() if day_of(at) in one.in_force)
    recognised = facts.compliance.recognised
    return ledger.Decided(
        about="case", about_id=case.id, person_id=case.person_id, rule="less reporting", edition=edition.name,
        inputs={"facts": asdict(facts), "on": day_of(at)}, outcome={"seen_every_days": every},
        reasons=[str(recognised)] if recognised else [],
    )  # fmt: skip
