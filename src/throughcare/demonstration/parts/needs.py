"""Need in the demonstration: what those who work with people say is missing, and what is meant to be bought or made about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.commissioning.needs import actions
from throughcare.commissioning.needs.rules.intentions import Answer, Paper, Scope, Way
from throughcare.commissioning.needs.rules.pooling import DecidedBy, Partner
from throughcare.foundation.access import actions as access
from throughcare.foundation.access import queries as members
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.operating_model.rules import BodyKind

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
    """Gaps told by those who meet them, two drafts of the analyst of needs about them, and a pooled budget."""
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
    buyer = history.staff.signed_in("commissioner", at)
    if buyer is not None:
        _pool(history, buyer, history.staff.bodies.trust.code)


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


def _pool(history: History, buyer: Member, place: str) -> None:
    """A pool of the commissioner and the police and crime commissioner: paid into, spent once, and with a vote that waits."""
    units = history.staff.bodies.units
    if BodyKind.POLICE_AND_CRIME_COMMISSIONER not in units:
        return
    at = instant(history.as_at - timedelta(days=60), 10)
    partner = _partner(history, units[BodyKind.POLICE_AND_CRIME_COMMISSIONER], at)
    made = actions.draw_up_pool(
        by=buyer, at=at, title="Homes and evenings", basis="An agreement between both, made up", place=place,
        decided_by=DecidedBy.ALL.value, starts=history.as_at - timedelta(days=60), ends=history.as_at + timedelta(days=305),
        partners=(Partner(buyer.organisation_id, 70), Partner(partner.organisation_id, 30, "recovery")),
    )  # fmt: skip
    for who in (buyer, partner):
        actions.join_pool(by=who, at=at + timedelta(hours=1), pool_id=made)
    for who, pence in ((buyer, 35_000_000), (partner, 15_000_050)):
        actions.pay_into_pool(by=who, at=at + timedelta(days=3), pool_id=made, pence=pence)
    spent = actions.ask_to_spend(
        by=buyer,
        at=at + timedelta(days=20),
        pool_id=made,
        need="recovery",
        pence=4_250_075,
        because="A second evening group",
    )
    for who in (buyer, partner):
        actions.vote_on_spending(by=who, at=at + timedelta(days=22), spending_id=spent, vote="for")
    actions.ask_to_spend(
        by=partner,
        at=at + timedelta(days=50),
        pool_id=made,
        need="recovery",
        pence=1_800_000,
        because="A worker for women",
    )


def _partner(history: History, unit: UUID, at: datetime) -> Member:
    before = at - timedelta(days=1)
    account = access.make_account(
        by=history.staff.by, at=before, email="pools@police-commissioner.example", name="Dale Whitmore", password=None
    )  # fmt: skip
    made = access.add_member(
        by=history.staff.by, at=before, unit_id=unit, role="commissioner", name="Dale Whitmore", account_id=account
    )  # fmt: skip
    found = members.member(made, at=at)
    assert found is not None
    return found


PART = Part(at_the_end={73: intended})
