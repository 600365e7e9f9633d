"""Cases of regression: textbook sets on released men, arrests and censored durations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from .cases import Adapter, Case, Source, skipped, unknown
from .outcomes_compare import beside, rounding
from .outcomes_measure import NO_DATA, PROSE, Content, content_of, holds


def _frame(path: Path) -> Any:
    import pandas as pd

    return pd.read_csv(path)


@lru_cache(maxsize=2)
def _rossi(path: Path) -> Any:
    frame = _frame(path)
    for column, one in {
        "fin": "yes",
        "race": "black",
        "wexp": "yes",
        "mar": "married",
        "paro": "yes",
    }.items():
        frame[column] = (frame[column] == one).astype(int)
    return frame


@lru_cache(maxsize=4)
def _hazards(path: Path, ties: str, on: tuple[str, ...]) -> Any:
    from throughcare.evidence.outcomes.measure import models

    fit = models.hazards if ties == "efron" else models.hazards_breslow
    return fit(_rossi(path), days="week", happened="arrest", on=on)


def _cox(source: Source) -> Iterator[Case]:
    content = content_of(source)
    path = beside(source, content["data"])
    known: dict[str, Callable[[Path, Content], Iterator[Case]]] = {
        "coef": _cox_coef,
        "breslow": _cox_breslow,
        "km": _cox_km,
    }
    for name, expected in content.items():
        if name in PROSE:
            continue
        if path is None:
            yield skipped(name, NO_DATA)
        elif name in known:
            yield from known[name](path, content)
        elif name in _COX_FIGURES:
            figure, on = _COX_FIGURES[name], tuple(content["coef"])
            allowed = max(rounding(v) for v in expected) if isinstance(expected, list) else rounding(expected)
            yield Case(name, expected, lambda f=figure, on=on: f(path, on), tolerance=allowed)  # type: ignore[misc]
        else:
            yield unknown(name)


def _cox_coef(path: Path, content: Content) -> Iterator[Case]:
    on = tuple(content["coef"])
    for name, (coefficient, error) in content["coef"].items():

        def run(name: str = name) -> list[float]:
            fit = _hazards(path, "efron", on)
            return [fit.coefficients[name], fit.errors[name]]

        yield Case(f"coef.{name}", [coefficient, error], run, tolerance=5.1e-5)


def _cox_breslow(path: Path, content: Content) -> Iterator[Case]:
    on = tuple(content["breslow"])
    for name, expected in content["breslow"].items():
        yield Case(
            f"breslow.{name}",
            expected,
            lambda name=name: _hazards(path, "breslow", on).coefficients[name],  # type: ignore[misc]
            tolerance=rounding(expected),
        )


def _cox_km(path: Path, content: Content) -> Iterator[Case]:
    for group, points in content["km"].items():
        for week, expected in points.items():

            def run(group: str = group, week: str = week) -> float:
                from throughcare.evidence.outcomes import survival

                frame = _rossi(path)
                chosen = frame[frame[group[:-1]] == int(group[-1])]
                lives = Counter(
                    (int(w), bool(a)) for w, a in zip(chosen["week"], chosen["arrest"], strict=True)
                )
                return round(float(survival(lives).free_at(int(week)).value), 3)

            yield Case(f"km.{group}.{week}", expected, run)


def _log_rank(path: Path, on: tuple[str, ...]) -> float:
    from throughcare.evidence.outcomes.measure.models import log_rank

    return log_rank(_rossi(path), days="week", happened="arrest", groups="fin")


_COX_FIGURES: dict[str, Callable[[Path, tuple[str, ...]], object]] = {
    "n": lambda path, on: len(_rossi(path)),
    "events": lambda path, on: int(_rossi(path)["arrest"].sum()),
    "loglik": lambda path, on: [
        _hazards(path, "efron", on).besides["null_log_likelihood"],
        _hazards(path, "efron", on).log_likelihood,
    ],
    "lr": lambda path, on: _hazards(path, "efron", on).besides["likelihood_ratio"],
    "lr_df": lambda path, on: len(on),
    "concordance": lambda path, on: _hazards(path, "efron", on).besides["concordance"],
    "logrank_chisq": _log_rank,
    "binary_rate": lambda path, on: _binary(_rossi(path)["arrest"]),
}


def _binary(hits: Any) -> float:
    from throughcare.evidence.outcomes.measure.intervals import wilson

    return wilson(int((hits > 0).sum()), len(hits)).value


@lru_cache(maxsize=2)
def _censored_fit(path: Path, on: tuple[str, ...]) -> Any:
    from throughcare.evidence.outcomes.measure.models import censored_times

    frame = _frame(path)
    frame["happened"] = 1 - frame["cens"]
    return censored_times(frame, time="durat", happened="happened", on=on)


def _censored(source: Source) -> Iterator[Case]:
    content = content_of(source)
    path = beside(source, content["data"])
    on = tuple(name for name in content["coef"] if name != "const")
    figures: dict[str, Callable[[Any], object]] = {
        "sigma": lambda fit: fit.besides["sigma"],
        "loglik_durations_scale": lambda fit: fit.log_likelihood,
        "loglik_logscale_published": lambda fit: fit.besides["log_scale_log_likelihood"],
    }
    for name, expected in content.items():
        if name in PROSE or name == "coef":
            continue
        if path is None:
            yield skipped(name, NO_DATA)
        elif name in figures:
            read, allowed = figures[name], rounding(expected)
            yield Case(name, expected, lambda read=read: read(_censored_fit(path, on)), tolerance=allowed)  # type: ignore[misc]
        elif name in ("n", "censored"):
            yield Case(name, expected, lambda n=name: _size(path, n))  # type: ignore[misc]
        else:
            yield unknown(name)
    for name, expected in content["coef"].items():
        yield from (
            _censored_coefficient(path, on, name, expected) if path else [skipped(f"coef.{name}", NO_DATA)]
        )


def _size(path: Path, name: str) -> int:
    frame = _frame(path)
    return len(frame) if name == "n" else int(frame["cens"].sum())


def _censored_coefficient(
    path: Path, on: tuple[str, ...], name: str, expected: list[float]
) -> Iterator[Case]:
    """A coefficient and its error, each to half of the last place that was printed of it."""
    coefficient, error = expected
    yield Case(
        f"coef.{name}",
        coefficient,
        lambda: _censored_fit(path, on).coefficients[name],
        tolerance=rounding(coefficient),
    )
    yield Case(
        f"coef.{name}.error", error, lambda: _censored_fit(path, on).errors[name], tolerance=rounding(error)
    )


def _arrests(source: Source) -> Iterator[Case]:
    content = content_of(source)
    path = beside(source, content["data"])
    for name, expected in content.items():
        if name in PROSE:
            continue
        if path is None:
            yield skipped(name, NO_DATA)
        elif name in ("ols", "poisson"):
            yield from _regression(path, name, expected)
        elif name in ("n", "binary_rate", "freq_per_offender", "freq_per_reoffender"):
            yield Case(name, expected, lambda n=name: _arrest_figure(path, n), tolerance=rounding(expected))  # type: ignore[misc]
        else:
            yield unknown(name)


def _arrest_figure(path: Path, name: str) -> float:
    counts = _frame(path)["narr86"]
    whole, hit = int(counts.sum()), int((counts > 0).sum())
    figures = {"n": len(counts), "freq_per_offender": whole / len(counts), "freq_per_reoffender": whole / hit}
    return figures.get(name, _binary(counts))


_BESIDES = {"r2": "r_squared", "pearson_sigma": "spread", "loglik": "log_likelihood"}


def _regression(path: Path, kind: str, expected: Content) -> Iterator[Case]:
    on = tuple(name for name in expected if name not in _BESIDES and name != "const")
    for name, value in expected.items():
        yield Case(
            f"{kind}.{name}",
            value,
            lambda name=name: _regressed(path, kind, on, name),  # type: ignore[misc]
            tolerance=rounding(value),
        )


def _regressed(path: Path, kind: str, on: tuple[str, ...], name: str) -> float:
    from throughcare.evidence.outcomes.measure import models

    fit = (models.straight_lines if kind == "ols" else models.frequencies)(
        _frame(path), counted="narr86", on=on
    )
    if name == "loglik":
        return fit.log_likelihood
    return fit.besides[_BESIDES[name]] if name in _BESIDES else fit.coefficients[name]


ADAPTERS = (
    Adapter("hazards of released men", holds("coef", "breslow", "km"), _cox),
    Adapter("censored durations", holds("coef", "sigma", "censored"), _censored),
    Adapter("counts of arrests", holds("ols", "poisson"), _arrests),
)
