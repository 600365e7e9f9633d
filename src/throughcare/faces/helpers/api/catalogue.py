"""Helpers of one's own team and their checks."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.helpers import actions, queries
from throughcare.casework.helpers.actions import HelperSaid
from throughcare.casework.helpers.queries import HelperSeen
from throughcare.casework.helpers.rules import CheckKind, CheckResult, HelperKind
from throughcare.faces.api.days import Day
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["Helpers"])


class CheckStandsShown(Schema):
    """How a check that is needed stands, until when it holds (empty: no end, or not known), and why it is needed."""

    kind: str
    stands: str
    until: date | None
    because: str


class HelperShown(Schema):
    """A helper, how every check stands, and how many people they help now."""

    id: UUID
    kind: str
    name: str
    place: str
    does: str
    takes: str
    most: int
    helped: int
    since: date
    ended_on: date | None
    version: int
    may_be_matched: bool
    may_meet_inside: bool
    checks: list[CheckStandsShown]


class NewHelper(Schema):
    """A helper of one's own team."""

    kind: HelperKind
    name: str = Field(max_length=100)
    place: str = Field(max_length=100)
    does: str = Field(max_length=300)
    takes: str = "everybody"
    most: int = Field(1, ge=1, le=200)


class NewCheck(Schema):
    """What came of a check; without a last day it holds as long as the terms say."""

    kind: CheckKind
    result: CheckResult
    done_on: Day
    until: Day | None = None


class HelperEnds(Schema):
    """Why a helper is not offered any more."""

    version: int
    because: str = Field(max_length=300)


def _shown(one: HelperSeen) -> HelperShown:
    row = one.row
    return HelperShown(
        id=row.id, kind=row.kind, name=row.name, place=row.place, does=row.does, takes=row.takes, most=row.most, helped=one.helped,
        since=row.since, ended_on=row.ended_on, version=row.version, may_be_matched=one.may_be_matched, may_meet_inside=one.may_meet_inside,
        checks=[
            CheckStandsShown(kind=each.kind, stands=each.stands, until=each.until, because=each.finding.because) for each in one.checks
        ],
    )  # fmt: skip


@router.get("/helpers", response={200: list[HelperShown], **REFUSALS})
@allowed(May.PAIR_HELPERS)
def list_helpers(request: HttpRequest) -> Any:
    """The helpers that one's own teams offer."""
    units = access.units_below(request.member.unit_id)  # type: ignore[attr-defined]
    return [_shown(one) for one in queries.helpers_of(units, on=day_of(request.at))]  # type: ignore[attr-defined]


@router.get("/helpers/{helper_id}", response={200: HelperShown, **REFUSALS})
@allowed(May.PAIR_HELPERS)
def get_helper(request: HttpRequest, helper_id: UUID) -> Any:
    """A helper."""
    return _shown(or_404(queries.one_helper(helper_id, on=day_of(request.at))))  # type: ignore[attr-defined]


@router.post("/helpers", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.KEEP_HELPERS)
def add_helper(request: HttpRequest, payload: NewHelper) -> Any:
    """List a helper of one's own team."""
    return Status(201, {"id": done(request, actions.add_helper, helper=HelperSaid(**payload.dict()))})


@router.post("/helpers/{helper_id}/checks", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.KEEP_HELPERS)
def record_check(request: HttpRequest, helper_id: UUID, payload: NewCheck) -> Any:
    """Record what came of a check of a helper."""
    return Status(201, {"id": done(request, actions.record_check, helper_id=helper_id, **payload.dict())})


@router.post("/helpers/{helper_id}/end", response={204: None, **REFUSALS})
@allowed(May.KEEP_HELPERS)
def end_helper(request: HttpRequest, helper_id: UUID, payload: HelperEnds) -> Any:
    """Offer a helper no longer."""
    done(request, actions.end_helper, helper_id=helper_id, **payload.dict())
    return Status(204, None)
