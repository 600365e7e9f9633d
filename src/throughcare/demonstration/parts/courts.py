"""Courts in the demonstration: files of results, of which the last has rows spoilt."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.actions import (
    answer_enquiry,
    ask_enquiry,
    import_court_results,
    propose_sentence,
    send_report,
    start_report,
)
from throughcare.casework.courts.rules import RequirementKind, SentenceKind
from throughcare.casework.courts.rules.advice import Answered, AskedOf
from throughcare.casework.supervision import queries as cases
from throughcare.casework.supervision.queries import OpenCase
from throughcare.casework.supervision.rules import (
    wanted_tenures,
)
from throughcare.evidence.population.names import misspelt
from throughcare.foundation.access.session import viewing
from throughcare.foundation.operating_model.rules import Place

from ..court_desk import lay_out
from ..days import instant, working_day
from ..held import Held
from ..history import Asked, History, Round
from ..lives import COLUMNS, Result, as_file, spoilt
from ..part import Finish, Part


def bring_in(history: History, now: Round) -> None:
    """The court team's file, its rows matched to people, and their cases opened."""
    results, day, last = now.results, now.day, now.last
    if not results and not last:
        return
    sent = [*results, *spoilt(history.recent, history.random), *_misheard(history, now)] if last else results
    at, name = instant(day, 7), f"court-results-{history.staff.bodies.trust.code}-{day}.csv"
    report = import_court_results(by=history.court, at=at, file=as_file(sent), file_name=name)
    history.hear()
    with viewing(history.court, at):
        imposed = courts.imposed_by(report.import_id)
        found = cases.open_cases_of({row.person_id for row in imposed})
        _know_the_work(history, [row.sentence_id for row in imposed if row.sentence_id])
    planned = {result.ref: result for result in results}
    for row in imposed:
        if row.report_id is not None and row.result_ref in planned:
            due = date.fromisoformat(planned[row.result_ref].row["report_due"])
            history.reports.append(Asked(row.report_id, at, due))
    for row in sorted(imposed, key=lambda row: row.result_ref):
        # A row made wrong may be right by chance, and was never planned; and whoever proves to be known in another
        # area already stays with those who have the case.
        case = found.get(row.person_id)
        if case is None and row.sentence_id and row.result_ref in planned:
            history.nobodys.setdefault(row.person_id, []).append((row.sentence_id, planned[row.result_ref]))
        if case and case.unit_id in history.own_units and row.result_ref in planned:
            _join(history, case, row.sentence_id, planned[row.result_ref], day)


_MISHEARD = 2


def _misheard(history: History, now: Round) -> list[Result]:
    """People of the team that signs in, asked about by a court that wrote their names down wrong and had no number of theirs."""
    known = history.ordered(
        lambda held: held.case.unit_id == history.staff.home_team and bool(held.sentences)
    )
    return [_again(held.sentences[-1][1], history, now.day, n) for n, held in enumerate(known[:_MISHEARD])]


def _again(result: Result, history: History, day: date, number: int) -> Result:
    """A report that is asked for about somebody known, under another spelling."""
    by, due = history.random, working_day(day + timedelta(days=16))
    row = {name: result.row.get(name, "") for name in COLUMNS} | {
        "result_ref": f"{result.ref}-R{number}", "hearing_date": working_day(day - timedelta(days=1)).isoformat(),
        "family_name": misspelt(result.row["family_name"], by.random(), by.random()), "pnc": "", "cro": "",
        "defendant_id": str(UUID(int=by.getrandbits(128), version=4)), "outcome": "report requested",
        "report_kind": "standard", "report_due": due.isoformat(), "case_number": _another(result.row["case_number"], number),
        "sentence_kind": "", "sentence_length": "", "sentence_unit": "", "custody_months": "", "requirements": "",
        "breach_of": "",
    }  # fmt: skip
    return Result(row["result_ref"], result.person, day, row)


def _another(case_number: str, number: int) -> str:
    """The number of another case: never that of the sentence which it is made from, whose report would come after it."""
    return f"{case_number[:-1]}{(int(case_number[-1]) + 1 + number) % 10}"


def _know_the_work(history: History, sentences: list[UUID]) -> None:
    for sentence, every in courts.requirements_under(sentences).items():
        for wanted in every:
            if wanted.kind == RequirementKind.UNPAID_WORK:
                history.unpaid_work[sentence] = wanted.id
            if wanted.kind == RequirementKind.REHABILITATION_ACTIVITY and wanted.is_counted:
                history.activity[sentence] = wanted.id


def _join(history: History, case: OpenCase, sentence: UUID | None, result: Result, day: date) -> None:
    held = history.open.get(case.person_id)
    if held is None or held.case.id != case.id:
        held = history.open[case.person_id] = Held(result.person.key, case, day)
        held.sentences += history.nobodys.pop(case.person_id, [])
    held.case = case
    wanted = {kind.value for kind in wanted_tenures(case.place, case.sentence)}
    held.holder = {kind: member for kind, member in held.holder.items() if kind in wanted}
    if sentence is None:
        held.asked_until = result.on + timedelta(days=75)
        return
    held.asked_until = None
    held.sentences.append((sentence, result))
    if held.next_contact is not None:
        held.next_contact = min(held.next_contact, day + timedelta(days=4))
    if case.place == Place.CUSTODY and (result.moves or result.ends_on is None):
        first = held.moves[0][0] if held.moves else result.on
        if not result.moves or result.moves[0][0] > first:
            held.moves = [
                (max(on, day + timedelta(days=1 + n)), kind, why)
                for n, (on, kind, why) in enumerate(result.moves)
            ]


def send_reports(history: History, now: Round) -> None:
    """Reports go to the court on the day before they are due, or as soon as they are known of; one in eight a day late."""
    begins, waiting = instant(now.day, 6), []
    for number, asked in enumerate(history.reports):
        at = max(asked.known_at + timedelta(hours=4), instant(asked.due_on - timedelta(days=1), 15))
        at += timedelta(days=2 if number % 8 == 7 else 0)
        if at < begins:
            if number % 3 == 0:
                _propose(history, asked, at - timedelta(hours=1), HELD[number % len(HELD)])
            send_report(by=history.court, at=at, report_id=asked.report_id, version=1)
        else:
            waiting.append(asked)
    history.reports = waiting


def begin_reports(history: History, given: Finish) -> None:
    """Of the reports that courts still wait for, every other one is begun."""
    at = instant(history.as_at - timedelta(days=1), 14)
    for number, asked in enumerate(history.reports[::2]):
        start_report(by=history.court, at=at, report_id=asked.report_id, version=1)
        _ask(history, asked, at, number)
        if number % 2 == 0:
            _propose(history, asked, at + timedelta(hours=2), HELD[number % len(HELD)])


HELD = (
    "rehabilitation activity up to 20 days; unpaid work 80 hours",
    "rehabilitation activity up to 30 days",
    "unpaid work 120 hours",
)
"""What the reports of the demonstration propose that an order holds."""


def _propose(history: History, asked: Asked, at: datetime, held: str) -> None:
    propose_sentence(
        by=history.court, at=at, report_id=asked.report_id, kind=SentenceKind.COMMUNITY_ORDER, length="12 months",
        requirements=held, because="It answers what led to the offence, and can begin within two weeks here.",
    )  # fmt: skip


def _ask(history: History, asked: Asked, at: datetime, number: int) -> None:
    """Children's services say that they know nothing, the police have not answered, and where somebody lives is known."""
    for of, answered, said in (
        (AskedOf.CHILDREN, Answered.NOTHING, ""),
        (AskedOf.HOUSING, Answered.KNOWN, "A tenancy of their own since the spring, two months behind."),
        (AskedOf.DOMESTIC_ABUSE, None, ""),
    )[number % 2 :]:
        one = ask_enquiry(by=history.court, at=at, report_id=asked.report_id, asked_of=of)
        if answered is not None:
            answer_enquiry(
                by=history.court,
                at=at + timedelta(hours=1),
                report_enquiry_id=one,
                answered=answered,
                said=said,
            )


def desk(history: History, given: Finish) -> None:
    """Cases listed ahead, something to ask a court, and a corrected result that waits."""
    lay_out(history, given.chance("court desk"))


PART = Part(each_round={25: send_reports, 40: bring_in}, at_the_end={25: begin_reports, 50: desk})
