"""A wall certificate is given when nothing crossed, and withheld, by name, for each leak that is planted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from support.database import Database
from support.people import NOW, a_founder, joins
from support.wall_world import World, superuser
from typer.testing import CliRunner

from throughcare.foundation.access import actions as access
from throughcare.foundation.access.certificate import Certificate, certify
from throughcare.foundation.access.models import Account, Unit
from throughcare.foundation.access.rules import OrganisationKind
from throughcare.foundation.kernel import Refused, new_id
from throughcare.server.database.urls import Role

START, END = NOW - timedelta(days=1), NOW + timedelta(days=1)
Ask = Callable[..., Certificate]


@pytest.fixture
def sides(world: World) -> tuple[UUID, UUID]:
    """A reader that nothing was granted to, and the organisation that answers for the person inside."""
    name = f"Reader {new_id()}"
    reader = access.record_organisation(
        by=a_founder(), at=NOW, name=name, kind=OrganisationKind.COMMUNITY_PROVIDER
    )
    access.record_unit(by=a_founder(), at=NOW, organisation_id=reader, name=name, kind="team")
    return reader, world.inside.team.organisation


def unit_of(c: psycopg.Connection[Any], organisation: UUID) -> UUID:
    found = c.execute(
        "SELECT id FROM access_unit WHERE organisation_id = %s LIMIT 1", [organisation]
    ).fetchone()
    assert found is not None
    return UUID(str(found[0]))


def kinds(c: Any, sides: tuple[UUID, UUID], start: datetime = START, end: datetime = END) -> set[str]:
    return {
        breach.kind for breach in certify(c, reader=sides[0], read=sides[1], start=start, end=end).breaches
    }


@pytest.fixture
def planting(database: Database):
    """A connection on which leaks are planted and never kept."""
    with superuser(database.access, database.name) as opened:
        yield opened
        opened.rollback()


def test_a_wall_that_held_is_certified_from_the_auditors_connection(database: Database, sides: Any):
    with database.connect(Role.AUDITOR) as auditor:
        made = certify(auditor, reader=sides[0], read=sides[1], start=START, end=END)

    assert made.held
    assert made.people >= 1 and made.grants >= 1 and made.lines >= 1
    assert not made.declared


def test_a_standing_wall_is_seen_to_have_been_declared(database: Database, sides: Any):
    access.raise_wall(
        by=a_founder(), at=START - timedelta(days=1), one_side=sides[0], other_side=sides[1], basis="a bid"
    )
    with database.connect(Role.AUDITOR) as auditor:
        assert certify(auditor, reader=sides[0], read=sides[1], start=START, end=END).declared


def test_a_grant_across_is_a_breach(planting: Any, sides: Any, world: World):
    planting.execute(
        "INSERT INTO access_grant (id, person_id, unit_id, purpose, cause_kind, cause_id, parts, during)"
        " VALUES (%s, %s, %s, 'supervision', 'planted', %s, '{everything}', tstzrange(%s, %s))",
        [new_id(), world.inside.id, unit_of(planting, sides[0]), new_id(), NOW, NOW + timedelta(hours=1)],
    )

    assert kinds(planting, sides) == {"grant"}
    assert kinds(planting, sides, NOW + timedelta(hours=1), END) == set()
    assert kinds(planting, sides, START, NOW) == set()


@pytest.mark.parametrize("kind", ["looked", "did"])
def test_a_direct_look_or_act_is_a_breach_even_without_a_grant(
    planting: Any, sides: Any, world: World, kind: str
):
    def line(kind: str, organisation: UUID | None, member: UUID | None) -> None:
        planting.execute(
            "INSERT INTO audit_entry (id, at, kind, act, role, people, subject, because, txid, organisation_id,"
            " member_id) VALUES (%s, %s, %s, 'person', 'x', %s, '{}', '', 1, %s, %s)",
            [new_id(), NOW, kind, [world.inside.id, new_id()], organisation, member],
        )

    line("refused", sides[0], None)  # a refusal showed nothing
    assert kinds(planting, sides) == set()

    line(kind, sides[0], None)
    assert kinds(planting, sides) == {"look"}


def test_a_look_whose_line_names_another_organisation_is_found_by_its_member(
    planting: Any, sides: Any, world: World
):
    spy = joins(unit_of(planting, sides[0]), "offender manager")
    planting.execute(
        "INSERT INTO audit_entry (id, at, kind, act, role, people, subject, because, txid, organisation_id,"
        " member_id) VALUES (%s, %s, 'looked', 'person', 'x', %s, '{}', '', 1, %s, %s)",
        [new_id(), NOW, [world.inside.id], sides[1], spy.id],
    )

    assert kinds(planting, sides) == {"look"}


def test_an_account_with_a_hat_on_each_side_is_a_breach(database: Database, sides: Any, world: World):
    account = Account.objects.create(email=f"{new_id()}@example.test", name="Two hats")
    with database.connect(Role.AUDITOR) as auditor:
        for unit in (unit_of(auditor, sides[0]), world.unit):
            access.add_member(
                by=a_founder(), at=NOW, unit_id=unit, role="offender manager", name="x", account_id=account.id
            )
        assert kinds(auditor, sides) == {"role"}
        assert kinds(auditor, sides, START, NOW) == set()


def test_a_unit_that_hangs_beneath_the_readers_is_a_breach(planting: Any, sides: Any, world: World):
    planting.execute(
        "UPDATE access_unit SET parent_id = %s WHERE id = %s", [unit_of(planting, sides[0]), world.unit]
    )

    assert kinds(planting, sides) == {"unit"}


@pytest.mark.parametrize("made", ["VIEW", "MATERIALIZED VIEW"])
def test_a_view_that_sees_past_the_policies_is_a_breach(planting: Any, sides: Any, made: str):
    planting.execute(f"CREATE {made} everybody AS SELECT * FROM access_grant")

    assert kinds(planting, sides) == {"view"}


def test_a_table_whose_policies_were_switched_off_is_a_breach(planting: Any, sides: Any):
    planting.execute("ALTER TABLE people_person DISABLE ROW LEVEL SECURITY")

    assert kinds(planting, sides) == {"table"}


def test_no_certificate_is_given_for_no_window_or_for_one_side(planting: Any, sides: Any):
    with pytest.raises(Refused, match="ends after it starts"):
        certify(planting, reader=sides[0], read=sides[1], start=END, end=START)
    with pytest.raises(Refused, match="two different"):
        certify(planting, reader=sides[0], read=sides[0], start=START, end=END)


def test_the_console_prints_the_certificate_and_fails_on_a_breach(sides: Any, world: World):
    from throughcare.faces.access.console.audit import app

    window = ["--from", "2026-11-19T00:00:00", "--to", "2026-11-22T00:00:00"]
    held = CliRunner().invoke(app, ["wall", str(sides[0]), str(sides[1]), *window])
    assert held.exit_code == 0, held.output
    assert "The wall held" in held.output

    account = Account.objects.create(email=f"{new_id()}@example.test", name="Two hats")
    for unit in (Unit.objects.filter(organisation_id=sides[0]).get().id, world.unit):
        access.add_member(
            by=a_founder(), at=NOW, unit_id=unit, role="offender manager", name="x", account_id=account.id
        )
    crossed = CliRunner().invoke(app, ["wall", str(sides[0]), str(sides[1]), *window])
    assert crossed.exit_code == 1
    assert "role: one account wore" in crossed.output and "Breaches: 1" in crossed.output
