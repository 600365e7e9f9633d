"""Tells a member what they answer for: cases by duty, contacts, gaps, offers, and what others did."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.ended import sharing_ended
from throughcare.foundation.access.rules import Member

from ..models import Contact, Gap, Tenure, TimelineEntry, Transfer
from ..rules import TransferState
from ..rules.seeing import Duty, owner_of

MOST = 5000


@dataclass(frozen=True)
class Answered:
    """An open case for which somebody answers: whose, how it stands, since when its team has it, and who holds what.

    ``holders`` are only those whose membership is in force; ``moved`` says that the team took it from another.
    """

    case_id: UUID
    person_id: UUID
    unit_id: UUID
    risk: str
    sentence: str
    place: str
    since: datetime
    moved: bool
    holders: Mapping[str, UUID]

    def is_owed_by(self, member: UUID, duty: Duty, *, leads: bool) -> bool:
        """Whether a member owes a duty here: as the holder, or, where nobody is, as one who leads the team."""
        owner = owner_of(duty, self.holders)
        return owner == member or (owner is None and leads)


_HOLDERS = """
SELECT DISTINCT t.member_id FROM supervision_tenure t JOIN supervision_case c ON c.id = t.case_id AND c.closed_at IS NULL
  WHERE upper_inf(t.during) AND (c.unit_id = ANY (%(units)s)
    OR c.id IN (SELECT m.case_id FROM supervision_tenure m WHERE (m.member_id = %(member)s OR m.member_id = ANY (%(staff)s)) AND upper_inf(m.during)))"""
_CASES = """
WITH held AS (
  SELECT t.case_id, t.kind, t.member_id FROM supervision_tenure t
    WHERE upper_inf(t.during) AND t.member_id = ANY (%(here)s))
SELECT c.id, c.person_id, c.unit_id, c.risk, c.sentence, c.place, coalesce(lower(r.during), c.opened_at),
       EXISTS (SELECT 1 FROM supervision_responsibility p WHERE p.case_id = c.id AND upper(p.during) <= lower(r.during)),
       coalesce((SELECT jsonb_object_agg(h.kind, h.member_id) FROM held h WHERE h.case_id = c.id), '{}')
  FROM supervision_case c
  LEFT JOIN supervision_responsibility r ON r.case_id = c.id AND upper_inf(r.during)
  WHERE c.closed_at IS NULL AND (
    c.id IN (SELECT t.case_id FROM supervision_tenure t
      WHERE (t.member_id = %(member)s OR t.member_id = ANY (%(staff)s)) AND upper_inf(t.during))
    OR c.unit_id = ANY (%(units)s)
      AND (%(every)s OR NOT EXISTS (SELECT 1 FROM held h WHERE h.case_id = c.id AND h.kind = 'offender manager')))
  ORDER BY c.id LIMIT %(most)s"""


def answered_by(member: Member, *, leading: Iterable[UUID], at: datetime) -> list[Answered]:
    """The open cases in which a member holds a role, and those of the teams they lead that nobody manages; ids alone."""
    return _cases({"member": member.id, "units": list(leading), "every": False}, at)


def cases_held(member_id: UUID, *, at: datetime) -> list[Answered]:
    """The open cases in which a member holds any role; ids alone."""
    return _cases({"member": member_id, "units": [], "every": False}, at)


def cases_of_teams(unit_ids: Iterable[UUID], *, at: datetime) -> list[Answered]:
    """Every open case for which teams answer, whoever holds it, or in which one of their staff holds a role; ids alone."""
    units = list(unit_ids)
    staff = [one.id for one in access.members_of(units, at=at)]
    return _cases({"member": None, "units": units, "staff": staff, "every": True}, at)


def _cases(wanted: dict[str, Any], at: datetime) -> list[Answered]:
    wanted = {"staff": [], **wanted}
    here = access.members(_holding(wanted), at=at)
    with connection.cursor() as cursor:
        cursor.execute(_CASES, wanted | {"here": list(here), "most": MOST})
        return [_answered(row) for row in cursor.fetchall()]


def _holding(wanted: dict[str, Any]) -> list[UUID]:
    """Whoever holds a role in a member's cases and in those of the teams they lead, whether still at work or not."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, wanted)
        return [row[0] for row in cursor.fetchall()]


def _answered(row: tuple[Any, ...]) -> Answered:
    *known, held = row
    holders = {kind: UUID(member) for kind, member in json.loads(held).items()}
    return Answered(*known, holders)  # type: ignore[call-arg]


def owners_of(duty: Duty, case_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Who owes a duty in each of these cases, of those in which somebody holds a role that owes it: ids alone; one question."""
    rows = Tenure.objects.filter(case__in=list(case_ids), during__upper_inf=True)
    held: dict[UUID, dict[str, UUID]] = {}
    for case, kind, member in rows.values_list("case_id", "kind", "member_id"):
        held.setdefault(case, {})[kind] = member
    owners = {case: owner_of(duty, holders) for case, holders in held.items()}
    return {case: owner for case, owner in owners.items() if owner is not None}


@dataclass(frozen=True)
class OpenGap:
    """A role that nobody holds: whose case, which role, since when and why."""

    person_id: UUID
    case_id: UUID
    kind: str
    since: datetime
    because: str
    risk: str


def open_gaps(unit_ids: Iterable[UUID]) -> list[OpenGap]:
    """Every role that nobody holds in teams' cases: ids alone, nobody looked at; one question."""
    rows = Gap.objects.filter(unit_id__in=list(unit_ids), during__upper_inf=True, case__closed_at=None)
    columns = rows.values_list("person_id", "case_id", "kind", "during__startswith", "because", "case__risk")
    return [OpenGap(*row) for row in columns.order_by("during__startswith", "id")[:MOST]]


@dataclass(frozen=True)
class HeldByLeaver:
    """A role held by somebody whose membership has ended: whose case, which role, who and since when."""

    person_id: UUID
    case_id: UUID
    kind: str
    name: str
    left_at: datetime
    risk: str


def held_by_leavers(unit_ids: Iterable[UUID], *, at: datetime) -> list[HeldByLeaver]:
    """The roles in teams' cases that are held by people who left: ids alone; two questions."""
    held = Tenure.objects.filter(
        case__unit_id__in=list(unit_ids), case__closed_at=None, during__upper_inf=True
    )
    left = access.left(held.values_list("member_id", flat=True).distinct(), at=at)
    rows = held.filter(member_id__in=list(left)).order_by("person_id", "kind")[:MOST]
    return [
        HeldByLeaver(person, case, kind, *left[member], risk)
        for person, case, kind, member, risk in rows.values_list(
            "person_id", "case_id", "kind", "member_id", "case__risk"
        )
    ]


@dataclass(frozen=True)
class HeldUnseen:
    """A role whose holder may no longer see the person, for no agreement lets their body: whose case, which role, who, of what."""

    person_id: UUID
    case_id: UUID
    kind: str
    name: str
    body: str
    since: datetime
    risk: str


def held_unseen(unit_ids: Iterable[UUID], *, at: datetime) -> list[HeldUnseen]:
    """The roles in teams' cases that another body's members hold though nobody shares with it any more: ids alone; four questions."""
    held = Tenure.objects.filter(
        case__unit_id__in=list(unit_ids), case__closed_at=None, during__upper_inf=True
    ).select_related("case")
    shared = [(row.shared_by, row) for row in held.exclude(shared_by=None) if row.shared_by]
    pairs = {(by, row.organisation_id) for by, row in shared}
    ended = sharing_ended(pairs, "supervision", at=at) if pairs else {}
    rows = [(row, ended[by, row.organisation_id]) for by, row in shared if (by, row.organisation_id) in ended]
    names = access.member_names({row.member_id for row, _ in rows})
    bodies = {one.id: one.name for one in access.organisations()} if rows else {}
    return [
        HeldUnseen(
            row.person_id, row.case_id, row.kind, names.get(row.member_id, ""), bodies[row.organisation_id],
            since, row.case.risk,
        )
        for row, since in rows[:MOST]
    ]  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """A transfer on offer: whose, from and to which team by name, and by when it is to be answered."""

    transfer: Transfer
    risk: str
    from_unit: str
    to_unit: str


def offers_to(unit_ids: Iterable[UUID]) -> list[Offer]:
    """The transfers offered to teams and not answered yet: ids alone, nobody looked at."""
    return _offers(to_unit__in=list(unit_ids))


def offers_of(member_id: UUID, unit_ids: Iterable[UUID] = ()) -> list[Offer]:
    """The transfers that a member, or the teams they lead, offered and that are not answered yet."""
    mine, theirs = _offers(offered_by=member_id), _offers(from_unit__in=list(unit_ids))
    return list({offer.transfer.id: offer for offer in [*mine, *theirs]}.values())


def _offers(**narrowed: object) -> list[Offer]:
    offered = Transfer.objects.filter(state=TransferState.OFFERED, **narrowed).select_related("case")
    rows = list(offered.order_by("whole_by", "id")[:MOST])
    units = access.units({unit for row in rows for unit in (row.from_unit, row.to_unit)})
    names = {key: unit.name for key, unit in units.items()}
    gone = "a team since closed"
    return [
        Offer(row, row.case.risk, names.get(row.from_unit, gone), names.get(row.to_unit, gone))
        for row in rows
    ]


@dataclass(frozen=True)
class DoneByOther:
    """Something that another member, or the service itself, did about a person: when, of what kind, what, and who."""

    person_id: UUID
    at: datetime
    kind: str
    what: str
    who: str


def done_by_others(
    person_ids: Iterable[UUID], member_id: UUID, *, since: datetime, until: datetime, most: int = 15
) -> list[DoneByOther]:
    """What others did about people from one instant to another, the latest first; three questions."""
    among = Q(person_id__in=list(person_ids), at__gte=since, at__lte=until) & ~Q(member_id=member_id)
    found: list[TimelineEntry | Contact] = [
        *TimelineEntry.objects.filter(among).order_by("-at", "-id")[:most],
        *Contact.objects.filter(among).order_by("-at", "-id")[:most],
    ]
    latest = sorted(found, key=lambda row: row.at, reverse=True)[:most]
    names = access.member_names({row.member_id for row in latest if row.member_id})
    return [
        DoneByOther(
            row.person_id, row.at, row.kind, row.what, names.get(row.member_id, "") if row.member_id else ""
        )
        for row in latest
    ]
