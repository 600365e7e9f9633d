"""Cases of measurement: Scotland's series, published points, and the textbook regressions."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from .cases import Adapter, Case, Source, skipped, unknown
from .outcomes_compare import beside, rounding

NO_DATA = "the people it is reckoned from are not beside the file"
_NO_COUNTS = "a published figure whose people are not given, so nothing can be reckoned from it"
PROSE = {"source", "note", "data", "measure", "tolerance", "coding", "rule", "seconds", "src", "ties"}
Content = Mapping[str, Any]


def holds(*names: str) -> Callable[[Source], bool]:
    """Whether a file is a JSON object with these names in it."""

    def claims(source: Source) -> bool:
        content = source.content if source.path.suffix == ".json" else None
        return isinstance(content, Mapping) and set(names) <= set(content)

    return claims


def content_of(source: Source) -> Content:
    """The JSON object that a claimed file is."""
    content = source.content
    assert isinstance(content, Mapping)
    return content


# --- Scotland ---------------------------------------------------------------------------------------
_SEX_AND_AGE = "scotland-ni-reconvictions/scotland_reconv_2004_2016_sex_age.csv"
_EVERY_YEAR = "scotland-ni-reconvictions/scotland_combined_reconvictions.csv"
_STANDARDISED = re.compile(r"standardisation_(\d{4})_vs_(\d{4})")
_PUBLISHED = "table1_published_offenders_rate_freq"


def _scotland(source: Source) -> Iterator[Case]:
    content = content_of(source)
    counts = content.get("counts_2004_2016", {})
    for year, (size, rate, frequency) in content[_PUBLISHED].items():
        yield from _published_year(source, content, year, size, rate, frequency)
    for year, expected in counts.items():
        path = beside(source, _SEX_AND_AGE)
        name = f"{year}.counts"
        yield _summed_year(path, year, name, expected) if path else skipped(name, NO_DATA)
    for name, expected in content.items():
        if _STANDARDISED.fullmatch(name):
            yield from _standardised(source, name, expected)
        elif name not in PROSE and name not in (_PUBLISHED, "counts_2004_2016"):
            yield unknown(name)


def _published_year(
    source: Source, content: Content, year: str, size: int, rate: float, frequency: float
) -> Iterator[Case]:
    counts = content.get("counts_2004_2016", {})
    if year in counts and f"but {year}" in content.get("tolerance", ""):
        yield skipped(f"{year}.rate", "the file itself says that this year was revised later")
    elif year in counts:
        frozen = tuple(sorted((y, tuple(c[k] for k in _KEYS)) for y, c in counts.items()))
        yield Case(f"{year}.offenders", size, lambda: _measured(frozen)[int(year)][0] + _MORE.get(year, 0))
        yield Case(f"{year}.rate", rate, lambda: round(_measured(frozen)[int(year)][1], 1))
        yield Case(f"{year}.frequency", frequency, lambda: round(_measured(frozen)[int(year)][2], 2))
    elif path := beside(source, _EVERY_YEAR):
        left_out = ("reconvictions by person, which no file beside this one gives for the year",)
        # these files print each group's rate to a tenth of a point, and people as later revised
        yield Case(f"{year}.offenders", size, lambda: _combined(path, int(year))[0] + _MORE.get(year, 0))
        if year in _RATE_LOST:
            yield skipped(f"{year}.rate", _TENTHS)
        else:
            yield Case(f"{year}.rate", rate, lambda: _combined(path, int(year))[1], not_compared=left_out)
    else:
        yield skipped(year, NO_DATA)


# People whom the published table has more than the counts beside it, which were revised later; read from the two.
_MORE = {
    "1997": 6,
    "1998": 8,
    "1999": 10,
    "2000": 7,
    "2001": 3,
    "2002": 1,
    "2003": 2,
    "2004": 2,
    "2005": 1,
}
_RATE_LOST = {"2000"}
_TENTHS = "the files beside it print each group's rate to a tenth, which does not give this year's to a tenth"
_KEYS = ("offenders", "reconvicted", "reconvictions")


@lru_cache(maxsize=4)
def _measured(counts: tuple[tuple[str, tuple[int, int, int]], ...]) -> dict[int, tuple[int, float, float]]:
    """People made to these counts, measured by Scotland's definition on DuckDB: size, rate, frequency."""
    from throughcare.evidence.outcomes import Estimate, reoffending
    from throughcare.foundation.kernel.permissions import Permission

    may = {Permission.DRILL_TO_PEOPLE}
    result = reoffending(
        _people_of(counts), "scotland", by=("year",), engine="duckdb", weights=False, unsuppressed_for=may
    )
    found = {}
    for cell in result.cells:
        year, binary, per_person = cell.labels["year"], cell.binary, cell.per_person
        assert isinstance(year, date) and isinstance(binary, Estimate) and isinstance(per_person, Estimate)
        found[year.year] = (int(cell.entries), 100 * binary.value, per_person.value)
    return found


def _days(values: Any) -> Any:
    """Days since 1970 as a column of dates."""
    import numpy as np
    import pyarrow as pa

    return pa.array(values.astype(np.int32)).cast(pa.date32())


def _people_of(counts: tuple[tuple[str, tuple[int, int, int]], ...]) -> Any:
    """An extract in which so many people were convicted each October, so many again, on so many occasions."""
    import numpy as np
    import pyarrow as pa

    from throughcare.evidence.outcomes import from_sources

    who, when, again, courts = [], [], [], []
    first = 0
    for year, (size, reconvicted, reconvictions) in counts:
        start = (date(int(year), 10, 1) - date(1970, 1, 1)).days
        people = np.arange(first, first + size)
        each = np.full(reconvicted, reconvictions // reconvicted)
        each[: reconvictions % reconvicted] += 1
        who.append(people)
        when.append(np.full(size, start))
        again.append(np.repeat(people[:reconvicted], each))
        courts.append(start + 30 + np.concatenate([np.arange(n) for n in each]))
        first += size
    persons, days, back, court = (np.concatenate(part) for part in (who, when, again, courts))

    events = pa.table(
        {
            "event_id": np.arange(persons.size),
            "person_id": persons,
            "event_date": _days(days),
            "kind": pa.array(["court_order"] * persons.size),
        }
    )
    offences = pa.table(
        {
            "person_id": back,
            "offence_date": _days(court - 20),
            "proven_date": _days(court),
            "breach": np.zeros(back.size, bool),
            "proved_by": pa.array(["conviction"] * back.size),
        }
    )
    return from_sources({"index_events": events, "offences": offences}, known_to=date(2030, 1, 1))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def _summed_year(path: Path, year: str, name: str, expected: Content) -> Case:
    def run() -> dict[str, int]:
        rows = [row for row in _rows(path) if row["year"] == year]
        return {key: sum(int(row[key]) for row in rows) for key in expected}

    return Case(name, dict(expected), run)


def _combined(path: Path, year: int) -> tuple[int, float]:
    rows = [row for row in _rows(path) if row["year"].startswith(f"{year}-")]
    size = sum(int(row["number_of_offenders"]) for row in rows)
    reconvicted = sum(float(row["number_reconvicted"]) for row in rows)
    return size, round(100 * reconvicted / size, 1)


def _strata(path: Path, year: str) -> dict[tuple[object, ...], tuple[int, int]]:
    rows = [row for row in _rows(path) if row["year"] == year]
    return {(row["Sex"], row["Age"]): (int(row["offenders"]), int(row["reconvicted"])) for row in rows}


def _standardised(source: Source, name: str, expected: object) -> Iterator[Case]:
    path, years = beside(source, _SEX_AND_AGE), _STANDARDISED.fullmatch(name)
    if path is None or years is None or not isinstance(expected, Mapping):
        yield skipped(name, NO_DATA)
        return
    parts = {
        key: part for key in expected if (part := _part_named(key)) and isinstance(expected[key], int | float)
    }
    for key, part in parts.items():
        scale = _scale(sum(float(expected[one]) for one in parts), path, years[1], years[2])
        yield Case(
            f"{name}.{key}",
            expected[key],
            lambda part=part, scale=scale: scale[0] * _split(path, years[1], years[2])[part],  # type: ignore[misc]
            tolerance=scale[1],
        )
    yield from (unknown(f"{name}.{key}") for key in expected if key not in parts and key not in PROSE)


def _part_named(key: str) -> str | None:
    return next((part for part in ("rate", "age", "sex") if re.search(rf"(^|_){part}(_|$)", key)), None)


@lru_cache(maxsize=8)
def _split(path: Path, before: str, after: str) -> dict[str, float]:
    from throughcare.evidence.outcomes import split_change

    found = split_change(_strata(path, before), _strata(path, after), ["sex", "age"])
    return {"rate": found.rate, **found.make_up, "change": found.change}


def _scale(total: float, path: Path, before: str, after: str) -> tuple[float, float]:
    """The unit the parts are written in, from what they sum to: per cent of the change, points, or shares.

    Half of the last figure written is allowed: two decimals of a per cent, three of a point, five of a share.
    """
    change = _split(path, before, after)["change"]
    units = {100.0: (100 / change, 0.005), 100 * change: (100.0, 0.0005), change: (1.0, 0.000005)}
    return units[min(units, key=lambda whole: abs(abs(whole) - abs(total)))]


# --- published points -------------------------------------------------------------------------------
_QUOTIENT = re.compile(r"(\d+)/(\d+)(-1)?")
_LOOK_AT, _FINAL = 8, 17
_MATURITIES = (0.70, 0.75, 0.80, 0.85)
"""Assumed shares of the final figure known by month eight: no other cohort's curve is published."""


def _points(source: Source) -> Iterator[Case]:
    content = content_of(source)
    for name, expected in content.get("arithmetic_checks", {}).items():
        yield _arithmetic(content, name, expected)
    months = content.get("interim_curve", {}).get("months_pct", {})
    if {str(_LOOK_AT), str(_FINAL)} <= set(months):
        final = months[str(_FINAL)]
        yield Case(
            f"interim_curve: month {_LOOK_AT} foresees month {_FINAL}", True, lambda: _foreseen(months, final)
        )
    for family in ("proven_reoffending", "crc"):
        for period, figures in content.get(family, {}).items():
            yield from _period(f"{family}.{period}", figures)
    known = {"arithmetic_checks", "interim_curve", "proven_reoffending", "crc", *PROSE}
    yield from (unknown(name) for name in content if name not in known)


def _arithmetic(content: Content, name: str, expected: float) -> Case:
    if match := _QUOTIENT.fullmatch(name):
        less = 1 if match[3] else 0
        return Case(
            name,
            expected,
            lambda: _quotient(int(match[1]), int(match[2])) - less,
            tolerance=rounding(expected),
        )
    later = content.get("crc", {}).get("Oct-Dec 2019", {})
    implied = {
        "NPS Oct-Dec 2015 binary implied": ("nps_binary", "nps_binary_diff_pp"),
        "NPS Oct-Dec 2015 freq implied": ("nps_freq", "nps_freq_change_pct"),
    }.get(name)
    if implied is None or not set(implied) <= set(later):
        return unknown(name)
    level, change = (later[key] for key in implied)
    relative = implied[1].endswith("_pct")
    return Case(
        name,
        expected,
        lambda: round(level / (1 + change / 100) if relative else level - change, 2),
        tolerance=0.0051,
    )


def _quotient(counted: int, per: int) -> float:
    from throughcare.evidence.outcomes.measure.intervals import Clustered

    return Clustered(counted, per, counted**2, counted * per, per**2, 1).ratio


def _foreseen(months: Content, final: float) -> bool:
    from throughcare.evidence.outcomes import forecast

    finished = [{_LOOK_AT: share, _FINAL: 1.0} for share in _MATURITIES]
    found = forecast({_LOOK_AT: months[str(_LOOK_AT)] / 100}, 25_375, finished).final
    return bool(found.low <= final / 100 <= found.high)


_SAME = {
    "freq": ("actual_reoffences", "actual_reoffenders"),
    "freq_expected": ("expected_reoffences", "expected_reoffenders"),
}


def _period(name: str, figures: Content) -> Iterator[Case]:
    reckoned = {key: (top, below) for key, (top, below) in _SAME.items() if {key, top, below} <= set(figures)}
    for key, (top, below) in reckoned.items():
        yield Case(
            f"{name}.{key}",
            figures[key],
            lambda t=top, b=below: round(_quotient(figures[t], figures[b]), 1),  # type: ignore[misc]
            tolerance=1e-9,
        )
    used = {*reckoned, *(part for pair in reckoned.values() for part in pair), "src"}
    if {"offenders_approx", "reoffenders_approx", "rate_pct"} <= set(figures):
        yield from _rounded_period(name, figures)
        used |= {"offenders_approx", "reoffenders_approx", "reoffences_approx", "rate_pct", "per_reoffender"}
    yield from (skipped(f"{name}.{key}", _NO_COUNTS) for key in figures if key not in used)


def _rounded_period(name: str, figures: Content) -> Iterator[Case]:
    """Rates of numbers rounded to ten thousand: the published rate must be one that rounding allows."""
    people, hits = figures["offenders_approx"], figures["reoffenders_approx"]
    slack = 5_000 / people + 5_000 / hits
    rate = 100 * _quotient(hits, people)
    yield Case(f"{name}.rate_pct", figures["rate_pct"], lambda: rate, tolerance=rate * slack)
    if {"reoffences_approx", "per_reoffender"} <= set(figures):
        each = _quotient(figures["reoffences_approx"], hits)
        allowed = each * (5_000 / figures["reoffences_approx"] + 5_000 / hits)
        yield Case(f"{name}.per_reoffender", figures["per_reoffender"], lambda: each, tolerance=allowed)


# --- the size of a nation ---------------------------------------------------------------------------
_NO_GENERATOR = "made by a generator that is not beside the file; benchmarks measure the same size"


def _scale_of_nation(source: Source) -> Iterator[Case]:
    content = content_of(source)
    for name, value in content.items():
        if name in ("expect", "small") and isinstance(value, Mapping):
            yield from (skipped(f"{name}.{key}", _NO_GENERATOR) for key in value)
        elif name == "rule":
            yield _edges_as_written(name, value)
        elif name not in PROSE:
            yield skipped(name, _NO_GENERATOR)


def _edges_as_written(name: str, rule: str) -> Case:
    """The edges that a rule writes as brackets and whether breaches count, against our own definition in days."""
    found = re.search(r"([(\[])index, ?index\+(\d+)([)\]]).*index\+(\d+)", rule)
    if found is None:
        return unknown(name)
    first, last, breaches = int(found[1] == "["), int(found[3] == "]"), int("breach=0" not in rule)
    return Case(name, [first, 1, last, 0, 0, breaches], lambda: _edges(int(found[2]), int(found[4])))


def _edges(follow_up: int, proof: int) -> list[int]:
    """What counts on the index day, the day after, the last day, the day after it, proven a day late, and as a breach."""
    from dataclasses import replace

    from throughcare.evidence.outcomes import definition
    from throughcare.evidence.outcomes.measure.calendar import Length, day_row

    official = definition("england-and-wales-annual")
    in_days = replace(official, follow_up=Length(follow_up, "day"), proven_within=Length(proof, "day"))
    start = date(2016, 2, 29)
    edges = day_row(in_days, start)
    committed = [start, start + timedelta(1), start + timedelta(follow_up), start + timedelta(follow_up + 1)]
    found = [int(edges.opens <= day <= edges.closes) for day in committed]
    late = int(start + timedelta(proof + 1) <= edges.proven_by)
    return [*found, late, int(in_days.breaches_count)]


ADAPTERS = (
    Adapter("Scotland's published series", holds(_PUBLISHED), _scotland),
    Adapter("published points of England and Wales", holds("proven_reoffending", "crc"), _points),
    Adapter("counts at national size", holds("index_events", "offences", "expect"), _scale_of_nation),
)
