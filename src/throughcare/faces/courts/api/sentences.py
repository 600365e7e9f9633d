"""What became of sentences, and corrected results to decide."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.courts import actions, queries
from throughcare.casework.courts.queries.records import Differs
from throughcare.casework.courts.rules import ANNULLED, SentenceState
from throughcare.faces.api.operation import REFUSALS, allowed, done
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Courts"])


class Became(Schema):
    """What became of a sentence: in breach, in force again, revoked, completed, ended by death, or fallen away."""

    version: int = Field(ge=0, le=2**31 - 1)
    then: SentenceState
    on: date
    because: str = Field("", max_length=500)


@router.post("/sentences/{sentence_id}/became", response={204: None, **REFUSALS})
@allowed(May.RECORD_SENTENCE)
def record_what_became(request: HttpRequest, sentence_id: UUID, payload: Became) -> Any:
    """Record what became of a sentence."""
    given = {
        "sentence_id": sentence_id,
        "version": payload.version,
        "on": payload.on,
        "because": payload.because,
    }
    if payload.then is SentenceState.IN_BREACH:
        done(request, actions.record_breach, **given)
    elif payload.then is SentenceState.IN_FORCE:
        done(request, actions.resolve_breach, **given)
    elif payload.then in ANNULLED:
        done(request, actions.annul_sentence, how=payload.then, **given)
    else:
        done(request, actions.end_sentence, how=payload.then, **given)
    return Status(204, None)


class Amended(Schema):
    """The length to which a court changed a sentence, in its words: 18 months 2 weeks, or 4 years + 2 years."""

    version: int = Field(ge=0, le=2**31 - 1)
    length: str = Field(max_length=60)
    on: date
    because: str = Field("", max_length=500)


@router.post("/sentences/{sentence_id}/amended", response={204: None, **REFUSALS})
@allowed(May.AMEND_SENTENCE)
def amend_sentence(request: HttpRequest, sentence_id: UUID, payload: Amended) -> Any:
    """Record that the court changed a sentence's length; what follows it in a run is worked out again."""
    length = payload.length.replace("\x00", "")
    done(
        request,
        actions.amend_sentence,
        sentence_id=sentence_id,
        version=payload.version,
        length=length,
        on=payload.on,
        because=payload.because,
    )
    return Status(204, None)


class TakenBack(Schema):
    """Why what was last recorded of a sentence is taken back."""

    version: int = Field(ge=0, le=2**31 - 1)
    because: str = Field("", max_length=500)


@router.post("/sentences/{sentence_id}/taken-back", response={204: None, **REFUSALS})
@allowed(May.AMEND_SENTENCE)
def take_back(request: HttpRequest, sentence_id: UUID, payload: TakenBack) -> Any:
    """Take back what last changed how a sentence stands, recorded by mistake: it stands again as it stood before."""
    given = {"sentence_id": sentence_id, "version": payload.version, "because": payload.because}
    done(request, actions.take_back, **given)
    return Status(204, None)


class CorrectedResult(Schema):
    """A recorded result that its court sent again with other contents, and every column that differs."""

    id: UUID
    court_code: str
    result_ref: str
    state: str
    version: int
    differs: list[Differs]


class Decided(Schema):
    """What is decided of a corrected result, and why."""

    version: int
    because: str = Field("", max_length=500)


@router.get("/court-results/corrected", response={200: list[CorrectedResult], **REFUSALS})
@allowed(May.CORRECT_REFUSED_ROW)
def list_corrected(request: HttpRequest) -> Any:
    """Corrected results that wait beside the recorded ones."""
    names = ("id", "court_code", "result_ref", "state", "version")
    return [
        {
            **{name: getattr(seen.row, name) for name in names},
            "differs": [asdict(one) for one in seen.differs],
        }
        for seen in queries.corrected_results()
    ]


@router.post("/court-results/corrected/{corrected_id}/accept", response={202: dict[str, UUID], **REFUSALS})
@allowed(May.CORRECT_REFUSED_ROW)
def accept_corrected(request: HttpRequest, corrected_id: UUID, payload: Decided) -> Any:
    """Accept a corrected result; a job puts it in the place of the recorded one."""
    given = {"corrected_id": corrected_id, "version": payload.version, "because": payload.because}
    return Status(202, {"id": done(request, actions.send_acceptance, **given)})


@router.post("/court-results/corrected/{corrected_id}/decline", response={204: None, **REFUSALS})
@allowed(May.CORRECT_REFUSED_ROW)
def decline_corrected(request: HttpRequest, corrected_id: UUID, payload: Decided) -> Any:
    """Leave the recorded result as it is, saying why."""
    given = {"corrected_id": corrected_id, "version": payload.version, "because": payload.because}
    done(request, actions.decline_corrected_result, **given)
    return Status(204, None)
