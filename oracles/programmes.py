"""Moves of people referred to programmes: the tables of two systems, each edge asked of the edition that is theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from throughcare.casework.programmes.rules import moves_table, state_called

from .cases import Adapter, Case, Source

_MAY = {"from", "to", "continuing", "note", "allowed"}
_SAID = {"true": True, "false": False, "": None}


def _is_moves(source: Source) -> bool:
    columns = source.columns
    if not {"from", "to"} <= columns <= _MAY:
        return False
    return any(state_called(row[side]) is not None for row in source.rows for side in ("from", "to"))


def _cases(source: Source) -> Iterable[Case]:
    for row in source.rows:
        continuing = _SAID[row.get("continuing", "").lower()]
        expected: dict[str, object] = {"allowed": _SAID[row.get("allowed", "").lower()] is not False}
        if continuing is not None and expected["allowed"]:
            expected["continuing"] = continuing
        yield Case(
            f"{row['from']} → {row['to']}", expected, _later(row["from"], row["to"], "continuing" in expected)
        )


def _later(before: str, after: str, asks_continuing: bool) -> Callable[[], object]:
    return lambda: _answer(before, after, asks_continuing)


def _answer(before: str, after: str, asks_continuing: bool) -> dict[str, object]:
    """Whether the edition that knows both names has the move, and whether it goes on towards the end."""
    found = [state_called(name) for name in (before, after)]
    if None in found:
        raise ValueError(f"no system calls a state {before if found[0] is None else after}")
    (edition, one), (other, two) = (each for each in found if each is not None)
    move = moves_table(edition).find(one, two) if edition is other else None
    if move is None:
        return {"allowed": False}
    answer: dict[str, object] = {"allowed": True}
    return answer | ({"continuing": move.continues} if asks_continuing else {})


ADAPTERS = (Adapter("moves of a programme", _is_moves, _cases),)
