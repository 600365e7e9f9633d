"""Where pairings stand: a person's, one whole, those asked of a team, and those a team asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.casework.people import queries as people
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from ..models import HelperMeeting, Pairing, PairingStep
from ..rules import (
    CLOSED,
    OPEN_PAIRINGS,
    Owed,
    PairingMove,
    PairingSide,
    moves_by_hand,
    pairing_reasons,
)
from ..store import HelperMatched, Paired, helpers_for, pairings_whole
from .catalogue import team_words


@dataclass(frozen=True)
class PairingLine:
    """One pairing in a list, with what is owed on it now, and the check of its helper that lapses soon or holds no longer."""

    paired: Paired
    name: str
    team: str
    owed: Owed | None
    lapse: Owed | None

    @property
    def row(self) -> Pairing:
        """Its row."""
        return self.paired.row

    @property
    def helper(self) -> str:
        """The helper's name; empty where there is none."""
        return self.paired.helper.name if self.paired.helper else ""


@dataclass(frozen=True)
class StepSeen:
    """One step of a pairing: who of which organisation, when, with which helper, and why, in words."""

    before: str
    after: str
    at: datetime
    who: str
    organisation: str
    helper: str
    reason: str
    note: str


@dataclass(frozen=True)
class PairingWhole:
    """One pairing whole, the sides on which the viewer stands, and the moves they can make by hand."""

    line: PairingLine
    steps: tuple[StepSeen, ...]
    sides: frozenset[PairingSide]
    may: tuple[PairingMove, ...]


def pairings_of(person_id: UUID, *, at: datetime) -> list[PairingLine]:
    """A person's pairings, the latest first."""
    concerns(person_id)
    return _lines(Pairing.objects.filter(person_id=person_id).order_by("-sent_at", "-id"), at)


def pairings_at(unit_ids: Iterable[UUID], *, at: datetime) -> list[PairingLine]:
    """Open pairings asked of teams, those that are owed first at the top."""
    rows = Pairing.objects.filter(state__in=OPEN_PAIRINGS, to_unit__in=list(unit_ids))
    return _by_day(_lines(rows, at))


def pairings_from(unit_ids: Iterable[UUID], *, at: datetime) -> list[PairingLine]:
    """Pairings that teams asked for and on which something is owed still, those owed first at the top."""
    rows = Pairing.objects.filter(from_unit__in=list(unit_ids))
    told = rows.filter(state__in=OPEN_PAIRINGS) | rows.filter(state__in=CLOSED, jobs__isnull=False)
    return _by_day([one for one in _lines(told.distinct(), at) if one.owed is not None])


def _by_day(found: list[PairingLine]) -> list[PairingLine]:
    return sorted(found, key=lambda one: (one.owed.by if one.owed else day_of(one.row.moved_at), one.name))


def _lines(rows: Iterable[Pairing], at: datetime) -> list[PairingLine]:
    found = pairings_whole(rows)
    names = people.names_of({one.row.person_id for one in found})
    units = access.units({one.row.to_unit for one in found})
    return [
        PairingLine(one, names[one.row.person_id].name, team_words(units, one.row.to_unit), one.owed(at), one.lapse(at))
        for one in found
        if one.row.person_id in names
    ]  # fmt: skip


def pairing(pairing_id: UUID, by: Member, *, at: datetime) -> PairingWhole | None:
    """One pairing with every step, or None when there is none or the wall hides it."""
    row = Pairing.objects.filter(id=pairing_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    found = _lines([row], at)
    if not found:
        return None
    [line] = found
    sides = line.paired.sides.of(access.units_below(by.unit_id))
    sides -= set() if by.may(Permission.PAIR_HELPERS) else {PairingSide.HELPERS}
    sides -= set() if by.may(Permission.REFER_TO_SERVICE) else {PairingSide.SENDER}
    return PairingWhole(line, _steps(line.paired), sides, moves_by_hand(line.paired.state, sides))


def _steps(paired: Paired) -> tuple[StepSeen, ...]:
    rows = list(PairingStep.objects.filter(pairing=paired.row.id).select_related("helper").order_by("number"))
    names = access.member_names({one.member_id for one in rows if one.member_id})
    bodies = {body.id: body.name for body in access.organisations()}
    return tuple(
        StepSeen(
            one.before, one.after, one.at,
            names.get(one.member_id, "not known") if one.member_id else "the service itself",
            bodies.get(one.organisation_id, "") if one.organisation_id else "", one.helper.name if one.helper else "",
            _reason(one), one.note,
        )
        for one in rows
    )  # fmt: skip


_LISTS = {"declined": "declined", "withdrawn": "withdrawn", "asked for": "apart", "ended": "ended"}


def _reason(one: PairingStep) -> str:
    if not one.reason:
        return ""
    on = day_of(one.at)
    return {**pairing_reasons("itself", on), **pairing_reasons(_LISTS.get(one.after, "ended"), on)}[
        one.reason
    ]


def helpers_matching(pairing_id: UUID, *, at: datetime) -> list[HelperMatched]:
    """Every helper of the kind that the team has, held against a pairing, those that fit first; empty where none is seen."""
    row = Pairing.objects.filter(id=pairing_id).first()
    if row is None:
        return []
    concerns(row.person_id)
    return helpers_for(pairings_whole([row])[0], on=day_of(at))


def meeting_of(meeting_id: UUID) -> HelperMeeting | None:
    """One meeting that stands, or None."""
    row = HelperMeeting.objects.filter(id=meeting_id, corrected=None).first()
    concerns([row.person_id] if row else [])
    return row
