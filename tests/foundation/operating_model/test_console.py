"""``throughcare model``, as it is typed."""

import subprocess
import sys
from pathlib import Path

from throughcare.foundation.operating_model.rules import PRESETS, Function, preset_text


def typed(*words: str, status: int = 0) -> str:
    """What a command prints; on standard error when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "throughcare.faces.console", "model", *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    return done.stderr if status else done.stdout


def test_show_prints_every_function_with_its_ground_and_the_share_of_each_basis() -> None:
    shown = typed("show", "durham-tees-valley-2012")
    assert all(function.label in shown for function in Function)
    assert "% stated" in shown
    assert "Q2 bullets 1-2" in shown


def test_compare_prints_who_holds_what_under_each_model() -> None:
    shown = typed("compare", "nacro-2012", "durham-tees-valley-2012")
    (breach,) = [row for row in shown.splitlines() if row.strip().startswith("Breach decision")]
    assert breach.split("everybody")[1].split() == [
        "contracted", "provider", "with", "electronic", "monitoring", "provider", "Commissioning", "Trust",
    ]  # fmt: skip
    assert "functions are held differently for somebody" in shown


def test_check_accepts_a_model_and_names_the_wrong_line_of_what_is_not_one(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(preset_text("nacro-2012"), "utf-8")
    assert "one holder for everybody" in typed("check", str(file))
    file.write_text(preset_text("nacro-2012").replace("law: 2012", "law: soon"), "utf-8")
    assert typed("check", str(file), status=1) == (
        "throughcare: mine.yaml, line 5: law must be a whole number, found “soon”\n"
    )


def test_a_name_that_is_no_model_is_refused_with_the_names_there_are() -> None:
    assert PRESETS[0] in typed("show", "dtv", status=1)


def test_a_day_that_is_no_day_is_refused() -> None:
    assert "Write it as 2026-11-21" in typed("compare", "nacro-2012", "nacro-2012", "--on", "soon", status=1)
