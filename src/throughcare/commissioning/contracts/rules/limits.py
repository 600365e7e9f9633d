"""The most and the least that may be owed: over every cohort, variation and statement of a contract."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from throughcare.foundation.kernel import Clause, Finding, Money, Refused

from .measuring import ZERO
from .statement import Line, LineKind, added
from .terms import Paid, Paying, PaymentRule

LIMITS = (LineKind.CAP, LineKind.FLOOR)
EARNED = (LineKind.OUTCOME, LineKind.DEDUCTION, LineKind.TOP_UP)
_NOTHING = Money(ZERO)


@dataclass(frozen=True)
class Earned:
    """Everything that the cohorts of one rule earned, before and now, with no limit on the whole."""

    rule: PaymentRule
    amount: Money


@dataclass(frozen=True)
class Held:
    """What the limits take from all that was earned (below zero) and add to it, with the last clauses."""

    taken: Money
    given: Money
    cap: Finding | None
    floor: Finding | None


def held(earned: Sequence[Earned], pool: Money | None) -> Held:
    """The limits of each rule in turn, on what is owed in all by then.

    A rule's cap bounds what its cohorts may add: what an earlier rule let be earned is not taken back by
    a lower cap, and what an earlier cap withheld is not released by a higher one. A floor lifts the whole,
    never above the cap.
    """
    owed, taken, given = _NOTHING, _NOTHING, _NOTHING
    cap_found = floor_found = None
    for one in earned:
        wanted = owed + one.amount
        ceiling = _ceiling(one.rule, pool, owed)
        within = wanted if ceiling is None else min(wanted, ceiling)
        lifted = max(within, _floor(one.rule, ceiling, within))
        if within != wanted or cap_found is None:
            cap_found = _cap_finding(one.rule, wanted, ceiling)
        if lifted != within or floor_found is None:
            floor_found = _floor_finding(one.rule, within, lifted)
        taken, given, owed = taken + within - wanted, given + lifted - within, lifted
    return Held(taken, given, cap_found, floor_found)


def limit_lines(found: Held, paid: Sequence[Line], labels: tuple[str, ...]) -> list[Line]:
    """The lines that bring earlier limit lines to what the limits now are; none where they are that already."""
    lines: list[Line] = []
    for kind, whole, finding in (
        (LineKind.CAP, found.taken, found.cap),
        (LineKind.FLOOR, found.given, found.floor),
    ):
        more = whole - added([line for line in paid if line.kind is kind])
        if more.amount != ZERO and finding is not None:
            lines.append(Line(kind, labels, None, more, finding))
    return lines


def measure_caps(
    rule: PaymentRule, lines: Sequence[Line], labels: tuple[str, ...], pool: Money | None
) -> list[Line]:
    """A line for each measure that brings its cohorts together to the most it may ever pay.

    ``lines`` are all of the rule's, earlier statements' with this one's; ``labels`` the cohorts settled now.
    """
    found = []
    for paying in rule.measures:
        most = _most(paying, pool)
        if most is None:
            continue
        earned = of_measure(lines, paying, EARNED)
        more = min(Money(ZERO), most - earned) - of_measure(lines, paying, (LineKind.MEASURE_CAP,))
        if more.amount != ZERO:
            because = f"{earned} earned by its cohorts and no more than {most} may be paid for it"
            finding = Finding(f"cap of {paying.name}", Clause(rule.source, f"measure {paying.name}"), because)
            found.append(Line(LineKind.MEASURE_CAP, labels, paying.name, more, finding))
    return found


def of_measure(lines: Sequence[Line], paying: Paying, kinds: tuple[LineKind, ...]) -> Money:
    """What a measure's lines of these kinds come to."""
    return added([line for line in lines if line.measure == paying.name and line.kind in kinds])


def _most(paying: Paying, pool: Money | None) -> Money | None:
    """The most a measure may pay over all its cohorts: its own cap, and never more than the money at risk."""
    bounds = [] if paying.cap is None else [Money(paying.cap).to_the_penny()]
    if paying.rate.paid is Paid.POOL and pool is not None:
        bounds.append(pool.to_the_penny())
    return min(bounds) if bounds else None


def _ceiling(rule: PaymentRule, pool: Money | None, owed: Money) -> Money | None:
    if rule.capped_by_pool and pool is None:
        raise Refused("the rule pays no more than the money at risk, and none was given", field="pool")
    bounds = [] if rule.cap is None else [Money(rule.cap).to_the_penny()]
    if rule.capped_by_pool and pool is not None:
        bounds.append(pool.to_the_penny())
    return max(min(bounds), owed) if bounds else None


def _floor(rule: PaymentRule, ceiling: Money | None, within: Money) -> Money:
    if rule.floor is None:
        return within
    floor = Money(rule.floor).to_the_penny()
    return floor if ceiling is None else min(floor, ceiling)


def _cap_finding(rule: PaymentRule, wanted: Money, ceiling: Money | None) -> Finding:
    most = "any sum" if ceiling is None else f"no more than {ceiling}"
    return Finding("cap", Clause(rule.source, "cap"), f"{wanted} earned in all and {most} may be paid")


def _floor_finding(rule: PaymentRule, within: Money, lifted: Money) -> Finding:
    because = f"{within} owed in all and no less than {lifted} may be"
    return Finding("floor", Clause(rule.source, "floor"), because)
