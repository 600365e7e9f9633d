"""The bands in which ages are shown and compared, so that no figure is about a year of birth."""

from typing import Final

_BELOW: Final = (
    (18, "under 18"),
    (21, "18 to 20"),
    (25, "21 to 24"),
    (30, "25 to 29"),
    (40, "30 to 39"),
    (50, "40 to 49"),
)
_OLDEST: Final = "50 and over"


def age_band(age: float) -> str:
    """The band of an age in years."""
    return next((words for below, words in _BELOW if age < below), _OLDEST)
