"""No role but whoever holds a victim's record reads a row of it by SQL of their own, and nothing else in the database knows of victims."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, connections, transaction
from support.people import joins
from support.service import a_service
from support.victims import a_liaison_officer, covered_of, registered, sentenced

from throughcare.casework.victims import queries
from throughcare.casework.victims.models import (
    AskedCondition,
    CoveredSentence,
    Enquiry,
    Letter,
    LetterStep,
    StageReached,
    Statement,
    StatementStep,
    Victim,
    VictimHolder,
    VictimStep,
)
from throughcare.foundation.access.rules import ROLES
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission, new_id
from throughcare.foundation.kernel.days import day_of

MODELS = (
    AskedCondition,
    CoveredSentence,
    Enquiry,
    Letter,
    LetterStep,
    StageReached,
    Statement,
    StatementStep,
    Victim,
    VictimHolder,
    VictimStep,
)
KEEPS = "victim liaison officer"


@pytest.fixture(scope="module")
def told():
    service = a_service("england-and-wales-2021")
    officer = a_liaison_officer(service)
    return registered(officer, sentenced(service))


def seen_by(who, at):
    with viewing(who, at):
        return {model.__name__: model._base_manager.count() for model in MODELS}


def test_one_role_alone_may_keep_victims_told_and_the_service_is_not_it():
    assert {name for name, role in ROLES.items() if Permission.KEEP_VICTIMS_TOLD in role.may} == {KEEPS}


@pytest.mark.parametrize("role", sorted(set(ROLES) - {KEEPS}))
def test_no_other_role_reads_a_row_wherever_it_works(told, role):
    for unit in (told.officer.unit_id, told.person.team.unit):
        if role == "service":
            continue
        assert set(seen_by(joins(unit, role), told.person.service.at).values()) == {0}


def test_a_colleague_sees_the_sentence_and_not_the_victim_and_another_team_sees_neither(told):
    colleague, elsewhere = joins(told.officer.unit_id, KEEPS), joins(told.person.team.unit, KEEPS)
    at = told.person.service.at
    assert {name: n for name, n in seen_by(colleague, at).items() if n} == {"CoveredSentence": 1}
    assert set(seen_by(elsewhere, at).values()) == {0}
    with viewing(elsewhere, at):
        assert queries.covered_sentence(covered_of(told.person).id) is None
        assert queries.left_behind() == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM victims_whose(%s)", [[covered_of(told.person).id]])
            assert cursor.fetchall() == []
    assert seen_by(told.officer, at)["Victim"] == 1


def test_nobody_makes_themselves_a_holder_or_moves_a_record_by_sql(told):
    colleague, at = joins(told.officer.unit_id, KEEPS), told.person.service.later()
    row = VictimHolder(
        id=new_id(), victim_id=told.id, member_id=colleague.id, named_by=colleague.id, named_at=at
    )
    step = VictimStep(
        id=new_id(),
        victim_id=told.id,
        number=9,
        after="opted out",
        on=day_of(at),
        at=at,
        member_id=colleague.id,
    )
    for one in (row, step):
        with (
            pytest.raises(ProgrammingError, match=r"row-level security|permission denied"),
            viewing(colleague, at),
            transaction.atomic(),
        ):
            type(one).objects.bulk_create([one])
    with viewing(colleague, at), connection.cursor() as cursor:
        assert Victim.objects.filter(id=told.id).update(name="X") == 0
        for asked in ("victims_begin(%s, %s)", "victims_take(%s, %s)"):
            cursor.execute(f"SELECT {asked}", [new_id(), told.id])
            assert cursor.fetchone() == (False,)
        cursor.execute("SELECT victims_name(%s, %s, %s, false)", [new_id(), told.id, colleague.id])
        assert cursor.fetchone() == (False,)


def test_what_the_worker_hears_of_a_sentence_is_written_by_nobody_else(told):
    for asked in (
        "victims_cover('{}'::jsonb)",
        "victims_covered('{}')",
        "victims_reach(null, '', null, null)",
        "victims_end(null, null)",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            viewing(told.officer, told.person.service.at),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SELECT {asked}")


@pytest.mark.usefixtures("database")
def test_no_policy_function_view_or_key_elsewhere_knows_of_victims():
    """So nothing on the person's side can come out otherwise, or take longer, for there being a victim."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT p.proname, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'"
            " AND p.prosrc LIKE %s AND p.proname NOT LIKE %s",
            ["%victims\\_%", "victims\\_%"],
        )
        # What brings every context's rows in line with a merge names the tables that have a person: of sentences and enquiries, not of victims.
        names = {name: set(re.findall(r"victims_\w+", source)) for name, source in cursor.fetchall()}
        assert {one for found in names.values() for one in found} <= {
            "victims_coveredsentence",
            "victims_enquiry",
        }
        cursor.execute(
            "SELECT tablename, coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies WHERE tablename NOT LIKE %s",
            ["victims\\_%"],
        )
        assert [table for table, said in cursor.fetchall() if "victims" in said] == []
        cursor.execute(
            "SELECT viewname FROM pg_views WHERE schemaname = 'public' AND definition LIKE %s", ["%victims%"]
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND confrelid::regclass::text LIKE %s",
            ["victims\\_%"],
        )
        assert all(table.startswith("victims_") for (table,) in cursor.fetchall())


def test_only_the_sentence_and_an_enquiry_of_all_rows_of_victims_name_a_person():
    named = {
        model.__name__
        for model in apps.get_app_config("victims").get_models()
        if any(
            field.column in {"person_id", "sentence_id", "case_id"}
            for field in model._meta.local_concrete_fields
        )
    }
    assert named == {"CoveredSentence", "Enquiry"}
    assert not {field.name for field in Enquiry._meta.fields} & {
        "victim",
        "victim_id",
        "covered",
        "covered_id",
    }
