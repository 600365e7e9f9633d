"""Making the environment: only when something changed, and one clear list of what a machine lacks."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, working on a checkout of its own that locks one package already on this machine: none."""
    spec = importlib.util.spec_from_file_location("setup_script", CHECKOUT / "scripts" / "setup.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "requirements").mkdir()
    for kind in ("run", "dev"):
        (tmp_path / "requirements" / f"{kind}.txt").write_text(f"# nothing is needed to {kind}\n")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "little"\nversion = "1"\n')
    venv = tmp_path / ".venv"
    for name, place in {
        "ROOT": tmp_path, "VENV": venv, "VAR": tmp_path / "var", "PYTHON": venv / "bin" / "python",
        "STAMP": venv / "throughcare-installed",
    }.items():  # fmt: skip
        monkeypatch.setattr(module, name, place)
    return module


def installed(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each kind that is installed, in place of fetching anything."""
    kinds: list[str] = []

    def note(kind: str) -> None:
        kinds.append(kind)
        setup.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        setup.PYTHON.touch()

    monkeypatch.setattr(setup, "install", note)
    return kinds


def test_the_second_time_nothing_is_installed(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = installed(setup, monkeypatch)
    setup.main("run")
    setup.main("run")
    assert kinds == ["run"]


def test_a_changed_lock_is_installed(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = installed(setup, monkeypatch)
    setup.main("run")
    (setup.ROOT / "requirements" / "run.txt").write_text("another==1 --hash=sha256:00\n")
    setup.main("run")
    assert kinds == ["run", "run"]


def test_a_development_environment_serves_for_running_and_stays_one(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = installed(setup, monkeypatch)
    setup.main("dev")
    setup.main("run")
    (setup.ROOT / "requirements" / "dev.txt").write_text("another==1 --hash=sha256:00\n")
    setup.main("run")
    assert kinds == ["dev", "dev"]


def test_a_running_environment_becomes_one_for_development(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = installed(setup, monkeypatch)
    setup.main("run")
    setup.main("dev")
    assert kinds == ["run", "dev"]


def test_a_checkout_that_was_moved_is_installed_again(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = setup.digest("run")
    moved = setup.ROOT / "moved"
    (moved / "requirements").mkdir(parents=True)
    for name in ("requirements/run.txt", "pyproject.toml"):
        (moved / name).write_bytes((setup.ROOT / name).read_bytes())
    monkeypatch.setattr(setup, "ROOT", moved)
    assert setup.digest("run") != before


def test_an_environment_that_is_broken_is_found_out(setup: ModuleType) -> None:
    assert not setup.works()
    setup.PYTHON.parent.mkdir(parents=True)
    setup.PYTHON.write_text("#!/bin/sh\nexit 1\n")
    setup.PYTHON.chmod(0o755)
    assert not setup.works()


def test_what_the_machine_lacks_is_one_list_with_the_command_that_brings_it(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(setup, "needs", lambda: {"python3": True, "python3-venv": False, "make": False})
    with pytest.raises(SystemExit):
        setup.main("run")
    said = capsys.readouterr().err
    assert "apt-get install python3-venv make" in said
    assert not setup.VAR.exists()


def test_a_failing_step_shows_the_end_of_what_it_said_and_keeps_all_of_it(
    setup: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    setup.VAR.mkdir()
    code = "import sys; [print('line', n) for n in range(100)]; sys.exit(1)"
    with pytest.raises(SystemExit):
        setup.run([sys.executable, "-c", code], "It failed.")
    said = capsys.readouterr().err
    assert "It failed." in said
    assert "line 99" in said
    assert "line 10\n" not in said
    assert "line 10\n" in (setup.VAR / "setup.log").read_text()


def test_nothing_is_written_outside_the_folders_that_git_ignores() -> None:
    ignored = ["var/x", ".venv/x"]
    done = subprocess.run(
        ["git", "check-ignore", *ignored], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ignored
    makefile = (CHECKOUT / "Makefile").read_text()
    for variable in ("PIP_CACHE_DIR", "XDG_CACHE_HOME", "TMPDIR", "PYTHONPYCACHEPREFIX"):
        assert f"export {variable} := $(VAR)/" in makefile
