"""Loads what keeps the two sides of a competition apart: interests, what became of each, and on which side the viewer stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from ..models import InterestResolved, OpenedBid
from ..rules.interests import HowResolved, InterestHeld, check_resolved, years_on
from ..rules.stages import check_may_bid
from .rounds import RoundStands, open_round


def interests(competition_id: UUID, at: datetime) -> list[InterestHeld]:
    """Interests of the buyer's side in those who bid, declared and found, for the team that buys once it has closed."""
    since = at - timedelta(days=365 * years_on(day_of(at)).employer)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT member_id, organisation_id, kind, said FROM competition_interests(%s, %s) ORDER BY 1, 2, 3",
            [competition_id, since],
        )
        return [InterestHeld(*row) for row in cursor.fetchall()]


def resolved(competition_id: UUID) -> dict[tuple[UUID, UUID], InterestResolved]:
    """What was decided of interests, by holder and body."""
    rows = InterestResolved.objects.filter(round=competition_id)
    return {(row.holder_id, row.organisation_id): row for row in rows}


def recused(stands: RoundStands) -> frozenset[UUID]:
    """Who of the buyer's side was recused, as far as the viewer sees it."""
    return frozenset(
        holder for (holder, _), row in resolved(stands.row.id).items() if row.how == HowResolved.RECUSED
    )


def excluded(competition_id: UUID) -> dict[UUID, str]:
    """The bodies whose bid is out because of somebody's interest in it, each with why."""
    rows = resolved(competition_id).items()
    return {
        body: f"Excluded because of an interest: {row.because}"
        for (_, body), row in rows
        if row.how == HowResolved.EXCLUDED
    }


def put_out(competition_id: UUID, rows: Iterable[OpenedBid]) -> dict[UUID, str]:
    """Why each of these bids is out, by bid, empty where it is not: as it was opened, or because its body was excluded since."""
    bids = list(rows)
    units, gone = access.units({row.unit_id for row in bids}), excluded(competition_id)

    def why(row: OpenedBid) -> str:
        unit = units.get(row.unit_id)
        return row.fault or (gone.get(unit.organisation_id, "") if unit else "")

    return {row.bid_id: why(row)[:500] for row in bids}


def check_settled(stands: RoundStands, at: datetime) -> None:
    """Refuse to open, judge or choose while an interest in a body that bids is not resolved, and to whoever is not of one side alone."""
    settled = {key: HowResolved(one.how) for key, one in resolved(stands.row.id).items()}
    check_resolved(interests(stands.row.id, at), settled)
    check_apart(stands)


def open_to(by: Member, at: datetime, competition_id: UUID) -> RoundStands:
    """A competition that takes bids, held against others, for a team that may send one; refused to the team that published it."""
    stands = open_round(competition_id, lock=True)
    check_may_bid(stands.happened, at)
    if is_turned(competition_id):  # sent before the close, and it waited while the first key was turned
        raise Refused("This competition closed while your bid was on its way. Nothing of it was kept.")
    if stands.row.unit_id == by.unit_id:
        raise Refused("The team that published a competition does not bid in it.")
    return stands


def is_turned(round_id: UUID) -> bool:
    """Whether a key was turned, as the database says it to those who may not see by whom."""
    return _asked("competition_is_turned", round_id)


def is_apart(round_id: UUID) -> bool:
    """Whether the viewer stands on one side of a competition alone, and is shown what was opened of it."""
    return _asked("competition_apart", round_id)


def may_wear(round_id: UUID, member_id: UUID, account_id: UUID, hat: str) -> bool:
    """Whether somebody may take a part, by what the database knows of all their teams and parts."""
    return _asked("competition_may_wear", round_id, member_id, account_id, hat)


def may_approve(crossing_id: UUID, account_id: UUID | None) -> bool:
    """Whether the viewer may approve a crossing: somebody else's, while it lasts, on no side that bids."""
    return _asked("competition_may_approve", crossing_id, account_id)


def _asked(function: str, *given: UUID | str | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(given))})", list(given))
        row = cursor.fetchone()
        return bool(row and row[0])


def check_apart(stands: RoundStands) -> None:
    """Refuse whoever was recused, or stands on both sides: they read nothing of a bid, and what they did would rest on nothing."""
    if not is_apart(stands.row.id):
        raise Refused(
            "You take no part in this competition: you were recused, or belong to both of its sides."
        )
