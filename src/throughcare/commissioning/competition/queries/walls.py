"""Tells of the wall of a competition: hats, crossings, and interests with what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member

from ..models import Crossing, CrossingApproval, Hat, Round
from ..rules.hats import Approval, crosses
from ..rules.interests import InterestHeld
from ..store import interests, may_approve, resolved


@dataclass(frozen=True)
class CrossingTold:
    """A crossing as its page shows it: who asks, why, until when, who approved, and whether the viewer may."""

    row: Crossing
    by: str
    approved_by: list[str]
    is_open: bool


def crossings(competition_id: UUID, *, at: datetime) -> list[CrossingTold]:
    """The crossings of a competition that the viewer sees, the last first."""
    return _crossings(Crossing.objects.filter(round=competition_id), at)


def crossing(crossing_id: UUID, *, at: datetime) -> CrossingTold | None:
    """One crossing that the viewer sees, None where there is none."""
    return next(iter(_crossings(Crossing.objects.filter(id=crossing_id), at)), None)


def crossings_to_approve(member: Member, *, at: datetime) -> list[CrossingTold]:
    """The crossings that wait for the viewer: not over, not open, not their own and not approved by them."""
    told = _crossings(Crossing.objects.filter(until__gt=at).exclude(member_id=member.id), at)
    approved = CrossingApproval.objects.filter(member_id=member.id)
    mine = set(approved.values_list("crossing_id", flat=True))
    waits = [one for one in told if not one.is_open and one.row.id not in mine]
    return [one for one in waits if may_approve(one.row.id, member.account_id)]


def _crossings(found: QuerySet[Crossing], at: datetime) -> list[CrossingTold]:
    rows = list(found.order_by("-at"))
    approvals = list(CrossingApproval.objects.filter(crossing__in=[row.id for row in rows]).order_by("at"))
    names = access.members({row.member_id for row in rows} | {one.member_id for one in approvals}, at=at)

    def told(row: Crossing) -> CrossingTold:
        of = [one for one in approvals if one.crossing_id == row.id]
        open_now = crosses(None, row.at, row.until, [Approval(one.account_id, one.at) for one in of], at)
        return CrossingTold(
            row, _named(names, row.member_id), [_named(names, one.member_id) for one in of], open_now
        )

    return [told(row) for row in rows]


def _named(names: dict[UUID, Member], member_id: UUID) -> str:
    return names[member_id].name if member_id in names else "somebody who has left"


def title_of(competition_id: UUID) -> str | None:
    """The title of a competition, None where there is none."""
    return Round.objects.filter(id=competition_id).values_list("title", flat=True).first()


def hats(competition_id: UUID, *, at: datetime) -> list[tuple[str, str]]:
    """Who wears which hat in a competition, as far as the viewer sees: those of their own side."""
    rows = list(Hat.objects.filter(round=competition_id).order_by("at", "id"))
    names = access.members({one.member_id for one in rows}, at=at)
    return [(_named(names, one.member_id), one.hat) for one in rows]


@dataclass(frozen=True)
class InterestTold:
    """An interest of the buyer's side in a body that bids, by names, and what was decided of it."""

    held: InterestHeld
    holder: str
    body: str
    how: str = ""
    because: str = ""


def interests_told(competition_id: UUID, *, at: datetime) -> list[InterestTold]:
    """Interests in those who bid, for the team that buys once the competition has closed; nobody else sees any."""
    found, decided = interests(competition_id, at), resolved(competition_id)
    names = access.members({one.member for one in found}, at=at)
    told = []
    for one in found:
        body, row = access.organisation(one.body), decided.get((one.member, one.body))
        told.append(InterestTold(
            one, _named(names, one.member), body.name if body else "a body that is gone", row.how if row else "", row.because if row else ""
        ))  # fmt: skip
    return told
