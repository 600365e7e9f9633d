"""Figures that anybody may be told: people counted by what is so of them, withheld and rounded before they leave.

One rule for all of them, that of every table of outcomes: a cell of few people is withheld, and with it as many others
as are needed so that it cannot be worked out (``Suppression``, by linear programme); what is left is rounded by the
kernel's ``disclose``. A figure once published stays as it was, so that no two days' figures can be set against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from throughcare.foundation.kernel import Count, disclose
from throughcare.foundation.kernel.disclosure import Asked, Labels, Suppression, Told

BELOW = 10
MONTHS = 12
YES, NO, UNKNOWN = "yes", "no", "not known"
Figures = dict[str, int | None]
Tables = dict[str, Figures]


@dataclass(frozen=True)
class Counted:
    """What is so of one person on a day, without a name: each table's column and what stands in it."""

    columns: Mapping[str, str]


def month_ends(today: date, months: int = MONTHS) -> list[date]:
    """The last days of the whole months before today, oldest first."""
    found, first = list[date](), today.replace(day=1)
    for _ in range(months):
        last = first - timedelta(days=1)
        found.append(last)
        first = last.replace(day=1)
    return found[::-1]


def one_by_one(people: Sequence[Counted], columns: Sequence[str]) -> Tables:
    """How many people there are, and how many by each column alone, each figure fit to be told or None."""
    if not people:
        return {"people": {"people": None}}
    counts = _counts(people, columns)
    told, found = list[Told](), Tables()
    for by in [(), *((name,) for name in columns)]:
        asked = Asked(by)
        hidden = Suppression(BELOW).withheld_after(asked, columns, counts, told)
        told.append(Told(asked, hidden))
        shown = Counter[Labels]()
        for labels, many in counts.items():
            shown[tuple(labels[columns.index(name)] for name in by)] += many
        found[by[0] if by else "people"] = {
            str(labels[0]) if labels else "people": _shown(many, labels in hidden)
            for labels, many in sorted(shown.items(), key=repr)
        }
    return found


def _counts(people: Iterable[Counted], columns: Sequence[str]) -> dict[Labels, int]:
    return dict(Counter(tuple(one.columns.get(name, UNKNOWN) for name in columns) for one in people))


def _shown(many: int, hidden: bool) -> int | None:
    return None if hidden else disclose(Count(many), below=BELOW).value


def flow_told(before: Set[str], now: Set[str]) -> Figures:
    """How many came to an area and went from it between two days, of those who were there: rounded, or both withheld.

    Both or neither, and neither where few stayed: those who stayed are those there before less those who went, and those
    there now less those who came, so that one figure of few would be told by the other two.
    """
    came, went, stayed = len(now - before), len(before - now), len(now & before)
    hidden = min(came, went, stayed) < BELOW
    return {"came": _shown(came, hidden), "went": _shown(went, hidden)}


def change_in_words(rows: Sequence[tuple[str, int | None]]) -> str:
    """From the first figure that is told to the last, in words; rounded as they are."""
    known = [(when, many) for when, many in rows if many is not None]
    if len(known) < 2:
        return "Too few months can be told to say how it moved."
    (first, before), (last, now) = known[0], known[-1]
    moved = now - before
    much = f"{abs(moved):,} {'more' if moved > 0 else 'fewer'}" if moved else "No change"
    steps = sum(later[1] != earlier[1] for earlier, later in pairwise(known))
    return f"{much} from {first} to {last}" + ("." if steps else ", the same in every month told.")
