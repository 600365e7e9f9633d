"""Every way of a victim that the demonstration shows can be taken, by the real acts, and leaves something to be seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.people import joins
from support.service import a_service
from support.victims import a_liaison_officer, covered_of, sentenced

from throughcare.casework.victims import queries
from throughcare.casework.victims.models import AskedCondition, Letter, Statement, Victim
from throughcare.demonstration.parts.victims import _COURSES, _Course
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service("england-and-wales-2021")


@pytest.fixture(scope="module")
def team(service):
    officer = a_liaison_officer(service)
    return officer, joins(officer.unit_id, "victim liaison officer")


@pytest.mark.parametrize("number", range(len(_COURSES)), ids=[name for name, _ in _COURSES])
def test_a_way_of_the_demonstration_can_be_taken(service, team, number):
    officer, checker = team
    person = sentenced(service)
    as_at = day_of(service.at) + timedelta(days=9)
    with viewing(officer, service.at):
        covered = queries.covered_sentence(covered_of(person).id)
    name, course = _COURSES[number]
    _Course(officer, covered, as_at, number, checker).take(course)
    held = Victim.objects.using("owner").filter(covered=covered.row.id)
    assert held.exists()
    if "letter waits" in name or "checked" in name:
        assert Letter.objects.using("owner").filter(victim__in=held).exists()
    if "condition" in name:
        assert AskedCondition.objects.using("owner").filter(victim__in=held).exists()
    if "statement" in name:
        assert Statement.objects.using("owner").filter(victim__in=held).exists()
