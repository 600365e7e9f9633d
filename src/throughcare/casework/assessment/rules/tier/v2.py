"""Tier, version 2: a letter for protection (A to D) and a figure for change (0 to 3).

As published, a missing score counts as nought, an RSR between the cut-offs or above the top of the scale
scores nothing, and an assessment never goes out of date. Corrected, none of that is so. Both count a need that is
left out of a completed assessment as none; checked, it is a doubt.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from throughcare.foundation.kernel import Clause, Edition, Finding, Refused

from .. import editions
from ..editions import Table
from .results import Doubt, Step, TierResult

RULE = "tier-v2"
CLAUSE = Clause("Tiering framework version 2", "protect and change levels")
NEEDS = (
    "accommodation",
    "employment",
    "relationships",
    "lifestyle",
    "drugs",
    "alcohol",
    "thinking",
    "attitudes",
    "finance",
    "wellbeing",
)
_ROSH = ("low", "medium", "high", "very_high")


def _table(*, published: bool = False, doubts_halves: bool = False) -> Table:
    return {**editions.read("tier_v2"), "as_published": published, "doubts_halves": doubts_halves}


EDITIONS: tuple[Edition[Table], ...] = (
    editions.edition("v2-published", date(2020, 6, 1), _table(published=True)),
    editions.edition("v2-corrected", date(2020, 6, 1), _table()),
    editions.edition("v2-checked", date(2020, 6, 1), _table(doubts_halves=True)),
)


@dataclass(frozen=True)
class V2Facts:
    """What version 2 looks at; None where it is not known, which is never nought. Nothing has a default.

    ``rsr`` and ``ogrs`` are percentages; ``mappa_level`` is None when the person is not registered;
    ``needs`` gives severity 0, 1 or 2 by section, leaves out what is not known, and is None without a completed
    assessment; ``breach_or_recall`` is on a conviction active, or ended less than a year ago.
    """

    sex: str | None
    rsr: float | None
    ogrs: float | None
    rosh: str | None
    mappa_level: int | None
    registrations: frozenset[str]
    parenting: bool | None
    impulsivity: int | None
    temper: int | None
    breach_or_recall: bool
    has_mandate: bool
    needs: Mapping[str, int] | None
    iom: bool
    two_thirds_point: bool
    assessed_on: date | None
    on: date | None


def gives_mandate(*, custodial: bool, requirements: frozenset[str]) -> bool:
    """Whether a sentence in force is one under which change may be asked: custodial, or with a requirement for it.

    Unpaid work and requirements that only restrict give none; which of them restrict is assumed data (see README).
    """
    return custodial or bool(requirements - frozenset(EDITIONS[-1].table["no_mandate"]))


def check(facts: V2Facts) -> None:
    """Refuse facts that cannot be: a percentage over 100, a need or register nobody knows."""
    for name in ("rsr", "ogrs"):
        value = getattr(facts, name)
        if value is not None and not 0 <= value < math.inf:
            raise Refused(f"{name.upper()} is a percentage from 0 to 100, not {value}.", field=name)
    if facts.rosh is not None and facts.rosh not in _ROSH:
        raise Refused(f"Risk of serious harm is one of {', '.join(_ROSH)}, not {facts.rosh}.", field="rosh")
    if facts.mappa_level not in {None, 1, 2, 3}:
        raise Refused(f"MAPPA levels are 1, 2 and 3, not {facts.mappa_level}.", field="mappa_level")
    if facts.sex not in {None, "male", "female"}:
        raise Refused(f"Sex is male or female, not {facts.sex}.", field="sex")
    for need, severity in (facts.needs or {}).items():
        if need not in NEEDS or severity not in {0, 1, 2}:
            raise Refused(f"{need} at severity {severity} is not a need this tier knows.", field="needs")


def protect_level(points: int, table: Table) -> str:
    """The letter that a number of protect points gives."""
    return str(next(level for begins, level in reversed(table["protect_from"]) if points >= begins))


def change_level(points: int, table: Table) -> int:
    """The figure that a number of change points gives."""
    return int(next(level for begins, level in reversed(table["change_from"]) if points >= begins))


def protect_steps(facts: V2Facts, table: Table) -> tuple[Step, ...]:
    """The points of each protect step; only the larger of RSR and risk of serious harm counts."""
    rsr, rosh = _rsr_points(facts.rsr, table), table["rosh"].get(facts.rosh, 0)
    mappa = table["mappa"].get(str(facts.mappa_level), 0)
    codes = sorted(facts.registrations & table["complexity"]["codes"].keys())
    named = ", ".join(table["complexity"]["codes"][code] for code in codes) or "none registered"
    return (
        Step("rsr", rsr, "not known" if facts.rsr is None else f"{facts.rsr:g}% for serious reoffending"),
        Step("rosh", rosh, f"risk of serious harm {facts.rosh or 'not known'}".replace("_", " ")),
        Step("mappa", mappa, f"MAPPA level {facts.mappa_level}" if facts.mappa_level else "not registered"),
        Step("complexity", table["complexity"]["each"] * len(codes), named),
        Step("women", _women(facts, table), "factors for women" if facts.sex == "female" else "not a woman"),
        Step(
            "larger_of_rsr_and_rosh",
            -min(rsr, rosh),
            "only the larger of serious reoffending and risk of harm counts",
        ),
    )


def _rsr_points(rsr: float | None, table: Table) -> int:
    if rsr is None:
        return 0
    if table["as_published"]:
        return next((points for low, high, points in table["rsr_published"] if low <= rsr <= high), 0)
    return int(next(points for begins, points in reversed(table["rsr"]) if rsr >= begins))


def _women(facts: V2Facts, table: Table) -> int:
    if facts.sex != "female":
        return 0
    control = bool(facts.impulsivity) or bool(facts.temper)
    return int(table["women"]) * (bool(facts.parenting) + control + facts.breach_or_recall)


def change_steps(facts: V2Facts, table: Table) -> tuple[Step, ...]:
    """The points of each change step; a case without a mandate or an assessment has none."""
    if not facts.has_mandate:
        return (Step("mandate", 0, "no sentence or requirement gives a mandate for change"),)
    if facts.needs is None:
        return (Step("no_assessment", 0, "no completed assessment"),)
    weighed = {need: table["needs"][need] * severity for need, severity in facts.needs.items()}
    named = ", ".join(need for need, points in sorted(weighed.items()) if points) or "no needs that count"
    ogrs = 0 if facts.ogrs is None else int(facts.ogrs // table["ogrs_step"])
    return (
        Step("needs", sum(weighed.values()), named),
        Step("ogrs", ogrs, "not known" if facts.ogrs is None else f"{facts.ogrs:g}% for reconviction"),
        Step(
            "iom", table["iom"] if facts.iom else 0, "integrated management" if facts.iom else "not managed"
        ),
    )


def _points(steps: tuple[Step, ...]) -> int:
    return sum(step.gave for step in steps if isinstance(step.gave, int))


def _change_of(facts: V2Facts, table: Table) -> tuple[int, int]:
    if not facts.has_mandate:
        return 0, 0
    points = _points(change_steps(facts, table))
    return (table["no_assessment_level"], 0) if facts.needs is None else (change_level(points, table), points)


def _letters(facts: V2Facts, table: Table) -> str:
    protect = protect_level(_points(protect_steps(facts, table)), table)
    suffix = "S" if facts.two_thirds_point else ""
    return f"{protect}{_change_of(facts, table)[0]}{suffix}"


def tier_v2(facts: V2Facts, *, edition: str | None = None) -> TierResult:
    """The tier by version 2; raises Refused for facts that cannot be, and nothing else."""
    chosen = editions.named(EDITIONS, edition)
    table = chosen.table
    check(facts)
    if not table["as_published"]:
        _check_percentages(facts)
    protect, change = protect_steps(facts, table), change_steps(facts, table)
    level, points = _change_of(facts, table)
    doubts = () if table["as_published"] else _doubts(facts, table)
    tier, total = _letters(facts, table), _points(protect)
    ends = (_extreme(facts, table, most=False), _extreme(facts, table, most=True)) if doubts else (tier, tier)
    decided = (_deciding(protect), _deciding(change))
    because = f"{total} protect points and {points} change points give {tier}"
    return TierResult(
        tier=tier,
        edition=chosen.name,
        finding=Finding(RULE, CLAUSE, because),
        decided_by=decided,
        steps=(*protect, *change),
        doubts=doubts,
        lowest=ends[0],
        highest=ends[1],
        protect_level=protect_level(total, table),
        protect_points=total,
        change_level=level,
        change_points=points,
    )


def _check_percentages(facts: V2Facts) -> None:
    for name in ("rsr", "ogrs"):
        value = getattr(facts, name)
        if value is not None and value > 100:
            raise Refused(f"{name.upper()} is a percentage from 0 to 100, not {value:g}.", field=name)


def _deciding(steps: tuple[Step, ...]) -> str:
    """The step that gave most points; the first of them when several gave as many."""
    return max(steps, key=lambda step: step.gave if isinstance(step.gave, int) else 0).name


def _doubts(facts: V2Facts, table: Table) -> tuple[Doubt, ...]:
    found = []
    if facts.rsr is None:
        found.append(Doubt("The chance of serious reoffending is not known"))
    if facts.rosh is None:
        found.append(Doubt("risk of serious harm is not known"))
    if facts.sex is None:
        found.append(Doubt("sex is not known"))
    if facts.has_mandate and facts.needs is None:
        found.append(Doubt("no assessment is complete"))
    if facts.has_mandate and facts.needs is not None and facts.ogrs is None:
        found.append(Doubt("The chance of reconviction is not known"))
    if facts.has_mandate and (unknown := _needs_unknown(facts, table)):
        found.append(Doubt(f"needs are not known: {', '.join(unknown)}"))
    if facts.sex == "female" and None in (facts.parenting, facts.impulsivity, facts.temper):
        found.append(Doubt("answers about women's circumstances are not known"))
    weeks = table["assessment_weeks"]
    if _is_stale(facts, weeks):
        found.append(Doubt(f"the assessment is more than {weeks} weeks old"))
    return tuple(found)


def _needs_unknown(facts: V2Facts, table: Table) -> list[str]:
    """The needs that weigh and that a completed assessment leaves out; as published none of them is missed."""
    if facts.needs is None or not table["doubts_halves"]:
        return []
    return [need for need, weight in table["needs"].items() if weight and need not in facts.needs]


def _is_stale(facts: V2Facts, weeks: int) -> bool:
    if facts.assessed_on is None or facts.on is None:
        return False
    return (facts.on - facts.assessed_on).days > 7 * weeks


def _extreme(facts: V2Facts, table: Table, *, most: bool) -> str:
    """The tier with everything not known at its least or its most."""
    needs = facts.needs
    if needs is None or _is_stale(facts, table["assessment_weeks"]):
        needs = dict.fromkeys(NEEDS, 2 if most else 0)
    else:
        needs = {**dict.fromkeys(_needs_unknown(facts, table), 2 if most else 0), **needs}
    known = replace(
        facts,
        sex=facts.sex or ("female" if most else "male"),
        rsr=facts.rsr if facts.rsr is not None else (100.0 if most else 0.0),
        ogrs=facts.ogrs if facts.ogrs is not None else (100.0 if most else 0.0),
        rosh=facts.rosh or ("very_high" if most else "low"),
        parenting=facts.parenting if facts.parenting is not None else most,
        impulsivity=facts.impulsivity if facts.impulsivity is not None else int(most),
        temper=facts.temper if facts.temper is not None else int(most),
        needs=needs,
    )
    return _letters(known, table)
