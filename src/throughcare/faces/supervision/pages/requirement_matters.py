"""The requirements past their limit, on the home of whoever owes the sentence to the person, by name."""

from __future__ import annotations

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.seeing import Duty
from throughcare.faces.web.answering import owed
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.kernel.days import day_of


def waiting(request: Asking) -> list[Matter]:
    """The requirements of those for whose sentence the viewer answers that were to have begun and have not."""
    mine = {case.case_id: case for case in owed(request, Duty.SENTENCE)}
    return [
        Matter(
            kind="requirement",
            what=f"{first_capital(one.kind)} has not begun: it was to by {one.limit:%-d %B %Y}",
            do=Link("Open the requirements", f"/people/{one.person_id}/requirements"),
            since=one.made,
            due=one.limit,
            person_id=one.person_id,
            risk=mine[one.case_id].risk,
        )
        for one in supervision.requirements_past(mine.values(), on=day_of(request.at))
    ]
