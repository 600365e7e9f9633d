"""Who saw, asked, bid, was shortlisted and won, by sector and size; and what part of the money goes to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .contests import Contest, Entrant, Size

VOLUNTARY = "voluntary"


@dataclass(frozen=True)
class Step:
    """How many of one sector and size saw, asked, bid, was shortlisted and won; None where any of them was not recorded."""

    sector: str
    size: Size | None
    saw: int | None
    asked: int | None
    bid: int
    shortlisted: int
    won: int


def funnel(contests: Iterable[Contest]) -> list[Step]:
    """The funnel by sector and size: each coming of somebody to a competition counts once."""
    groups: dict[tuple[str, Size | None], list[tuple[Entrant, Contest]]] = {}
    for contest in contests:
        for one in contest.entrants:
            groups.setdefault((one.sector, one.size), []).append((one, contest))
    order = [*Size, None]
    return [
        Step(
            sector, size, _counted([one.saw for one, _ in found]), _counted([one.asked for one, _ in found]),
            sum(one.bid for one, _ in found), sum(one.bid and one.name in to.shortlisted for one, to in found),
            sum(one.name in to.winners for one, to in found),
        )
        for (sector, size), found in sorted(groups.items(), key=lambda one: (one[0][0], order.index(one[0][1])))
    ]  # fmt: skip


def _counted(said: Sequence[bool | None]) -> int | None:
    return None if any(one is None for one in said) else sum(bool(one) for one in said)


@dataclass(frozen=True)
class Share:
    """What part of a competition's cost goes to small and to voluntary providers, in percent, beside the ring-fence."""

    contest: str
    small: Fraction
    voluntary: Fraction
    size_unknown: Fraction
    ring_fence: int | None

    @property
    def is_kept(self) -> bool | None:
        """Whether the ring-fence was kept; None where there is none, or where the size of too many is not known to say."""
        if self.ring_fence is None:
            return None
        if self.small >= self.ring_fence:
            return True
        return False if self.small + self.size_unknown < self.ring_fence else None


def shares(contests: Iterable[Contest]) -> list[Share]:
    """The shares of each competition in which anything was chosen; what stays in-house is part of its cost."""
    found = []
    for contest in contests:
        cost = contest.kept_in_house + sum(one.price for one in contest.taken)
        if cost:
            small = Fraction(100 * _of(contest, lambda one: one.size is Size.SMALL), cost)
            voluntary = Fraction(100 * _of(contest, lambda one: one.sector == VOLUNTARY), cost)
            unknown = Fraction(100 * _of(contest, lambda one: one.size is None), cost)
            found.append(Share(contest.name, small, voluntary, unknown, contest.ring_fence))
    return found


def _of(contest: Contest, wanted: Callable[[Entrant], bool]) -> int:
    who = {one.name for one in contest.entrants if wanted(one)}
    return sum(one.price for one in contest.taken if one.bidder in who)
