"""Courts: lists, and court results brought in as files."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from throughcare.casework.courts import actions, queries
from throughcare.casework.courts.actions.uploads import LARGEST_FROM_PAGE
from throughcare.casework.courts.queries.sittings import InCourt, OrganisationInCourt, Sitting
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel import Refused
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["Courts"])


class Upload(Schema):
    """A file sent, and how far it has got."""

    id: UUID
    file_name: str
    at: datetime
    state: str
    because: str
    lines: int
    of: int
    import_id: UUID | None


class RefusedRow(Schema):
    """A row kept for correction, with every fault."""

    id: UUID
    line: int
    fields: dict[str, str]
    text: str
    faults: list[dict[str, str]]
    state: str
    version: int


class Correction(Schema):
    """A refused row as it should have been."""

    version: int
    fields: dict[str, str] = Field(max_length=60)


@router.get("/courts/sittings", response={200: list[Sitting], **REFUSALS})
@allowed(May.LOOK_AT_COURT_LISTS)
def list_sittings(request: HttpRequest) -> Any:
    """The latest sittings of the courts the caller's team serves."""
    return [asdict(s) for s in queries.court_list(on_or_before=day_of(request.at))]  # type: ignore[attr-defined]


@router.get("/courts/sittings/ahead", response={200: list[Sitting], **REFUSALS})
@allowed(May.LOOK_AT_COURT_LISTS)
def list_sittings_ahead(request: HttpRequest) -> Any:
    """The sittings listed in the two weeks ahead, next first."""
    today = day_of(request.at)  # type: ignore[attr-defined]
    return [asdict(s) for s in queries.sittings_ahead(after=today, until=today + timedelta(days=14))]


@router.get(
    "/courts/sittings/{hearing_id}/organisations", response={200: list[OrganisationInCourt], **REFUSALS}
)
@allowed(May.LOOK_AT_COURT_LISTS)
def list_bodies_in_court(request: HttpRequest, hearing_id: UUID) -> Any:
    """The companies and other bodies in the list of a sitting."""
    or_404(queries.sitting(hearing_id))
    return [asdict(row) for row in queries.organisations_at(hearing_id)]


@router.get("/courts/sittings/{hearing_id}", response={200: list[InCourt], **REFUSALS})
@allowed(May.LOOK_AT_COURT_LISTS)
def get_sitting(request: HttpRequest, hearing_id: UUID) -> Any:
    """Who appeared at a sitting."""
    return [asdict(row) for row in or_404(queries.sitting(hearing_id))[1]]


@router.post("/court-results", response={202: dict[str, UUID], **REFUSALS})
@allowed(May.IMPORT_COURT_RESULTS)
def send_court_results(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Send a file of court results, CSV or JSON lines; it is brought in by a job."""
    if (file.size or 0) > LARGEST_FROM_PAGE:
        raise Refused(f"A file holds at most {LARGEST_FROM_PAGE >> 20} MB. Send it in parts.", field="file")
    name = (file.name or "results.csv").replace("\x00", "")
    return Status(202, {"id": done(request, actions.send_file, file_name=name, content=file.read())})


@router.post("/court-messages", response={202: dict[str, UUID], **REFUSALS})
@allowed(May.IMPORT_COURT_RESULTS)
def send_court_messages(request: HttpRequest, file: File[UploadedFile]) -> Any:
    """Send a file of the courts' own messages, JSON or XML; it is brought in by the same job as results are."""
    if (file.size or 0) > LARGEST_FROM_PAGE:
        raise Refused(f"A file holds at most {LARGEST_FROM_PAGE >> 20} MB. Send it in parts.", field="file")
    name = (file.name or "message.json").replace("\x00", "")
    return Status(202, {"id": done(request, actions.send_messages, file_name=name, content=file.read())})


@router.get("/court-results/uploads/{upload_id}", response={200: Upload, **REFUSALS})
@allowed(May.IMPORT_COURT_RESULTS)
def get_upload(request: HttpRequest, upload_id: UUID) -> Any:
    """What became of a file."""
    seen = or_404(queries.upload_seen(upload_id))
    names = ("id", "file_name", "at", "state", "because", "import_id")
    return {**{name: getattr(seen.upload, name) for name in names}, "lines": seen.lines, "of": seen.of}


@router.get("/court-results/refused", response={200: list[RefusedRow], **REFUSALS})
@allowed(May.CORRECT_REFUSED_ROW)
def list_refused(request: HttpRequest) -> Any:
    """Rows that wait for correction."""
    return queries.refused_rows()


@router.post("/court-results/refused/{row_id}", response={202: dict[str, UUID], **REFUSALS})
@allowed(May.CORRECT_REFUSED_ROW)
def correct_row(request: HttpRequest, row_id: UUID, payload: Correction) -> Any:
    """Send the correction of a refused row; it is recorded by a job."""
    fields = {name: value for name, value in payload.fields.items() if "\x00" not in value}
    return Status(
        202,
        {"id": done(request, actions.send_correction, row_id=row_id, version=payload.version, fields=fields)},
    )


class Question(Schema):
    """Something a court said that has to be asked about, with the court's own words."""

    id: UUID
    person_id: UUID
    hearing_id: UUID
    court: str
    on: date
    case_number: str
    about: str
    said: str
    because: str
    version: int


class AnswerToQuestion(Schema):
    """What was found out."""

    version: int = Field(ge=0, le=2**31 - 1)
    answer: str = Field(max_length=500)


@router.get("/court-questions", response={200: list[Question], **REFUSALS})
@allowed(May.CORRECT_REFUSED_ROW)
def list_questions(request: HttpRequest) -> Any:
    """What courts said that has to be asked about, oldest first."""
    return queries.questions_open()


@router.post("/court-questions/{question_id}/settle", response={204: None, **REFUSALS})
@allowed(May.CORRECT_REFUSED_ROW)
def settle_question(request: HttpRequest, question_id: UUID, payload: AnswerToQuestion) -> Any:
    """Record what was found out; the court's words stay beside the answer."""
    answer = payload.answer.replace("\x00", "")
    done(request, actions.settle_question, question_id=question_id, version=payload.version, answer=answer)
    return Status(204, None)


class OffenceNamed(Schema):
    """Which Home Office offence a court's words are."""

    version: int = Field(ge=0, le=2**31 - 1)
    code: str = Field(max_length=10)


@router.post("/court-questions/{question_id}/offence", response={204: None, **REFUSALS})
@allowed(May.CORRECT_REFUSED_ROW)
def name_offence(request: HttpRequest, question_id: UUID, payload: OffenceNamed) -> Any:
    """Say which Home Office offence a court's own code or title is."""
    code = payload.code.replace("\x00", "")
    done(request, actions.name_offence, question_id=question_id, version=payload.version, code=code)
    return Status(204, None)


class ResultTold(Schema):
    """What a court passed, in the columns of a row of results."""

    version: int = Field(ge=0, le=2**31 - 1)
    said: dict[str, str] = Field(max_length=20)


@router.post("/court-questions/{question_id}/result", response={204: None, **REFUSALS})
@allowed(May.CORRECT_REFUSED_ROW)
def say_result(request: HttpRequest, question_id: UUID, payload: ResultTold) -> Any:
    """Record what a court passed at a hearing that is only listed yet."""
    done(request, actions.say_result, question_id=question_id, version=payload.version, said=payload.said)
    return Status(204, None)


class NewCourt(Schema):
    """A court that no list has."""

    code: str = Field(max_length=20)
    name: str = Field(max_length=200)
    kind: str = Field(max_length=20)
    postcode: str = Field("", max_length=10)


class CodeOfCourt(Schema):
    """A code by which a court is known, of which kind, and from where it is known."""

    code: str = Field(max_length=20)
    kind: str = Field(max_length=40)
    court_code: str = Field(max_length=10)
    because: str = Field(max_length=200)


@router.post("/courts", response={204: None, **REFUSALS})
@allowed(May.ADMINISTER_ORGANISATIONS)
def add_court(request: HttpRequest, payload: NewCourt) -> Any:
    """Add a court that no list has."""
    done(request, actions.add_court, **_without_zero_bytes(payload))
    return Status(204, None)


@router.post("/courts/codes", response={204: None, **REFUSALS})
@allowed(May.ADMINISTER_ORGANISATIONS)
def say_court_code(request: HttpRequest, payload: CodeOfCourt) -> Any:
    """Say that a code names a court; what uses it is taken from now on."""
    done(request, actions.say_court_code, **_without_zero_bytes(payload))
    return Status(204, None)


class CodeMeans(Schema):
    """What a code or label of the courts' messages means, and from where that is known."""

    list_name: str = Field(max_length=20)
    code: str = Field(max_length=200)
    means: str = Field(max_length=20)
    value: str = Field("", max_length=60)
    because: str = Field(max_length=300)


@router.post("/court-codes", response={204: None, **REFUSALS})
@allowed(May.ADMINISTER_ORGANISATIONS)
def say_code(request: HttpRequest, payload: CodeMeans) -> Any:
    """Say what a result's or an offence's code means; later messages are read by it."""
    done(request, actions.say_code, **_without_zero_bytes(payload))
    return Status(204, None)


def _without_zero_bytes(payload: Schema) -> dict[str, str]:
    return {name: str(value).replace("\x00", "") for name, value in payload.dict().items()}


class Court(Schema):
    """A court, by its code."""

    code: str
    name: str
    kind: str


class CourtsServed(Schema):
    """Courts a unit is to serve, by their codes."""

    court_codes: list[str] = Field(min_length=1, max_length=500)


@router.get("/units/{unit_id}/courts", response={200: list[Court], **REFUSALS})
@allowed(None)
def list_courts_served(request: HttpRequest, unit_id: UUID) -> Any:
    """The courts a unit serves: its members alone bring their results in."""
    return queries.courts_served_by(unit_id)


@router.post("/units/{unit_id}/courts", response={204: None, **REFUSALS})
@allowed(May.ADMINISTER_ORGANISATIONS)
def serve_courts(request: HttpRequest, unit_id: UUID, payload: CourtsServed) -> Any:
    """Let a unit serve these courts from now on, and no other unit."""
    codes = [code.replace("\x00", "") for code in payload.court_codes]
    done(request, actions.serve_courts, unit_id=unit_id, court_codes=codes)
    return Status(204, None)
