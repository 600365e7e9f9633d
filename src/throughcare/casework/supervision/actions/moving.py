"""Into custody and out of it: what is recorded, and what follows for the case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from throughcare.casework.assessment.actions import note_releases
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import change_all, insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused, new_id
from throughcare.foundation.kernel.days import LONDON
from throughcare.foundation.operating_model.rules import Place

from ..events import PeopleMoved
from ..models import Case, Movement, Prison, Tenure
from ..rules import EndReason, TenureKind
from ..rules.contacts import OUTSIDE, ContactKind
from ..rules.movements import (
    CHANGED_PRISON,
    INTO_A_PRISON,
    RELEASED,
    WENT_INSIDE,
    Moved,
    MovementKind,
    Where,
    after,
    changes_prison,
    check_instant,
    in_prison,
    led_to,
    place_after,
    released_on,
    standing,
)
from ..store.steps import Atlas, close_grants, entry, found_case, open_gaps, tell_of_ended
from .batches import end_gaps_of, end_tenures_of, open_cases_among


@dataclass(frozen=True)
class Moving:
    """A case whose person moved: what happened, when (now, unless said), in which prison if it is known, and why."""

    case_id: UUID
    kind: MovementKind
    moved_at: datetime | None = None
    prison: str = ""
    because: str = ""
    resettled: bool = False


@action(Permission.RECORD_ON_TIMELINE)
def record_movement(
    *,
    by: Member,
    at: datetime,
    case_id: UUID,
    version: int,
    kind: MovementKind,
    moved_at: datetime | None = None,
    prison: str = "",
    because: str = "",
    resettled: bool = False,
) -> None:
    """Record that a person went into custody, was moved, left for a time, is at large, or came out.

    ``resettled`` says, on release, whether the through-the-gate work is done already.
    """
    found_case(case_id, version)
    _record([Moving(case_id, kind, moved_at, prison, because, resettled)], by, at)


@action(Permission.RECORD_ON_TIMELINE)
def record_movements(*, by: Member, at: datetime, moves: Sequence[Moving]) -> int:
    """Record the movements of many people, one each, as one act; a prison's manager stops on release. Returns how many."""
    if len({move.case_id for move in moves}) < len(moves):
        raise Refused("One act records one movement of a case. Record the next by another.")
    return _record(moves, by, at)


@action(Permission.RECORD_ON_TIMELINE)
def record_recalled(*, by: Member, at: datetime, case_id: UUID, moved_at: datetime, because: str) -> None:
    """Record that a licence was revoked, within the act that records the recall: who is outside is at large from then on."""
    _record([Moving(case_id, MovementKind.RECALLED, moved_at, because=because)], by, at, by_hand=False)


def _record(moves: Sequence[Moving], by: Member, at: datetime, *, by_hand: bool = True) -> int:
    cases = open_cases_among([move.case_id for move in moves])
    prisons = _prisons(moves)
    before = movements_of(case.person_id for case in cases.values())
    rows, lines = [], []
    for move in moves:
        case = cases[move.case_id]
        where = _checked(move, case, before.get(case.person_id, ()), at, by_hand=by_hand)
        case.place, case.version = place_after(Place(case.place), where).value, case.version + 1
        case.resettled = move.resettled if move.kind is MovementKind.RELEASED else case.resettled
        rows.append(_row(move, case, by, at))
        lines.append(entry(case, by, at, "place", _told(move, prisons), note=move.because, about=rows[-1].id))
    changed = [(case.id, case.place, case.resettled, case.version) for case in cases.values()]
    change_all(Case, ["place", "resettled", "version"], changed)
    insert_all(rows)
    insert_all(lines)
    elsewhere = {
        move.case_id
        for move in moves
        if changes_prison(before.get(cases[move.case_id].person_id, ()), move.kind, move.prison)
    }
    _follow(list(cases.values()), by, at, elsewhere)
    _call_off(rows)
    _tell_of_release([case.person_id for case in cases.values()], by, at)
    announce(PeopleMoved(tuple(row.id for row in rows), tuple(cases)), at=at, by=by.id)
    add_to_line(cases=len(cases))
    return len(cases)


def _checked(move: Moving, case: Case, before: Sequence[Moved], at: datetime, *, by_hand: bool) -> Where:
    """Where the movement leads, when it can follow what is recorded."""
    last = before[-1].at if before else None
    check_instant(move.moved_at or at, at=at, last=last)
    if move.prison and move.kind not in INTO_A_PRISON:
        raise Refused(f"“{move.kind}” names no prison.", field="prison")
    nowhere_yet = not in_prison(before)
    return after(standing(Place(case.place), before), move.kind, nowhere_yet=nowhere_yet, by_hand=by_hand)


def _prisons(moves: Iterable[Moving]) -> Mapping[str, str]:
    wanted = {move.prison for move in moves if move.prison}
    names = dict(Prison.objects.filter(code__in=wanted).values_list("code", "name"))
    unknown = sorted(wanted - names.keys())
    if unknown:
        raise Refused(
            f"{unknown[0][:12]} is no prison that is known: expected its three letters.", field="prison"
        )
    return names


def _row(move: Moving, case: Case, by: Member, at: datetime) -> Movement:
    return Movement(
        id=new_id(),
        person_id=case.person_id,
        case_id=case.id,
        kind=move.kind.value,
        prison_id=move.prison or None,
        moved_at=move.moved_at or at,
        because=move.because[:300],
        at=at,
        member_id=by.id,
        organisation_id=by.organisation_id,
    )


def _told(move: Moving, prisons: Mapping[str, str]) -> str:
    where = f": {prisons[move.prison]}" if move.prison else ""
    return f"{move.kind.value.capitalize()}{where}"


def _follow(
    cases: Sequence[Case], by: Member, at: datetime, elsewhere: Collection[UUID] = frozenset()
) -> None:
    """On release the prison's manager stops, and in another prison (``elsewhere``) another is to; every role that the new place
    gives and nobody holds becomes a gap."""
    out = [case.id for case in cases if case.place == Place.COMMUNITY]
    ended = end_tenures_of(out, at, EndReason.RELEASED, TenureKind.PRISON_MANAGER)
    ended += end_tenures_of(list(elsewhere), at, EndReason.TRANSFERRED, TenureKind.PRISON_MANAGER)
    end_gaps_of(out, at, TenureKind.PRISON_MANAGER)
    atlas = Atlas(at)
    open_gaps([case for case in cases if case.id in elsewhere], at, CHANGED_PRISON, atlas)
    open_gaps([case for case in cases if case.place == Place.COMMUNITY], at, RELEASED, atlas)
    open_gaps([case for case in cases if case.place != Place.COMMUNITY], at, WENT_INSIDE, atlas)
    tell_of_ended(list(Tenure.objects.filter(id__in=ended)), by, at)
    close_grants("tenure", ended)


_CALLED_OFF = {
    Where.CUSTODY: ("The person went into custody.", OUTSIDE | {ContactKind.GROUP}),
    Where.AT_LARGE: ("The person is unlawfully at large.", frozenset(ContactKind)),
}
"""Where nobody can come to what was booked: why it is called off, and the kinds of it."""


def _call_off(rows: Sequence[Movement]) -> None:
    """Call off what lies ahead and cannot be kept from where each now is, whoever booked it; it is nobody's failure to have missed it."""
    for where, (because, kinds) in _CALLED_OFF.items():
        led = [row.id for row in rows if led_to(MovementKind(row.kind)) is where]
        if led:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT supervision_call_off(%s, %s, %s)",
                    [led, sorted(kind.value for kind in kinds), because],
                )


def call_off_merged(merge_id: UUID) -> tuple[list[UUID], list[UUID]]:
    """Call off, in the worker alone, what lies ahead of whoever a merge shows to be away; returns their case and what took them."""
    (inside, outside), (at_large, _) = _CALLED_OFF[Where.CUSTODY], _CALLED_OFF[Where.AT_LARGE]
    with connection.cursor() as cursor:
        said: list[Any] = [merge_id, sorted(kind.value for kind in outside), inside, at_large]
        cursor.execute("SELECT * FROM supervision_call_off_merged(%s, %s, %s, %s)", said)
        found = cursor.fetchall()
    return [case for case, _ in found], [movement for _, movement in found if movement is not None]


def _tell_of_release(people: Sequence[UUID], by: Member, at: datetime) -> None:
    """Tell assessment since when each is out: a tier counts the years since whoever serves for life was released."""
    moved = movements_of(people)
    note_releases(by=by, at=at, released={person: released_on(moved[person]) for person in people})


def movements_of(person_ids: Iterable[UUID]) -> dict[UUID, tuple[Moved, ...]]:
    """Everybody's movements that the viewer may see, oldest first."""
    found: dict[UUID, list[Moved]] = defaultdict(list)
    rows = Movement.objects.filter(person_id__in=list(person_ids)).order_by("moved_at", "id")
    for person, kind, moved_at, prison in rows.values_list("person_id", "kind", "moved_at", "prison_id"):
        found[person].append(Moved(MovementKind(kind), moved_at, prison or ""))
    return {person: tuple(moves) for person, moves in found.items()}


def note_sentenced(
    cases: Sequence[Case], by: Member, at: datetime, *, on: Mapping[UUID, date] | None = None
) -> None:
    """Note, within another act, which of these people a court has just sent to custody from the community, as of its day.

    ``on`` says for each case the day of the court, which a file may tell of later. What follows is what follows from every
    other way into custody.
    """
    inside = [case for case in cases if case.place == Place.CUSTODY]
    before = movements_of(case.person_id for case in inside)
    sent = [case for case in inside if _may_be_sent(before.get(case.person_id, ()), at)]
    rows = [
        _row(Moving(case.id, MovementKind.SENTENCED, _sent_at(case, on or {}, before, at)), case, by, at)
        for case in sent
    ]
    insert_all(rows)
    _call_off(rows)
    if again := [case.person_id for case in sent if before.get(case.person_id)]:
        _tell_of_release(again, by, at)
    if sent:
        announce(PeopleMoved(tuple(row.id for row in rows), tuple(case.id for case in sent)), at=at, by=by.id)


def _may_be_sent(before: Sequence[Moved], at: datetime) -> bool:
    return standing(Place.COMMUNITY, before) is Where.COMMUNITY and (not before or before[-1].at < at)


def _sent_at(
    case: Case, on: Mapping[UUID, date], before: Mapping[UUID, Sequence[Moved]], at: datetime
) -> datetime:
    """The beginning of the court's day, or now where that is not known or something later is recorded."""
    day, moved = on.get(case.id), before.get(case.person_id, ())
    begun = datetime.combine(day, time(), LONDON) if day else at
    return begun if begun <= at and (not moved or moved[-1].at < begun) else at


def note_let_go(case: Case, by: Member, at: datetime, because: str) -> None:
    """Note, within another act that put a case back in the community, that nothing recorded holds the person any more."""
    before = movements_of([case.person_id]).get(case.person_id, ())
    inside = standing(Place.CUSTODY, before) is not Where.COMMUNITY
    if inside and (not before or before[-1].at < at):
        insert_all([_row(Moving(case.id, MovementKind.RELEASED, because=because), case, by, at)])
    _follow([case], by, at)
