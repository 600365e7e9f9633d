"""A death ends what is under way, everything comes back when it was a mistake, and a later result waits for a person."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connections
from support.people import a_name, a_pnc, a_record, an_office, record
from support.service import a_person, a_result, a_service, hear, import_rows, managed

from throughcare.casework.assessment.actions import start_assessment
from throughcare.casework.courts.models import Sentence, SentenceEvent
from throughcare.casework.people import queries
from throughcare.casework.people.actions import record_death, withdraw_death
from throughcare.casework.people.models import Death, Person, Review, Stopped
from throughcare.casework.people.rules import Outcome
from throughcare.casework.supervision.rules import TenureKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused

# What must come back to the last column when a death was a mistake; versions count on, and lines are added.
COMES_BACK = (
    "courts_sentence", "courts_reportrequest", "supervision_case", "supervision_tenure", "supervision_gap",
    "supervision_responsibility", "supervision_transfer", "assessment_assessment",
)  # fmt: skip
ROLES = (TenureKind.OFFENDER_MANAGER, TenureKind.SUPERVISOR)


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture
def somebody(service):
    return managed(a_person(service), *ROLES)


def rows(person):
    with connections["owner"].cursor() as cursor:
        found = {}
        for table in COMES_BACK:
            cursor.execute(
                f"SELECT to_jsonb(t) - 'version' FROM {table} t WHERE person_id = %s ORDER BY id", [person.id]
            )
            found[table] = [row for (row,) in cursor.fetchall()]
        return found


def sees(person):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT unit_id, cause_kind, cause_id, lower(during), upper(during) FROM access_grant"
            " WHERE person_id = %s ORDER BY cause_kind, cause_id, unit_id, lower(during)",
            [person.id],
        )
        return cursor.fetchall()


def version(person):
    return Person.objects.using("owner").get(id=person.id).version


def dies(person, on=date(2026, 11, 15)):
    record_death(
        by=person.team.officer,
        at=person.service.later(),
        person_id=person.id,
        version=version(person),
        died_on=on,
    )
    hear()
    person.service.later()


def lives(person, by):
    withdraw_death(
        by=by,
        at=person.service.later(),
        person_id=person.id,
        version=version(person),
        because="They came in.",
    )
    hear()
    person.service.later()


def test_a_death_ends_sentence_case_appointments_gaps_and_tier(somebody):
    assert running(somebody)["tier"] == 1
    dies(somebody)
    [sentence] = Sentence.objects.using("owner").filter(person_id=somebody.id)
    assert (sentence.state, sentence.ended_on) == ("ended by death", date(2026, 11, 15))
    assert running(somebody) == {"tenure": 0, "gap": 0, "responsibility": 0, "tier": 0}
    assert somebody.row.closed_because == "the person died on 15 November 2026"
    assert SentenceEvent.objects.using("owner").filter(sentence=sentence, kind="death").count() == 1


def running(person):
    tables = {"tenure": "supervision_tenure", "gap": "supervision_gap", "responsibility": "supervision_responsibility", "tier": "assessment_tier"}  # fmt: skip
    with connections["owner"].cursor() as cursor:
        found = {}
        for name, table in tables.items():
            cursor.execute(
                f"SELECT count(*) FROM {table} WHERE person_id = %s AND upper_inf(during)", [person.id]
            )
            [(found[name],)] = cursor.fetchall()
        return found


def test_the_gap_of_somebody_dead_is_no_work_for_their_team(service):
    person = a_person(service)
    assert running(person)["gap"] > 0
    dies(person)
    assert running(person)["gap"] == 0


def test_everything_comes_back_when_the_death_was_a_mistake(somebody):
    officer = somebody.team.officer
    before, sight = rows(somebody), sees(somebody)
    dies(somebody)
    assert rows(somebody) != before
    lives(somebody, officer)
    assert rows(somebody) == before
    assert sees(somebody) == sight
    assert running(somebody)["tier"] == 1
    assert not Stopped.objects.using("owner").filter(person=somebody.id, put_back_at=None).exists()


def test_hearing_of_a_death_twice_changes_nothing_more(somebody):
    dies(somebody)
    before = rows(somebody)
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT courts_follow_death(%s)", [somebody.id])
        cursor.execute("SELECT supervision_follow_death(%s, interval '1 day')", [somebody.id])
    assert rows(somebody) == before


def test_a_death_can_be_recorded_again_after_it_was_withdrawn(somebody):
    officer = somebody.team.officer
    dies(somebody)
    lives(somebody, officer)
    dies(somebody, date(2026, 11, 18))
    assert Death.objects.using("owner").filter(person=somebody.id).count() == 2
    assert Sentence.objects.using("owner").get(person_id=somebody.id).ended_on == date(2026, 11, 18)


def test_nobody_is_called_alive_without_a_reason_nor_who_never_died(somebody):
    officer = somebody.team.officer
    with pytest.raises(Refused, match="No death"):
        withdraw_death(
            by=officer,
            at=somebody.service.later(),
            person_id=somebody.id,
            version=version(somebody),
            because="x",
        )
    dies(somebody)
    with pytest.raises(Refused):
        lives_for(somebody, officer, " ")


def lives_for(person, by, because):
    withdraw_death(
        by=by, at=person.service.later(), person_id=person.id, version=version(person), because=because
    )


def test_a_result_of_a_day_after_the_death_waits_for_a_person(service):
    """The same court id with a later offence, and another court id with the same PNC: both wait, neither joins."""
    first = a_result(hearing_date="2026-11-10", pnc=a_pnc())
    person = a_person(service, **{k: v for k, v in first.items() if k != "postcode"})
    dies(person, date(2026, 11, 12))
    service.later(days=10)
    same = {k: first[k] for k in ("family_name", "given_names", "date_of_birth")}
    later = a_result(**same, defendant_id=first["defendant_id"], hearing_date="2026-11-27", pnc="")
    other = a_result(**same, hearing_date="2026-11-28", pnc=first["pnc"])
    before = a_result(
        **same, defendant_id=first["defendant_id"], hearing_date="2026-11-11", pnc="", sentence_length="6"
    )
    report = import_rows(service, later, other, before)
    assert (report.recorded, report.refused) == (3, 0)
    of = {
        s.appearance.result_ref: s.person_id
        for s in Sentence.objects.using("owner")
        .filter(appearance__brought=report.import_id)
        .select_related("appearance")
    }
    assert of[before["result_ref"]] == person.id
    for row in (later, other):
        assert of[row["result_ref"]] != person.id
        assert (
            Review.objects.using("owner")
            .filter(person=of[row["result_ref"]], rival=person.id, state="open")
            .exists()
        )


def test_a_record_that_is_no_sitting_joins_the_dead_as_before():
    ours, arrived = an_office(), a_record(surname=a_name())
    (made,) = record(ours, arrived)
    with viewing(ours.admin, _now()):
        page = queries.person_page(made.person_id, on=_now().date())
    record_death(
        by=ours.admin, at=_now(), person_id=made.person_id, version=page.version, died_on=date(2026, 11, 1)
    )
    (again,) = record(ours, replace(arrived, ref="again"))
    assert (again.outcome, again.person_id) == (Outcome.JOINED, made.person_id)
    (seen,) = record(ours, replace(arrived, ref="seen", sitting=date(2026, 11, 1) + timedelta(days=1)))
    assert seen.outcome is Outcome.REVIEW


def _now():
    from support.people import NOW

    return NOW


def test_nobody_is_assessed_after_a_death_until_it_is_taken_back(somebody):
    given = {"by": somebody.team.officer, "person_id": somebody.id}
    dies(somebody)
    with pytest.raises(Refused, match="death is recorded"):
        start_assessment(at=somebody.service.later(), **given)
    lives(somebody, somebody.team.officer)
    assert start_assessment(at=somebody.service.later(), **given)
