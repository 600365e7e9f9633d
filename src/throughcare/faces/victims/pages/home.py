"""What of victim contact stands on home: who is owed what, and the referrals that are late."""

from __future__ import annotations

from throughcare.casework.victims import queries
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May

from .covered import awaited_table
from .enquiries import enquiries_table
from .victims import held_table

MOST = 12


def cards(request: Asking) -> list[HomeCard]:
    """Of whoever keeps victims told: those to whom something is owed, soonest first, and the sentences whose referral is late."""
    if not request.member.may(May.KEEP_VICTIMS_TOLD):
        return []
    owed = [one for one in queries.victims_held(at=request.at) if one.is_owed_by(request.member.id)]
    asked = queries.enquiries_to_answer(at=request.at)
    late = queries.overdue_referrals(at=request.at)
    return [
        HomeCard(
            20, table=held_table(request, owed[:MOST]), anchor="victims", more=Link("All whose records you hold", "/victims"), own_work=True
        ),
        HomeCard(
            21, table=awaited_table(request, late[:MOST]), anchor="referrals",
            more=Link("Every sentence whose victims you look after", "/victims/sentences"), own_work=True,
        ),
        *([HomeCard(22, table=enquiries_table(asked[:MOST]), anchor="enquiries", more=Link("Every address asked about", "/victims/enquiries"), own_work=True)] if asked else []),
    ]  # fmt: skip
