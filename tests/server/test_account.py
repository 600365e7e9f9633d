"""Which account runs the server: never root, and one clear refusal when there is no other."""

import os
import pwd
from pathlib import Path

import pytest

from throughcare.server.database.account import (
    STEP_ASIDE,
    Account,
    account_for,
    as_oneself,
    can_enter,
    may_pass,
    name_of,
    namespace,
    stepping_down,
)
from throughcare.server.database.binaries import find_binaries
from throughcare.server.database.problems import Unavailable

NOBODY = pwd.getpwnam("nobody")
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down")


def mode(bits: int, uid: int = 0, gid: int = 0) -> os.stat_result:
    return os.stat_result((bits, 0, 0, 0, uid, gid, 0, 0, 0, 0))


@pytest.mark.parametrize(
    ("folder", "passes"),
    [
        (mode(0o755), True),
        (mode(0o711), True),
        (mode(0o700), False),
        (mode(0o750), False),
        (mode(0o750, gid=7), True),
        (mode(0o705, gid=7), False),
        (mode(0o700, uid=5), True),
        (mode(0o077, uid=5), False),
    ],
)
def test_a_folder_lets_an_account_through_by_its_owner_else_its_group_else_the_rest(
    folder: os.stat_result, passes: bool
) -> None:
    assert may_pass(folder, uid=5, gid=7) is passes


def test_one_closed_folder_on_the_way_closes_everything_beneath_it(tmp_path: Path) -> None:
    inner = tmp_path / "open"
    inner.mkdir(mode=0o755)
    tmp_path.chmod(0o700)
    assert not can_enter(inner, NOBODY.pw_uid, NOBODY.pw_gid)


def test_an_ordinary_user_runs_it_as_oneself(tmp_path: Path) -> None:
    assert as_oneself(None, tmp_path) == Account(os.geteuid(), os.getegid())
    assert as_oneself(os.geteuid(), tmp_path).options() == {}


def test_an_ordinary_user_is_told_whose_server_it_is_that_cannot_be_used(tmp_path: Path) -> None:
    stranger = os.geteuid() + 1
    with pytest.raises(Unavailable, match=r"belongs to .*DATABASE_URL"):
        as_oneself(stranger, tmp_path)


def test_an_account_without_a_name_is_called_by_its_number() -> None:
    assert name_of(4_000_111) == "account 4000111"
    assert name_of(NOBODY.pw_uid) == "nobody"


@as_root
def test_root_under_a_closed_folder_goes_into_a_namespace(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    found = account_for(tmp_path / "cluster", find_binaries().program("postgres"))
    assert (found.prefix, found.steps_down) == (STEP_ASIDE, False)


@as_root
def test_root_in_an_open_folder_steps_down_to_an_unprivileged_account() -> None:
    first = stepping_down(None, Path("/var/anywhere"))[0] if Path("/var/anywhere").exists() else None
    first = first or stepping_down(None, Path("/usr/lib"))[0]
    assert first.uid == NOBODY.pw_uid
    assert first.options() == {"user": NOBODY.pw_uid, "group": NOBODY.pw_gid, "extra_groups": []}


@as_root
def test_a_server_already_made_is_run_by_the_account_that_owns_it(tmp_path: Path) -> None:
    home = tmp_path / "cluster"
    home.mkdir()
    assert account_for(home, find_binaries().program("postgres")) == namespace()


@as_root
def test_root_is_refused_in_one_sentence_when_neither_way_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match=r"does not run as root.*DATABASE_URL"):
        account_for(tmp_path / "cluster", find_binaries().program("postgres"))


def test_an_account_that_cannot_run_the_program_is_found_out_by_trying(tmp_path: Path) -> None:
    assert not Account(os.geteuid(), os.getegid()).can_run(str(tmp_path / "no-such-program"))
