"""What red flags there are, in words, and one that was raised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from throughcare.foundation.kernel import Clause

SOURCE = "Cardinal, the indicators of the Open Contracting Partnership"


class Group(StrEnum):
    """Of whom or what a flag is: one process of contracting, its buyer, who runs it, or somebody who bids."""

    PROCESS = "OCID"
    BUYER = "Buyer"
    ENTITY = "ProcuringEntity"
    TENDERER = "Tenderer"


@dataclass(frozen=True)
class Kind:
    """One red flag: its code, what was seen, why it deserves a second look, and where it is described.

    None is a wrong by itself: each has innocent causes, and says only where to look.
    """

    code: str
    title: str
    why: str

    @property
    def clause(self) -> Clause:
        """Where it is described."""
        return Clause(SOURCE, self.code)


FLAGS: Mapping[str, Kind] = {
    one.code: one
    for one in (
        Kind("R003", "Short time to bid", "Whoever knew beforehand has an advantage, and small providers have none to spare."),
        Kind("R018", "One bid alone", "Nobody competed: terms, time or size may have kept others away."),
        Kind("R024", "The next bid was very close", "A partner may have bid a little more, so that it looked like a competition."),
        Kind("R025", "Bids often and hardly ever wins", "Some bid to lose, so that another's bid looks as if it was contested."),
        Kind("R028", "Bids of the same price", "Bidders may have agreed, or one was told what another asked."),
        Kind("R030", "A late bid won", "A bid that came after the close may have been written knowing the others."),
        Kind("R035", "Every bid but the winner's was disqualified", "Disqualifying can stand for choosing."),
        Kind("R036", "The lowest bid was disqualified", "Disqualifying can take away whoever would have won."),
        Kind("R038", "Disqualifies, or is disqualified, unusually often", "A buyer may choose so; a bidder may bid so as to lose."),
        Kind("R048", "Supplies unusually different things", "Whoever supplies everything may supply nothing well, or only pass it on."),
        Kind("R058", "The winner was far below the next", "The price may be one at which it cannot be done."),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Fence:
    """The quartiles of what was compared, and the bound beyond which something is out of line."""

    first: Fraction
    third: Fraction
    bound: Fraction
    upper: bool


@dataclass(frozen=True)
class Flagged:
    """One flag that was raised: its code, of whom or what, and its measure (a count, a share or a difference; 1 where it has none)."""

    code: str
    group: Group
    who: str
    value: Fraction


@dataclass(frozen=True)
class Flags:
    """Every flag that was raised, and the fences by which: a code's alone, or with the group it compares."""

    raised: tuple[Flagged, ...]
    fences: Mapping[tuple[str, Group], Fence]

    def of(self, group: Group) -> dict[str, dict[str, float]]:
        """What was raised of one group: by whom or what, each code with its measure."""
        found: dict[str, dict[str, float]] = {}
        for one in self.raised:
            if one.group is group:
                found.setdefault(one.who, {})[one.code] = float(one.value)
        return found
