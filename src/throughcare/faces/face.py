"""What the face of a context declares of itself, and finding every face there is.

A folder beside this file that holds a ``face.py`` is the face of a context. Routes, navigation, the API, the console, the
page of a person and home ask here, so that no other file lists contexts. Light: the console reads it to say what it can do.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path

from throughcare.foundation.access.parts import Part
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission


@dataclass(frozen=True)
class Command:
    """One command: what it is for, the module whose ``app`` (a Typer) it is, and what it needs.

    ``needs`` is the kind of process (web, worker, owner): Django is set up and the database running
    before the module is loaded, so it may import models at its top. ``None`` means neither.
    """

    name: str
    purpose: str
    module: str
    needs: str | None = None
    attribute: str = "app"


@dataclass(frozen=True)
class Entry:
    """A place of the service navigation, for whoever has the permission; ``place`` orders it among those of all faces.

    ``what_for`` says on home what can be done there, to those for whom nothing else waits. ``above`` is where the pages lie that
    stand beneath it, where that is not beneath its own address.
    """

    text: str
    href: str
    may: Permission | None
    place: int
    what_for: str = ""
    above: str = ""


@dataclass(frozen=True)
class Tab:
    """A tab on the pages of one person; ``tail`` follows their address, ``place`` orders it among those of all faces.

    ``part`` is the part of the record it shows (the rest, where it says nothing), None for what everybody is shown; whoever may
    do ``own`` is shown without it what their own team or organisation has there.
    """

    text: str
    tail: str
    place: int
    part: Part | None = Part.REST
    own: Permission | None = None

    def opens(self, shown: Collection[Part], member: Member) -> bool:
        """Whether somebody who is shown these parts of a record has this tab."""
        return self.part is None or self.part in shown or (self.own is not None and member.may(self.own))


@dataclass(frozen=True)
class Face:
    """What a context shows: rooms of its package by name (``"urls"``, ``"pages.home"``), loaded when they are needed.

    ``looks`` says in words what opening a route or calling an operation was, for whoever reads who looked;
    ``causes`` why somebody could be seen.
    """

    package: str
    routes: str | None = None
    operations: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()
    entries: tuple[Entry, ...] = ()
    tabs: tuple[Tab, ...] = ()
    home: str | None = None
    jobs: str | None = None
    looks: Mapping[str, str] = field(default_factory=dict)
    causes: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The context it is the face of."""
        return self.package.rpartition(".")[2]

    def room(self, name: str) -> str:
        """The whole name of a module of this face."""
        return f"{self.package}.{name}"

    @property
    def templates(self) -> Path:
        """Where its templates lie, in a folder of its own name."""
        return HERE / self.name / "templates"


HERE = Path(__file__).resolve().parent


@cache
def faces() -> tuple[Face, ...]:
    """The face of every context, in order of name."""
    found = sorted(place.parent.name for place in HERE.glob("*/face.py"))
    return tuple(import_module(f"{__package__}.{name}.face").FACE for name in found)
