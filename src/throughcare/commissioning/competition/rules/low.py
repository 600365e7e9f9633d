"""Which prices are so low that they are to be asked about, and what may become of one: none is rejected before its bidder could answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from statistics import median_low
from typing import Any

import yaml

from throughcare.foundation.kernel import Clause, Edition, Period, Refused, edition_on

from .offers import Offer, Package


@dataclass(frozen=True)
class Low:
    """An edition: how many percent below is low, of how many others a middle is taken, and how long a bidder has to answer.

    ``rejecting`` says by regime under what a price that was asked about may be rejected.
    """

    percent_below: int
    others: int
    days_to_answer: int
    clause: Clause
    rejecting: Mapping[str, Clause]
    basis: str

    def rejects_under(self, regime: str) -> Clause:
        """Under what a price may be rejected in a competition of a regime."""
        return self.rejecting.get(regime) or self.rejecting["otherwise"]


class Ruled(StrEnum):
    """What the buyer decided of a price that was asked about."""

    KEPT = "kept"
    REJECTED = "rejected"


@dataclass(frozen=True)
class LowPrice:
    """A package that asks far less than what it is held against, in pence, with what that is in words."""

    package: Package
    against: int
    what: str

    @property
    def percent_below(self) -> int:
        """How many whole percent it is below."""
        return 100 * (self.against - self.package.price) // self.against


@lru_cache(maxsize=1)
def low_editions() -> tuple[Edition[Low], ...]:
    """Every edition, oldest first."""
    text = files(__package__).joinpath("editions", "low.yaml").read_text("utf-8")
    return tuple(_edition(one) for one in yaml.safe_load(text))


def _edition(one: Mapping[str, Any]) -> Edition[Low]:
    rejecting = {
        regime: Clause(said["source"], said["paragraph"]) for regime, said in one["rejecting"].items()
    }
    table = Low(
        one["percent_below"], one["others"], one["days_to_answer"], Clause(one["source"], one["paragraph"]), rejecting, one["basis"]
    )  # fmt: skip
    return Edition(f"low prices from {one['from']}", Period(one["from"], one["until"]), table)


def check_answer_by(rule: Low, answer_by: date, on: date) -> None:
    """Refuse a day to answer by that gives a bidder fewer days than the edition does."""
    first = on + timedelta(days=rule.days_to_answer)
    if answer_by < first:
        raise Refused(
            f"A bidder has {rule.days_to_answer} days at least to say how it can be done for its price: not before {first:%-d %B %Y}.",
            field="answer_by",
        )


def check_may_rule(*, answered: bool, answer_by: date, on: date) -> None:
    """Refuse to keep or reject a price while its bidder has time left and has not answered: the last day is theirs."""
    if not answered and on <= answer_by:
        raise Refused(
            f"The bidder has not answered, and has until {answer_by:%-d %B %Y}. Decide once it has, or after that day."
        )


def check_none_open(asked: int) -> None:
    """Refuse to decide an award while a question about a price is open."""
    if asked:
        many = "1 question about a price is" if asked == 1 else f"{asked} questions about prices are"
        raise Refused(f"{many} open: say of each price whether it is kept or rejected before you decide.")


def low_prices(offer: Offer, on: date) -> list[LowPrice]:
    """The packages of a round that ask abnormally little by the edition of a day, the furthest below first."""
    rule = edition_on(low_editions(), on).table
    held = [_held(one, offer, rule) for one in offer.packages]
    low = [
        one
        for one in held
        if one is not None and 100 * one.package.price <= (100 - rule.percent_below) * one.against
    ]
    return sorted(low, key=lambda one: (-one.percent_below, one.package.bidder, one.package.name))


def _held(package: Package, offer: Offer, rule: Low) -> LowPrice | None:
    """A package with what its price is held against; None where there is nothing to hold it against."""
    kept = [offer.unit[name].in_house for name in package.units]
    if all(kept):
        against = sum(one.price for one in kept if one)
        return LowPrice(package, against, "what was published as the cost in-house") if against else None
    others = _others(package, offer.packages)
    if len(others) < rule.others or not (middle := median_low(others)):
        return None
    return LowPrice(package, middle, f"the middle of what {len(others)} others ask for the same")


def _others(package: Package, packages: Sequence[Package]) -> list[int]:
    """The least that each other bidder asks for the very same units, in pence."""
    least: dict[str, int] = {}
    for one in packages:
        if one.units == package.units and one.bidder != package.bidder:
            least[one.bidder] = min(one.price, least.get(one.bidder, one.price))
    return list(least.values())
