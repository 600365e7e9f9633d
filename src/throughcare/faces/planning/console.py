"""``throughcare plans``: plans as another system tells them. A case is named by its person's id."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.utils import timezone

from throughcare.casework.planning import actions
from throughcare.casework.planning.rules import AnswerKind, Whose
from throughcare.casework.supervision import queries as supervision
from throughcare.faces.console.filed import (
    Fields,
    Outcome,
    a_day,
    a_day_or_none,
    acting,
    an_id,
    bring_in,
    one_of,
    rows_of,
)
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import LONDON

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Bring in what another system tells of plans. The same file twice changes nothing.",
)
NEEDS = ("person_id", "words", "written_on")
TAKES = ("need", "wanted_by", "step", "whose", "step_by", "answer", "answered_on", "reason")
Told = tuple[UUID, Fields]


@app.callback()
def plans() -> None:
    """Say nothing: every word is said by the command."""


@app.command()
def goals(
    file: Annotated[Path, typer.Argument(help="A CSV file with a first line of column names.")],
    member: Annotated[
        str, typer.Option("--as", help="The e-mail address of the member it is brought in as.")
    ],
) -> None:
    """Goals, one a row: person_id, words, written_on; need, wanted_by, step, whose, step_by, answer, answered_on, reason."""
    at, found = timezone.now(), Outcome()
    by = acting(member, Permission.WRITE_PLAN, at)

    def read(given: Fields) -> tuple[UUID, actions.GoalTold]:
        person = an_id(given, "person_id")
        return person, _told(given, person)

    def write(some: list[tuple[UUID, actions.GoalTold]]) -> None:
        open_ = supervision.open_cases_of({person for person, _ in some})
        if any(person not in open_ for person, _ in some):
            raise Refused("Nobody with this id has an open case, or they are not yours to see.")
        told = [_in_case(goal, open_[person].id) for person, goal in some]
        actions.record_plans(by=by, at=at, goals=told)

    rows = rows_of(file, read, needs=NEEDS, takes=TAKES, outcome=found)
    bring_in(rows, write, name="goals", by=by, at=at, outcome=found, once=True)
    found.say("recorded")


def _told(given: Fields, person: UUID) -> actions.GoalTold:
    """A goal as its row tells it; the case is put in when it is known."""
    return actions.GoalTold(
        case_id=person,
        words=given["words"],
        written_at=datetime.combine(a_day(given, "written_on"), time(12), LONDON),
        need=given.get("need", ""),
        wanted_by=a_day_or_none(given, "wanted_by"),
        steps=_steps(given),
        answer=_answer(given),
    )


def _in_case(goal: actions.GoalTold, case_id: UUID) -> actions.GoalTold:
    return replace(goal, case_id=case_id)


def _steps(given: Fields) -> tuple[actions.NewStep, ...]:
    if not given.get("step"):
        return ()
    whose = one_of(given, "whose", Whose) if given.get("whose") else Whose.PERSON
    return (actions.NewStep(given["step"], whose, a_day_or_none(given, "step_by")),)


def _answer(given: Fields) -> actions.AnswerTold | None:
    if not given.get("answer"):
        return None
    return actions.AnswerTold(
        one_of(given, "answer", AnswerKind), a_day(given, "answered_on"), given.get("reason", "")
    )
