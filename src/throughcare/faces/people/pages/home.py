"""What of people stands on home: records to rule on."""

from __future__ import annotations

from throughcare.casework.people import queries as people
from throughcare.faces.web.home_card import HomeCard, task
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May


def cards(request: Asking) -> list[HomeCard]:
    """How many records may be one person's."""
    if not request.member.may(May.DECIDE_MATCH):
        return []
    waiting = len(people.open_reviews(most=100))
    return [HomeCard(50, [task("Records that may be one person's", waiting, "/matches")])]
