"""Red, amber and green: of whom a rating is given, what each means on a day, and in which order they are looked at."""

from __future__ import annotations

from datetime import date

from throughcare.foundation.kernel import Refused

from .moves import IN_FORCE
from .terms import integrated_terms
from .words import Rating, SelectionState

# Whoever is not rated is not known to be well: they stand before the greens.
_ORDER = (Rating.RED, Rating.AMBER, None, Rating.GREEN)


def check_rates(state: SelectionState) -> None:
    """Refuse to rate somebody who is not selected."""
    if state not in IN_FORCE:
        raise Refused(f"This is {state}: a rating is given of somebody who is selected.")


def rating_words(rating: Rating, on: date) -> str:
    """What a rating means by the terms of a day."""
    return integrated_terms(on).table.ratings[rating]


def in_order_of_rating(rating: Rating | None) -> int:
    """Where a rating stands in a list: reds first, greens last, and whoever is not rated before the greens."""
    return _ORDER.index(rating)
