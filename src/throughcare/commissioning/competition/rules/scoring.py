"""Scores bids by a published formula, in exact decimals, and warns where the order of two hangs on a third."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from throughcare.foundation.kernel import Refused

HUNDRED = Decimal(100)
_PLACES = Decimal("0.01")


class Formula(StrEnum):
    """How a price becomes points."""

    RELATIVE = "lowest price divided by the price"
    BENCHMARK = "distance from a published benchmark"
    PER_POINT = "price for each point of quality"


@dataclass(frozen=True)
class Criterion:
    """One criterion of quality: its weight in whole points of 100, and the least score it must reach."""

    name: str
    weight: int
    least: Decimal = Decimal(0)


@dataclass(frozen=True)
class Scale:
    """The published way of scoring: criteria, the weight of price, the highest score, and the least quality over all.

    ``benchmark`` is a price in pence, needed by the formula that measures from it.
    """

    criteria: tuple[Criterion, ...]
    price_weight: int
    formula: Formula
    highest: Decimal = Decimal(5)
    least_quality: Decimal = Decimal(0)
    benchmark: int | None = None


@dataclass(frozen=True)
class Tender:
    """One bid as scored: a score for each criterion by name, and a price in pence, above nothing."""

    bidder: str
    scores: Mapping[str, Decimal]
    price: int


@dataclass(frozen=True)
class Scored:
    """A bid's points: of quality, of price and together, to two places; ``out`` says why it is not in the order, if so."""

    bidder: str
    quality: Decimal
    price: Decimal
    total: Decimal
    out: str = ""


@dataclass(frozen=True)
class Reversal:
    """Two bids whose order turns when a third is not there."""

    without: str
    first: str
    then_first: str


def check_weights(weights: Mapping[str, int], between: Mapping[str, tuple[int, int]] | None = None) -> None:
    """Refuse weights that are not whole points coming to 100, or that a framework's own limits (both in) do not allow."""
    for name, weight in weights.items():
        least, most = (between or {}).get(name, (1, 100))
        if not least <= weight <= most:
            raise Refused(f"{name} weighs {weight}; expected {least} to {most}", field=name)
    if sum(weights.values()) != HUNDRED:
        raise Refused(f"the weights come to {sum(weights.values())}; expected 100")


def check_scale(scale: Scale) -> None:
    """Refuse a scale whose weights are not whole points that come to 100, or that lacks what its formula needs."""
    check_weights({**{one.name: one.weight for one in scale.criteria}, "price": scale.price_weight})
    if scale.formula is Formula.BENCHMARK and not scale.benchmark:
        raise Refused("this formula needs a benchmark price", field="benchmark")


def score(scale: Scale, tenders: Sequence[Tender]) -> list[Scored]:
    """Every bid with its points, best first; those out of the order last, each with its reason."""
    check_scale(scale)
    measured = [(one, _quality(scale, one), _out(scale, one)) for one in tenders]
    inside = [one for one, _, out in measured if not out]
    lowest = min((one.price for one in inside), default=0)
    found = [_scored(scale, one, quality, out, lowest) for one, quality, out in measured]
    if scale.formula is Formula.PER_POINT:
        return sorted(found, key=lambda one: (bool(one.out), one.price, one.bidder))
    return sorted(found, key=lambda one: (bool(one.out), -one.total, one.bidder))


def reversals(scale: Scale, tenders: Sequence[Tender]) -> list[Reversal]:
    """Where who is first hangs on a bid that does not win being there at all."""
    first = _first(scale, tenders)
    others = [one for one in tenders if one.bidder != first]
    without = [(gone, _first(scale, [one for one in tenders if one != gone])) for gone in others]
    return [Reversal(gone.bidder, first, then) for gone, then in without if then != first]


def _first(scale: Scale, tenders: Sequence[Tender]) -> str:
    return next((one.bidder for one in score(scale, tenders) if not one.out), "")


def points(criteria: Sequence[Criterion], highest: Decimal, scores: Mapping[str, Decimal]) -> Decimal:
    """Points of quality, of the points that the criteria weigh together; a criterion that was not scored adds none."""
    return sum((one.weight * scores.get(one.name, Decimal(0)) / highest for one in criteria), Decimal(0))


def below(criteria: Sequence[Criterion], highest: Decimal, scores: Mapping[str, Decimal]) -> str:
    """The first criterion that puts a bid out, in words: not scored, off the scale, or below its least; empty where none does."""
    for one in criteria:
        given = scores.get(one.name)
        if given is None:
            return f"{one.name} was not scored"
        if not 0 <= given <= highest:
            return f"{one.name} is scored {given}; the scale runs from 0 to {highest}"
        if given < one.least:
            return f"{one.name} is scored {given}; at least {one.least} was asked"
    return ""


def _quality(scale: Scale, tender: Tender) -> Decimal:
    """Points of quality, of the points that quality has."""
    return points(scale.criteria, scale.highest, tender.scores)


def _out(scale: Scale, tender: Tender) -> str:
    missed = below(scale.criteria, scale.highest, tender.scores)
    if missed:
        return missed
    if _quality(scale, tender) < scale.least_quality:
        return f"quality comes to {_quality(scale, tender).quantize(_PLACES)}; at least {scale.least_quality} was asked"
    return "" if tender.price > 0 else "there is no price above nothing"


def _scored(scale: Scale, tender: Tender, quality: Decimal, out: str, lowest: int) -> Scored:
    price = Decimal(0) if out else _price(scale, tender, quality, lowest)
    return Scored(tender.bidder, _rounded(quality), _rounded(price), _rounded(quality + price), out)


def _price(scale: Scale, tender: Tender, quality: Decimal, lowest: int) -> Decimal:
    weight, price = Decimal(scale.price_weight), Decimal(tender.price)
    if scale.formula is Formula.RELATIVE:
        return weight * lowest / price
    if scale.formula is Formula.BENCHMARK:
        benchmark = Decimal(scale.benchmark or 0)
        return max(Decimal(0), min(weight, weight * (2 * benchmark - price) / (2 * benchmark)))
    return price / 100 / quality if quality else Decimal("Infinity")


def _rounded(points: Decimal) -> Decimal:
    return points.quantize(_PLACES, ROUND_HALF_UP) if points.is_finite() else points
