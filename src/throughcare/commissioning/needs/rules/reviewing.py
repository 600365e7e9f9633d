"""What became of a need since an intention cited it: the share that nobody takes on, then and now, by their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from throughcare.foundation.kernel import Clause, Finding, Refused

OURS = Clause("commissioning intentions, review", "a later figure of the same need, assumed")


class Became(StrEnum):
    """What became of the share of a need that nobody takes on."""

    SMALLER = "a smaller share is taken on by nobody"
    LARGER = "a larger share is taken on by nobody"
    ALIKE = "no difference that can be told from chance"
    WITHHELD = "too few to say"


def became(then: Sequence[float] | None, now: Sequence[float] | None) -> Became:
    """The share with its interval (value, low, high) when it was cited, and now; None is withheld. Intervals that touch tell nothing apart."""
    if then is None or now is None:
        return Became.WITHHELD
    if now[2] < then[1]:
        return Became.SMALLER
    return Became.LARGER if now[1] > then[2] else Became.ALIKE


def check_later(cited: date | None, latest: date | None) -> None:
    """Refuse to end a review before a later figure of the need was published than the one that was cited."""
    if latest is None or (cited is not None and latest <= cited):
        raise Refused(
            "No later figure of this need was published than the one it cites: a review rests on one."
        )


def review(
    cited: date | None, latest: date | None, then: Sequence[float] | None, now: Sequence[float] | None
) -> Finding:
    """What a review finds of the need; refused without a later figure."""
    check_later(cited, latest)
    return Finding("review", OURS, became(then, now).value)
