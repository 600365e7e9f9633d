"""A person decides: accepting, changing or refusing a suggestion, each with why, so that it can be read
again and reckoned again from its own record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from throughcare.foundation.kernel import Clause, Edition, Finding, NoEdition, Refused

from .people import (
    CaseToPlace,
    Position,
    Practitioner,
    Sex,
    grade_editions,
    price_editions,
)
from .pricing import Terms
from .suggestion import Suggestion, suggest

RULE = "suggest"
DECIDING = Clause("Allocation policy", "a person decides")


class Outcome(Enum):
    """What was done with a suggestion."""

    ACCEPTED = "accepted"
    CHANGED = "changed"
    REFUSED = "refused"


class Reason(Enum):
    """Why a case is allocated: the reasons in use in the service's records."""

    INITIAL_ALLOCATION = "initial allocation"
    ALLOCATED_TO_RESPONSIBLE_OFFICER = "allocated to responsible officer"
    CASELOAD_ADJUSTMENT = "caseload adjustment"
    CHANGE_IN_TIER_OR_RISK = "change in tier or risk"
    CHANGE_OF_ADDRESS = "change of address"
    OFFICER_LEFT = "officer left"
    RISK_TO_STAFF = "risk to staff"
    TRANSFER_IN = "transfer in"
    PROBATION_RESET = "probation reset"
    OTHER = "other"


@dataclass(frozen=True)
class AllocationDecision:
    """What was decided about a case, in the shape of a line of the decision ledger.

    ``chosen`` is None when the suggestion was refused and nobody holds the case yet; ``inputs`` are all
    that the rule needed, so that :func:`again` reckons the same suggestion from this record alone.
    """

    case: str
    outcome: Outcome
    reason: Reason
    because: str
    suggested: str | None
    chosen: str | None
    rule: str
    edition: str
    inputs: Mapping[str, Any]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Asked:
    """What was asked of the rule: the case, everybody considered, and the editions."""

    case: CaseToPlace
    practitioners: tuple[Practitioner, ...]
    terms: Terms

    def suggestion(self) -> Suggestion:
        """What the rule answers."""
        return suggest(self.case, self.practitioners, self.terms)


def accept(asked: Asked, reason: Reason, because: str = "") -> AllocationDecision:
    """Take the first of the list; refused where the list is empty."""
    first = asked.suggestion().first
    if first is None:
        raise Refused("nobody may hold this case, so there is nothing to accept")
    return _decision(asked, Outcome.ACCEPTED, reason, because, first.practitioner)


def change(asked: Asked, to: str, reason: Reason, because: str) -> AllocationDecision:
    """Choose somebody else who may hold the case; why must be said, and no hard limit is ever broken."""
    suggestion = asked.suggestion()
    _said(because)
    barred = {one.practitioner: one.because for one in suggestion.not_possible}
    if to in barred:
        raise Refused("; ".join(finding.because for finding in barred[to]), field="practitioner")
    if to not in {one.practitioner for one in suggestion.ranked}:
        raise Refused(f"{to} was not among those considered", field="practitioner")
    return _decision(asked, Outcome.CHANGED, reason, because, to)


def refuse(asked: Asked, reason: Reason, because: str) -> AllocationDecision:
    """Choose nobody yet; why must be said, and the case stays in the queue."""
    _said(because)
    return _decision(asked, Outcome.REFUSED, reason, because, None)


def _said(because: str) -> None:
    if not because.strip():
        raise Refused("say why you are not following the suggestion", field="because")


def _decision(
    asked: Asked, outcome: Outcome, reason: Reason, because: str, chosen: str | None
) -> AllocationDecision:
    suggestion = asked.suggestion()
    first = suggestion.first
    reasons = next((one.reasons for one in suggestion.ranked if one.practitioner == chosen), ())
    own = Finding("decide", DECIDING, because.strip() or reason.value)
    return AllocationDecision(
        case=asked.case.id,
        outcome=outcome,
        reason=reason,
        because=because.strip(),
        suggested=None if first is None else first.practitioner,
        chosen=chosen,
        rule=RULE,
        edition=f"{suggestion.prices} and {suggestion.grades}",
        inputs=written(asked),
        findings=(own, *reasons),
    )


def again(inputs: Mapping[str, Any]) -> Suggestion:
    """The suggestion reckoned again from a decision's own record, under the editions it names."""
    return asked_again(inputs).suggestion()


def asked_again(inputs: Mapping[str, Any]) -> Asked:
    """What was asked of the rule, read back from a decision's own record."""
    terms = Terms(_named(price_editions(), inputs["prices"]), _named(grade_editions(), inputs["grades"]))
    practitioners = tuple(_practitioner(one) for one in inputs["practitioners"])
    return Asked(_case(inputs["case"]), practitioners, terms)


def _named(held: Sequence[Edition[Any]], name: str) -> Edition[Any]:
    for edition in held:
        if edition.name == name:
            return edition
    raise NoEdition(f"there is no edition called {name}")


def written(asked: Asked) -> dict[str, Any]:
    """Everything the rule was asked, as plain values that JSON can hold."""
    return {
        "case": _plain(asked.case),
        "practitioners": [_plain(one) for one in asked.practitioners],
        "prices": asked.terms.prices.name,
        "grades": asked.terms.grades.name,
    }


def _plain(one: CaseToPlace | Practitioner) -> dict[str, Any]:
    return {name: _value(getattr(one, name)) for name in one.__dataclass_fields__}


def _value(value: object) -> object:
    if isinstance(value, Position):
        return [value.east_km, value.north_km]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, Sex):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _case(plain: Mapping[str, Any]) -> CaseToPlace:
    sets = {name: frozenset(plain[name]) for name in ("earlier_managers", "needs", "walls")}
    return CaseToPlace(
        **{
            **plain,
            **sets,
            "home": None if plain["home"] is None else Position(*plain["home"]),
            "since": date.fromisoformat(plain["since"]),
            "asked_for": None if plain["asked_for"] is None else Sex(plain["asked_for"]),
            "only": None if plain["only"] is None else frozenset(plain["only"]),
        }
    )


def _practitioner(plain: Mapping[str, Any]) -> Practitioner:
    names = ("languages", "qualifications", "restricted_from", "conflicts", "barred_from")
    sets = {name: frozenset(plain[name]) for name in names}
    sex = None if plain["sex"] is None else Sex(plain["sex"])
    return Practitioner(**{**plain, **sets, "position": Position(*plain["position"]), "sex": sex})
