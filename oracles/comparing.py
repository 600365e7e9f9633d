"""Compares an expected value with ours at every depth and says where they differ."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence


def differences(expected: object, actual: object, tolerance: float = 0.0, at: str = "") -> Iterator[str]:
    """Each place where ours is not what was expected, in words; nothing when they agree."""
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        yield from _of_mappings(expected, actual, tolerance, at)
    elif _is_sequence(expected) and _is_sequence(actual):
        yield from _of_sequences(expected, actual, tolerance, at)  # type: ignore[arg-type]
    elif not _agree(expected, actual, tolerance):
        yield f"{at or 'answer'}: expected {expected!r}, got {actual!r}"


def _of_mappings(
    expected: Mapping[object, object], actual: Mapping[object, object], tolerance: float, at: str
) -> Iterator[str]:
    for key in expected.keys() | actual.keys():
        place = f"{at}.{key}" if at else str(key)
        if key not in actual:
            yield f"{place}: expected {expected[key]!r}, got nothing"
        elif key not in expected:
            yield f"{place}: expected nothing, got {actual[key]!r}"
        else:
            yield from differences(expected[key], actual[key], tolerance, place)


def _of_sequences(
    expected: Sequence[object], actual: Sequence[object], tolerance: float, at: str
) -> Iterator[str]:
    if len(expected) != len(actual):
        yield f"{at or 'answer'}: expected {list(expected)!r}, got {list(actual)!r}"
        return
    for place, (one, other) in enumerate(zip(expected, actual, strict=True)):
        yield from differences(one, other, tolerance, f"{at}[{place}]")


def _is_sequence(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _agree(expected: object, actual: object, tolerance: float) -> bool:
    if _is_number(expected) and _is_number(actual):
        one, other = float(expected), float(actual)  # type: ignore[arg-type]
        if math.isnan(one) or math.isnan(other):
            return math.isnan(one) and math.isnan(other)
        return one == other or abs(one - other) <= tolerance
    return type(expected) is type(actual) and expected == actual
