"""A release counts for whoever serves for life, and for nobody else; in again, it counts no longer."""

from datetime import date

from support.assessing import under_supervision

from throughcare.casework.assessment.actions import Registering, record_registrations, record_releases
from throughcare.casework.assessment.models import Registration
from throughcare.casework.assessment.rules.tier.registers import LIFE_OR_IPP, RELEASED

OUT = date(2026, 11, 1)


def registered(person):
    running = Registration.objects.using("owner").filter(person_id=person.id, during__upper_inf=True)
    return dict(running.values_list("kind", "value"))


def test_whoever_serves_for_life_is_out_since_a_day_until_they_are_in_again():
    person, _, officer = under_supervision()
    given = {"by": officer, "at": person.service.later()}
    assert record_releases(**given, released={person.id: OUT}) == 0
    assert RELEASED not in registered(person)
    record_registrations(
        **given, registrations=[Registering(person.id, LIFE_OR_IPP, "", "as the court said")]
    )
    assert record_releases(**given | {"at": person.service.later()}, released={person.id: OUT}) == 1
    assert registered(person)[RELEASED] == OUT.isoformat()
    assert record_releases(**given | {"at": person.service.later()}, released={person.id: None}) == 1
    assert RELEASED not in registered(person)
