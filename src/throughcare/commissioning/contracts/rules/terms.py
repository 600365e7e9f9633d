"""The words a payment rule is written in: frozen values, no judgement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from statistics import NormalDist


class Kind(StrEnum):
    """What is measured of each person; ``achieved`` names an outcome on the way, such as a job."""

    BINARY = "binary"
    FREQUENCY = "frequency"
    PER_REOFFENDER = "per_reoffender"
    SEVERITY = "severity"
    ACHIEVED = "achieved"


class Against(StrEnum):
    """What the cohort is set beside."""

    BASELINE = "baseline"
    COMPARISON = "comparison"
    NOTHING = "nothing"


class Change(StrEnum):
    """How a change is expressed: points (a hundredth a person), or per cent of what was expected."""

    POINTS = "points"
    PER_CENT = "per_cent"


class Adjustment(StrEnum):
    """How the baseline is moved to the cohort's own mix of people, by their predicted chances."""

    NONE = "none"
    DIFFERENCE = "difference"
    RATIO = "ratio"


class Verdict(StrEnum):
    """Whether a change counts."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"


@dataclass(frozen=True)
class NoThreshold:
    """Every change counts, however small."""


@dataclass(frozen=True)
class Band:
    """A change counts from ``better`` upwards, and from ``worse`` downwards when that is given."""

    better: Decimal
    worse: Decimal | None = None


class Spread(StrEnum):
    """Whose spread the standard error is reckoned from."""

    OBSERVED = "observed"
    EXPECTED = "expected"


@dataclass(frozen=True)
class StandardErrors:
    """A change counts when it is at least this many of its own standard errors."""

    times: Decimal
    spread: Spread = Spread.OBSERVED


@dataclass(frozen=True)
class Significance:
    """A change counts when a two-sided test at level alpha says that it is not chance."""

    alpha: Decimal
    spread: Spread = Spread.OBSERVED

    @property
    def times(self) -> Decimal:
        """The number of standard errors the test asks for, to six places."""
        critical = NormalDist().inv_cdf(1 - float(self.alpha) / 2)
        return Decimal(repr(critical)).quantize(Decimal("0.000001"))


Threshold = NoThreshold | Band | StandardErrors | Significance


class Paid(StrEnum):
    """What an amount is for."""

    UNIT = "unit"  # each point, or each per cent, of change
    AVOIDED = "avoided"  # each reoffender, reoffence or unit of severity that did not happen
    LUMP = "lump"  # once
    POOL = "pool"  # a share of the money at risk
    ACHIEVED = "achieved"  # each person who achieved it


class CountedFrom(StrEnum):
    """Whether a change that counts is paid from nothing, or only beyond its threshold."""

    ZERO = "zero"
    THRESHOLD = "threshold"


@dataclass(frozen=True)
class Rate:
    """Pounds for each thing paid; for a pool its share, whole at ``full_at`` units of change."""

    paid: Paid
    amount: Decimal
    counted_from: CountedFrom = CountedFrom.ZERO
    full_at: Decimal | None = None


@dataclass(frozen=True)
class Hurdle:
    """Nothing is paid for this measure unless another one reached ``must_be``."""

    measure: str
    must_be: Verdict  # BETTER: better; SAME: not worse


@dataclass(frozen=True)
class Paying:
    """One measure of a rule: what, against what, when it counts, and what it pays or costs."""

    name: str
    kind: Kind
    against: Against
    change: Change
    threshold: Threshold
    rate: Rate
    outcome: str | None = None
    adjustment: Adjustment = Adjustment.NONE
    deduction: Rate | None = None
    hurdle: Hurdle | None = None
    cap: Decimal | None = None


@dataclass(frozen=True)
class Foundation:
    """Paid each period in advance of results, and taken back when ``measure`` does not reach ``kept_if``."""

    amount: Decimal
    measure: str
    kept_if: Verdict


@dataclass(frozen=True)
class Termination:
    """The contract may be ended when ``measure`` is worse by this much for so many periods running."""

    measure: str
    worse_by: Decimal
    periods: int


@dataclass(frozen=True)
class Pooling:
    """Cohorts that earned nothing alone are judged together, once there are enough, by this threshold."""

    at_least: int
    measure: str
    threshold: Threshold
    rate: Rate


@dataclass(frozen=True)
class PaymentRule:
    """A whole rule. ``cap`` is pounds, or None with ``capped_by_pool`` for the money at risk.

    ``assumed`` says, by place in the rule, which numbers nobody published and why they were chosen.
    """

    name: str
    title: str
    source: str
    measures: tuple[Paying, ...]
    cap: Decimal | None = None
    capped_by_pool: bool = False
    floor: Decimal | None = None
    foundation: Foundation | None = None
    termination: Termination | None = None
    pooling: Pooling | None = None
    top_up: bool = False
    recover: bool = False
    assumed: Mapping[str, str] = field(default_factory=dict)

    def paying(self, name: str) -> Paying:
        """The measure of that name."""
        return next(one for one in self.measures if one.name == name)
