"""Published moves of programmes run through the runner; an edge that no system has, or a changed word, is red."""

import csv

import pytest
from support.shared import shared_path

from oracles.runner import adapters, run_file

FIELDS = ["from", "to", "continuing"]


def a_file(tmp_path, *rows, fields=FIELDS):
    path = tmp_path / "moves.csv"
    with path.open("w", newline="") as opened:
        csv.writer(opened).writerows([fields, *rows])
    return run_file(path, adapters())


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "many"), [("manage_and_deliver_transitions", 36), ("accredited_programme_transitions", 29)]
)
def test_every_published_move_passes(name, many):
    report = run_file(shared_path(f"vectors/commissioning/programmes/{name}.csv"), adapters())
    assert (report.adapter, report.passed, report.failed) == ("moves of a programme", many, 0)


def test_moves_not_seen_before_are_asked_of_the_edition_whose_names_they_use(tmp_path):
    report = a_file(
        tmp_path,
        ["Recall", "Awaiting assessment", "True"],
        ["Recall", "Programme complete", "False"],
        ["Recall", "Awaiting assessment", "False"],
        ["Recall", "AWAITING_ASSESSMENT", "True"],
        ["Recall", "Nowhere", "True"],
    )
    assert (report.passed, report.failed) == (1, 4)
    assert "no system calls a state Nowhere" in report.failures[-1].because[0]


def test_a_file_may_say_what_is_not_allowed(tmp_path):
    fields = ["from", "to", "allowed"]
    report = a_file(
        tmp_path,
        ["DESELECTED", "ON_PROGRAMME", "False"],
        ["ON_PROGRAMME", "DESELECTED", "False"],
        ["ON_PROGRAMME", "DESELECTED", "True"],
        fields=fields,
    )
    assert (report.passed, report.failed) == (2, 1)
