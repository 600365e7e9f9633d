"""What of people stands on home: records to rule on."""

from __future__ import annotations

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

MOST = 1000


def cards(request: Asking) -> list[HomeCard]:
    """The records that may be one person's, and wait for the viewer to say."""
    if not request.member.may(May.DECIDE_MATCH):
        return []
    reviews = people.open_reviews(most=MOST)
    cases = supervision.open_cases_of({row.person_id for row in reviews})
    matters = [
        Matter(
            kind="same person",
            what="May be recorded twice: say whether two records are one person's",
            do=Link("Rule on them", f"/matches/{row.id}"),
            since=day_of(row.raised_at),
            person_id=row.person_id,
            risk=cases[row.person_id].risk if row.person_id in cases else "not_assessed",
        )
        for row in reviews
    ]
    return [HomeCard(50, matters=matters)]
