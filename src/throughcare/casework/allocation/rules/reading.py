"""Reads the packaged editions: YAML in, dated and frozen values out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml

from throughcare.foundation.kernel import Edition, Period

T = TypeVar("T")


@cache
def document(name: str) -> Mapping[str, Any]:
    """One packaged file of editions, by its name without the ending."""
    text = files(f"{__package__}.editions").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


def editions(
    name: str, build: Callable[[Mapping[str, Any]], T], line: str = "editions"
) -> tuple[Edition[T], ...]:
    """Every edition of one line of a packaged file, each built into the value the rules use."""
    return tuple(Edition(one["name"], _period(one["in_force"]), build(one)) for one in document(name)[line])


def _period(written: Mapping[str, date]) -> Period:
    return Period(written["start"], written.get("end"))
