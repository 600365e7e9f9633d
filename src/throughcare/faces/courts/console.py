"""``throughcare import``: bring in files."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.utils import timezone
from rich.progress import Progress

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.actions import (
    Ending,
    end_sentences,
    import_court_messages,
    import_court_results,
)
from throughcare.casework.courts.actions.imports import LARGEST
from throughcare.casework.courts.rules import SentenceState
from throughcare.casework.supervision.actions import Newcomer, open_cases_for_newcomers
from throughcare.casework.supervision.rules import CaseReason
from throughcare.faces.console.filed import Fields, Outcome, a_day, acting, an_id, bring_in, one_of, rows_of
from throughcare.foundation.access.delivery import drain
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission, Refused

LARGEST_OF_NEWCOMERS = 10 << 20
NEWCOMER_COLUMNS = ("ref", "family_name", "given_names", "date_of_birth", "postcode", "reason")
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Bring in files. One transaction a file; the same file twice changes nothing.",
)


@app.callback()
def files() -> None:
    """Bring in files."""


@app.command("court-results")
def court_results(
    file: Annotated[Path, typer.Argument(help="CSV, or JSON lines when its name ends in .jsonl.")],
    member: Annotated[
        str, typer.Option("--as", help="The e-mail address of the court officer it is brought in as.")
    ],
) -> None:
    """Record every good row of a file and keep every refused one for correction on the import page."""
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    if file.stat().st_size > LARGEST:
        raise Refused(f"The file is larger than {LARGEST >> 20} MB. Send it in parts.")
    at = timezone.now()
    by = _court_officer(member, at)
    with Progress(transient=True) as bars, file.open("rb") as stream:
        bar = bars.add_task("Reading", total=_lines_in(file))
        report = import_court_results(
            by=by,
            at=at,
            file=stream,
            file_name=file.name,
            progress=lambda line: bars.update(bar, completed=line),
        )
    drain()
    _say(report.import_id, by, at)
    print(
        f"{report.lines} rows: {report.recorded} recorded, {report.repeated} recorded before, {report.refused} refused."
    )


@app.command("court-messages")
def court_messages(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="The courts' own messages: hearings and applications (JSON), magistrates' cases (JSON) and daily lists (XML)."
        ),
    ],
    member: Annotated[
        str, typer.Option("--as", help="The e-mail address of the court officer they are brought in as.")
    ],
) -> None:
    """Record everybody in each message once; what no list knows waits with the court's words. One transaction a file."""
    at = timezone.now()
    by = _court_officer(member, at)
    for file in files:
        if not file.is_file():
            raise Refused(f"There is no file {file}.")
        with file.open("rb") as stream:
            report = import_court_messages(by=by, at=at, file=stream, file_name=file.name)
        drain()
        _say(report.import_id, by, at)
        print(
            f"{file.name}: {report.lines} matters: {report.recorded} recorded, {report.repeated} recorded before, {report.refused} refused."
        )


def _lines_in(file: Path) -> int:
    """How many lines a file has, never holding a whole line, however long one is."""
    with file.open("rb") as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))


@app.command("newcomers")
def newcomers(
    file: Annotated[
        Path,
        typer.Argument(help="CSV: ref, family_name, given_names, date_of_birth, postcode, reason, what."),
    ],
    member: Annotated[
        str, typer.Option("--as", help="The e-mail address of the member they are brought in as.")
    ],
) -> None:
    """Open cases for people no court has sent: reason is diversion or voluntary scheme. All are taken or none."""
    at = timezone.now()
    by = acting(member, Permission.OPEN_CASE, at)
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    rows = _newcomers_in(file)
    report = open_cases_for_newcomers(by=by, at=at, newcomers=rows)
    drain()
    print(
        f"{len(rows)} people: {len(report.opened)} cases opened, {len(report.joined)} joined, {len(report.not_held)} held by nobody."
    )


def _newcomers_in(file: Path) -> list[Newcomer]:
    """Everybody a file names; refused whole when any of it cannot be read."""
    if file.stat().st_size > LARGEST_OF_NEWCOMERS:
        raise Refused(f"The file is larger than {LARGEST_OF_NEWCOMERS >> 20} MB. Send it in parts.")
    found = Outcome()
    rows = rows_of(file, _newcomer, needs=NEWCOMER_COLUMNS, takes=("what",), outcome=found)
    if found.refused:
        line, because = min(found.refused)
        raise Refused(f"Line {line}: {because}. Nothing was recorded.")
    return [one.what if one.what.ref else replace(one.what, ref=f"line {one.line}") for one in rows]


def _newcomer(given: Fields) -> Newcomer:
    reason = one_of({"reason": given["reason"].lower()}, "reason", CaseReason)
    born = a_day(given, "date_of_birth")
    names = given["family_name"], given["given_names"]
    return Newcomer(given["ref"], *names, born, given["postcode"], reason, given.get("what", ""))


@app.command("sentences-ended")
def sentences_ended(
    file: Annotated[Path, typer.Argument(help="CSV: sentence_id, on, how; because where it is known.")],
    member: Annotated[str, typer.Option("--as", help="The e-mail address of the member it is told as.")],
) -> None:
    """End sentences that were completed, revoked or ended by death. Good rows are recorded; a second time they are refused."""
    at, found = timezone.now(), Outcome()
    by = acting(member, Permission.RECORD_SENTENCE, at)
    needs, takes = ("sentence_id", "on", "how"), ("because",)
    rows = rows_of(file, _ending, needs=needs, takes=takes, outcome=found)
    bring_in(
        rows,
        lambda some: end_sentences(by=by, at=at, endings=some),
        name="endings",
        by=by,
        at=at,
        outcome=found,
    )
    drain()
    found.say("sentences ended")


def _ending(given: Fields) -> Ending:
    how = one_of(given, "how", SentenceState)
    return Ending(an_id(given, "sentence_id"), a_day(given, "on"), how, given.get("because", "")[:300])


def _court_officer(email: str, at: datetime) -> Member:
    return acting(email, Permission.IMPORT_COURT_RESULTS, at)


def _say(import_id: UUID, by: Member, at: datetime) -> None:
    with viewing(by, at):
        for row in courts.refused_rows(import_id, most=1000):
            for fault in row.faults:
                print(f"line {row.line}, {fault['field'] or 'the row'}: {fault['because']}")
