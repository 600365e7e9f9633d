"""Looking at the database as a member sees it: behind the walls, keeping nothing, in the demonstration alone."""

import pytest
from django.conf import settings
from django.utils import timezone
from support.people import a_founder, an_office
from support.service import a_person, a_service
from typer.testing import CliRunner

from throughcare.faces.access.console import shell
from throughcare.foundation.access import actions
from throughcare.foundation.access.models import Account
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, new_id

SEEN = "SELECT count(*) FROM people_person WHERE id = '{}'"


def asked(monkeypatch, who, statement, known):
    monkeypatch.setattr(shell, "known", lambda: known)
    return CliRunner().invoke(shell.app, ["--as", who, "--sql", statement])


@pytest.fixture(scope="module")
def someone(database):
    """An account of its own in a unit that sees nobody."""
    email = f"{new_id()}@example.test"
    account = Account.objects.create_user(email, "a long enough phrase", name="Priya Nolan")
    actions.add_member(
        by=a_founder(), at=timezone.now(), unit_id=an_office().unit, role="offender manager",
        name="Priya Nolan", account_id=account.id,
    )  # fmt: skip
    return email


def test_whoever_is_outside_the_members_wall_is_not_there(someone, monkeypatch):
    person = a_person(a_service())
    answer = asked(monkeypatch, someone.split("@")[0], SEEN.format(person.id), [someone])
    assert answer.output == "0\n"
    with viewing(person.team.officer, timezone.now()):
        assert shell.rows_of(SEEN.format(person.id)) == [(1,)]


def test_nothing_that_is_written_there_is_kept(someone, monkeypatch):
    told = "INSERT INTO throughcare_cache VALUES ('shell', 'x', now()) RETURNING cache_key"
    answer = asked(monkeypatch, someone.split("@")[0], told, [someone])
    assert answer.output == "shell\n"
    with viewing(None, timezone.now()):
        assert shell.rows_of("SELECT 1 FROM throughcare_cache WHERE cache_key = 'shell'") == []


def test_a_name_that_is_no_account_is_refused_with_those_that_are(database):
    with pytest.raises(Refused, match="expected one of ann, bob"):
        shell.member_of("nobody", ["bob@x", "ann@x"], timezone.now())


def test_where_there_is_no_demonstration_nobody_looks(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "STATIC_ROOT", tmp_path / "static")
    with pytest.raises(Refused, match="No demonstration was loaded"):
        shell.known()
