"""Tier, version 3: one letter from A to G, the highest that any step gives, and whether it is provisional.

As published, a Medium contact score is tiered twice over, so that some higher scores give a lower tier, and
the lowest is an error. Corrected, a higher Medium score never gives a lower tier, and none is an error.
Both pass half an answer over: a contact score without its band or a band without its score, and a question that
nobody answered, count for nothing and leave no doubt. Checked, each is a doubt wherever it could raise the tier.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from throughcare.foundation.kernel import Clause, Edition, Finding, Refused

from .. import editions
from ..editions import Table
from .results import Doubt, Outcome, Step, TierResult, step_words

RULE = "tier-v3"
CLAUSE = Clause("Tiering framework version 3", "highest of the steps")
_ROSH = ("low", "medium", "high", "very_high")
_BANDS = ("not_applicable", *_ROSH)
_SCORES = {"arp": "all", "csrp": "serious"}
_MOST = math.inf


def _table(*, published: bool = False, doubts_halves: bool = False) -> Table:
    table = editions.read("tier_v3")
    medium = table["contact_medium_published" if published else "contact_medium"]
    return {**table, "medium": medium, "doubts_halves": doubts_halves}


EDITIONS: tuple[Edition[Table], ...] = (
    editions.edition("v3-published", date(2026, 4, 1), _table(published=True)),
    editions.edition("v3-corrected", date(2026, 4, 1), _table()),
    editions.edition("v3-checked", date(2026, 4, 1), _table(doubts_halves=True)),
)


@dataclass(frozen=True)
class V3Facts:
    """What version 3 looks at; None where it is not known. Nothing has a default: whoever asks says what they know.

    ``arp``, ``csrp`` and ``contact`` are percentages; ``arp_static`` and ``csrp_static`` say whether a score
    rests on history alone; ``released_on`` matters for a life or IPP sentence, against ``on``.
    """

    has_active_event: bool
    arp: float | None
    csrp: float | None
    arp_static: bool
    csrp_static: bool
    contact: float | None
    contact_band: str | None
    mappa: bool
    rosh: str | None
    lifer_ipp: bool
    released_on: date | None
    domestic_abuse: bool | None
    stalking: bool
    child_protection: bool
    ever_sexual_offence: bool | None
    on: date | None


def check(facts: V3Facts) -> None:
    """Refuse facts that cannot be."""
    for name in ("arp", "csrp", "contact"):
        value = getattr(facts, name)
        if value is not None and not 0 <= value <= 100:
            raise Refused(f"{name} is a percentage from 0 to 100, not {value}.", field=name)
    if facts.rosh is not None and facts.rosh not in _ROSH:
        raise Refused(f"Risk of serious harm is one of {', '.join(_ROSH)}, not {facts.rosh}.", field="rosh")
    if facts.contact_band is not None and facts.contact_band not in _BANDS:
        raise Refused(f"{facts.contact_band} is not a band.", field="contact_band")
    if facts.lifer_ipp and facts.released_on is not None and facts.on is None:
        raise Refused("Say on which day the tier is worked out.", field="on")


def reoffending(arp: float, csrp: float, table: Table) -> str:
    """The tier that the two scores give together; infinity stands for the highest there is."""
    row = table["table"][bisect_right(table["csrp_from"], csrp) - 1]
    return str(row[bisect_right(table["arp_from"], arp) - 1])


def _contact(facts: V3Facts, table: Table) -> str | None:
    band = None if facts.contact_band == "not_applicable" else facts.contact_band
    if band is None or not (facts.contact or (table["doubts_halves"] and facts.contact is None)):
        return None
    if band != "medium":
        return str(table["contact"][band])
    found = [tier for begins, tier in table["medium"] if (facts.contact or 0.0) >= begins]
    if not found:
        raise Refused(f"A contact score of {facts.contact:g}% cannot be medium.", field="contact")
    return str(found[-1])


@dataclass(frozen=True)
class _Open:
    """Something half known: the step it belongs to, why it is a doubt, and the most that step could give."""

    step: str
    because: str
    most: str


def _half_known(facts: V3Facts, table: Table) -> tuple[_Open, ...]:
    """Every half answer, and every question nobody answered; as published none of them is a doubt."""
    if not table["doubts_halves"]:
        return ()
    because = _contact_doubt(facts)
    contact = (_Open("contact", because, _most_contact(facts, table)),) if because else ()
    asked = ("domestic_abuse", "ever_sexual_offence")
    unknown = [name for name in asked if getattr(facts, name) is None]
    said = {"domestic_abuse": "domestic abuse", "ever_sexual_offence": "a sexual offence ever committed"}
    return contact + tuple(
        _Open(name, f"whether there is {said[name]} is not known", table[name]) for name in unknown
    )


def _contact_doubt(facts: V3Facts) -> str:
    """Why the contact score is in doubt, in words; empty where score and band say the same, or nothing applies."""
    score, band = facts.contact, facts.contact_band
    if score is None and band is None:
        return "the contact score of a sexual offence is not known" if facts.ever_sexual_offence else ""
    if score is None:
        return "" if band == "not_applicable" else "the contact score is not known, only its band"
    if score and band is None:
        return "the band of the contact score is not known"
    contradicts = band == "not_applicable" if score else band in {"medium", "high", "very_high"}
    return "the contact score and its band contradict each other" if contradicts else ""


def _most_contact(facts: V3Facts, table: Table) -> str:
    """The most that the contact step could give once score and band are both known."""
    if facts.contact is None or not facts.contact:
        medium = str(table["medium"][-1][1])
        given = {"medium": medium, **table["contact"]}.get(facts.contact_band)
        if given is not None:
            return str(given)
    return min(map(str, table["contact"].values()))


def _harm(facts: V3Facts, table: Table) -> str | None:
    if facts.mappa:
        return str(table["mappa"][facts.rosh or "unknown"])
    tier = table["rosh"].get(facts.rosh)
    return None if tier is None else str(tier)


def _lifer(facts: V3Facts, table: Table) -> str | None:
    if not facts.lifer_ipp or facts.released_on is None or facts.on is None:
        return None
    return _since_release(facts.released_on, facts.on, table)


def _since_release(released: date, on: date, table: Table) -> str:
    for years, tier in table["lifer"]:
        if released >= _years_before(on, years):
            return str(tier)
    return str(table["lifer_later"])


def counts_as(released: date, on: date, *, edition: str | None = None) -> str:
    """The tier that a release from a sentence for life gives on a day: less, the longer ago it is."""
    return _since_release(released, on, editions.named(EDITIONS, edition).table)


def _years_before(day: date, years: int) -> date:
    year = max(day.year - years, date.min.year)
    leap = day.month == 2 and day.day == 29
    return day.replace(year=year, day=28) if leap else day.replace(year=year)


def steps_of(facts: V3Facts, table: Table) -> tuple[Step, ...]:
    """What each step gives; None where it does not apply."""
    scores = None
    if facts.arp is not None and facts.csrp is not None:
        scores = reoffending(facts.arp, facts.csrp, table)
    released = f"released on {facts.released_on:%-d %B %Y}" if facts.released_on else "not released"
    harm = f"{'MAPPA' if facts.mappa else 'no MAPPA'}, risk of serious harm {facts.rosh or 'not known'}"
    flags = ("domestic_abuse", "stalking", "child_protection", "ever_sexual_offence")
    return (
        Step(
            "reoffending",
            scores,
            f"score of all reoffending {_said(facts.arp)}, of serious reoffending {_said(facts.csrp)}",
        ),
        Step("contact", _contact(facts, table), f"contact sexual score {_said(facts.contact)}"),
        Step("mappa_and_harm", _harm(facts, table), harm.replace("_", " ")),
        Step("life_or_ipp", _lifer(facts, table), released if facts.lifer_ipp else "not such a sentence"),
        *(_flag(name, getattr(facts, name), table) for name in flags),
    )


def _said(score: float | None) -> str:
    return "not known" if score is None else f"{score:g}%"


def _flag(name: str, recorded: bool | None, table: Table) -> Step:
    words = name.replace("_", " ")
    if recorded is None:
        return Step(name, None, f"{words} not known")
    return Step(name, table[name] if recorded else None, words if recorded else f"no record of {words}")


def _best(steps: Sequence[Step], otherwise: str) -> str:
    return min((str(step.gave) for step in steps if step.gave), default=otherwise)


def tier_v3(facts: V3Facts, *, edition: str | None = None) -> TierResult:
    """The tier by version 3; raises Refused for facts that cannot be, and nothing else."""
    chosen = editions.named(EDITIONS, edition)
    table = chosen.table
    check(facts)
    if not facts.has_active_event:
        because = "no event is active, so nobody supervises"
        return TierResult(None, chosen.name, Finding(RULE, CLAUSE, because), (), (), Outcome.NOT_SUPERVISED)
    steps = steps_of(facts, table)
    best = _best(steps, table["otherwise"])
    if facts.arp is None or facts.csrp is None:
        return _awaiting(facts, chosen, steps, best)
    decided = tuple(step.name for step in steps if step.gave == best) or ("otherwise",)
    doubts = (
        *_static_doubts(facts, steps, table),
        *_harm_doubts(facts, steps, table),
        *_half_doubts(facts, steps, table),
    )
    said = ", ".join(step_words(name) for name in decided)
    return TierResult(
        tier=best,
        edition=chosen.name,
        finding=Finding(RULE, CLAUSE, f"{said} gives {best}, the highest of the steps"),
        decided_by=decided,
        steps=steps,
        doubts=doubts,
        lowest=_ends(facts, steps, table)[0] if doubts else best,
        highest=_ends(facts, steps, table)[1] if doubts else best,
    )


def _awaiting(facts: V3Facts, chosen: Edition[Table], steps: tuple[Step, ...], best: str) -> TierResult:
    absent = [words for name, words in _SCORES.items() if getattr(facts, name) is None]
    because = (
        f"The score of {' and of '.join(absent)} reoffending is not known: the tier waits for an assessment"
    )
    return TierResult(
        tier=None,
        edition=chosen.name,
        finding=Finding(RULE, CLAUSE, because),
        decided_by=(),
        steps=steps,
        outcome=Outcome.AWAITING_ASSESSMENT,
        doubts=(Doubt(because),),
        lowest=best,
        highest="A",
    )


def _others(steps: tuple[Step, ...], *names: str) -> list[Step]:
    return [step for step in steps if step.name not in names]


def _static_doubts(facts: V3Facts, steps: tuple[Step, ...], table: Table) -> tuple[Doubt, ...]:
    """History alone makes a tier provisional, unless another step already gives the most it could become."""
    if not (facts.arp_static or facts.csrp_static):
        return ()
    reach = _reach(facts, table)
    others = _best(_others(steps, "reoffending"), table["otherwise"])
    both = facts.arp_static and facts.csrp_static
    which = "all and of serious" if both else ("all" if facts.arp_static else "serious")
    return (Doubt(f"The score of {which} reoffending rests on history alone"),) if others > reach else ()


def _reach(facts: V3Facts, table: Table) -> str:
    """The highest tier that the two scores could give once they rest on the present as well."""
    arp = _MOST if facts.arp_static else (facts.arp or 0.0)
    csrp = _MOST if facts.csrp_static else (facts.csrp or 0.0)
    return reoffending(arp, csrp, table)


def _harm_doubts(facts: V3Facts, steps: tuple[Step, ...], table: Table) -> tuple[Doubt, ...]:
    """Risk of serious harm not known makes a tier provisional, unless another step already gives as much."""
    if facts.rosh is not None:
        return ()
    passed_over = ["mappa_and_harm"]
    if facts.arp_static or facts.csrp_static:
        passed_over.append("reoffending")
    others = _best(_others(steps, *passed_over), table["otherwise"])
    settled = table["settled_with_mappa" if facts.mappa else "settled_without_mappa"]
    return (Doubt("risk of serious harm is not known"),) if others > settled else ()


def _half_doubts(facts: V3Facts, steps: tuple[Step, ...], table: Table) -> tuple[Doubt, ...]:
    """Each half answer that could raise the tier above what the steps already settled give."""
    halves = _half_known(facts, table)
    settled = _best(_settled(facts, steps, halves), table["otherwise"])
    return tuple(Doubt(one.because) for one in halves if one.most < settled)


def _settled(facts: V3Facts, steps: tuple[Step, ...], halves: tuple[_Open, ...]) -> list[Step]:
    """The steps that nothing missing could change."""
    static = ("reoffending",) if facts.arp_static or facts.csrp_static else ()
    return _others(steps, *static, *(one.step for one in halves))


def _ends(facts: V3Facts, steps: tuple[Step, ...], table: Table) -> tuple[str, str]:
    """The lowest and highest tier once what is missing is known."""
    halves = _half_known(facts, table)
    lowest = _best(_settled(facts, steps, halves), table["otherwise"])
    reach = [_best(steps, table["otherwise"]), *(one.most for one in halves)]
    if facts.arp_static or facts.csrp_static:
        reach.append(_reach(facts, table))
    if facts.rosh is None:
        reach.append(table["mappa" if facts.mappa else "rosh"]["very_high"])
    return lowest, min(reach)
