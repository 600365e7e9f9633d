"""Tells of staff who would transfer: the clock and sums for both sides, the posts for the provider and for whoever is named to take over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from ..models import Agreement
from ..rules.signing import Side
from ..rules.staff_transfer import Post, StaffClock, staff_clock
from ..store import AgreementStands, StaffSummed, open_agreement, posts_told, staff_summed, staff_told_to


@dataclass(frozen=True)
class StaffSeen:
    """What a viewer sees: the title, the side that they are (None: they are to take over), the clock, sums, and posts where they may."""

    title: str
    side: Side | None
    clock: StaffClock | None
    told: StaffSummed | None
    posts: tuple[Post, ...] | None


def staff_of(agreement_id: UUID, member: Member, *, at: datetime) -> StaffSeen:
    """What of an agreement's staff is the viewer's to see; refused where nothing is."""
    told, found = staff_summed([agreement_id]).get(agreement_id), posts_told(agreement_id)
    posts = found[1] if found else None
    if Agreement.objects.filter(id=agreement_id).exists():
        stands = open_agreement(agreement_id)
        return StaffSeen(
            stands.row.title, stands.side_of(member.unit_id), clock_of(stands, told, day_of(at)), told, posts
        )
    if found is None:
        raise Refused("There is no such agreement.")
    return StaffSeen(found[0], None, None, told, posts)


def staff_to_take_over(own: Iterable[UUID]) -> dict[UUID, str]:
    """Agreements of others whose staff the viewer's team was told of, with their titles; ``own`` are those of the viewer's side."""
    return staff_told_to(own)


def clock_of(stands: AgreementStands, told: StaffSummed | None, today: date) -> StaffClock | None:
    """How the duty to tell of staff stands; None where nothing is agreed."""
    if not stands.editions:
        return None
    agreed = stands.latest.agreed
    ending = stands.ending
    last_day = min(agreed.ends, ending.last_day) if ending else agreed.ends
    known_on = day_of(ending.at) if ending else None
    return staff_clock(agreed.kind, last_day, known_on, day_of(told.first_at) if told else None, today)
