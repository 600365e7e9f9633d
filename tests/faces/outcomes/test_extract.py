"""An extract of the service's own database: nobody named, every table checked, audited, and led back only through walls."""

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from support.people import joins
from support.service import Service, a_birth, a_name, a_pnc, a_result, a_service, import_rows

from throughcare.evidence import outcomes
from throughcare.evidence.extracts.queries import numbering, sources
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Refused
from throughcare.foundation.operating_model.rules import BodyKind

KNOWN = date(2026, 11, 2)


@dataclass
class Extract:
    """An extract, the service it is of, and the member who made it."""

    folder: Path
    service: Service
    analyst: Member
    head: Member
    people: list[dict[str, str]]
    ids: list[UUID]

    @property
    def tables(self):
        return outcomes.load(self.folder)

    def number(self, person: UUID) -> int:
        told = json.loads((self.folder / "extract.json").read_text())
        return numbering.number_of(person, numbering.key(sources.folder()), told["salt"])

    def rows(self, table: str, person: UUID) -> list[dict]:
        wanted = self.number(person)
        return [row for row in self.tables.read(table).to_pylist() if row["person_id"] == wanted]


def rows_of_somebody(again: bool) -> list[dict[str, str]]:
    """Somebody sentenced two years ago in the community and, if they did it again, a year and a half ago."""
    who = {
        "family_name": a_name(), "date_of_birth": a_birth().isoformat(), "pnc": a_pnc(),
        "defendant_id": str(UUID(int=int.from_bytes(os.urandom(16), "big"), version=4)), "postcode": "TS1 2AB",
    }  # fmt: skip
    first = a_result(hearing_date="2024-11-04", offence_date="2024-09-01", sentence_length="24", **who)
    if not again:
        return [first]
    return [
        first,
        a_result(hearing_date="2025-05-06", offence_date="2025-02-01", sentence_length="18", **who),
    ]


@pytest.fixture(scope="module")
def extract(database) -> Iterator[Extract]:
    """Forty people of one service, ten of whom did it again, extracted by an analyst."""
    from throughcare.casework.supervision.models import Case
    from throughcare.evidence.extracts.actions import extract_outcomes

    service = a_service()
    people = [rows_of_somebody(again=n < 10) for n in range(40)]
    for rows in zip(*[p if len(p) == 2 else [p[0], None] for p in people], strict=True):
        import_rows(service, *[row for row in rows if row])
    team = service.teams[BodyKind.TRUST]
    ids = list(
        Case.objects.using("owner")
        .filter(unit_id__in=[t.unit for t in service.teams.values()])
        .values_list("person_id", flat=True)
    )
    analyst, head = joins(team.unit, "analyst"), joins(team.unit, "head of delivery unit")
    folder = sources.folder() / "service"
    extract_outcomes(by=analyst, at=service.at, folder=folder, known_to=KNOWN)
    yield Extract(folder, service, analyst, head, [p[0] for p in people], ids)
    shutil.rmtree(folder)  # or other tests would find it first among the tables


def test_the_loader_finds_nothing_wrong(extract):
    tables = outcomes.check_folder(extract.folder)
    assert set(tables.sources) == {"people", "index_events", "offences", "services"}
    assert tables.known_to == KNOWN


def test_each_order_is_an_index_event_and_each_conviction_a_proven_offence(extract):
    assert len(extract.ids) == 40
    events = [row for person in extract.ids for row in extract.rows("index_events", person)]
    proven = [row for person in extract.ids for row in extract.rows("offences", person)]
    assert sorted(row["event_date"] for row in events) == [date(2024, 11, 4)] * 40 + [date(2025, 5, 6)] * 10
    assert sorted(row["proven_date"] for row in proven) == [date(2024, 11, 4)] * 40 + [date(2025, 5, 6)] * 10
    assert {row["kind"] for row in events} == {"court_order"}
    assert {row["area"] for row in events} == {extract.service.local[0]}
    assert not any(row["breach"] for row in proven)


def test_each_requirement_is_a_service_of_the_organisation_that_answers_for_the_case(extract):
    services = extract.rows("services", extract.ids[0])
    assert {row["service"] for row in services} == {"unpaid work", "rehabilitation activity"}
    assert all(extract.service.area in row["provider"] for row in services)


def test_the_age_is_in_whole_years_on_the_day_of_the_event(extract):
    from throughcare.casework.people.models import Person

    for person in Person.objects.using("owner").filter(id__in=extract.ids[:10]):
        born, [first, *_] = person.date_of_birth, extract.rows("index_events", person.id)
        day = first["event_date"]
        years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        assert first["age"] == years
        assert first["age_band"] == sources.band_of(years)


def test_no_name_no_birth_and_no_id_of_the_service_is_in_any_file(extract):
    for file in extract.folder.iterdir():
        text = file.read_bytes() if file.suffix == ".json" else b""
        if file.suffix == ".parquet":
            import pyarrow.parquet as pq

            text = json.dumps(pq.read_table(file).to_pylist(), default=str).encode()
        for person, row in zip(extract.ids, extract.people, strict=True):
            for secret in (
                row["family_name"],
                row["date_of_birth"],
                row["pnc"],
                row["postcode"],
                str(person),
            ):
                assert secret.encode() not in text, file.name


def test_numbers_say_nothing_without_the_key_which_only_its_owner_may_read(extract, tmp_path):
    kept = sources.folder() / numbering.KEY_FILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    ours, others = numbering.key(sources.folder()), numbering.key(tmp_path)
    assert ours != others
    person = extract.ids[0]
    assert numbering.number_of(person, ours, 0) != numbering.number_of(person, others, 0)
    assert numbering.number_of(person, ours, 0) == numbering.number_of(person, ours, 0)
    assert 0 <= numbering.number_of(person, ours, 0) < numbering.BELOW


def test_two_people_never_share_a_number(monkeypatch):
    people = [UUID(int=n) for n in range(1, 400)]
    monkeypatch.setattr(numbering, "BELOW", 60_000)  # small enough that some salts fail
    numbers, salt = numbering.numbers_of(people, b"secret")
    assert len(set(numbers.values())) == len(people)
    shared = [len({numbering.number_of(p, b"secret", s) for p in people}) for s in range(salt)]
    assert all(n < len(people) for n in shared)


def test_too_many_people_for_the_numbers_is_refused(monkeypatch):
    monkeypatch.setattr(numbering, "BELOW", 10)
    with pytest.raises(Refused, match="Too many people"):
        numbering.numbers_of([UUID(int=n) for n in range(1, 12)], b"secret")


def test_one_line_in_the_audit_says_who_and_how_many_and_names_nobody(extract):
    from throughcare.foundation.audit.models import Entry

    [line] = Entry.objects.using("owner").filter(member_id=extract.analyst.id, act="extract outcomes")
    assert line.kind == "did"
    assert line.subject["rows"]["index_events"] == extract.tables.read("index_events").num_rows
    assert line.subject["known_to"] == KNOWN.isoformat()


def test_those_who_may_not_extract_are_refused_and_write_nothing(extract, tmp_path):
    from throughcare.evidence.extracts.actions import extract_outcomes

    with pytest.raises(Refused, match="may not extract outcomes"):
        extract_outcomes(by=extract.head, at=extract.service.at, folder=tmp_path / "mine")
    assert not (tmp_path / "mine").exists()


def test_a_folder_that_holds_something_else_is_left_alone(extract, tmp_path):
    from throughcare.evidence.extracts.actions import extract_outcomes

    (tmp_path / "letters.txt").write_text("dear")
    with pytest.raises(Refused, match="not an extract"):
        extract_outcomes(by=extract.analyst, at=extract.service.at, folder=tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["letters.txt"]


def test_the_database_cannot_be_written_through_the_snapshot(extract):
    from throughcare.evidence.extracts.queries.reading import snapshot

    with snapshot() as cursor, pytest.raises(Exception, match=r"read-only|permission denied"):
        cursor.execute("UPDATE people_person SET surname = 'X'")


def test_the_measure_of_an_extract_is_what_happened(extract):
    from throughcare.foundation.kernel import Period

    rules = outcomes.definition("england-and-wales-three-month")
    day = date(2024, 11, 4)
    here = {"area": [extract.service.local[0]]}
    [cell] = outcomes.reoffending(
        extract.tables, rules, within=Period(day, day + timedelta(days=1)), where=here, engine="duckdb"
    ).cells
    assert cell.entries >= 40
    assert cell.reoffended >= 10


def test_the_page_shows_the_extract_first_and_withholds_small_cells(extract, answer):
    page = answer(extract.head, "/outcomes/measures?tables=service&by=age_band").content.decode()
    assert "This service, as extracted on" in page
    assert "Suppressed" in page
    assert "Made up" not in page


def test_behind_a_figure_a_lead_finds_only_people_the_wall_lets_them_see(extract, answer):
    lead = answer(extract.head, "/outcomes/measures/people?tables=service&by=kind&cell=0")
    assert lead.context["seen"] == 40
    stranger = joins(a_service().court_unit, "head of delivery unit")
    other = answer(stranger, "/outcomes/measures/people?tables=service&by=kind&cell=0")
    assert other.context["counted"] == lead.context["counted"] >= 40
    assert other.context["seen"] == 0
    assert extract.people[0]["family_name"] in lead.content.decode()
    assert extract.people[0]["family_name"] not in other.content.decode()


def test_behind_a_withheld_cell_nobody_is_told_how_few_there_are(extract, answer):
    from throughcare.faces.outcomes.pages.measures import HEADLINE

    rules = outcomes.definition(HEADLINE)
    cells = outcomes.reoffending(
        extract.tables, rules, by=("age_band",), engine="duckdb", within=rules.in_force
    ).cells
    withheld = [n for n, cell in enumerate(cells) if not isinstance(cell.people, int)]
    assert withheld
    stranger = joins(a_service().court_unit, "head of delivery unit")
    for cell in range(len(cells)):
        page = answer(stranger, f"/outcomes/measures/people?tables=service&by=age_band&cell={cell}")
        hides = "is withheld" in page.content.decode()
        assert (page.context["counted"] is None) == hides == (cell in withheld)


def test_a_look_behind_a_figure_is_written_down(extract, answer):
    from throughcare.foundation.audit.models import Entry

    answer(extract.head, "/outcomes/measures/people?tables=service&by=kind&cell=0")
    looks = Entry.objects.using("owner").filter(member_id=extract.head.id, kind="looked")
    assert any(set(extract.ids) <= set(look.people) for look in looks)


def test_the_command_does_the_same_by_itself(extract, database, tmp_path):
    told = subprocess.run(
        [sys.executable, "-m", "throughcare.faces.console", "outcomes", "extract", "--out", str(tmp_path / "out")],
        env={**os.environ, **database.environment()}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    assert "Every row passes." in told.stdout
    assert outcomes.load(tmp_path / "out").read("index_events").num_rows >= 50
