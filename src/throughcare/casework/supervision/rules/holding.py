"""Who may hold a tenure: the operating model's answer, as a finding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from throughcare.foundation.kernel import Finding, Refused
from throughcare.foundation.operating_model.rules import (
    Cohort,
    Function,
    Holding,
    Place,
    Risk,
    Rsr,
    Sentence,
    Subject,
)

from .words import TenureKind

FUNCTION_OF: Mapping[TenureKind, Function] = {
    TenureKind.OFFENDER_MANAGER: Function.OFFENDER_MANAGEMENT,
    TenureKind.SUPERVISOR: Function.SUPERVISION,
    TenureKind.RESPONSIBLE_OFFICER: Function.RESPONSIBLE_OFFICER,
    TenureKind.PRISON_MANAGER: Function.CUSTODY_MANAGEMENT,
}
_COMMUNITY = {
    "community order": Sentence.COMMUNITY_ORDER,
    "youth rehabilitation order": Sentence.COMMUNITY_ORDER,
    "suspended sentence order": Sentence.SUSPENDED_SENTENCE_ORDER,
}
A_YEAR = 12


def sentence_axis(kind: str, length_months: float | None) -> Sentence:
    """Where a sentence stands on the models' axis; a custodial length not known is taken as the longer."""
    if kind in _COMMUNITY:
        return _COMMUNITY[kind]
    short = length_months is not None and length_months < A_YEAR
    return Sentence.CUSTODY_UNDER_12_MONTHS if short else Sentence.CUSTODY_12_MONTHS_OR_MORE


def as_subject(
    *,
    risk: str,
    sentence: str,
    place: str,
    rsr: str,
    cohorts: Iterable[str],
    resettled: bool,
) -> Subject:
    """A case as the operating model asks about it; each input is said, so that a caller cannot forget one."""
    return Subject(
        risk=Risk(risk),
        sentence=Sentence(sentence),
        place=Place(place),
        rsr=Rsr(rsr),
        cohorts=frozenset(Cohort(cohort) for cohort in cohorts),
        resettled=resettled,
    )


def wanted_tenures(place: str, sentence: str) -> tuple[TenureKind, ...]:
    """The tenures a case should have: before sentence the offender manager alone, in custody the prison's too."""
    if sentence in {Sentence.NONE, Sentence.AWAITING_SENTENCE, Sentence.DIVERSION}:
        return (TenureKind.OFFENDER_MANAGER,)
    if place == Place.CUSTODY:
        return (TenureKind.OFFENDER_MANAGER, TenureKind.PRISON_MANAGER)
    return (TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER)


def check_may_hold(
    kind: TenureKind, *, holding: Holding, held_by: UUID, organisation_id: UUID, names: Mapping[UUID, str]
) -> Finding:
    """Refuse a member of another organisation than the model names; else the finding that lets them hold it."""
    if organisation_id != held_by:
        raise Refused(
            f"Under {holding.model} the {kind} comes from {names.get(held_by, holding.body_name)}"
            f" ({holding.ground.clause}), and this member is of {names.get(organisation_id, 'another organisation')}."
            f" {line_of(holding)}"
        )
    return holding.finding


def check_may_be_appointed(kind: TenureKind, *, name: str, role: str, practises: bool) -> None:
    """Refuse whoever does not work with people on probation, and a program that acts for the service: neither holds a case."""
    if role == "service" or not practises:
        raise Refused(
            f"{name} cannot be {kind}: a {role} keeps no record of contact with people on probation.",
            field="member_id",
        )


def line_of(holding: Holding) -> str:
    """The line of the model that answers, quoted where it rests on a source, with where it stands."""
    ground = holding.ground
    said = f"“{ground.words}”" if ground.words else ground.why or holding.body_name
    return f"The model's line on {holding.function.label.lower()}, line {ground.at} of its file: {said}"


def check_may_appoint(kind: TenureKind, *, answers_for_it: bool, anothers: bool, own_member: bool) -> None:
    """Refuse whoever merely sees a case: its own team appoints; in another body's case, a team its own staff alone.

    Which body may hold the role at all is the operating model's answer, asked by ``check_may_hold``.
    """
    if not (answers_for_it or (anothers and own_member)):
        raise Refused(
            f"Only the team that answers for the case can appoint its {kind},"
            " or the body that the operating model gives the role to, one of its own staff."
        )
