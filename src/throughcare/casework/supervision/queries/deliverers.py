"""Who delivers something in a case under the operating model in force: which organisation, which of its teams, and on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.foundation.kernel import Finding
from throughcare.foundation.operating_model.queries import Unheld
from throughcare.foundation.operating_model.rules import Function

from ..rules.holding import as_subject
from ..store.steps import Atlas
from .cases import OpenCase


@dataclass(frozen=True)
class Deliverer:
    """The organisation that holds a function in a case and the team of it that serves the area, with the model's ground."""

    organisation_id: UUID
    organisation: str
    unit_id: UUID | None
    finding: Finding


def deliverer_of(case: OpenCase, function: Function, *, at: datetime) -> Deliverer | Unheld:
    """Who holds a function for the person of an open case, or why nobody can be named."""
    atlas = Atlas(at)
    subject = as_subject(
        risk=case.risk, sentence=case.sentence, place=case.place, rsr=case.rsr, cohorts=case.cohorts,
        resettled=case.resettled,
    )  # fmt: skip
    holders = atlas.holders(case.area_code)
    holding = holders.holding(function, subject)
    held = holders.organisation(function, subject)
    if isinstance(holding, Unheld) or isinstance(held, Unheld):
        return held if isinstance(held, Unheld) else Unheld.NO_MODEL_IN_FORCE
    return Deliverer(
        held,
        atlas.names.get(held, "an organisation since closed"),
        atlas.team(case.area_code, held),
        holding.finding,
    )


def team_serving(area_code: str, organisation_id: UUID, *, at: datetime) -> UUID | None:
    """The team of an organisation that serves an area: its own, else that of the nearest area above, else its first; None where it has none."""
    return Atlas(at).team(area_code, organisation_id)
