"""Every id column that means a row of ours has a foreign key; those that have none are named here, with why."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, connections, transaction
from django.db.models import UUIDField
from support.people import a_founder

from throughcare.foundation.access.keys import keys
from throughcare.foundation.kernel import new_id

A_LEDGER = "a ledger outlives what it tells of, and stands below every context that it tells of"
OF_A_KIND = "means a row of one table or another, which a column beside it says"
NO_ROW = "is nobody's row: a value made once, or another agency's own"
WITHOUT: dict[str, str] = {
    "audit_entry.member_id": A_LEDGER,
    "audit_entry.unit_id": A_LEDGER,
    "audit_entry.organisation_id": A_LEDGER,
    "audit_entry.request_id": NO_ROW,
    "audit_decision.member_id": A_LEDGER,
    "audit_decision.person_id": A_LEDGER,
    "audit_decision.about_id": A_LEDGER,
    "audit_seal.line_id": A_LEDGER,
    "audit_announcement.member_id": A_LEDGER,
    "access_kin.person_id": "a key would tell whoever declares which ids are hidden people's and which are nobody's",
    "access_grant.cause_id": OF_A_KIND,
    "access_idempotency.key": NO_ROW,
    "planning_servedstep.served_id": OF_A_KIND,
    "contracts_counted.source": OF_A_KIND,
    "victims_stagereached.source_id": OF_A_KIND,
    "people_override.scope": NO_ROW,
    "people_override.marker": NO_ROW,
    "people_stopped.row_id": OF_A_KIND,
    "courts_appearance.defendant_id": NO_ROW,
    "assessment_registration.about_id": OF_A_KIND,
    "supervision_matter.about_id": OF_A_KIND,
    "supervision_timelineentry.about_id": OF_A_KIND,
}


def id_columns() -> set[str]:
    """Every column of ours that holds an id which Django knows no key of."""
    return {
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models()
        if model.__module__.startswith("throughcare.")
        for field in model._meta.local_concrete_fields
        if isinstance(field, UUIDField) and not field.primary_key
    }


def test_every_id_column_has_a_key_or_is_named_with_why():
    declared = {f"{key.table}.{key.column}" for key in keys()}
    assert sorted(id_columns() - declared - WITHOUT.keys()) == []


def test_what_has_a_key_or_is_gone_is_not_named_as_having_none():
    declared = {f"{key.table}.{key.column}" for key in keys()}
    assert sorted(WITHOUT.keys() & declared) == []
    assert sorted(WITHOUT.keys() - id_columns()) == []


def test_no_two_keys_are_called_the_same():
    names = [key.name for key in keys()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.usefixtures("database")
def test_the_database_holds_every_key_for_old_rows_and_new_and_looks_when_a_transaction_ends():
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT conname, convalidated AND condeferrable AND condeferred FROM pg_constraint"
            r" WHERE contype = 'f' AND conname LIKE '%\_refers'"
        )
        found = dict(cursor.fetchall())
    assert found == {key.name: True for key in keys()}


@pytest.mark.usefixtures("database")
def test_a_row_may_come_before_what_it_means_and_never_without_it():
    catchment = [new_id(), f"K{new_id().hex[-12:]}", a_founder().organisation_id, new_id()]
    with (
        pytest.raises(IntegrityError, match="refers"),
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO supervision_catchment (id, area_code, organisation_id, unit_id) VALUES (%s, %s, %s, %s)",
            catchment,
        )
        cursor.execute("SELECT count(*) FROM supervision_catchment WHERE id = %s", catchment[:1])
        assert cursor.fetchone() == (1,)  # nothing is said yet: the key is looked at as the transaction ends
