"""Need in the demonstration: what those who work with people say is missing, and what is meant to be bought or made about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from throughcare.commissioning.needs import actions
from throughcare.commissioning.needs.rules.intentions import Answer, Paper, Scope, Way
from throughcare.foundation.kernel import Permission as May

from ..days import instant
from ..history import History
from ..part import Finish, Part

# Who says that something is missing, so many days ago: of which need, and in which words.
_GAPS = (
    (
        "offender manager",
        48,
        "accommodation",
        "Nobody takes somebody the day they leave custody: the first night is on a sofa or in the street.",
    ),
    (
        "provider lead",
        31,
        "recovery",
        "The waiting list for a first talk is longer than a short sentence lasts.",
    ),
    (
        "senior probation officer",
        12,
        "employment",
        "Employers here ask for checks that nobody helps with, so offers are withdrawn.",
    ),
)


def intended(history: History, given: Finish) -> None:
    """Gaps told by those who meet them, and two drafts of the analyst of needs about them."""
    for role, days, need, words in _GAPS:
        at = instant(history.as_at - timedelta(days=days), 11)
        by = history.staff.signed_in(role, at)
        if by is not None and by.may(May.REPORT_GAP):
            actions.report_gap(by=by, at=at, need=need, place=history.staff.bodies.trust.code, words=words)
    at = instant(history.as_at - timedelta(days=9), 14)
    writer = history.staff.signed_in("needs analyst", at)
    if writer is not None:
        for number, paper in enumerate(_papers(history.staff.bodies.trust.code)):
            actions.draft_intention(by=writer, at=at + timedelta(minutes=number), paper=paper)


def _papers(place: str) -> Iterator[Paper]:
    yield Paper(
        "A first night for whoever leaves custody", "accommodation", "support_services", place, Scope.LOCAL, 1, 240_000_00,
        because="Told by offender managers, and by those who wait for a place.", demand_low=90, demand_high=160, way=Way.BUY,
        way_because="Nobody here runs rooms of that kind.", conflicts="None declared.",
        equality="Women leave custody to other places than men, and need rooms of their own.",
        small_providers="In lots of one town, so that a small landlord can bid.", mainstream=Answer.NO,
        mainstream_words="The councils' duty begins where somebody is already without a home.",
    )  # fmt: skip
    yield Paper(
        "Help with checks that employers ask for", "employment", "support_services", place, Scope.LOCAL, 3, 60_000_00,
        because="Told by a team: offers of work are withdrawn.",
    )  # fmt: skip


PART = Part(at_the_end={73: intended})
