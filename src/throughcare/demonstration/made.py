"""What the other areas may need of one that is made: nothing here needs the database, so that it passes between processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from throughcare.foundation.access.rules import Member

from .accounts import SignIn


@dataclass(frozen=True)
class Made:
    """What the others may need of an area: its accounts, who leads each team, and what it offered elsewhere.

    An offer is a transfer and the team of the other area that it went to.
    """

    sign_ins: Sequence[SignIn]
    leads: Mapping[UUID, Member]
    offered: Sequence[tuple[UUID, UUID]]
