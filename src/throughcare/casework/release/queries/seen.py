"""Tells: a person's release whole, and their licence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.rules import TenureKind
from throughcare.foundation.access import queries as access
from throughcare.foundation.audit.trail import concerns
from throughcare.foundation.kernel import Finding, WorkingCalendar
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Function

from ..models import Figure, Licence, LicenceCondition, ParoleStep
from ..rules import (
    ConditionKind,
    Dated,
    DateKind,
    Differs,
    LicenceEnds,
    LicenceMove,
    LicenceState,
    NeedOwed,
    PolicyList,
    Responsible,
    approvers,
    differs,
    first_meeting_by,
    handover_late,
    handover_near,
    hard_stop,
    hard_stop_warning,
    held_past,
    licence_can,
    needs_owed,
    policy_list_named,
    refer_by,
    release_warning,
)
from ..store import LicenceStands, Stands, stands_of

LATELY = timedelta(days=14)


@dataclass(frozen=True)
class DateSeen:
    """One day of a sentence: what is worked out, what the prison gave and when, and how the two differ."""

    kind: DateKind
    ours: Dated | None
    figure: Figure | None
    difference: Differs | None

    @property
    def stands(self) -> date | None:
        """The day that is worked towards: the prison's where it gave one."""
        if self.figure is not None:
            return self.figure.on
        return self.ours.on if self.ours else None


@dataclass(frozen=True)
class LicenceSeen:
    """A licence as a page shows it: its days, what binds, what is written, who agrees besides, and what can be done now."""

    stands: LicenceStands
    of: Stands
    listed: PolicyList
    hard_stop: date | None
    warning: date | None
    members: Mapping[UUID, str]

    @property
    def state(self) -> LicenceState:
        """Where it stands today."""
        return self.stands.state

    @property
    def in_force(self) -> list[LicenceCondition]:
        """The conditions that somebody approved and that bind, or will at release."""
        return self.stands.in_force()

    @property
    def written(self) -> list[LicenceCondition]:
        """The conditions as the round of writing that goes on leaves them."""
        return self.stands.as_written()

    @property
    def can(self) -> tuple[LicenceMove, ...]:
        """What somebody can do with it now."""
        return licence_can(self.stands.written, self.stands.clock)

    @property
    def agreed_by(self) -> tuple[str, ...]:
        """Who is to agree besides whoever approves it, for the conditions that ask it."""
        written = [self.listed.of[one.code] for one in self.written if one.code in self.listed.of]
        return approvers(written, any_bespoke=any(one.kind == ConditionKind.BESPOKE for one in self.written))


@dataclass(frozen=True)
class ReleaseSeen:
    """A person's release as a page shows it.

    ``nobody`` says in words why no organisation holds offender management for them under the model in force, where none does.
    ``moved`` are the days that moved since somebody last looked, ``warning`` what is wrong with the day of release.
    """

    stands: Stands
    dates: tuple[DateSeen, ...]
    responsible: Responsible | None
    managers: Mapping[str, str]
    nobody: str
    late: Finding | None
    near: bool
    moved: tuple[str, ...]
    warning: Finding | None
    seen_by: date | None
    needs: tuple[NeedOwed, ...]
    members: Mapping[UUID, str]
    licence: LicenceSeen | None
    held_past: Finding | None
    refer_by: date | None
    licence_ends: LicenceEnds | None = None

    @property
    def next_step(self) -> ParoleStep | None:
        """The step to parole that is owed next."""
        open_ones = [one for one in self.stands.facts.steps if getattr(one, "done", None) is None]
        return min(open_ones, key=lambda one: one.due, default=None)


def release_of(person_id: UUID, *, at: datetime) -> ReleaseSeen | None:
    """A person's release; None without an open case that the viewer sees, or without custody to serve."""
    concerns(person_id)
    found = stands_of([person_id], at=at).get(person_id)
    return _seen(found, at) if found else None


def _seen(stands: Stands, at: datetime) -> ReleaseSeen:
    today, facts = day_of(at), stands.facts
    case = supervision.case_of(stands.case.person_id, at=at)
    now = case.now if case else {}
    managers = {kind: f"{one.member}, {one.organisation}" for kind, one in now.items()}
    owners = {one.owner_id for one in facts.needs.values() if one.owner_id}
    parole = facts.parole()
    return ReleaseSeen(
        stands, _dates(stands, today), stands.handover.responsible(today) if stands.handover else None, managers,
        nobody_for(stands, at), _late(stands, managers, today), handover_near(stands.handover.on if stands.handover else None, on=today),
        moved_since(stands), warning_of(stands), _first_meeting(stands),
        tuple(needs_owed(facts.known(), stands.starts, on=today)) if stands.is_inside and stands.starts else (),
        access.member_names(owners), _licence(stands),
        held_past(stands.tariff, parole, on=today) if stands.is_indeterminate and stands.is_inside else None,
        refer_by(stands.tariff, parole, on=today) if stands.is_indeterminate and stands.is_inside else None,
        stands.licence_ends(today),
    )  # fmt: skip


def _dates(stands: Stands, today: date) -> tuple[DateSeen, ...]:
    worked, facts = stands.worked, stands.facts
    barred = bool(facts.inside and facts.inside.no_curfew)
    found = []
    for kind in DateKind:
        ours, figure = worked.dates.get(kind) if worked else None, facts.figures.get(kind)
        if ours is None and figure is None:
            continue
        said = None
        if figure is not None and figure.on is not None:
            said = differs(
                kind,
                figure.on,
                stands.terms,
                stands.adjusted,
                on=today,
                calendar=WorkingCalendar(),
                barred=barred,
            )
        found.append(DateSeen(kind, ours, figure, said))
    return tuple(found)


def nobody_for(stands: Stands, at: datetime) -> str:
    """Why no organisation holds offender management for somebody under the model in force; empty where one does."""
    told = supervision.deliverer_of(stands.case, Function.OFFENDER_MANAGEMENT, at=at)
    return told.value if isinstance(told, Unheld) else ""


def _late(stands: Stands, managers: Mapping[str, str], today: date) -> Finding | None:
    day = stands.handover.on if stands.handover else None
    return handover_late(day, has_community_manager=TenureKind.OFFENDER_MANAGER in managers, on=today)


def moved_since(stands: Stands) -> tuple[str, ...]:
    """Which days moved since somebody last looked at them, in words; nothing where nobody has."""
    looked = stands.facts.looked
    if looked is None:
        return ()
    kinds = [kind.value for kind in DateKind if looked.days.get(kind.value) != stands.days.get(kind.value)]
    return tuple(
        f"{kind}: from {_told(looked.days.get(kind))} to {_told(stands.days.get(kind))}" for kind in kinds
    )


def _told(day: str | None) -> str:
    return f"{date.fromisoformat(day):%-d %B %Y}" if day else "no day"


def warning_of(stands: Stands) -> Finding | None:
    """What is wrong with the day on which somebody leaves custody; None where nothing is."""
    return release_warning(stands.starts, WorkingCalendar()) if stands.is_inside and stands.starts else None


def _first_meeting(stands: Stands) -> date | None:
    out = stands.starts if stands.is_inside else stands.released_on
    return first_meeting_by(out, WorkingCalendar()) if out else None


def _licence(stands: Stands) -> LicenceSeen | None:
    now = stands.licence
    if now is None:
        return None
    calendar, inside = WorkingCalendar(), stands.is_inside
    names = access.member_names({one.member_id for one in (*now.steps, *now.conditions)})
    return LicenceSeen(
        now, stands, policy_list_named(now.row.edition).table, hard_stop(stands.starts, calendar) if inside else None,
        hard_stop_warning(stands.starts, calendar) if inside else None, names,
    )  # fmt: skip


def licence(licence_id: UUID, *, at: datetime) -> LicenceSeen | None:
    """One licence with all that hangs on it; None where there is none that the viewer sees, or a later one took its place."""
    row = Licence.objects.filter(id=licence_id).first()
    if row is None:
        return None
    concerns(row.person_id)
    found = stands_of([row.person_id], at=at).get(row.person_id)
    seen = _licence(found) if found else None
    return seen if seen is not None and seen.stands.row.id == licence_id else None


def parole_step(step_id: UUID) -> ParoleStep | None:
    """One step to parole with whether it is done, where the viewer sees it."""
    row = ParoleStep.objects.filter(id=step_id).select_related("done").first()
    if row is not None:
        concerns(row.person_id)
    return row
