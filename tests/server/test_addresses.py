"""Where each process connects: the environment first, then the embedded server, each role its own address."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare.server.database.access import ROLES, Access
from throughcare.server.database.problems import Unavailable
from throughcare.server.database.urls import (
    Address,
    Role,
    address,
    database_settings,
    is_embedded,
    process_kind,
    require,
)

WORDS = st.text(min_size=1, max_size=20).filter(lambda word: word.strip("/") == word)


@pytest.fixture(autouse=True)
def nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for role in Role:
        monkeypatch.delenv(role.variable, raising=False)
    monkeypatch.setenv("THROUGHCARE_VAR", str(tmp_path))
    monkeypatch.delenv("THROUGHCARE_ROLE", raising=False)


@pytest.fixture
def an_embedded_server_was_made(tmp_path: Path) -> Access:
    access = Access.fresh(54321)
    (tmp_path / "postgres").mkdir()
    access.write(tmp_path / "postgres" / "access.json")
    return access


@given(user=WORDS, password=WORDS, database=WORDS, port=st.integers(1, 65535))
def test_an_address_survives_being_written_as_a_url(
    user: str, password: str, database: str, port: int
) -> None:
    before = Address("db.example", port, database, user, password, {"sslmode": "verify-full"})
    assert Address.parse(before.url()) == before


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "mysql://u:p@h/db",
        "postgresql://u:p@h",
        "postgresql://u:p@h:port/db",
        "h:5432/db",
        "postgresql://h:99999/db",
    ],
)
def test_a_bad_url_is_refused_with_the_variable_and_the_shape_that_was_expected(wrong: str) -> None:
    with pytest.raises(
        Unavailable, match=r"DATABASE_OWNER_URL must look like postgresql://user:password@host"
    ):
        Address.parse(wrong, "DATABASE_OWNER_URL")


def test_a_url_without_a_port_means_the_usual_one() -> None:
    assert Address.parse("postgres://u:p@h/db").port == 5432


def test_a_password_never_shows_in_what_is_printed_of_an_address() -> None:
    assert "sesame" not in repr(Address("h", 1, "db", "u", "sesame"))
    assert "sesame" not in repr(Access(1, {"throughcare_web": "sesame"}))


def test_the_variables_are_named_after_the_roles_and_the_plain_one_is_the_web_role() -> None:
    assert [role.variable for role in Role] == [
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "DATABASE_WORKER_URL",
        "DATABASE_AUDITOR_URL",
    ]
    assert {role.account for role in Role} == set(ROLES)


def test_nothing_is_known_before_a_server_is_made_or_named() -> None:
    assert [address(role) for role in Role] == [None] * 4
    with pytest.raises(Unavailable, match="Set DATABASE_URL"):
        require(Role.WEB)


def test_each_role_connects_to_the_embedded_server_with_its_own_password(
    an_embedded_server_was_made: Access,
) -> None:
    for role in Role:
        found = require(role)
        assert (found.host, found.port, found.user) == ("127.0.0.1", 54321, role.account)
        assert found.password == an_embedded_server_was_made.passwords[role.account]


def test_an_address_in_the_environment_puts_the_embedded_server_aside_for_every_role(
    an_embedded_server_was_made: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_embedded()
    monkeypatch.setenv("DATABASE_URL", "postgresql://web:secret@db.example/live")
    assert not is_embedded()
    assert require(Role.WEB).host == "db.example"
    assert address(Role.OWNER) is None


@pytest.mark.parametrize(
    ("kind", "aliases"),
    [
        ("web", {"default"}),
        ("worker", {"default", "worker"}),
        ("owner", {"default", "owner", "worker", "auditor"}),
        ("test", {"default", "owner", "worker", "auditor"}),
    ],
)
def test_each_kind_of_process_is_given_only_the_connections_it_may_open(
    kind: str, aliases: set[str], an_embedded_server_was_made: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THROUGHCARE_ROLE", kind)
    settings = database_settings()
    assert set(settings) == aliases
    assert settings["default"]["USER"] == "throughcare_web"
    for alias in aliases - {"default"}:
        assert settings[alias]["USER"] == f"throughcare_{alias}"


def test_a_web_process_is_the_default_and_pools_its_connections_without_keeping_them(
    an_embedded_server_was_made: Access,
) -> None:
    default = database_settings()["default"]
    assert default["OPTIONS"]["pool"]["max_size"] >= 1
    assert (default["CONN_MAX_AGE"], default["CONN_HEALTH_CHECKS"]) == (0, True)


def test_on_a_managed_server_only_what_was_named_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://web:secret@db.example/live?sslmode=require")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner:secret@db.example/live")
    monkeypatch.setenv("THROUGHCARE_ROLE", "owner")
    settings = database_settings()
    assert set(settings) == {"default", "owner"}
    assert settings["default"]["OPTIONS"]["sslmode"] == "require"


def test_a_worker_without_its_address_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://web:secret@db.example/live")
    monkeypatch.setenv("THROUGHCARE_ROLE", "worker")
    with pytest.raises(Unavailable, match="DATABASE_WORKER_URL"):
        database_settings()


def test_settings_load_before_any_server_exists_and_point_nowhere() -> None:
    assert database_settings()["default"]["NAME"] == "no-database-started"


def test_an_unknown_kind_of_process_is_refused_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THROUGHCARE_ROLE", "root")
    with pytest.raises(Unavailable, match="web, worker, owner, test"):
        process_kind()


def test_the_saved_passwords_are_readable_by_this_account_alone_and_all_differ(tmp_path: Path) -> None:
    path = tmp_path / "access.json"
    access = Access.fresh(1)
    access.write(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert Access.read(path) == access
    assert len(set(access.passwords.values())) == 5
    assert all(len(password) >= 32 for password in access.passwords.values())
