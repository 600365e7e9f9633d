"""Tells anybody, signed in or not, what is public of competitions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access import queries as access

from ..models import Round
from ..rules.noticing import Kind
from ..rules.offers import Offer
from ..store import Ending, RoundStands, endings, offered, rounds


@dataclass(frozen=True)
class Public:
    """What anybody may know of a competition, signed in or not: nothing sealed, and nobody who works in it."""

    stands: RoundStands
    buyer: str
    end: Ending

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

    @property
    def award_published_at(self) -> datetime | None:
        """When the notice of its award was given; None before."""
        notice = self.end.notices.get(Kind.AWARD)
        return notice.at if notice else None

    @property
    def sign_from(self) -> date | None:
        """The first day on which what was awarded may be signed, as that notice says; None before it."""
        notice = self.end.notices.get(Kind.AWARD)
        return notice.sign_from if notice else None

    @property
    def signed_at(self) -> datetime | None:
        """When what was awarded was first signed; None before."""
        return self.end.signature.at if self.end.signature else None

    def offer(self) -> Offer:
        """Units and rule as they were published."""
        return offered(self.stands.row)


def public() -> list[Public]:
    """Every competition as anybody may know it, the earliest published first. Asked by nobody signed in."""
    found = rounds(Round.objects.order_by("at", "id"))
    units = access.units({one.row.unit_id for one in found})
    ends = endings(found)
    return [
        Public(
            one,
            f"{unit.name}, {unit.organisation.name}"
            if (unit := units.get(one.row.unit_id))
            else "a team since closed",
            ends[one.row.id],
        )
        for one in found
    ]
