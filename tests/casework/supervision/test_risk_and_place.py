"""A rise in risk does what the model says; custody adds a prison's manager, and release ends that."""

import pytest
from support.service import THERE, Person, a_local, a_person, a_service, managed

from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import (
    Moving,
    record_first_risks,
    record_movement,
    record_movements,
    record_risk,
)
from throughcare.casework.supervision.models import Gap, Tenure, TimelineEntry
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import BodyKind, RiseInRisk, Risk, Rsr, preset

OM, SUPERVISOR, RESPONSIBLE, PRISON = (
    TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR, TenureKind.RESPONSIBLE_OFFICER, TenureKind.PRISON_MANAGER,
)  # fmt: skip
ROLES = (OM, SUPERVISOR, RESPONSIBLE)
ESCALATES, KEEPS, ONE_BODY = (
    "transforming-rehabilitation-2014",
    "avon-and-somerset-2010",
    "england-and-wales-2021",
)


@pytest.fixture(scope="module")
def escalating():
    return a_service(ESCALATES)


@pytest.fixture(scope="module")
def keeping():
    return a_service(KEEPS, local=THERE)


@pytest.fixture(scope="module")
def with_prison():
    return a_service(ONE_BODY, local=a_local())


def risk(person: Person, level: Risk, rsr: Rsr = Rsr.BELOW_CUT_OFF) -> None:
    row = person.row
    record_risk(
        by=person.team.senior,
        at=person.service.later(),
        case_id=row.id,
        version=row.version,
        risk=level,
        rsr=rsr,
    )


def running(person):
    return set(
        Tenure.objects.using("owner")
        .filter(case=person.case, during__upper_inf=True)
        .values_list("kind", flat=True)
    )


def waiting(person):
    return set(
        Gap.objects.using("owner")
        .filter(case=person.case, during__upper_inf=True)
        .values_list("kind", flat=True)
    )


def low(service):
    service.later()
    person = a_person(service)
    risk(person, Risk.LOW)
    return person


def test_the_two_models_of_these_tests_differ_in_what_a_rise_does():
    assert preset(KEEPS).rise_in_risk.value is RiseInRisk.KEEP_AND_OVERSEE
    assert preset(ESCALATES).rise_in_risk.value is not RiseInRisk.KEEP_AND_OVERSEE


def test_where_risk_escalates_the_roles_of_the_other_body_end_as_risk_rose_and_are_gaps(escalating):
    person = low(escalating)
    provider = person.team if person.team.body is not BodyKind.PUBLIC_PROVIDER else None
    held = managed(person, *ROLES)
    assert running(held) == set(ROLES)
    risk(person, Risk.HIGH, Rsr.AT_OR_ABOVE_CUT_OFF)
    ended = Tenure.objects.using("owner").filter(case=person.case, during__upper_inf=False)
    assert provider is None or {t.ended_because for t in ended} == {"risk rose"}
    assert running(person) | waiting(person) == set(ROLES)
    assert not running(person) & waiting(person)
    assert not person.row.oversight


def test_where_the_manager_is_kept_oversight_is_added_once_and_said_on_the_timeline(keeping):
    person = managed(low(keeping), OM)
    risk(person, Risk.HIGH)
    assert person.row.oversight
    assert OM in running(person)
    risk(person, Risk.VERY_HIGH)
    told = TimelineEntry.objects.using("owner").filter(case=person.case, what="Management oversight added")
    assert told.count() == 1
    assert told.get().note == str(preset(KEEPS).rise_in_risk.ground)


def test_a_rise_that_does_not_reach_high_adds_no_oversight(keeping):
    person = managed(low(keeping), OM)
    risk(person, Risk.MEDIUM)
    assert not person.row.oversight


def test_a_rise_of_a_case_nobody_holds_has_nobody_to_oversee(keeping):
    person = low(keeping)
    risk(person, Risk.HIGH)
    assert not person.row.oversight
    assert waiting(person) >= {OM}


def test_risk_read_before_somebody_else_changed_it_is_refused(keeping):
    person = low(keeping)
    with pytest.raises(Refused, match="while you had it open"):
        record_risk(by=person.team.senior, at=keeping.later(), case_id=person.case, version=1, risk=Risk.HIGH)


def test_in_custody_the_prison_has_a_manager_to_find_and_no_clock_runs_for_supervision(with_prison):
    person = low(with_prison)
    assert waiting(person) == set(ROLES)
    record_movement(
        by=person.team.senior, at=with_prison.later(), case_id=person.case, version=person.row.version,
        kind=MovementKind.RECEIVED,
    )  # fmt: skip
    assert waiting(person) == {OM, PRISON}


def in_prison(service):
    person = low(service)
    record_movement(
        by=person.team.senior, at=service.later(), case_id=person.case, version=person.row.version, kind=MovementKind.RECEIVED
    )  # fmt: skip
    return managed(person, PRISON)


def test_the_prisons_manager_sees_the_person_until_release_and_not_after(with_prison):
    person, prison = in_prison(with_prison), with_prison.teams[BodyKind.PRISON]
    assert person.seen_by(prison.officer)
    record_movement(
        by=person.team.senior, at=with_prison.later(), case_id=person.case, version=person.row.version,
        kind=MovementKind.RELEASED, resettled=True,
    )  # fmt: skip
    with_prison.later()
    assert person.seen_by(prison.officer) is None
    held = Tenure.objects.using("owner").get(case=person.case, kind=PRISON)
    assert held.ended_because == "released"
    assert waiting(person) == set(ROLES)
    assert person.row.resettled


def test_many_moves_in_one_act_are_the_same_as_each_alone(with_prison):
    one, other = in_prison(with_prison), in_prison(with_prison)
    at = with_prison.later()
    record_movement(
        by=one.team.senior, at=at, case_id=one.case, version=one.row.version, kind=MovementKind.RELEASED
    )
    record_movements(by=other.team.senior, at=at, moves=[Moving(other.case, MovementKind.RELEASED)])
    assert shape(one) == shape(other)


def test_many_first_risks_in_one_act_are_the_same_as_each_alone(keeping):
    one, other = a_person(keeping), a_person(keeping)
    at = keeping.later()
    record_risk(by=one.team.senior, at=at, case_id=one.case, version=one.row.version, risk=Risk.MEDIUM)
    assert record_first_risks(by=other.team.senior, at=at, risks={other.case: Risk.MEDIUM}) == 1
    assert shape(one) == shape(other)


def shape(person):
    """All that a case is, but whose it is and when it began."""
    case, now = person.row, person.service.at
    when = {None: "runs", now: "ended now"}
    spans = [
        sorted(
            (row.kind, when.get(row.during.upper, "ended before"), getattr(row, "ended_because", ""))
            for row in model.objects.using("owner").filter(case=case)
        )
        for model in (Tenure, Gap)
    ]
    said = sorted(
        TimelineEntry.objects.using("owner").filter(case=case).values_list("kind", "what", "note", "at")
    )
    begun = case.opened_at
    return (
        case.risk, case.place, case.version, case.sentence, case.unit_id, case.closed_because, spans,
        [(k, w, n) for k, w, n, at in said if at > begun],
    )  # fmt: skip


def test_a_first_risk_is_given_once_and_only_while_nobody_holds_the_case(keeping):
    person = a_person(keeping)
    record_first_risks(by=person.team.senior, at=keeping.later(), risks={person.case: Risk.LOW})
    with pytest.raises(Refused, match="has its first risk already"):
        record_first_risks(by=person.team.senior, at=keeping.later(), risks={person.case: Risk.LOW})
    held = managed(a_person(keeping), OM)
    with pytest.raises(Refused, match="Somebody holds one of these cases already"):
        record_first_risks(by=held.team.senior, at=keeping.later(), risks={held.case: Risk.LOW})


def test_a_gap_is_a_clock_in_working_days_for_its_team(keeping):
    person = low(keeping)
    at = keeping.at.replace(hour=12)
    with viewing(person.team.senior, at):
        (seen,) = [
            w
            for w in queries.without_holder([person.team.unit], at=at, kind=OM, most=1000)
            if w.person_id == person.id
        ]
    assert seen.working_days == 0
    assert seen.because == "the case has just opened"
