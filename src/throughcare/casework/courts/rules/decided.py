"""What the law of a day decides about a sentence beyond the court's own lengths, each said with its clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from throughcare.foundation.kernel import Finding

from .law import repeal_of, single_rule
from .release import STANDARD, supervised_until, unpaid_work_by
from .words import SentenceKind

_SUPERVISION: Final = "supervision_after_sentence"
_WORK: Final = "unpaid_work_within"


@dataclass(frozen=True)
class Term:
    """A sentence as that law asks about it: its kind, its run's first and last day, its release, and the offence's day.

    None: not known, or there is none.
    """

    kind: SentenceKind
    first: date
    last: date | None
    released: date | None
    offence: date | None


def supervision_after(term: Term, *, on: date) -> Finding | None:
    """Whether supervision follows a standard term, by the law as it stands on a day; None where that law never did."""
    if term.kind not in STANDARD or term.last is None or term.released is None:
        return None
    repeal = repeal_of(_SUPERVISION, on)
    if repeal is not None:
        return Finding(_SUPERVISION, repeal, "none follows: supervision after sentence was repealed")
    told = single_rule(_SUPERVISION, on)
    if told is None:
        return None
    until = supervised_until(term.released, term.first, term.last, term.offence, on=on)
    if until is None:
        return Finding(
            _SUPERVISION, told[1], "none follows a sentence of this length, or for an offence of that day"
        )
    because = f"until {until:%-d %B %Y}"
    if term.offence is None:
        because += ", taking the offence, whose day is not known, as one of after that law began"
    return Finding(_SUPERVISION, told[1], because)


def hours_to_work_by(made: date, *, on: date) -> Finding | None:
    """By when the hours of unpaid work of an order are to be worked, by the law as it stands on a day."""
    repeal = repeal_of(_WORK, on)
    if repeal is not None:
        return Finding(_WORK, repeal, "on any day: the limit of time was repealed")
    told, last = single_rule(_WORK, on), unpaid_work_by(made, on=on)
    if told is None or last is None:
        return None
    return Finding(_WORK, told[1], f"by {last:%-d %B %Y}, unless the court says longer")
