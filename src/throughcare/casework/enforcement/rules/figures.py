"""How long notices and decisions take, apart: by provider, team and kind; what is too few to tell of nobody is withheld.

One disclosure rule for all tables together: a team that is too few would else be what the other teams leave of their provider.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from throughcare.foundation.kernel import Count, disclose
from throughcare.foundation.kernel.disclosure import Asked, Labels, Suppression

FEWEST = 10
"""Failures of fewer people than these are told of nobody (this project's own, as elsewhere in its figures)."""
COLUMNS = ("body", "team", "kind", "late")
TOLD_BY = (("body",), ("body", "team"), ("kind",))
"""What is told, the coarsest first; each is then told again by whether it was late."""


@dataclass(frozen=True)
class Timed:
    """One failure without whom it is about: who recorded it and who decides, of what kind, and what each side took in working days.

    ``who`` is a number that stands for the person among these rows and nowhere else.
    """

    notifier: str
    notifier_team: str
    decider: str
    decider_team: str
    kind: str
    notice: int | None
    notice_late: int | None
    decision: int | None
    decision_late: int | None
    who: int


@dataclass(frozen=True)
class Took:
    """Of about how many failures one side's part was measured, the median working days, and how many were late; None: withheld."""

    name: str
    of: int | None
    median: float | None
    late: int | None


@dataclass(frozen=True)
class _Measured:
    """One failure's part of one side: by each column, what it took, and whose it was."""

    labels: Labels
    took: int
    who: int

    def by(self, columns: Sequence[str]) -> Labels:
        return tuple(self.labels[COLUMNS.index(name)] for name in columns)


def notices_told(rows: Iterable[Timed]) -> dict[str, list[Took]]:
    """What notices took, by provider, team and kind; only those that crossed a line and were given."""
    return _told("Provider", [
        _Measured((one.notifier, one.notifier_team, one.kind, one.notice_late > 0), one.notice, one.who)
        for one in rows
        if one.notice is not None and one.notice_late is not None
    ])  # fmt: skip


def decisions_told(rows: Iterable[Timed]) -> dict[str, list[Took]]:
    """What decisions took, by organisation, team and kind; only those that were taken."""
    return _told("Organisation", [
        _Measured((one.decider, one.decider_team, one.kind, one.decision_late > 0), one.decision, one.who)
        for one in rows
        if one.decision is not None and one.decision_late is not None
    ])  # fmt: skip


def _told(body: str, rows: Sequence[_Measured]) -> dict[str, list[Took]]:
    withheld = _withheld(rows)
    return {name: _by(by, rows, withheld) for name, by in zip((body, "Team", "Kind"), TOLD_BY, strict=True)}


def _withheld(rows: Sequence[_Measured]) -> Mapping[tuple[str, ...], frozenset[Labels]]:
    """The cells withheld of every table, whoever sets any of them against any others; people are counted, once in each finest cell."""
    tables = {by: Asked(by) for by in (*TOLD_BY, *((*by, "late") for by in TOLD_BY))}
    people = Counter(labels for labels, _ in {(one.labels, one.who) for one in rows})
    withheld = Suppression(FEWEST).withheld_together(list(tables.values()), COLUMNS, people)
    return {by: withheld[asked] | _of_few(by, rows) for by, asked in tables.items()}


def _of_few(by: Sequence[str], rows: Sequence[_Measured]) -> frozenset[Labels]:
    """The cells of fewer people than may be told of, however many failures they had."""
    people: dict[Labels, set[int]] = {}
    for one in rows:
        people.setdefault(one.by(by), set()).add(one.who)
    return frozenset(labels for labels, who in people.items() if len(who) < FEWEST)


def _by(
    by: tuple[str, ...], rows: Sequence[_Measured], withheld: Mapping[tuple[str, ...], frozenset[Labels]]
) -> list[Took]:
    groups: dict[Labels, list[_Measured]] = {}
    for one in rows:
        groups.setdefault(one.by(by), []).append(one)
    return [
        _took(by, labels, groups[labels], withheld)
        for labels in sorted(groups, key=lambda found: str(found[-1]))
    ]


def _took(
    by: tuple[str, ...],
    labels: Labels,
    each: Sequence[_Measured],
    withheld: Mapping[tuple[str, ...], frozenset[Labels]],
) -> Took:
    name = str(labels[-1])
    if labels in withheld[by]:
        return Took(name, None, None, None)
    shown = {(*labels, late) for late in (True, False)}.isdisjoint(withheld[*by, "late"])
    late = sum(bool(one.labels[-1]) for one in each)
    return Took(name, _about(len(each)), median(one.took for one in each), _about(late) if shown else None)


def _about(count: int) -> int | None:
    return disclose(Count(count), below=FEWEST).value
