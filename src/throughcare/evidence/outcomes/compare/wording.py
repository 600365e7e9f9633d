"""What may and may not be said of a result, from the result's own numbers, as the Justice Data Lab does.

A significant result is a range, never a point. One that is not significant is "insufficient evidence",
which is not "no effect". Too few people, or people too unlike, and nothing is said at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from .balance import Balance
from .effect import Effect, Measure
from .standards import Standards


class Quality(StrEnum):
    """How alike the groups are after matching, by the worst covariate."""

    GOOD = "good"
    REASONABLE = "reasonable"
    POOR = "poor"


class Verdict(StrEnum):
    """What kind of sentence the numbers allow."""

    REDUCTION = "reduction"
    INCREASE = "increase"
    INCONCLUSIVE = "inconclusive"
    TOO_FEW = "too_few"
    TOO_UNLIKE = "too_unlike"


@dataclass(frozen=True)
class Wording:
    """The verdict, its one sentence, and what may and may not be said beside it."""

    verdict: Verdict
    sentence: str
    may_say: tuple[str, ...]
    may_not_say: tuple[str, ...]


ALWAYS_WRONG = (
    "that the service would have the same effect on other people, elsewhere or later",
    "that the whole difference is due to the service: those chosen may differ in ways no record shows",
)


def quality_of(balance: Balance, standards: Standards) -> Quality:
    """Good, reasonable or poor by the covariate that is furthest apart; unknown balance is poor."""
    worst = balance.worst.apart
    if worst <= standards.good_balance:
        return Quality.GOOD
    return Quality.REASONABLE if worst <= standards.reasonable_balance else Quality.POOR


def word(effect: Effect | None, balance: Balance, submitted: int, standards: Standards) -> Wording:
    """The words that a result's sizes, balance and interval allow."""
    if submitted < standards.minimum_submitted:
        return _too_few(f"{submitted} people were put forward and {standards.minimum_submitted} are needed")
    if effect is None or effect.sets < standards.minimum_matched:
        sets = 0 if effect is None else effect.sets
        return _too_few(f"{sets} people could be matched and {standards.minimum_matched} are needed")
    if quality_of(balance, standards) is Quality.POOR:
        return _too_unlike(balance)
    return word_effect(effect)


def word_effect(effect: Effect, *, still_significant: bool | None = None) -> Wording:
    """The words for an effect alone; ``still_significant`` is the answer after correction for several."""
    significant = effect.is_significant if still_significant is None else still_significant
    if not significant:
        return _inconclusive(effect)
    lower = effect.difference < 0
    verdict = Verdict.REDUCTION if lower else Verdict.INCREASE
    low, high = shown_range(effect)
    unit = _UNITS[effect.measure]
    sentence = (
        f"The service led to {_a(verdict)} in {_SUBJECT[effect.measure]} of between {low} and {high} {unit}."
    )
    return Wording(
        verdict,
        sentence,
        may_say=(
            sentence,
            f"the true size of the {verdict} is likely to lie between {low} and {high} {unit}",
        ),
        may_not_say=(f"that the {verdict} was any one number: only the range is known", *ALWAYS_WRONG),
    )


def shown_range(effect: Effect) -> tuple[str, str]:
    """The interval as printed, smaller size first: whole percentage points, or two decimals a person."""
    ends = sorted(abs(end) for end in (effect.interval.low, effect.interval.high))
    if effect.measure is Measure.BINARY:
        return whole_points(ends[0]), whole_points(ends[1])
    places = Decimal("0.01")
    low, high = (Decimal(repr(end)).quantize(places, ROUND_HALF_UP) for end in ends)
    return str(low), str(high)


def whole_points(share: float) -> str:
    """A share as whole percentage points, halves away from zero."""
    return str((Decimal(repr(share)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


_UNITS = {
    Measure.BINARY: "percentage points",
    Measure.FREQUENCY: "reoffences a person",
    Measure.AMOUNT: "a person",
}
_SUBJECT = {
    Measure.BINARY: "reoffending",
    Measure.FREQUENCY: "how often people reoffended",
    Measure.AMOUNT: "the outcome",
}


def _a(verdict: Verdict) -> str:
    return "an increase" if verdict is Verdict.INCREASE else "a reduction"


def _inconclusive(effect: Effect) -> Wording:
    sentence = (
        f"There is insufficient evidence to draw a conclusion about the service's effect on "
        f"{_SUBJECT[effect.measure]}."
    )
    return Wording(
        Verdict.INCONCLUSIVE,
        sentence,
        may_say=(sentence, "more people, or more time, may give a clearer answer"),
        may_not_say=(
            "that the service had no effect",
            "that the service reduced or increased reoffending",
            *ALWAYS_WRONG,
        ),
    )


def _too_few(why: str) -> Wording:
    sentence = f"Too few people to compare: {why}."
    return Wording(
        Verdict.TOO_FEW, sentence, (sentence,), ("anything about the service's effect, in either direction",)
    )


def _too_unlike(balance: Balance) -> Wording:
    worst = balance.worst
    why = f"{worst.covariate} still differs by {abs(worst.standardised_after):.2f} standard deviations"
    if worst.only_one_value:
        why = (
            f"{worst.covariate} has no spread among the people treated ({worst.treated_mean:.2f} for everybody), "
            f"and those compared with them do not all have it (on average {worst.comparison_mean_after:.2f})"
        )
    sentence = f"The two groups are too unlike to compare: {why}."
    return Wording(
        Verdict.TOO_UNLIKE,
        sentence,
        (sentence,),
        ("anything about the service's effect, in either direction",),
    )
