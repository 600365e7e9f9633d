"""The shape the code is held to: sizes, names, rooms, and what may never be in the repository."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "throughcare"
ORACLES = ROOT / "oracles"
MODULES = sorted(p for place in (SOURCE, ORACLES) for p in place.rglob("*.py") if "migrations" not in p.parts)
LONGEST_FILE, LONGEST_FUNCTION = 400, 40
BARRED_NAMES = {"data", "info", "manager", "handler", "utils", "common"}
CONTEXTS = [
    p
    for wing in ("foundation", "casework", "commissioning", "evidence")
    for p in (SOURCE / wing).iterdir()
    if p.is_dir() and p.name != "__pycache__"
]


def tracked(*patterns):
    """The files that are committed or about to be; everything under the folder where there is no repository."""
    listed = subprocess.run(
        ["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def functions(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_is_at_most_four_hundred_lines_and_a_function_forty(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST_FILE
    long = [
        f"{f.name}: {f.end_lineno - f.lineno + 1}"
        for f in functions(path)
        if f.end_lineno - f.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long


def test_no_module_hides_behind_a_name_that_says_nothing():
    assert [p for p in MODULES if p.stem in BARRED_NAMES] == []


def test_nobody_is_called_an_offender():
    """The role is the service's term; a person is never one."""
    allowed = re.compile(
        r"re_?offender|offender[_ -]?manage|youth[_ ]offending|OFFENDER_MANAG|FEMALE_SEXUAL_OFFENDER|female_sexual_offender",
        re.I,
    )
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [node.id]
                if isinstance(node, ast.Name)
                else [node.attr]
                if isinstance(node, ast.Attribute)
                else []
            )
            names += [node.name] if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
            found += [
                f"{path.name}: {name}"
                for name in names
                if "offender" in name.lower() and not allowed.search(name)
            ]
    assert found == []


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda p: p.name)
def test_a_context_says_what_it_owns_and_imports_nothing_on_entry(context):
    tree = ast.parse((context / "__init__.py").read_text("utf-8"))
    assert ast.get_docstring(tree)
    if context.name not in {
        "kernel",
        "outcomes",
    }:  # the kernel is its own front door; outcomes loads each name when asked
        assert not [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]


ROOMS = {
    "rules",
    "models",
    "store",
    "actions",
    "queries",
    "events",
    "reactions",
    "tasks",
    "migrations",
    "sql",
    "reference",
}
OWN_ROOMS = {
    "kernel": None, "audit": None, "access": None, "messages": None, "outcomes": None, "population": None, "pilot": None,
    "operating_model": {"presets"}, "courts": {"reference_tables"}, "supervision": {"reference_tables"},
}  # fmt: skip


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda p: p.name)
def test_every_context_has_the_same_rooms(context):
    own = OWN_ROOMS.get(context.name, set())
    if own is None:
        return
    rooms = {p.stem for p in context.iterdir() if p.name not in {"__init__.py", "__pycache__"}}
    assert rooms <= ROOMS | own


def test_every_public_function_and_class_has_a_docstring_of_its_own():
    missing = []
    for path in MODULES:
        tree = ast.parse(path.read_text("utf-8"))
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                missing.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert missing == []


def test_outcomes_is_a_library_that_loads_no_web_framework():
    code = (
        "import sys; from throughcare.evidence import outcomes; dir(outcomes); print('django' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PATH": "/usr/bin:/bin"},
    )
    assert ran.stdout.strip() == "False"


# Spelt in parts, so that this file does not hold what it looks for.
BARRED_TEXT = [
    "/wo" + "rk/",
    "/ro" + "ot/",
    "pypi" + ".org",
    "files.python" + "hosted",
    "registry.npm" + "js",
    "deb.deb" + "ian.org",
]


def test_nothing_names_a_machine_or_a_registry():
    found = []
    for path in tracked():
        if (
            path.suffix in {".png", ".woff2", ".ipynb", ".parquet"}
            or "vendor" in path.parts
            or path.name == "axe.min.js"
        ):
            continue
        text = path.read_text("utf-8", errors="replace")
        found += [f"{path.relative_to(ROOT)}: {barred}" for barred in BARRED_TEXT if barred in text]
    assert found == []


def test_every_dependency_says_why_it_is_here():
    for path in (ROOT / "requirements").glob("*.in"):
        for line in path.read_text().splitlines():
            if line and not line.startswith(("#", "-r")):
                assert "#" in line and len(line.split("#", 1)[1].strip()) > 10, line


def test_every_locked_dependency_has_hashes():
    for path in (ROOT / "requirements").glob("*.txt"):
        blocks = re.split(r"\n(?=[a-z0-9])", path.read_text().strip(), flags=re.I)
        assert all("--hash=sha256:" in block for block in blocks if "==" in block)


def test_the_demonstration_goes_in_by_the_front_door():
    """It may import no models and hold no SQL: everything in it went through actions and imports."""
    for path in (SOURCE / "demonstration").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.ImportFrom) and path.stem != "safety"
            ):  # which asks only where the database is
                assert "models" not in (node.module or "").split("."), path
                assert not (node.module or "").startswith("django.db"), path
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE)\s", node.value), path


A_DAY_TYPED_AT_A_TERMINAL = {
    "faces/outcomes/console/measuring.py",
    "faces/outcomes/console/extract.py",
    "demonstration/app.py",
}  # no instant: somebody wrote the day


def test_a_day_is_londons_and_is_taken_from_an_instant_in_one_place() -> None:
    taken = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in SOURCE.rglob("*.py")
        if path.name != "days.py" and path.relative_to(SOURCE).as_posix() not in A_DAY_TYPED_AT_A_TERMINAL and "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        and node.func.attr == "date" and not node.args and not node.keywords
    ]  # fmt: skip
    assert not taken, (
        f"between midnight and one in summer these are yesterday; kernel.days.day_of is today: {taken}"
    )


def test_an_operation_gives_its_status_by_name_and_not_as_the_first_of_two():
    # django-ninja takes a bare pair too, with a warning on each call, until it no longer does.
    bare = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCE.glob("faces/*/**/*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple)
        if isinstance(first := node.value.elts[0] if node.value.elts else None, ast.Constant)
        if type(first.value) is int and 200 <= first.value < 600
    ]
    assert bare == []


def test_a_browser_is_waited_for_and_never_asked_at_once():
    """What a page shows is expected, which waits for the page; asked at once, it is answered by the page before under load."""
    tests = Path(__file__).parents[1]
    asks = [
        path.name
        for path in tests.rglob("*.py")
        if re.search(r"assert (not )?\S.*\.is_visible\(\)\n", path.read_text())
    ]
    assert asks == []
    clicks = {
        named
        for path in tests.rglob("*.py")
        for named in re.findall(
            r'get_by_role\("(?:button|link)", name="([^"]*)"[^\n]*\.click\(\)', path.read_text()
        )
    }
    assert clicks == STAYS_ON_ITS_PAGE, "what leads to another page is opened with support.browser.opens"


STAYS_ON_ITS_PAGE = {
    "Accommodation: 3 of 4 questions not answered",
    "Close the menu",
    "Menu",
    "Select the risk of serious harm",
}


def test_only_what_is_made_up_has_identifiers_that_can_be_guessed():
    drawn = [
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        if "ids_made_up_from" in path.read_text() and path.is_relative_to(SOURCE)
    ]
    assert drawn == ["demonstration/generator.py", "foundation/kernel/ids.py"]
