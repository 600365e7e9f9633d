"""A score as plain values that a row keeps, whole, so that it can be read as it was worked out."""

from __future__ import annotations

from datetime import date
from typing import Any

from .predictors import Given, Scored, Value, sentence_of


def as_kept(scored: Scored) -> dict[str, Any]:
    """Everything the result holds, with its sentence, as JSON takes it."""
    return {**_plain(scored), "sentence": sentence_of(scored)}


def _plain(one: Scored) -> dict[str, Any]:
    # Written out: asking a dataclass for its fields takes longer than scoring does, and a nation is scored at once.
    return {
        "instrument": one.instrument, "edition": one.edition, "offence_mapping": one.offence_mapping,
        "basis": one.basis.value, "score": one.score, "band": one.band.value if one.band else None,
        "total": one.total, "scale": one.scale.value, "lowest": one.lowest, "highest": one.highest,
        "one_year": one.one_year, "points": one.points, "probability": one.probability,
        "band_reduced": one.band_reduced, "outcome": one.outcome, "overridden": one.overridden,
        "terms": [{"name": t.name, "contribution": t.contribution, "points": t.points} for t in one.terms],
        "inputs": [[name, _given(given)] for name, given in one.inputs],
        "missing": [{"name": m.name, "least": m.least, "most": m.most} for m in one.missing],
        "troubles": [{"problem": t.problem.value, "fields": list(t.fields)} for t in one.troubles],
        "components": [_plain(part) for part in one.components],
        "finding": {
            "rule": one.finding.rule, "clause": str(one.finding.clause), "because": one.finding.because,
        },
    }  # fmt: skip


def _given(given: Given) -> dict[str, Any]:
    on = given.on.isoformat() if given.on else None
    return {"value": _value(given.value), "on": on, "source": given.source}


def _value(value: Value | None) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value
