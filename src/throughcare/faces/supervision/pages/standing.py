"""How a person stands: the last contact and the next, what has no outcome yet, and the picture of each sentence."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from throughcare.casework.courts import queries as courts
from throughcare.casework.interventions import queries as interventions
from throughcare.casework.people import queries as people
from throughcare.casework.planning import queries as planning
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules.attendance import Attended, counted
from throughcare.casework.supervision.rules.contacts import FAILED, MET, Outcome, Whom
from throughcare.casework.supervision.rules.seeing import is_to_be_seen, next_contact
from throughcare.faces.web.look.formats import count_of, moment
from throughcare.faces.web.look.parts import Column, Lines, Link, Row, Table, Tag, Unknown, Why
from throughcare.faces.web.page import Asking
from throughcare.faces.web.value_words import first_capital
from throughcare.foundation.access.gathered import Gathered
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from .contact_words import attendance_words
from .reminder_words import Reading, reminded
from .sentence_picture import Dot, Part, Picture, bands_of, drawn, in_order, rows_of

RUNNING = ("in force", "in breach")


def standing(
    request: Asking,
    case: supervision.CaseSeen | None,
    sentences: Sequence[courts.SentenceSeen],
    read: Gathered | None = None,
    person: people.PersonPage | None = None,
) -> dict[str, Any]:
    """The card of contact and the pictures of the sentences in force, for the page of a person; empty without a case."""
    if case is None:
        return {}
    stands = supervision.contacting(case.case, at=request.at, read=read)
    held = interventions.sessions_of(case.case.person_id, read=read)
    running = [one for one in sentences if one.state in RUNNING]
    done = supervision.credited([q.id for one in running for q in one.requirements if q.is_counted])
    pictures = [_picture(request, one, done, stands.contacts, held) for one in running]
    known = (person, read)
    card = (
        [*_card(request, case, stands, known), *_attendance(stands, held)]
        if case.case.closed_at is None
        else []
    )
    return {
        "contacting": card,
        "pictures": [(mark_safe(drawn(one)), _beside(one)) for one in in_order(pictures)],
    }


def _card(
    request: Asking, case: supervision.CaseSeen, stands: supervision.Contacting, reading: Reading
) -> list[Row]:
    base = f"/people/{case.case.person_id}"
    may = request.member.may(Permission.RECORD_ON_TIMELINE)
    rows = [Row("Last contact", _last(stands)), Row("Next appointment", _next(stands, may=may))]
    told = reminded(request.at, case, stands, reading)
    rows += [Row("Reminder", told)] if told else []
    due = _due(request, case, stands, reading[1])
    rows += [Row("To be seen by", due)] if due else []
    rows.append(Row("How often", Link("How often they are to be seen, and what is left", f"{base}/seeing")))
    rows += [
        Row(
            "No outcome yet",
            Lines(
                moment(a.starts_at),
                [Link("Say what came of it", f"{base}/record?appointment={a.id}")] if may else [],
            ),
        )
        for a in stands.waiting
    ]
    if stands.failures:
        said = count_of(len(stands.failures), "failure to attend", "failures to attend")
        rows.append(Row("Missed", Lines(said, [f"since {stands.failures_since:%-d %B %Y}"])))
    return rows


def _attendance(stands: supervision.Contacting, held: Sequence[interventions.SessionTold]) -> list[Row]:
    """How often they came, of appointments and of sessions of services, each counted the same way; nothing where none was."""
    sessions = counted(Attended(one.outcome, one.evidence) for one in held)
    said = [("Attendance", stands.attendance), ("Attendance at services", sessions)]
    return [Row(label, attendance_words(count)) for label, count in said if count.all]


def _last(stands: supervision.Contacting) -> object:
    last = stands.last
    if last is None:
        return Unknown("Never seen in this case")
    return Lines(f"{last.kind.words}, {moment(last.happened_at)}", [last.what])


def _next(stands: supervision.Contacting, *, may: bool) -> object:
    if not stands.ahead:
        return Unknown("None made")
    soonest = stands.ahead[0]
    where = f"{soonest.place}, with {soonest.holder}" if soonest.place else f"with {soonest.holder}"
    here = f"/people/{soonest.person_id}/appointments/{soonest.id}"
    move, call_off = Link("Move", f"{here}/move", "the appointment"), Link("Call off", here)
    ways = [format_html("{} &nbsp; {}", move, call_off)] if may else []
    return Lines(f"{soonest.kind.words}, {moment(soonest.starts_at)}", [where, *ways])


def _due(
    request: Asking, case: supervision.CaseSeen, stands: supervision.Contacting, read: Gathered | None
) -> object:
    """By when the person is to be seen next, late or not, with why; nothing where no rule says."""
    today = day_of(request.at)
    if stands.last is None or not is_to_be_seen(case.case.sentence, case.case.place, on=today):
        return ""
    less = planning.seen_less_often({case.case.id: case.case.risk}, on=today, read=read).get(case.case.id)
    every = less.every_days if less is not None and less.stands else None
    by, why = next_contact(case.case.risk, day_of(stands.last.happened_at), on=today, less_often=every)
    late = Tag("Overdue", "red") if by < today else ""
    return Lines(f"{by:%-d %B %Y}", [*([late] if late else []), Why(str(why))])


def _picture(
    request: Asking,
    one: courts.SentenceSeen,
    done: dict[UUID, Decimal],
    contacts: Sequence[supervision.ContactSeen],
    held: Sequence[interventions.SessionTold],
) -> Picture:
    today = day_of(request.at)
    first = one.begins_on
    days = [(day_of(c.happened_at), c.outcome) for c in contacts if c.with_whom is Whom.PERSON]
    days += [(one.on, one.outcome) for one in held]
    return Picture(
        title=first_capital(one.kind),
        first=first,
        last=one.ends_on,
        today=today,
        bands=bands_of(first, one.ends_on, one.releases_on, custodial=one.is_custodial, today=today),
        parts=tuple(_part(q, done) for q in one.requirements),
        dots=tuple(
            Dot(day, _kind(outcome))
            for day, outcome in sorted(days, reverse=True)
            if first <= day and (one.ends_on is None or day <= one.ends_on)
        ),
    )


def _part(asked: courts.RequirementSeen, done: dict[UUID, Decimal]) -> Part:
    if not asked.is_counted or asked.amount is None:
        return Part(first_capital(asked.kind), None, None)
    return Part(first_capital(asked.kind), float(done.get(asked.id, 0)), float(asked.amount), str(asked.unit))


def _kind(outcome: Outcome) -> str:
    if outcome is Outcome.LATE:
        return "late"
    return "met" if outcome in MET else "failed" if outcome in FAILED else "other"


def _beside(picture: Picture) -> Table:
    columns = [Column("What"), Column("When"), Column("How far")]
    return Table(f"The same in words: {picture.title.lower()}", columns, rows_of(picture))
