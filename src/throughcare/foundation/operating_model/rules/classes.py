"""Classes of people in as few words as will do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from .coverage import Point
from .subjects import AXES, CUSTODIAL, INSIDE, OUTSIDE, SENTENCED, Cohort, Sentence

Box = Mapping[str, frozenset[str]]
_Key = tuple[tuple[str, tuple[str, ...]], ...]
_BEFORE = {"risk": "risk ", "rsr": "chance of serious reoffending ", "sentence": "", "place": "in "}
_GROUPS: Mapping[str, frozenset[Sentence]] = {
    "sentenced": SENTENCED,
    "an order or custody of 12 months or more": SENTENCED - {Sentence.CUSTODY_UNDER_12_MONTHS},
    "an order": SENTENCED - CUSTODIAL,
    "custody of any length": CUSTODIAL,
}
_VALUES = {
    "none": "no sentence",
    "below_cut_off": "below the cut-off",
    "at_or_above_cut_off": "at or above the cut-off",
    "custody_12_months_or_more": "custody of 12 months or more",
    "community": "the community",
}


def boxes(wanted: Sequence[Point]) -> list[Box]:
    """The same classes of people said as a few combinations of values, each as wide as can be.

    Combinations may overlap, as people speak: high risk, or MAPPA, or both.
    """
    axes = [axis for axis in AXES if wanted and axis in wanted[0]]
    inside = {tuple(point[axis] for axis in axes) for point in wanted}
    merged = _merged(wanted, axes)
    wide = sorted({_key(_widened(box, axes, inside)): _widened(box, axes, inside) for box in merged}.items())
    kept = [box for _, box in wide]
    for box in sorted(kept, key=lambda box: len(list(_points(box, axes)))):
        others = {point for other in kept if other is not box for point in _points(other, axes)}
        if others.issuperset(_points(box, axes)):
            kept = [other for other in kept if other is not box]
    return kept


def _merged(wanted: Sequence[Point], axes: Sequence[str]) -> list[Box]:
    """Combinations that do not overlap, merged axis by axis."""
    found: list[Box] = [_as_box(point) for point in wanted]
    for axis in reversed(axes):
        joined: dict[_Key, frozenset[str]] = {}
        for box in found:
            rest = _key({name: values for name, values in box.items() if name != axis})
            joined[rest] = joined.get(rest, frozenset()) | box[axis]
        found = [{**_unkeyed(rest), axis: values} for rest, values in joined.items()]
    return found


def _widened(box: Box, axes: Sequence[str], inside: set[tuple[str, ...]]) -> Box:
    """The box with every value added that keeps all of it among the wanted."""
    wide = dict(box)
    for axis in axes:
        for value in AXES[axis]:
            if all(point in inside for point in _points({**wide, axis: frozenset({value})}, axes)):
                wide[axis] |= {value}
    return wide


def _points(box: Box, axes: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return product(*(sorted(box[axis]) for axis in axes))


def _key(box: Box) -> _Key:
    return tuple(sorted((axis, tuple(sorted(values))) for axis, values in box.items()))


def _unkeyed(key: _Key) -> Box:
    return {axis: frozenset(values) for axis, values in key}


def in_words(found: Sequence[Box]) -> str:
    """Classes of people in words; “everybody” when nothing is left to tell apart."""
    return "; or ".join(_box_in_words(box) for box in found)


def _box_in_words(box: Box) -> str:
    told = [axis for axis in AXES if axis in box and box[axis] != set(AXES[axis])]
    return ", ".join(_axis_in_words(axis, box[axis]) for axis in told) or "everybody"


def _axis_in_words(axis: str, values: frozenset[str]) -> str:
    if axis in set(Cohort):
        return {INSIDE: words(axis), OUTSIDE: f"not {words(axis)}"}[next(iter(values))]
    return f"{_BEFORE[axis]}{' or '.join(_named(axis, values))}"


def _named(axis: str, values: frozenset[str]) -> list[str]:
    group = next((g for g in _GROUPS if axis == "sentence" and _GROUPS[g] <= values), None)
    rest = values - _GROUPS[group] if group else values
    named = [_VALUES.get(value, words(value)) for value in AXES[axis] if value in rest]
    return [group, *named] if group else named


def _as_box(point: Point) -> Box:
    return {axis: frozenset({value}) for axis, value in point.items()}


def words(value: str) -> str:
    """A value of an enumeration in words fit for a page."""
    spoken = value.replace("_", " ")
    return {"iom": "IOM", "mappa": "MAPPA"}.get(spoken, spoken)
