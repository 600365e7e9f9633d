"""Hindcasts: what was published and must come out without being put in. Each is run blind; a miss stays where it is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

import numpy as np

from . import hindcast_contracts as then
from .assumptions import assumptions_on
from .doubting import at_luck
from .hindcast_contracts import ON
from .hindcast_effort import followed
from .mixing import WEEKS_A_MONTH, chances, cumulated
from .wedge import SIX_OFFICES, power

SHORT_SENTENCES_AGAIN: Final = 0.592
"""One-year share after custody under 12 months (cohort of April to June 2023): an input of the hindcast of Peterborough."""
RELEASED, LUCKS = 1000, 2000


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


def _volumes() -> tuple[str, Verdict, str]:
    least, most = sorted(100 * (1 - one) for one in then.volumes_of_2017())
    verdict = Verdict.HIT if abs(least - 16) <= 8 and abs(most - 48) <= 8 else Verdict.MISS
    why = "by sentences alone and by reports; no mix by area is published to put in, so all areas fall alike"
    return f"{least:.0f}% to {most:.0f}% below", verdict, why


def _companies_losing() -> tuple[str, Verdict, str]:
    found = []
    for fixed in (then.BELIEVED, then.AS_IT_WAS):
        kept, _ = then.company(fixed, known_to=2017)
        found.append(then.CONTRACTS * (kept.profit + then.RESCUE / then.CONTRACTS < 0))
    verdict = Verdict.HIT if 10 <= found[1] <= 18 else Verdict.MISS
    why = "with the fixed share of cost as believed, and as it was; all areas fall alike, so it is all or none; 10 to 18 may be"
    return f"{found[0]} and {found[1]} of 21", verdict, why


def _together() -> tuple[str, Verdict, str]:
    lost = [
        -then.CONTRACTS * then.company(fixed, known_to=2016)[0].profit / 1e6
        for fixed in (then.BELIEVED, then.AS_IT_WAS)
    ]
    verdict = Verdict.HIT if abs(lost[1] - 443) <= 0.4 * 443 else Verdict.MISS
    said = " and ".join(f"£{abs(one):.0f} million {'lost' if one > 0 else 'kept'}" for one in lost)
    return (
        said,
        verdict,
        "with the fixed share of cost as believed, and as it was; volume stays as in 2016; 40% either way may be",
    )


def _paid() -> tuple[str, Verdict, str]:
    years = then.ENDED - then.FIRST + 1
    kept, _ = then.company(then.AS_IT_WAS, known_to=then.ENDED, years=years)
    found = (then.CONTRACTS * float(kept.fees.sum()) + then.RESCUE) / 1e9
    verdict = Verdict.HIT if 2.0 <= found <= 2.6 else Verdict.MISS
    return (
        f"£{found:.1f} billion",
        verdict,
        "volume by reports to courts, the rescue promised in 2017 with it; 2.0 to 2.6 may be",
    )


def peterborough() -> dict[str, tuple[float, float]]:
    """Events for each 100 men in a year after a short sentence, without a service and with one: nine in ten of what may come out.

    The chances are spread as assumed and meet one published share a year; the size of the effect is drawn from another service's.
    """
    assumed = assumptions_on(ON).table
    luck, draws = np.random.default_rng(1), []
    spread = assumed.values["two_year_spread"]
    effect = assumed.effects["service"]
    for _ in range(LUCKS):
        shape = at_luck(spread.low, spread.value, spread.high, luck.random())
        hazard = short_hazard(round(shape, 2))
        times = at_luck(effect.least, effect.middle, effect.far, luck.random())
        draws.append([100 * luck.poisson(RELEASED * hazard * by) / RELEASED for by in (1.0, times)])
    without, having = np.percentile(np.array(draws), [5, 95], axis=0).T
    return {"without": (without[0], without[1]), "with": (having[0], having[1])}


@lru_cache(maxsize=512)
def short_hazard(shape: float) -> float:
    """The mean hazard of a year where chances are spread by a shape and the published share reoffend in it."""
    table = assumptions_on(ON).table
    low, high = 0.3, 0.95
    hazard = np.zeros(1)
    for _ in range(12):
        middle = (low + high) / 2
        hazard = cumulated(table.hazard, chances({"two_year_mean": middle, "two_year_spread": shape}))[:, 52]
        low, high = (middle, high) if (1 - np.exp(-hazard)).mean() < SHORT_SENTENCES_AGAIN else (low, middle)
    return float(hazard.mean())


def _peterborough() -> tuple[str, Verdict, str]:
    found = peterborough()
    inside = [low <= at <= high for at, (low, high) in zip((155, 142), found.values(), strict=True)]
    (a, b), (c, d) = found["with"], found["without"]
    said = f"{a:.0f} to {b:.0f} against {c:.0f} to {d:.0f}"
    why = "from the share who reoffend after short sentences, and the range of another service’s effect; both must lie inside"
    return said, Verdict.HIT if all(inside) else Verdict.MISS, why


def _behaviour() -> tuple[str, Verdict, str]:
    found = followed()
    explains = found.by_counting > 0 and found.together > 0
    verdict = Verdict.HIT if found.binary < 0 and explains else Verdict.MISS
    why = (
        f"only the signs are asked, and that counting people by quarters explains a part: it gives {found.by_counting:+.1f}% alone;"
        " effort that follows the rule moves services, of which there are no more, so the sizes are far too small"
    )
    return f"{-found.binary:.2f} points fewer, {found.together:.1f}% more each", verdict, why


ASKED: Final[Sequence[_Asked]] = (
    _Asked("H1", "weighted volume after 2014", "16% to 48% below what was planned", _volumes),
    _Asked("H2", "companies that forecast a loss", "14 of 21", _companies_losing),
    _Asked("H3", "their loss together", "£443 million", _together),
    _Asked("H4", "paid by December 2020", "£2.3 billion", _paid),
    _Asked("H5", "binary and frequency together", "2.5 points fewer, 22% more each", _behaviour),
    _Asked("H6", "the flat zone of a quarterly payment", "3 points fewer to 3 more", _flat_zone),
    _Asked("H7", "the interim curve of one cohort", "33, 39, 42, 43 in 100 at 8, 11, 14, 17 months", _interim),
    _Asked("H8", "Peterborough's first cohort", "142 against 155 events in 100", _peterborough),
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
