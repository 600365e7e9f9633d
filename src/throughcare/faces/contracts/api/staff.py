"""Staff who would transfer when an agreement ends, without a name."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.commissioning.contracts import actions, queries
from throughcare.commissioning.contracts.rules.staff_transfer import MOST_POSTS, Post, PostKind
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

router = Router(tags=["Contracts"])


class PostShown(Schema):
    """One post: its kind, hours a week, pence a year, whether it is permanent, of a hundred of it how much is for this agreement."""

    kind: PostKind
    hours: Decimal = Field(gt=0, le=60, max_digits=5, decimal_places=2)
    pay: int = Field(ge=0, le=50_000_000)
    permanent: bool
    assigned: int = Field(ge=1, le=100)


class StaffWanted(Schema):
    """Every post that would transfer; an empty list where none would."""

    posts: list[PostShown] = Field(max_length=MOST_POSTS)


class StaffShown(Schema):
    """The clock, how many posts there are and their hours, and the posts where the caller may see them (null: they may not, or none was told)."""

    transfer_on: date | None
    due: date | None
    standing: str | None
    told_at: datetime | None
    count: int | None
    hours: Decimal | None
    posts: list[PostShown] | None


@router.get("/contracts/{contract_id}/staff", response={200: StaffShown, **REFUSALS})
@allowed(May.LOOK_AT_AGREEMENTS)
def get_staff_of_agreement(request: HttpRequest, contract_id: UUID) -> Any:
    """Who would transfer, as far as the caller may see it."""
    try:
        seen = queries.staff_of(contract_id, request.member, at=request.at)  # type: ignore[attr-defined]
    except Refused:
        return or_404(None)
    clock, told = seen.clock, seen.told
    return StaffShown(
        transfer_on=clock.transfer if clock else None, due=clock.due if clock else None, standing=clock.standing.value if clock else None,
        told_at=told.first_at if told else None, count=told.posts if told else None, hours=told.hours if told else None,
        posts=None if seen.posts is None else [PostShown(**vars(one)) for one in seen.posts],
    )  # fmt: skip


@router.post("/contracts/{contract_id}/staff", response={204: None, **REFUSALS})
@allowed(May.CHANGE_AGREEMENT)
def tell_of_staff(request: HttpRequest, contract_id: UUID, payload: StaffWanted) -> Any:
    """Tell which posts would transfer; what is told later stands in its place."""
    posts = tuple(Post(**vars(one)) for one in payload.posts)
    done(request, actions.tell_of_staff, agreement_id=contract_id, posts=posts)
    return Status(204, None)
