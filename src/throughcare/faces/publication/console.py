"""``throughcare publication``: what is wrong with published records, and what in them deserves a second look."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from throughcare.foundation.kernel import Refused

if TYPE_CHECKING:
    from throughcare.commissioning.publication.rules import Read
    from throughcare.commissioning.publication.rules.shapes import Document

app = typer.Typer(
    no_args_is_help=True,
    help="Check published records of contracting (OCDS 1.1.5), and find red flags in them.",
)
Files = Annotated[
    list[Path],
    typer.Argument(exists=True, help="Releases, records or packages of either; or folders of them."),
]


@app.command()
def check(files: Files) -> None:
    """Say where records depart from the standard. Nothing is fetched; ends with 1 where anything is wrong."""
    wrong = releases = processes = 0
    every = _below(files)
    for file in every:
        found = _read(file)
        wrong += 1 if found is None or found.faults else 0
        releases += len(found.releases) if found else 0
        processes += len(found.processes) if found else 0
    typer.echo(f"Files: {len(every)}, of which {wrong} depart. Releases: {releases}. Processes: {processes}.")
    if wrong:
        raise typer.Exit(1)


def _below(files: list[Path]) -> list[Path]:
    return [
        one
        for file in files
        for one in (sorted([*file.rglob("*.json"), *file.rglob("*.jsonl")]) if file.is_dir() else [file])
    ]


def _read(file: Path, *, says: bool = True) -> Read | None:
    """A file as it was read; None for one that is none, which is said."""
    from throughcare.commissioning.publication.rules import read

    try:
        found = read(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        typer.echo(f"{file.name}: it is not text in UTF-8.")
        return None
    except Refused as refusal:
        typer.echo(f"{file.name}: {refusal.because}")
        return None
    for fault in found.faults if says else ():
        typer.echo(f"{file.name}: {fault}")
    return found


@app.command()
def flags(
    files: Files,
    settings: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Which flags, with which thresholds (INI)."),
    ] = None,
    to_the_letter: Annotated[
        bool, typer.Option(help="As Cardinal describes them, also where all are alike.")
    ] = False,
    by_lot: Annotated[bool, typer.Option(help="For each lot and package by itself.")] = False,
) -> None:
    """Find red flags in these records together: each is a reason to look, and none is a wrong by itself."""
    from throughcare.commissioning.publication import rules
    from throughcare.commissioning.publication.rules.flags import settings_from

    asked = settings_from(settings.read_text(encoding="utf-8")) if settings else None
    taken = rules.Taken.TO_THE_LETTER if to_the_letter else rules.Taken.WITH_SENSE
    whole: list[Document] = []
    for file in _below(files):
        found = _read(file, says=False)
        whole += found.processes if found else ()
    looked = [part for one in whole for part in rules.by_lot(one)] if by_lot else whole
    raised = rules.red_flags(looked, asked, taken).raised
    for one in raised:
        kind = rules.FLAGS[one.code]
        typer.echo(
            f"{one.code} {one.group.value} {one.who}: {kind.title} ({float(one.value):.4g}). {kind.why}"
        )
    typer.echo(f"Processes: {len(whole)}. Flags: {len(raised)}.")
