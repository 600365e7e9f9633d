"""``throughcare workload``: terms, hours off and past weeks of many members of staff, from files of another system."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.utils import timezone

from throughcare.casework.allocation import actions
from throughcare.casework.allocation.rules.people import Sex
from throughcare.faces.console.filed import (
    Fields,
    Outcome,
    a_count,
    a_day,
    a_day_or_none,
    acting,
    bring_in,
    one_of,
    rows_of,
)
from throughcare.foundation.access.queries import memberships_of_email, units_below
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Permission, Refused

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Bring in what another system knows of staff. A member is named by e-mail address; a good row is done once.",
)
File = Annotated[Path, typer.Argument(help="A CSV file with a first line of column names.")]
As = Annotated[str, typer.Option("--as", help="The e-mail address of the senior it is brought in as.")]


@app.callback()
def workload() -> None:
    """Say nothing: every word is said by the command."""


def _lead(email: str) -> tuple[Member, datetime]:
    at = timezone.now()
    return acting(email, Permission.RECORD_WORKLOAD, at), at


@app.command()
def terms(file: File, member: As) -> None:
    """Terms: member, grade, start; hours, sex, languages and qualifications (with ; between) where known."""
    (by, at), found = _lead(member), Outcome()
    needs, takes = ("member", "grade", "start"), ("hours", "sex", "languages", "qualifications")
    rows = rows_of(file, lambda given: _terms(given, by, at), needs=needs, takes=takes, outcome=found)
    bring_in(
        rows,
        lambda some: actions.record_staff_terms(by=by, at=at, terms=some),
        name="terms",
        by=by,
        at=at,
        outcome=found,
        once=True,
    ).say("terms recorded")


def _terms(given: Fields, by: Member, at: datetime) -> actions.Terms:
    return actions.Terms(
        _member_of(given, by, at),
        given["grade"],
        a_day(given, "start"),
        _hours(given) if given.get("hours") else None,
        one_of(given, "sex", Sex) if given.get("sex") else None,
        _several(given.get("languages", "")),
        _several(given.get("qualifications", "")),
    )


@app.command()
def reductions(file: File, member: As) -> None:
    """Hours off: member, reason, hours, start; end and note where there is one."""
    (by, at), found = _lead(member), Outcome()
    needs, takes = ("member", "reason", "hours", "start"), ("end", "note")
    rows = rows_of(file, lambda given: _off(given, by, at), needs=needs, takes=takes, outcome=found)
    bring_in(
        rows,
        lambda some: actions.record_reductions(by=by, at=at, reductions=some),
        name="reductions",
        by=by,
        at=at,
        outcome=found,
        once=True,
    ).say("reductions recorded")


def _off(given: Fields, by: Member, at: datetime) -> actions.Off:
    start, end = a_day(given, "start"), a_day_or_none(given, "end")
    whose = _member_of(given, by, at)
    return actions.Off(whose, given["reason"], _hours(given), start, end, given.get("note", ""))


@app.command()
def weeks(file: File, member: As) -> None:
    """Past weeks: member, monday, load, available, cases; without_tier and known_next where known."""
    (by, at), found = _lead(member), Outcome()
    needs, takes = ("member", "monday", "load", "available", "cases"), ("without_tier", "known_next")
    rows = rows_of(file, lambda given: _week(given, by, at), needs=needs, takes=takes, outcome=found)
    bring_in(
        rows,
        lambda some: actions.bring_in_history(by=by, at=at, weeks=some),
        name="weeks",
        by=by,
        at=at,
        outcome=found,
        once=True,
    ).say("weeks recorded")


def _week(given: Fields, by: Member, at: datetime) -> actions.PastWeek:
    return actions.PastWeek(
        _member_of(given, by, at),
        a_day(given, "monday"),
        load=a_count(given, "load"),
        available=a_count(given, "available"),
        cases=a_count(given, "cases"),
        without_tier=a_count(given, "without_tier") if given.get("without_tier") else 0,
        known_next=a_count(given, "known_next") if given.get("known_next") else None,
    )


def _member_of(given: Fields, by: Member, at: datetime) -> UUID:
    found = [one.id for one in _theirs(given["member"], at) if one.unit_id in _ours(by.unit_id)]
    if len(found) != 1:
        raise Refused("expected the address of one member of your teams", field="member")
    return found[0]


@cache
def _theirs(email: str, at: datetime) -> list[Member]:
    return memberships_of_email(email, at=at)


@cache
def _ours(unit: UUID) -> frozenset[UUID]:
    return frozenset(units_below(unit))


def _hours(given: Fields) -> Decimal:
    try:
        found = Decimal(given["hours"])
    except InvalidOperation:
        found = Decimal("NaN")
    if not (found.is_finite() and 0 < found <= 168):
        raise Refused("expected hours a week, as 18.5", field="hours")
    return found


def _several(said: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in said.split(";") if one.strip())
