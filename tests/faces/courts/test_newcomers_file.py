"""``throughcare import newcomers``: all in a file are taken, or it is refused in words and nobody is."""

import csv
import gzip

import pytest
from support.people import a_birth, a_name, as_worker, joins
from support.service import HERE, a_service
from typer.testing import CliRunner

from throughcare.casework.people.models import Person
from throughcare.faces.courts.console import NEWCOMER_COLUMNS, app
from throughcare.foundation.access.models import Account
from throughcare.foundation.kernel import Refused


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012", local=HERE)


def a_row(**given):
    row = {
        "ref": "one", "family_name": a_name(), "given_names": "Alex", "date_of_birth": a_birth().isoformat(),
        "postcode": f"{HERE[1]} 3AB", "reason": "diversion", "what": "a caution",
    }  # fmt: skip
    return row | given


def a_file(folder, *rows, columns=(*NEWCOMER_COLUMNS, "what")):
    file = folder / "newcomers.csv"
    with file.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return file


def brought(service, file, member=None):
    who = member or service.officer_of_the_court
    email = Account.objects.using("owner").get(id=who.account_id).email
    service.takes_its_area()
    with as_worker():
        return CliRunner().invoke(app, ["newcomers", str(file), "--as", email])


def refused(service, file, **given):
    before = Person.objects.using("owner").count()
    done = brought(service, file, **given)
    assert isinstance(done.exception, Refused), (done.output, done.exception)
    assert Person.objects.using("owner").count() == before
    return str(done.exception)


def test_everybody_in_a_file_is_recorded_and_it_is_said_how_many(service, tmp_path):
    rows = [a_row(ref=f"n{n}") for n in range(3)]
    done = brought(service, a_file(tmp_path, *rows))
    assert done.exit_code == 0, done.exception
    assert done.output.startswith("3 people:")
    for row in rows:
        assert Person.objects.using("owner").filter(surname__iexact=row["family_name"]).count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"date_of_birth": "1987-02-30"}, "Line 3"),
        ({"date_of_birth": "yesterday"}, "Line 3"),
        ({"date_of_birth": ""}, "Line 3"),
        ({"reason": "a whim"}, "Line 3"),
        ({"reason": "sentence"}, "comes from a court"),
        ({"postcode": "ZZ9 9ZZ"}, "names no area"),
        ({"family_name": '=HYPERLINK("x")'}, "two"),
        ({"given_names": "<script>alert(1)</script>"}, "two"),
        ({"family_name": "'; DROP TABLE people_person; --"}, "two"),
    ],
)
def test_one_bad_row_refuses_the_file_and_names_the_row(wrong, says, service, tmp_path):
    assert says in refused(service, a_file(tmp_path, a_row(), a_row(ref="two", **wrong)))


@pytest.mark.parametrize("missing", NEWCOMER_COLUMNS)
def test_a_missing_column_is_named(missing, service, tmp_path):
    columns = [name for name in NEWCOMER_COLUMNS if name != missing]
    assert f"missing: {missing}" in refused(service, a_file(tmp_path, a_row(), columns=columns))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"ref,family_name\n\xff\xfe,x\n", "not UTF-8"),
        (gzip.compress(b"0" * (1 << 20)), "not UTF-8"),
        (b"PK\x03\x04" + b"\x00" * 60, "missing: ref"),
        (b"", "missing: ref"),
        (b"x" * (1 << 20), "field larger than field limit"),
    ],
)
def test_what_is_no_csv_file_is_refused(content, says, service, tmp_path):
    file = tmp_path / "not.csv"
    file.write_bytes(content)
    assert says in refused(service, file)


def test_a_gigabyte_is_refused_before_it_is_read(service, tmp_path):
    file = tmp_path / "huge.csv"
    with file.open("wb") as hollow:
        hollow.truncate(1 << 30)
    assert "larger than 10 MB" in refused(service, file)


def test_whoever_may_not_open_a_case_brings_nobody(service, tmp_path):
    other = joins(service.court_unit, "case administrator")
    assert "no member who may open a case" in refused(service, a_file(tmp_path, a_row()), member=other)


def test_a_file_that_is_not_there_is_said(service, tmp_path):
    assert "There is no file" in refused(service, tmp_path / "nowhere.csv")
