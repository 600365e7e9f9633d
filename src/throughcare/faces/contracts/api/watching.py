"""How service levels look: tests of whether they are reached without the work, and agreements side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from throughcare.commissioning.contracts import queries
from throughcare.commissioning.contracts.rules.funnel import placed, whole_rate
from throughcare.faces.api.operation import REFUSALS, allowed, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused

router = Router(tags=["Contracts"])


class GamingShown(Schema):
    """One test beside a service level: found of how many, in words, and the chance of as much; null where too few to say."""

    level: str
    test: str
    found: int
    of: int
    words: str
    chance: float | None
    out_of_line: bool


class BesideShown(Schema):
    """One agreement beside others that count the same: due, in time, and where it lies against chance."""

    measure: str
    within: int
    title: str
    due: int
    in_time: int
    where: str


@router.get("/contracts/{contract_id}/watch", response={200: list[GamingShown], **REFUSALS})
@allowed(May.LOOK_AT_AGREEMENTS)
def watch_agreement(request: HttpRequest, contract_id: UUID) -> Any:
    """The tests beside each service level of one agreement of the caller's team."""
    try:
        found = queries.watched(contract_id, at=request.at)  # type: ignore[attr-defined]
    except Refused:
        return or_404(None)
    return [
        GamingShown(
            level=one.level.name, test=test.test.value, found=test.found, of=test.of, words=test.words,
            chance=None if test.chance is None else float(test.chance), out_of_line=test.is_out_of_line,
        )
        for one in found
        for test in one.tests
    ]  # fmt: skip


@router.get("/contracts-side-by-side", response={200: list[BesideShown], **REFUSALS})
@allowed(May.LOOK_AT_AGREEMENTS)
def compare_agreements(request: HttpRequest) -> Any:
    """Agreements of the caller's team that count the same, side by side."""
    return [
        BesideShown(
            measure=one.measure.value, within=one.within, title=counted.title, due=counted.due, in_time=counted.in_time,
            where=placed(counted, whole_rate(one.found)).value,
        )
        for one in queries.side_by_side(request.member, at=request.at)  # type: ignore[attr-defined]
        for counted in one.found
    ]  # fmt: skip
