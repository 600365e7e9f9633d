"""Cases of fair comparison: MatchIt's lalonde example and the Justice Data Lab's published results."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .cases import Adapter, Case, Source, skipped, unknown

if TYPE_CHECKING:
    from throughcare.evidence.outcomes.compare.nearest import Matches

FORMULA = "treat~age+educ+race+married+nodegree+re74+re75"
OUTCOME = "re78"
_PROSE = {"source", "data", "formula", "smd_denominator", "experimental_data", "invariant", "note"}
_SECTION = re.compile(
    r"ratio(?P<ratio>\d+)(?P<replace>_replace)?(?:_caliper(?P<caliper>\d+)sd)?(?P<late>_replace)?"
    r"(?:_(?P<order>largest|smallest|closest|farthest|data))?$"
)
_EFFECTIVE = re.compile(r"(^|_)ess($|_)|effective", re.IGNORECASE)
_COUNTED = re.compile(r"^(matched_|unique_)?(treated|controls?)(_matched|_unique|_used)?$")


@dataclass(frozen=True)
class Sample:
    """A file of people, read once: the matching set that the vectors were made from."""

    path: Path
    formula: str

    @cached_property
    def columns(self) -> dict[str, Any]:
        """Numbers as numbers, the rest as text."""
        with self.path.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.DictReader(opened))
        return {name: _typed([row[name] for row in rows]) for name in rows[0]}

    @cached_property
    def treated(self) -> str:
        """The name of the treatment column."""
        return self.formula.split("~")[0].strip()

    @cached_property
    def design(self) -> Any:
        """The covariates of the formula."""
        from throughcare.evidence.outcomes.compare.design import design_of

        covariates = [name.strip() for name in self.formula.split("~")[1].split("+")]
        return design_of(self.columns, treated=self.treated, covariates=covariates)

    @cached_property
    def fit(self) -> Any:
        """The logistic fit of treatment."""
        from throughcare.evidence.outcomes.compare.propensity import fit_propensity

        return fit_propensity(self.design)

    def outcome(self) -> Any:
        """The outcome, one number a person."""
        return self.columns[OUTCOME]


def _typed(values: list[str]) -> Any:
    import numpy as np

    try:
        return np.array([float(value) for value in values])
    except ValueError:
        return np.array(values)


def beside(source: Source, relative: str) -> Path | None:
    """A data file that a case file names, in the folder of data beside the folder of vectors."""
    for folder in source.path.resolve().parents:
        found = folder / "data" / relative
        if found.exists():
            return found
    return None


def rounding(printed: float, at_most: float = 0.005) -> float:
    """Half a unit of the last place printed: what rounding alone can explain."""
    exponent = Decimal(repr(printed)).normalize().as_tuple().exponent
    return min(at_most, 0.51 * 10.0 ** int(exponent))


def _is_lalonde(source: Source) -> bool:
    content = source.content if source.path.suffix == ".json" else None
    return isinstance(content, Mapping) and "ps_coef" in content and "data" in content


def _lalonde(source: Source) -> Iterator[Case]:
    content: Mapping[str, Any] = source.content  # type: ignore[assignment]
    path = beside(source, content["data"])
    formula = content.get("formula", FORMULA).split(",")[0]
    sample = Sample(path, formula) if path else None
    for name, expected in content.items():
        if name in _PROSE:
            continue
        if name.startswith("experimental_"):
            yield _experiment(source, name, expected, content)
        elif sample is None:
            yield skipped(name, f"needs {content['data']}, whose licence keeps it out of the repository")
        elif name == "ps_coef":
            yield from _coefficients(sample, expected)
        elif name == "smd_before":
            yield from _differences(name, expected, lambda: _before(sample))
        elif _SECTION.match(name) and isinstance(expected, Mapping):
            yield from _section(sample, name, expected)
        else:
            yield unknown(name)


def _coefficients(sample: Sample, expected: Mapping[str, float]) -> Iterator[Case]:
    def ours(name: str) -> float:
        return float(sample.fit.intercept if name == "const" else sample.fit.by_name()[name])

    for name, value in expected.items():
        yield Case(f"ps_coef.{name}", value, lambda n=name: ours(n), tolerance=1e-6 * abs(value))  # type: ignore[misc]


def _differences(section: str, expected: Mapping[str, float], ours: Any) -> Iterator[Case]:
    for name, value in expected.items():
        yield Case(f"{section}.{name}", value, lambda n=name: ours()[n], tolerance=6e-6)  # type: ignore[misc]


def _before(sample: Sample) -> dict[str, float]:
    import numpy as np

    from throughcare.evidence.outcomes.compare.balance import balance_of

    made = balance_of(sample.design, np.ones(sample.design.people), sample.fit.score)
    return {row.covariate: row.standardised_before for row in made.covariates}


@dataclass(frozen=True)
class Matching:
    """One matching of the sample, and what the sections of the file say of one."""

    sample: Sample
    name: str

    @cached_property
    def matches(self) -> Matches:
        """Who was matched with whom, by the section's own name."""
        from throughcare.evidence.outcomes.compare.nearest import MatchRule, Order, match

        asked = _SECTION.match(self.name)
        if asked is None:
            raise ValueError(f"{self.name} names no matching")
        digits = asked["caliper"]
        rule = MatchRule(
            ratio=int(asked["ratio"]),
            caliper=float(f"{digits[0]}.{digits[1:] or 0}") if digits else None,
            replace=bool(asked["replace"] or asked["late"]),
            order=Order(asked["order"] or "largest"),
        )
        return match(self.sample.fit.score, self.sample.design.treated, rule)

    def answer(self, what: str) -> Any:
        """What the file calls by this name; any other is a number of people, effective or counted."""
        answers: dict[str, Callable[[], Any]] = {
            "matched": self._matched,
            "smd": lambda: {c.covariate: c.standardised_after for c in self._balance.covariates},
            "att_diff_means": self._difference,
            "ols_se": self._pooled_error,
            "pairs": self._pairs,
            "caliper": lambda: self.matches.caliper,
            "max_pair_distance": self._widest,
            "max_distance": self._widest,
        }
        if what in answers:
            return answers[what]()
        if _EFFECTIVE.search(what):
            return self._balance.comparison_effective
        return self._matched()[0 if "treated" in what else 1]

    def _matched(self) -> list[int]:
        return [int(self.matches.matched.sum()), len(set(self.matches.pairs()[1].tolist()))]

    def _pooled_error(self) -> float:
        from throughcare.evidence.outcomes.compare.effect import pooled_error

        return pooled_error(self.sample.outcome(), self.sample.design.treated, self.matches.weights())

    @cached_property
    def _balance(self) -> Any:
        from throughcare.evidence.outcomes.compare.balance import balance_of

        return balance_of(self.sample.design, self.matches.weights(), self.sample.fit.score)

    def _difference(self) -> float:
        from throughcare.evidence.outcomes.compare.effect import Measure, effect_of

        made = effect_of(self.sample.outcome(), self.matches, self.sample.fit.score, Measure.AMOUNT)
        return made.difference

    def _pairs(self) -> list[list[str]]:
        names = self.sample.columns["rownames"]
        lines = zip(self.matches.treated, self.matches.controls, strict=True)
        return [[str(names[t]), *(str(names[c]) if c >= 0 else "NA" for c in row)] for t, row in lines]

    def _widest(self) -> float:
        import numpy as np

        one, other = self.matches.pairs()
        return float(np.abs(self.sample.fit.score[one] - self.sample.fit.score[other]).max())


def _section(sample: Sample, name: str, expected: Mapping[str, Any]) -> Iterator[Case]:
    made = Matching(sample, name)
    known = {"matched", "att_diff_means", "ols_se", "caliper", "max_pair_distance", "max_distance"}
    for what, value in expected.items():
        if what == "smd":
            yield from _differences(f"{name}.smd", value, lambda: made.answer("smd"))
        elif what == "pairs":
            yield from _pairs(made, value)
        elif what in known or _EFFECTIVE.search(what) or _COUNTED.search(what):
            near = rounding(value) if isinstance(value, float) else 0.0
            yield Case(f"{name}.{what}", value, lambda w=what: made.answer(w), near)  # type: ignore[misc]
        elif what not in _PROSE:
            yield unknown(f"{name}.{what}")


def _pairs(made: Matching, expected: list[list[str]]) -> Iterator[Case]:
    def ours() -> dict[str, list[str]]:
        return {pair[0]: pair for pair in made.answer("pairs")}

    for pair in expected:
        yield Case(f"{made.name}.pairs.{pair[0]}", pair, lambda t=pair[0]: ours()[t])  # type: ignore[misc]


def _experiment(source: Source, name: str, expected: Any, content: Mapping[str, Any]) -> Case:
    relative = content.get("experimental_data")
    path = beside(source, relative) if relative else None
    if path is None:
        return skipped(name, f"needs {relative}, whose licence keeps it out of the repository")
    if name not in ("experimental_benchmark_att", "experimental_n"):
        return unknown(name)
    sample = Sample(path, FORMULA)

    def ours() -> Any:
        treated = sample.columns["treat"] == 1
        if name == "experimental_n":
            return [int(treated.sum()), int((~treated).sum())]
        return float(sample.outcome()[treated].mean() - sample.outcome()[~treated].mean())

    return Case(name, expected, ours, rounding(expected) if isinstance(expected, float) else 0.0)


def _scores(source: Source) -> Iterator[Case]:
    path = beside(source, "recid-textbook/lalonde.csv")
    sample = Sample(path, FORMULA) if path else None

    def ours(name: str) -> list[float]:
        assert sample is not None
        row = sample.columns["rownames"].tolist().index(name)
        return [float(sample.fit.score[row]), float(sample.columns["treat"][row])]

    for row in source.rows:
        name = row["id"]
        if sample is None:
            yield skipped(name, "needs lalonde.csv, whose licence keeps it out of the repository")
        else:
            wanted = [float(row["ps"]), float(row["treat"])]
            yield Case(name, wanted, lambda n=name: ours(n), tolerance=1e-8)  # type: ignore[misc]


ADAPTERS = (
    Adapter("matching of the lalonde set, as MatchIt", _is_lalonde, _lalonde),
    Adapter("propensity scores of the lalonde set", lambda s: s.columns == {"id", "ps", "treat"}, _scores),
)
