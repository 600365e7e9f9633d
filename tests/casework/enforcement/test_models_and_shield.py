"""The same missed appointment under every operating model, a change of model in the middle, the shield, and decisions that are audited."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connections, transaction
from support.enforcement import accept, again, decide, failure_of, missed, moves_of, opened_before, refer
from support.people import a_founder, as_worker, joins
from support.service import a_local, a_person, a_service, hear, managed, put_in_force
from support.unpaid_work import a_work_team, sent

from throughcare.casework.enforcement import actions, queries
from throughcare.casework.enforcement.models import DecisionAudit, Failure, FailureStep
from throughcare.casework.enforcement.rules import FailureState, Move, NotEnforceable, is_drawn
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.queries import may_see, service_member
from throughcare.foundation.access.rules import OrganisationKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.access.system_members import CARRIER
from throughcare.foundation.kernel import Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.rules import BodyKind, InFlight, preset

CALENDAR = WorkingCalendar()

# model: the body of the team that answers, records and decides; the shield; audited; and whose ground the decision stands on
EVERY_MODEL = {
    "home-office-2005": (BodyKind.COMPETED, False, True, "assumed in this model"),
    "avon-and-somerset-2010": (BodyKind.TRUST, False, False, "7.2; 3.9"),
    "ministry-consultation-2012": (BodyKind.TRUST, True, False, "Q2 bullet 1"),
    "nacro-2012": (BodyKind.COMPETED, False, True, "Q2 p5"),
    "durham-tees-valley-2012": (BodyKind.TRUST, True, False, "Q2 bullet 1"),
    "transforming-rehabilitation-2014": (BodyKind.PUBLIC_PROVIDER, True, False, "paragraph 36"),
    "england-and-wales-2021": (BodyKind.PUBLIC_PROVIDER, True, False, "sentence management"),
}


@pytest.mark.parametrize("model", EVERY_MODEL)
def test_one_missed_appointment_under_each_model_says_who_tells_who_decides_by_when_and_by_which_clause(
    model,
):
    body, shielded, audited, ground = EVERY_MODEL[model]
    person = opened_before(managed(a_person(a_service(model))))
    assert person.team.body is body
    found = failure_of(missed(person, person.team.officer))
    assert (found.decider_organisation, found.decider_unit) == (person.team.organisation, person.team.unit)
    assert (found.same_body, found.shielded, found.audited) == (True, shielded, audited)
    assert (found.state, found.due_unit, found.due_on) == (
        FailureState.ACCEPTED, person.team.unit, CALENDAR.add(found.failed_on, 2)
    )  # fmt: skip
    said = {one["rule"].removeprefix(f"{model}: "): one["clause"] for one in found.told}
    assert ground in said["breach_decision"]
    assert {
        "breach_notice",
        "breach_decision",
        "breach_presentation",
        "responsible_officer",
        "days to refer",
        "breach_shield",
    } < said.keys()
    assert found.refer_days == 8
    assert decide(found, person.team.officer, person.service.later()).state == FailureState.WARNING


def across(in_flight):
    """A failure that a provider recorded under one model, a day before another comes into force with a rule for what is in flight."""
    service = a_service(local=a_local())
    team = a_work_team(service)
    person = opened_before(managed(a_person(service)))
    sent(person)
    found = refer(failure_of(missed(person, team.worker)), team.worker, service.later())
    access.agree_to_share(
        by=a_founder(), at=service.later(), shared_by=person.team.organisation, shared_with=team.provider.organisation,
        purpose="supervision", basis="a contract",
    )  # fmt: skip
    put_in_force(
        service.area, "nacro-2012", day_of(service.at) + timedelta(days=1), at=service.at, in_flight=in_flight
    )
    at = service.later(days=2)
    by = service_member(CARRIER, at=at)
    with as_worker():
        changed = actions.ask_again_who_decides(by=by, at=at)
    return person, team, found, again(found), changed


def test_a_change_of_model_in_the_middle_leaves_the_decision_where_cases_in_flight_stay():
    person, _, before, found, _ = across(InFlight.STAY)
    assert (found.decider_unit, found.shielded, found.version) == (before.decider_unit, True, before.version)
    assert accept(found, person.team.officer, person.service.later()).state == FailureState.ACCEPTED


def test_a_change_of_model_in_the_middle_passes_the_decision_on_where_cases_move_and_its_clock_stays():
    person, team, before, found, changed = across(InFlight.MOVE)
    assert changed >= 1
    assert found.decider_organisation == team.provider.organisation
    assert (found.shielded, found.audited) == (False, True)
    assert (found.refer_days, found.failed_on) == (before.refer_days, before.failed_on)
    assert Move.PASSED_ON in moves_of(found)
    with pytest.raises(Refused, match="Only the team of whoever decides"):
        accept(found, person.team.officer, person.service.later())
    step = FailureStep.objects.using("owner").filter(failure=found.id, move=Move.PASSED_ON).get()
    assert preset("nacro-2012").title in step.note


def test_where_nobody_is_in_force_to_decide_it_says_so_and_the_team_that_answers_owes_that_somebody_does():
    service = a_service(local=a_local())
    team = a_work_team(service)
    person = opened_before(managed(a_person(service)))
    sent(person)
    trust = service.teams[BodyKind.TRUST]
    models.appoint_body(
        by=a_founder(), at=service.later(), area=service.area, body=BodyKind.COMPETED, organisation_id=trust.organisation,
        start=day_of(service.at),
    )  # fmt: skip
    found = failure_of(missed(person, team.worker))
    assert found.decider_unit is None
    assert "Nobody paid for delivery decides here" in found.undecided_because
    assert (found.due, found.due_unit) == (Move.PASSED_ON, person.team.unit)
    with pytest.raises(Refused, match="Nobody paid for delivery decides here"):
        refer(found, team.worker, service.later())
    models.appoint_body(
        by=a_founder(), at=service.later(days=1), area=service.area, body=BodyKind.COMPETED, organisation_id=team.provider.organisation,
        start=day_of(service.at),
    )  # fmt: skip
    actions.ask_who_decides(by=person.team.officer, at=service.later(), failure_id=found.id)
    hear()
    assert again(found).decider_unit == person.team.unit


def test_the_database_lets_nobody_paid_decide_under_the_shield_whoever_writes():
    service = a_service(local=a_local())
    team = a_work_team(service)
    person = opened_before(managed(a_person(service)))
    sent(person)
    found = failure_of(missed(person, team.worker))
    assert team.provider.organisation in found.paid
    step = FailureStep(
        person_id=person.id, failure_id=found.id, number=2, move=Move.NOT_ENFORCEABLE, before="noted", after="not enforceable",
        on=found.failed_on, at=service.at, member_id=team.lead.id, organisation_id=team.provider.organisation,
    )  # fmt: skip
    with (
        pytest.raises(IntegrityError, match="nobody paid by the decision"),
        transaction.atomic(using="owner"),
    ):
        FailureStep.objects.using("owner").bulk_create([step])
    with (
        pytest.raises(IntegrityError, match="nobody_paid_by_it_is_to_decide"),
        transaction.atomic(using="owner"),
    ):
        Failure.objects.using("owner").filter(id=found.id).update(
            decider_organisation=team.provider.organisation
        )


def test_whoever_decides_sees_the_person_while_it_is_open_and_whoever_recorded_it_gains_nothing():
    service = a_service(local=a_local())
    team = a_work_team(service)
    person = opened_before(managed(a_person(service)))
    work = sent(person)
    found = failure_of(missed(person, team.worker))
    from throughcare.casework.unpaid_work.actions import take_hours_back

    take_hours_back(by=person.team.officer, at=service.later(), work_id=work, because="Moves away")
    with viewing(team.worker, service.later()):
        assert not may_see(person.id)
        assert queries.failure(found.id, today=day_of(service.at)) is None


def inspected(service):
    """A team that inspects in a service's area, under an agreement with whoever decides there."""
    founder, at = a_founder(), service.later()
    made = access.record_organisation(
        by=founder, at=at, name=f"Inspectorate {new_id().hex[-8:]}", kind=OrganisationKind.INSPECTORATE
    )
    unit = access.record_unit(by=founder, at=at, organisation_id=made, name="Inspectors", kind="team")
    models.appoint_body(
        by=founder,
        at=at,
        area=service.area,
        body=BodyKind.INSPECTORATE,
        organisation_id=made,
        start=day_of(at),
    )
    for one in service.teams.values():
        access.agree_to_share(
            by=founder,
            at=at,
            shared_by=one.organisation,
            shared_with=made,
            purpose="inspection",
            basis="an Act",
        )
    return joins(unit, "inspector")


def drawn(step, unit):
    """The same decision drawn by the database's own function, as the service does for the share that its rule says."""
    made = new_id()
    with as_worker(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT enforcement_draw(%s, %s, %s, '')", [made, step.id, unit])
    return made


def test_where_somebody_paid_decides_a_share_is_drawn_and_whoever_inspects_says_what_they_find():
    service = a_service("nacro-2012", local=a_local())
    inspector = inspected(service)
    person = opened_before(managed(a_person(service)))
    officer = person.team.officer
    for ago in (9, 6, 2):
        one = failure_of(missed(person, officer, ago=ago))
        decide(one, officer, service.later(), Move.NOT_ENFORCEABLE, reason=NotEnforceable.TRIVIAL)
    hear()
    decided = list(
        FailureStep.objects.using("owner")
        .filter(person_id=person.id, move=Move.NOT_ENFORCEABLE)
        .order_by("at")
    )
    chosen = set(
        DecisionAudit.objects.using("owner").filter(person_id=person.id).values_list("step_id", flat=True)
    )
    assert chosen == {step.id for step in decided if is_drawn(step.id, step.failure.failed_on)}
    waits = next(step for step in decided if step.id not in chosen)
    with as_worker(), viewing(officer, service.later()):
        audit = drawn(waits, inspector.unit_id)
    with viewing(inspector, service.later()):
        assert [one.id for one in queries.audits_waiting([inspector.unit_id]) if one.id == audit] == [audit]
        assert queries.audit(audit).reason == NotEnforceable.TRIVIAL
    with pytest.raises(Refused, match="may not audit"):
        actions.audit_decision(by=officer, at=service.later(), audit_id=audit, agrees=True, note="Ours.")
    actions.audit_decision(
        by=inspector, at=service.later(), audit_id=audit, agrees=False, note="It should have been warned."
    )
    with pytest.raises(Refused):
        actions.audit_decision(by=inspector, at=service.later(), audit_id=audit, agrees=True, note="Again.")
    with viewing(officer, service.at):
        [found] = [one for one in queries.audits_of(waits.failure_id) if one.id == audit]
    assert (found.agrees, found.note) == (False, "It should have been warned.")
