"""``throughcare area``: areas and the bodies in them, and the model in force, set from the console as an administrator."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.utils import timezone
from rich.progress import Progress

from throughcare.casework.supervision.actions import (
    begin_carrying,
    carry_some_over,
    draw_catchments,
    rehearse_change,
)
from throughcare.casework.supervision.queries import CarryingSeen, carrying
from throughcare.faces.operating_model.words import FATES, counted
from throughcare.foundation.access.queries import memberships_of_email, service_member
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.access.system_members import CARRIER
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.operating_model import actions
from throughcare.foundation.operating_model.rules import BodyKind, Function, InFlight
from throughcare.foundation.operating_model.rules.faults import faults_of

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Areas, the bodies in them, and the model in force."
)

As = Annotated[str, typer.Option("--as", help="The e-mail address of the administrator who does it.")]
Day = Annotated[str, typer.Argument(help="A day such as 2026-11-21.")]


def administrator(email: str, permission: Permission, at: datetime) -> Member:
    """The membership of an account that carries a permission; refused in words when there is none."""
    with viewing(None, at):
        held = memberships_of_email(email, at=at)
    found = next((member for member in held if member.may(permission)), None)
    if found is None:
        raise Refused(f"{email} is no member who may {permission.value}.")
    return found


@app.command()
def record(
    code: str, name: str, member: As, inside: Annotated[str, typer.Option(help="The area it is in.")] = ""
) -> None:
    """Record an area, or rename or move one."""
    at = timezone.now()
    by = administrator(member, Permission.LOAD_REFERENCE, at)
    actions.record_area(by=by, at=at, code=code, name=name, parent=inside or None)
    typer.echo(f"Recorded {code}, {name}.")


@app.command()
def appoint(
    area: str, body: BodyKind, organisation: UUID, start: Day, member: As, function: Function | None = None
) -> None:
    """Appoint an organisation as a kind of body in an area from a day."""
    at = timezone.now()
    by = administrator(member, Permission.APPOINT_BODY, at)
    made = actions.appoint_body(
        by=by, at=at, area=area, body=body, organisation_id=organisation, start=_day(start), function=function
    )
    typer.echo(f"Appointed: {made}.")


@app.command("end-appointment")
def end_appointment(appointment: UUID, on: Day, member: As) -> None:
    """End an appointment on a day that is no longer in it."""
    at = timezone.now()
    by = administrator(member, Permission.APPOINT_BODY, at)
    actions.end_appointment(by=by, at=at, appointment_id=appointment, on=_day(on))
    typer.echo("Ended.")


@app.command()
def team(area: str, unit: UUID, member: As) -> None:
    """Say which team of an organisation serves an area."""
    at = timezone.now()
    by = administrator(member, Permission.ADMINISTER_ORGANISATIONS, at)
    draw_catchments(by=by, at=at, teams={area: unit})
    typer.echo(f"That team serves {area}.")


@app.command()
def adopt(file: Path, member: As) -> None:
    """Adopt the model of a file, or name every fault at its line."""
    if not file.is_file():
        raise Refused(f"There is no file {file}.")
    text, at = file.read_text("utf-8"), timezone.now()
    faults = faults_of(text, file.name)
    for fault in faults:
        typer.echo(f"line {fault.line}: {fault.what}", err=True)
    if faults:
        raise Refused(f"{file.name} is not an operating model yet: {len(faults)} to mend.")
    by = administrator(member, Permission.ADOPT_MODEL, at)
    typer.echo(f"Adopted: {actions.adopt_model(by=by, at=at, text=text, file_name=file.name)}.")


@app.command()
def rehearse(area: str, model: UUID, start: Day, member: As, in_flight: InFlight | None = None) -> None:
    """Say what would become of an area's open cases if a model came into force on a day; nobody is moved."""
    at = timezone.now()
    by = administrator(member, Permission.ADOPT_MODEL, at)
    asked = rehearse_change(by=by, at=at, area=area, model_id=model, start=_day(start), in_flight=in_flight)
    _carry(asked, by)


@app.command("put-in-force")
def put_in_force(
    area: str, model: UUID, start: Day, member: As, in_flight: InFlight | None = None, because: str = ""
) -> None:
    """Put an adopted model in force in an area from a day."""
    at = timezone.now()
    by = administrator(member, Permission.ADOPT_MODEL, at)
    made = actions.put_model_in_force(
        by=by, at=at, area=area, model_id=model, start=_day(start), in_flight=in_flight, because=because
    )
    typer.echo(f"It comes into force in {area} on {start}: {made}.")


@app.command()
def withdraw(in_force: UUID, because: str, member: As) -> None:
    """Withdraw a model before the day it comes into force."""
    at = timezone.now()
    by = administrator(member, Permission.ADOPT_MODEL, at)
    actions.withdraw_model(by=by, at=at, in_force_id=in_force, because=because)
    typer.echo("Withdrawn. What is in force goes on.")


@app.command("carry-over")
def carry_over(member: As) -> None:
    """Carry cases over now, wherever a model took over by today; the service itself does so every five minutes."""
    by = administrator(member, Permission.MOVE_CASES, timezone.now())
    due = begin_carrying(by=_carrier(), at=timezone.now())
    if not due:
        typer.echo("No area has cases to carry over.")
    for one in due:
        _carry(one, by)


def _carrier() -> Member:
    found = service_member(CARRIER, at=timezone.now())
    if found is None:
        raise Refused("The service has no member that carries cases over: run throughcare db migrate.")
    return found


def _carry(carrying_id: UUID, by: Member) -> None:
    """Carry part after part over, here and now; the job that was asked for as well then finds nothing left."""
    with Progress(transient=True) as bars:
        bar = bars.add_task("Cases")
        while carry_some_over(by=_carrier(), at=timezone.now(), carrying_id=carrying_id):
            seen = _seen(carrying_id, by)
            if seen is not None:
                bars.update(bar, completed=seen.carrying.done, total=seen.carrying.of)
    seen = _seen(carrying_id, by)
    if seen is not None:
        _report(seen)


def _seen(carrying_id: UUID, by: Member) -> CarryingSeen | None:
    with viewing(by, timezone.now()):
        return carrying(carrying_id)


def _report(seen: CarryingSeen) -> None:
    row = seen.carrying
    reached, aside = counted(seen.reached), counted(seen.set_aside)
    typer.echo(f"{row.model_name} in {row.area_code}: {reached} cases, {aside} set aside.")
    for fate, many in seen.fates.items():
        typer.echo(f"  {FATES[fate]}: {counted(many)}")
    for flow in seen.flows:
        if flow.changes:
            typer.echo(f"  {flow.role}: {flow.was} → {flow.becomes}: {counted(flow.cases)}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}” is not a day. Write it as 2026-11-21.") from None
