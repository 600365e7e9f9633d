"""What passes between areas of the demonstration: the agreements to share, and offers that the other area's seniors answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from throughcare.casework.supervision import actions as supervision
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.delivery import drain
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import gathering

from .accounts import SignIn
from .bodies import Bodies
from .days import this_morning


@dataclass(frozen=True)
class Made:
    """What the others may need of an area: its accounts, who leads each team, who works there, and what it offered elsewhere.

    An offer is a transfer and the team of the other area that it went to.
    """

    sign_ins: Sequence[SignIn]
    leads: Mapping[UUID, Member]
    pools: Mapping[UUID, Mapping[str, Sequence[UUID]]]
    offered: Sequence[tuple[UUID, UUID]]


def agree(founder: Member, at: datetime, bodies: Sequence[Bodies]) -> None:
    """The public services of areas made side by side may show one another whom they pass on."""
    for one, other in pairwise(bodies):
        for sharing, shown in ((one, other), (other, one)):
            for purpose in ("supervision", "transfer"):
                access.agree_to_share(
                    by=founder, at=at, shared_by=sharing.public, shared_with=shown.public, purpose=purpose,
                    basis="Protocol on people who move between areas",
                )  # fmt: skip


def pass_on(made: Sequence[Made], as_at: date) -> None:
    """Of what was offered to another area a third is accepted, a third waits, and the rest is refused."""
    at = this_morning(as_at)
    leads = {unit: lead for area in made for unit, lead in area.leads.items()}
    offers = sorted({offer for area in made for offer in area.offered})
    with gathering() as announced:
        for number, (transfer, to_unit) in enumerate(offers):
            if number % 3 == 0:
                supervision.accept_transfer(
                    by=leads[to_unit], at=at, transfer_id=transfer, answer="Seen here on Tuesday."
                )
            elif number % 3 == 2:
                supervision.refuse_transfer(
                    by=leads[to_unit],
                    at=at,
                    transfer_id=transfer,
                    because="The address has not been checked.",
                )
        drain(announced)
