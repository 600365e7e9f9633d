"""Public protection as pages and homes show it: a person's, one whole, many with what is owed, and those who are to be proposed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from ..models import LevelReferred, Protection
from ..rules import CategoryRuling, ProtectionOwed, ProtectionState, proposal_owed
from ..store import Protected, protected_whole, rulings_of


@dataclass(frozen=True)
class StepOfProtection:
    """One step in words: what was done, in which category and at which level, by which rule, why, and by whom."""

    kind: str
    category: int
    level: str
    rule: str
    because: str
    at: datetime
    who: str


@dataclass(frozen=True)
class ReferralSeen:
    """A referral to a level: which, why, what it came to and why, and who sent and decided it; empty while it waits."""

    row: LevelReferred
    sent_by: str
    decided_by: str


@dataclass(frozen=True)
class ProtectionLine:
    """Somebody's public protection in a list, with their name and what is owed on it now."""

    whole: Protected
    name: str
    owed: ProtectionOwed | None

    @property
    def row(self) -> Protection:
        """Its row."""
        return self.whole.row


@dataclass(frozen=True)
class PersonProtected:
    """A person's public protection: the line that stands in their open case, its steps and referrals, earlier ones, and what their sentences propose.

    ``now`` is None where no category is proposed or stands, or none that the viewer may read; ``ruling`` None where no sentence counts.
    """

    now: ProtectionLine | None
    steps: tuple[StepOfProtection, ...]
    referrals: tuple[ReferralSeen, ...]
    before: tuple[Protection, ...]
    ruling: CategoryRuling | None
    proposal: ProtectionOwed | None


def protection_of(person_id: UUID, *, by: Member, at: datetime) -> PersonProtected:
    """A person's public protection; what their sentences propose is told to whoever may see every category."""
    concerns(person_id)
    rows = list(Protection.objects.filter(person_id=person_id).order_by("-opened_at", "-id"))
    case = supervision.open_cases_of([person_id]).get(person_id)
    now = next(
        (one for one in rows if case and one.case_id == case.id and one.state != ProtectionState.ENDED), None
    )
    lines = _lines([now] if now else [], at)
    may = by.may(Permission.SEE_PROTECTION)
    found = rulings_of([person_id], day_of(at)).get(person_id) if may else None
    line = lines[0] if lines else None
    owed = proposals_owed([person_id], at=at).get(person_id) if may else None
    return PersonProtected(
        line, _steps(line.whole if line else None), _referrals([row.id for row in rows]),
        tuple(row for row in rows if row is not now), found[0] if found else None, owed,
    )  # fmt: skip


def _steps(whole: Protected | None) -> tuple[StepOfProtection, ...]:
    rows = whole.steps if whole else ()
    names = access.member_names({row.member_id for row in rows})
    return tuple(
        StepOfProtection(
            row.kind,
            row.category,
            row.level,
            row.rule,
            row.because,
            row.at,
            names.get(row.member_id, "not known"),
        )
        for row in rows
    )


def _referrals(protection_ids: list[UUID]) -> tuple[ReferralSeen, ...]:
    rows = list(LevelReferred.objects.filter(protection__in=protection_ids).order_by("-sent_at", "-id"))
    names = access.member_names(
        {row.sent_by for row in rows} | {row.decided_by for row in rows if row.decided_by}
    )
    return tuple(
        ReferralSeen(
            row, names.get(row.sent_by, "not known"), names.get(row.decided_by, "") if row.decided_by else ""
        )
        for row in rows
    )


def one_protection(protection_id: UUID, *, at: datetime) -> ProtectionLine | None:
    """One person's public protection, or None where there is none or the wall hides it."""
    row = Protection.objects.filter(id=protection_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    return next(iter(_lines([row], at)), None)


def protections_among(person_ids: Iterable[UUID], *, at: datetime) -> list[ProtectionLine]:
    """What stands or is proposed of these people, what is owed first at the top."""
    return _by_day(_lines(_open().filter(person_id__in=list(person_ids)), at))


def protections_of_teams(unit_ids: Iterable[UUID], *, at: datetime) -> list[ProtectionLine]:
    """The same, of everybody for whose open case these teams answer."""
    units = set(unit_ids)
    found = _lines(_open(), at)
    return _by_day([one for one in found if one.whole.case is not None and one.whole.case.unit_id in units])


def _open() -> QuerySet[Protection]:
    return Protection.objects.exclude(state=ProtectionState.ENDED).order_by("opened_at", "id")


def _lines(rows: Iterable[Protection], at: datetime) -> list[ProtectionLine]:
    found = protected_whole(rows, at)
    names = people.names_of({one.row.person_id for one in found})
    return [
        ProtectionLine(one, names[one.row.person_id].name, one.owed(at))
        for one in found
        if one.row.person_id in names
    ]


def _by_day(found: list[ProtectionLine]) -> list[ProtectionLine]:
    return sorted(
        found,
        key=lambda one: (one.owed is None, one.owed.by if one.owed else day_of(one.row.opened_at), one.name),
    )


def proposals_owed(person_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, ProtectionOwed]:
    """Of these people those whose sentences propose a category that nobody has put forward in their open case, with the day it is owed."""
    cases = supervision.open_cases_of(person_ids)
    if not cases:
        return {}
    seen = set(
        Protection.objects.filter(case__in=[one.id for one in cases.values()]).values_list("case", flat=True)
    )
    wanted = [person for person, case in cases.items() if case.id not in seen]
    found = rulings_of(wanted, day_of(at)) if wanted else {}
    return {
        person: proposal_owed(last, day_of(at))
        for person, (ruling, last) in found.items()
        if ruling.category is not None
    }
