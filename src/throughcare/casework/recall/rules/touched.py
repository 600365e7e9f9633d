"""Which sentences a recall touches, and whether its days can be so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from throughcare.foundation.kernel import Clause, Finding, Refused

from .dates import Away

K = TypeVar("K")
CLAUSE = Clause("Recording a recall decision", "the rule of the service that records recalls on sentences")


@dataclass(frozen=True)
class OnLicence(Generic[K]):
    """A sentence of custody: its run of terms, its court case, whether anybody was released from it (None: not known), and its last day."""

    key: K
    run: object
    court_case: str
    released: bool | None
    expires: date | None


@dataclass(frozen=True)
class Touched(Generic[K]):
    """A sentence that a recall touches, and why."""

    key: K
    finding: Finding


def sentences_touched(sentences: Sequence[OnLicence[K]], revoked: date) -> tuple[Touched[K], ...]:
    """The sentences whose licence has not run out on the day, all in one run with them, and all of their court cases; in their order.

    One that nobody was released from yet is not on licence. Whether somebody was is not known: it counts as released, for a
    sentence left out would run on beside the recall.
    """
    able = [one for one in sentences if one.released is not False]
    running = {one.key for one in able if one.expires is None or one.expires >= revoked}
    runs = {one.run for one in able if one.key in running}
    cases = {one.court_case for one in able if one.key in running and one.court_case}
    found = []
    for one in able:
        if one.key in running:
            because = (
                "its last day is not known"
                if one.expires is None
                else f"its licence runs to {one.expires:%-d %B %Y}"
            )
        elif one.run in runs:
            because = "it is served in one run with a sentence whose licence has not run out"
        elif one.court_case in cases:
            because = "it is of the same court case as a sentence whose licence has not run out"
        else:
            continue
        found.append(Touched(one.key, Finding("sentences_touched", CLAUSE, because)))
    return tuple(found)


def check_touches(touched: Sequence[Touched[K]]) -> None:
    """Refuse a recall that touches nothing: nobody is on licence."""
    if not touched:
        raise Refused("No sentence of theirs is on licence, so there is nothing to recall them on.")


def check_days(revoked: date, returned: date | None, away: Iterable[Away]) -> None:
    """Refuse a return before the revocation, and a recall that lies within days already recorded as unlawfully at large."""
    if returned is not None and returned < revoked:
        raise Refused(f"They cannot be back before the licence was revoked, {revoked:%-d %B %Y}.", field="on")
    for one in away:
        if one.first < revoked <= one.last or (returned is not None and one.first <= returned <= one.last):
            raise Refused(
                f"{one.first:%-d %B %Y} to {one.last:%-d %B %Y} are recorded as unlawfully at large: these days overlap. "
                "Put one or the other right.",
                field="on",
            )
