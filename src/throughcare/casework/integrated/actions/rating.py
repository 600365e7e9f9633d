"""Somebody who is selected rated red, amber or green, by whoever has a part in it, of whichever agency."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission
from throughcare.foundation.kernel.days import day_of

from ..rules import IntegratedStepKind, Rating, check_rates, integrated_terms, rating_words
from .steps import found_by_agency, why_said, write_step


@action(Permission.WORK_INTEGRATED)
def rate(*, by: Member, at: datetime, selection_id: UUID, version: int, rating: Rating, because: str) -> None:
    """Rate somebody who is selected, with the reason: the newest stands, and each stays to be read."""
    words = why_said(because, "Say why they are rated so.")
    found, body = found_by_agency(selection_id, by, version=version)
    check_rates(found.state)
    on = day_of(at)
    means = integrated_terms(on).table.found("rated", f"{rating.value}: {rating_words(rating, on)}")
    write_step(
        found.row, version + 1, IntegratedStepKind.RATED, by=by, at=at, because=words, body=body,
        rating=rating.value, findings=(means,),
    )  # fmt: skip
