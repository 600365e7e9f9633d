"""A score as plain values that a row keeps, whole, so that it can be read as it was worked out."""

from __future__ import annotations

import dataclasses
from datetime import date
from enum import Enum
from typing import Any

from .predictors import Scored


def as_kept(scored: Scored) -> dict[str, Any]:
    """Everything the result holds, with its sentence, as JSON takes it."""
    kept: dict[str, Any] = _plain(scored)
    return {**kept, "sentence": scored.sentence}


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
