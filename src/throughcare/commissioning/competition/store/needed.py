"""Loads the intentions that a round is to rest on, and keeps them with it as they stood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from throughcare.commissioning.needs import queries as needs
from throughcare.foundation.kernel import Refused

from ..models import Round
from ..rules.needed import Foreseen


def foreseen(intentions: Sequence[UUID]) -> list[Foreseen]:
    """These intentions; refused where one is not approved, or the viewer sees none."""
    known = {row.id: (row, paper) for row, paper in needs.to_be_bought()}
    if missing := set(intentions) - known.keys():
        raise Refused(
            f"Choose intentions that are approved and were not delivered yet: {len(missing)} of these are not.",
            field="intentions",
        )
    return [
        Foreseen(
            row.id, paper.title, paper.need, paper.demand_low or 0, paper.demand_high or 0, row.evidence["place"],
            (row.evidence["first"], row.evidence["last"]), row.evidence["figure"],
        )
        for row, paper in (known[one] for one in dict.fromkeys(intentions))
    ]  # fmt: skip


def kept_need(one: Foreseen) -> dict[str, Any]:
    """What a round keeps of an intention that it rests on."""
    return {**vars(one), "intention": str(one.intention), "quarter": list(one.quarter)}


def rests_on(row: Round) -> list[Foreseen]:
    """The intentions that a round rests on, as they stood when it was published."""
    return [
        Foreseen(**{**one, "intention": UUID(one["intention"]), "quarter": tuple(one["quarter"])})
        for one in row.rests_on
    ]
