"""Who helps: a team's helpers, how the checks of each stand, and how many people each helps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from throughcare.foundation.access import queries as access

from ..models import Helper, HelperCheck
from ..rules import CheckKind, CheckStanding, HelperKind, checks_standing
from ..store import checks_of, helped_now


@dataclass(frozen=True)
class HelperSeen:
    """A helper, the team whose they are, how every check stands (prison access among them), and how many people they help now."""

    row: Helper
    team: str
    checks: tuple[CheckStanding, ...]
    helped: int

    @property
    def may_be_matched(self) -> bool:
        """Whether every check holds that is needed outside a prison, they are offered, and they may help another."""
        held = all(one.holds for one in self.checks if one.kind is not CheckKind.PRISON_ACCESS)
        return held and self.row.ended_on is None and self.helped < self.row.most

    @property
    def may_meet_inside(self) -> bool:
        """Whether every check holds that is needed within a prison too."""
        return all(one.holds for one in self.checks)


@dataclass(frozen=True)
class CheckSeen:
    """A check as it was recorded, and by whom."""

    row: HelperCheck
    who: str


def helpers_of(unit_ids: Iterable[UUID], *, on: date) -> list[HelperSeen]:
    """The helpers that teams offer, by kind and name."""
    rows = Helper.objects.filter(unit_id__in=list(unit_ids), ended_on=None).order_by("kind", "name", "id")
    return _seen(list(rows), on)


def one_helper(helper_id: UUID, *, on: date) -> HelperSeen | None:
    """One helper, or None where there is none to be seen."""
    row = Helper.objects.filter(id=helper_id).first()
    return _seen([row], on)[0] if row else None


def checks_told(helper_id: UUID) -> list[CheckSeen]:
    """Every check that was recorded of a helper, the latest first."""
    rows = list(HelperCheck.objects.filter(helper=helper_id).order_by("-done_on", "-at", "-id"))
    names = access.member_names({row.member_id for row in rows})
    return [CheckSeen(row, names.get(row.member_id, "not known")) for row in rows]


def _seen(rows: list[Helper], on: date) -> list[HelperSeen]:
    checks, helped = checks_of(row.id for row in rows), helped_now(row.id for row in rows)
    units = access.units({row.unit_id for row in rows})
    return [
        HelperSeen(
            row, team_words(units, row.unit_id),
            checks_standing(HelperKind(row.kind), checks.get(row.id, ()), in_custody=True, on=on), helped.get(row.id, 0),
        )
        for row in rows
    ]  # fmt: skip


def team_words(units: dict[UUID, access.Unit], unit_id: UUID) -> str:
    """A team and its organisation in words."""
    if unit_id not in units:
        return "a team since closed"
    return f"{units[unit_id].name}, {units[unit_id].organisation.name}"
