"""A death ends all that is ahead of a person, in every table; nobody is asked, reminded or handed anything; a mistake undoes it."""

import importlib
import pkgutil
from datetime import date, timedelta
from pathlib import Path

import deaths
import pytest
from deaths import Ends
from django.apps import apps
from django.contrib.postgres.fields import RangeField
from django.db import connections
from django.db.models import DateField
from support.people import as_worker, joins
from support.service import HERE, a_person, a_result, a_service, hear, import_rows, managed
from support.wall_visits import browser

from throughcare.casework.allocation.actions import suggest_for_case
from throughcare.casework.assessment.actions import Registering, record_registrations, start_assessment
from throughcare.casework.people import queries
from throughcare.casework.people.actions import record_death, withdraw_death
from throughcare.casework.people.models import OpenPoint, Person, Stopped
from throughcare.casework.planning.actions import NewStep, add_goal
from throughcare.casework.planning.rules import Whose
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.actions import (
    Booking,
    Newcomer,
    book_appointment,
    make_feed,
    open_cases_for_newcomers,
)
from throughcare.casework.supervision.models import Case
from throughcare.casework.supervision.rules import CaseReason
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.foundation.access.session import viewing

ROOT = Path(__file__).resolve().parents[3]
PLACES = {
    one.name: importlib.import_module(f"deaths.{one.name}") for one in pkgutil.iter_modules(deaths.__path__)
}
ENDS: dict[str, Ends] = {table: ends for place in PLACES.values() for table, ends in place.ENDS.items()}
LASTS = {table: why for place in PLACES.values() for table, why in place.LASTS.items()}
HERE_MADE = {table: ends for table, ends in ENDS.items() if ends.shown is None}


def has_something_ahead(model):
    """Whether a row about a person can be under way: it has a state, a range of time, or a day that may come yet."""
    fields = model._meta.concrete_fields
    if not {"person_id"} & {field.attname for field in fields}:
        return False
    return any(
        field.name == "state"
        or isinstance(field, RangeField)
        or (isinstance(field, DateField) and field.null)
        for field in fields
    )


def of_the_service(model):
    return model.__module__.startswith("throughcare.") and model._meta.app_label != "audit"


def test_every_table_with_something_ahead_for_a_person_says_what_a_death_does_to_it():
    found = {m._meta.db_table for m in apps.get_models() if of_the_service(m) and has_something_ahead(m)}
    unplaced = found - ENDS.keys() - LASTS.keys()
    assert not unplaced, (
        f"say in tests/deaths/<context>.py what a death ends of, or why nothing: {sorted(unplaced)}"
    )
    assert not ENDS.keys() & LASTS.keys()
    assert {m._meta.db_table for m in apps.get_models()} >= ENDS.keys() | LASTS.keys()
    assert all(len(why) > 10 for why in LASTS.values())


@pytest.mark.parametrize("table", [table for table, ends in ENDS.items() if ends.shown])
def test_what_another_test_shows_is_shown_by_a_test_there_is(table):
    file, _, name = (ENDS[table].shown or "").partition("::")
    assert f"\ndef {name}(" in (ROOT / file).read_text()


@pytest.fixture(scope="module")
def service():
    return a_service()


def version(person):
    return Person.objects.using("owner").get(id=person.id).version


def dies(person, on=None):
    record_death(
        by=joins(person.row.unit_id, "case administrator"), at=person.service.later(), person_id=person.id,
        version=version(person), died_on=on or person.service.at.date(),
    )  # fmt: skip
    hear()
    person.service.later()


def lives(person):
    withdraw_death(
        by=joins(person.service.court_unit, "case administrator"), at=person.service.later(), person_id=person.id,
        version=version(person), because="They came in.",
    )  # fmt: skip
    hear()
    person.service.later()


def rows(person, only=None):
    """The rows of every table made here, whole, or those alone that are still ahead."""
    found = {}
    with connections["owner"].cursor() as cursor:
        for table, ends in HERE_MADE.items():
            ahead = f"AND ({ends.ahead})" if only else ""
            cursor.execute(
                f"SELECT to_jsonb(t) - 'version' FROM {table} t WHERE t.person_id = %(person)s {ahead} ORDER BY t.id",
                {"person": person.id, "now": person.service.at},
            )
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def ahead(person):
    return {table: len(found) for table, found in rows(person, only=True).items()}


def with_all_ahead(person):
    """Somebody managed who is assessed, registered, planned with, booked, and reads their own calendar."""
    by, service = person.team.officer, person.service
    start_assessment(by=by, at=service.later(), person_id=person.id)
    record_registrations(
        by=by, at=service.later(), registrations=[Registering(person.id, "mappa", "2", "of a kind")]
    )
    hear()
    step = NewStep("Ring the landlord", Whose.PERSON, service.at.date() + timedelta(days=20))
    add_goal(by=by, at=service.later(), case_id=person.case, words="A home of my own", steps=[step],
             wanted_by=service.at.date() + timedelta(days=60))  # fmt: skip
    booked = Booking(service.at + timedelta(days=3), ContactKind.OFFICE, "The office")
    book_appointment(by=by, at=service.later(), case_id=person.case, booking=booked)
    make_feed(by=by, at=service.later(), case_id=person.case)
    return person


def asked_for_a_report(service):
    return a_person(
        service, outcome="report requested", report_kind="standard", report_due="2026-12-10",
        **dict.fromkeys(("sentence_kind", "sentence_length", "sentence_unit", "requirements"), ""),
    )  # fmt: skip


def suggested_for(person):
    suggest_for_case(by=person.team.senior, at=person.service.later(), case_id=person.case)
    return person


def test_a_death_ends_all_that_is_ahead_and_all_of_it_comes_back_when_it_was_a_mistake(service):
    people = [
        with_all_ahead(managed(a_person(service))),
        asked_for_a_report(service),
        suggested_for(a_person(service)),
    ]
    there = [ahead(person) for person in people]
    missing = {table for table in HERE_MADE if not any(one[table] for one in there)}
    assert not missing, (
        f"nobody here has anything ahead in {sorted(missing)}: make it, or name the test that shows it"
    )
    for person, before in zip(people, there, strict=True):
        stood = rows(person)
        dies(person)
        assert ahead(person) == dict.fromkeys(HERE_MADE, 0)
        lives(person)
        assert ahead(person) == before
        after = rows(person)
        assert {table: after[table] for table in after} == stood
        assert not Stopped.objects.using("owner").filter(person=person.id, put_back_at=None).exists()


def test_nothing_more_is_asked_of_somebody_who_died_nor_handed_to_them(service):
    person = managed(a_person(service, date_of_birth=""))
    points = OpenPoint.objects.using("owner").filter(person=person.id, settled_at=None)
    assert points.exists()
    client = browser(person.team.officer)
    address = f"/people/{person.id}/own-summary"
    dies(person)
    with viewing(person.team.officer, person.service.at):
        assert queries.person_page(person.id, on=person.service.at.date()).open_points == ()
    for one in (address, f"{address}.pdf"):
        refused = client.get(one)
        assert refused.status_code != 200 or "nothing is handed to them" in refused.content.decode()
    assert "own-summary" not in client.get(f"/people/{person.id}/assessments").content.decode()
    lives(person)
    with viewing(person.team.officer, person.service.at):
        assert queries.person_page(person.id, on=person.service.at.date()).open_points


def test_no_clock_of_a_requirement_runs_for_somebody_who_died(service):
    person = managed(a_person(service, requirements="unpaid work 80 hours"))
    unit = person.team.unit

    def waiting():
        with viewing(person.team.senior, person.service.later()):
            found = supervision.requirements_not_begun([unit], at=person.service.at)
        return [one for one in found if one.person_id == person.id]

    assert waiting()
    dies(person)
    assert waiting() == []


def test_a_newcomer_like_somebody_dead_waits_for_a_person_and_opens_no_case_of_theirs(service):
    person = a_person(service, pnc="")
    row = Person.objects.using("owner").get(id=person.id)
    dies(person, on=date(2026, 11, 12))
    service.takes_its_area()
    came = Newcomer(
        "one",
        row.forenames,
        row.surname,
        row.date_of_birth,
        f"{HERE[1]} 3AB",
        CaseReason.DIVERSION,
        "a caution",
    )
    with as_worker():
        report = open_cases_for_newcomers(
            by=service.officer_of_the_court, at=service.later(), newcomers=[came]
        )
        hear()
    assert not Case.objects.using("owner").filter(person_id=person.id, closed_at=None).exists()
    assert report.joined == ()


def test_a_hearing_ahead_of_somebody_dead_waits_and_one_before_the_death_joins(service):
    first = a_result(hearing_date="2026-11-10")
    person = a_person(service, **{k: v for k, v in first.items() if k != "postcode"})
    dies(person, on=date(2026, 11, 12))
    same = {k: first[k] for k in ("family_name", "given_names", "date_of_birth", "pnc", "defendant_id")}
    listed = {
        "outcome": "listed",
        **dict.fromkeys(("sentence_kind", "sentence_length", "sentence_unit", "requirements"), ""),
    }
    ahead_of_them = a_result(**same | listed | {"hearing_date": "2026-12-03"})
    late = a_result(**same | {"hearing_date": "2026-11-11", "sentence_length": "6"})
    assert import_rows(service, ahead_of_them, late).recorded == 2
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT result_ref, person_id FROM courts_appearance WHERE result_ref = ANY (%s)",
            [[ahead_of_them["result_ref"], late["result_ref"]]],
        )
        whose = dict(cursor.fetchall())
    assert whose[late["result_ref"]] == person.id
    assert whose[ahead_of_them["result_ref"]] != person.id
