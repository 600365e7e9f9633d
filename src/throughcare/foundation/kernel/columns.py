"""The columns of a file that somebody sends: one that we do not know is named, with the nearest that we do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

_ALIKE = 0.6
_MISSPELT = 0.8
_LONGEST = 40
_MOST_NAMED = 8


def nearest(name: str, known: Iterable[str], *, alike: float = _ALIKE) -> str | None:
    """The known name most like this one, whatever its case, spaces and hyphens; None where none is like it."""
    plain = {_plain(one): one for one in known}
    found = get_close_matches(_plain(name), list(plain), n=1, cutoff=alike)
    return plain[found[0]] if found else None


def unknown_columns(found: Sequence[str], known: Sequence[str], *, what: str = "column") -> str:
    """In words, every column that no reader knows, each with the nearest name that it may have meant; empty when none.

    ``what`` is what the names are of, where they are not columns.
    """
    strange = [(name, nearest(name, known)) for name in dict.fromkeys(found) if name not in known]
    return _listed(strange, what)


def misspelt(found: Sequence[str], known: Sequence[str], *, what: str = "column") -> str:
    """The same of those alone that look like a known name which is not there: for a file that may hold more than we know."""
    absent = [name for name in known if name not in found]
    strange = [name for name in dict.fromkeys(found) if name not in known]
    return _listed(
        [(name, near) for name in strange if (near := nearest(name, absent, alike=_MISSPELT))], what
    )


def cells_fault(cells: int, columns: int) -> str:
    """What is wrong with a row that has more or fewer cells than its file has columns; empty where it has as many."""
    return "" if cells == columns else f"has {cells} cells where the first line names {columns} columns"


def _listed(strange: Sequence[tuple[str, str | None]], what: str) -> str:
    if not strange:
        return ""
    said = ", ".join(_said(name, near) for name, near in strange[:_MOST_NAMED])
    more = len(strange) - _MOST_NAMED
    return f"no such {what}: {said}" + (f", and {more} more" if more > 0 else "")


def columns_fault(
    found: Sequence[str], known: Sequence[str], required: Sequence[str] = (), *, what: str = "column"
) -> str:
    """What is wrong with a file's first line: unknown columns with their nearest names, one named twice, one missing."""
    twice = sorted({name for name in found if found.count(name) > 1})
    missing = [name for name in required if name not in found]
    faults = [
        unknown_columns(found, known, what=what),
        f"named twice: {', '.join(name[:_LONGEST] or '(no name)' for name in twice)}" if twice else "",
        f"missing: {', '.join(missing)}" if missing else "",
    ]
    return "; ".join(fault for fault in faults if fault)


def _said(name: str, meant: str | None) -> str:
    shown = name[:_LONGEST] or "(no name)"
    return f"{shown} (did you mean {meant}?)" if meant else shown


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")
