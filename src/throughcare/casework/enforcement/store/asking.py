"""Who decides a failure, asked of the operating model of its day and of the one in force now, in names, teams and clauses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.queries import OpenCase
from throughcare.casework.supervision.rules import as_subject
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel import Finding
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.queries import Holders, Unheld
from throughcare.foundation.operating_model.rules import Function, OperatingModel, Subject

from ..rules import Crossing, Term, answers_now, crossing, enforcement_terms, function_that_decides
from ..rules.terms import Clock

SHARED_FOR = "supervision"


@dataclass(frozen=True)
class Asked:
    """Who decides and on what ground: the organisation and its team, or why nobody; who may not; and by when whoever decides is told."""

    organisation_id: UUID | None
    unit_id: UUID | None
    because: str
    same_body: bool
    shielded: bool
    audited: bool
    paid: tuple[UUID, ...]
    refer: Term
    told: tuple[Finding, ...]
    shared_by: UUID | None

    @property
    def columns(self) -> dict[str, Any]:
        """What a failure's row keeps of it and what a change of model changes, as JSON takes it."""
        return {
            "decider_organisation": _plain(self.organisation_id), "decider_unit": _plain(self.unit_id),
            "undecided_because": self.because[:300], "same_body": self.same_body, "shielded": self.shielded,
            "audited": self.audited, "paid": [str(one) for one in self.paid], "shared_by": _plain(self.shared_by),
            "told": [
                {"rule": one.rule, "because": one.because, "clause": str(one.clause)} for one in self.told
            ],
        }  # fmt: skip


def _plain(id: UUID | None) -> str | None:
    return str(id) if id is not None else None


def subject_kept(case: OpenCase) -> dict[str, Any]:
    """A case as the model is asked about it, kept with a failure."""
    return {
        "area_code": case.area_code, "risk": case.risk, "sentence": case.sentence, "place": case.place, "rsr": case.rsr,
        "cohorts": sorted(case.cohorts), "resettled": case.resettled,
    }  # fmt: skip


def ask(
    kept: Mapping[str, Any], failed_on: date, *, recorded_by: UUID, answering: tuple[UUID, UUID], at: datetime
) -> Asked:
    """Who decides a failure of a day, now; ``answering`` are the organisation and the team that answer for the case."""
    subject = as_subject(**{name: value for name, value in kept.items() if name != "area_code"})
    there, here = models.holders(kept["area_code"], failed_on), models.holders(kept["area_code"], day_of(at))
    found = _crossing(there, here, subject, failed_on)
    if found is None:
        refer = enforcement_terms(failed_on).table.clocks[Clock.REFER]
        because = f"Nobody decides: {Unheld.NO_MODEL_IN_FORCE.value}."
        return Asked(None, None, because, False, False, False, (), refer, (), None)
    told, stands = found
    function = function_that_decides(subject)
    paid = tuple(sorted({who for (body, _), who in here.appointed.items() if body in told.paid}, key=str))
    organisation, unit, because = _who(told, function, here, there, paid, kept["area_code"], answering, at)
    return Asked(
        organisation, unit, because, organisation == recorded_by, told.shielded, told.audited, paid, told.refer,
        (*told.findings, stands), answering[0] if organisation not in {None, answering[0]} else None,
    )  # fmt: skip


def _crossing(
    there: Holders, here: Holders, subject: Subject, failed_on: date
) -> tuple[Crossing, Finding] | None:
    """What the models say of it, and which of them says who decides; None where none is in force."""
    function = function_that_decides(subject)
    first, last = there.in_force or here.in_force, here.in_force or there.in_force
    if first is None or last is None:
        return None
    then: OperatingModel = first.answering(function)
    deciding, why = answers_now(then, last.answering(function), last.in_flight)
    told = crossing(first.answering(Function.BREACH_NOTICE), subject, failed_on, deciding=deciding)
    return told, why


def _who(
    told: Crossing, function: Function, here: Holders, there: Holders, paid: tuple[UUID, ...], area: str,
    answering: tuple[UUID, UUID], at: datetime,
) -> tuple[UUID | None, UUID | None, str]:  # fmt: skip
    held = _organisation(told, function, here, there)
    if isinstance(held, Unheld):
        return None, None, f"Nobody decides: {held.value}."
    found = access.organisation(held)
    name = found.name if found else "an organisation since closed"
    if told.shielded and held in paid:
        return (
            None,
            None,
            f"Nobody paid for delivery decides here ({told.shield.clause}), and {name} is both.",
        )
    unit = answering[1] if held == answering[0] else supervision.team_serving(area, held, at=at)
    if unit is None:
        return None, None, f"{name} decides here and has no team."
    if not access.may_share(answering[0], held, SHARED_FOR, at=at):
        return None, None, f"{name} decides here, and no agreement lets it see this person."
    return held, unit, ""


def _organisation(told: Crossing, function: Function, here: Holders, there: Holders) -> UUID | Unheld:
    """Who is appointed today as the body that decides, or was on the day of the failure where nobody is any more."""
    if not told.decision.is_held:
        return Unheld.NOT_HELD
    now = here.appointed_as(told.decision.held_by, function)
    return there.appointed_as(told.decision.held_by, function) if isinstance(now, Unheld) else now
