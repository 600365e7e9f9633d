"""What merges carried over while each context kept its own table of it stands in the one table, in the form that undoes it now."""

import json
from importlib import import_module

import pytest
from support.people import NOW, a_record, an_office, record

from throughcare.casework.people.actions import merge_people
from throughcare.server.database.urls import Role

ONE, CASE = "00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-0000000000aa"
SCORED = {"scores": [{"id": ONE, "current": True}], "step": CASE}
STOOD = {"case": {"id": CASE}, "tenures": [], "kept": {"case": {"id": ONE}}}


@pytest.mark.parametrize(
    ("context", "number", "old", "moved", "stood"),
    [
        ("courts", "0009", {"moved": {"courts_appearance": [ONE]}}, {"courts_appearance": [ONE]}, {}),
        (
            "assessment",
            "0004",
            {"moved": {"assessments": [ONE], "scores": [], "registrations": [CASE]}, "stood": SCORED},
            {"assessment_assessment": [ONE], "assessment_score": [], "assessment_registration": [CASE]},
            SCORED,
        ),
        (
            "supervision",
            "0013",
            {"moved": {"supervision_case": [CASE]}, "closed_case": CASE, "before_closing": STOOD},
            {"supervision_case": [CASE]},
            STOOD | {"closed_case": CASE},
        ),
        (
            "supervision",
            "0013",
            {"moved": {"supervision_case": [CASE]}, "closed_case": None, "before_closing": {}},
            {"supervision_case": [CASE]},
            {},
        ),
    ],
)
def test_a_line_of_an_old_table_stands_in_the_new_one(database, context, number, old, moved, stood):
    ours = an_office()
    survivor, merged = (made.person_id for made in record(ours, a_record(), a_record()))
    merge = merge_people(by=ours.admin, at=NOW, survivor_id=survivor, merged_id=merged, because="One man.")
    columns = ", ".join(f"{name} {'uuid' if name == 'closed_case' else 'jsonb'}" for name in old)
    values = [json.dumps(value) if isinstance(value, dict) else value for value in old.values()]
    carry = import_module(f"throughcare.casework.{context}.migrations.{number}_followed_in_one_table").CARRY
    with database.connect(Role.OWNER) as owner, owner.transaction(force_rollback=True):
        owner.execute(
            f"CREATE TABLE {context}_carriedover"
            f" (merge_id uuid, carried_at timestamptz, put_back_at timestamptz, {columns})"
        )
        owner.execute(
            f"INSERT INTO {context}_carriedover VALUES (%s, %s, NULL{', %s' * len(values)})",
            [merge, NOW, *values],
        )
        owner.execute(carry)
        found = owner.execute(
            "SELECT context, followed_at, put_back_at, moved, stood FROM people_followed WHERE merge_id = %s",
            [merge],
        ).fetchall()
    assert found == [(context, NOW, None, moved, stood)]
