"""Courts in the demonstration: files of results, of which the last has rows spoilt."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.actions import import_court_results
from throughcare.casework.supervision import queries as cases
from throughcare.casework.supervision.queries import OpenCase
from throughcare.casework.supervision.rules import (
    wanted_tenures,
)
from throughcare.foundation.access.session import viewing
from throughcare.foundation.operating_model.rules import Place

from ..court_desk import lay_out
from ..days import instant
from ..held import Held
from ..history import History, Round
from ..lives import Result, as_file, spoilt
from ..part import Finish, Part


def bring_in(history: History, now: Round) -> None:
    """The court team's file, its rows matched to people, and their cases opened."""
    results, day, last = now.results, now.day, now.last
    if not results and not last:
        return
    sent = [*results, *spoilt(history.recent, history.random)] if last else results
    at, name = instant(day, 7), f"court-results-{history.staff.bodies.trust.code}-{day}.csv"
    report = import_court_results(by=history.court, at=at, file=as_file(sent), file_name=name)
    history.hear()
    with viewing(history.court, at):
        imposed = courts.imposed_by(report.import_id)
        found = cases.open_cases_of({row.person_id for row in imposed})
    planned = {result.ref: result for result in results}
    for row in sorted(imposed, key=lambda row: row.result_ref):
        # A row made wrong may be right by chance, and was never planned; and whoever proves to be known in another
        # area already stays with those who have the case.
        case = found.get(row.person_id)
        if case and case.unit_id in history.own_units and row.result_ref in planned:
            _join(history, case, row.sentence_id, planned[row.result_ref], day)


def _join(history: History, case: OpenCase, sentence: UUID | None, result: Result, day: date) -> None:
    held = history.open.get(case.person_id)
    if held is None or held.case.id != case.id:
        held = history.open[case.person_id] = Held(result.person.key, case, day)
    held.case = case
    wanted = {kind.value for kind in wanted_tenures(case.place, case.sentence)}
    held.holder = {kind: member for kind, member in held.holder.items() if kind in wanted}
    if sentence is None:
        held.ends_on = held.ends_on if held.sentences else result.on + timedelta(days=75)
        return
    held.sentences.append((sentence, result))
    held.ends_on = _sentenced_until(held)
    if result.released_on is not None and case.place == Place.CUSTODY:
        held.released_on = result.released_on


def _sentenced_until(held: Held) -> date | None:
    """The last day of the last sentence, or None where one has no end."""
    ends = [result.ends_on for _, result in held.sentences]
    known = [day for day in ends if day is not None]
    return max(known) if len(known) == len(ends) else None


def desk(history: History, given: Finish) -> None:
    """Cases listed ahead, something to ask a court, and a corrected result that waits."""
    lay_out(history, given.chance("court desk"))


PART = Part(each_round={40: bring_in}, at_the_end={50: desk})
