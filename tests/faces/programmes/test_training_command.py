"""``throughcare programmes training``: good rows are done once, the others named with their line and the reason."""

import csv

from support.people import as_worker, joins
from support.programmes import BUILDING, a_delivery, ordered
from support.service import a_service
from typer.testing import CliRunner

from throughcare.casework.programmes.models import Training
from throughcare.faces.programmes.console import app
from throughcare.foundation.access.models import Account


def email_of(member):
    return Account.objects.using("owner").get(id=member.account_id).email


def run(path, by, *rows):
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, ["email", "programme", "begins", "ends"])
        writer.writeheader()
        writer.writerows(rows)
    with as_worker():
        said = CliRunner().invoke(app, ["training", str(path), "--as", email_of(by)])
    assert isinstance(said.exception, SystemExit | None), repr(said.exception)
    return " ".join(said.output.split())


def test_a_file_of_training_is_done_once_and_says_what_is_wrong_with_the_others(tmp_path):
    service = a_service()
    delivery = a_delivery(service, ordered(service))
    fresh = joins(delivery.unit, "probation services officer")
    good = {"email": email_of(fresh), "programme": BUILDING, "begins": "2026-01-05", "ends": "2028-01-05"}
    rows = [
        good,
        good | {"email": "nobody@example.test"},
        good | {"programme": "knitting"},
        good | {"begins": "soon"},
        good | {"begins": "2026-03-01", "ends": "2026-02-01"},
    ]
    said = run(tmp_path / "training.csv", delivery.lead, *rows)
    for line, because in (
        (3, "nobody who delivers"),
        (4, "no programme “knitting”"),
        (5, "expected a day"),
        (6, "ends after it begins"),
    ):
        assert f"{line}" in said and because in said, said
    assert Training.objects.using("owner").filter(member_id=fresh.id).count() == 1
    run(tmp_path / "training.csv", delivery.lead, good)
    assert Training.objects.using("owner").filter(member_id=fresh.id).count() == 1
