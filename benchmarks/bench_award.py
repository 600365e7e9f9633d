"""An award among packages that bidders put together: 25 units, 12 bidders, 500 packages; proved, and checked without the solver.

Then what the page that tries an award does besides, at the 100 packages that it takes at most and at 500: offers for one unit each, and what
each bidder is told.
"""

from __future__ import annotations

import random
import time
from dataclasses import replace

from throughcare.commissioning.competition.rules import (
    Award,
    Bidder,
    InHouse,
    Limits,
    Offer,
    Package,
    Tie,
    Unit,
    check,
    choose,
    told,
)

UNITS, BIDDERS, PACKAGES, SEEDS = 25, 12, 500, range(5)


def a_round(seed: int, *, limited: bool) -> Offer:
    """A made-up round: packages of one to five units beside one another or far apart, cheaper the more they hold."""
    chance = random.Random(seed)
    units = tuple(Unit(f"U{n:02}", "", InHouse(chance.randint(80, 150) * 100_000, 60)) for n in range(UNITS))
    bidders = tuple(Bidder(f"B{n:02}", n % 3 == 0, chance.choice([None, 8])) for n in range(BIDDERS))
    packages = tuple(_package(chance, units, bidders, n) for n in range(PACKAGES))
    limits = Limits(55, 10, 30 if limited else None, 20 if limited else None)
    return Offer(
        f"round {seed}",
        units,
        limits=limits,
        ties=(Tie.QUALITY, Tie.SMALL),
        bidders=bidders,
        packages=packages,
    )


def _package(
    chance: random.Random, units: tuple[Unit, ...], bidders: tuple[Bidder, ...], number: int
) -> Package:
    many, start = chance.choice([1, 1, 2, 2, 3, 4, 5]), chance.randrange(UNITS)
    beside = [units[(start + n) % UNITS] for n in range(many)]
    held = beside if chance.random() < 0.7 else chance.sample(units, many)
    usual = sum(unit.in_house.price for unit in held if unit.in_house)
    price = int(usual * chance.uniform(0.75, 1.1) * (1 - 0.02 * many))
    names = frozenset(unit.name for unit in held)
    return Package(f"P{number}", chance.choice(bidders).name, names, price, chance.randint(50, 95))


def main() -> None:
    """Print, for each round, seconds by the clock to choose and to check, and whether both proved it."""
    print(f"{UNITS} units, {BIDDERS} bidders, {PACKAGES} packages; aim 10 s")
    for limited in (False, True):
        for seed in SEEDS:
            offer = a_round(seed, limited=limited)
            start = time.perf_counter()
            award = choose(offer)
            chosen = time.perf_counter()
            assert isinstance(award, Award)
            checked = check(offer, award)
            print(
                f"round {seed}{' with shares' if limited else ''}: {chosen - start:.2f} s to choose, "
                f"proved {award.is_proved}; {time.perf_counter() - chosen:.2f} s to check, proved {checked.is_proved}"
            )
    for many in (100, PACKAGES):
        for limited in (False, True):
            as_the_page(many, limited=limited)


def as_the_page(many: int, *, limited: bool) -> None:
    """Print seconds by the clock of each thing that the page shows, of one round cut to so many packages."""
    whole = a_round(0, limited=limited)
    offer = replace(whole, packages=whole.packages[:many])
    start = time.perf_counter()
    award = choose(offer)
    chosen = time.perf_counter()
    assert isinstance(award, Award)
    choose(replace(offer, packages=tuple(one for one in offer.packages if len(one.units) == 1)))
    alone = time.perf_counter()
    changes = sum(len(told(offer, award, bidder.name)) for bidder in offer.bidders)
    print(
        f"{many} packages{' with shares' if limited else ''}: {chosen - start:.2f} s to choose, {alone - chosen:.2f} s for one unit each, "
        f"{time.perf_counter() - alone:.2f} s to tell of {changes} that were not taken"
    )


if __name__ == "__main__":
    main()
