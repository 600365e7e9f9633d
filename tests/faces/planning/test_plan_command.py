"""``throughcare plans``: good rows are done once, the others named with their line and the reason."""

import csv

import pytest
from support.people import as_worker
from support.service import a_person, a_service, managed
from typer.testing import CliRunner

from throughcare.casework.planning.models import Answer, Goal, GoalStep
from throughcare.faces.planning.console import app
from throughcare.foundation.access.models import Account


@pytest.fixture(scope="module")
def person():
    return managed(a_person(a_service()))


def run(person, path, *rows):
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    email = Account.objects.using("owner").get(id=person.team.officer.account_id).email
    with as_worker():
        said = CliRunner().invoke(app, ["goals", str(path), "--as", email])
    assert isinstance(said.exception, SystemExit | None), repr(said.exception)
    return said.output.splitlines()


def test_a_file_of_goals_is_done_once_and_says_what_is_wrong_with_the_others(person, tmp_path):
    good = {
        "person_id": str(person.id), "words": "Have a home of my own", "written_on": "2026-11-10", "need": "accommodation",
        "step": "Ask the council", "whose": "the person", "answer": "agreed", "answered_on": "2026-11-12",
    }  # fmt: skip
    rows = [
        good,
        good | {"whose": "the cat"},
        good | {"words": "Work", "need": "sailing"},
        good | {"person_id": "nobody"},
    ]
    said = run(person, tmp_path / "plans.csv", *rows)
    assert said[-1] == "1 recorded, 0 done before, 3 refused.", said
    assert "line 3: whose" in said[0] and "line 5: person_id" in said[2]
    assert "“sailing” is not a section of need" in said[1]
    again = run(person, tmp_path / "plans.csv", good)
    assert again[-1] == "0 recorded, 1 done before, 0 refused."
    (goal,) = Goal.objects.using("owner").filter(case=person.case)
    assert GoalStep.objects.using("owner").filter(goal=goal.id).count() == 1
    assert Answer.objects.using("owner").filter(case=person.case).count() == 1
