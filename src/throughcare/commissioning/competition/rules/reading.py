"""Reads a round and its bids from a file; what is wrong is said once, with its line and what was expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from throughcare.commissioning.providers.rules.shares import PartTaken, Share, check_shares
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules.document import Place, each, open_document

from .bands import Bands, bands_in, beyond_in, check_beyond
from .entries import name_in, once, pence, up_to
from .evaluation_reading import answers_in, check_no_price, evaluation_in
from .offers import Bidder, InHouse, Limits, Objective, Offer, Package, Provision, Tie, Unit

T = TypeVar("T")
MOST_UNITS, MOST_BIDDERS, MOST_PACKAGES, MOST_PARTNERS, MOST_MINUTES = 60, 60, 1_000, 60, 600
_LIMITS = (
    "quality_floor", "most_units_each", "most_share_each", "small_share", "most_money", "provision",
)  # fmt: skip
_SEALED = ("package", "units", "price")
_TRIED = (*_SEALED, "quality")
_CONDITIONS = ("not_with", "only_with", "serves", "minutes", "bands")


def offer_from(text: str, name: str) -> Offer:
    """The round in a YAML text; ``name`` is the file's, for errors. Refused, with line, when it is not one."""
    top = open_document(text, name, expected="a round of competition")
    part = Place(top.name, "the round", top.node).fields(
        ("round", "units", "rule"), ("bids", "evaluation", "volumes")
    )
    units = _many(part["units"], _unit, MOST_UNITS)
    once(part["units"], [one.name for one in units], "unit")
    known = {one.name: one for one in units}
    bands = _bands(part["volumes"], units) if "volumes" in part else None
    rule = part["rule"].fields(("objective",), ("ties", *_LIMITS))
    bidders, packages = _bids(part.get("bids"), _Published(known, bands))
    return Offer(
        name_in(part["round"]), tuple(units), rule["objective"].choice(Objective), _limits(rule, set(known)),
        _ties(rule.get("ties")), tuple(bidders), tuple(packages),
        evaluation_in(part["evaluation"]) if "evaluation" in part else None, bands=bands,
    )  # fmt: skip


@dataclass(frozen=True)
class _Published:
    """What bids are read against: the units by name, and the bands of volume where there are any."""

    units: Mapping[str, Unit]
    bands: Bands | None

    def expected(self, names: Iterable[str]) -> int:
        """How many people a year are expected in these units."""
        return sum(self.units[name].expected or 0 for name in names)


def _bands(place: Place, units: Sequence[Unit]) -> Bands:
    found = bands_in(place)
    silent = sorted(one.name for one in units if not one.expected)
    if silent:
        place.refuse(
            f"{', '.join(silent)} {'does' if len(silent) == 1 else 'do'} not say how many people are expected; expected of every unit,"
            " as people: {least: 60, most: 120, expected: 90}"
        )
    return found


@dataclass(frozen=True)
class Bid:
    """What one bidder sends: who they are, their packages, and their answers by criterion, none where nothing is asked."""

    bidder: Bidder
    packages: tuple[Package, ...]
    answers: Mapping[str, str]


def bid_from(text: str, bidder: str, offer: Offer) -> Bid:
    """One bidder's bid in a YAML text, for a round; refused, with line, when it is not one.

    What its quality is, no bid says: evaluators score its answers, and until they have, the packages carry none.
    """
    top = open_document(text, "the bid", expected="a bid")
    asked = ("packages", "answers") if offer.evaluation else ("packages",)
    part = Place(top.name, "the bid", top.node).fields(asked, ("small", "most_units", "shares"))
    who, packages = _packages(part, bidder, _Published(offer.unit, offer.bands), _SEALED)
    if offer.evaluation is None:
        return Bid(who, tuple(packages), {})
    answers = answers_in(part["answers"], offer.evaluation)
    check_no_price(part["answers"], answers, [one.price for one in packages])
    return Bid(who, tuple(packages), answers)


def _many(place: Place, read: Callable[[Place], T], most: int) -> list[T]:
    items = place.items()
    if len(items) > most:
        place.refuse(f"{place.what} has {len(items):,} entries; expected at most {most:,}")
    return [read(one) for one in items]


def _unit(place: Place) -> Unit:
    part = place.fields(("unit",), ("title", "in_house", "in_house_quality", "weight", "need", "people"))
    if "in_house_quality" in part and "in_house" not in part:
        place.refuse("in_house_quality is given without in_house; expected both, or neither")
    kept = (
        InHouse(pence(part["in_house"]), up_to(part.get("in_house_quality"), 100) or 0)
        if "in_house" in part
        else None
    )
    weight = part["weight"].whole_number() if "weight" in part else 1
    people, expected = _people(part["people"]) if "people" in part else (None, None)
    return Unit(
        name_in(part["unit"]), part["title"].text() if "title" in part else "", kept, weight,
        part["need"].text() if "need" in part else "", people, expected,
    )  # fmt: skip


def _people(place: Place) -> tuple[tuple[int, int], int | None]:
    part = place.fields(("least", "most"), ("expected",))
    least, most = part["least"].whole_number(), part["most"].whole_number()
    if least >= most:
        place.refuse(
            f"{place.what} is from {least:,} to {most:,}; expected a range, from fewer people to more"
        )
    expected = part["expected"].whole_number() if "expected" in part else None
    if expected is not None and not least <= expected <= most:
        part["expected"].refuse(f"expected is {expected:,}; expected a number from {least:,} to {most:,}")
    return (least, most), expected


def _limits(rule: dict[str, Place], known: set[str]) -> Limits:
    return Limits(
        quality_floor=up_to(rule.get("quality_floor"), 100) or 0,
        most_units_each=up_to(rule.get("most_units_each"), MOST_UNITS),
        most_share_each=up_to(rule.get("most_share_each"), 100),
        small_share=up_to(rule.get("small_share"), 100),
        most_money=pence(rule["most_money"]) if "most_money" in rule else None,
        provision=tuple(_provision(one, known) for one in rule["provision"].items())
        if "provision" in rule
        else (),
    )


def _provision(place: Place, known: set[str]) -> Provision:
    part = place.fields(("group", "units", "at_least"), ("within",))
    units = _named(part["units"], known, "unit")
    least = up_to(part["at_least"], len(units)) or 0
    return Provision(part["group"].text(), units, least, up_to(part.get("within"), MOST_MINUTES))


def _ties(place: Place | None) -> tuple[Tie, ...]:
    if place is None:
        return ()
    found = [one.choice(Tie) for one in place.one_or_more()]
    once(place, found, "tie rule")
    return tuple(found)


def _bids(place: Place | None, known: _Published) -> tuple[list[Bidder], list[Package]]:
    if place is None:
        return [], []
    read = _many(place, lambda one: _bid(one, known), MOST_BIDDERS)
    once(place, [bidder.name for bidder, _ in read], "bidder")
    packages = [package for _, of in read for package in of]
    if len(packages) > MOST_PACKAGES:
        place.refuse(f"there are {len(packages):,} packages; expected at most {MOST_PACKAGES:,}")
    return [bidder for bidder, _ in read], packages


def _bid(place: Place, known: _Published) -> tuple[Bidder, list[Package]]:
    part = place.fields(("bidder", "packages"), ("small", "most_units", "shares"))
    return _packages(part, name_in(part["bidder"]), known, _TRIED)


def _packages(
    part: dict[str, Place], bidder: str, known: _Published, asked: tuple[str, ...]
) -> tuple[Bidder, list[Package]]:
    who = Bidder(
        bidder, "small" in part and part["small"].flag(), up_to(part.get("most_units"), MOST_UNITS),
        _shares(part.get("shares")),
    )  # fmt: skip
    items = part["packages"].items()
    own = {one.fields(asked, _CONDITIONS)["package"].text() for one in items}
    packages = [_package(one, bidder, known, own, asked) for one in items]
    once(part["packages"], [one.name for one in packages], "package")
    return who, packages


def _shares(place: Place | None) -> tuple[Share, ...]:
    if place is None:
        return ()
    shares = tuple(_many(place, _share, MOST_PARTNERS))
    try:
        check_shares(shares)
    except Refused as refusal:
        place.refuse(refusal.because)
    return shares


def _share(place: Place) -> Share:
    part = place.fields(("who", "part", "percent"))
    return Share(name_in(part["who"]), part["part"].choice(PartTaken), up_to(part["percent"], 100) or 0)


def _package(place: Place, bidder: str, known: _Published, own: set[str], asked: tuple[str, ...]) -> Package:
    part = place.fields(asked, _CONDITIONS)
    name = name_in(part["package"])
    others = {
        key: _named(part[key], own - {name}, f"other package of {bidder}") if key in part else frozenset()
        for key in ("not_with", "only_with")
    }
    units, price = _named(part["units"], set(known.units), "unit"), pence(part["price"])
    beyond = beyond_in(part.get("bands"), place, known.bands)
    check_beyond(part.get("bands"), beyond, known.bands, price, known.expected(units))
    return Package(
        name, bidder, units, price, up_to(part.get("quality"), 100) or 0, others["not_with"], others["only_with"],
        each(part["serves"], lambda one: one.text()) if "serves" in part else frozenset(),
        up_to(part.get("minutes"), MOST_MINUTES), beyond,
    )  # fmt: skip


def _named(place: Place, known: set[str], what: str) -> frozenset[str]:
    def read(one: Place) -> str:
        said = one.text()
        if said not in known:
            one.refuse(f"“{said}” is not a {what} here; expected {', '.join(sorted(known)) or 'none'}")
        return said

    return each(place, read)
