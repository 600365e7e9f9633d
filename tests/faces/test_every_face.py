"""Every face declares what it has and has what it declares; what collects faces lists no context itself."""

import ast
import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from throughcare.faces.face import HERE, Command, Face, faces
from throughcare.faces.web.navigation import entries

ALL = faces()
NAMES = [face.name for face in ALL]
ROOMS = {"pages", "api", "console", "words", "urls", "templates", "face", "tasks"}
OWN_ROOMS = {
    "assessment": {"costing", "own_words", "print"},
    "outcomes": {"answers", "extracting"},
    "planning": {"services"},
    "recall": {"print"},
    "release": {"print"},
    "enforcement": {"print"},
    "contracts": {"print"},
}
WINGS = ("foundation", "casework", "commissioning", "evidence")


def contexts() -> set[str]:
    return {p.name for wing in WINGS for p in (HERE.parent / wing).iterdir() if (p / "__init__.py").exists()}


def test_there_are_faces_and_each_is_of_a_context():
    assert len(ALL) >= 8
    assert set(NAMES) <= contexts()


@pytest.mark.parametrize("face", ALL, ids=NAMES)
def test_a_face_has_the_rooms_of_every_face_and_no_other(face: Face):
    rooms = {p.stem for p in (HERE / face.name).iterdir() if p.name not in {"__init__.py", "__pycache__"}}
    assert rooms <= ROOMS | OWN_ROOMS.get(face.name, set())
    assert {p.name for p in face.templates.iterdir()} <= {face.name} if face.templates.exists() else True


@pytest.mark.parametrize("face", ALL, ids=NAMES)
def test_every_room_that_a_face_declares_is_there_and_every_room_there_is_declared(face: Face):
    named = [face.routes, face.home, face.jobs, *face.operations, *(c.module for c in face.commands)]
    assert all(find_spec(face.room(room)) for room in named if room)
    for room, declared in (("urls", face.routes), ("tasks", face.jobs), ("api", face.operations)):
        assert bool(find_spec(face.room(room))) == bool(declared), room
    modules = {
        f"{room}.{p.stem}" for room in ("api", "console") for p in (HERE / face.name / room).glob("[a-z]*.py")
    }
    offered = {name for name in modules if hasattr(import_module(face.room(name)), "router")}
    assert offered == {name for name in face.operations if "." in name}


@pytest.mark.parametrize("face", ALL, ids=NAMES)
def test_every_entry_and_tab_leads_to_a_page_of_the_same_face(face: Face):
    from django.urls import resolve

    from throughcare.foundation.kernel import new_id

    if not (face.entries or face.tabs):
        return
    addresses = [entry.href for entry in face.entries] + [
        f"/people/{new_id()}{tab.tail}" for tab in face.tabs
    ]
    for address in addresses:
        assert resolve(address).func.__module__.startswith(face.package), address


@pytest.mark.parametrize("face", ALL, ids=NAMES)
def test_every_word_for_a_look_is_of_a_route_or_an_operation_of_the_same_face(face: Face):
    from django.urls import get_resolver

    from throughcare.faces.api.operation import OPERATIONS

    routes = get_resolver().reverse_dict
    assert [name for name in face.looks if name not in routes and name not in OPERATIONS] == []


def spoken(face: Face, command: Command) -> list[str]:
    """A command with each word that may follow it: faces may share the first word, say "import", and never what follows."""
    app = getattr(import_module(face.room(command.module)), command.attribute)
    named = [one.name or (one.callback.__name__.replace("_", "-")) for one in app.registered_commands]
    return [f"{command.name} {word}" for word in named] or [command.name]


def test_no_two_faces_claim_one_place_one_command_or_one_word():
    places = [entry.place for entry in entries()]
    tabs = [tab.place for face in ALL for tab in face.tabs]
    commands = [said for face in ALL for command in face.commands for said in spoken(face, command)]
    looks = [route for face in ALL for route in face.looks]
    causes = [cause for face in ALL for cause in face.causes]
    for claimed in (places, tabs, commands, looks, causes):
        assert len(claimed) == len(set(claimed)), claimed


def strings(path: Path) -> set[str]:
    return {
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


COLLECTING = [
    "faces/face.py",
    "faces/index/urls.py",
    "faces/index/api_urls.py",
    "faces/index/pages/home.py",
    "faces/web/navigation.py",
    "faces/web/person_frame.py",
    "faces/console/main.py",
    "config/urls.py",
    "config/settings.py",
]


@pytest.mark.parametrize("place", COLLECTING)
def test_what_collects_faces_names_no_context(place: str):
    said = strings(HERE.parent / place)
    assert [s for s in said for name in NAMES if f"faces.{name}" in s] == []


def test_every_template_that_is_named_is_there():
    from django.template.loader import get_template

    named = {s for path in HERE.rglob("*.py") for s in strings(path) if re.fullmatch(r"\w+(/\w+)+\.html", s)}
    assert len(named) > 60
    for name in sorted(named):
        get_template(name)


def test_no_address_of_the_api_is_answered_by_two_routers():
    """Two routers that share an address would hide each other: the first that is met answers for both."""
    from collections import Counter

    from throughcare.faces.api.operation import api
    from throughcare.faces.index import api_urls

    assert api_urls.urlpatterns
    found = Counter(prefix + path for prefix, router in api._routers for path in router.path_operations)
    assert len(found) > 100
    assert [address for address, times in found.items() if times > 1] == []
