"""What of assessment waits for whoever leads, as home shows it: countersignatures, the gravest first."""

from __future__ import annotations

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.people import queries as people
from throughcare.faces.web.home_card import HomeCard, task
from throughcare.faces.web.look.parts import Column, Link, Table
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import risk_tag
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

MOST = 10
PLACE = "countersign"


def cards(request: Asking) -> list[HomeCard]:
    """What waits for the viewer's countersignature, as a line of what needs doing and as a table."""
    if not request.member.may(May.COUNTERSIGN_ASSESSMENT):
        return []
    waiting = assessment.to_countersign(request.member, on=day_of(request.at))
    if not waiting:
        return []
    shown = waiting[:MOST]
    names = people.names_of([one.person_id for one in shown])
    rows = [
        [
            Link(names[one.person_id].name, f"/people/{one.person_id}/assessments/{one.id}"),
            risk_tag(one.harm_level),
            one.signed_by,
            one.since,
            "Second" if one.is_second else "First",
        ]
        for one in shown
        if one.person_id in names
    ]
    columns = [
        Column("Name"),
        Column("Harm"),
        Column("Signed by"),
        Column("Since"),
        Column("Countersignature"),
    ]
    more = f", {len(shown)} of {len(waiting)}" if len(waiting) > MOST else ""
    table = Table(f"Assessments to countersign, highest risk first{more}", columns, rows)
    first = task("Assessments to countersign", len(waiting), f"#{PLACE}")
    return [HomeCard(10, [first]), HomeCard(70, table=table, anchor=PLACE)]
