"""What of interventions stands on home: referrals in which one's own side owes something."""

from __future__ import annotations

from throughcare.casework.interventions import queries
from throughcare.faces.web.home_card import HomeCard, task
from throughcare.faces.web.page import Asking
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .referrals import referral_table

MOST = 10


def cards(request: Asking) -> list[HomeCard]:
    """What waits for one's team on referrals it received or sent, and rows of the catalogue that were refused."""
    found: list[HomeCard] = []
    units, today = access.units_below(request.member.unit_id), day_of(request.at)
    if request.member.may(May.ANSWER_REFERRAL):
        found += _received(queries.referrals_open(units, today=today))
    if request.member.may(May.REFER_TO_SERVICE):
        ours = [
            row for row in queries.referrals_sent(units, today=today) if row.due and not row.due_by_provider
        ]
        if ours:
            found.append(
                HomeCard(41, [task("Referrals that wait for your team's word", len(ours), "/referrals")])
            )
    if request.member.may(May.KEEP_CATALOGUE):
        refused = len(queries.refused_services())
        found.append(HomeCard(42, [task("Rows of contracts that were refused", refused, "/services")]))
    return found


def _received(rows: list[queries.ReferralLine]) -> list[HomeCard]:
    owed = [row for row in rows if row.due and row.due_by_provider]
    if not rows:
        return []
    late = sum(row.working_days_left is not None and row.working_days_left < 0 for row in owed)
    waiting = task(
        "Referrals that wait for your team", len(owed), "/referrals", f"{late} late" if late else ""
    )
    table = referral_table(owed[:MOST], "Referrals to deal with, the most urgent first")
    return [HomeCard(40, [waiting], table if owed else None, own_work=True)]
