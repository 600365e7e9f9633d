"""What of outcomes stands on home: the viewer's area in figures."""

from __future__ import annotations

from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May

from .area import on_home

ABOVE_TABLES_OF_OTHERS = {
    "commissioner",
    "analyst",
    "needs analyst",
    "victim liaison officer",
    "police partner",
    "provider lead",
}


def cards(request: Asking) -> list[HomeCard]:
    """The area in figures, for those whose work it is to know it."""
    if not request.member.may(May.LOOK_AT_AREA_FIGURES) or request.member.role not in ABOVE_TABLES_OF_OTHERS:
        return []
    table = on_home(request)
    return [HomeCard(63, table=table)] if table else []
