"""Records arrive: they join somebody, are somebody new, or wait for a person to look."""

from dataclasses import replace

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from support.people import (
    NOW,
    a_birth,
    a_name,
    a_pnc,
    a_record,
    an_office,
    an_uncertain_pair,
    as_worker,
    record,
)

from throughcare.casework.people import queries
from throughcare.casework.people.actions import record_people
from throughcare.casework.people.models import Address, Alias, Disability, Identifier, Person
from throughcare.casework.people.rules import AliasRecord, HomeRecord, IdentifierKind, Outcome
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id
from throughcare.server.database.urls import Role


def test_somebody_unknown_is_a_new_person_seen_by_the_unit_that_recorded_them():
    ours = an_office()
    arrived = a_record()
    (made,) = record(ours, arrived)
    assert made.outcome is Outcome.NEW
    with viewing(ours.admin, NOW):
        page = queries.person_page(made.person_id, on=NOW.date())
    assert page.name == f"Samuel Peter {arrived.surname}"
    assert page.numbers[0].value == arrived.identifiers[0][1]
    assert page.homes[0].district == "TS1"


def test_another_unit_does_not_see_them():
    ours, theirs = an_office(), an_office()
    (made,) = record(ours, a_record())
    with viewing(theirs.admin, NOW):
        assert queries.person_page(made.person_id, on=NOW.date()) is None
        assert not Person.objects.filter(id=made.person_id).exists()


def test_the_same_person_again_joins_whoever_sends_them():
    ours, theirs = an_office(), an_office()
    arrived = a_record()
    (first,) = record(ours, arrived)
    (again,) = record(theirs, replace(arrived, ref="other"))
    assert (again.outcome, again.person_id) == (Outcome.JOINED, first.person_id)
    assert again.bits >= 20


def test_joining_does_not_open_the_wall():
    ours, theirs = an_office(), an_office()
    arrived = a_record()
    (first,) = record(ours, arrived)
    record(theirs, replace(arrived, ref="other"))
    with viewing(theirs.admin, NOW):
        assert queries.person_page(first.person_id, on=NOW.date()) is None


def test_a_batch_is_matched_with_itself():
    arrived = a_record()
    first, second = record(an_office(), arrived, replace(arrived, ref="twice", forenames="Sam"))
    assert second.person_id == first.person_id
    assert second.outcome is Outcome.JOINED


def test_what_joins_adds_its_other_name_number_and_reported_home():
    ours = an_office()
    arrived = a_record()
    (first,) = record(ours, arrived)
    later = replace(
        arrived,
        forenames="Sammy",
        home=HomeRecord("2 Other Road", "TS1 4XY"),
        identifiers=(*arrived.identifiers, (IdentifierKind.PRISON_NUMBER, "A1234AA")),
    )
    record(ours, later)
    with viewing(ours.admin, NOW):
        page = queries.person_page(first.person_id, on=NOW.date())
    assert page.aliases[0][0] == f"Sammy {arrived.surname}"
    assert {n.kind for n in page.numbers} == {IdentifierKind.PNC, IdentifierKind.PRISON_NUMBER}
    assert {h.kind for h in page.homes} == {"home", "reported by another agency"}


def test_joining_twice_adds_nothing_the_second_time():
    ours = an_office()
    arrived = a_record()
    (first,) = record(ours, arrived)
    pages = []
    for _ in range(2):
        record(ours, replace(arrived, forenames="Sammy", home=HomeRecord("2 Other Road", "TS1 4XY")))
        with viewing(ours.admin, NOW):
            pages.append(queries.person_page(first.person_id, on=NOW.date()))
    assert pages[0] == pages[1]


def under_one_id(**given):
    """Two records under one defendant id of a court: of one name, born on different days, from different homes."""
    own, surname = ((IdentifierKind.COURT_DEFENDANT, str(new_id())),), a_name()
    return [a_record(identifiers=own, **{"surname": surname} | given) for _ in range(2)]


def test_the_courts_own_defendant_id_is_proof_beside_a_name():
    ours = an_office()
    one, other = under_one_id()
    (first,) = record(ours, one)
    (again,) = record(ours, other)
    assert (again.outcome, again.person_id) == (Outcome.JOINED, first.person_id)


def test_the_courts_own_defendant_id_ties_two_records_of_one_file():
    first, again = record(an_office(), *under_one_id())
    assert again.person_id == first.person_id


def test_a_courts_id_that_was_typed_for_somebody_of_another_surname_and_birthday_waits_for_a_person():
    ours = an_office()
    one, other = under_one_id()
    (first,) = record(ours, one)
    (again,) = record(ours, replace(other, surname=a_name(), ref="typed"))
    assert again.outcome is Outcome.REVIEW and again.person_id != first.person_id


def test_an_uncertain_record_stands_alone_and_waits_for_review():
    ours = an_office()
    arrived, again = an_uncertain_pair()
    (first,) = record(ours, arrived)
    (unsure,) = record(ours, again)
    assert unsure.outcome is Outcome.REVIEW
    assert unsure.person_id != first.person_id
    assert 14 <= unsure.bits < 20
    with viewing(ours.admin, NOW):
        (waiting,) = queries.open_reviews()
    assert (waiting.person_id, waiting.rival_id) == (unsure.person_id, first.person_id)


def test_a_review_shows_each_fields_weight_and_they_add_up():
    ours = an_office()
    arrived, again = an_uncertain_pair()
    record(ours, arrived)
    (unsure,) = record(ours, again)
    with viewing(ours.admin, NOW):
        waiting = queries.review(unsure.reviews[0])
    total = waiting.prior + sum(w.bits + w.rarity_bits for w in waiting.weights)
    assert total == pytest.approx(waiting.bits)
    assert [w.field for w in waiting.weights][:3] == ["name", "date of birth", "postcode"]


def test_a_review_never_holds_a_value():
    ours = an_office()
    arrived, again = an_uncertain_pair()
    record(ours, arrived)
    (unsure,) = record(ours, again)
    with viewing(ours.admin, NOW), connection.cursor() as cursor:
        cursor.execute("SELECT weights::text FROM people_review WHERE id = %s", [unsure.reviews[0]])
        (weights,) = cursor.fetchone()
    assert arrived.surname.upper() not in weights.upper()
    assert "TS1" not in weights


def test_a_review_is_in_the_queue_of_the_unit_that_sees_whom_it_may_be_and_there_only():
    ours, theirs = an_office(), an_office()
    arrived, again = an_uncertain_pair()
    record(ours, arrived)
    record(theirs, again)
    with viewing(theirs.admin, NOW):
        assert queries.open_reviews() == []
    with viewing(ours.admin, NOW):
        (waiting,) = queries.open_reviews()
    assert waiting.rival is not None
    assert waiting.person is not None


def test_twins_are_never_joined_unseen_a_person_looks():
    ours = an_office()
    surname, born = a_name(), a_birth()
    one, other = (
        a_record(
            forenames=name, surname=surname, date_of_birth=born, identifiers=(), sentenced_on=(NOW.date(),)
        )
        for name in ("Ada", "Brigid")
    )
    outcomes = record(ours, one, other)
    assert [r.outcome for r in outcomes] == [Outcome.NEW, Outcome.REVIEW]
    assert outcomes[0].person_id != outcomes[1].person_id


def test_an_unfit_record_is_refused_with_its_name_and_nothing_is_written():
    ours = an_office()
    good = a_record()
    with pytest.raises(Refused, match="Record line 7: This is not a PNC number") as refusal:
        record(ours, good, a_record(ref="line 7", identifiers=((IdentifierKind.PNC, "2008/0056560A"),)))
    assert refusal.value.field == "pnc"
    with viewing(ours.admin, NOW):
        assert queries.search(words=good.surname) == []


def test_two_records_of_one_reference_are_refused():
    with pytest.raises(Refused, match="name each once"):
        record(an_office(), a_record(ref="one"), a_record(ref="one"))


def test_the_web_process_may_not_match_across_walls():
    ours = an_office()
    with pytest.raises(Refused, match="recorded by the service's worker"):
        record_people(by=ours.court, at=NOW, records=[a_record()])


def test_somebody_without_the_permission_may_not_record():
    ours = an_office()
    with as_worker(), pytest.raises(Refused, match="may not record people"):
        record_people(by=ours.manager, at=NOW, records=[a_record()])


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM people_matching",
        "SELECT * FROM people_candidates('{1}')",
        "SELECT * FROM people_counts('{}')",
        "SELECT people_enter('{}')",
        "SELECT * FROM people_stale_sources(1)",
        "SELECT people_put_matching('[]')",
        "SELECT access_follow('people', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '{}', NULL)",
        "SELECT * FROM people_named('SMITH', 0.3)",
        "SELECT * FROM people_fitting('SMITH', NULL, NULL, 0.3)",
        "INSERT INTO people_person (id) VALUES (gen_random_uuid())",
        "DELETE FROM people_person",
        "INSERT INTO people_merge (id) VALUES (gen_random_uuid())",
    ],
)
def test_web_is_denied_what_looks_across_walls(database, statement):
    with database.connect(Role.WEB) as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(statement)


@pytest.mark.parametrize("statement", ["SELECT * FROM people_candidates('{1}')", "SELECT people_enter('{}')"])
def test_the_worker_needs_a_member_who_may_record(database, statement):
    with database.connect(Role.WORKER) as worker, pytest.raises(psycopg.errors.InsufficientPrivilege):
        worker.execute(statement)


def test_one_audit_row_a_batch_names_everybody(database):
    made = record(an_office(), a_record(), a_record())
    with database.connect(Role.AUDITOR) as auditor:
        rows = auditor.execute(
            "SELECT people, subject FROM audit_entry WHERE people @> %s::uuid[] AND kind = 'did'",
            [[r.person_id for r in made]],
        ).fetchall()
    assert len(rows) == 1
    assert len(rows[0][0]) == 2
    assert a_pnc() not in str(rows)


def _changed(rows):
    """How many were changed: none where the column is nobody's to change."""
    try:
        with transaction.atomic():
            return rows.update(recorded_at=NOW)
    except ProgrammingError:
        return 0


def test_a_unit_with_people_of_its_own_reads_no_row_about_anybody_elses():
    ours, theirs = an_office(), an_office()
    (made,) = record(ours, a_record(aliases=(AliasRecord("Other", a_name()),), disabilities=("D",)))
    (own,) = record(theirs, a_record(aliases=(AliasRecord("Other", a_name()),), disabilities=("D",)))
    with viewing(theirs.admin, NOW):
        for table in (Alias, Identifier, Address, Disability):
            assert {row.person_id for row in table.objects.all()} == {own.person_id}, table
            assert not _changed(table.objects.filter(person_id=made.person_id))
