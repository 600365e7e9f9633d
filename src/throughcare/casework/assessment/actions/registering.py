"""Registrations that a tier looks at: begun, changed and ended, one of a kind at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from psycopg.types.range import TimestamptzRange

from throughcare.casework.courts import queries as courts
from throughcare.foundation.access.action import action
from throughcare.foundation.access.bulk_rows import change_all, insert_all
from throughcare.foundation.access.queries import is_me
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..events import HarmLevelAssessed, RegistrationsChanged
from ..models import Registration
from ..rules.tier.registers import HARM, IOM, KINDS, LIFE_OR_IPP, MAPPA, RELEASED, level_falls, value_fault
from .tiering import work_out


@dataclass(frozen=True)
class Registering:
    """What is to be registered of a person: the kind, its value where it has any, and why."""

    person_id: UUID
    kind: str
    value: str = ""
    because: str = ""


@action(Permission.DECIDE_TIER)
def record_registrations(*, by: Member, at: datetime, registrations: Sequence[Registering]) -> int:
    """Register things about people that their tiers look at, and work those tiers out again; returns how many."""
    for one in registrations:
        check_registration(one.kind, one.value, at)
    people = {one.person_id for one in registrations}
    concerns(people)
    for kind in BY_HAND:
        _check_by_hand({one.person_id for one in registrations if one.kind == kind}, kind)
    harm = {one.person_id: one.value for one in registrations if one.kind == HARM}
    check_no_fall(harm)
    register_all(
        {(one.person_id, one.kind): (one.value, one.because, None) for one in registrations}, by=by, at=at
    )
    for person in harm:
        announce(HarmLevelAssessed(None, person), at=at, by=by.id)
    kinds = tuple(sorted({one.kind for one in registrations} - {HARM}))
    if kinds:
        announce(RegistrationsChanged(tuple(sorted(people)), kinds), at=at, by=by.id)
    work_out(people, by=by, at=at)
    return len(registrations)


@action(Permission.DECIDE_TIER)
def end_registration(*, by: Member, at: datetime, person_id: UUID, kind: str, because: str) -> None:
    """End a registration, and work the tier out again."""
    if not because.strip():
        raise Refused("Say why it ends.", field="because")
    if kind == HARM:
        raise Refused("A level of harm does not end: it is assessed anew.", field="kind")
    concerns(person_id)
    held = Registration.objects.filter(person_id=person_id, kind=kind, during__upper_inf=True).first()
    if held is None:
        raise Refused("Nothing of that kind is registered.", field="kind")
    if kind in BY_HAND and not (by.may(Permission.COUNTERSIGN_ASSESSMENT) and not is_me(held.member_id)):
        _check_by_hand({person_id}, kind)
    _end([held], at)
    announce(RegistrationsChanged((person_id,), (kind,)), at=at, by=by.id)
    work_out([person_id], by=by, at=at)


_ENDS_HERE = "Once its case is closed, somebody who may countersign, and did not set it, ends it here."
BY_HAND: Mapping[str, str] = {
    MAPPA: "This level was set under public protection: refer, review or end it there.",
    IOM: "This selection was agreed with partners: propose and decide their removal there.",
}
"""What is kept by a context of its own and not changed by hand once it set it, and where it is changed instead."""


def _check_by_hand(person_ids: set[UUID], kind: str) -> None:
    """Refuse to change or end by hand what was set by the context that keeps it."""
    kept = Registration.objects.filter(
        person_id__in=person_ids, kind=kind, during__upper_inf=True, about_id__isnull=False
    )
    if person_ids and kept.exists():
        raise Refused(f"{BY_HAND[kind]} {_ENDS_HERE}", field="kind")


def check_registration(kind: str, value: str, at: datetime) -> None:
    """Refuse a kind that no tier looks at, or a value that the kind does not take."""
    if kind not in KINDS:
        raise Refused(f"A registration is one of {', '.join(KINDS)}, not {kind}.", field="kind")
    fault = value_fault(kind, value, on=day_of(at))
    if fault:
        raise Refused(fault, field="value")


@action(Permission.RECORD_ON_TIMELINE)
def follow_levels(*, by: Member, at: datetime, levels: Mapping[UUID, str], because: str) -> None:
    """Register the levels of harm that cases were given, so that case, tier and register never say two things."""
    for level in set(levels.values()):
        check_registration(HARM, level, at)
    concerns(levels)
    before = levels_of(levels)
    changed = {person: level for person, level in levels.items() if before.get(person) != level}
    register_all({(person, HARM): (level, because, None) for person, level in changed.items()}, by=by, at=at)
    work_out(changed, by=by, at=at)


@action(Permission.SCREEN_PROTECTION)
def follow_protection(
    *, by: Member, at: datetime, person_id: UUID, protection_id: UUID, level: str | None, because: str
) -> None:
    """Register the level at which somebody is managed for public protection, or end it (None), and work the tier out again.

    What is registered so is kept by public protection from then on: nobody changes it by hand.
    """
    _follow(person_id, MAPPA, level, protection_id, because, by, at)


@action(Permission.SELECT_INTEGRATED)
def follow_selection(
    *, by: Member, at: datetime, person_id: UUID, selection_id: UUID, selected: bool, because: str
) -> None:
    """Register that somebody is selected for integrated offender management, or end it, and work the tier out again.

    What is registered so is kept by that selection from then on: nobody changes it by hand.
    """
    _follow(person_id, IOM, "" if selected else None, selection_id, because, by, at)


def _follow(
    person_id: UUID, kind: str, value: str | None, about: UUID, because: str, by: Member, at: datetime
) -> None:
    concerns(person_id)
    running = Registration.objects.filter(person_id=person_id, kind=kind, during__upper_inf=True)
    if value is None:
        _end(list(running), at)
    else:
        check_registration(kind, value, at)
        _end(list(running.exclude(about_id=about)), at)
        register(person_id, kind, value, by=by, at=at, because=because, about=about)
    announce(RegistrationsChanged((person_id,), (kind,)), at=at, by=by.id)
    work_out([person_id], by=by, at=at)


def levels_of(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The level of harm that is registered now of each of these people who has one; one question."""
    rows = Registration.objects.filter(person_id__in=list(person_ids), kind=HARM, during__upper_inf=True)
    return dict(rows.values_list("person_id", "value"))


def check_no_fall(wanted: Mapping[UUID, str]) -> None:
    """Refuse to register a lower level of harm than stands: a second person must agree to that."""
    standing = levels_of(wanted)
    for person, level in wanted.items():
        if level_falls(standing.get(person, ""), level):
            raise Refused(
                f"The level that stands is {standing[person].replace('_', ' ')}: lowering it needs a countersigned"
                " assessment, or the agreement of somebody who may countersign.",
                field="value",
            )


@action(Permission.NOTE_RELEASE)
def note_releases(*, by: Member, at: datetime, released: Mapping[UUID, date | None]) -> int:
    """Write down, within another act, when people who serve for life or for public protection came out; None: they went in again.

    Whoever serves anything else is passed over, as no tier asks it of them. Works the tiers out again; returns how many.
    """
    serving = _for_life(list(released))
    wanted = {person: day for person, day in released.items() if person in serving}
    for day in filter(None, wanted.values()):
        check_registration(RELEASED, day.isoformat(), at)
    back = [person for person, day in wanted.items() if day is None]
    out = {(person, RELEASED): (day.isoformat(), "released", None) for person, day in wanted.items() if day}
    _end(list(Registration.objects.filter(person_id__in=back, kind=RELEASED, during__upper_inf=True)), at)
    register_all(out, by=by, at=at)
    concerns(wanted)
    work_out(wanted, by=by, at=at)
    return len(wanted)


def _for_life(person_ids: Sequence[UUID]) -> set[UUID]:
    standings = courts.standings_of(person_ids)
    registered = Registration.objects.filter(
        person_id__in=person_ids, kind=LIFE_OR_IPP, during__upper_inf=True
    )
    for_life = {person for person, standing in standings.items() if standing.for_life}
    return for_life | set(registered.values_list("person_id", flat=True))


def register(
    person_id: UUID,
    kind: str,
    value: str,
    *,
    by: Member,
    at: datetime,
    because: str,
    about: UUID | None = None,
) -> None:
    """Register one thing within another act, ending what stood before."""
    register_all({(person_id, kind): (value, because, about)}, by=by, at=at)


def register_all(
    wanted: Mapping[tuple[UUID, str], tuple[str, str, UUID | None]], *, by: Member, at: datetime
) -> None:
    """Register many things within another act; what is registered already, the same, stays as it is."""
    people = {person for person, _ in wanted}
    running = Registration.objects.filter(person_id__in=people, during__upper_inf=True)
    held = {(row.person_id, row.kind): row for row in running}
    changed = {key: said for key, said in wanted.items() if key not in held or held[key].value != said[0]}
    _end([held[key] for key in changed if key in held], at)
    insert_all(
        [
            Registration(
                person_id=person, kind=kind, value=value, during=TimestamptzRange(at, None),
                member_id=by.id, because=because[:300], about_id=about,
            )
            for (person, kind), (value, because, about) in changed.items()
        ]
    )  # fmt: skip


def _end(rows: Sequence[Registration], at: datetime) -> None:
    ended = [(row.id, TimestamptzRange(row.during.lower, max(at, row.during.lower))) for row in rows]
    change_all(Registration, ["during"], ended)
