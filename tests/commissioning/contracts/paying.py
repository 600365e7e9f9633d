"""Cohorts and rules for tests of payment, made small enough to check by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from throughcare.commissioning.contracts.rules.measuring import Expected
from throughcare.commissioning.contracts.rules.schemes import latest, scheme
from throughcare.commissioning.contracts.rules.settling import Terms, Variation
from throughcare.commissioning.contracts.rules.statement import PeriodResult
from throughcare.commissioning.contracts.rules.tally import PersonOutcome, Tally, evidence, tally
from throughcare.foundation.kernel import Money, Period

QUARTERS = [
    Period(date(2016, 1, 1), date(2016, 4, 1)),
    Period(date(2016, 4, 1), date(2016, 7, 1)),
    Period(date(2016, 7, 1), date(2016, 10, 1)),
    Period(date(2016, 10, 1), date(2017, 1, 1)),
]
ALWAYS = Period(date(2000, 1, 1))
LONG_AFTER = date(2020, 1, 1)


def pounds(amount):
    return Money(Decimal(amount))


def edition(scheme_name, edition_name):
    [found] = [e for e in scheme(scheme_name) if e.name == edition_name]
    return found.table


def terms(rule, pool="1000000"):
    variation = Variation(date(2015, 1, 1), ALWAYS, rule, "first")
    return Terms("C1", (variation,), pounds(pool))


def people(reoffences, quarter=0, **known):
    """One row for each number of reoffences."""
    return [PersonOutcome(f"q{quarter}-{i}", count, **known) for i, count in enumerate(reoffences)]


def result(rows, expected, quarter=0):
    """A cohort's result from its rows; expectations are rates a person by measure."""
    rates = {
        name: rate if isinstance(rate, Expected) else Expected(Decimal(rate))
        for name, rate in expected.items()
    }
    label = f"2016 Q{quarter + 1}"
    return PeriodResult(label, QUARTERS[quarter], tally(rows), rates, evidence(rows))


def counted(people, reoffenders, expected, reoffences=None, measure="binary", quarter=0, **more):
    """A cohort's result from its numbers alone."""
    reoffences = reoffenders if reoffences is None else reoffences
    total = Tally(people, reoffenders, reoffences, max(reoffences, reoffences**2 // max(reoffenders, 1)))
    rates = {measure: Expected(Decimal(expected), **more)}
    return PeriodResult(f"2016 Q{quarter + 1}", QUARTERS[quarter], total, rates)


def without_adjustment(rule):
    """The same rule on raw rates."""
    from throughcare.commissioning.contracts.rules.terms import Adjustment

    return replace(rule, measures=tuple(replace(m, adjustment=Adjustment.NONE) for m in rule.measures))


SINGLE_RULES = ["doncaster", "linear", "frequency-only", "severity", "intermediate-tariff", "peterborough"]

cohorts = st.lists(st.integers(0, 8), min_size=2, max_size=60)


def any_rows(draw_rows, quarter=0):
    """Rows with every kind of outcome known, from a list of counts."""
    return [
        PersonOutcome(
            f"q{quarter}-{i}",
            count,
            severity=Decimal(count * 3),
            predicted=Decimal("0.47"),
            achieved={"housing": count == 0, "employment": count % 2 == 0, "treatment": count < 3},
        )
        for i, count in enumerate(draw_rows)
    ]


EXPECTATIONS = {
    "binary": Expected(Decimal("0.5"), predicted=Decimal("0.47")),
    "frequency": Expected(Decimal("1.5")),
    "occasions": Expected(Decimal("1.5")),
    "severity": Expected(Decimal("4.5")),
}
EXPECTATIONS_TR = {**EXPECTATIONS, "frequency": Expected(Decimal("3"))}


def expectations(rule):
    """Expectations for whatever the rule measures."""
    per_reoffender = any(m.kind == "per_reoffender" for m in rule.measures)
    return EXPECTATIONS_TR if per_reoffender else EXPECTATIONS


__all__ = [
    "ALWAYS",
    "EXPECTATIONS",
    "LONG_AFTER",
    "QUARTERS",
    "SINGLE_RULES",
    "any_rows",
    "cohorts",
    "counted",
    "edition",
    "expectations",
    "latest",
    "people",
    "pounds",
    "result",
    "terms",
    "without_adjustment",
]
