"""Cases of payment and value: the two pilots that paid by results, published results, published costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from .cases import Adapter, Case, Source, skipped, unknown

PAID, NOT_PAID = "payment", "no payment"
_ON = date(2020, 1, 1)
_PEOPLE = 100_000


def reduction(treated: float, comparison: float) -> float:
    """The reduction of one rate below another, in per cent."""
    from throughcare.commissioning.contracts.rules.measuring import Expected, read
    from throughcare.commissioning.contracts.rules.schemes import latest

    rule = latest("peterborough")
    expected = Expected(_exact(comparison) / 100)
    return float(read(rule.measures[0], _cohort(_exact(treated) / 100), expected, rule.source).change)


def peterborough_pays(reductions: list[float]) -> str:
    """Whether cohorts with these reductions, in per cent, are paid, alone or together."""
    from throughcare.commissioning.contracts.rules.measuring import Expected

    rates = [1 - _exact(one) / 100 for one in reductions]
    return _settled(
        "peterborough", "occasions", [_cohort(rate) for rate in rates], Expected(Decimal(1)), None
    )


def doncaster_pays(points: float) -> str:
    """Whether a cohort this many percentage points below its baseline keeps the money at risk."""
    from throughcare.commissioning.contracts.rules.measuring import Expected
    from throughcare.foundation.kernel import Money

    baseline = Decimal("0.5")
    cohort = _cohort(baseline - _exact(points) / 100)
    return _settled("doncaster", "binary", [cohort], Expected(baseline), Money(Decimal(1)))


def _settled(scheme: str, measure: str, cohorts: list[Any], expected: Any, pool: Any) -> str:
    from throughcare.commissioning.contracts.rules.schemes import latest
    from throughcare.commissioning.contracts.rules.settling import Terms, Variation, settle
    from throughcare.commissioning.contracts.rules.statement import PeriodResult
    from throughcare.foundation.kernel import Period

    always = Period(date(2000, 1, 1))
    terms = Terms(scheme, (Variation(date(2000, 1, 1), always, latest(scheme), scheme),), pool)
    periods = [
        PeriodResult(
            f"cohort {i}", Period(date(2000 + i, 1, 1), date(2001 + i, 1, 1)), cohort, {measure: expected}
        )
        for i, cohort in enumerate(cohorts, start=1)
    ]
    statement = settle(terms, periods, known_on=_ON, before=())
    return PAID if statement.total.amount > 0 else NOT_PAID


def _cohort(rate: Decimal) -> Any:
    """People enough to carry a rate to three decimals, one reoffence to a reoffender as far as they go."""
    from throughcare.commissioning.contracts.rules.tally import Tally

    reoffences = int((rate * _PEOPLE).to_integral_value())
    return Tally(_PEOPLE, min(_PEOPLE, reoffences), reoffences, reoffences)


def _exact(number: float) -> Decimal:
    return Decimal(repr(number))


def _as_printed(found: float, printed: float) -> float:
    """Ours, to as many decimals as theirs was printed with."""
    exponent = int(_exact(printed).normalize().as_tuple().exponent)
    return round(found, max(0, -exponent))


def _threshold(pooled: bool) -> float:
    from throughcare.commissioning.contracts.rules.schemes import latest
    from throughcare.commissioning.contracts.rules.terms import Band

    rule = latest("peterborough")
    threshold = rule.pooling.threshold if pooled and rule.pooling else rule.measures[0].threshold
    assert isinstance(threshold, Band)
    return float(threshold.better)


# --- pilots -------------------------------------------------------------------------------------------
_MONEY = "a published sum of money, which no rule of ours reckons"
_PEOPLE_NEEDED = "a published figure whose people are not given, so nothing can be reckoned from it"


def _is_pilots(source: Source) -> bool:
    content = source.content if source.path.suffix == ".json" else None
    return isinstance(content, Mapping) and bool({"peterborough", "doncaster"} & set(content))


def _pilots(source: Source) -> Iterator[Case]:
    content: Mapping[str, Any] = source.content  # type: ignore[assignment]
    for name, entry in content.items():
        if name == "peterborough":
            yield from _peterborough(entry)
        elif name == "doncaster":
            yield from _doncaster(entry)
        elif name not in ("source", "note"):
            yield unknown(name)


def _peterborough(entry: Mapping[str, Any]) -> Iterator[Case]:
    for name, value in entry.items():
        where = f"peterborough.{name}"
        if isinstance(value, Mapping) and "per100_treated" in value:
            yield from _single(where, value)
        elif name == "payment_rule_tests":
            yield from _rule_tests(where, value)
        elif name == "pooled_threshold_pct":
            yield Case(where, value, lambda: _threshold(pooled=True))
        elif name == "paid_pooled":
            pooled = entry["pooled_reduction_pct"]
            yield Case(where, PAID if value else NOT_PAID, lambda r=pooled: peterborough_pays([r, r]))  # type: ignore[misc]
        elif name == "interim_6_month":
            yield from (skipped(f"{where}.{row['period']}", _PEOPLE_NEEDED) for row in value)
        elif name in ("investor_return_pct_pa", "raised_gbp_m", "investors"):
            yield skipped(where, _MONEY)
        elif name.endswith("reduction_pct"):
            yield skipped(where, _PEOPLE_NEEDED)
        elif name not in ("metric", "replication"):
            yield unknown(where)


def _single(where: str, cohort: Mapping[str, Any]) -> Iterator[Case]:
    treated, comparison = cohort["per100_treated"], cohort["per100_control"]
    known = {name: cohort[name] for name in ("reduction_pct", "target_pct") if name in cohort}
    expected: dict[str, Any] = known | (
        {"paid": PAID if cohort["paid"] else NOT_PAID} if "paid" in cohort else {}
    )
    left_out = tuple(_PEOPLE_NEEDED for name in cohort if name.startswith("binary_"))

    def ours() -> dict[str, Any]:
        found = reduction(treated, comparison)
        answer = {
            "reduction_pct": _as_printed(found, cohort.get("reduction_pct", found)),
            "target_pct": _threshold(pooled=False),
            "paid": peterborough_pays([found]),
        }
        return {name: answer[name] for name in expected}

    yield Case(where, expected, ours, not_compared=left_out)
    for name in sorted(set(cohort) - set(expected) - {"per100_treated", "per100_control"}):
        if not name.startswith("binary_"):
            yield unknown(f"{where}.{name}")


def _rule_tests(where: str, tests: list[Mapping[str, Any]]) -> Iterator[Case]:
    for place, test in enumerate(tests):
        cohorts = {"single cohort": 1, "pooled": 2}.get(test.get("scope", ""))
        if cohorts is None:
            yield unknown(f"{where}.{place}")
            continue
        given = [test["reduction"]] * cohorts
        yield Case(f"{where}.{place}", test["expect"], lambda g=given: peterborough_pays(g))  # type: ignore[misc]


def _doncaster(entry: Mapping[str, Any]) -> Iterator[Case]:
    if "target_pp" in entry:
        yield Case("doncaster.target_pp", entry["target_pp"], _doncaster_target)
    share = entry.get("at_risk_pct_of_contract", 10)
    for name, points in entry.items():
        if not (name.startswith("cohort") and name.endswith("_pp")):
            continue
        cohort = name.removesuffix("_pp")
        if cohort not in entry:
            yield skipped(f"doncaster.{name}", "a result with no payment said of it")
            continue
        yield Case(
            f"doncaster.{cohort}",
            entry[cohort],
            lambda p=points: _doncaster_words(p, share),  # type: ignore[misc]
        )


def _doncaster_target() -> float:
    from throughcare.commissioning.contracts.rules.schemes import latest
    from throughcare.commissioning.contracts.rules.terms import Band

    threshold = latest("doncaster").measures[0].threshold
    assert isinstance(threshold, Band)
    return float(threshold.better)


def _doncaster_words(points: float, share: float) -> str:
    if doncaster_pays(points) == PAID:
        return "full payment"
    return f"{share:g}% of core contract value repaid"


def _bond(source: Source) -> Iterator[Case]:
    for row in source.rows:
        where = f"cohort {row['cohort']}"
        expected: dict[str, Any] = {
            "pooled_threshold_pct": float(row["pooled_threshold_pct"]),
            "paid": row["paid_on_own"],
        }
        if row["single_cohort_threshold_pct"]:
            expected["single_cohort_threshold_pct"] = float(row["single_cohort_threshold_pct"])
        if row["reconvictions_per_100_treated"]:
            expected["reduction_pct"] = float(row["reduction_pct"])
        yield Case(where, expected, lambda r=row, e=expected: _bond_row(r, set(e)))  # type: ignore[misc]


def _bond_row(row: Mapping[str, str], asked: set[str]) -> dict[str, Any]:
    pooled = "pooled" in row["cohort"]
    found = float(row["reduction_pct"])
    if "reduction_pct" in asked:
        found = reduction(
            float(row["reconvictions_per_100_treated"]), float(row["reconvictions_per_100_comparison"])
        )
    answer = {
        "pooled_threshold_pct": _threshold(pooled=True),
        "paid": "yes" if peterborough_pays([found] * (2 if pooled else 1)) == PAID else "no",
        "single_cohort_threshold_pct": _threshold(pooled=False),
        "reduction_pct": _as_printed(found, float(row["reduction_pct"])),
    }
    return {name: value for name, value in answer.items() if name in asked}


_BOND = {"cohort", "reconvictions_per_100_treated", "reconvictions_per_100_comparison", "reduction_pct"}

ADAPTERS = (
    Adapter("pilots that paid by results", _is_pilots, _pilots),
    Adapter("the Peterborough bond, cohort by cohort", lambda source: source.columns >= _BOND, _bond),
)
