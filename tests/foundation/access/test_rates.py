"""What could harvest records is done only so often by one person, and who is stopped is told to those who read the audit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.people import NOW, a_founder, an_office, joins
from support.wall_visits import browser

from throughcare.casework.people.actions import look_outside_wall
from throughcare.foundation.access.actions import add_member
from throughcare.foundation.access.queries import member
from throughcare.foundation.access.rates import STOPPED, check_rate, rates, stopped_here
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission, Refused

AN_HOUR = next(
    r for r in rates() if r.permission is Permission.SEARCH_OUTSIDE_WALL and r.within == timedelta(hours=1)
)


def search(by: Member, at=NOW) -> None:
    look_outside_wall(by=by, at=at, because="somebody rang at night", words="Nobody Likely")


def an_officer() -> Member:
    office = an_office()
    return joins(office.unit, "offender manager")


def as_often_as_one_may(by: Member, at=NOW) -> None:
    for _ in range(AN_HOUR.times):
        search(by, at)


def test_each_rate_says_how_often_in_what_time_and_why():
    assert all(rate.times > 0 and rate.within > timedelta(0) and rate.basis for rate in rates())
    assert {rate.permission for rate in rates()} == {
        Permission.SEARCH_OUTSIDE_WALL,
        Permission.DRAW_SAMPLE,
        Permission.EXTRACT_OUTCOMES,
    }


def test_whoever_searches_outside_the_wall_too_often_is_stopped_and_may_again_when_the_hour_is_over():
    officer = an_officer()
    as_often_as_one_may(officer)
    with pytest.raises(Refused, match=STOPPED):
        search(officer)
    search(officer, NOW + timedelta(hours=1, minutes=1))


def test_another_hat_of_the_same_account_is_the_same_person():
    officer = an_officer()
    as_often_as_one_may(officer)
    office = an_office()
    other = add_member(
        by=a_founder(), at=NOW, unit_id=office.unit, role="offender manager", name=officer.name,
        account_id=officer.account_id,
    )  # fmt: skip
    hat = member(other, at=NOW)
    assert hat is not None
    with pytest.raises(Refused, match=STOPPED):
        search(hat)
    search(an_officer())


@pytest.mark.parametrize("permission", sorted({rate.permission for rate in rates()}))
def test_no_rate_stops_a_service_of_ours(permission: Permission):
    check_rate(a_founder(), permission, NOW)


def test_who_was_stopped_is_told_to_those_who_read_the_audit_of_their_organisation_and_to_nobody_else():
    officer = an_officer()
    senior = joins(officer.unit_id, "senior probation officer")
    with viewing(senior, NOW):
        assert stopped_here(NOW - timedelta(days=1)) == []
    as_often_as_one_may(officer)
    for _ in range(2):
        with pytest.raises(Refused):
            search(officer)
    with viewing(senior, NOW):
        (told,) = stopped_here(NOW - timedelta(days=1))
    assert (told.member, told.act, told.done, told.stopped) == (
        officer.name, Permission.SEARCH_OUTSIDE_WALL, AN_HOUR.times, 2,
    )  # fmt: skip
    for other in (officer, joins(an_office().unit, "senior probation officer")):
        with viewing(other, NOW):
            assert stopped_here(NOW - timedelta(days=1)) == []


def test_the_alarm_stands_on_the_home_of_those_who_read_the_audit(monkeypatch: pytest.MonkeyPatch):
    from django.utils import timezone

    officer, now = an_officer(), timezone.now()
    senior = joins(officer.unit_id, "senior probation officer")
    as_often_as_one_may(officer, now)
    with pytest.raises(Refused):
        search(officer, now)
    assert "Stopped for going too fast" in browser(senior).get("/").content.decode()
    assert "Stopped for going too fast" not in browser(officer).get("/").content.decode()
