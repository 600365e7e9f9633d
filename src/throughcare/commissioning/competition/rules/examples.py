"""Made-up rounds that come with the software, so that a rule can be tried before there is a file of one's own."""

from __future__ import annotations

from importlib.resources import files

from .offers import Offer
from .reading import offer_from

EXAMPLE = "tees-services.yaml"
TWO_LOTS = "two-lots.yaml"
"""The case for packages at its smallest: two units that cost less together than the best two offers for one each."""


def example_text(name: str = EXAMPLE) -> str:
    """A made-up round as it stands in its file."""
    return files(__package__).joinpath("rounds", name).read_text(encoding="utf-8")


def example(name: str = EXAMPLE) -> Offer:
    """A made-up round."""
    return offer_from(example_text(name), name)
