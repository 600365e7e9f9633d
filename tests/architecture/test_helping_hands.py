"""What CONTRIBUTING says can be done can be done: the targets are there, and the hooks call what `make check` calls."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.M))


def test_every_target_that_a_document_names_is_there():
    named = set()
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        named |= set(re.findall(r"^ {4}make ([a-z-]+)|`make ([a-z-]+)", document.read_text(), re.M))
    wanted = {one or other for one, other in named}
    assert wanted
    assert wanted <= TARGETS


def test_every_target_says_what_it_is_for():
    silent = [name for name in TARGETS if not re.search(rf"^{name}:.*## ", MAKEFILE, re.M)]
    assert sorted(silent) == ["setup-run"]


def test_the_hooks_before_a_commit_call_the_checks_that_make_calls():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    checked = MAKEFILE.split("\ncheck:")[1].split("\n\n")[0].replace("$(PYTHON)", ".venv/bin/python")
    for hook in hooks:
        words = hook["entry"].replace("--cache-dir var/cache/imports", "").strip()
        assert words in checked or "tests/architecture" in words, words
    assert {"lint", "format", "types", "imports"} <= {hook["id"] for hook in hooks}
