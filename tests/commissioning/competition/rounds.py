"""Rounds of competition for the tests of its rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, combinations
from typing import TypeVar

from hypothesis import strategies as st

from throughcare.commissioning.competition.rules import (
    Bidder,
    InHouse,
    Limits,
    Objective,
    Offer,
    Package,
    Provision,
    Tie,
    Unit,
)

TWO_LOTS = """
round: Two units and a package
units:
  - {unit: North}
  - {unit: South}
rule: {objective: lowest cost}
bids:
  - bidder: Ash
    packages:
      - {package: A1, units: [North], price: 100000, quality: 70}
      - {package: A2, units: [South], price: 120000, quality: 70}
  - bidder: Birch
    packages:
      - {package: B1, units: [North], price: 110000, quality: 70}
      - {package: B2, units: [South], price: 100000, quality: 70}
      - {package: B3, units: [North, South], price: 180000, quality: 70}
"""
"""The best single bids come to 200,000 and one package to 180,000, as in the published case."""

T = TypeVar("T")
NAMES = ("N", "S", "E", "W")
WANTED = Provision("women", frozenset("NS"), 1)


@st.composite
def offers(draw: st.DrawFn, most: int = 7) -> Offer:
    """Small rounds of every kind: few units, few packages, limits that do and do not bind."""
    names = NAMES[: draw(st.integers(1, 4))]
    units = tuple(
        Unit(name, "", draw(st.none() | st.builds(InHouse, st.integers(0, 60), st.integers(0, 100))), draw(st.integers(1, 3)))
        for name in names
    )  # fmt: skip
    bidders = tuple(
        Bidder(name, draw(st.booleans()), draw(st.none() | st.integers(1, 3)))
        for name in ("Ash", "Birch", "Cedar")
    )
    packages = [draw(_package(names, n)) for n in range(draw(st.integers(0, most)))]
    return Offer(
        "a round", units, draw(st.sampled_from(Objective)), draw(_limits()),
        tuple(draw(st.lists(st.sampled_from(Tie), unique=True, max_size=2))), bidders,
        tuple(_joined(draw, packages)),
    )  # fmt: skip


@st.composite
def _package(draw: st.DrawFn, names: tuple[str, ...], number: int) -> Package:
    held = draw(st.sets(st.sampled_from(names), min_size=1))
    bidder = draw(st.sampled_from(("Ash", "Birch", "Cedar")))
    price = draw(st.integers(0, 50) | st.sampled_from((10, 20)))
    serves = draw(st.sampled_from(((), ("women",))))
    return Package(
        f"P{number}", bidder, frozenset(held), price, draw(st.sampled_from((40, 60, 61, 100))), serves=frozenset(serves),
        minutes=draw(st.sampled_from((None, 0, 30, 31))),
    )  # fmt: skip


@st.composite
def _limits(draw: st.DrawFn) -> Limits:
    share = st.none() | st.sampled_from((0, 20, 50, 100))
    return Limits(
        draw(st.sampled_from((0, 60))), draw(st.none() | st.integers(1, 3)), draw(share), draw(share),
        draw(st.none() | st.integers(0, 120)), draw(st.sampled_from(((), (WANTED,), (replace(WANTED, within=30),)))),
    )  # fmt: skip


def _joined(draw: st.DrawFn, packages: list[Package]) -> Iterable[Package]:
    for one in packages:
        own = [other.name for other in packages if other.bidder == one.bidder and other is not one]
        names = st.frozensets(st.sampled_from(own), max_size=1) if own else st.just(frozenset[str]())
        yield replace(one, not_with=draw(names), only_with=draw(names)) if draw(st.booleans()) else one


def sets_of(offer: Offer) -> Iterable[tuple[tuple[Package, ...], tuple[Unit, ...]]]:
    """Every set of packages and of units in-house there is, lawful or not."""
    kept = [unit for unit in offer.units if unit.in_house]
    return (
        (taken, inside)
        for taken in _some(offer.packages)
        for inside in _some(kept)
        if _once(offer, taken, inside)
    )


def _some(of: Iterable[T]) -> Iterable[tuple[T, ...]]:
    every = list(of)
    return chain.from_iterable(combinations(every, n) for n in range(len(every) + 1))


def _once(offer: Offer, taken: Iterable[Package], inside: Iterable[Unit]) -> bool:
    named = [name for one in taken for name in one.units] + [unit.name for unit in inside]
    return sorted(named) == sorted(unit.name for unit in offer.units)
