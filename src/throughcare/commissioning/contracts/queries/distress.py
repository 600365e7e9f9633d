"""Tells how providers stand: signs that one may not go on, what it told of itself, plans to put right, and what is owed by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel.days import day_of

from ..models import Agreement
from ..models import Told as ToldRow
from ..rules.distress import Signal, Weight, owed_month, signals, silent_months, told_by
from ..rules.putting_right import PlanStanding, Point, PointStanding
from ..rules.signing import Side
from ..rules.staff_transfer import StaffClock
from ..store import (
    AgreementStands,
    PlanStands,
    levels_missed,
    open_agreement,
    people_counted,
    plans_of,
    staff_summed,
    standing_of,
    told_rows,
)
from ..store import agreements as _agreements
from .staff import clock_of


@dataclass(frozen=True)
class ProviderStands:
    """How the provider of an agreement stands on a day: signs, all that it told, plans, and the month that it has still to tell of."""

    stands: AgreementStands
    side: Side
    signals: list[Signal]
    told: list[ToldRow]
    plans: list[PlanStands]
    owed: date | None
    staff: StaffClock | None
    today: date

    @property
    def is_over(self) -> bool:
        """Whether the agreement has ended or is not agreed: nothing is owed by it then."""
        return _over(self.stands, self.today)

    @property
    def acts(self) -> list[Signal]:
        """The signs that call for somebody to decide."""
        return [one for one in self.signals if one.weight is Weight.ACT]

    @property
    def plan(self) -> PlanStands | None:
        """The plan that is open or has lapsed, where there is one."""
        return next(
            (
                one
                for one in self.plans
                if one.standing(self.today) in {PlanStanding.OPEN, PlanStanding.LAPSED}
            ),
            None,
        )

    def points(self, standing: PointStanding) -> list[Point]:
        """Points of the plan that stand so."""
        return (
            [one for one in self.plan.points if one.standing is standing]
            if self.plan and not self.is_over
            else []
        )


def how_provider_stands(agreement_id: UUID, member: Member, *, at: datetime) -> ProviderStands:
    """How the provider of one agreement stands; refused where there is none for the viewer."""
    return _stand([open_agreement(agreement_id)], member, at)[0]


def how_providers_stand(member: Member, *, at: datetime) -> list[ProviderStands]:
    """How the provider stands under each agreement of the viewer's team, in eight questions however many there are."""
    return _stand(_agreements(Agreement.objects.order_by("title", "id")), member, at)


def _stand(found: Sequence[AgreementStands], member: Member, at: datetime) -> list[ProviderStands]:
    ids, today = [one.row.id for one in found], day_of(at)
    told, plans, people, missed = told_rows(ids), plans_of(ids), people_counted(ids), levels_missed(ids)
    staff = staff_summed(ids)
    return [
        _one(
            one,
            side,
            told[one.row.id],
            plans[one.row.id],
            people.get(one.row.id),
            missed.get(one.row.id),
            clock_of(one, staff.get(one.row.id), today),
            today,
        )
        for one in found
        if (side := one.side_of(member.unit_id)) is not None
    ]


def _one(
    stands: AgreementStands, side: Side, told: list[ToldRow], plans: list[PlanStands], people: int | None, missed: int | None, staff: StaffClock | None, today: date
) -> ProviderStands:  # fmt: skip
    agreed, months, over = stands.latest.agreed, standing_of(told), _over(stands, today)
    first = min((one.starts for one in stands.editions), default=date.max)
    starts, last = first, stands.ended
    silent = 0 if over else silent_months(agreed.kind, starts, last, (one.month for one in months), today)
    counted = missed if agreed.levels else None
    return ProviderStands(
        stands, side, [] if over else signals(months, silent, people, counted, today), told, plans,
        None if over else owed_month(agreed.kind, starts, last, (one.month for one in months), today), staff, today,
    )  # fmt: skip


def _over(stands: AgreementStands, today: date) -> bool:
    ends = stands.ended or (stands.latest.agreed.ends if stands.editions else date.min)
    return ends < today


def due_to_tell(month: date) -> date:
    """The day by which a month is told of."""
    return told_by(month)
