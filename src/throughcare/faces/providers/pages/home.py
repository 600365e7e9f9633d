"""What of the register stands on home: declarations without which a bid is out, before they lapse."""

from __future__ import annotations

from throughcare.commissioning.providers import queries
from throughcare.commissioning.providers.rules.register import register_on
from throughcare.commissioning.providers.rules.standing import to_renew
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of


def cards(request: Asking) -> list[HomeCard]:
    """One matter for the declaration that lapses first, to whoever keeps a passport that there is."""
    if not request.member.may(May.KEEP_PASSPORT):
        return []
    stands = queries.passport_of(request.member.organisation_id)
    if stands is None:
        return []
    today = day_of(request.at)
    due = to_renew(stands.passport, register_on(today), today)
    if not due:
        return []
    kind, until = due[0]
    more = f", and {len(due) - 1} more" if len(due) > 1 else ""
    matter = Matter(
        kind="declaration to renew",
        what=f"Declare “{kind}” again{more}: without it your bids are out",
        do=Link("Renew it", "/providers/passport/change"),
        since=day_of(stands.at),
        due=until or today,
        about="Your passport",
    )
    return [HomeCard(62, [matter])]
