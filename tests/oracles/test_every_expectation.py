"""Every value that a file of cases expects is compared, skipped with a reason, or named as one that is not compared."""

import copy
import csv
import json
from fnmatch import fnmatch
from pathlib import Path

import pytest
from support.shared import shared_path

from oracles.cases import Source
from oracles.left_out import LEFT_OUT
from oracles.runner import adapters

DOCS = Path(__file__).resolve().parents[2] / "docs" / "vectors.md"
FOLDERS = ("predictors", "tier", "workload", "outcomes", "other", "partners", "commissioning/pbr")
EXPECTS = ("out", "response", "then", "expect", "expected")


def cases(path):
    """The cases of a file as far as they can be told without asking the product: their names, and what is expected."""
    found = []
    for adapter in adapters():
        if adapter.claims(Source(path)):
            try:
                found += [
                    (one.name, repr(one.expected), one.skip, one.not_compared)
                    for one in adapter.cases(Source(path))
                ]
            except Exception as broken:
                found.append(type(broken).__name__)
    return found


def leaves(value, at=()):
    if isinstance(value, dict) and value:
        return [leaf for key, each in value.items() for leaf in leaves(each, (*at, key))]
    if isinstance(value, list) and value:
        return [leaf for key, each in enumerate(value) for leaf in leaves(each, (*at, key))]
    return [at]


def shape(at):
    """A place without its numbers: a hundred alike are tried once."""
    return ".".join("*" if isinstance(step, int) else step for step in at)


def without(content, at):
    changed = copy.deepcopy(content)
    inner = changed
    for step in at[:-1]:
        inner = inner[step]
    del inner[at[-1]]
    return changed


def expectations(content, whole):
    """One place of each shape that holds an expectation: all of them in a file that is nothing but what was published."""
    found = {}
    for at in leaves(content):
        if at and (whole or any(str(step).lower().startswith(EXPECTS) for step in at)):
            found.setdefault(shape(at), at)
    return found


def files():
    return [
        path
        for folder in FOLDERS
        for path in sorted(shared_path(f"vectors/{folder}").rglob("*.json"))
        if cases(path)
    ]


def first_of(content):
    """The first cases of a file that holds many alike."""
    if isinstance(content, list):
        return content[:2]
    return content | {"cases": content["cases"][:2]} if isinstance(content.get("cases"), list) else content


def is_named(path, spelt):
    """Whether a place is told of as one that is not compared."""
    return any(fnmatch(f"{path.name}:{spelt}", one) for one in LEFT_OUT)


def a_copy(tmp_path, path):
    """A copy of a file that stands to its data as the file itself does."""
    root = tmp_path / path.name
    folder = root / path.parent.relative_to(shared_path("."))
    folder.mkdir(parents=True)
    (root / "data").symlink_to(shared_path("data"))
    for one in path.parent.iterdir():
        if one != path and one.is_file():
            (folder / one.name).symlink_to(one)
    return folder / path.name


@pytest.mark.shared
def test_every_value_that_a_file_expects_is_compared_or_named_as_not(tmp_path):
    unnamed = []
    for path in files():
        content, copied = first_of(json.loads(path.read_text())), a_copy(tmp_path, path)
        copied.write_text(json.dumps(content))
        before = cases(copied)
        for spelt, at in expectations(content, path.parent.name == "outcomes").items():
            if not is_named(path, spelt):
                copied.write_text(json.dumps(without(content, at)))
                unnamed += [f"{path.name}:{spelt}"] if cases(copied) == before else []
    assert not unnamed, "\n".join(unnamed)


@pytest.mark.shared
def test_every_column_that_a_table_expects_is_compared_or_named_as_not(tmp_path):
    unnamed, tried = [], 0
    for path in (
        one for folder in FOLDERS for one in sorted(shared_path(f"vectors/{folder}").rglob("*.csv"))
    ):
        if not cases(path):
            continue
        with path.open(encoding="utf-8-sig", newline="") as opened:
            names, *rows = list(csv.reader(opened))[:6]
        copied = a_copy(tmp_path, path)
        before = cases(written(copied, names, rows))
        for place, name in enumerate(names):
            if name.strip().lower().startswith("exp") and not is_named(path, name.strip()):
                tried += 1
                changed = [[*row[:place], "17.123", *row[place + 1 :]] for row in rows]
                unnamed += [f"{path.name}:{name}"] if cases(written(copied, names, changed)) == before else []
    assert tried > 5
    assert not unnamed, "\n".join(unnamed)


def written(path, names, rows):
    with path.open("w", newline="") as opened:
        csv.writer(opened).writerows([names, *rows])
    return path


def test_every_field_that_is_left_out_stands_in_the_docs_with_its_reason():
    told = DOCS.read_text()
    assert [why for why in LEFT_OUT.values() if why not in told] == []
