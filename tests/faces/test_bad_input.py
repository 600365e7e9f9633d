"""Whatever is wrong with a file, by whichever door it comes, it is refused in words and changes nothing."""

import gzip
import io
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from support.people import as_worker
from support.service import a_result, a_service, as_file, hear
from support.wall_visits import browser, caller
from typer.testing import CliRunner

from throughcare.casework.courts.models import RefusedRow, Sentence, Upload
from throughcare.casework.courts.rules.stream import COLUMNS
from throughcare.casework.courts.tasks import bring_in
from throughcare.casework.people.models import Person
from throughcare.faces.courts.console import app
from throughcare.foundation.access.models import Account
from throughcare.foundation.kernel import Refused

MARKUP = "<script>alert(1)</script>"
SQL = "'; DROP TABLE people_person; --"
FORMULAS = [
    '=HYPERLINK("http://example.test","x")',
    "=cmd|' /C calc'!A0",
    "@SUM(A1:A9)",
    "+Smith",
    "-Smith",
    "=1+1",
]


@dataclass
class Answer:
    """What a door said: a refusal of the whole file, or the faults of its rows."""

    refusal: str = ""
    faults: tuple[tuple[int, str, str], ...] = ()


@pytest.fixture(scope="module")
def service():
    return a_service(at=timezone.now() - timedelta(hours=2))


def standing(service):
    """What must stay as it was."""
    return Person.objects.using("owner").count(), Sentence.objects.using("owner").count()


def rows_refused(service, before):
    found = RefusedRow.objects.using("owner").filter(unit_id=service.court_unit).exclude(id__in=before)
    return tuple((r.line, f["field"], f["because"]) for r in found.order_by("line") for f in r.faults)


def known_rows(service):
    rows = RefusedRow.objects.using("owner").filter(unit_id=service.court_unit)
    return set(rows.values_list("id", flat=True))


def carried_out(service, before):
    """Let the worker bring in what was sent last, and say what became of it."""
    upload = Upload.objects.using("owner").filter(unit_id=service.court_unit).latest("id")
    service.takes_its_area()
    with as_worker():
        bring_in(str(upload.id), str(service.officer_of_the_court.id))
        hear()
    upload.refresh_from_db(using="owner")
    return Answer(upload.because if upload.state == "refused" else "", rows_refused(service, before))


def by_page(service, name, content, folder):
    before = known_rows(service)
    client = browser(service.officer_of_the_court)
    answer = client.post(reverse("imports"), {"file": SimpleUploadedFile(name, content)})
    if answer.status_code == 302:
        return carried_out(service, before)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "There is a problem" in shown
    return Answer(shown)


def by_api(service, name, content, folder):
    before = known_rows(service)
    client = caller(service.officer_of_the_court)
    answer = client.post("/api/v1/court-results", {"file": SimpleUploadedFile(name, content)})
    if answer.status_code == 202:
        return carried_out(service, before)
    assert answer.status_code == 422
    return Answer(answer.json()["because"])


def by_console(service, name, content, folder: Path):
    before = known_rows(service)
    file = folder / name
    file.write_bytes(content)
    email = Account.objects.using("owner").get(id=service.officer_of_the_court.account_id).email
    service.takes_its_area()
    with as_worker():
        done = CliRunner().invoke(app, ["court-results", str(file), "--as", email])
    if isinstance(done.exception, Refused):
        return Answer(str(done.exception))
    assert done.exit_code == 0, (done.output, done.exception)
    return Answer("", rows_refused(service, before))


DOORS = {"page": by_page, "api": by_api, "console": by_console}
every_door = pytest.mark.parametrize("door", DOORS.values(), ids=DOORS)


def a_file(*rows):
    return as_file(rows).read()


def with_bytes(content, old, new):
    assert old in content
    return content.replace(old, new, 1)


def a_zip_bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("results.csv", b"0" * (64 << 20))
    return packed.getvalue()


@every_door
@pytest.mark.parametrize("name", ["results.csv", "results.zip"])
def test_a_zip_bomb_is_refused_by_its_first_bytes_and_never_unpacked(door, name, service, tmp_path):
    before, bomb = standing(service), a_zip_bomb()
    assert len(bomb) < 100_000
    assert "packed file" in door(service, name, bomb, tmp_path).refusal
    assert standing(service) == before


@every_door
def test_a_gzip_bomb_is_refused_too(door, service, tmp_path):
    bomb = gzip.compress(b"0" * (64 << 20))
    assert "packed file" in door(service, "results.csv", bomb, tmp_path).refusal


@every_door
def test_a_document_is_refused_as_one(door, service, tmp_path):
    assert (
        "packed file or a document"
        in door(service, "results.csv", b"%PDF-1.7\n" + b"x" * 99, tmp_path).refusal
    )


@every_door
def test_a_line_that_is_not_utf_8_is_refused_with_the_byte_and_the_others_are_taken(door, service, tmp_path):
    bad, good = a_result(family_name="Zzyzx"), a_result()
    people, sentences = standing(service)
    answer = door(service, "r.csv", with_bytes(a_file(bad, good), b"Zzyzx", b"Caf\xe9"), tmp_path)
    [(line, _, because)] = answer.faults
    assert line == 2 and "is not UTF-8" in because
    assert standing(service) == (people + 1, sentences + 1)


@every_door
@pytest.mark.parametrize("coding", ["utf-16", "cp037"])
def test_a_file_in_another_coding_changes_nothing(coding, door, service, tmp_path):
    before = standing(service)
    answer = door(service, f"{coding}.csv", a_file(a_result()).decode().encode(coding), tmp_path)
    assert answer.refusal or answer.faults
    assert standing(service) == before


@every_door
def test_a_very_long_line_is_refused_and_the_next_is_read(door, service, tmp_path):
    long, good = a_result(address="Zzyzx"), a_result()
    people, sentences = standing(service)
    answer = door(service, "long.csv", with_bytes(a_file(long, good), b"Zzyzx", b"x" * (8 << 20)), tmp_path)
    [(line, _, because)] = answer.faults
    assert line == 2 and "longer than 64 KB" in because
    assert standing(service) == (people + 1, sentences + 1)


@pytest.mark.parametrize("door", [by_page, by_api])
def test_a_file_too_large_for_a_page_is_refused_with_how_much_it_may_hold(door, service, tmp_path):
    before = standing(service)
    assert "at most 10 MB" in door(service, "large.csv", b"x" * (11 << 20), tmp_path).refusal
    assert standing(service) == before


def test_a_line_of_a_gigabyte_is_refused_by_the_console_before_it_is_read(service, tmp_path):
    file, before = tmp_path / "huge.csv", standing(service)
    with file.open("wb") as hollow:
        hollow.truncate(1 << 30)
    email = Account.objects.using("owner").get(id=service.officer_of_the_court.account_id).email
    with as_worker():
        done = CliRunner().invoke(app, ["court-results", str(file), "--as", email])
    assert isinstance(done.exception, Refused)
    assert "larger than 512 MB" in str(done.exception)
    assert standing(service) == before


@every_door
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hearing_date", "2026-02-31"),
        ("hearing_date", "31/13/2026"),
        ("hearing_date", "0000-00-00"),
        ("date_of_birth", "1987-02-30"),
        ("date_of_birth", "2150-01-01"),
        ("offence_date", "yesterday"),
    ],
)
def test_a_day_that_does_not_exist_is_refused_by_its_field(field, value, door, service, tmp_path):
    before = standing(service)
    answer = door(service, "days.csv", a_file(a_result(**{field: value})), tmp_path)
    assert field in {f for _, f, _ in answer.faults}
    assert standing(service) == before


@every_door
@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("field", ["family_name", "given_names"])
def test_a_formula_in_a_name_is_refused(field, formula, door, service, tmp_path):
    before = standing(service)
    answer = door(service, "formula.csv", a_file(a_result(**{field: formula})), tmp_path)
    assert field in {f for _, f, _ in answer.faults}, answer
    assert standing(service) == before


@pytest.mark.parametrize("name", ["O'Brien", "Smith-Jones", "de la Cruz", "Nuñez", "St. John"])
def test_a_real_name_is_never_taken_for_a_formula(name, service, tmp_path):
    people, _ = standing(service)
    answer = by_console(service, "names.csv", a_file(a_result(given_names=name)), tmp_path)
    assert answer == Answer()
    assert standing(service)[0] == people + 1


@every_door
@pytest.mark.parametrize("value", [MARKUP, SQL], ids=["markup", "SQL"])
def test_markup_or_sql_in_every_field_is_refused_or_kept_as_mere_words(value, door, service, tmp_path):
    rows = [a_result(**{column: value}) for column in COLUMNS]
    people, _ = standing(service)
    answer = door(service, "every.csv", a_file(*rows), tmp_path)
    assert not answer.refusal
    refused = {line for line, _, _ in answer.faults}
    names = {
        COLUMNS.index(column) + 2
        for column in ("family_name", "given_names", "hearing_date", "offence_code", "pnc")
    }
    assert names <= refused
    assert standing(service)[0] <= people + len(rows) - len(refused)
    shown = browser(service.officer_of_the_court).get(reverse("imports")).content.decode()
    assert MARKUP not in shown


def test_markup_in_the_name_of_a_file_is_shown_as_words(service, tmp_path):
    client = browser(service.officer_of_the_court)
    client.post(reverse("imports"), {"file": SimpleUploadedFile(f"{MARKUP}.csv", b"not,a,header\n1,2,3\n")})
    assert MARKUP not in client.get(reverse("imports")).content.decode()


@every_door
@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\xef\xbb\xbf", b"   \n"], ids=["no bytes", "blank lines", "a mark", "spaces"]
)
def test_a_file_with_nothing_in_it_changes_nothing(content, door, service, tmp_path):
    before = standing(service)
    mark = b"\n" * list(DOORS.values()).index(door)  # the same file is taken once only
    answer = door(service, "empty.csv", content + mark, tmp_path)
    assert answer.refusal or answer.faults
    assert standing(service) == before


def test_a_file_that_is_not_there_is_refused_by_the_console(service):
    with as_worker():
        done = CliRunner().invoke(app, ["court-results", "/nowhere/at/all.csv", "--as", "x@example.test"])
    assert isinstance(done.exception, Refused)
    assert "There is no file" in str(done.exception)
