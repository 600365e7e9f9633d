"""Reads a way of scoring and made-up bids from a file, so that it can be tried before it is published."""

from __future__ import annotations

import re
from decimal import Decimal
from importlib.resources import files

from throughcare.foundation.operating_model.rules.document import Place, open_document

from .entries import name_in, once, pence
from .reading import MOST_BIDDERS
from .scoring import Criterion, Formula, Scale, Tender

EXAMPLE = "scale.yaml"
_SCORE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")
_SCALE = ("highest", "least_quality", "benchmark")


def scale_from(text: str, name: str) -> tuple[Scale, tuple[Tender, ...]]:
    """The way of scoring and the bids in a YAML text; refused, with line, when it is not one."""
    top = open_document(text, name, expected="a way of scoring")
    part = Place(top.name, "the file", top.node).fields(
        ("criteria", "price_weight", "formula", "bids"), _SCALE
    )
    criteria = tuple(_criterion(one) for one in part["criteria"].items())
    once(part["criteria"], [one.name for one in criteria], "criterion")
    scale = Scale(
        criteria, part["price_weight"].whole_number(), part["formula"].choice(Formula),
        score_in(part["highest"]) if "highest" in part else Decimal(5),
        score_in(part["least_quality"]) if "least_quality" in part else Decimal(0),
        pence(part["benchmark"]) if "benchmark" in part else None,
    )  # fmt: skip
    if scale.highest <= 0:
        part["highest"].refuse("highest is 0; expected a score above nothing")
    items = part["bids"].items()
    if len(items) > MOST_BIDDERS:
        part["bids"].refuse(f"there are {len(items)} bids; expected at most {MOST_BIDDERS}")
    tenders = tuple(_tender(one, criteria) for one in items)
    once(part["bids"], [one.bidder for one in tenders], "bidder")
    return scale, tenders


def _criterion(place: Place) -> Criterion:
    part = place.fields(("criterion", "weight"), ("least",))
    least = score_in(part["least"]) if "least" in part else Decimal(0)
    return Criterion(name_in(part["criterion"]), part["weight"].whole_number(), least)


def _tender(place: Place, criteria: tuple[Criterion, ...]) -> Tender:
    part = place.fields(("bidder", "scores", "price"))
    given = part["scores"].fields((), [one.name for one in criteria])
    scores = {name: score_in(one) for name, one in given.items()}
    return Tender(name_in(part["bidder"]), scores, pence(part["price"]))


def score_in(place: Place) -> Decimal:
    """A score in figures, with two places at most."""
    said = place.text()
    if not _SCORE.fullmatch(said):
        place.refuse(f"{place.what} must be a score in figures, with two places at most; found “{said[:40]}”")
    return Decimal(said)


def scale_example_text() -> str:
    """The made-up way of scoring that comes with the software, as it stands in its file."""
    return files(__package__).joinpath("rounds", EXAMPLE).read_text(encoding="utf-8")


def scale_example() -> tuple[Scale, tuple[Tender, ...]]:
    """The made-up way of scoring and its bids."""
    return scale_from(scale_example_text(), EXAMPLE)
