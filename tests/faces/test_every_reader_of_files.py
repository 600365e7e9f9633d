"""Every reader of files names a column that it does not know, with the nearest that it does, and a row that is not whole.

Readers are found from the code: commands that take a file, forms that hold one, operations of the API. One that is not listed
here fails, so that a new reader cannot escape.
"""

import csv
import importlib
import inspect
import io
import json
import pkgutil
import typing
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from support.directory_samples import a_listing
from support.people import as_worker, joins
from support.service import NOW, a_service, hear
from support.wall_visits import browser, caller
from typer.testing import CliRunner

import throughcare.faces as every_face
from throughcare.casework.assessment.rules.batch import columns_of
from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.models import RefusedRow, Upload
from throughcare.casework.courts.rules.stream import REQUIRED
from throughcare.casework.courts.tasks import bring_in
from throughcare.casework.interventions.actions.cataloguing import REQUIRED_COLUMNS
from throughcare.commissioning.needs.models import NeedPublished
from throughcare.evidence.outcomes.laboratory import files as trials
from throughcare.faces.console import main
from throughcare.faces.outcomes.console import own
from throughcare.foundation.access.models import Account
from throughcare.foundation.access.rules import ROLES
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.operating_model.rules.presets import preset_text

# What takes a path and reads no columns that a sender could misspell.
READS_NO_COLUMNS = {
    "backup backup": "writes a file",
    "wall certificate": "lines of a log in any form, looked through for words that stand in the papers; what is no text is passed over",
    "restore restore": "reads what `backup` wrote, whole or not at all",
    "vectors vectors": "cases of other people, each file by an adapter of its own that names what it leaves out",
    "audit verify": "reads a head, one line that `audit head` wrote",
    "import court-messages": "elements of the courts' own messages: what we do not read is theirs to send",
    "model document": "writes a file",
    "outcomes extract": "writes a folder",
    "outcomes synth": "writes a folder",
    "publication check": "a standard that is open to anybody's fields; what looks like one of its own misspelt is named by its own test",
    "publication flags": "what `publication check` reads, and settings whose misspelt names their own test tries",
    "publication.pages.market Before": "words of YAML, read by the reader of operating models, of which `model check` is tried here",
    "competition award": "words of YAML, read by the reader of operating models, of which `model check` is tried here",
    "competition scoring": "words of YAML, read by the reader of operating models, of which `model check` is tried here",
    "competition.pages.places Try": "words of YAML, read by the reader of operating models, of which `model check` is tried here",
    "competition.pages.rounds Publish": "words of YAML, read by the reader of operating models, of which `model check` is tried here",
    "competition.pages.steps Send": "sealed as it arrives, and read by nobody before the close",
    "contract recompute": "JSON that the page of an agreement wrote, read whole or refused with its place",
    "contract check": "words of YAML, read by the reader of operating models, of which `model check` is tried here",
    "contracts.pages.files SendsTerms": "words of YAML, read by the reader of operating models, of which `model check` is tried here",
    "contracts.pages.drawing_up Direct": "the same file",
    "contracts.pages.drawing_up Awarded": "the same file",
    "contracts.pages.drawing_up Change": "the same file",
    "contracts.pages.drawing_up OfferedAgain": "the same file",
    "contracts.pages.results TellsResult": "JSON of an exact form, read whole or refused with its place",
    "contract measure": "a folder of an extract, tried as `outcomes measure`, and what was expected in the same exact form",
    "pilot people": "writes a folder",
    "pilot run": "words of YAML as above, and a folder of what it wrote itself, taken up only where it is of the same design",
    "pilot compare": "as `pilot run`",
    "pilot seven": "as `pilot run`",
    "pilot value": "as `pilot run`",
    "outcomes.pages.pilot Sent": "words of YAML, read by the reader of operating models, of which `model check` is tried here",
    "send_court_messages": "elements of the courts' own messages: what we do not read is theirs to send",
}


def leaves(commands, before):
    for one in commands.registered_commands:
        yield " ".join([*before, one.name or one.callback.__name__]), one.callback
    for group in commands.registered_groups:
        yield from leaves(group.typer_instance, [*before, group.name])


def takes_a_path(function):
    hints = typing.get_type_hints(function, include_extras=True)
    return any("pathlib.Path" in str(hint) for hint in hints.values())


def commands_that_read():
    for name, entries in main.COMMANDS_OF.items():
        for entry in entries:
            if entry.module.startswith("throughcare.demonstration"):
                continue
            found = getattr(importlib.import_module(entry.module), entry.attribute)
            yield from (leaf for leaf, function in leaves(found, [name]) if takes_a_path(function))


def modules():
    for found in pkgutil.walk_packages(every_face.__path__, "throughcare.faces."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def forms_and_operations_that_read():
    for module in modules():
        for name, one in vars(module).items():
            if getattr(one, "__module__", "") != module.__name__:
                continue
            if inspect.isclass(one) and issubclass(one, forms.Form):
                if any(isinstance(field, forms.FileField) for field in one.base_fields.values()):
                    yield f"{module.__name__.removeprefix('throughcare.faces.')} {name}"
            elif (
                inspect.isfunction(one)
                and "/api" in (module.__file__ or "")
                and any(
                    "UploadedFile" in str(p.annotation) for p in inspect.signature(one).parameters.values()
                )
            ):
                yield name


@dataclass(frozen=True)
class Reader:
    """How a file is handed to a reader, the columns of a good one, and one of them with how it is misspelt.

    ``rows`` says that a row with a cell too many is named too; ``offers`` what is offered where it is not the right name:
    a table whose columns the asker names is searched for what they may have meant.
    """

    give: Callable[..., str]
    columns: Sequence[str]
    right: str
    wrong: str
    rows: bool = True
    offers: str = ""

    def first_line(self) -> list[str]:
        return [self.wrong if name == self.right else name for name in self.columns]


def as_csv(*rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def member_who(service, permission):
    role = next(name for name, role in ROLES.items() if permission in role.may and name != "service")
    return joins(service.court_unit, role)


def ran(name, *arguments):
    """What a command says, good or bad: of the contexts that share its name, the one that has the command beneath it."""
    for entry in main.COMMANDS_OF[name]:
        app = getattr(importlib.import_module(entry.module), entry.attribute)
        held = {leaf.split(" ", 1)[1] for leaf, _ in leaves(app, [name])}
        if (len(held) == 1 and not app.registered_callback) or arguments[0] in held:
            done = CliRunner().invoke(app, list(arguments))
            return f"{done.output} {done.exception or ''}"
    raise AssertionError(arguments)


def by_console(command, permission, ending="csv"):
    def give(service, folder, content):
        file = folder / f"sent.{ending}"
        file.write_bytes(content)
        email = Account.objects.using("owner").get(id=member_who(service, permission).account_id).email
        name, leaf = command.split(" ", 1)
        arguments = [str(file), "--as", email]
        with as_worker():
            return ran(name, *([] if name == leaf else [leaf]), *arguments)

    return give


def scored(service, folder, content):
    (folder / "people.csv").write_bytes(content)
    return ran(
        "assess",
        "score",
        str(folder / "people.csv"),
        "--instrument",
        "ogrs3",
        "--out",
        str(folder / "out.csv"),
    )


def fairness_asked(service, folder, content):
    (folder / "scores.csv").write_bytes(content)
    return ran("assess", "audit", str(folder / "scores.csv"), "--by", "sex")


def compared(service, folder, content):
    (folder / "people.csv").write_bytes(content + b"0,0,0\n")  # somebody who was not served
    (folder / "study.yaml").write_text(
        "treated: served\nstatic: [age]\ndynamic: []\noutcomes: {again: binary}\n"
    )
    return ran("outcomes", "compare", str(folder / "people.csv"), str(folder / "study.yaml"))


def sent_by_console(service, folder, content):
    (folder / "index_events.csv").write_bytes(content)
    (folder / "offences.csv").write_bytes(as_csv(["person_id", "offence_date"]))
    email = Account.objects.using("owner").get(id=member_who(service, May.LOOK_AT_OUTCOMES).account_id).email
    said = ["--title", "Ours", "--known-to", "2026-01-01", "--as", email]
    with pytest.MonkeyPatch.context() as patch, as_worker():
        patch.setattr(own, "make_ready", lambda *given, **more: None)  # the tests' database is ready
        return ran("outcomes", "send", str(folder), *said)


def of_a_folder(*command):
    """An extract as a folder of Parquet, in which a column that need not be there is misspelt."""

    def give(service, folder, content):
        names = next(csv.reader(io.StringIO(content.decode())))
        made = {
            "index_events": {"event_id": [1], "person_id": [1], "event_date": [date(2020, 1, 1)], "kind": ["court_order"]},
            "offences": {"person_id": [1], "offence_date": [date(2020, 2, 1)], "proven_date": [date(2020, 3, 1)], "breach": [False]},
            "people": dict(zip(names, ([1], [date(2024, 1, 1)]), strict=True)),
        }  # fmt: skip
        for table, columns in made.items():
            pq.write_table(pa.table(columns), folder / f"{table}.parquet")
        (folder / "extract.json").write_text(json.dumps({"known_to": "2024-06-01"}))
        return ran("outcomes", command[0], str(folder), *command[1:])

    return give


def tried(service, folder, content):
    """A trial, in which a word stands as the first column is named."""
    word = next(csv.reader(io.StringIO(content.decode())))[0]
    text = (Path(trials.__file__).parent / "assumed-caseload.yaml").read_text()
    (folder / "trial.yaml").write_text(text.replace("\npool:", f"\n{word}:"))
    return ran("outcomes", "pay", str(folder / "trial.yaml"))


def a_model(content):
    word = next(csv.reader(io.StringIO(content.decode())))[0]
    return preset_text("durham-tees-valley-2012").replace("\ntitle:", f"\n{word}:", 1).encode()


def model_checked(service, folder, content):
    (folder / "model.yaml").write_bytes(a_model(content))
    return ran("model", "check", str(folder / "model.yaml"))


def model_adopted(service, folder, content):
    (folder / "model.yaml").write_bytes(a_model(content))
    return ran("area", "adopt", str(folder / "model.yaml"), "--as", "nobody@example.test")


def a_directory(content):
    word = next(csv.reader(io.StringIO(content.decode())))[0]
    listing = a_listing()
    listing[word] = listing.pop("minimum_age")
    return json.dumps(listing).encode()


def listed(service, folder, content):
    return by_console("import services", May.KEEP_CATALOGUE, "json")(service, folder, a_directory(content))


def by_page(address, permission, *, ready=lambda content: content, name="sent.csv", **fields):
    def give(service, folder, content):
        client = browser(member_who(service, permission))
        said = {"file": SimpleUploadedFile(name, ready(content)), "idempotency_key": str(uuid4())} | {
            key: value() if callable(value) else value for key, value in fields.items()
        }
        return client.post(address, said).content.decode().replace("&#x27;", "'")

    return give


def by_a_job(give):
    """What the list of refused rows says once the job has brought in what somebody sent."""

    def through(service, folder, content):
        service.takes_its_area()
        before = set(Upload.objects.using("owner").values_list("id", flat=True))
        by = service.officer_of_the_court
        give(by, content)
        [upload] = Upload.objects.using("owner").exclude(id__in=before)
        with as_worker():
            bring_in(str(upload.id), str(by.id))
            hear()
        with viewing(by, NOW):
            seen = courts.upload_seen(upload.id)
        rows = RefusedRow.objects.using("owner").filter(brought=seen.upload.import_id)
        return " ".join(fault["because"] for row in rows for fault in row.faults)

    return through


def results_by_page(by, content):
    browser(by).post(
        "/imports", {"file": SimpleUploadedFile("r.csv", content), "idempotency_key": str(uuid4())}
    )


def results_by_call(by, content):
    held = {"file": SimpleUploadedFile("r.csv", content)}
    caller(by).post("/api/v1/court-results", held, headers={"Idempotency-Key": str(uuid4())})


def tables_by_page(service, folder, content):
    client = browser(member_who(service, May.LOOK_AT_OUTCOMES))
    offences = SimpleUploadedFile("offences.csv", as_csv(["person_id", "offence_date"]))
    said = {"title": "Ours", "index_events": SimpleUploadedFile("e.csv", content), "offences": offences,
            "known_to_day": "1", "known_to_month": "1", "known_to_year": "2026", "idempotency_key": str(uuid4())}  # fmt: skip
    return client.post("/outcomes/tables", said).content.decode()


def tables_by_call(service, folder, content):
    offences = SimpleUploadedFile("offences.csv", as_csv(["person_id", "offence_date"]))
    said = {
        "title": "Ours",
        "known_to": "2026-01-01",
        "index_events": SimpleUploadedFile("e.csv", content),
        "offences": offences,
    }
    client = caller(member_who(service, May.LOOK_AT_OUTCOMES))
    return client.post(
        "/api/v1/outcomes/tables", said, headers={"Idempotency-Key": str(uuid4())}
    ).content.decode()


def fairness_by_page(service, folder, content):
    given = {"score": "score", "outcome": "outcome", "by": "sex", "scale": "percentage", "cut": "50"}
    return by_page("/fairness", May.AUDIT_SCORES, **given)(service, folder, content)


def catalogue_by_page(service, folder, content):
    client = browser(member_who(service, May.KEEP_CATALOGUE))
    said = {"file": SimpleUploadedFile("c.csv", content), "idempotency_key": str(uuid4())}
    return client.post("/services", said, follow=True).content.decode()


def a_place_told_of():
    """A place of which need was published: the form offers no other."""
    NeedPublished.objects.using("owner").get_or_create(
        place="E06000002",
        first=date(2020, 1, 1),
        defaults={"last": date(2020, 3, 31), "tables": [], "at": NOW},
    )
    return "E06000002"


CASES, EVENTS = May.RECORD_ON_TIMELINE, ("event_id", "person_id", "event_date", "kind")
STAFF = May.RECORD_WORKLOAD
READERS = {
    "workload terms": Reader(by_console("workload terms", STAFF), ("member", "grade", "start", "languages"), "languages", "langauges"),
    "workload reductions": Reader(by_console("workload reductions", STAFF), ("member", "reason", "hours", "start", "end"), "end", "ends"),
    "workload weeks": Reader(by_console("workload weeks", STAFF), ("member", "monday", "load", "available", "cases", "known_next"), "known_next", "knownnext"),
    "assess score": Reader(scored, ("id", *columns_of("ogrs3")), columns_of("ogrs3")[0], f"{columns_of('ogrs3')[0]}x"),
    "assess audit": Reader(fairness_asked, ("score", "outcome", "sex"), "outcome", "outcom", rows=False, offers="outcom"),
    "scores scores": Reader(by_console("scores scores", May.RECORD_SCORE), ("person_id", "harm"), "harm", "harms"),
    "import court-results": Reader(by_console("import court-results", May.IMPORT_COURT_RESULTS), (*REQUIRED, "requirements"), "requirements", "requirments"),
    "import newcomers": Reader(by_console("import newcomers", May.OPEN_CASE), ("ref", "family_name", "given_names", "date_of_birth", "postcode", "reason", "what"), "what", "whta"),
    "import sentences-ended": Reader(by_console("import sentences-ended", May.RECORD_SENTENCE), ("sentence_id", "on", "how", "because"), "because", "becuase"),
    "import contracts": Reader(by_console("import contracts", May.KEEP_CATALOGUE), REQUIRED_COLUMNS, REQUIRED_COLUMNS[0], f"{REQUIRED_COLUMNS[0]}s"),
    "import services": Reader(listed, ("minimum_age",), "minimum_age", "minumum_age", rows=False),
    "model check": Reader(model_checked, ("title",), "title", "titel", rows=False),
    "area adopt": Reader(model_adopted, ("title",), "title", "titel", rows=False),
    "outcomes compare": Reader(compared, ("served", "age", "again"), "again", "agian", rows=False, offers="agian"),
    "outcomes pay": Reader(tried, ("pool",), "pool", "pools", rows=False),
    "outcomes send": Reader(sent_by_console, (*EVENTS, "predicted"), "predicted", "predictd", rows=False),
    "outcomes check": Reader(of_a_folder("check"), ("person_id", "died_on"), "died_on", "died_onn", rows=False),
    "outcomes measure": Reader(of_a_folder("measure", "--by-definition", "england-and-wales-three-month"), ("person_id", "died_on"), "died_on", "diedon", rows=False),
    "plans goals": Reader(by_console("plans goals", May.WRITE_PLAN), ("person_id", "words", "written_on", "need"), "need", "needs"),
    "programmes training": Reader(by_console("programmes training", May.RUN_GROUPS), ("email", "programme", "begins", "ends"), "ends", "end"),
    "cases entries": Reader(by_console("cases entries", CASES), ("person_id", "at", "kind", "what", "note"), "note", "notes"),
    "cases contacts": Reader(by_console("cases contacts", CASES), ("person_id", "at", "kind", "outcome", "what", "absence"), "absence", "absense"),
    "cases appointments": Reader(by_console("cases appointments", CASES), ("person_id", "at", "kind", "place"), "place", "palce"),
    "cases risks": Reader(by_console("cases risks", CASES), ("person_id", "risk"), "risk", "risks"),
    "cases moves": Reader(by_console("cases moves", CASES), ("person_id", "kind", "moved_at", "prison"), "prison", "prision"),
    "cases closings": Reader(by_console("cases closings", May.CLOSE_CASE), ("person_id", "because"), "because", "becuase"),
    "assessment.pages.fairness Send": Reader(fairness_by_page, ("score", "outcome", "sex"), "sex", "sexx", rows=False, offers="sexx"),
    "courts.pages.results Send": Reader(by_a_job(results_by_page), (*REQUIRED, "requirements"), "requirements", "requirments"),
    "interventions.pages.catalogue Send": Reader(catalogue_by_page, REQUIRED_COLUMNS, REQUIRED_COLUMNS[-1], f"{REQUIRED_COLUMNS[-1]}x"),
    "operating_model.pages.adopting Send": Reader(by_page("/models/adopted", May.ADOPT_MODEL, ready=a_model, name="m.yaml"), ("title",), "title", "titel", rows=False),
    "needs.pages.resources Resources": Reader(by_page("/need/resources", May.LOOK_AT_NEED, place=a_place_told_of), ("area", "year", "pounds"), "pounds", "punds"),
    "outcomes.pages.tables Send": Reader(tables_by_page, (*EVENTS, "predicted"), "predicted", "predictd", rows=False),
    "send_court_results": Reader(by_a_job(results_by_call), (*REQUIRED, "requirements"), "requirements", "requirments"),
    "send_tables": Reader(tables_by_call, (*EVENTS, "predicted"), "predicted", "predictd", rows=False),
}  # fmt: skip
# A form that shows what forms look like, and reads nothing.
SHOWS_FORMS = {"web.look.gallery Everything"}


@pytest.fixture(scope="module")
def service():
    return a_service()


def test_every_reader_of_files_there_is_stands_here():
    found = {*commands_that_read(), *forms_and_operations_that_read()} - SHOWS_FORMS
    assert found == READERS.keys() | READS_NO_COLUMNS.keys()


@pytest.mark.parametrize("name", READERS)
def test_a_column_that_is_misspelt_is_named_with_the_nearest_there_is(name, service, tmp_path):
    reader = READERS[name]
    said = reader.give(service, tmp_path, as_csv(reader.first_line(), ["1"] * len(reader.columns)))
    assert reader.wrong in said, said[-3000:]
    assert f"id you mean {reader.offers or reader.right}" in said, said[-3000:]


@pytest.mark.parametrize("name", [name for name, reader in READERS.items() if reader.rows])
def test_a_row_with_a_cell_too_many_or_too_few_is_named_and_never_guessed_at(name, service, tmp_path):
    reader = READERS[name]
    for cells in (len(reader.columns) + 1, len(reader.columns) - 1):
        said = reader.give(service, tmp_path, as_csv(reader.columns, ["1"] * cells))
        assert "cells where" in said or "fields as in the first line" in said, said
