"""How those who bid together share what they would do: by name, part and whole percent that comes to a hundred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from throughcare.foundation.kernel import Refused


class PartTaken(StrEnum):
    """What somebody takes on in a bid: it leads, it is a member beside the lead, or it is promised a subcontract."""

    LEAD = "lead"
    MEMBER = "member"
    SUBCONTRACTOR = "subcontractor"


@dataclass(frozen=True)
class Share:
    """One partner's share in whole percent of the price."""

    who: str
    part: PartTaken
    percent: int


def check_shares(shares: Sequence[Share]) -> None:
    """Refuse shares that do not come to a hundred, a partner named twice or promised nothing, or other than one lead."""
    if not shares:
        return
    names = [" ".join(one.who.split()).casefold() for one in shares]
    for one, name in zip(shares, names, strict=True):
        if names.count(name) > 1:
            raise Refused(f"“{one.who}” is named twice in the shares; expected once.")
        if one.percent < 1:
            raise Refused(f"“{one.who}” is promised {one.percent} percent; expected at least 1.")
    leads = [one for one in shares if one.part is PartTaken.LEAD]
    if len(leads) != 1:
        raise Refused(f"{len(leads)} partners lead; expected one.")
    together = sum(one.percent for one in shares)
    if together != 100:
        raise Refused(f"The shares come to {together} percent; expected 100.")
