"""Demo accounts: codes as an authenticator gives them, secrets in a file only its owner may read, and where it refuses."""

from __future__ import annotations

import ast
import stat
from pathlib import Path

import pytest

from throughcare.demonstration import accounts, safety
from throughcare.foundation.kernel import Refused

DEMO = Path(accounts.__file__).parent
# Appendix B of RFC 6238, SHA-1, the last six of its eight digits; the seed is "12345678901234567890" in base 32.
SEED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (20000000000, "353130"),
    ],
)
def test_a_code_is_the_one_of_the_published_examples(at: int, code: str) -> None:
    assert accounts.code_now(SEED, at) == code


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    place = tmp_path / "demo-accounts.json"
    monkeypatch.setattr(accounts, "kept_in", lambda: place)
    return place


def test_secrets_are_kept_where_only_their_owner_may_read(kept: Path) -> None:
    made = [accounts.new_sign_in("offender manager", "Olive Made-Up", 0)]
    accounts.keep(made)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert accounts.known() == made


def test_a_file_left_open_to_others_is_closed_when_it_is_written_again(kept: Path) -> None:
    kept.write_text("[]")
    kept.chmod(0o644)
    accounts.keep([])
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_secrets_are_never_the_same_twice() -> None:
    one, two = (accounts.new_sign_in("analyst", "A", 0) for _ in range(2))
    assert one.password != two.password
    assert one.code_seed != two.code_seed


def test_an_account_is_found_by_role_address_name_or_beginning(kept: Path) -> None:
    accounts.keep(
        [
            accounts.new_sign_in("offender manager", "Olive Page", 0),
            accounts.new_sign_in("analyst", "Ann Bell", 0),
        ]
    )
    for asked in (
        "offender manager",
        "offender.manager@demo.example",
        "olive page",
        "offender",
        "Offender.Manager",
    ):
        assert accounts.named(asked).name == "Olive Page"


def test_one_of_another_area_has_it_in_the_address_and_a_role_alone_is_the_first_areas(kept: Path) -> None:
    there = accounts.new_sign_in("offender manager", "Nell Moor", 0, "South Shore")
    here = accounts.new_sign_in("offender manager", "Olive Page", 0)
    assert (there.email, there.what) == (
        "offender.manager.south.shore@demo.example",
        "offender manager, South Shore",
    )
    accounts.keep([there, here])
    assert accounts.known() == [here, there]
    for asked in ("offender manager", "offender", "offender.manager"):
        assert accounts.named(asked) == here
    for asked in ("offender.manager.south.shore", "Offender manager, South Shore", "nell moor"):
        assert accounts.named(asked) == there


def test_an_unknown_name_is_answered_with_those_there_are(kept: Path) -> None:
    accounts.keep([accounts.new_sign_in("analyst", "Ann Bell", 0)])
    with pytest.raises(Refused, match=r"analyst@demo\.example"):
        accounts.named("nobody")


def test_without_a_demonstration_it_says_how_to_load_one(kept: Path) -> None:
    with pytest.raises(Refused, match="throughcare demo"):
        accounts.known()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "/run/postgresql", "127.0.0.9"])
def test_this_machine_is_this_machine(host: str) -> None:
    assert safety.is_loopback(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "db.example.org", "192.168.1.5", "0.0.0.0", "2001:db8::1"])
def test_any_other_machine_is_refused(host: str) -> None:
    assert not safety.is_loopback(host)


def imported(file: Path) -> set[str]:
    tree = ast.parse(file.read_text())
    found = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    found |= {
        f"{node.module}.{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    return found | {
        name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names
    }


def test_the_demonstration_goes_through_no_model_and_no_sql() -> None:
    files = sorted(DEMO.glob("*.py"))
    assert len(files) > 8
    for file in files:
        names = imported(file)
        assert not [
            name for name in names if name.endswith(".models") or ".models." in name or "bulk" in name
        ], file
        assert ".cursor(" not in file.read_text(), file
        assert "psycopg" not in names, file
