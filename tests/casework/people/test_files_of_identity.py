"""Files of people whom it would be easy to take for one, or for two: nobody is joined unseen, and nobody parted unseen."""

import csv
from itertools import permutations
from pathlib import Path
from uuid import uuid4

import pytest
from support.people import a_name, a_pnc
from support.service import a_service, import_rows

from throughcare.casework.courts.models import Appearance
from throughcare.casework.people.models import Review
from throughcare.casework.people.rules import IdentifierKind, recognise

FILES = Path(__file__).resolve().parents[1] / "courts" / "files"


@pytest.fixture(scope="module")
def service():
    return a_service()


def rows_of(kind: str, **given: str) -> list[dict[str, str]]:
    """The rows of a file, about families that nobody else has: a name and a number for each that the file has."""
    names: dict[str, str] = {}
    rows = list(csv.DictReader((FILES / kind / "input.csv").read_text("utf-8").splitlines()))
    for row in rows:
        fresh = {"result_ref": uuid4().hex[:20], "defendant_id": str(uuid4())}
        surname = names.setdefault(row["family_name"], a_name())
        pnc = names.setdefault(row["pnc"], a_pnc()) if row["pnc"] else ""
        row |= fresh | {"family_name": surname, "pnc": pnc} | given
    return rows


def people_of(rows: list[dict[str, str]]) -> list:
    found = Appearance.objects.using("owner").filter(result_ref__in=[row["result_ref"] for row in rows])
    return list(found.values_list("person_id", flat=True))


def asked_about(people: list) -> int:
    return Review.objects.using("owner").filter(person_id__in=people, state="open").count()


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", list(permutations((0, 1))))
@pytest.mark.parametrize("sexes", [("M", "F"), ("F", "F"), ("", ""), ("M", "")])
def test_twins_with_names_alike_stay_two_and_somebody_is_asked(service, sexes, order, together):
    rows = rows_of("twins_of_two_sexes")
    for pair in (rows[:2], rows[2:]):
        for row, sex in zip(pair, sexes, strict=True):
            row["sex"] = sex
        ordered = [pair[n] for n in order]
        for some in [ordered] if together else [[one] for one in ordered]:
            import_rows(service, *some)
        people = people_of(pair)
        assert len(set(people)) == 2
        assert asked_about(people) >= 1


def test_twins_of_whom_each_has_a_number_are_two(service):
    rows = rows_of("twins_of_two_sexes")[:2]
    for row in rows:
        row["pnc"] = a_pnc()
    import_rows(service, *rows)
    assert len(set(people_of(rows))) == 2


@pytest.mark.parametrize("together", [True, False])
def test_one_number_and_birthday_with_every_name_changed_is_one_person_or_somebody_is_asked(
    service, together
):
    rows = rows_of("same_number_all_names_changed")
    for some in [rows] if together else [[one] for one in rows]:
        import_rows(service, *some)
    people = people_of(rows)
    assert len(set(people)) == 1 or asked_about(people) == 1


@pytest.mark.parametrize(
    "spelling",
    ["{year}/{serial}{letter}", "{year}/{short}{letter}", "{yy}/{short}{letter}", "{year}{serial}{letter}", "{year} {serial} {letter}",
     "{year}-{serial}-{letter}", "pnc {year}/{serial}{letter}", "PNC: {yy}/{serial}{letter}", "{year}/{serial}/{letter}"],
)  # fmt: skip
def test_a_number_in_whatever_spelling_finds_whose_it_is(service, spelling):
    [row, _] = rows_of("same_number_all_names_changed")
    year, rest = row["pnc"].split("/")
    serial, letter = rest[:-1], rest[-1]
    written = spelling.format(year=year, yy=year[2:], serial=serial, short=str(int(serial)), letter=letter)
    assert recognise(IdentifierKind.PNC, written).value == row["pnc"]
    later = row | {"result_ref": uuid4().hex[:20], "defendant_id": str(uuid4()), "pnc": written.lower()}
    import_rows(service, row)
    import_rows(service, later)
    assert len(set(people_of([row, later]))) == 1
