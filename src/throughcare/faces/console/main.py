"""The ``throughcare`` command. A face declares a context's commands; the module of one is loaded only when it is called."""

import importlib
import sys
from contextlib import ExitStack
from dataclasses import replace
from typing import Any, Final

import typer
from typer.core import TyperGroup

from throughcare.faces.face import Command, faces
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.files import cannot_write


def of_the_faces() -> list[Command]:
    """The commands of every context, each with the whole name of its module."""
    return [replace(one, module=face.room(one.module)) for face in faces() for one in face.commands]


OF_THE_SERVICE: Final = (
    Command(
        "serve", "Run the whole site here: database, web, jobs and seal.", "throughcare.server.commands.serve"
    ),
    Command("stop", "Stop the site and its database.", "throughcare.server.commands.stop"),
    Command("db", "Start, stop, migrate and describe the database.", "throughcare.server.commands.db"),
    Command("backup", "Write the whole database to one file.", "throughcare.server.commands.backup"),
    Command("restore", "Put a backup back.", "throughcare.server.commands.backup", attribute="restore_app"),
    Command("worker", "Carry out background jobs.", "throughcare.server.commands.worker", "worker"),
    Command(
        "demo", "Make a demonstration area of made-up people.", "throughcare.demonstration.app", "worker"
    ),
    Command("vectors", "Run cases other people wrote.", "throughcare.faces.console.vectors"),
    Command("docs", "Write the documents that are made from code.", "throughcare.faces.console.docs"),
)
"""Commands of the service itself; those of a context are in its face. Server and demonstration stand above every face,
so their modules are named here and not imported."""
COMMANDS_OF: Final[dict[str, list[Command]]] = {}
for each in (*OF_THE_SERVICE, *of_the_faces()):
    COMMANDS_OF.setdefault(each.name, []).append(each)
COMMANDS: Final[dict[str, Command]] = {name: those[0] for name, those in COMMANDS_OF.items()}
"""Contexts that bring in files share a command: each adds its own beneath the name."""


class Commands(TyperGroup):
    """Lists commands from the table, and loads the module of the one that is called."""

    def __init__(self, **options: Any) -> None:
        options["commands"] = {name: placeholder(name, entry.purpose) for name, entry in COMMANDS.items()}
        super().__init__(**options)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The real command that was called, after what it needs was made ready."""
        name, found, rest = super().resolve_command(ctx, args)
        if name is None or found is None:
            return name, found, rest
        entry = COMMANDS[name]
        if entry.needs:
            make_ready(ctx, entry.needs, with_database="--help" not in rest)
        return name, load(name, entry), rest


def placeholder(name: str, purpose: str) -> Any:
    """A command that has a name and a purpose only."""
    nothing = typer.Typer(add_completion=False)
    nothing.command(name=name, help=purpose)(lambda: None)
    return typer.main.get_command(nothing)


def load(name: str, entry: Command) -> Any:
    """The command of an entry, from its module's Typer, with what other contexts add beneath its name."""
    command: Any = _of(entry)
    command.name = name
    for other in COMMANDS_OF.get(name, ())[1:]:
        command.commands.update(_of(other).commands)
    return command


def _of(entry: Command) -> Any:
    return typer.main.get_command(getattr(importlib.import_module(entry.module), entry.attribute))


def make_ready(ctx: Any, kind: str, with_database: bool) -> None:
    """Set Django up, with the database running until the command ends.

    The server stands above every face, so it is named here and not imported.
    """
    ready = importlib.import_module("throughcare.server.ready")
    ctx.obj.enter_context(ready.ready(kind, with_database=with_database))


app = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Throughcare: run a probation service as a commissioned system, and pilot one before you run it.",
)


@app.callback()
def throughcare() -> None:
    """Say nothing: every word is said by the command."""


def run() -> None:
    """The console entry point: one command, or one clear sentence on standard error."""
    with ExitStack() as held:
        try:
            app(obj=held, prog_name="throughcare")
        except Refused as refusal:
            fail(str(refusal))
        except OSError as failure:
            if (because := cannot_write(failure)) is None:
                raise
            fail(because)


def fail(because: str) -> None:
    """Say why on standard error and end with status 1."""
    print(f"throughcare: {because}", file=sys.stderr)
    raise SystemExit(1)
