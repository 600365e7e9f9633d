"""Cases of competition: the last day of a standstill by regime, and the limits that a framework puts on weights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial

from throughcare.commissioning.competition.rules.scoring import check_weights
from throughcare.commissioning.competition.rules.standstill import counting_of, last_day
from throughcare.foundation.kernel import is_allowed

from .cases import Adapter, Case, Source, unknown

_REGIMES = {
    "Procurement Act 2023 s51": "procurement-act-2023",
    "NHS Provider Selection Regime": "provider-selection-2023",
}
_COLUMNS = {"regime", "publication_date", "counting", "last_day"}


def _is_of_standstill(source: Source) -> bool:
    return source.columns >= _COLUMNS


def _standstills(source: Source) -> Iterable[Case]:
    for number, row in enumerate(source.rows):
        name = f"{number} {row['regime']} {row['publication_date']}"
        regime = _REGIMES.get(row["regime"])
        if regime is None:
            yield unknown(name)
        else:
            yield Case(name, row["last_day"], partial(_last, regime, row["publication_date"]))


def _last(regime: str, published: str) -> str | None:
    counting = counting_of(regime)
    return last_day(counting, date.fromisoformat(published)).isoformat() if counting else None


def _is_of_weights(source: Source) -> bool:
    content = source.content if source.path.suffix == ".json" else None
    return isinstance(content, dict) and {"lots", "rule"} <= content.keys()


def _weights(source: Source) -> Iterable[Case]:
    content = source.content
    assert isinstance(content, dict)
    for lot, limits in content["lots"].items():
        for name, (least, most) in limits.items():
            for weight, allowed in ((least - 1, False), (least, True), (most, True), (most + 1, False)):
                yield Case(f"{lot} {name} {weight}", allowed, partial(_may_weigh, limits, name, weight))


def _may_weigh(limits: Mapping[str, list[int]], name: str, weight: int) -> bool:
    """Whether any weights with this one among them are allowed: the others take what is left as their limits let them."""
    between = {key: (least, most) for key, (least, most) in limits.items()}
    weights = {key: least for key, (least, _) in between.items()} | {name: weight}
    for key, (least, most) in between.items():
        if key != name:
            weights[key] += max(0, min(most - least, 100 - sum(weights.values())))
    return is_allowed(check_weights, weights, between)


ADAPTERS = (
    Adapter("standstill", _is_of_standstill, _standstills),
    Adapter("weights of a framework", _is_of_weights, _weights),
)
