"""Compiles the releases of one process into its record as it stands now, by the standard's rules of merging (1.1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from .shapes import Document, instant, words
from .standard_schema import Node, release_node

_FIRST = datetime.min.replace(tzinfo=UTC)


def compiled(releases: Iterable[Document], extensions: Iterable[Document] = ()) -> dict[str, object]:
    """The one release that the releases of a process come to, the earliest first, whatever order they are given in.

    A later value takes the place of an earlier one and null takes it away; objects merge, and so do lists of objects that
    have an id, by it; any other list is replaced whole. ``extensions`` are schemas laid over the standard's own.
    """
    found: dict[str, object] = {}
    node, last = release_node(extensions), None
    for release in sorted(releases, key=lambda one: instant(one, "date") or _FIRST):
        _into(found, {key: value for key, value in release.items() if not node.of(key).is_left_out}, node)
        last = release
    if last is not None:
        found |= {"tag": ["compiled"], "id": f"{last.get('ocid')}-{last.get('date')}"}
        found |= {"date": last["date"]} if "date" in last else {}
    return found


def _into(found: dict[str, object], later: Document, node: Node) -> None:
    for key, value in later.items():
        below = node.of(key)
        if value is None:
            found.pop(key, None)
        elif isinstance(value, Mapping):
            before = found.get(key)
            into = dict(before) if isinstance(before, Mapping) else {}
            _into(into, value, below)
            _keep(found, key, into)
        elif isinstance(value, list) and below.merges(value):
            _keep(found, key, _merged(found.get(key), value, below))
        else:
            found[key] = value


def _keep(found: dict[str, object], key: str, merged: object) -> None:
    """Keep what was merged; an object or a list in which nothing is left says nothing, and is not there."""
    if merged:
        found[key] = merged
    else:
        found.pop(key, None)


def _merged(before: object, later: list[object], node: Node) -> list[object]:
    """Objects by their id, where an earlier list has it; the rest after them."""
    merged: dict[object, dict[str, object]] = {}
    for place, one in enumerate([*(before if isinstance(before, list) else []), *later]):
        if isinstance(one, Mapping):
            key = words(one, "id") or place
            _into(merged.setdefault(key, {}), one, node.item)
    return list(merged.values())
