"""What each bidder is told of packages not taken: the least change that would have won, in bands.

The exact distance would often be a rival's price (two single bids for one unit), so nobody is told more than a band.
"""

from __future__ import annotations

from dataclasses import dataclass

from .awards import Award
from .choosing import best_with, choose
from .offers import Objective, Offer, Package

BANDS = (1, 2, 5, 10, 20, 50)
"""Edges of the bands, in whole percent of the package's own price or quality."""


@dataclass(frozen=True)
class Change:
    """One package that was not taken and why; ``words`` says the least change that would have won, where one would."""

    package: Package
    words: str


def told(offer: Offer, award: Award, bidder: str) -> list[Change]:
    """For each package of a bidder that was not taken, what would have won, in the order of the bid."""
    own = [one for one in offer.packages if one.bidder == bidder and one not in award.taken]
    return [Change(one, _words(offer, award, one)) for one in own]


def _words(offer: Offer, award: Award, package: Package) -> str:
    floor = offer.limits.quality_floor
    if package.quality < floor:
        return (
            f"Its quality is {offer.points(package.quality)}. "
            f"At least {offer.points(floor)} was asked, so it was not considered."
        )
    reached = best_with(offer, package)
    if reached is None:
        return "No award that keeps the limits of the round can have it in it, whatever its price."
    behind = abs(award.steps[0].value - reached)
    if behind == 0:
        return _tied(offer, award, package)
    if offer.objective is Objective.COST:
        return f"It would have been taken at a price lower by {_band(behind, package.price)}."
    return f"It would have been taken with quality higher by {_band(behind, offer.quality_of(package))}."


def _tied(offer: Offer, award: Award, package: Package) -> str:
    other = choose(offer, among=package)
    pairs = zip(award.steps, other.steps, strict=False) if isinstance(other, Award) else ()
    settled = next((one.criterion for one, theirs in pairs if one.value != theirs.value), "the draw")
    return f"An award with it in it was as good. What settled it was the published rule of ties: {settled}."


def _band(behind: int, own: int) -> str:
    if own <= 0:
        return "some amount"
    share = behind * 100 / own
    below = [edge for edge in BANDS if edge < share]
    above = next((edge for edge in BANDS if edge >= share), None)
    if above is None:
        return f"more than {BANDS[-1]}%"
    return f"more than {below[-1]}% and at most {above}%" if below else f"at most {above}%"
