"""Supervision in the demonstration: contacts, release, ends, first risks; then transfers, breaches, reports, samples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import UUID

from throughcare.casework.courts.actions import Ending, end_sentences
from throughcare.casework.supervision import actions as supervision
from throughcare.casework.supervision import queries as cases
from throughcare.casework.supervision.rules.commitments import CommitmentKind, Weekly
from throughcare.casework.supervision.rules.contacts import ContactKind, Told, Whom
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.casework.supervision.rules.words import NOTE
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place, Risk

from ..ahead import book
from ..beginnings import begin
from ..contacts import WORKED, Said, contacts
from ..custody import hold, licence
from ..days import instant, this_morning
from ..held import Held, Move, endings_of, why_closed
from ..history import History, Round
from ..moving_teams import pass_on
from ..part import Finish, Part
from ..showcase import Showcase
from ..trying import tried

_AT_ONCE = 5_000


def tell_of_contacts(history: History, now: Round) -> None:
    """Moves since the last round, and what was written down by those who hold the cases; each organisation its own."""
    day = now.day
    told: dict[UUID, dict[UUID, list[Written]]] = defaultdict(lambda: defaultdict(list))
    about: dict[UUID, Held] = {}
    for held in history.ordered(lambda h: bool(h.holder)):
        since = held.told_until or held.opened + timedelta(days=1)
        held.told_until = day
        about[held.case.id] = held
        for entry in _contacts(history, held, since, day):
            told[_organisation_of(history, entry.member_id, held)][held.case.id].append(entry)
    # Where they are on each day is planned until they are moved; only then is it on record, which a contact is held against.
    move(history, now)
    at = instant(day, 6)
    for organisation, theirs in sorted(told.items(), key=lambda item: str(item[0])):
        by, keys = history.service_of(organisation), list(theirs)
        for start in range(0, len(keys), _AT_ONCE):
            history.act_on(
                by,
                at,
                [about[key] for key in keys[start : start + _AT_ONCE]],
                partial(_write, theirs),
            )


Written = supervision.Entry | supervision.Meeting
_KINDS = {
    "Did not attend": ContactKind.OFFICE,
    "Unpaid work attended": ContactKind.UNPAID_WORK,
    "Group session attended": ContactKind.GROUP,
    "Sentence planning by video link": ContactKind.VIDEO,
    "Release planned with the prison": ContactKind.PHONE,
}


def _contacts(history: History, held: Held, since: date, until: date) -> Iterable[Written]:
    member = held.holder.get("supervisor") or held.holder.get("offender manager")
    for said in contacts(history.random, held, since, until, history.as_at):
        yield _written(held.case.id, said, member, _towards(history, said))


Towards = tuple[UUID, Decimal] | None
"""The requirement that a contact counts towards, and how much of it was done."""


def _towards(history: History, said: Said) -> Towards:
    work = history.unpaid_work.get(said.sentence) if said.sentence else None
    if work is not None:
        return work, Decimal(WORKED)
    activity = history.activity.get(said.activity) if said.activity else None
    return (activity, Decimal(1)) if activity is not None else None


def _written(case_id: UUID, said: Said, member: UUID | None, towards: Towards) -> Written:
    """A note as an entry; anything else as a contact, with what came of it and what counts towards a requirement."""
    if said.kind == NOTE:
        return supervision.Entry(case_id, said.at, said.kind, said.what, said.note, member)
    kind = _KINDS.get(said.what) or ContactKind(said.kind)
    whom = Whom.PRISON if said.what.endswith("the prison") else Whom.PERSON
    outcome, absence, evidence = said.came
    told = Told(
        said.at, kind, outcome, whom, what=said.what, done=towards[1] if towards else None,
        absence=absence, evidence=evidence,
    )  # fmt: skip
    return supervision.Meeting(case_id, told, said.note, towards[0] if towards else None, member_id=member)


def _organisation_of(history: History, member: UUID | None, held: Held) -> UUID:
    return (
        history.organisations.get(member, held.case.organisation_id) if member else held.case.organisation_id
    )


def _write(written: dict[UUID, list[Written]], by: Member, at: datetime, which: list[Held]) -> None:
    told = [one for held in which for one in written[held.case.id]]
    meetings = [one for one in told if isinstance(one, supervision.Meeting)]
    entries = [one for one in told if isinstance(one, supervision.Entry)]
    supervision.record_contacts(by=by, at=at, meetings=meetings)
    supervision.record_entries(by=by, at=at, entries=entries)


def move(history: History, now: Round) -> None:
    """Those whose day has come leave prison, or go back to it; each on the day it is planned for."""
    move_until(history, now.day, instant(now.day, 5, 40))


def move_until(history: History, day: date, at: datetime) -> None:
    """Every move planned for before a day, in order: a case may move more than once between two files."""
    while moving := history.ordered(lambda held: bool(held.moves) and held.moves[0][0] < day):
        now = {held.case.id: held.moves.pop(0) for held in moving}
        may = [held for held in moving if _may(held, now[held.case.id][1])]
        for by, theirs in history.by_organisation(may):
            history.act_on(by, at, theirs, partial(_move, now))
        for held in may:
            held.prison = ""
            if now[held.case.id][1] is MovementKind.RELEASED:
                held.holder.pop("prison manager", None)
        history.look_again(may, at)


def _may(held: Held, kind: MovementKind) -> bool:
    return (held.case.place == Place.CUSTODY) == (kind is MovementKind.RELEASED)


def _move(moves: Mapping[UUID, Move], by: Member, at: datetime, which: list[Held]) -> None:
    supervision.record_movements(
        by=by,
        at=at,
        moves=[
            supervision.Moving(held.case.id, kind, instant(on, 8), because=why)
            for held in which
            for on, kind, why in [moves[held.case.id]]
        ],
    )


def close_ended(history: History, now: Round) -> None:
    """Sentences that have run out end on their day, and cases with nothing left close.

    What a court's file ends is known when the file is there: it may bring another sentence in its place.
    """
    close_until(history, now.day, instant(now.day, 6, 30), told_before=now.day - timedelta(days=7))


def close_until(history: History, day: date, at: datetime, *, told_before: date) -> None:
    """The sentences that end before a day, and the cases whose last one does."""
    endings = {held.case.id: list(endings_of(held, day)) for held in history.in_order()}
    ending = history.ordered(lambda held: bool(endings[held.case.id]))
    for by, theirs in history.by_organisation(ending):
        history.act_on(by, at, theirs, partial(_end, endings))
    done = history.ordered(lambda held: held.is_over(day, told_before))
    for by, theirs in history.by_organisation(done):
        history.act_on(by, at, theirs, _close)
    for held in done:
        history.open.pop(held.case.person_id, None)
    if ending or done:
        history.hear()


def _end(endings: Mapping[UUID, list[Ending]], by: Member, at: datetime, which: list[Held]) -> None:
    end_sentences(by=by, at=at, endings=[one for held in which for one in endings[held.case.id]])


def _close(by: Member, at: datetime, which: list[Held]) -> None:
    closings = [supervision.Closing(held.case.id, why_closed(held)) for held in which]
    supervision.close_cases(by=by, at=at, closings=closings)


def first_risks(history: History, now: Round) -> None:
    """Record the first risk of new cases that nobody holds yet."""
    at, risks = instant(now.day, 11), dict[UUID, Risk]()
    for held in history.ordered(lambda h: h.case.risk == Risk.NOT_ASSESSED and not h.holder):
        planned = next((r.risk for _, r in reversed(held.sentences) if r.risk), "")
        if planned and not (now.late and history.random.random() < 0.1):
            risks[held.case.id] = Risk(planned)
    assessed = history.ordered(lambda h: h.case.id in risks)
    for by, theirs in history.by_organisation(assessed):
        history.act_on(
            by,
            at,
            theirs,
            lambda by, at, those: supervision.record_first_risks(
                by=by, at=at, risks={h.case.id: risks[h.case.id] for h in those}
            ),
        )
    history.look_again(assessed, at)


def hold_in_prison(history: History, now: Round) -> None:
    """Those sent to custody are in a prison that is named."""
    hold(history, now.day)


def last_morning(history: History, given: Finish) -> None:
    """What happened up to the last morning: contacts, moves, and sentences whose last day was yesterday."""
    at = this_morning(history.as_at)
    move_until(history, history.as_at, at)
    close_until(history, history.as_at, at, told_before=history.as_at)


def show(history: History, given: Finish) -> None:
    """What somebody who looks round should find: transfers on offer, breaches, reports asked for, a sample, licence."""
    Showcase(history).run()
    licence(history)


def closed_records(history: History, given: Finish) -> None:
    """A record that few may open, and a member's own kin."""
    Showcase(history).closed_records()
    history.hear()


def ahead(history: History, given: Finish) -> None:
    """What stands in the diaries for today, tomorrow and the days after."""
    book(history, given.chance("appointments"))


_HELD: Final = (
    (CommitmentKind.WORK, (1, 2, 3, 4, 5), time(6), time(14), "Warehouse, early shift"),
    (CommitmentKind.WORK, (1, 2, 3, 4), time(17), time(23), ""),
    (CommitmentKind.CARING, (1, 2, 3, 4, 5), time(15), time(16), "School run"),
    (CommitmentKind.EDUCATION, (2, 4), time(9), time(15, 30), "College"),
    (CommitmentKind.FAITH, (5,), time(12, 30), time(14), ""),
)
_CURFEW: Final = (CommitmentKind.CURFEW, (1, 2, 3, 4, 5, 6, 7), time(19), time(7), "")
_ONE_IN: Final = 3


def week(history: History, given: Finish) -> None:
    """What holds some of the people of the officer who signs in, the hours of their curfews, and a calendar of their own."""
    at, by = instant(history.as_at - timedelta(days=1), 16, 55), given.chance("week")
    officer = history.staff.signed_in("offender manager", at)
    theirs = history.ordered(lambda held: held.case.place == Place.COMMUNITY and bool(held.sentences))
    mine = [held for held in theirs if officer is not None and officer.id in held.holder.values()]
    for number, held in enumerate(mine):
        assert officer is not None
        if number % _ONE_IN == 0:
            _hold_by(held, by.choice(_HELD), officer, at)
            tried(supervision.make_feed, by=officer, at=at, case_id=held.case.id)
        with viewing(officer, at):
            curfews = cases.curfews_of(held.case.person_id)
        if curfews:
            _hold_by(held, _CURFEW, officer, at, curfews[0].id)


def _hold_by(
    held: Held,
    what: tuple[CommitmentKind, tuple[int, ...], time, time, str],
    by: Member,
    at: datetime,
    of: UUID | None = None,
) -> None:
    kind, days, starts, ends, note = what
    hours = supervision.Hours(Weekly(kind, days, starts, ends, day_of(at)), note, of)
    tried(supervision.record_commitment, by=by, at=at, case_id=held.case.id, hours=hours)


PART = Part(
    each_round={
        10: tell_of_contacts,
        30: close_ended,
        50: first_risks,
        55: hold_in_prison,
        75: begin,
        80: pass_on,
    },
    at_the_end={5: last_morning, 30: show, 57: ahead, 58: week, 90: closed_records},
)
