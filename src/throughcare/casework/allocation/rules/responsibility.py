"""Which body holds a case, and what a rise in risk does to that: the operating model's answer, put to use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from throughcare.foundation.kernel import Clause, Finding
from throughcare.foundation.operating_model.rules import (
    BodyKind,
    Cohort,
    Function,
    Holding,
    OperatingModel,
    RiseInRisk,
    Risk,
    Rsr,
    Subject,
)

_RISK_ORDER = (Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.VERY_HIGH)
_RISING_COHORTS = {Cohort.MAPPA: "MAPPA", Cohort.PUBLIC_INTEREST: "public interest"}


@dataclass(frozen=True)
class Responsible:
    """Who decides the allocation, who manages the case and who supervises it, each with its ground."""

    decides: Holding
    manages: Holding
    supervises: Holding

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Why each of the three holds what it holds."""
        return (self.decides.finding, self.manages.finding, self.supervises.finding)


def responsible(model: OperatingModel, subject: Subject, on: date) -> Responsible:
    """The bodies that the model names for this person on this day."""
    return Responsible(
        decides=model.holder(Function.ALLOCATION_DECISION, subject, on),
        manages=model.holder(Function.OFFENDER_MANAGEMENT, subject, on),
        supervises=model.holder(Function.SUPERVISION, subject, on),
    )


class Consequence(Enum):
    """What a change in a person's case asks for."""

    NOTHING = "nothing"
    OVERSIGHT = "keep the manager and add oversight"
    ESCALATE = "escalate to another body"


@dataclass(frozen=True)
class Trigger:
    """What a change asks for, which body would hold the case, and what it does to continuity.

    ``keeps_body`` and ``keeps_manager`` are counted whatever the model says, so that what each model
    costs in continuity can be compared.
    """

    consequence: Consequence
    risen: tuple[str, ...]
    body_before: BodyKind
    body_after: BodyKind
    keeps_body: bool
    keeps_manager: bool
    finding: Finding


def rises(before: Subject, after: Subject) -> tuple[str, ...]:
    """In which respects risk has risen, in words; the first assessment counts only when it is high."""
    found = []
    if _rank(after.risk) > _rank(before.risk):
        found.append(f"risk of serious harm from {_words(before.risk)} to {_words(after.risk)}")
    if after.rsr is Rsr.AT_OR_ABOVE_CUT_OFF and before.rsr is not Rsr.AT_OR_ABOVE_CUT_OFF:
        found.append("risk of serious recidivism to the cut-off or above")
    new = after.cohorts - before.cohorts
    found += [f"now {words}" for cohort, words in _RISING_COHORTS.items() if cohort in new]
    return tuple(found)


def _rank(risk: Risk) -> int:
    return _RISK_ORDER.index(risk) if risk in _RISK_ORDER else _RISK_ORDER.index(Risk.MEDIUM)


def _words(risk: Risk) -> str:
    return risk.value.replace("_", " ")


def on_change(model: OperatingModel, before: Subject, after: Subject, on: date) -> Trigger:
    """What a change of risk triggers under the model: nothing, oversight, or another body."""
    risen = rises(before, after)
    held_before = model.holder(Function.SUPERVISION, before, on).held_by
    wanted = model.holder(Function.SUPERVISION, after, on)
    consequence = _consequence(model, bool(risen), held_before, wanted.held_by)
    body = wanted.held_by if consequence is Consequence.ESCALATE else held_before
    keeps = body is held_before
    because = f"{'; '.join(risen) or 'no rise in risk'}: {consequence.value}"
    clause = wanted.ground.clause if consequence is Consequence.ESCALATE else _clause(model)
    finding = Finding(f"{model.name}: rise_in_risk", clause, because)
    return Trigger(consequence, risen, held_before, body, keeps, keeps, finding)


def _clause(model: OperatingModel) -> Clause:
    return model.rise_in_risk.ground.clause


def _consequence(model: OperatingModel, risen: bool, held: BodyKind, wanted: BodyKind) -> Consequence:
    if not risen:
        return Consequence.NOTHING
    if model.rise_in_risk.value is RiseInRisk.ESCALATE_TO_PUBLIC and wanted is not held:
        return Consequence.ESCALATE
    return Consequence.OVERSIGHT
