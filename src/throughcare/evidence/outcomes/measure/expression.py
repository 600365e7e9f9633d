"""Every measure as one ibis expression, for whichever engine: no dates are reckoned here, only compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis

from throughcare.foundation.kernel.disclosure import Labels

from .definition import Claims, Takes, Unit
from .question import Question

Table = Any
"""An ibis table; ibis does not say its columns' types in a way that mypy can follow."""


@dataclass(frozen=True)
class Inputs:
    """A question and its tables, bound to an engine; ``calendar`` holds the edges of every index day."""

    asked: Question
    calendar: Table
    tables: Mapping[str, Table]


def entries(given: Inputs) -> Table:
    """A row for each entry: labels, person, edges, whether complete, and what followed."""
    kept = _kept(given)
    hits = _hits(given, kept)
    occasions = given.asked.definition.unit is Unit.COURT_OCCASION
    followed = hits.group_by("event_id").agg(
        reoffences=hits.proven.nunique() if occasions else hits.count(),
        severity=hits.severity.sum(),
        first_on=hits.on.min(),
    )
    joined = kept.left_join(followed, "event_id")
    return joined.select(
        *[joined[name] for name in given.asked.by],
        *[joined[name] for name in ("person_id", "event_id", "event_date", "opens", "closes", "predicted")],
        complete=joined.proven_by <= ibis.literal(given.asked.tables.known_to),
        reoffences=joined.reoffences.fill_null(0).cast("int64"),
        severity=joined.severity.fill_null(0).cast("int64"),
        first_on=joined.first_on,
    )


def _kept(given: Inputs) -> Table:
    asked, definition = given.asked, given.asked.definition
    events = given.tables["index_events"]
    if definition.entry_kinds is not None:
        events = events.filter(events.kind.isin(definition.entry_kinds))
    for name, values in asked.where:
        events = events.filter(events[name].isin(values))
    if asked.within is not None:
        events = events.filter(events.event_date >= ibis.literal(asked.within.start))
        if asked.within.end is not None:
            events = events.filter(events.event_date < ibis.literal(asked.within.end))
    if not asked.has_predicted:
        events = events.drop(*({"predicted"} & set(events.columns))).mutate(predicted=ibis.null("float64"))
    events = _with_people(given, events)
    events = events.inner_join(given.calendar, events.event_date == given.calendar.day)
    in_order = [events.event_date, events.event_id]
    if definition.takes is Takes.FIRST_PER_PERSON:
        place = [events.person_id, events.window, *(events[name] for name in asked.first_of)]
        events = events.mutate(nth=ibis.row_number().over(group_by=place, order_by=in_order))
        events = events.filter(events.nth == 0)
    if definition.claims is Claims.LATEST:
        later = events.opens.lead().over(group_by=[events.person_id], order_by=in_order)
        events = events.mutate(next_opens=later)
    return events


def _with_people(given: Inputs, events: Table) -> Table:
    wanted = [name for name in given.asked.by if name in given.asked.people_columns]
    if not wanted:
        return events
    people = given.tables["people"].select("person_id", *wanted)
    return events.left_join(people, "person_id").drop("person_id_right")


def _outcomes(given: Inputs) -> Table:
    definition = given.asked.definition
    if definition.unit is Unit.RETURN:
        returns = given.tables["returns"]
        return returns.select(
            who=returns.person_id,
            on=returns.returned_on,
            proven=returns.returned_on,
            severity=ibis.literal(0, "int64"),
        )
    offences = given.tables["offences"]
    if not definition.breaches_count:
        offences = offences.filter(~offences.breach)
    if definition.proved_by is not None:
        offences = offences.filter(offences.proved_by.isin(definition.proved_by))
    hundredths = (
        (offences.severity * 100).cast("int64") if given.asked.has_severity else ibis.literal(0, "int64")
    )
    return offences.select(
        who=offences.person_id, on=offences.offence_date, proven=offences.proven_date, severity=hundredths
    )


def _hits(given: Inputs, kept: Table) -> Table:
    outcomes = _outcomes(given)
    joined = kept.inner_join(
        outcomes,
        [
            kept.person_id == outcomes.who,
            outcomes.on >= kept.opens,
            outcomes.on <= kept.closes,
            outcomes.proven <= kept.proven_by,
        ],
    )
    if given.asked.definition.claims is Claims.LATEST:
        joined = joined.filter(joined.next_opens.isnull() | (joined.on < joined.next_opens))
    return joined.select("event_id", "on", "proven", "severity")


def moments(given: Inputs, entered: Table) -> Table:
    """A row for each cell: its labels and counts, by way of each person's totals within it."""
    by = given.asked.by
    n = entered.complete.cast("int64")
    hit = (entered.complete & (entered.reoffences > 0)).cast("int64")
    known = (entered.complete & entered.predicted.notnull()).cast("int64")
    chance = entered.predicted.fill_null(0.0) * n
    person = entered.group_by([*by, "person_id"]).agg(
        n=n.sum(),
        waiting=(1 - n).sum(),
        y=hit.sum(),
        f=(entered.reoffences * n).sum(),
        s=(entered.severity * n).sum(),
        known=known.sum(),
        known_hit=(hit * known).sum(),
        chance=chance.sum(),
        chance_2=(chance * chance).sum(),
        chance_hit=(chance * hit).sum(),
    )
    return person.aggregate(by=list(by), **_totals(person, given.asked.has_severity))


def _totals(person: Table, has_severity: bool) -> dict[str, Any]:
    severity = {
        "severity": person.s.sum(),
        "ss": (person.s * person.s).sum(),
        "ns": (person.n * person.s).sum(),
    }
    return {
        **(severity if has_severity else {}),
        "entries": person.n.sum(),
        "awaiting": person.waiting.sum(),
        "people": (person.n > 0).cast("int64").sum(),
        "reoffended": person.y.sum(),
        "reoffences": person.f.sum(),
        "nn": (person.n * person.n).sum(),
        "yy": (person.y * person.y).sum(),
        "ff": (person.f * person.f).sum(),
        "ny": (person.n * person.y).sum(),
        "nf": (person.n * person.f).sum(),
        "fy": (person.f * person.y).sum(),
        "predicted_known": person.known.sum(),
        "predicted_reoffended": person.known_hit.sum(),
        "predicted_sum": person.chance.sum(),
        "predicted_squares": person.chance_2.sum(),
        "predicted_hits": person.chance_hit.sum(),
    }


def durations(given: Inputs, entered: Table) -> Table:
    """A row for each cell, number of days at risk and way they ended: how many entries."""
    watched = ibis.least(entered.closes, ibis.literal(given.asked.sure_to))
    if given.asked.has_deaths:
        people = given.tables["people"].select("person_id", "died_on")
        entered = entered.left_join(people, "person_id")
        watched = ibis.least(entered.closes, ibis.literal(given.asked.sure_to))
        watched = ibis.least(watched, entered.died_on.coalesce(watched))
    at_risk = entered.mutate(watched=watched)
    at_risk = at_risk.filter(at_risk.watched >= at_risk.opens)
    happened = at_risk.first_on.notnull() & (at_risk.first_on <= at_risk.watched)
    last = ibis.ifelse(happened, at_risk.first_on, at_risk.watched)
    at_risk = at_risk.mutate(
        happened=happened.fill_null(False), days=last.delta(at_risk.event_date, unit="day").cast("int64")
    )
    return at_risk.group_by([*given.asked.by, "days", "happened"]).agg(entries=at_risk.count())


def milestones(given: Inputs, entered: Table) -> Table:
    """A row for each cell and outcome on the way: entries looked at, known, achieved."""
    looks = given.tables["milestones"]
    looks = looks.select(
        "outcome",
        "observed_on",
        who=looks.person_id,
        answer=ibis.ifelse(looks.achieved, 2, 1).cast("int64"),
        unknown=looks.achieved.isnull(),
    )
    looks = looks.mutate(answer=ibis.ifelse(looks.unknown, ibis.literal(0, "int64"), looks.answer))
    done = entered.filter(entered.complete)
    seen = done.inner_join(
        looks,
        [done.person_id == looks.who, looks.observed_on >= done.opens, looks.observed_on <= done.closes],
    )
    order = [seen.observed_on.desc(), seen.answer.desc()]
    seen = seen.mutate(nth=ibis.row_number().over(group_by=[seen.event_id, seen.outcome], order_by=order))
    last = seen.filter(seen.nth == 0)
    return last.group_by([*given.asked.by, "outcome"]).agg(
        looked_at=last.count(),
        known=(last.answer > 0).cast("int64").sum(),
        achieved=(last.answer > 1).cast("int64").sum(),
    )


def people_in(given: Inputs, entered: Table, labels: Labels) -> Table:
    """The people with a complete entry in a cell, in order."""
    cell = entered.filter(entered.complete)
    for name, value in zip(given.asked.by, labels, strict=True):
        cell = cell.filter(cell[name].isnull() if value is None else cell[name] == ibis.literal(value))
    return cell.select("person_id").distinct().order_by("person_id")
