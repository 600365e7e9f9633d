"""Who tells whom of a failure, who decides, and who may not: the operating model's answer, line by line with its clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from throughcare.casework.supervision.rules.absences import LICENCES, ORDERS
from throughcare.foundation.kernel import Finding, Refused
from throughcare.foundation.operating_model.rules import (
    BodyKind,
    Function,
    Holding,
    InFlight,
    OperatingModel,
    Parameter,
    Subject,
)

from .terms import Clock, Term, enforcement_terms


@dataclass(frozen=True)
class Crossing:
    """What a model says of one failure: who notifies, decides, presents it, and is the responsible officer; by when; and the shield.

    ``paid`` are the kinds of body that the model pays for delivery, ``audited`` whether a sample of the decisions is looked at
    by another, because somebody paid takes them.
    """

    notice: Holding
    decision: Holding
    presentation: Holding
    officer: Holding
    refer: Term
    shielded: bool
    shield: Finding
    paid: frozenset[BodyKind]

    @property
    def audited(self) -> bool:
        """Whether a drawn sample of the decisions is audited."""
        return not self.shielded and self.decision.held_by in self.paid

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every line of it, for a page and for the ledger."""
        told = Finding(
            "days to refer",
            self.refer.clause,
            f"Told within {self.refer.days} working days ({self.refer.basis})",
        )
        held = (self.notice, self.decision, self.presentation, self.officer)
        return (*(one.finding for one in held), told, self.shield)


def function_that_decides(subject: Subject) -> Function:
    """Which function of a model decides what becomes of a failure: of an order a breach, of a licence advice on recall."""
    if subject.sentence in ORDERS:
        return Function.BREACH_DECISION
    if subject.sentence in LICENCES:
        return Function.RECALL_ADVICE
    raise Refused("No order or licence is being served, so there is nothing to enforce.")


def crossing(
    model: OperatingModel, subject: Subject, on: date, *, deciding: OperatingModel | None = None
) -> Crossing:
    """What the model in force on the day of a failure says; ``deciding`` is the one that answers for the decision, where another does."""
    decides = deciding or model
    shield = decides.breach_shield
    said = (
        "Nobody paid by the decision takes it" if shield.value else "Whoever delivers may take the decision"
    )
    return Crossing(
        notice=model.holder(Function.BREACH_NOTICE, subject, on),
        decision=decides.holder(function_that_decides(subject), subject, on),
        presentation=decides.holder(Function.BREACH_PRESENTATION, subject, on),
        officer=decides.holder(Function.RESPONSIBLE_OFFICER, subject, on),
        refer=_refer(model, on),
        shielded=shield.value,
        shield=Finding(
            f"{decides.name}: breach_shield", shield.ground.clause, f"{said} ({shield.ground.footing})"
        ),
        paid=frozenset(decides.payment.value.paid),
    )


def _refer(model: OperatingModel, on: date) -> Term:
    """The model's own number of days where it gives one, else that of the dated terms."""
    declared = model.parameters[Parameter.BREACH_NOTICE_WORKING_DAYS]
    if isinstance(declared.value, int):
        return Term(declared.value, declared.ground.clause, declared.ground.footing)
    return enforcement_terms(on).table.clocks[Clock.REFER]


def answers_now(
    then: OperatingModel, now: OperatingModel, in_flight: InFlight
) -> tuple[OperatingModel, Finding]:
    """Which model says who decides a failure from before a change: the old where cases in flight stay, else the new.

    What counts, and by when, stays as it was on the day of the failure under either.
    """
    clause = now.in_flight.ground.clause
    if then.name == now.name or in_flight is InFlight.STAY:
        return then, Finding(
            f"{then.name}: in_flight",
            clause,
            f"Decided under “{then.title}”, in force on the day of the failure",
        )
    return now, Finding(
        f"{now.name}: in_flight",
        clause,
        f"Decided under “{now.title}”, for cases in flight {in_flight.value.replace('_', ' ')}",
    )
