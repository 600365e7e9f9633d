"""Loads what a competition has come to, for its actions and its queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

from .models import Bid, CalledOff, Decision, InterestResolved, OpenerKey, Round, Turned
from .rules.interests import InterestHeld, years_on
from .rules.offers import Bidder, Offer, Package
from .rules.reading import bid_from, offer_from
from .rules.stages import Happened, Stage, stage


@dataclass(frozen=True)
class RoundStands:
    """A competition as it stands for the viewer: what was published, who made a key, who turned it, and how it ended."""

    row: Round
    keys: dict[UUID, OpenerKey] = field(default_factory=dict)
    turned: dict[UUID, Turned] = field(default_factory=dict)
    decision: Decision | None = None
    called_off: CalledOff | None = None

    @property
    def openers(self) -> tuple[UUID, UUID]:
        """The two who open, in the order of the halves."""
        return self.row.opener_one, self.row.opener_two

    @property
    def happened(self) -> Happened:
        """What has happened, for the rule of stages."""
        return Happened(
            self.row.closes_at, len(self.keys), len(self.turned), self.decision is not None, self.called_off is not None
        )  # fmt: skip

    def stage(self, at: datetime) -> Stage:
        """Its stage at an instant."""
        return stage(self.happened, at)


def rounds(rows: Iterable[Round]) -> list[RoundStands]:
    """These competitions with what has happened in them, as far as the viewer sees it."""
    every = list(rows)
    ids = [row.id for row in every]
    keys, turned = OpenerKey.objects.filter(round__in=ids), Turned.objects.filter(round__in=ids)
    decided = {one.round_id: one for one in Decision.objects.filter(round__in=ids)}
    off = {one.round_id: one for one in CalledOff.objects.filter(round__in=ids)}
    return [
        RoundStands(
            row,
            {one.member_id: one for one in keys if one.round_id == row.id},
            {one.member_id: one for one in turned if one.round_id == row.id},
            decided.get(row.id), off.get(row.id),
        )
        for row in every
    ]  # fmt: skip


def open_round(round_id: UUID, *, lock: bool = False) -> RoundStands:
    """One competition, held against others who act on it where ``lock``; refused where there is none."""
    if lock:
        _lock(round_id)
    row = Round.objects.filter(id=round_id).first()
    if row is None:
        raise Refused("There is no such competition.")
    return rounds([row])[0]


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
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(given))})", given)
        row = cursor.fetchone()
        return bool(row and row[0])


def _lock(round_id: UUID) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"competition {round_id}"])


def standing(bids: Iterable[Bid]) -> list[Bid]:
    """The last sending of each unit, where it was not a withdrawal; of two at one instant, the one made last."""
    last: dict[UUID, Bid] = {}
    for one in sorted(bids, key=lambda bid: (bid.at, bid.id)):
        last[one.unit_id] = one
    return [one for one in last.values() if one.content is not None]


def offered(row: Round) -> Offer:
    """What was published: units and rule, without bids."""
    return offer_from(row.terms, row.title)


def with_bids(offer: Offer, said: Iterable[tuple[str, str]]) -> Offer:
    """The round with what its bidders said: pairs of a bidder's name and the text of their bid."""
    from dataclasses import replace

    read: list[tuple[Bidder, list[Package]]] = [bid_from(text, name, offer) for name, text in said]
    return replace(
        offer, bidders=tuple(bidder for bidder, _ in read), packages=tuple(one for _, of in read for one in of)
    )  # fmt: skip


def about(bid_id: UUID) -> bytes:
    """What a sealed bid is bound to, so that it opens as no other."""
    return b"bid " + bid_id.bytes


def interests(competition_id: UUID, at: datetime) -> list[InterestHeld]:
    """Interests of the buyer's side in those who bid, declared and found, for the team that buys once it has closed."""
    from django.db import connection

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
