"""Support given in colleagues' cases, and cases of those becoming adults, weigh in the load of the live service."""

from datetime import date, timedelta

import pytest
from casework.allocation.shell.shell_builders import allocating
from support.cases import another_team
from support.contacts import met
from support.people import as_worker, joins
from support.service import managed

from throughcare.casework.allocation import queries
from throughcare.casework.allocation.actions import reckon_workload
from throughcare.casework.allocation.models import WeeklyWorkload
from throughcare.casework.allocation.rules.support import support_on
from throughcare.casework.people.models import Person as Record
from throughcare.casework.supervision.actions import (
    Appointing,
    Entry,
    appoint_holders,
    record_contacts,
    record_entries,
)
from throughcare.casework.supervision.rules import TenureKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.rules import BodyKind


@pytest.fixture
def world():
    return allocating()


def manages(world, person, who):
    appoint_holders(
        by=world.senior, at=world.service.later(),
        appointments=[Appointing(person.case, TenureKind.OFFENDER_MANAGER, who.id)],
    )  # fmt: skip
    return person


def writes(world, person, who, kind="home visit", times=1):
    at = world.service.later()
    with as_worker():
        if kind == "note":
            entry = Entry(person.case, at, kind, "Discussed", member_id=who.id)
            record_entries(by=world.senior, at=at, entries=[entry])
            return
        meetings = [met(person.case, at - timedelta(seconds=n), kind, by=who.id) for n in range(times)]
        record_contacts(by=world.senior, at=at, meetings=meetings)


def loads(world):
    with viewing(world.senior, world.service.at):
        found = queries.team_load([world.team.unit], at=world.service.at)
    return {one.member.id: one for one in found.members}


def test_a_visit_to_a_colleagues_case_moves_points_from_them_to_whoever_went(world):
    person = manages(world, world.a_waiting_person(), world.first)
    before = loads(world)
    writes(world, person, world.second, times=2)
    after = loads(world)
    assert after[world.first.id].load == before[world.first.id].load - 18
    assert after[world.second.id].load == before[world.second.id].load + 18
    assert (after[world.first.id].support, after[world.second.id].support) == (-18, 18)


def test_the_managers_own_visits_and_everybodys_notes_move_nothing(world):
    person = manages(world, world.a_waiting_person(), world.first)
    before = {who: one.load for who, one in loads(world).items()}
    writes(world, person, world.first, times=3)
    writes(world, person, world.second, kind="note", times=3)
    assert {who: one.load for who, one in loads(world).items()} == before


def test_support_counts_only_while_the_edition_says(world):
    person = manages(world, world.a_waiting_person(), world.first)
    writes(world, person, world.second)
    assert loads(world)[world.second.id].support == 9
    world.service.later(days=support_on(world.service.at.date()).table.window_days)
    assert loads(world)[world.second.id].support == 9
    world.service.later()
    assert loads(world)[world.second.id].support == 0


def test_what_was_done_before_the_case_changed_hands_counts_for_whoever_managed_it_then(world):
    person = manages(world, world.a_waiting_person(), world.first)
    writes(world, person, world.first)
    manages(world, person, world.second)
    assert loads(world)[world.first.id].support == 0
    writes(world, person, world.first)
    found = loads(world)
    assert (found[world.first.id].support, found[world.second.id].support) == (9, -9)


def test_the_kept_week_holds_cases_reports_and_support_as_parts_of_its_load(world):
    person = manages(world, world.a_waiting_person(), world.first)
    writes(world, person, world.second)
    reckon_workload(by=world.senior, at=world.service.later())
    rows = {
        row.member_id: row for row in WeeklyWorkload.objects.using("owner").filter(unit_id=world.team.unit)
    }
    assert [rows[who.id].support_points for who in (world.first, world.second)] == [-9, 9]
    assert all(row.load == row.case_points + row.report_points + row.support_points for row in rows.values())


def test_who_should_take_a_case_is_weighed_with_the_support_they_already_give(world):
    person, waits = manages(world, world.a_waiting_person(), world.first), world.a_waiting_person()
    writes(world, person, world.second, times=5)
    asked = {one["id"]: one["load"] for one in world.suggested(waits).inputs["practitioners"]}
    now = loads(world)
    assert asked == {str(who): one.load for who, one in now.items()}


def test_a_team_of_the_same_body_learns_nothing_of_the_support_given_next_door(world):
    person = manages(world, world.a_waiting_person(), world.first)
    writes(world, person, world.second)
    theirs = another_team(world.service, BodyKind.TRUST)
    with viewing(theirs.senior, world.service.at):
        from throughcare.casework.allocation.store.gathering import support_between

        assert support_between([world.first.id, world.second.id], at=world.service.at) == {}


def born(person, day):
    Record.objects.using("owner").filter(id=person.id).update(date_of_birth=day)


def test_the_case_of_somebody_not_yet_adult_weighs_as_one_of_becoming_an_adult(world):
    person = manages(world, world.a_waiting_person(), world.first)
    grown = loads(world)[world.first.id].load
    born(person, date(world.service.at.year - 16, 1, 1))
    young = loads(world)[world.first.id].load
    assert (grown, young) == (50, 23)
    born(person, None)
    assert loads(world)[world.first.id].load == grown


def test_the_senior_reads_support_on_the_teams_page_with_its_terms_and_that_they_are_assumed(world):
    from support.wall_visits import browser

    person = managed(world.a_waiting_person())
    writes(world, person, joins(world.team.unit, "offender manager"))
    body = browser(world.senior).get("/allocation/workload").content.decode()
    assert "Support" in body
    terms = support_on(day_of(world.service.at)).table
    assert f"in the last {terms.window_days} days" in " ".join(body.split())
    assert f"weighed as becoming adults, is {terms.basis}." in " ".join(body.split())
