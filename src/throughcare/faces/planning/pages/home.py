"""What of planning stands on home: plans to make and to review, of people for whose sentence the viewer answers."""

from __future__ import annotations

from throughcare.casework.planning import queries
from throughcare.casework.supervision.rules.seeing import Duty, is_to_be_seen
from throughcare.faces.web.answering import owed
from throughcare.faces.web.home_card import HomeCard
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .serving import put_back

AHEAD_DAYS = 7


def cards(request: Asking) -> list[HomeCard]:
    """The plans and reviews that are due within a week or late, those to look at early, and steps whose service ended undone."""
    return (
        [HomeCard(45, [*_due(request), *_recognised(request), *put_back(request)])]
        if request.member.may(May.WRITE_PLAN)
        else []
    )


def _due(request: Asking) -> list[Matter]:
    today = day_of(request.at)
    cases = {
        one.case_id: one for one in owed(request, Duty.SENTENCE) if is_to_be_seen(one.sentence, "", on=today)
    }
    found = queries.plans_due([(one.case_id, one.person_id) for one in cases.values()], at=request.at)
    return [
        Matter(
            kind="plan" if due.is_first else "plan review",
            what="A plan to make" if due.is_first else "The plan to review",
            do=Link(
                "Make the plan" if due.is_first else "Review the plan",
                f"/people/{cases[case].person_id}/plan",
            ),
            since=due.by,
            due=due.by,
            person_id=cases[case].person_id,
            risk=cases[case].risk,
        )
        for case, due in found.items()
        if (due.by - today).days <= AHEAD_DAYS
    ]


def _recognised(request: Asking) -> list[Matter]:
    """Whose plan the viewer is to look at early, because compliance has been good: what then changes is theirs to decide."""
    today = day_of(request.at)
    cases = {
        one.case_id: one
        for one in owed(request, Duty.SENTENCE)
        if is_to_be_seen(one.sentence, one.place, on=today)
    }
    found = queries.early_reviews([(one.case_id, one.person_id) for one in cases.values()], at=request.at)
    return [
        Matter(
            kind="good compliance",
            what=f"Good compliance to recognise: {why.because}",
            do=Link("Review the plan early", f"/people/{cases[case].person_id}/plan/review"),
            since=today,
            person_id=cases[case].person_id,
            risk=cases[case].risk,
        )
        for case, why in found.items()
    ]
