#!/usr/bin/env python3
"""Make the virtual environment and install the locked dependencies: once, and again only when they change.

Runs under the machine's own Python before anything is installed, so it uses the standard library alone.
Usage: setup.py run|dev. A development environment holds everything a running one needs, so it is kept.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VAR = ROOT / "var"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "throughcare-installed"
OLDEST = (3, 11)
SHOWN_ON_FAILURE = 25


def main(kind: str) -> None:
    """Bring the environment to what the lock file of this kind says."""
    check_machine()
    for folder in (VAR / "tmp", VAR / "cache"):
        folder.mkdir(parents=True, exist_ok=True)
    with (VAR / "setup.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamped = STAMP.read_text().split() if STAMP.exists() and PYTHON.exists() else []
        if kind == "run" and stamped[:1] == ["dev"]:
            kind = "dev"
        wanted = [kind, digest(kind)]
        if stamped != wanted:
            install(kind)
            STAMP.write_text(" ".join(wanted))


def check_machine() -> None:
    """Stop with one list of what is missing, before anything is made."""
    missing = [package for package, present in needs().items() if not present]
    if not missing:
        return
    version = ".".join(map(str, OLDEST))
    fail(
        f"Throughcare needs Python {version} or later with venv, and make.\n"
        f"Missing here: {', '.join(missing)}.\n"
        "On Debian or Ubuntu:  apt-get install " + " ".join(missing) + "\n"
        "For the browser tests also:  apt-get install chromium"
    )


def needs() -> "dict[str, bool]":
    """Debian's packages this machine must have, and whether what they bring is here."""
    has_venv = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
    return {
        "python3": sys.version_info >= OLDEST,
        "python3-venv": PYTHON.exists() or has_venv,
        "make": shutil.which("make") is not None,
    }


def digest(kind: str) -> str:
    """Changes when the lock file, the project's own definition, this folder or this Python does."""
    parts = [(ROOT / name).read_bytes() for name in (f"requirements/{kind}.txt", "pyproject.toml")]
    parts.append(f"{ROOT}{sys.version_info[:2]}".encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def install(kind: str) -> None:
    """Make the environment if absent or broken, then install what is locked, then Throughcare itself."""
    if not works():
        say("Making the virtual environment ...")
        venv = [sys.executable, "-m", "venv", "--clear", str(VENV)]
        run(venv, "The virtual environment could not be made (on Debian: apt-get install python3-venv).")
    STAMP.unlink(missing_ok=True)
    lock = ROOT / "requirements" / f"{kind}.txt"
    pip(
        ["--require-hashes", "-r", str(lock)],
        count=sum("==" in line for line in lock.read_text().splitlines()),
    )
    already = set((ROOT / "src").glob("*.egg-info"))
    pip(["--no-deps", "--no-build-isolation", "-e", str(ROOT)], count=0)
    for made in set((ROOT / "src").glob("*.egg-info")) - already:
        shutil.rmtree(made)


def works() -> bool:
    """Whether the environment has a Python of the present version, at this place, that can run pip."""
    if not PYTHON.exists():
        return False
    question = "import pip, sys; print(sys.version_info[:2], sys.prefix)"
    said = subprocess.run([PYTHON, "-c", question], capture_output=True, text=True, check=False)
    return said.stdout.strip() == f"{tuple(sys.version_info[:2])} {VENV}"


def pip(arguments: "list[str]", count: int) -> None:
    """Run pip behind one line of progress; its own words go to a log, and are shown when it fails."""
    # Nothing is compiled ahead: most of what these packages hold is never imported, and what is takes seconds.
    command = [
        str(PYTHON), "-m", "pip", "install", "--no-input", "--disable-pip-version-check",
        "--progress-bar", "off", "--no-warn-script-location", "--no-compile", *arguments,
    ]  # fmt: skip
    run(command, "Installing the dependencies failed.", count)


def run(command: "list[str]", failure: str, count: int = 0) -> None:
    """Run one step; on failure show the end of what it said."""
    environment = os.environ | {
        "PIP_CACHE_DIR": str(VAR / "cache" / "pip"),
        "XDG_CACHE_HOME": str(VAR / "cache"),
        "TMPDIR": str(VAR / "tmp"),
        "PIP_ROOT_USER_ACTION": "ignore",
        "PYTHONUNBUFFERED": "1",
    }
    lines: list[str] = []
    step = subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert step.stdout is not None
    for line in step.stdout:
        lines.append(line)
        show_progress(line, lines, count)
    (VAR / "setup.log").write_text("".join(lines))
    if step.wait() != 0:
        fail(f"{failure} The end of what was said (all of it is in var/setup.log):\n"
             + "".join(lines[-SHOWN_ON_FAILURE:]))  # fmt: skip
    if count:
        say(f"Installed {count} packages.", same_line=True, done=True)


def show_progress(line: str, lines: "list[str]", count: int) -> None:
    """One line, overwritten, that counts packages; where there is no terminal, one line at each stage."""
    if not count or not line.startswith(("Collecting ", "Requirement already", "Installing collected")):
        return
    seen = sum(earlier.startswith(("Collecting ", "Requirement already")) for earlier in lines)
    if line.startswith("Installing collected"):
        say(f"Installing {count} packages ...", same_line=True)
    elif sys.stderr.isatty() or seen == 1:
        say(f"Fetching package {seen} of {count} ...", same_line=True)


def say(words: str, same_line: bool = False, done: bool = False) -> None:
    """Tell the person waiting; on a terminal a progress line replaces the one before."""
    terminal = sys.stderr.isatty() and same_line
    print(
        f"\r\033[K{words}" if terminal else words, end="" if terminal and not done else "\n", file=sys.stderr
    )
    sys.stderr.flush()


def fail(words: str) -> None:
    """Say why and stop."""
    print(f"\n{words}" if sys.stderr.isatty() else words, file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "run")
    except KeyboardInterrupt:
        fail("Stopped. Run it again to go on from here.")
