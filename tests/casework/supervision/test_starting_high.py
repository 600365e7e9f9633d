"""Whether licences start as high risk is a switch of the model, and its effect on caseloads is shown before anybody throws it."""

from datetime import timedelta

from support.carrying import carry_all
from support.people import a_founder, joins
from support.service import a_local, a_person, a_service, managed

from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import record_movement, rehearse_change
from throughcare.casework.supervision.models import Case
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.rules import BodyKind, InFlight, preset_text

CUSTODY = {"sentence_kind": "custody", "sentence_length": "24", "sentence_unit": "months", "requirements": ""}
AS_ASSESSED = preset_text("durham-tees-valley-2012")
STARTS_HIGH = AS_ASSESSED.replace("starts_high: {value: false", "starts_high: {value: true")


def of_low_risk(service, *, released=None, **given):
    """Somebody of low risk with a supervisor, released where it says how."""
    person = a_person(service, **given)
    Case.objects.using("owner").filter(id=person.case).update(risk="low")
    if released is not None:
        record_movement(
            by=person.team.senior, at=service.later(), case_id=person.case, version=person.row.version,
            kind=MovementKind.RELEASED, resettled=released == "resettled",
        )  # fmt: skip
    return managed(person, TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR)


def rehearsed(service, text):
    """What a model of that text would bring in the service's area from tomorrow, as its page tells it."""
    administrator = joins(service.court_unit, "administrator")
    adopted = models.adopt_model(by=a_founder(), at=service.at, text=text)
    asked = rehearse_change(
        by=administrator, at=service.later(), area=service.area, model_id=adopted,
        start=day_of(service.at) + timedelta(days=1), in_flight=InFlight.DECIDE_AGAIN,
    )  # fmt: skip
    kept = carry_all(asked, service.later())
    with viewing(administrator, service.at):
        report = queries.carrying(asked)
    assert report is not None
    return kept, report


def test_a_rehearsal_of_the_switch_says_whose_supervision_passes_and_of_how_many_and_moves_nobody():
    service = a_service(local=a_local())
    of_low_risk(service)
    of_low_risk(service, released="resettled", **CUSTODY)
    newly = of_low_risk(service, released="newly", **CUSTODY)
    assert len(AS_ASSESSED) != len(STARTS_HIGH)

    kept, report = rehearsed(service, STARTS_HIGH)
    passing = {(one.role, one.was, one.becomes) for one in report.flows if one.changes}
    competed, trust = (f"{body.label} {service.area}" for body in (BodyKind.COMPETED, BodyKind.TRUST))
    assert passing == {("supervisor", competed, trust)}
    assert kept.of == 3
    assert sum(kept.fates.values()) == 3
    assert sorted(many for flow, many in kept.flows.items() if "supervisor" in flow) == [1, 2]
    assert "supervisor" in newly.seen_by(newly.team.senior).now

    _, same = rehearsed(service, AS_ASSESSED)
    assert not [one for one in same.flows if one.changes]
