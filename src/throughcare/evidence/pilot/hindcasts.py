"""Hindcasts: what was published and must come out without being put in. Each is run blind; a miss stays where it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

import numpy as np

from .assumptions import assumptions_on
from .mixing import WEEKS_A_MONTH, chances, cumulated
from .wedge import SIX_OFFICES, power

ON: Final = date(2026, 10, 5)


class Verdict(StrEnum):
    """What came of a hindcast."""

    HIT = "hit"
    MISS = "miss"
    INPUT = "cannot be one here"
    NOT_RUN = "not run"


@dataclass(frozen=True)
class Hindcast:
    """One published outcome: what it was, what came out, and the verdict with its reason."""

    name: str
    what: str
    published: str
    found: str
    verdict: Verdict
    because: str


@dataclass(frozen=True)
class _Asked:
    """A published outcome and how it is asked of the pilot; None where it cannot be."""

    name: str
    what: str
    published: str
    ask: Callable[[], tuple[str, Verdict, str]]


def _says(verdict: Verdict, because: str) -> Callable[[], tuple[str, Verdict, str]]:
    return lambda: ("", verdict, because)


MONEY: Final = "the pilot settles no contract yet"


def interim_curve() -> list[float]:
    """The share proven to reoffend 8, 11, 14 and 17 months after a quarter's cohort closed, scaled to 43 at the last.

    Entry is even over the quarter, an offence counts in its first year, and it is proven after the weeks assumed.
    """
    assumed = assumptions_on(ON).table
    values = {name: one.value for name, one in assumed.values.items()}
    again = 1 - np.exp(-cumulated(assumed.hazard, chances(values)))
    shares = []
    for months in (8, 11, 14, 17):
        since = (months + np.array([0.5, 1.5, 2.5])) * WEEKS_A_MONTH - values["lag_weeks"]
        weeks = np.clip(since, 0, 52)
        shares.append(float(np.mean([again[:, int(week)].mean() for week in weeks])))
    return [43 * share / shares[-1] for share in shares]


def _interim() -> tuple[str, Verdict, str]:
    found, published = interim_curve(), (33, 39, 42, 43)
    off = [one - other for one, other in zip(found, published, strict=True)]
    near = all(abs(by) <= 1.5 for by in off)
    said = ", ".join(f"{one:.0f}" for one in found)
    worst = max(off, key=abs)
    verdict = Verdict.HIT if near else Verdict.MISS
    return (
        said,
        verdict,
        f"the furthest is {worst:+.1f} points and each may be 1.5 off; months are counted from the close of the quarter",
    )


def _six_offices() -> tuple[str, Verdict, str]:
    found = power(SIX_OFFICES)
    verdict = Verdict.HIT if 0.2 <= found <= 0.6 else Verdict.MISS
    return (
        f"power {found:.2f}",
        verdict,
        "0.2 to 0.6 may be; the level and what offices differ by are assumed",
    )


def _flat_zone() -> tuple[str, Verdict, str]:
    from throughcare.commissioning.contracts.rules.schemes import scheme
    from throughcare.evidence.outcomes.laboratory.files import assumed_caseload
    from throughcare.evidence.outcomes.laboratory.flat_zone import flat_zone, payment_curve

    given = assumed_caseload()
    zone = flat_zone(payment_curve(given.trial(scheme("transforming-rehabilitation")[0].table)))
    if zone is None:
        return "no flat zone", Verdict.MISS, "2.5 to 3.5 points either way may be"
    ends = (-zone.low, zone.high)
    verdict = Verdict.HIT if all(2.5 <= end <= 3.5 for end in ends) else Verdict.MISS
    return (
        f"{zone.low:+.1f} to {zone.high:+.1f}",
        verdict,
        "2.5 to 3.5 points either way may be; in the payment laboratory",
    )


ASKED: Final[Sequence[_Asked]] = (
    _Asked("H1", "weighted volume after 2014", "16% to 48% below what was planned", _says(Verdict.NOT_RUN, "no mix of orders by area and year is published to put in")),
    _Asked("H2", "companies that forecast a loss", "14 of 21", _says(Verdict.NOT_RUN, MONEY)),
    _Asked("H3", "their loss together", "£443 million", _says(Verdict.NOT_RUN, MONEY)),
    _Asked("H4", "paid by December 2020", "£2.3 billion", _says(Verdict.NOT_RUN, MONEY)),
    _Asked("H5", "binary and frequency together", "2.5 points fewer, 22% more each", _says(Verdict.NOT_RUN, "providers' effort does not follow their payment in it yet")),
    _Asked("H6", "the flat zone of a quarterly payment", "3 points fewer to 3 more", _flat_zone),
    _Asked("H7", "the interim curve of one cohort", "33, 39, 42, 43 in 100 at 8, 11, 14, 17 months", _interim),
    _Asked("H8", "Peterborough's first cohort", "142 against 155 events in 100", _says(Verdict.NOT_RUN, "no service after short sentences is in it yet")),
    _Asked("H9", "a trial over six offices", "a fifth fewer, not significant", _six_offices),
    _Asked("H10", "1,700 people by about 20 staff", "85 for each", _says(Verdict.NOT_RUN, "no figure of what came of it was published to set against it")),
    _Asked("H11", "breaches referred in 8 working days", "86.6% to 92.7%", _says(Verdict.INPUT, "the figure is what the pilot is told")),
    _Asked("H12", "reports to courts in a year", "163,799 falling to 103,004", _says(Verdict.INPUT, "to be read as an input, and no report is in it yet")),
)  # fmt: skip


def hindcasts() -> list[Hindcast]:
    """Every visible hindcast with what came out."""
    found = []
    for asked in ASKED:
        out, verdict, because = asked.ask()
        found.append(Hindcast(asked.name, asked.what, asked.published, out, verdict, because))
    return found


def in_markdown(found: Sequence[Hindcast]) -> str:
    """The table as a document has it."""
    rows = [
        f"| {h.name} | {h.what} | {h.published} | {h.found or 'nothing'} | {h.verdict} | {h.because} |"
        for h in found
    ]
    head = "| | what | published | came out | verdict | why |\n|---|---|---|---|---|---|"
    return "\n".join([head, *rows])
