"""The wheel works outside the checkout: whole with its service, and without a web server for whoever measures outcomes."""

import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[2]
REQUIREMENTS = CHECKOUT / "requirements"
BUILT_FROM = ("src", "requirements", "pyproject.toml", "README.md", "LICENSE")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info", "build")
IN_PLACE = "setuptools"  # what installs a checkout in place is no part of what runs


def listed(name: str) -> set[str]:
    """The packages that a list of requirements names, with those of the lists it takes in."""
    found: set[str] = set()
    for line in (REQUIREMENTS / name).read_text().splitlines():
        words = line.split("#")[0].strip()
        if words.startswith("-r "):
            found |= listed(words.removeprefix("-r ").strip())
        elif words:
            found.add(canonicalize_name(Requirement(words).name))
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as pip builds it from a copy of the checkout, with no network."""
    copy = tmp_path_factory.mktemp("copy")
    for name in BUILT_FROM:
        source = CHECKOUT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=LEFT_OUT)
        else:
            shutil.copy(source, copy / name)
    made = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(made), str(copy))
    (found,) = made.glob("throughcare-*.whl")
    return found


def pip(*words: str) -> None:
    """Run pip of this environment, and show what it said when it fails."""
    command = [sys.executable, "-m", "pip", "--no-input", "--disable-pip-version-check", *words]
    said = subprocess.run(command, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


@dataclass(frozen=True)
class Installed:
    """An environment of its own that holds the wheel and what one of its extras asks for, far from the checkout."""

    home: Path

    @property
    def packages(self) -> Path:
        """Where its packages lie."""
        return Path(sysconfig.get_path("purelib", vars={"base": str(self.home), "platbase": str(self.home)}))

    def run(self, program: str, *words: str) -> str:
        """Run a program of it from another folder, knowing nothing of the checkout; give what it prints."""
        elsewhere = self.home.parent / "elsewhere"
        elsewhere.mkdir(exist_ok=True)
        known = {"PATH": "/usr/bin:/bin", "THROUGHCARE_VAR": str(elsewhere / "var"), "COLUMNS": "120"}
        command = [str(self.home / "bin" / program), *words]
        said = subprocess.run(command, cwd=elsewhere, env=known, capture_output=True, text=True, check=False)
        assert said.returncode == 0, said.stdout + said.stderr
        return said.stdout


def installed(wheel: Path, folder: Path, extra: str) -> Installed:
    """The wheel in a fresh environment, beside the packages of an extra and no others.

    They are linked from the present environment in place of being fetched.
    """
    here = Installed(folder / "environment")
    venv.create(here.home, with_pip=False, symlinks=True)
    pip("--python", str(here.home / "bin" / "python"), "install", "--no-deps", "--no-index", "--no-compile", str(wheel))  # fmt: skip
    (ours,) = distributions(path=[str(here.packages)])
    for one in asked_for(ours, extra):
        link(one, here.packages)
    return here


def asked_for(ours: Distribution, extra: str) -> Iterator[Distribution]:
    """Every distribution that ours asks for with an extra, and those that these ask for in turn."""
    seen: set[tuple[str, str]] = set()
    waiting = list(needs(ours, {extra}))
    while waiting:
        wanted = waiting.pop()
        for key in {(canonicalize_name(wanted.name), one) for one in wanted.extras | {""}} - seen:
            seen.add(key)
            found = distribution(key[0])
            waiting += needs(found, {key[1]})
            if not key[1]:
                yield found


def needs(one: Distribution, extras: set[str]) -> Iterable[Requirement]:
    """What a distribution asks for on this machine, with some of its extras."""
    for line in one.requires or ():
        wanted = Requirement(line)
        if wanted.marker is None or any(wanted.marker.evaluate({"extra": extra}) for extra in extras):
            yield wanted


def link(one: Distribution, packages: Path) -> None:
    """Link what a distribution installed into another environment's packages."""
    tops = {file.parts[0] for file in one.files or () if file.parts[0] not in {"..", "__pycache__"}}
    for top in tops:
        if not (packages / top).exists():
            (packages / top).symlink_to(Path(str(one.locate_file(top))))


@pytest.fixture(scope="module")
def analysts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """What ``pip install ".[outcomes]"`` gives."""
    return installed(wheel, tmp_path_factory.mktemp("analysts"), "outcomes")


@pytest.fixture(scope="module")
def service(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """What ``pip install ".[service]"`` gives."""
    return installed(wheel, tmp_path_factory.mktemp("service"), "service")


def test_every_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "src/throughcare"], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    held = set(zipfile.ZipFile(wheel).namelist())
    ours = {name.removeprefix("src/") for name in tracked if name and (CHECKOUT / name).is_file()}
    assert {name.rsplit(".")[-1] for name in ours} >= {"html", "css", "js", "sql", "yaml", "csv", "woff2"}
    assert sorted(ours - held) == []


def test_the_console_answers_with_the_service(service: Installed) -> None:
    told = service.run("throughcare", "--help")
    assert all(word in told for word in ("serve", "worker", "outcomes", "backup"))


FINDS = """
from pathlib import Path
import sys, throughcare, django
from throughcare.server.database.folders import checkout
here = Path(throughcare.__file__).parent
assert here.is_relative_to(sys.prefix), here
import throughcare.config.wsgi
from django.contrib.staticfiles.finders import find, get_finders
from django.template.loader import get_template
from django.urls import get_resolver
def walk(patterns):
    return sum(walk(one.url_patterns) if hasattr(one, "url_patterns") else 1 for one in patterns)
print("addresses", walk(get_resolver().url_patterns))
static = [path for finder in get_finders() for path, _ in finder.list([])]
assert all(Path(find(path)).is_file() for path in static)
print("static", len(static))
pages = [page.relative_to(folder) for folder in here.rglob("templates") for page in folder.rglob("*.html")]
for page in pages:
    get_template(str(page))
print("templates", len(pages))
"""


def test_its_pages_and_static_files_are_found_where_it_is_installed(service: Installed) -> None:
    told = dict(line.split() for line in service.run("python", "-c", FINDS).splitlines())
    sources = CHECKOUT / "src" / "throughcare"
    assert int(told["templates"]) == sum(1 for page in sources.rglob("*.html") if "templates" in page.parts)
    assert int(told["addresses"]) > 100 and int(told["static"]) > 10


def test_operating_models_and_editions_are_read_where_it_is_installed(service: Installed) -> None:
    assert "durham-tees-valley-2012" in service.run("throughcare", "model", "list")
    assert "england-and-wales-three-month" in service.run("throughcare", "outcomes", "definitions")


def test_an_analyst_gets_no_web_server(analysts: Installed) -> None:
    held = {canonicalize_name(one.name) for one in distributions(path=[str(analysts.packages)])}
    assert listed("outcomes.in") <= held
    assert held & listed("service.in") == set()


EVERY_NAME = """
import importlib, pkgutil
from throughcare.evidence import outcomes
rooms = [room.name for room in pkgutil.walk_packages(outcomes.__path__, outcomes.__name__ + ".")]
for room in rooms:
    importlib.import_module(room)
print(len([getattr(outcomes, name) for name in dir(outcomes)]), len(rooms))
"""


def test_an_analyst_has_all_of_outcomes(analysts: Installed) -> None:
    names, rooms = map(int, analysts.run("python", "-c", EVERY_NAME).split())
    assert names > 40 and rooms > 30


MEASURES = """
from pathlib import Path
from throughcare.evidence import outcomes
tables = outcomes.load(Path("made"))
print(len(outcomes.reoffending(tables, "england-and-wales-three-month").cells))
"""


def test_an_analyst_measures(analysts: Installed) -> None:
    analysts.run("throughcare", "outcomes", "synth", "made", "--events", "2000")
    assert int(analysts.run("python", "-c", MEASURES)) > 0


def test_the_lists_together_are_what_a_checkout_runs_with(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as held:
        (name,) = [one for one in held.namelist() if one.endswith(".dist-info/METADATA")]
        lines = held.read(name).decode().splitlines()
    told = [Requirement(line.split(":", 1)[1]) for line in lines if line.startswith("Requires-Dist:")]
    whole = {canonicalize_name(one.name) for one in told}
    assert whole == listed("run.in") - {IN_PLACE}
    assert {canonicalize_name(one.name) for one in told if one.marker is None} == listed("base.in")


def test_everything_a_list_names_is_locked() -> None:
    for lock, name in (("run.txt", "run.in"), ("dev.txt", "dev.in")):
        locked = {
            canonicalize_name(line.split("==")[0].split("[")[0])
            for line in (REQUIREMENTS / lock).read_text().splitlines()
            if "==" in line and not line.startswith((" ", "#"))
        }
        assert listed(name) - locked == set()
