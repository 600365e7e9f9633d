"""Whoever loses a role is told on their home: which, why, and who holds it now; nobody else is, and not for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone
from support.people import joins
from support.service import a_person, a_service, managed
from support.wall_visits import browser

from throughcare.casework.supervision.actions import Appointing, appoint_holders
from throughcare.casework.supervision.queries import roles_lost
from throughcare.casework.supervision.rules import EndReason, TenureKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.operating_model.rules import BodyKind


@pytest.fixture(scope="module")
def scene():
    """Somebody whose officer was replaced by another, and the three members it concerns."""
    service = a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=4))
    trust = service.teams[BodyKind.TRUST]
    other = joins(trust.unit, "offender manager")
    person = managed(a_person(service), TenureKind.OFFENDER_MANAGER)
    asked = [Appointing(person.case, TenureKind.OFFENDER_MANAGER, other.id, EndReason.WORKLOAD)]
    appoint_holders(by=trust.senior, at=service.later(), appointments=asked)
    return service, trust, other, person


def home(member):
    return browser(member).get("/").content.decode()


def test_whoever_lost_it_is_told_why_and_who_holds_it_now(scene):
    _, trust, other, person = scene
    said = home(trust.officer)
    assert "You are no longer offender manager: workload" in said
    assert f"{other.name} holds it now" in said
    assert f"/people/{person.id}/timeline" in said


def test_nobody_else_is_told_so(scene):
    _, trust, _, _ = scene
    assert "You are no longer" not in home(joins(trust.unit, "offender manager"))
    assert "You are no longer" not in home(trust.senior)


def test_a_role_that_one_holds_again_is_not_lost_and_what_was_lost_long_ago_is_told_no_more(scene):
    service, trust, other, _ = scene
    person = managed(a_person(service), TenureKind.OFFENDER_MANAGER)
    for member, why in ((other, EndReason.WORKLOAD), (trust.officer, EndReason.REPLACED)):
        asked = [Appointing(person.case, TenureKind.OFFENDER_MANAGER, member.id, why)]
        appoint_holders(by=trust.senior, at=service.later(), appointments=asked)
    at = service.later()
    week = at - timedelta(days=7)
    with viewing(trust.officer, at):
        assert person.id not in {one.person_id for one in roles_lost(trust.officer.id, since=week, until=at)}
    with viewing(other, at):
        assert [one.person_id for one in roles_lost(other.id, since=week, until=at)] == [person.id]
        assert roles_lost(other.id, since=at, until=at) == []
        assert roles_lost(other.id, since=week, until=at - timedelta(days=1)) == []
