"""``throughcare scores``: what is known of many people's risk, from a file, kept as scores, levels of harm and tiers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from django.utils import timezone

from throughcare.casework.assessment.actions import assess_many
from throughcare.casework.assessment.rules.predictors import FIELDS, Value
from throughcare.casework.assessment.rules.predictors.fields import Kind
from throughcare.casework.assessment.rules.questions import check_answer, field_value
from throughcare.faces.console.filed import Fields, Outcome, acting, an_id, bring_in, rows_of
from throughcare.foundation.access.delivery import drain
from throughcare.foundation.kernel import Permission, Refused

Known = tuple[UUID, dict[str, Value | None], str]
LEVELS = ("low", "medium", "high", "very_high")
app = typer.Typer(add_completion=False, help="Keep scores, levels of harm and tiers of many people.")


@app.command()
def scores(
    file: Annotated[
        Path,
        typer.Argument(help="CSV: person_id, harm where it is known, and columns as `assess columns` names."),
    ],
    member: Annotated[str, typer.Option("--as", help="The e-mail address of the member who records it.")],
) -> None:
    """Score everybody in a file and work their tiers out. Good rows are kept once; every other is said with its line."""
    at, found = timezone.now(), Outcome()
    by = acting(member, Permission.RECORD_SCORE, at)
    rows = rows_of(file, _known, needs=("person_id",), takes=("harm", *FIELDS), outcome=found)

    def assess(some: list[Known]) -> None:
        if len({person for person, _, _ in some}) < len(some):
            raise Refused("This person is named twice: one row holds all that is known.")
        assess_many(
            by=by,
            at=at,
            answers={person: answers for person, answers, _ in some},
            harm={person: level for person, _, level in some if level},
        )

    bring_in(rows, assess, name="scores", by=by, at=at, outcome=found, once=True)
    drain()
    found.say("people assessed")


def _known(given: Fields) -> Known:
    level = given.get("harm", "")
    if level and level not in LEVELS:
        raise Refused(f"expected one of {', '.join(LEVELS)}", field="harm")
    said = {name: text for name, text in given.items() if name in FIELDS and text}
    return an_id(given, "person_id"), {name: _value(name, text) for name, text in said.items()}, level


def _value(name: str, text: str) -> Value | None:
    several = FIELDS[name].kind is Kind.SET
    kept = check_answer(name, tuple(one.strip() for one in text.split(";")) if several else text)
    return field_value(name, kept)
