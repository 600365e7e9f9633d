"""``throughcare docs``: write, or check, the documents that are made from the code itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import django
import typer
from django.apps import apps

from throughcare.casework.accommodation.rules import placing_diagram
from throughcare.casework.assessment.rules.needs.life_cycle import diagram as assessment_diagram
from throughcare.casework.courts.rules import SENTENCE_MOVES, SENTENCE_TAKEN_BACK
from throughcare.casework.courts.rules.describing import court_results_document
from throughcare.casework.enforcement.rules import FAILURE_MOVES
from throughcare.casework.helpers.rules import pairing_drawing
from throughcare.casework.integrated.rules import SELECTION_MOVES
from throughcare.casework.interventions.rules import REFERRAL_MOVES
from throughcare.casework.planning.rules import GOAL_MOVES, STEP_MOVES
from throughcare.casework.programmes.rules import (
    EnrolmentState,
    MovesEdition,
    MoveTable,
    check_moves,
    moves_table,
)
from throughcare.casework.protection.rules import MEETING_MOVES, PROTECTION_MOVES
from throughcare.casework.recall.rules import recall_drawing
from throughcare.casework.release.rules import LICENCE_MOVES
from throughcare.casework.supervision.rules import TRANSFER_MOVES
from throughcare.casework.supervision.rules.appointments import APPOINTMENT_MOVES
from throughcare.casework.victims.rules import LETTER_MOVES, STATEMENT_MOVES, victim_drawing
from throughcare.commissioning.contracts.rules.putting_right import point_drawing
from throughcare.commissioning.contracts.rules.signing import AGREEMENT_MOVES
from throughcare.commissioning.needs.rules.intentions import MOVES as INTENTION_MOVES
from throughcare.foundation.access.follows import declared
from throughcare.foundation.access.parts import Part, Purpose, purposes
from throughcare.foundation.access.rules import ROLES
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules.handbook import handbook

app = typer.Typer(
    add_completion=False, help="Write, or check, the documents that are made from the code itself."
)


def _moves(moves: Mapping[Any, Iterable[Any]]) -> str:
    def name(state: Enum) -> str:
        return str(state.value).replace(" ", "_")

    lines = [f"    {name(one)} --> {name(two)}" for one, then in moves.items() for two in sorted(then)]
    ends = [f"    {name(one)} --> [*]" for one, then in moves.items() if not then]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {name(next(iter(moves)))}", *lines, *ends])


def states() -> str:
    """Every table of moves as a diagram."""
    parts = {
        "A sentence": _moves(SENTENCE_MOVES),
        "A sentence, when what was recorded is taken back as a mistake": _moves(SENTENCE_TAKEN_BACK),
        "A transfer": _moves(TRANSFER_MOVES),
        "An appointment": _moves(APPOINTMENT_MOVES),
        "A referral": _moves({one: set(then.values()) - {one} for one, then in REFERRAL_MOVES.items()}),
        "A goal of a plan": _moves({one: set(then.values()) for one, then in GOAL_MOVES.items()}),
        "A step of a plan": _moves({one: set(then.values()) for one, then in STEP_MOVES.items()}),
        "An intention to buy or make": _moves({one: set(then) for one, then in INTENTION_MOVES.items()}),
        "A licence": _moves({one: set(then.values()) for one, then in LICENCE_MOVES.items()}),
        "A referral to a programme": _moves(_of_table(moves_table())),
        **{
            f"A referral to a programme, as published: {one.value}": _moves(_of_table(moves_table(one)))
            for one in MovesEdition
            if one is not MovesEdition.SOUND
        },
        "A failure to comply": _moves(
            {one: set(then.values()) - {one} for one, then in FAILURE_MOVES.items()}
        ),
        "A recall": _moves(recall_drawing()),
        "A victim in the scheme": _moves(victim_drawing()),
        "A letter to a victim": _moves(LETTER_MOVES.drawing()),
        "A victim's statement to the Parole Board": _moves(STATEMENT_MOVES.drawing()),
        "An application for a place to live": _moves(placing_diagram()),
        "A helper asked for somebody": _moves(pairing_drawing()),
        "A category of public protection": _moves(PROTECTION_MOVES),
        "A selection for integrated offender management": _moves(SELECTION_MOVES),
        "A meeting on somebody's public protection": _moves(MEETING_MOVES),
        "An assessment of need": assessment_diagram(),
        "A point of a plan to put right": _moves(point_drawing()),
        "Terms of an agreement": _moves(
            {one: set(then.values()) - {one} for one, then in AGREEMENT_MOVES.items()}
        ),
    }
    chapters = [f"## {title}\n\n```mermaid\n{drawn}\n```\n" for title, drawn in parts.items()]
    drawn = "# What may become of a thing\n\nDrawn from the tables in the code.\n\n" + "\n".join(chapters)
    return drawn + "\n" + _faults_of_programmes()


def _of_table(table: MoveTable) -> Mapping[EnrolmentState, set[EnrolmentState]]:
    """A table of a programme's moves as they are drawn, the first state first."""
    every = sorted(table.states, key=lambda one: (one is not table.first, list(EnrolmentState).index(one)))
    return {state: {move.after for move in table.from_state(state)} for state in every}


def _faults_of_programmes() -> str:
    """What is wrong with each edition of a programme's moves: nothing with the one that is used."""
    head = [
        "## What is wrong with the published tables of programmes",
        "",
        "One table holds every edition. It is checked when the tests run; the sound edition, which is used, has no fault.",
        "",
        "| edition | moves | fault | state | because |",
        "|---|---|---|---|---|",
    ]
    rows = [
        f"| {one.value} | {len(moves_table(one).moves)} | {found.fault} | {found.state} | {found.because} |"
        for one in MovesEdition
        for found in check_moves(moves_table(one))
    ]
    return "\n".join([*head, *rows, ""])


def roles() -> str:
    """Every role, what it is for, how far it reaches and what it may do; and what of a record each purpose opens."""
    rows = [f"| {r.name} | {r.purpose} | {r.reach} | {', '.join(sorted(r.may))} |" for r in ROLES.values()]
    head = ["# Roles", "", "One permission for each kind of act; a role is a list of them.", ""]
    return "\n".join(
        [
            *head,
            "| role | what it is for | whose grants it reads by | may |",
            "|---|---|---|---|",
            *rows,
            "",
            *_purposes(),
        ]
    )


def _opened(one: Purpose) -> str:
    """What a purpose opens, and what besides where an agreement names it."""
    opens = ", ".join(Part(part).words for part in one.opens)
    named = ", ".join(Part(part).words for part in one.named)
    return f"{opens}; where an agreement names it, {named}" if named else opens


def _purposes() -> list[str]:
    """What of a record a grant opens, by what it is for."""
    head = [
        "## What of a record is opened, and for what",
        "",
        "Within an organisation a grant opens everything. To another, who somebody is, who answers for them and how high their risk is",
        "are in every grant; what else one opens is the purpose's,",
        "and of that what the agreement says, where it is under one. A purpose whose source is assumed is to be edited.",
        "",
        "| purpose | opens besides | why | source |",
        "|---|---|---|---|",
    ]
    rows = [
        f"| {one.name} | {'everything' if one.whole else _opened(one)} | {one.why} | {one.source} |"
        for one in purposes().values()
    ]
    return [*head, *rows, ""]


def merging() -> str:
    """What becomes of each table about people when two records are made one, as its model says."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
    if not apps.ready:
        django.setup()
    said = [
        (model._meta.app_label, model._meta.verbose_name, follows.words)
        for model, follows in declared()
        if follows
    ]
    head = [
        "# When two records are one person's",
        "",
        "Each table about people says in `follows`, beside its wall, what a merge makes of its rows. One function of the",
        "database is made from all of them; undoing a merge goes the same way back. Nothing that is said here is said elsewhere.",
        "",
        "| context | rows | what becomes of them |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *(f"| {' | '.join(row)} |" for row in sorted(said)), ""])


DOCUMENTS: dict[str, Callable[[], str]] = {
    "operating-models.md": handbook,
    "court-results.md": court_results_document,
    "states.md": states,
    "roles.md": roles,
    "merging.md": merging,
}


@app.callback(invoke_without_command=True)
def docs(
    check: Annotated[bool, typer.Option(help="Change nothing; say which are out of date.")] = False,
) -> None:
    """Write every document made from code into docs/, or check that they are up to date."""
    folder = Path.cwd() / "docs"
    if not folder.is_dir():
        raise Refused("Run this where the folder docs is.")
    stale = [name for name, make in DOCUMENTS.items() if not _is_current(folder / name, make())]
    if check and stale:
        raise Refused(f"Out of date: {', '.join(stale)}. Run throughcare docs.")
    for name in stale:
        (folder / name).write_text(DOCUMENTS[name]())
    print(f"{len(DOCUMENTS)} documents are up to date." if not stale else f"Written: {', '.join(stale)}.")


def _is_current(path: Path, text: str) -> bool:
    return path.exists() and path.read_text() == text
