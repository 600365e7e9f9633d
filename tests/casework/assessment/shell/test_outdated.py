"""Tiers are kept up with the edition in force: by whoever asks and by a job each night; none outlives all sight."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache

import psycopg
import pytest
from django.utils import timezone
from support.assessing import Assessed, being_assessed, signed
from support.people import an_office, as_worker
from support.service import Service, a_service

from throughcare.casework.assessment import actions, queries, tasks
from throughcare.casework.assessment.actions.outdated import outdated, units_outdated
from throughcare.casework.assessment.models import Tier
from throughcare.casework.supervision import actions as supervision
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.models import Grant
from throughcare.foundation.access.session import viewing
from throughcare.foundation.audit.models import Decision
from throughcare.foundation.audit.models import Entry as Line

LONG = timedelta(days=4000)


def rows(one: Assessed) -> list[Tier]:
    return list(
        Tier.objects.using("owner").filter(person_id=one.id, during__isempty=False).order_by("during")
    )


def aged(one: Assessed) -> Assessed:
    """The same person, their tier as an edition no longer in force left it."""
    Tier.objects.using("owner").filter(person_id=one.id, during__upper_inf=True).update(
        edition="v2-checked", digest="of what an earlier edition saw"
    )
    return one


def closed(one: Assessed) -> Assessed:
    """The same person, whose case has closed."""
    case = one.person.row
    team = next(team for team in one.service.teams.values() if team.unit == case.unit_id)
    supervision.close_case(
        by=team.senior, at=one.now(), case_id=case.id, version=case.version, because="the last sentence ended"
    )
    return one


def recompute_by_each(one: Assessed, *, at: datetime) -> list[int]:
    """How many tiers ended when the officer, and then the senior, kept tiers up at an instant."""
    return [actions.recompute_outdated(by=by, at=at).ended for by in (one.officer, one.senior)]


def last_sight(one: Assessed):
    ends = Grant.objects.using("owner").filter(person_id=one.id).values_list("during", flat=True)
    return max(during.upper for during in ends if not during.isempty)


def test_a_tier_of_an_edition_no_longer_in_force_is_worked_out_again_and_the_earlier_one_kept():
    one = aged(signed())
    before = one.tier
    found = actions.recompute_outdated(by=one.officer, at=one.now())
    assert found.written >= 1
    assert one.tier.edition == "v3-checked"
    kept = rows(one)
    assert [row.edition for row in kept[-2:]] == ["v2-checked", "v3-checked"]
    assert kept[-2].id == before.id
    assert kept[-2].during.upper == kept[-1].during.lower


def test_working_out_what_is_outdated_twice_writes_nothing_the_second_time():
    one = aged(signed())
    actions.recompute_outdated(by=one.officer, at=one.now())
    again = actions.recompute_outdated(by=one.officer, at=one.now())
    assert (again.people, again.written, again.changed) == (0, 0, 0)


def test_an_office_that_sees_nobody_leaves_everybodys_tier_alone():
    one, elsewhere = aged(signed()), an_office()
    found = actions.recompute_outdated(by=elsewhere.manager, at=one.now())
    assert (found.people, found.ended) == (0, 0)
    assert one.tier.edition == "v2-checked"


def test_the_tier_of_a_closed_case_stands_while_the_last_team_can_read_it():
    one = closed(signed())
    found = actions.recompute_outdated(by=one.officer, at=one.now())
    assert found.ended == 0
    assert one.tier.until is None


def test_the_tier_of_somebody_whom_nobody_sees_any_more_ends_when_sight_of_them_did():
    one = closed(aged(signed()))
    until = last_sight(one)
    with as_worker():
        found = actions.recompute_outdated(by=one.senior, at=one.service.at + LONG)
    assert found.ended >= 1
    last = rows(one)[-1]
    assert last.during.upper == until
    assert last.edition == "v2-checked"  # what it was stays written: it was not another edition's to change


def test_the_end_of_an_unseen_tier_is_in_the_audit_with_whose_it_was():
    one = closed(signed())
    with as_worker():
        actions.recompute_outdated(by=one.senior, at=one.service.at + LONG)
    line = Line.objects.using("owner").filter(member_id=one.senior.id).latest("id")
    assert one.id in line.people
    assert line.subject["ended"] >= 1


def test_nobody_else_may_end_the_tier_of_people_their_units_never_saw():
    one, elsewhere = closed(signed()), an_office()
    with as_worker():
        found = actions.recompute_outdated(by=elsewhere.manager, at=one.service.at + LONG)
    assert found.ended == 0
    assert rows(one)[-1].during.upper is None


def test_without_the_permission_no_tier_ends_even_by_the_function_itself():
    from django.db import connection

    one = closed(signed())
    court = one.service.officer_of_the_court
    with viewing(court, one.service.at + LONG), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM assessment_end_unseen_tiers()")
        assert cursor.fetchone() == (0,)
    assert rows(one)[-1].during.upper is None


def test_an_ended_tier_is_worked_out_again_once_the_person_is_in_sight_again():
    one = signed()
    row = rows(one)[-1]
    Tier.objects.using("owner").filter(id=row.id).update(during=(row.during.lower, one.now()))
    assert one.ask(queries.tier_of, one.id) is None
    with viewing(one.officer, one.service.at):
        assert one.id in outdated(one.service.at)
    actions.recompute_outdated(by=one.officer, at=one.now())
    assert one.tier.tier == row.tier


def test_the_web_may_not_ask_which_units_have_tiers_to_work_out(database):
    from throughcare.server.database.urls import Role

    with database.connect(Role.WEB) as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("SELECT * FROM assessment_units_outdated('v3-checked', now())")


def test_the_units_asked_for_are_those_that_see_an_outdated_tier_and_no_others():
    one, other = aged(signed()), being_assessed(a_service("transforming-rehabilitation-2014"))
    with as_worker():
        found = units_outdated(one.now())
    assert one.officer.unit_id in found.seeing
    assert other.officer.unit_id not in found.seeing | found.saw_last


def test_a_team_that_is_only_to_see_somebody_did_not_see_them_last():
    service = a_service()
    before = service.at
    service.later(days=30)
    one = signed(service=service)
    with as_worker():
        found = units_outdated(before)
        assert one.officer.unit_id not in found.seeing | found.saw_last
        assert recompute_by_each(one, at=before) == [0, 0]
    assert one.tier.until is None


@cache
def the_nights_service() -> Service:
    """A service of this file's own: the job goes by the real clock, and other files move the shared one's far ahead."""
    return a_service()


def nightly() -> None:
    with as_worker():
        tasks.recompute_every_night(timestamp=0)


def test_the_nightly_job_brings_every_outdated_tier_up_and_leaves_nothing_to_do():
    first = aged(signed(service=the_nights_service()))
    second = aged(being_assessed(a_service("transforming-rehabilitation-2014")))
    nightly()
    assert {first.tier.edition, second.tier.edition} == {"v3-checked"}
    with as_worker():
        assert not units_outdated(timezone.now()).seeing & {first.officer.unit_id, second.officer.unit_id}


def test_a_record_closed_to_those_who_lead_is_brought_up_by_one_to_whom_it_is_open():
    one = aged(signed(service=the_nights_service()))
    access.declare_kin(by=one.senior, at=one.now(), person_id=one.id)
    nightly()
    assert one.tier.edition == "v3-checked"
    decided = Decision.objects.using("owner").filter(person_id=one.id, about="tier").latest("at")
    assert decided.member_id == one.officer.id


def test_a_night_with_nothing_outdated_writes_nothing():
    one = signed(service=the_nights_service())
    nightly()

    def written():
        tiers = Tier.objects.using("owner").filter(person_id=one.id)
        return tiers.count(), Line.objects.using("owner").filter(
            people__contains=[one.id], kind="did"
        ).count()

    before = written()
    assert before[0] and before[1]
    nightly()
    assert written() == before
    assert one.tier.edition == "v3-checked"


def test_the_job_is_asked_for_every_night():
    from procrastinate.contrib.django import app

    found = {one.task.name: one.cron for one in app.periodic_registry.periodic_tasks.values()}
    assert found["throughcare.recompute_tiers"] == "20 4 * * *"
