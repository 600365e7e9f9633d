"""How common a name is is kept as people come and change: always what counting everybody again would give."""

import json
from collections import Counter
from dataclasses import replace
from threading import Barrier, Thread

import psycopg
import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.people import NOW, a_name, a_pnc, a_record, an_office, as_worker, record

from throughcare.casework.people.actions import (
    PersonChanges,
    add_identifier,
    amend_person,
    merge_people,
    unmerge_people,
)
from throughcare.casework.people.rules import HomeRecord, IdentifierKind
from throughcare.foundation.access.session import viewing
from throughcare.server.database.urls import Role

LINES = "SELECT of_column, value, sum(people) FROM people_valuecount GROUP BY 1, 2 HAVING sum(people) <> 0"
COMPARED = """SELECT forenames, surname, date_of_birth, postcodes, pnc, other_pncs, cro, other_cros
  FROM people_matching WHERE cardinality(keys) > 0"""
SAME = "Same person: confirmed by the prison."


def _owner(sql):
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def counted_again():
    """How many people have each value, counted from all that is compared, without the service's own words for it."""
    counts = Counter()
    for forenames, surname, born, postcodes, pnc, pncs, cro, cros in _owner(COMPARED):
        first, second = [*forenames, None, None][:2]
        alone = {
            "people": "", "name_1_std": first, "name_2_std": second, "last_name_std": surname or None,
            "first_and_last_name_std": f"{first} {surname}" if first and surname else None,
            "date_of_birth": born and born.isoformat(), "pnc_single": pnc, "cro_single": cro,
        }  # fmt: skip
        counts.update((column, value) for column, value in alone.items() if value is not None)
        several = {"pnc_single": pncs, "cro_single": cros, "postcode": postcodes}
        counts.update((column, value) for column, values in several.items() for value in values)
    return counts


def kept():
    """The same as it is kept."""
    return Counter({(column, value): int(people) for column, value, people in _owner(LINES)})


def lines_of(value):
    [(number,)] = _owner(f"SELECT count(*) FROM people_valuecount WHERE value = '{value}'")
    return number


def asked(by, **wanted):
    """What a batch is told."""
    with as_worker(), viewing(by, NOW), connections["default"].cursor() as cursor:
        cursor.execute("SELECT * FROM people_counts(%s::jsonb)", [json.dumps(wanted)])
        return {(column, value): people for column, value, people in cursor.fetchall()}


def derived_again():
    """A batch arrives, before which whatever is stale is derived again."""
    record(an_office(), a_record())


def test_everybody_is_counted_already():
    derived_again()
    assert kept() == counted_again()


@given(st.integers(1, 4), st.booleans())
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_batch_adds_what_its_people_have_and_is_told_it_next_time(how_many, with_home):
    office, surname = an_office(), a_name()
    home = HomeRecord("1 Example Street", "TS1 2AB") if with_home else None
    record(
        office,
        *(a_record(forenames=f"{a_name()} Peter", surname=surname, home=home) for _ in range(how_many)),
    )
    told = asked(office.court, last_name_std=[surname.upper(), surname.upper()], name_1_std=["NOBODY AT ALL"])
    assert told[("last_name_std", surname.upper())] == how_many
    assert ("name_1_std", "NOBODY AT ALL") not in told
    assert told[("people", "")] == counted_again()[("people", "")]
    assert kept() == counted_again()


def test_whoever_is_recorded_again_counts_once():
    office, known = an_office(), a_record()
    [first] = record(office, known)
    [again] = record(office, replace(known, ref="again"))
    assert again.person_id == first.person_id
    assert (
        asked(office.court, last_name_std=[known.surname.upper()])[("last_name_std", known.surname.upper())]
        == 1
    )
    assert kept() == counted_again()


def test_a_new_name_is_counted_and_the_old_one_no_more():
    office, known, name = an_office(), a_record(), a_name()
    [made] = record(office, known)
    amend_person(
        by=office.admin, at=NOW, person_id=made.person_id, version=1, changes=PersonChanges(surname=name)
    )
    derived_again()
    told = asked(office.court, last_name_std=[known.surname.upper(), name.upper()])
    assert told.get(("last_name_std", name.upper())) == 1
    assert ("last_name_std", known.surname.upper()) not in told
    assert kept() == counted_again()


def test_a_number_written_down_later_is_counted():
    office, number = an_office(), a_pnc()
    for _ in range(2):
        [made] = record(office, a_record(identifiers=((IdentifierKind.PNC, a_pnc()),)))
        add_identifier(
            by=office.admin, at=NOW, person_id=made.person_id, kind=IdentifierKind.PNC, written=number
        )
        derived_again()
    assert kept() == counted_again()


def test_a_merged_record_counts_no_more_until_it_is_unmerged():
    office = an_office()
    one, other = (made.person_id for made in record(office, a_record(), a_record()))
    merged = merge_people(by=office.admin, at=NOW, survivor_id=one, merged_id=other, because=SAME)
    derived_again()
    assert kept() == counted_again()
    unmerge_people(by=office.admin, at=NOW, merge_id=merged, because="Not the same person after all.")
    derived_again()
    assert kept() == counted_again()


def test_a_large_batch_leaves_one_line_for_each_value_it_has():
    office, surname = an_office(), a_name()
    for _ in range(3):
        record(office, a_record(surname=surname))
    assert lines_of(surname.upper()) == 3
    record(office, *(a_record(forenames=f"{a_name()} Peter", surname=surname) for _ in range(60)))
    assert lines_of(surname.upper()) == 1
    assert asked(office.court, last_name_std=[surname.upper()])[("last_name_std", surname.upper())] == 63
    assert kept() == counted_again()


def test_nobody_waits_for_another_who_adds_up(database):
    office, surname = an_office(), a_name()
    record(office, a_record(surname=surname))
    with database.connect(Role.OWNER) as adding, adding.transaction():
        adding.execute("SELECT pg_advisory_xact_lock(hashtext('people_add_up'))")
        record(office, *(a_record(forenames=f"{a_name()} Peter", surname=surname) for _ in range(60)))
        assert lines_of(surname.upper()) == 2
    assert kept() == counted_again()


def test_two_batches_at_once_are_both_counted():
    office, surname, together = an_office(), a_name(), Barrier(2)

    def a_batch():
        together.wait()
        record(office, *(a_record(forenames=f"{a_name()} Peter", surname=surname) for _ in range(55)))
        connections.close_all()

    threads = [Thread(target=a_batch) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert asked(office.court, last_name_std=[surname.upper()])[("last_name_std", surname.upper())] == 110
    assert kept() == counted_again()


def test_a_batch_that_is_refused_leaves_the_counts_as_they_were():
    office, before = an_office(), kept()
    with pytest.raises(Exception, match="called twice: name each once"):
        record(office, a_record(ref="twice"), a_record(ref="twice"))
    assert kept() == before


@pytest.mark.parametrize("role", [Role.WEB, Role.WORKER])
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM people_valuecount",
        "INSERT INTO people_valuecount VALUES (gen_random_uuid(), 'people', '', 1)",
        "SELECT people_add_up('[]')",
        "SELECT v.* FROM people_matching m, people_values_of(m) v",
    ],
)
def test_nobody_reads_or_writes_the_counts_but_by_matching(database, role, statement):
    with database.connect(role) as asking, pytest.raises(psycopg.errors.InsufficientPrivilege):
        asking.execute(statement)
