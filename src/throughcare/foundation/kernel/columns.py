"""The columns of a file that somebody sends: one that we do not know is named, with the nearest that we do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

_ALIKE = 0.6
_LONGEST = 40
_MOST_NAMED = 8


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like this one, whatever its case, spaces and hyphens; None where none is like it."""
    plain = {_plain(one): one for one in known}
    found = get_close_matches(_plain(name), list(plain), n=1, cutoff=_ALIKE)
    return plain[found[0]] if found else None


def unknown_columns(found: Sequence[str], known: Sequence[str]) -> str:
    """In words, every column that no reader knows, each with the nearest name that it may have meant; empty when none."""
    strange = [name for name in dict.fromkeys(found) if name not in known]
    if not strange:
        return ""
    said = ", ".join(_said(name, nearest(name, known)) for name in strange[:_MOST_NAMED])
    more = len(strange) - _MOST_NAMED
    return f"no such column: {said}" + (f", and {more} more" if more > 0 else "")


def columns_fault(found: Sequence[str], known: Sequence[str], required: Sequence[str] = ()) -> str:
    """What is wrong with a file's first line: unknown columns with their nearest names, one named twice, one missing."""
    twice = sorted({name for name in found if found.count(name) > 1})
    missing = [name for name in required if name not in found]
    faults = [
        unknown_columns(found, known),
        f"named twice: {', '.join(name[:_LONGEST] or '(no name)' for name in twice)}" if twice else "",
        f"missing: {', '.join(missing)}" if missing else "",
    ]
    return "; ".join(fault for fault in faults if fault)


def _said(name: str, meant: str | None) -> str:
    shown = name[:_LONGEST] or "(no name)"
    return f"{shown} (did you mean {meant}?)" if meant else shown


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")
