"""The meaning of every measure, in plain Python: short, slow, and what all engines must agree with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from throughcare.foundation.kernel.disclosure import Labels

from .calendar import DayRow, day_row
from .definition import Claims, Takes, Unit
from .moments import Moments
from .question import Question

Row = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """One person's place in one cohort, with what followed."""

    labels: Labels
    person_id: int
    event_id: int
    day: date
    edges: DayRow
    complete: bool
    reoffences: int
    severity: int
    first_on: date | None
    predicted: float | None


def entries(asked: Question) -> list[Entry]:
    """Every entry of the cohorts, complete or awaiting, with its counted outcomes."""
    kept = _kept(asked)
    outcomes = _outcomes(asked)
    following: dict[int, date] = {}
    if asked.definition.claims is Claims.LATEST:
        for earlier, later in pairwise(kept):
            if earlier["person_id"] == later["person_id"]:
                following[earlier["event_id"]] = later["edges"].opens
    return [_entry(asked, row, outcomes[row["person_id"]], following.get(row["event_id"])) for row in kept]


def _kept(asked: Question) -> list[Row]:
    """The index events that enter, by person and day: the first of each window, or every one."""
    definition = asked.definition
    people = (
        {p["person_id"]: p for p in asked.tables.read("people").to_pylist()}
        if "people" in asked.tables
        else {}
    )
    rows = asked.tables.read("index_events").to_pylist()
    rows.sort(key=lambda row: (row["person_id"], row["event_date"], row["event_id"]))
    seen, kept = set(), []
    for row in rows:
        if not _is_chosen(asked, row):
            continue
        edges = day_row(definition, row["event_date"])
        place = (row["person_id"], edges.window, *(row[name] for name in asked.first_of))
        if definition.takes is Takes.EVERY_EVENT or place not in seen:
            seen.add(place)
            person = people.get(row["person_id"], {})
            kept.append({**{name: person.get(name) for name in asked.people_columns}, **row, "edges": edges})
    return kept


def _is_chosen(asked: Question, row: Row) -> bool:
    """Whether an event is of a kind that enters and of those asked about."""
    kinds = asked.definition.entry_kinds
    of_kind = kinds is None or row["kind"] in kinds
    within = asked.within is None or row["event_date"] in asked.within
    return of_kind and within and all(row[name] in values for name, values in asked.where)


def _outcomes(asked: Question) -> defaultdict[int, list[Row]]:
    """Each person's outcomes that the definition would count, with ``on`` and ``proven``."""
    definition = asked.definition
    found: defaultdict[int, list[Row]] = defaultdict(list)
    if definition.unit is Unit.RETURN:
        for row in asked.tables.read("returns").to_pylist():
            found[row["person_id"]].append(
                {"on": row["returned_on"], "proven": row["returned_on"], "severity": 0}
            )
        return found
    for row in asked.tables.read("offences").to_pylist():
        counted = definition.proved_by is None or row["proved_by"] in definition.proved_by
        if counted and (definition.breaches_count or not row["breach"]):
            severity = int(row["severity"] * 100) if asked.has_severity else 0
            found[row["person_id"]].append(
                {"on": row["offence_date"], "proven": row["proven_date"], "severity": severity}
            )
    return found


def _entry(asked: Question, row: Row, outcomes: Iterable[Row], next_opens: date | None) -> Entry:
    edges: DayRow = row["edges"]
    hits = [
        hit
        for hit in outcomes
        if edges.opens <= hit["on"] <= edges.closes
        and hit["proven"] <= edges.proven_by
        and (next_opens is None or hit["on"] < next_opens)
    ]
    occasions = asked.definition.unit is Unit.COURT_OCCASION
    calendar = {"window": edges.window, "year": edges.year}
    return Entry(
        labels=tuple(calendar[name] if name in calendar else row[name] for name in asked.by),
        person_id=row["person_id"],
        event_id=row["event_id"],
        day=row["event_date"],
        edges=edges,
        complete=edges.proven_by <= asked.tables.known_to,
        reoffences=len({hit["proven"] for hit in hits}) if occasions else len(hits),
        severity=sum(hit["severity"] for hit in hits),
        first_on=min((hit["on"] for hit in hits), default=None),
        predicted=row["predicted"] if asked.has_predicted else None,
    )


def moments(asked: Question) -> dict[Labels, Moments]:
    """The counts of every cell that anybody entered."""
    cells: dict[Labels, list[Entry]] = defaultdict(list)
    for entry in entries(asked):
        cells[entry.labels].append(entry)
    return {labels: _moments(asked, cell) for labels, cell in cells.items()}


def _moments(asked: Question, cell: list[Entry]) -> Moments:
    done = [entry for entry in cell if entry.complete]
    n, y, f, s = Counter[int](), Counter[int](), Counter[int](), Counter[int]()
    for entry in done:
        n[entry.person_id] += 1
        y[entry.person_id] += entry.reoffences > 0
        f[entry.person_id] += entry.reoffences
        s[entry.person_id] += entry.severity
    known = [(e.predicted, e.reoffences > 0) for e in done if e.predicted is not None]

    def total(one: Counter[int], other: Counter[int]) -> int:
        return sum(one[person] * other[person] for person in n)

    return Moments(
        entries=len(done),
        awaiting=len(cell) - len(done),
        people=len(n),
        reoffended=y.total(),
        reoffences=f.total(),
        severity=s.total() if asked.has_severity else None,
        nn=total(n, n),
        yy=total(y, y),
        ff=total(f, f),
        ny=total(n, y),
        nf=total(n, f),
        fy=total(f, y),
        ss=total(s, s) if asked.has_severity else None,
        ns=total(n, s) if asked.has_severity else None,
        predicted_known=len(known),
        predicted_reoffended=sum(hit for _, hit in known),
        predicted_sum=sum(chance for chance, _ in known),
        predicted_squares=sum(chance * chance for chance, _ in known),
        predicted_hits=sum(chance * hit for chance, hit in known),
    )


Duration = tuple[int, bool]
"""Days at risk, and whether they ended in a first reoffence (else the person was lost to sight)."""


def durations(asked: Question) -> dict[Labels, Counter[Duration]]:
    """Days to the first reoffence or to censoring, entries awaiting included; how many of each in a cell.

    Nobody is watched past the end of follow-up, death, or the last day whose offences have had
    the whole time for proof. An entry never at risk is left out.
    """
    deaths = (
        {p["person_id"]: p["died_on"] for p in asked.tables.read("people").to_pylist()}
        if asked.has_deaths
        else {}
    )
    found: dict[Labels, Counter[Duration]] = defaultdict(Counter)
    for entry in entries(asked):
        ends = [entry.edges.closes, asked.sure_to, deaths.get(entry.person_id)]
        watched = min(end for end in ends if end is not None)
        if watched < entry.edges.opens:
            continue
        happened = entry.first_on is not None and entry.first_on <= watched
        last = entry.first_on if happened and entry.first_on else watched
        found[entry.labels][((last - entry.day).days, happened)] += 1
    return dict(found)


Milestone = tuple[int, int, int]
"""Complete entries somebody looked at, of whom the answer is known, of whom had achieved it."""


def milestones(asked: Question) -> dict[tuple[Labels, str], Milestone]:
    """Outcomes on the way: what the last look within follow-up saw, for complete entries.

    Of two looks on one day the better counts; an answer nobody could tell is not a no.
    """
    looks: dict[int, list[Row]] = defaultdict(list)
    for row in asked.tables.read("milestones").to_pylist():
        looks[row["person_id"]].append(row)
    found: dict[tuple[Labels, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for entry in entries(asked):
        last: dict[str, tuple[date, int]] = {}
        for look in looks[entry.person_id]:
            if entry.complete and entry.edges.opens <= look["observed_on"] <= entry.edges.closes:
                seen = (look["observed_on"], {None: 0, False: 1, True: 2}[look["achieved"]])
                last[look["outcome"]] = max(last.get(look["outcome"], seen), seen)
        for outcome, (_, answer) in last.items():
            counts = found[entry.labels, outcome]
            counts[0] += 1
            counts[1] += answer > 0
            counts[2] += answer > 1
    return {key: (a, b, c) for key, (a, b, c) in found.items()}


def people_in(asked: Question, labels: Labels) -> list[int]:
    """The people with a complete entry in a cell, in order."""
    return sorted({e.person_id for e in entries(asked) if e.labels == labels and e.complete})
