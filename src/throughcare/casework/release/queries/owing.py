"""Tells: who is due out, and what somebody owes for a release."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.kernel import Finding, WorkingCalendar
from throughcare.foundation.kernel.days import day_of

from ..rules import (
    LicenceState,
    NeedKind,
    NeedOwed,
    first_meeting_by,
    handover_near,
    hard_stop,
    hard_stop_warning,
    held_past,
    needs_owed,
    next_step,
    writer_is_late,
)
from ..store import Stands, stands_of
from .seen import moved_since, nobody_for, warning_of

LATELY = timedelta(days=14)


@dataclass(frozen=True)
class DueOut:
    """Somebody who is to leave custody: when, what of their licence and needs is missing, and whether nobody holds them."""

    person_id: UUID
    case_id: UUID
    on: date
    licence: LicenceState | None
    needs: tuple[NeedOwed, ...]
    bed: str
    nobody: str
    warning: Finding | None


def due_out(cases: Iterable[tuple[UUID, UUID]], *, at: datetime, within: timedelta) -> list[DueOut]:
    """Of these cases, each with its person, who leaves custody within so many days, the earliest first; the overdue too."""
    today, found = day_of(at), []
    for person, stands in stands_of([person for _, person in cases], at=at).items():
        if not stands.is_inside or stands.starts is None or stands.starts > today + within:
            continue
        known = stands.facts.known().get(NeedKind.ACCOMMODATION)
        found.append(
            DueOut(
                person, stands.case.id, stands.starts, stands.licence.state if stands.licence else None,
                tuple(needs_owed(stands.facts.known(), stands.starts, on=today)), known.state.value if known else "",
                nobody_for(stands, at), warning_of(stands),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.on, one.person_id))


ASKED_WITHIN = timedelta(days=28)
"""How long before and after the day on which the Parole Board is to be asked of a licence that stands on a home (ours)."""


@dataclass(frozen=True)
class Owed:
    """One thing that somebody owes for a release: of which kind, in words, by when and since when, and where it is done.

    ``owner`` is the member who said they would do it; None: whoever answers for the case. ``not_by`` are those who may not do it.
    """

    kind: str
    what: str
    person_id: UUID
    case_id: UUID
    by: date
    since: date
    where: str
    owner: UUID | None = None
    not_by: frozenset[UUID] = frozenset()


def owed_in(cases: Iterable[tuple[UUID, UUID]], *, at: datetime) -> list[Owed]:
    """What is owed for the release of the people of these cases, each given with its person, and who said they would do it."""
    pairs = list(cases)
    stands = stands_of([person for _, person in pairs], at=at)
    out = [(one.case.id, person) for person, one in stands.items() if one.released_on and not one.is_inside]
    met = supervision.last_contacts([(person, case) for case, person in out]) if out else {}
    found: list[Owed] = []
    for one in stands.values():
        found += (
            _owed_inside(one, day_of(at))
            if one.is_inside
            else _owed_outside(one, met.get(one.case.id), day_of(at))
        )
    return found


def _owed_inside(one: Stands, today: date) -> list[Owed]:
    person, case, found = one.case.person_id, one.case.id, []
    at_home = f"/people/{person}/release"

    def owed(
        kind: str, what: str, by: date, since: date, where: str = at_home, owner: UUID | None = None,
        not_by: frozenset[UUID] = frozenset(),
    ) -> None:  # fmt: skip
        found.append(Owed(kind, what, person, case, by, since, where, owner, not_by))

    past = held_past(one.tariff, one.facts.parole(), on=today) if one.is_indeterminate else None
    if past is not None and one.tariff:
        step = next_step(one.facts.parole())
        owed(
            "held past minimum",
            f"Held past the minimum term: {past.because}",
            step.due if step else today,
            one.tariff if step else today,
        )
    for said in moved_since(one):
        owed("release moved", f"A day moved: {said}", today, today)
    if one.starts is None:
        return found
    if one.starts < today:
        owed(
            "release moved",
            f"Was to leave custody on {one.starts:%-d %B %Y}, and is recorded inside",
            today,
            today,
        )
        return found
    _of_licence(one, today, owed)
    _of_needs(one, today, owed)
    handover = one.handover
    if handover is not None and handover_near(handover.on, on=today) and handover.on:
        owed("handover", f"Responsibility passes on {handover.on:%-d %B %Y}", handover.on, today)
    return found


def _of_needs(one: Stands, today: date, owed: Any) -> None:
    assert one.starts is not None
    soon = [need for need in needs_owed(one.facts.known(), one.starts, on=today) if need.by <= today + LATELY]
    if soon:
        most = soon[0]
        owner = one.facts.needs[most.kind].owner_id if most.kind in one.facts.needs else None
        more = f", and {len(soon) - 1} more" if len(soon) > 1 else ""
        owed(
            "release need",
            f"For release: {most.kind}, {most.state}{more}",
            max(most.by, one.starts - LATELY * 2),
            most.by,
            f"/people/{one.case.person_id}/release",
            owner,
        )


def _of_licence(one: Stands, today: date, owed: Any) -> None:
    assert one.starts is not None
    calendar, now = WorkingCalendar(), one.licence
    stop, warning = hard_stop(one.starts, calendar), hard_stop_warning(one.starts, calendar)
    if now is None or now.state is LicenceState.ENDED:
        has = any(term.has_licence for term in one.terms)
        if has and (writer_is_late(one.starts, calendar, on=today) or one.starts <= today + LATELY * 2):
            owed("licence", "A licence to write before release", stop or one.starts, one.starts - LATELY * 2)
    elif now.state in {LicenceState.WRITING, LicenceState.TIMED_OUT}:
        what = (
            "A licence that timed out: make a standard one"
            if now.state is LicenceState.TIMED_OUT
            else "A licence being written"
        )
        soon = warning is not None and today >= warning
        if soon or now.state is LicenceState.TIMED_OUT or one.starts <= today + LATELY * 2:
            owed("licence", what, stop or one.starts, warning or today, f"/licences/{now.row.id}")
    elif now.state is LicenceState.SUBMITTED:
        since = day_of(now.steps[-1].at)
        where = f"/licences/{now.row.id}"
        owed(
            "licence approval", "A licence to approve", stop or one.starts, since, where, not_by=now.sent_by()
        )


def _of_an_end(one: Stands, today: date) -> list[Owed]:
    """A licence for public protection of which the Parole Board is to be asked now, or that has ended by the law and is still recorded."""
    ends = one.licence_ends(today)
    if ends is None:
        return []
    if ends.has_ended(today) and ends.ends_on:
        what, by = f"The licence ended by law on {ends.ends_on:%-d %B %Y}: record it", ends.ends_on
    elif abs((today - ends.refer_on).days) <= ASKED_WITHIN.days:
        what, by = (
            f"The Parole Board is to be asked from {ends.refer_on:%-d %B %Y} whether the licence ends",
            ends.refer_on,
        )
    else:
        return []
    person = one.case.person_id
    return [Owed("licence end", what, person, one.case.id, by, by, f"/people/{person}/release")]


def _owed_outside(one: Stands, met: datetime | None, today: date) -> list[Owed]:
    person, case, found = one.case.person_id, one.case.id, []
    now = one.licence
    if now is not None and now.state is LicenceState.VARIATION_SUBMITTED:
        since = day_of(now.steps[-1].at)
        found.append(
            Owed(
                "licence approval",
                "A variation of a licence to approve",
                person,
                case,
                since,
                since,
                f"/licences/{now.row.id}",
                not_by=now.sent_by(),
            )
        )
    found += _of_an_end(one, today)
    unseen = one.released_on is not None and (met is None or day_of(met) < one.released_on)
    if one.released_on is not None and unseen and one.released_on >= today - LATELY * 2:
        by = first_meeting_by(one.released_on, WorkingCalendar())
        words = f"Released on {one.released_on:%-d %B %Y} and not seen since"
        found.append(
            Owed(
                "release meeting", words, person, case, by, one.released_on, f"/people/{person}/appointments"
            )
        )
    return found
