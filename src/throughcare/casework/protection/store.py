"""Somebody's public protection from its rows, as rules, actions and pages ask: category, level, referral that waits, and what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.casework.assessment import queries as assessment
from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.queries import PassedFor
from throughcare.casework.courts.rules import INDETERMINATE, SentenceKind, SentenceState
from throughcare.casework.release import queries as release
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, WorkingCalendar
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import Place

from .models import LevelReferred, Meeting, Protection, ProtectionStep
from .rules import (
    OPEN_MEETING,
    Category,
    CategoryRuling,
    LevelReferral,
    MeetingStands,
    MeetingState,
    ProtectionKnown,
    ProtectionLevel,
    ProtectionOffence,
    ProtectionOwed,
    ProtectionSentence,
    ProtectionStanding,
    ProtectionState,
    ProtectionStepKind,
    category_proposed,
    protection_owed,
    protection_terms,
)

_SETS = frozenset(
    {
        ProtectionStepKind.SCREENED,
        ProtectionStepKind.ACCEPTED,
        ProtectionStepKind.REFUSED,
        ProtectionStepKind.REVIEWED,
    }
)
"""The steps that set a level or look at it again."""


@dataclass(frozen=True)
class Protected:
    """Somebody's public protection whole: its row, every step, the referral that waits, the level registered, the meeting that is not over, and their open case."""

    row: Protection
    steps: tuple[ProtectionStep, ...]
    waits: LevelReferred | None
    registered: assessment.ProtectionLevelStanding | None
    case: supervision.OpenCase | None
    leaves_on: date | None = None
    meeting: Meeting | None = None

    @property
    def category(self) -> Category:
        """The category proposed or confirmed."""
        return Category(self.row.category)

    @property
    def state(self) -> ProtectionState:
        """Where it stands."""
        return ProtectionState(self.row.state)

    @property
    def level(self) -> ProtectionLevel:
        """The level at which they are managed; not set while the category is not confirmed, and after it ended."""
        if self.state is not ProtectionState.CONFIRMED or self.registered is None:
            return ProtectionLevel.NOT_SET
        return ProtectionLevel(self.registered.level)

    @property
    def was_level_3(self) -> bool:
        """Whether they ever were at level 3 here."""
        return any(one.level == ProtectionLevel.THREE for one in self.steps)

    @property
    def held(self) -> Meeting | None:
        """The meeting that was held and is not closed: what it decides is recorded there."""
        one = self.meeting
        return one if one is not None and one.state == MeetingState.HELD else None

    @property
    def reviewed_there(self) -> bool:
        """Whether the meeting that is not over has reviewed the level."""
        one = self.meeting
        return one is not None and any(
            step.kind == ProtectionStepKind.REVIEWED and step.at >= one.called_at for step in self.steps
        )

    @property
    def _met(self) -> bool:
        """Whether a meeting has reviewed the level since it was set."""
        said = [one.kind for one in self.steps if ProtectionStepKind(one.kind) in _SETS]
        return bool(said) and said[-1] == ProtectionStepKind.REVIEWED

    def standing(self) -> ProtectionStanding:
        """The same as the clocks ask about it."""
        one = self.meeting
        stands = (
            MeetingStands(MeetingState(one.state), ProtectionLevel(one.level), one.meets_on) if one else None
        )
        known = [one.at for one in self.steps if ProtectionStepKind(one.kind) in _SETS]
        if self.registered is not None and self.level is not ProtectionLevel.NOT_SET:
            known.append(self.registered.since)
        since = max(known) if known and self.level is not ProtectionLevel.NOT_SET else self.steps[-1].at
        return ProtectionStanding(
            self.state, self.level, day_of(since), day_of(self.waits.sent_at) if self.waits else None, self.case is not None,
            self.case is not None and self.case.place == Place.CUSTODY, self.leaves_on, self._met,
            stands,
        )  # fmt: skip

    def owed(self, at: datetime) -> ProtectionOwed | None:
        """The next step that is owed."""
        return protection_owed(self.standing(), on=day_of(at), calendar=WorkingCalendar())


def protected_whole(rows: Iterable[Protection], at: datetime) -> list[Protected]:
    """Rows whole, in a fixed number of questions however many they are."""
    known = list(rows)
    if not known:
        return []
    ids, who = [row.id for row in known], {row.person_id for row in known}
    steps = list(ProtectionStep.objects.filter(protection__in=ids).order_by("number"))
    waiting = LevelReferred.objects.filter(protection__in=ids, state=LevelReferral.PENDING)
    waits = {one.protection_id: one for one in waiting}
    meetings = {
        one.protection_id: one for one in Meeting.objects.filter(protection__in=ids, state__in=OPEN_MEETING)
    }
    levels, cases = assessment.protection_levels(who), supervision.open_cases_of(who)
    found = [
        Protected(
            row, tuple(one for one in steps if one.protection_id == row.id), waits.get(row.id), levels.get(row.person_id),
            _its_case(row, cases), meeting=meetings.get(row.id),
        )
        for row in known
    ]  # fmt: skip
    return _leaving([one for one in found if one.steps], at)


def _its_case(row: Protection, cases: Mapping[UUID, supervision.OpenCase]) -> supervision.OpenCase | None:
    case = cases.get(row.person_id)
    return case if case is not None and case.id == row.case_id else None


def _leaving(found: list[Protected], at: datetime) -> list[Protected]:
    """The same, with the day on which those in custody who have no level yet are to leave it, where that is near."""
    inside = [
        (one.case.id, one.row.person_id)
        for one in found
        if one.case and one.case.place == Place.CUSTODY and one.level is ProtectionLevel.NOT_SET
    ]
    if not inside:
        return found
    months = protection_terms(day_of(at)).table.clocks.level_months
    near = release.due_out(inside, at=at, within=timedelta(days=31 * months))
    days = {one.person_id: one.on for one in near}
    return [replace(one, leaves_on=days.get(one.row.person_id)) for one in found]


def sentence_of(one: PassedFor) -> ProtectionSentence:
    """A sentence of the record as the rule of categories asks about it."""
    kind = SentenceKind(one.kind)
    return ProtectionSentence(
        one.kind, kind.is_custodial, kind is SentenceKind.SUSPENDED_SENTENCE_ORDER, one.months, kind in INDETERMINATE,
        tuple(ProtectionOffence(o.code, o.group, o.violent_or_sexual) for o in one.offences),
    )  # fmt: skip


def rulings_of(person_ids: Iterable[UUID], on: date) -> dict[UUID, tuple[CategoryRuling, date]]:
    """What the sentences that count of each person propose on a day, and the day of the last of them; four questions."""
    counted: dict[UUID, list[PassedFor]] = {}
    for one in courts.passed_for(person_ids):
        if SentenceState(one.state).counts and one.ended_on is None:
            counted.setdefault(one.person_id, []).append(one)
    return {
        person: (
            category_proposed([sentence_of(one) for one in rows], on),
            max(one.imposed_on for one in rows),
        )
        for person, rows in counted.items()
    }


def known_of(person_id: UUID) -> ProtectionKnown:
    """The confirmed category and the registered level of somebody, for the rules that read them."""
    row = (
        Protection.objects.filter(person_id=person_id, state=ProtectionState.CONFIRMED)
        .order_by("-opened_at")
        .first()
    )
    level = assessment.protection_levels([person_id]).get(person_id)
    return ProtectionKnown(
        Category(row.category) if row else None,
        ProtectionLevel(level.level) if level else ProtectionLevel.NOT_SET,
    )


def taking_part(case: supervision.OpenCase, at: datetime) -> list[Member]:
    """Members who are asked to a meeting or given an action of it: with a part in the case, and the grant to read its category."""
    there = access.members_of(and_above(case.unit_id), at=at)
    seen = supervision.case_of(case.person_id, at=at)
    held = [one.member_id for one in seen.now.values()] if seen else []
    found = {one.id: one for one in (*there, *access.members(held, at=at).values())}
    able = [one for one in found.values() if one.may(Permission.SCREEN_PROTECTION) and one.role != "service"]
    return sorted(able, key=lambda one: (one.name, one.id))


def and_above(unit_id: UUID) -> list[UUID]:
    """A team and every unit that it is beneath."""
    found: list[UUID] = []
    unit = access.unit(unit_id)
    while unit is not None and unit.id not in found:
        found.append(unit.id)
        unit = access.unit(unit.parent_id) if unit.parent_id else None
    return found
