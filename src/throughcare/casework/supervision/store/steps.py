"""Steps that several actions share; each leaves every open case with a holder or a visible gap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from psycopg.types.range import TimestamptzRange

from throughcare.casework.supervision.models import (
    Case,
    Catchment,
    Gap,
    Responsibility,
    Tenure,
    TimelineEntry,
    Transfer,
)
from throughcare.foundation.access.bulk_rows import change_all, insert_all
from throughcare.foundation.access.grants import derive_grants
from throughcare.foundation.access.queries import organisations, units_below, units_of
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.outbox import announce
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Holders, Unheld, areas_from, holders
from throughcare.foundation.operating_model.rules import Function, Subject

from ..events import HoldersEnded
from ..rules import (
    FUNCTION_OF,
    EndReason,
    TenureKind,
    TransferKind,
    TransferState,
    as_subject,
    wanted_tenures,
)

OPEN_ENDED = None


def found_case(case_id: UUID, version: int | None = None) -> Case:
    """An open case the viewer may see, locked for change; refused when it changed since it was read."""
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise Refused("There is no such case, or it is not yours to see.")
    concerns(case.person_id)
    if case.closed_at is not None:
        raise Refused("This case is closed.")
    if version is not None and case.version != version:
        raise Refused("Somebody else changed this case while you had it open. Look again.")
    return case


def check_answers_for(case: Case, by: Member, what: str) -> None:
    """Refuse what only the team that answers for a case, or a unit above it, may do; to see a case is not enough."""
    if case.unit_id not in units_below(by.unit_id):
        raise Refused(f"Only the team that answers for the case can {what}.")


def change_case(case: Case, **columns: object) -> None:
    """Change a locked case, counting its version up."""
    changed = Case.objects.filter(id=case.id, version=case.version).update(
        **columns, version=case.version + 1
    )
    if not changed:
        raise Refused("Somebody else changed this case while you had it open. Look again.")
    for name, value in columns.items():
        setattr(case, name, value)
    case.version += 1


def subject_of(case: Case) -> Subject:
    """A case as the operating model asks about it."""
    return as_subject(
        risk=case.risk, sentence=case.sentence, place=case.place, rsr=case.rsr,
        cohorts=case.cohorts, resettled=case.resettled,
    )  # fmt: skip


@dataclass
class Atlas:
    """Who holds what in each area, and which team serves it; each area is read once."""

    at: datetime
    _holders: dict[str, Holders] = field(default_factory=dict)
    _teams: dict[tuple[str, UUID], UUID | None] = field(default_factory=dict)
    _names: dict[UUID, str] = field(default_factory=dict)
    _held: dict[tuple[Function, Subject, str], UUID | Unheld] = field(default_factory=dict)

    def holders(self, area: str) -> Holders:
        """Who holds what in an area on the day."""
        if area not in self._holders:
            self._holders[area] = holders(area, day_of(self.at))
        return self._holders[area]

    def organisation(self, function: Function, subject: Subject, area: str) -> UUID | Unheld:
        """The organisation that holds a function for a subject, or why none does; asked once of those who are alike."""
        key = (function, subject, area)
        if key not in self._held:
            self._held[key] = self.holders(area).organisation(function, subject)
        return self._held[key]

    def model_name(self, area: str) -> str:
        """The name of the model in force in an area."""
        found = self.holders(area).in_force
        return found.model.name if found else "none in force"

    def model_id(self, area: str) -> UUID | None:
        """The id of the model in force in an area."""
        found = self.holders(area).in_force
        return found.model_id if found else None

    def team(self, area: str, organisation_id: UUID) -> UUID | None:
        """The team of an organisation that serves an area: its own, else that of the nearest area above, else its first."""
        key = (area, organisation_id)
        if key not in self._teams:
            self._teams[key] = self._find_team(area, organisation_id)
        return self._teams[key]

    def _find_team(self, area: str, organisation_id: UUID) -> UUID | None:
        above = areas_from(area)
        rows = Catchment.objects.filter(organisation_id=organisation_id, area_code__in=above)
        nearest = min(rows, key=lambda row: above.index(row.area_code), default=None)
        if nearest is not None:
            return nearest.unit_id
        first = next(iter(units_of(organisation_id)), None)
        return first.id if first else None

    @property
    def names(self) -> dict[UUID, str]:
        """The names of organisations."""
        if not self._names:
            self._names = {row.id: row.name for row in organisations()}
        return self._names


def entry(
    case: Case, by: Member, at: datetime, kind: str, what: str, note: str = "", about: UUID | None = None
) -> TimelineEntry:
    """A line for the timeline, not yet written."""
    return TimelineEntry(
        person_id=case.person_id, case_id=case.id, at=at, kind=kind, what=what[:200], note=note,
        member_id=by.id, organisation_id=by.organisation_id, about_id=about,
    )  # fmt: skip


def ending_at(during: TimestamptzRange, at: datetime) -> TimestamptzRange:
    """A time that runs, ended at an instant; one that began this instant is as if it had never been."""
    since = during.lower or at
    if at < since:
        raise Refused(
            "Something later is recorded on this case already: look at it again, then give a later time."
        )
    return TimestamptzRange(since, at)


def end_tenures(tenures: Sequence[Tenure], at: datetime, because: EndReason) -> None:
    """End tenures at an instant, saying why; their grants end with them."""
    for tenure in tenures:
        Tenure.objects.filter(id=tenure.id).update(during=ending_at(tenure.during, at), ended_because=because)


def tell_of_ended(tenures: Sequence[Tenure], by: Member, at: datetime) -> None:
    """Announce tenures that ended with nobody in their place; nothing where none did."""
    if tenures:
        cases = tuple(dict.fromkeys(tenure.case_id for tenure in tenures))
        announce(HoldersEnded(tuple(tenure.id for tenure in tenures), cases), at=at, by=by.id)


def end_transfers(cases: Sequence[UUID], at: datetime, because: str) -> list[UUID]:
    """Withdraw the offers of cases and end their temporary moves; returns them, whose grants must close last."""
    offered = Q(state=TransferState.OFFERED)
    away = Q(kind=TransferKind.TEMPORARY, state=TransferState.ACCEPTED)
    found = list(Transfer.objects.filter(offered | away, case__in=list(cases)))
    change_all(
        Transfer,
        ["state", "answered_at", "answer", "sight", "version"],
        [_ended(t, at, because) for t in found],
    )
    return [transfer.id for transfer in found]


def _ended(transfer: Transfer, at: datetime, because: str) -> tuple[object, ...]:
    since, ends = transfer.sight.lower or at, transfer.sight.upper
    sight = TimestamptzRange(since, max(since, min(at, ends or at)))
    if transfer.state == TransferState.OFFERED:
        return transfer.id, TransferState.WITHDRAWN.value, at, because, sight, transfer.version + 1
    return transfer.id, TransferState.RETURNED.value, at, transfer.answer, sight, transfer.version + 1


def close_grants(kind: str, ids: Iterable[UUID]) -> None:
    """Bring the grants of causes that have ended into agreement with them; done last, for it may end our own sight."""
    derive_grants(kind, list(ids))


def open_gaps(cases: Sequence[Case], at: datetime, because: str, atlas: Atlas) -> None:
    """Open a gap for every role that each case should have filled and has neither holder nor gap for; close the others."""
    ids = [case.id for case in cases]
    _close_unwanted(cases, at, atlas)
    there = Q(during__contains=at) | Q(during__upper_inf=True)
    filled = set(Tenure.objects.filter(there, case__in=ids).values_list("case_id", "kind"))
    filled |= set(Gap.objects.filter(there, case__in=ids).values_list("case_id", "kind"))
    fresh = [
        Gap(
            person_id=case.person_id, case_id=case.id, kind=kind, unit_id=case.unit_id,
            during=TimestamptzRange(at, OPEN_ENDED), because=because[:200],
        )
        for case in cases
        for kind in wanted_tenures(case.place, case.sentence)
        if (case.id, kind.value) not in filled and _is_held(kind, case, atlas)
    ]  # fmt: skip
    insert_all(fresh)


def _close_unwanted(cases: Sequence[Case], at: datetime, atlas: Atlas) -> None:
    """A clock runs only for a role that somebody should hold: not a supervisor's while the person is in custody."""
    by_id = {case.id: case for case in cases}
    unwanted = [
        gap
        for gap in Gap.objects.filter(case__in=by_id, during__upper_inf=True)
        if not _is_wanted(TenureKind(gap.kind), by_id[gap.case_id], atlas)
    ]
    change_all(Gap, ["during"], [(gap.id, ending_at(gap.during, at)) for gap in unwanted])


def _is_wanted(kind: TenureKind, case: Case, atlas: Atlas) -> bool:
    return kind in wanted_tenures(case.place, case.sentence) and _is_held(kind, case, atlas)


def _is_held(kind: TenureKind, case: Case, atlas: Atlas) -> bool:
    held = atlas.organisation(FUNCTION_OF[kind], subject_of(case), case.area_code)
    return held is not Unheld.NOT_HELD


def close_gaps(case_id: UUID, kinds: Iterable[str], at: datetime) -> None:
    """Close the open gaps of these kinds; a gap that began this instant is as if it had never been."""
    for gap in Gap.objects.filter(case=case_id, kind__in=list(kinds), during__upper_inf=True):
        Gap.objects.filter(id=gap.id).update(during=ending_at(gap.during, at))


def move_responsibility(
    case: Case, organisation_id: UUID, unit_id: UUID, at: datetime, because: str
) -> UUID | None:
    """Pass a case to another team at an instant; returns the ended responsibility, whose grant must close last."""
    held = Responsibility.objects.filter(case=case.id, during__upper_inf=True).first()
    if held is not None:
        ended = ending_at(held.during, at)
        Responsibility.objects.filter(id=held.id).update(during=ended, sight=ended)
    begin_responsibility([case], organisation_id, unit_id, at, because)
    change_case(case, organisation_id=organisation_id, unit_id=unit_id)
    Gap.objects.filter(case=case.id, during__upper_inf=True).update(unit_id=unit_id)
    return held.id if held else None


def begin_responsibility(
    cases: Sequence[Case], organisation_id: UUID | None, unit_id: UUID | None, at: datetime, because: str
) -> None:
    """Begin the responsibility of a team, or of each case's own when none is named, with the grants it causes."""
    fresh = [
        Responsibility(
            person_id=case.person_id, case_id=case.id, organisation_id=organisation_id or case.organisation_id,
            unit_id=unit_id or case.unit_id, during=TimestamptzRange(at, None), sight=TimestamptzRange(at, None),
            because=because[:300],
        )
        for case in cases
    ]  # fmt: skip
    insert_all(fresh)
    derive_grants("responsibility", [row.id for row in fresh])
