"""Tells of competitions: what was published, where each stands, one's own bid, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from throughcare.commissioning.providers.rules.keeping import passport_from
from throughcare.commissioning.providers.rules.passport import Passport
from throughcare.commissioning.providers.rules.shares import Share
from throughcare.commissioning.providers.rules.standing import Standing
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.in_force import every_sql
from throughcare.foundation.access.rules import ROLES, Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Finding
from throughcare.foundation.kernel.days import day_of

from .models import Bid, Crossing, CrossingApproval, Hat, OpenedBid, Round
from .rules.awards import Award, NoAward
from .rules.certificate import Crossed, LetAcross, WallCertificate, functions_made
from .rules.choosing import choose
from .rules.hats import Approval, crosses
from .rules.interests import InterestHeld, bound_by_contract, bound_together, declared_between
from .rules.offers import Offer
from .rules.reading import bid_from
from .rules.resting import at_the_close
from .rules.stages import Stage
from .store import (
    RoundStands,
    interests,
    is_apart,
    may_approve,
    offered,
    open_round,
    resolved,
    rounds,
    standing,
    with_bids,
)


@dataclass(frozen=True)
class CompetitionSeen:
    """One competition for one viewer: where it stands, what is on offer, the team's own bid, what waits for the viewer."""

    stands: RoundStands
    stage: Stage
    offer: Offer
    buyer: str
    own_bid: Bid | None
    waits_for_me: bool


def competitions(member: Member, *, at: datetime) -> list[CompetitionSeen]:
    """Every competition: what waits for the viewer first, then those that close soonest, then those that are over."""
    found = rounds(Round.objects.order_by("closes_at", "id"))
    units = access.units({one.row.unit_id for one in found})
    seen = [_seen(one, member, at, units) for one in found]
    over = {Stage.DECIDED, Stage.CALLED_OFF}
    return sorted(seen, key=lambda one: (not one.waits_for_me, one.stage in over))


def competition(competition_id: UUID, member: Member, *, at: datetime) -> CompetitionSeen:
    """One competition; refused where there is none."""
    stands = open_round(competition_id)
    return _seen(stands, member, at, access.units([stands.row.unit_id]))


def _seen(
    stands: RoundStands, member: Member, at: datetime, units: dict[UUID, access.Unit]
) -> CompetitionSeen:
    now = stands.stage(at)
    own = standing(Bid.objects.filter(round=stands.row.id, unit_id=member.unit_id))
    waits = member.id in stands.openers and (
        (now is Stage.KEYS and member.id not in stands.keys)
        or (now in {Stage.CLOSED, Stage.HALF} and member.id in stands.keys and member.id not in stands.turned)
    )
    unit = units.get(stands.row.unit_id)
    name = f"{unit.name}, {unit.organisation.name}" if unit else "a team since closed"
    return CompetitionSeen(stands, now, offered(stands.row), name, own[0] if own else None, waits)


def bids_opened(competition_id: UUID) -> list[OpenedBid]:
    """The bids that were opened, with what each is told: the buyer's team sees all, a bidder's team its own."""
    found = list(OpenedBid.objects.filter(round=competition_id).order_by("bidder"))
    if found:
        add_to_line(papers=[str(row.bid_id) for row in found], competition=competition_id)
    return found


def shows_bids(competition_id: UUID) -> bool:
    """Whether the viewer would be shown the bids that were opened: not who stands on both sides, or is recused, who sees none of them."""
    return is_apart(competition_id)


@cache
def _functions() -> dict[str, str]:
    """Every function that this service makes, with the digest of its body: read once, for no release changes while it runs."""
    return functions_made(every_sql())


def certify(connection: Any, competition_id: UUID, *, end: datetime) -> WallCertificate | None:
    """Whether the wall of a competition held from its publication until an instant; None to whoever may not ask.

    ``connection`` is a page's, or from outside the owner's, Django's or psycopg's. The catalogue is as it stands now.
    """
    made = _functions()
    roles = [f"{role.name}: {may.value}" for role in ROLES.values() for may in role.may]
    bodies = [f"{name} {digest}" for name, digest in made.items()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM competition_examined(%s, %s)", [competition_id, end])
        counts = cursor.fetchone()
        if counts is None:
            return None
        known = [list(made), bodies, roles, [model._meta.db_table for model in apps.get_models()]]
        cursor.execute("SELECT * FROM competition_open_ways(%s, %s, %s, %s, %s)", [competition_id, *known])
        crossed = [Crossed(*row) for row in cursor.fetchall()]
        cursor.execute("SELECT * FROM competition_crossed(%s, %s)", [competition_id, end])
        crossed += [Crossed(*row) for row in cursor.fetchall()]
        cursor.execute("SELECT * FROM competition_crossings(%s, %s)", [competition_id, end])
        across = tuple(LetAcross(*row[1:]) for row in cursor.fetchall())
    published, bids, worn, keys, lines, unsealed, jobs = counts
    return WallCertificate(
        competition_id, published, end, bids, worn, keys, lines, unsealed, jobs, across, tuple(crossed)
    )


def words_of_papers(connection: Any, competition_id: UUID) -> list[str]:
    """Words that stand nowhere but in the papers of a competition, for looking through a log; told on the owner's connection alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM competition_words(%s)", [competition_id])
        return [word for (word,) in cursor.fetchall()]


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


def bound_bidders(told: Sequence[BidTold]) -> list[Finding]:
    """What binds those who bid to each other, from their frozen passports and their partners."""
    passports = {one.row.bidder: one.passport for one in told if one.passport is not None}
    shares = {one.row.bidder: one.shares for one in told}
    return [*bound_together(passports), *declared_between(passports), *bound_by_contract(shares, passports)]


@dataclass(frozen=True)
class BidTold:
    """An opened bid: how its partners share it, the edition of the passport it rests on, and what that came to at the close."""

    row: OpenedBid
    shares: tuple[Share, ...] = ()
    edition: int = 0
    passport: Passport | None = None
    standing: Standing | None = None


def bids_told(competition_id: UUID) -> list[BidTold]:
    """The bids that were opened and the viewer sees, with what each rests on."""
    stands = open_round(competition_id)
    found = bids_opened(competition_id)
    return [_told(stands, row) for row in found]


def _told(stands: RoundStands, row: OpenedBid) -> BidTold:
    shares = bid_from(row.said, row.bidder, offered(stands.row))[0].shares if row.said else ()
    if row.passport is None:
        return BidTold(row, shares)
    facts = row.passport["facts"]
    came_to = at_the_close(facts, day_of(stands.row.closes_at))
    return BidTold(row, shares, row.passport["edition"], passport_from(facts), came_to)


def award_again(competition_id: UUID) -> tuple[Offer, Award | NoAward] | None:
    """The award worked out again from the bids opened, for whoever sees them all; None while nothing was decided."""
    stands = open_round(competition_id)
    if stands.decision is None:
        return None
    rows = [row for row in bids_opened(competition_id) if not row.fault]
    offer = with_bids(offered(stands.row), [(row.bidder, row.said) for row in rows])
    return offer, choose(offer)


@dataclass(frozen=True)
class Public:
    """What anybody may know of a competition, signed in or not: nothing sealed, and nobody who works in it."""

    stands: RoundStands
    buyer: str

    @property
    def id(self) -> UUID:
        """The competition."""
        return self.stands.row.id

    @property
    def title(self) -> str:
        """Its title."""
        return self.stands.row.title

    @property
    def regime(self) -> str:
        """The law it is bought under."""
        return self.stands.row.regime

    @property
    def unit_id(self) -> UUID:
        """The team that buys."""
        return self.stands.row.unit_id

    @property
    def at(self) -> datetime:
        """When it was published."""
        return self.stands.row.at

    @property
    def closes_at(self) -> datetime:
        """When it closes."""
        return self.stands.row.closes_at

    @property
    def taking_bids_at(self) -> datetime | None:
        """When the last key was made, and bids were taken from; None before."""
        made = [one.at for one in self.stands.keys.values()]
        return max(made) if len(made) == len(self.stands.openers) else None

    @property
    def called_off_at(self) -> datetime | None:
        """When it was called off; why is told to its bidders and not here."""
        return self.stands.called_off.at if self.stands.called_off else None

    def offer(self) -> Offer:
        """Units and rule as they were published."""
        return offered(self.stands.row)


def public() -> list[Public]:
    """Every competition as anybody may know it, the earliest published first. Asked by nobody signed in."""
    found = rounds(Round.objects.order_by("at", "id"))
    units = access.units({one.row.unit_id for one in found})
    return [
        Public(
            one,
            f"{unit.name}, {unit.organisation.name}"
            if (unit := units.get(one.row.unit_id))
            else "a team since closed",
        )
        for one in found
    ]
