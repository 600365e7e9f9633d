"""A release counts for whoever serves for life, and for nobody else; in again, whichever way, it counts no longer."""

import pytest
from support.people import a_birth, a_name, a_pnc
from support.service import a_person, a_result, a_service, faults_of, import_rows, managed

from throughcare.casework.assessment.actions import Registering, note_releases, record_registrations
from throughcare.casework.assessment.models import Registration
from throughcare.casework.assessment.rules.tier.registers import LIFE_OR_IPP, RELEASED
from throughcare.casework.supervision.actions import record_movement
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service()


def registered(person):
    running = Registration.objects.using("owner").filter(person_id=person.id, during__upper_inf=True)
    return dict(running.values_list("kind", "value"))


def moves(person, kind):
    """By whoever answers for the case."""
    given = {"case_id": person.case, "version": person.row.version, "kind": kind}
    record_movement(by=person.team.senior, at=person.service.later(), **given)


def somebody_out(service, *, for_life):
    """Somebody sentenced in the community, who went inside and is out again; and how a court would name them."""
    named = {
        "family_name": a_name(), "given_names": "Robin", "date_of_birth": a_birth().isoformat(), "pnc": a_pnc(),
    }  # fmt: skip
    person = managed(a_person(service, **named))
    if for_life:
        given = [Registering(person.id, LIFE_OR_IPP, "", "as the court said")]
        record_registrations(by=person.team.officer, at=service.later(), registrations=given)
    moves(person, MovementKind.RECEIVED)
    assert RELEASED not in registered(person)
    moves(person, MovementKind.RELEASED)
    return person, named


def recorded(person, named):
    """In again, as an officer records it."""
    moves(person, MovementKind.RECEIVED)


def sentenced(person, named):
    """In again by a court's own result, which its officer brings in."""
    at = person.service.later()
    row = {
        "sentence_kind": "custody", "sentence_length": "24", "requirements": "", "hearing_date": day_of(at).isoformat(),
    }  # fmt: skip
    report = import_rows(person.service, a_result(**(named | row)))
    assert not report.refused, faults_of(person.service, report)


@pytest.mark.parametrize("way", [recorded, sentenced])
def test_whoever_serves_for_life_is_out_since_a_day_until_they_are_in_again(service, way):
    person, named = somebody_out(service, for_life=True)
    assert registered(person)[RELEASED] == day_of(service.at).isoformat()
    way(person, named)
    assert RELEASED not in registered(person)


@pytest.mark.parametrize("way", [recorded, sentenced])
def test_of_whoever_serves_anything_else_no_release_is_kept(service, way):
    person, named = somebody_out(service, for_life=False)
    assert RELEASED not in registered(person)
    way(person, named)
    assert RELEASED not in registered(person)


def test_a_release_is_noted_for_whoever_one_sees_and_for_nobody_else(service):
    person, _ = somebody_out(service, for_life=True)
    elsewhere = a_service()
    day = day_of(service.later())
    told = {"at": service.later(), "released": {person.id: day}}
    assert note_releases(by=elsewhere.officer_of_the_court, **told) == 0
    before = registered(person)[RELEASED]
    assert note_releases(by=person.team.officer, **told) == 1
    assert registered(person)[RELEASED] == day.isoformat() >= before
