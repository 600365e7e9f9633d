"""How lean the work is, as it is seen in real cases: contacts, the wait from sentence to first appointment, cases each."""

from datetime import timedelta

import pytest
from casework.allocation.shell.shell_builders import allocating
from support.contacts import met
from support.people import as_worker
from support.wall_visits import browser, caller

from throughcare.casework.allocation import queries
from throughcare.casework.allocation.rules.lean import lean_on
from throughcare.casework.courts.models import Sentence
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.actions import (
    Appointing,
    Entry,
    appoint_holders,
    record_contacts,
    record_entries,
)
from throughcare.casework.supervision.rules import TenureKind
from throughcare.foundation.access.session import viewing

MANY = 10
CUSTODY = {"sentence_kind": "custody", "requirements": "", "sentence_length": "18"}


def _imposed(rows, day):
    """As if these sentences had been passed on another day, and had run from it."""
    rows.update(imposed_on=day, begins_on=day)


@pytest.fixture(scope="module")
def world():
    """Ten sentenced a week before, managed by one officer: four seen after two days, the others not."""
    found = allocating()
    people = [found.a_waiting_person(hearing_date="2026-11-13") for _ in range(MANY)]
    found.a_waiting_person(**CUSTODY)
    asked = [Appointing(one.case, TenureKind.OFFENDER_MANAGER, found.first.id) for one in people]
    appoint_holders(by=found.senior, at=found.service.later(), appointments=asked)
    seen = found.service.later(days=2)
    writes(found, people[:4], seen, "office visit")
    writes(found, people[:4], found.service.later(), "note")
    found.people = people
    return found


def writes(world, people, at, kind):
    with as_worker():
        if kind == "note":
            entries = [Entry(one.case, at, kind, "Came in", member_id=world.first.id) for one in people]
            record_entries(by=world.senior, at=at, entries=entries)
            return
        meetings = [met(one.case, at, kind, by=world.first.id) for one in people]
        record_contacts(by=world.senior, at=at, meetings=meetings)


def evidence(world):
    with viewing(world.senior, world.service.at):
        return queries.lean_evidence([world.team.unit], at=world.service.at)


def test_the_wait_is_from_the_day_of_the_sentence_and_those_not_seen_count(world):
    found = evidence(world).first_seen
    assert found.people.value == MANY
    assert found.median_days is None
    first = supervision.first_contacts
    with viewing(world.senior, world.service.at):
        rows = supervision.cases_weighed(case_ids=[one.case for one in world.people])
        assert len(first([(row, world.service.at - timedelta(days=30)) for row in rows])) == 4
        assert first([(row, world.service.at) for row in rows]) == {}


def test_custody_starts_its_clock_at_release_and_is_said_not_to_be_counted(world):
    found = evidence(world)
    assert found.not_counted.value is None or found.not_counted.value == 1
    assert found.first_seen.people.value == MANY


def test_a_sentence_longer_ago_is_a_longer_wait(world):
    standard = lean_on(world.service.at.date()).table.first_appointment_days
    ids = [one.id for one in world.people]
    rows = Sentence.objects.using("owner").filter(person_id__in=ids)
    was = rows[0].imposed_on
    try:
        _imposed(rows, world.service.at.date() - timedelta(days=3 * standard))
        late = evidence(world).first_seen
        _imposed(rows.filter(person_id__in=ids[:4]), world.service.at.date() - timedelta(days=1))
        some = evidence(world).first_seen
    finally:
        _imposed(rows, was)
    assert late.within_standard == 0
    assert some.within_standard == pytest.approx(4 / MANY)


def test_contacts_for_each_case_leave_notes_out(world):
    assert evidence(world).contacts["awaited"].each == pytest.approx(4 / MANY)


def test_the_page_tells_all_three_with_the_plan_and_what_it_rests_on(world):
    body = browser(world.senior).get("/allocation/lean").content.decode()
    for said in (
        "From sentence to first appointment", "Contacts for each case", "Cases for each officer against the plan",
        "The same by tier", "Over or under", "1,700", lean_on(world.service.at.date()).name,
    ):  # fmt: skip
        assert said in body, said


def test_the_api_tells_the_same_as_the_page(world):
    with viewing(world.senior, world.service.at):
        found = queries.lean_evidence([world.team.unit], at=world.service.at)
    told = caller(world.senior).get("/api/v1/allocation/lean").json()
    assert told["per_officer"].keys() == {"lower_risk", "other"}
    assert told["by_tier"].keys() == found.by_tier.keys()
    assert (told["people_sentenced"], told["not_seen"]) == (MANY, found.first_seen.not_seen.value)
    assert (told["edition"], told["basis"]) == (found.edition.name, found.edition.table.basis)
    assert caller(world.first).get("/api/v1/allocation/lean").status_code == 403
