"""What was done to help and, apart from it, to disrupt: each as far as its own wall lets it be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access import queries as access
from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.parts_shown import people_shown
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission

from ..models import Disruption, Help


@dataclass(frozen=True)
class EntrySeen:
    """What was done on a day, by whom, and of which partner (empty: of our team)."""

    id: UUID
    what: str
    done_on: date
    body: str
    who: str


def helps_among(selection_ids: Iterable[UUID]) -> dict[UUID, list[EntrySeen]]:
    """The help recorded on these selections, by selection, the newest first."""
    return _seen(Help, selection_ids)


def disruptions_among(selection_ids: Iterable[UUID]) -> dict[UUID, list[EntrySeen]]:
    """The disruption recorded on these selections, the newest first; nothing to whom its wall leaves out."""
    return _seen(Disruption, selection_ids)


def sees_disruption_of(by: Member, person_ids: Iterable[UUID], *, at: datetime) -> set[UUID]:
    """Of these people those whose disruption a member sees: by their role, and by what their agreement opens."""
    if not by.may(Permission.SEE_DISRUPTION):
        return set()
    return people_shown(Part.DISRUPTION, person_ids, at=at)


def _seen(kind: type[Help] | type[Disruption], selection_ids: Iterable[UUID]) -> dict[UUID, list[EntrySeen]]:
    rows = list(kind.objects.filter(selection__in=list(selection_ids)).order_by("-done_on", "-at", "-id"))
    named = access.member_names({one.member_id for one in rows}) if rows else {}
    found: dict[UUID, list[EntrySeen]] = {}
    for one in rows:
        seen = EntrySeen(one.id, one.what, one.done_on, one.body, named.get(one.member_id, "not known"))
        found.setdefault(one.selection_id, []).append(seen)
    return found
