"""What a page about a person reads in one statement is what its contexts read by themselves, and only what the viewer may see."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from support.contacts import met
from support.service import HERE, THERE, Person, Service, a_person, a_service, managed
from support.wall_visits import browser

from throughcare.casework.courts import queries as courts
from throughcare.casework.people import queries as people
from throughcare.casework.supervision import queries as supervision
from throughcare.casework.supervision.actions import (
    Booking,
    book_appointment,
    correct_contact,
    record_contact,
    record_on_timeline,
)
from throughcare.casework.supervision.rules.contacts import ContactKind, Outcome
from throughcare.foundation.access import gathered
from throughcare.foundation.access.gathered import Prepared, gather
from throughcare.foundation.access.session import viewing

EVERYTHING = (
    *people.ON_A_PERSON, *supervision.ON_A_CASE, *courts.ON_SENTENCES, *courts.ON_REPORTS,
    *supervision.ON_A_TIMELINE, *supervision.ON_CONTACT,
)  # fmt: skip
LISTS = tuple(dict.fromkeys(EVERYTHING))
SAID = 'Said "no", then \\ and — naïve 100% 😀\nleft {early}'


def lived(service: Service) -> Person:
    """Somebody of whom every list holds something: names, homes, contacts, one corrected, an appointment, words of every kind."""
    person = managed(a_person(service))
    officer = person.team.officer
    requirement = requirements_of(person)[0]
    for days in range(1, 4):
        service.later(days=1)
        record_contact(
            by=officer, at=service.at,
            meeting=met(person.case, service.at, note=SAID, requirement_id=requirement, done=Decimal("2.50") * days),
        )  # fmt: skip
    with viewing(officer, service.at):
        first = supervision.contacting(person.row, at=service.at).contacts[0]
    correct_contact(
        by=officer, at=service.later(), contact_id=first.id, because="It was another outcome.",
        meeting=met(person.case, first.happened_at, kind=first.kind.value, outcome=Outcome.LATE),
    )  # fmt: skip
    ahead = Booking(service.at + timedelta(days=3), ContactKind("office visit"), "The office", officer.id)
    book_appointment(by=officer, at=service.later(), case_id=person.case, booking=ahead)
    record_on_timeline(
        by=officer, at=service.later(), case_id=person.case, kind="note", what="Wrote", note=SAID
    )
    return person


def requirements_of(person: Person) -> list[UUID]:
    """The requirements counted in hours or days, of the sentence in force."""
    with viewing(person.team.officer, person.service.at):
        return [q.id for s in courts.sentences_of(person.id) for q in s.requirements if q.is_counted]


@pytest.fixture(scope="module")
def person() -> Person:
    return lived(a_service(local=HERE))


def values(row: models.Model) -> dict[str, Any]:
    return {str(one.attname): getattr(row, str(one.attname)) for one in row._meta.concrete_fields}


def test_each_list_holds_the_rows_that_the_orm_reads_value_by_value(person: Person) -> None:
    with viewing(person.team.officer, person.service.at):
        read = gather(LISTS, person=person.id)
        filled = [rows for rows in LISTS if read.of(rows)]
        for rows in filled:
            stored = rows.model._default_manager.in_bulk([row.pk for row in read.of(rows)])
            for row in read.of(rows):
                assert values(row) == values(stored[row.pk]), rows.model
                assert [*map(type, values(row).values())] == [*map(type, values(stored[row.pk]).values())]
    assert len({rows.model for rows in filled}) >= 14


def test_what_is_read_beforehand_tells_the_same_as_each_context_asked_by_itself(person: Person) -> None:
    at = person.service.at
    with viewing(person.team.officer, at):
        read = gather(LISTS, person=person.id)
        case = supervision.case_of(person.id, at=at, read=read)
        assert case is not None
        assert repr(case) == repr(supervision.case_of(person.id, at=at))
        assert case.case == person.row
        stands = supervision.contacting(case.case, at=at, read=read)
        assert stands == supervision.contacting(case.case, at=at)
        assert stands.ahead
        assert any(one.old for one in stands.contacts)
        latest = supervision.timeline(person.id, read=read)
        apart = supervision.timeline(person.id)
        assert (latest.entries, latest.next) == (apart.entries, apart.next)
        assert {row.member_id for row in latest.entries if row.member_id} <= latest.names.keys()
        assert courts.sentences_of(person.id, read=read) == courts.sentences_of(person.id) != []
        assert courts.reports_of(person.id, read=read) == courts.reports_of(person.id)
        assert people.person_page(person.id, on=at.date(), read=read) == people.person_page(
            person.id, on=at.date()
        )


def test_a_viewer_of_another_service_reads_nothing_by_the_same_plan(person: Person) -> None:
    other = managed(a_person(a_service(local=THERE)))
    for _ in range(3):
        with viewing(person.team.officer, person.service.at):
            assert [row.id for row in gather(LISTS, person=person.id).of(LISTS[0])] == [person.id]
        with viewing(other.team.officer, other.service.at):
            walled = gather(LISTS, person=person.id)
            assert {rows.model._meta.label for rows in LISTS if walled.of(rows)} <= {
                "courts.Court",
                "courts.Offence",
            }
        with viewing(None, person.service.at):
            assert not gather(LISTS, person=person.id).of(LISTS[0])


def test_the_statement_holds_no_value_and_is_planned_once(person: Person) -> None:
    with viewing(person.team.officer, person.service.at):
        for _ in range(2):
            gather(LISTS, person=person.id)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%people_person%'"
            )
            found = [row[0] for row in cursor.fetchall()]
    planned = Counter(one for one in found if "json_build_array" in one and "supervision_contact" in one)
    assert planned and set(planned.values()) == {1}, "whatever else this connection was asked before"
    assert not [one for one in found if str(person.id) in one]


def test_the_page_of_a_person_asks_as_much_of_somebody_with_a_long_past(person: Person) -> None:
    short = managed(a_person(person.service))
    client = browser(person.team.officer)
    asked = []
    for one in (short, person):
        client.get(f"/people/{one.id}")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/people/{one.id}").status_code == 200
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 12


def test_every_column_but_floats_and_bytes_can_be_read_so() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("throughcare.")]
    for one in (one for model in ours for one in model._meta.concrete_fields):
        if isinstance(one, (models.FloatField, models.BinaryField)):
            with pytest.raises(TypeError, match="cannot be read"):
                gathered._reader(one)
        else:
            gathered._reader(one)


def test_a_text_is_prepared_only_where_it_says_so() -> None:
    with connection.cursor() as cursor:
        cursor.execute(Prepared("SELECT %(one)s::integer + 41"), {"one": 1})
        assert (cursor.fetchone(), cursor.rowcount, cursor.description[0].name) == ((42,), 1, "?column?")
        cursor.execute("SELECT 7 UNION SELECT 8 ORDER BY 1")
        assert cursor.fetchall() == [(7,), (8,)]
        cursor.execute(Prepared("SELECT unnest(%(many)s::integer[])"), {"many": [3, 4, 5]})
        assert cursor.fetchmany(2) == [(3,), (4,)]
        assert list(cursor) == [(5,)]
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT $1::integer + 41'"
        )
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT 7 UNION%'")
        assert cursor.fetchone() == (0,)
