"""What of supervision waits on home: whom to see, roles that nobody holds, transfers, newcomers, samples."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import Answered
from throughcare.casework.supervision.rules.seeing import Duty
from throughcare.casework.supervision.rules.words import ArrivalState, TenureKind
from throughcare.faces.web.answering import answered, leading, owed
from throughcare.faces.web.look.formats import moment
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Asked, Changed, Matter, Noted
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import LONDON, day_of, end_of

from .caseloads import appointing, roles_in_words, to_be_seen_by
from .contact_standing import contact_standings, weekly_first
from .losses import losses

AHEAD, NEWS = timedelta(days=7), timedelta(days=14)


def contacts(request: Asking) -> tuple[list[Matter], list[Noted]]:
    """Whom the viewer is to see: those never seen and those overdue; in the diary, whom they have booked and whom to see besides."""
    today = day_of(request.at)
    mine, booked = owed(request, Duty.CONTACT), _booked(request, today)
    seen_first = {note.person_id: note.on for note in reversed(booked)}
    stands = weekly_first(contact_standings(mine, on=today), on=today)
    matters, diary = [], []
    for case in mine:
        stand = stands[case.case_id]
        if stand.by is None:
            continue
        if stand.is_first:
            matters.append(_matter("first contact", stand.because, case, stand.since, stand.by, request))
        elif stand.by < today:
            what = f"Contact overdue: {stand.because}"
            matters.append(_matter("contact", what, case, stand.since, stand.by, request))
        if today <= stand.by <= today + AHEAD and seen_first.get(case.person_id, date.max) > stand.by:
            diary.append(
                Noted(stand.by, "To be seen by this day", f"/people/{case.person_id}", case.person_id)
            )
    return matters, booked + diary


def _booked(request: Asking, today: date) -> list[Noted]:
    """What stands in the viewer's own diary from today on, and has no outcome yet, the soonest first."""
    if not request.member.may(May.RECORD_ON_TIMELINE):
        return []
    ahead = supervision.diary([request.member.id], start=today, until=today + AHEAD + timedelta(days=1))
    return [
        Noted(
            day_of(one.starts_at),
            f"{one.starts_at.astimezone(LONDON):%H:%M} {one.kind.words}{f', {one.place}' if one.place else ''}",
            f"/people/{one.person_id}",
            one.person_id,
        )
        for one in ahead
        if not one.is_told
    ]


def _matter(kind: str, what: str, case: Answered, since: date, by: date, request: Asking) -> Matter:
    may = request.member.may(May.RECORD_ON_TIMELINE)
    where = f"/people/{case.person_id}"
    do = Link("Record contact", f"{where}/record") if may else Link("Open the record", where)
    return Matter(kind, what, do, since, due=by, person_id=case.person_id, risk=case.risk)


def not_reminded(request: Asking) -> list[Matter]:
    """The appointments ahead which the viewer holds and of which the reminder failed: somebody must tell the person."""
    if not request.member.may(May.RECORD_ON_TIMELINE):
        return []
    return [
        Matter(
            kind="reminder failed",
            what=f"The reminder of the appointment on {moment(one.starts_at)} failed: {one.because}",
            do=Link("See how to reach them", f"/people/{one.person_id}"),
            since=day_of(one.since),
            due=day_of(one.starts_at),
            person_id=one.person_id,
            about=f"appointment {one.appointment_id}",
        )
        for one in supervision.failed_reminders([request.member.id], at=request.at)
    ]


def unheld(request: Asking) -> list[Matter]:
    """The roles that nobody holds in the cases of teams that the viewer leads, or that somebody who left still holds."""
    today, units = day_of(request.at), leading(request)
    if not units:
        return []
    by_case: dict[UUID, list[supervision.OpenGap]] = {}
    for gap in supervision.open_gaps(units):
        by_case.setdefault(gap.case_id, []).append(gap)
    gaps = [_nobody_is(those, request, today) for those in by_case.values()]
    left = [
        Matter(
            kind="left",
            what=f"{one.name}, {one.kind}, left on {day_of(one.left_at):%-d %B %Y}",
            do=Link("Appoint", appointing(request, one.person_id, one.case_id, one.kind)),
            since=day_of(one.left_at),
            due=day_of(one.left_at),
            person_id=one.person_id,
            risk=one.risk,
        )
        for one in supervision.held_by_leavers(units, at=request.at)
    ]
    return gaps + left + _held_unseen(request, units)


def _nobody_is(gaps: list[supervision.OpenGap], request: Asking, today: date) -> Matter:
    """Every role of one case that nobody holds, as one matter: appointed together, due when the first of them is."""
    kinds = [gap.kind for gap in gaps]
    first = min(gaps, key=lambda gap: to_be_seen_by(gap.since, gap.because, on=today))
    asked = kinds[0] if len(kinds) == 1 else ""
    return Matter(
        kind="no offender manager" if TenureKind.OFFENDER_MANAGER in kinds else "no holder",
        what=f"Nobody is {roles_in_words(kinds)}",
        do=Link("Appoint", appointing(request, first.person_id, first.case_id, asked)),
        since=day_of(first.since),
        due=to_be_seen_by(first.since, first.because, on=today),
        person_id=first.person_id,
        risk=first.risk,
    )


def _held_unseen(request: Asking, units: list[UUID]) -> list[Matter]:
    """The roles held by another body's members who may no longer see the person, for nobody shares with that body any more."""
    return [
        Matter(
            kind="left",
            what=f"{one.name}, {one.kind}, may no longer see them: nothing is shared with {one.body} since {day_of(one.since):%-d %B %Y}",
            do=Link("Appoint", appointing(request, one.person_id, one.case_id, one.kind)),
            since=day_of(one.since),
            due=day_of(one.since),
            person_id=one.person_id,
            risk=one.risk,
        )
        for one in supervision.held_unseen(units, at=request.at)
    ]


def offered(request: Asking) -> list[Matter]:
    """The transfers that the viewer's teams are to answer."""
    may = request.member.may
    units = leading(request) if may(May.ANSWER_TRANSFER) else []
    return [
        Matter(
            kind="transfer",
            what=f"Offered by {offer.from_unit}: take it or say why not",
            do=Link("Answer", f"/transfers/{offer.transfer.id}"),
            since=day_of(offer.transfer.offered_at),
            due=offer.transfer.whole_by,
            person_id=offer.transfer.person_id,
            risk=offer.risk,
        )
        for offer in (supervision.offers_to(units) if units else [])
    ]


def asked(request: Asking) -> list[Asked]:
    """What the viewer, or the teams they lead, asked of other teams and of the service, and is not answered yet."""
    if not request.member.may(May.OFFER_TRANSFER) and not request.member.may(May.OPEN_CASE):
        return []
    offers = supervision.offers_of(request.member.id, leading(request))
    arrivals = supervision.arrivals() if request.member.may(May.OPEN_CASE) else []
    return [
        *(
            Asked("To take a case", o.to_unit, f"/transfers/{o.transfer.id}", o.transfer.whole_by, o.transfer.person_id)
            for o in offers
        ),
        *(
            Asked(f"A new case: {one.reason}", "The service, which looks whether the person is known", "/newcomers")
            for one in arrivals
            if one.state == ArrivalState.WAITING
        ),
    ]  # fmt: skip


def not_taken(request: Asking) -> list[Matter]:
    """The newcomers whom the viewer's team sent in the last two weeks and who were not taken."""
    if not request.member.may(May.OPEN_CASE):
        return []
    return [
        Matter(
            kind="newcomer",
            what=f"A newcomer sent on {day_of(one.at):%-d %B %Y} was not taken: {one.because}",
            do=Link("See newcomers", "/newcomers"),
            since=day_of(one.at),
            about=f"newcomer {one.id}",
        )
        for one in supervision.arrivals()
        if one.state == ArrivalState.REFUSED and one.at > request.at - NEWS
    ]


def sampled(request: Asking) -> list[Matter]:
    """The sampled cases that nobody of the viewer's unit has opened yet."""
    if not request.member.may(May.DRAW_SAMPLE):
        return []
    return [
        Matter(
            kind="sampled",
            what="Sampled, and nobody of your unit has read it yet",
            do=Link("Read it", f"/people/{case.person_id}"),
            since=day_of(request.at),
            due=day_of(case.until),
            person_id=case.person_id,
            risk=case.risk,
        )
        for case in supervision.sampled_cases(at=request.at)
        if not case.opened
    ]


def changed(request: Asking) -> list[Changed]:
    """What others did since the start of yesterday about those for whom the viewer answers, and what the viewer lost this week."""
    mine = _own(request)
    since = end_of(day_of(request.at) - timedelta(days=2))
    done = supervision.done_by_others(mine, request.member.id, since=since, until=request.at) if mine else []
    return [
        *losses(request),
        *(Changed(one.at, one.what, one.who or "The service", one.person_id) for one in done),
    ]


def _own(request: Asking) -> set[UUID]:
    return {one.person_id for one in answered(request) if request.member.id in one.holders.values()}
