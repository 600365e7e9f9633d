"""Roles are one table of data: every permission has a row in it, and no permission is spelt out anywhere else."""

from __future__ import annotations

import re
from pathlib import Path

import throughcare
from throughcare.foundation.access.in_force import permissions_named
from throughcare.foundation.access.rules import ROLES
from throughcare.foundation.kernel import Permission

SOURCES = Path(throughcare.__file__).parent


def test_every_permission_is_somebodys_besides_the_service():
    spare = set(Permission) - {may for role in ROLES.values() if role.name != "service" for may in role.may}
    assert spare <= {Permission.SETTLE_WORK, Permission.SEND_REMINDERS}
    # No job reads of victims, or asks about their addresses.
    assert ROLES["service"].may == set(Permission) - {
        Permission.KEEP_VICTIMS_TOLD,
        Permission.ASK_ABOUT_ADDRESS,
    }


def test_no_sql_and_no_wall_spells_a_permission_out():
    spelt = {p.value.replace("'", "''") for p in Permission}
    asked = re.compile(r"'((?:[^']|'')+)' = ANY \(\(?(?:SELECT )?app_permissions")
    found = [
        f"{path.relative_to(SOURCES)}: {words}"
        for path in SOURCES.rglob("*")
        if path.suffix in {".sql", ".py"}
        for words in asked.findall(path.read_text())
        if words in spelt
    ]
    assert found == []


def test_sql_names_a_permission_that_there_is_or_is_not_put_in_force():
    assert permissions_named("IF may(LOOK_AT_COURT_FIGURES)") == (
        "IF ('look at a court''s figures' = ANY (app_permissions()))"
    )
    try:
        permissions_named("IF may(FLY)")
    except KeyError as unknown:
        assert "FLY" in str(unknown)
    else:
        raise AssertionError("a permission there is not was taken")
