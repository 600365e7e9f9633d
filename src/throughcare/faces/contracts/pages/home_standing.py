"""What of a provider's standing is on home: for the buyer signs that call for a decision, points to look at and plans that lapsed; for the
provider a month to tell of, staff to tell of, and points to achieve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from throughcare.commissioning.contracts import queries
from throughcare.commissioning.contracts.queries import ProviderStands
from throughcare.commissioning.contracts.rules.monthly import month_after
from throughcare.commissioning.contracts.rules.putting_right import PlanMove, PlanStanding, PointStanding
from throughcare.commissioning.contracts.rules.signing import Side
from throughcare.commissioning.contracts.rules.staff_transfer import StaffClock, StaffStanding, staff_terms
from throughcare.faces.web.look.formats import day
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.page import Asking
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

from .listing import BACK


def of_providers(request: Asking) -> list[Matter]:
    """Every matter of how providers stand that is this viewer's."""
    buys, provides = request.member.may(May.END_AGREEMENT), request.member.may(May.CHANGE_AGREEMENT)
    if not (buys or provides):
        return []
    found: list[Matter] = []
    standing = queries.how_providers_stand(request.member, at=request.at)
    if provides:
        found += _of_chain(request, standing)
    for one in standing:
        if one.side is Side.BUYER and buys:
            found += _of_buyer(one)
        if one.side is Side.PROVIDER and provides:
            found += _of_provider(one)
    return found


def _of_buyer(one: ProviderStands) -> Iterator[Matter]:
    if one.is_over or one.stands.ending is not None:
        return
    plan = one.plan
    if plan is None and one.acts:
        signs = ", ".join(sign.sign.value for sign in one.acts)
        yield _matter(one, "provider in distress", f"Decide what is to be put right: {signs}", _since(one))
    if plan is not None and plan.standing(one.today) is PlanStanding.LAPSED:
        due = min(point.due for point in plan.points if point.is_overdue(one.today))
        yield _matter(one, "plan lapsed", "Decide what follows from a plan that was not kept", due)
    for point in one.points(PointStanding.CLAIMED):
        said = next(
            s
            for s in reversed(plan.steps if plan else ())
            if s.number == point.number and s.move == PlanMove.CLAIM
        )
        yield _matter(
            one, "point to look at", f"Look at point {point.number}, said to be done", day_of(said.at)
        )


def _since(one: ProviderStands) -> date:
    """Since when the signs can be seen: since the last month was told, or else since it is over."""
    return day_of(one.told[0].at) if one.told else month_after(one.today.replace(day=1), 0)


def _of_provider(one: ProviderStands) -> Iterator[Matter]:
    if one.owed is not None:
        due, over = queries.due_to_tell(one.owed), month_after(one.owed)
        yield _matter(one, "month to tell of", f"Tell of {one.owed:%B %Y}, by {day(due)}", over, due)
    if one.staff is not None and one.staff.standing in {StaffStanding.OWED, StaffStanding.OVERDUE}:
        yield _of_staff(one, one.staff)
    for point in one.points(PointStanding.OWED):
        made = one.plan.row.at if one.plan else None
        assert made is not None
        yield _matter(
            one, "point to achieve", f"Achieve point {point.number} of the plan", day_of(made), point.due
        )


def _of_chain(request: Asking, standing: list[ProviderStands]) -> Iterator[Matter]:
    """Invoices of subcontractors that the viewer's team has not paid in time."""
    ours = {one.stands.row.id: one for one in standing if one.side is Side.PROVIDER}
    for agreement, one in queries.chain_overdue(ours, at=request.at):
        yield Matter(
            kind="subcontractor to pay",
            what=f"Pay {one.subcontractor} for {one.month:%B %Y}, by {day(one.due)}, or say when you did",
            do=Link("Look at it", f"{BACK}/{agreement}/chain"),
            since=one.invoiced_on,
            due=one.due,
            about=ours[agreement].stands.row.title,
        )


def _of_staff(one: ProviderStands, clock: StaffClock) -> Matter:
    row, asked = one.stands.row, clock.transfer - timedelta(days=staff_terms(one.today).asked_from)
    return Matter(
        kind="staff to tell of", what=f"Tell which posts would transfer, by {day(clock.due)}",
        do=Link("Tell of them", f"{BACK}/{row.id}/staff/tell"), since=min(asked, one.today), due=clock.due, about=row.title,
    )  # fmt: skip


def _matter(one: ProviderStands, kind: str, what: str, since: date, due: date | None = None) -> Matter:
    row = one.stands.row
    do = Link("Look at it", f"{BACK}/{row.id}/standing")
    return Matter(kind=kind, what=what, do=do, since=since, due=due, about=row.title)
