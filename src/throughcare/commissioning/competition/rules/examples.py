"""A made-up round that comes with the software, so that a rule can be tried before there is a file of one's own."""

from __future__ import annotations

from importlib.resources import files

from .offers import Offer
from .reading import offer_from

EXAMPLE = "tees-services.yaml"


def example_text() -> str:
    """The made-up round as it stands in its file."""
    return files(__package__).joinpath("rounds", EXAMPLE).read_text(encoding="utf-8")


def example() -> Offer:
    """The made-up round."""
    return offer_from(example_text(), EXAMPLE)
