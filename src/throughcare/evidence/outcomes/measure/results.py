"""What a measure found, fit to be shown: rates with intervals, small cells withheld, people behind a door."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

from throughcare.foundation.kernel import Period, Refused
from throughcare.foundation.kernel.disclosure import Label, Labels, Suppression
from throughcare.foundation.kernel.permissions import Permission

from .answered import Answered
from .breaks import Break, joined
from .controlling import controlled
from .definition import Definition, definitions
from .definition import definition as named
from .engines import opened
from .intervals import Clustered, Estimate, Unmeasured, ratio, share
from .moments import Moments
from .question import Question
from .reference import Duration, Milestone
from .survival import Survival, survival
from .tables import Tables

if TYPE_CHECKING:
    import pyarrow as pa

Figure = Estimate | Unmeasured
Number = int | Unmeasured


@dataclass(frozen=True)
class Cell:
    """One line of a table, fit to be shown; a figure that is not there says why.

    ``per_person`` is for each entry to a cohort: a person in four quarters of a year counts four times.
    """

    labels: Mapping[str, Label]
    entries: Number
    people: Number
    awaiting: Number
    reoffended: Number
    reoffences: Number
    binary: Figure
    per_person: Figure
    per_reoffending_person: Figure
    severity_per_person: Figure


@dataclass(frozen=True)
class OnTheWay:
    """An outcome on the way for one cell: complete entries looked at, of whom known, and the share achieved."""

    labels: Mapping[str, Label]
    outcome: str
    looked_at: Number
    known: Number
    achieved: Figure


@dataclass(frozen=True)
class Result:
    """What a measure found. Cells are suppressed unless the measure was asked otherwise by one who may."""

    asked: Question
    engine: str
    confidence: float
    counts: Mapping[Labels, Moments] = field(repr=False)
    answered: Answered | None = None
    times: Mapping[Labels, Counter[Duration]] = field(default_factory=dict, repr=False)
    looks: Mapping[tuple[Labels, str], Milestone] = field(default_factory=dict, repr=False)

    @property
    def definition(self) -> Definition:
        """The definition counted by."""
        return self.asked.definition

    @property
    def withheld(self) -> frozenset[Labels]:
        """The cells that may not be shown; one where nobody is may be among them, to hide another."""
        return frozenset() if self.answered is None else self.answered.withheld

    def withheld_where_few(self, count: Callable[[Moments], int]) -> frozenset[Labels]:
        """The cells that may not be shown where something else is counted in them, such as chances known."""
        if self.answered is None:
            return frozenset()
        counted = {labels: count(one) for labels, one in self.counts.items()}
        return self.withheld | Suppression(self.definition.suppress_below).withheld(counted)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell in order of its labels, those not recorded last."""
        return tuple(self._cell(labels) for labels in sorted({*self.counts, *self.withheld}, key=_order))

    def cell(self, **labels: Label) -> Cell:
        """The one cell of these labels; Refused when nobody is in it."""
        wanted = tuple(labels.get(name) for name in self.asked.by)
        if set(labels) != set(self.asked.by) or wanted not in {*self.counts, *self.withheld}:
            raise Refused(
                f"nobody is in the cell {labels}; this table is by {', '.join(self.asked.by) or 'nothing'}"
            )
        return self._cell(wanted)

    def survival(self, **labels: Label) -> Survival | Unmeasured:
        """Time to the first reoffence in one cell, when the measure was asked for it."""
        wanted = tuple(labels.get(name) for name in self.asked.by)
        if self.answered is not None and wanted in self.answered.awaiting:
            return (
                Unmeasured.SUPPRESSED
            )  # it watches those awaiting too: beside the entries it would count them
        return survival(self.times[wanted], self.confidence) if wanted in self.times else Unmeasured.NOBODY

    @cached_property
    def on_the_way(self) -> tuple[OnTheWay, ...]:
        """Outcomes on the way, by cell, when the measure was asked for them."""
        in_order = sorted(self.looks.items(), key=lambda item: (_order(item[0][0]), item[0][1]))
        return tuple(self._on_the_way(labels, outcome, look) for (labels, outcome), look in in_order)

    @cached_property
    def _withheld_on_the_way(self) -> Mapping[str, frozenset[Labels]]:
        """The cells that may not be shown of each outcome on the way, by how many people's answer is known."""
        if self.answered is None:
            return defaultdict(frozenset)
        rule = Suppression(self.definition.suppress_below)
        known: dict[str, dict[Labels, int]] = defaultdict(dict)
        for (labels, outcome), look in self.looks.items():
            known[outcome][labels] = look[1]
        return {outcome: self.withheld | rule.withheld(counts) for outcome, counts in known.items()}

    def people_in(self, *, may: Collection[Permission], **labels: Label) -> list[int]:
        """The extract's numbers of the people with a complete entry in one cell, for those who may drill."""
        if Permission.DRILL_TO_PEOPLE not in may:
            raise Refused("you may see the figures, not the people behind them")
        wanted = tuple(labels.get(name) for name in self.asked.by)
        with opened(self.asked, self.engine) as engine:
            return engine.people_in(wanted)

    def table(self) -> pa.Table:
        """The cells as an Arrow table; a figure not there is null, with the reason in ``because``."""
        import pyarrow as pa

        return pa.Table.from_pylist([_row(cell) for cell in self.cells])

    def _cell(self, labels: Labels) -> Cell:
        named_labels = dict(zip(self.asked.by, labels, strict=True))
        if labels in self.withheld:
            return Cell(named_labels, *[Unmeasured.SUPPRESSED] * 9)
        counts = self.counts[labels]
        hides_awaiting = self.answered is not None and labels in self.answered.awaiting
        awaiting: Number = Unmeasured.SUPPRESSED if hides_awaiting else counts.awaiting
        return Cell(
            named_labels,
            counts.entries,
            counts.people,
            awaiting,
            counts.reoffended,
            counts.reoffences,
            *figures(counts, self.confidence),
        )

    def _on_the_way(self, labels: Labels, outcome: str, look: Milestone) -> OnTheWay:
        named_labels = dict(zip(self.asked.by, labels, strict=True))
        looked_at, known, achieved = look
        if labels in self._withheld_on_the_way[outcome]:
            hidden = Unmeasured.SUPPRESSED
            return OnTheWay(named_labels, outcome, hidden, hidden, hidden)
        found: Figure = Unmeasured.NOBODY
        if known:
            found = share(Clustered(achieved, known, achieved, achieved, known, known), self.confidence)
        return OnTheWay(named_labels, outcome, looked_at, known, found)


def figures(counts: Moments, confidence: float = 0.95) -> tuple[Figure, Figure, Figure, Figure]:
    """Binary, per person, per reoffending person and severity per person, each with its interval."""
    if counts.entries == 0:
        return (Unmeasured.NOBODY,) * 4
    n, y, f = counts.entries, counts.reoffended, counts.reoffences
    people = counts.people
    binary = share(Clustered(y, n, counts.yy, counts.ny, counts.nn, people), confidence)
    per_person = ratio(Clustered(f, n, counts.ff, counts.nf, counts.nn, people), confidence)
    per_reoffending: Figure = Unmeasured.NOBODY
    if y:
        per_reoffending = ratio(Clustered(f, y, counts.ff, counts.fy, counts.yy, people), confidence)
    severity: Figure = Unmeasured.NOT_HELD
    if counts.severity is not None and counts.ss is not None and counts.ns is not None:
        found = ratio(Clustered(counts.severity, n, counts.ss, counts.ns, counts.nn, people), confidence)
        severity = Estimate(found.value / 100, found.low / 100, found.high / 100)
    return binary, per_person, per_reoffending, severity


class Asking(TypedDict, total=False):
    """What may be asked of each stretch of a series; each is as for ``reoffending``."""

    by: Iterable[str]
    engine: str
    confidence: float
    weights: bool
    where: Mapping[str, Collection[Label]]
    survival: bool
    milestones: bool
    unsuppressed_for: Collection[Permission]


def reoffending(
    tables: Tables,
    definition: Definition | str | Path,
    *,
    by: Iterable[str] = (),
    engine: str = "auto",
    confidence: float = 0.95,
    weights: bool = True,
    within: Period | None = None,
    where: Mapping[str, Collection[Label]] | None = None,
    survival: bool = False,
    milestones: bool = False,
    unsuppressed_for: Collection[Permission] | None = None,
) -> Result:
    """Measure reoffending in every cell of a breakdown by one definition.

    ``within`` and ``where`` choose index events by day and by what their columns hold.
    ``weights`` reads severity and predicted chances too; ``survival`` and ``milestones`` add time to
    first and outcomes on the way. Small cells are withheld by the definition's own rule, in the light of
    all that was answered of these tables before (``tables.answered``), unless ``unsuppressed_for`` holds
    the permission to drill to people. Refused for what cannot be asked.
    """
    if unsuppressed_for is not None and Permission.DRILL_TO_PEOPLE not in unsuppressed_for:
        raise Refused("figures on few people are for those who may see the people behind them")
    counted_by = definition if isinstance(definition, Definition) else named(definition)
    chosen = tuple((name, tuple(values)) for name, values in (where or {}).items())
    if chosen and milestones and unsuppressed_for is None:
        raise Refused("outcomes on the way are told of everybody, not of a part chosen", field="where")
    asked = Question(tables, counted_by, tuple(by), weights, within, chosen)
    with opened(asked, engine) as one:
        result = Result(
            asked,
            engine,
            confidence,
            one.moments(),
            times=one.durations() if survival else {},
            looks=one.milestones() if milestones and "milestones" in tables else {},
        )
    return result if unsuppressed_for is not None else _withholding(result)


def _withholding(result: Result) -> Result:
    """The same result, fit for whoever was told all that was answered before; it is remembered in its turn."""
    before = result.asked.tables.answered
    answered = controlled(result.asked, result.counts, before, lambda asked: _counts(asked, result.engine))
    if answered not in before:
        before.append(answered)
    return replace(result, answered=answered)


def _counts(asked: Question, engine: str) -> Mapping[Labels, Moments]:
    with opened(asked, engine) as one:
        return one.moments()


def series(tables: Tables, family: str, **asked: Unpack[Asking]) -> list[tuple[Result, Break | None]]:
    """Measure every index event by the definition of a family in force on its day, breaks in sight.

    ``asked`` is as for ``reoffending``. Refused for a family that is not known.
    """
    ways = sorted((d for d in definitions().values() if d.family == family), key=lambda d: d.in_force.start)
    if not ways:
        families = sorted({d.family for d in definitions().values()})
        raise Refused(f"no family of definitions is called {family}; there are {', '.join(families)}")
    return joined([reoffending(tables, way, within=way.in_force, **asked) for way in ways])


def _order(labels: Labels) -> tuple[tuple[bool, object], ...]:
    return tuple((label is None, 0 if label is None else label) for label in labels)


def _row(cell: Cell) -> dict[str, object]:
    row: dict[str, object] = dict(cell.labels)
    reasons: list[str] = []
    for name in ("entries", "people", "awaiting", "reoffended", "reoffences"):
        value = getattr(cell, name)
        row[name] = None if isinstance(value, Unmeasured) else value
    for name in ("binary", "per_person", "per_reoffending_person", "severity_per_person"):
        figure = getattr(cell, name)
        if isinstance(figure, Unmeasured):
            reasons.append(f"{name}: {figure}")
        for part in ("value", "low", "high"):
            key = name if part == "value" else f"{name}_{part}"
            row[key] = None if isinstance(figure, Unmeasured) else getattr(figure, part)
    row["because"] = "; ".join(reasons) or None
    return row
