"""Which roles can be filled in a case."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.foundation.operating_model.queries import Unheld

from ..models import Case
from ..rules import FUNCTION_OF, TenureKind, wanted_tenures
from ..store.steps import Atlas, subject_of


def roles_of(case: Case, *, at: datetime) -> list[str]:
    """The roles that can be filled in a case: those it should have, and that the model in force gives to somebody."""
    atlas, subject = Atlas(at), subject_of(case)
    held = [atlas.organisation(FUNCTION_OF[kind], subject, case.area_code) for kind in TenureKind]
    wanted = wanted_tenures(case.place, case.sentence)
    return [
        kind.value
        for kind, body in zip(TenureKind, held, strict=True)
        if kind in wanted and body is not Unheld.NOT_HELD
    ]


def organisations_of_roles(case: Case, *, at: datetime) -> dict[str, UUID]:
    """For each role that can be filled, the organisation the model in force gives it to; one of nobody appointed is left out."""
    atlas, subject = Atlas(at), subject_of(case)
    held = {
        kind: atlas.organisation(FUNCTION_OF[TenureKind(kind)], subject, case.area_code)
        for kind in roles_of(case, at=at)
    }
    return {kind: body for kind, body in held.items() if isinstance(body, UUID)}
