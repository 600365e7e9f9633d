"""Assessments: answers, harm, signatures, scores and tiers, by the same actions as the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.assessment import actions, queries
from throughcare.casework.assessment.queries import AssessmentSeen, NeverAssessed
from throughcare.casework.assessment.queries.assessed import AssessmentLine
from throughcare.casework.assessment.rules.harm import keeping
from throughcare.casework.assessment.rules.needs.sections import AnswerSet
from throughcare.casework.people import queries as people
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.access.parts import Part
from throughcare.foundation.kernel import Permission as May
from throughcare.foundation.kernel.days import day_of

router = Router(tags=["Assessment"])


class Section(Schema):
    """One section's score as a range, its need, and the items not known."""

    section: str
    lowest: int
    highest: int
    need: str
    missing: list[str]
    because: str


class Whole(Schema):
    """One assessment: answers with where each came from, sections, harm, steps, and what is missing."""

    id: UUID
    person_id: UUID
    state: str
    answer_set: str
    version: int
    started_at: datetime
    signed_at: datetime | None
    previous_id: UUID | None
    answers: dict[str, dict[str, Any]]
    left_open: dict[str, str]
    sections: list[Section]
    harm: dict[str, Any]
    harm_level: str
    harm_blocks: list[str]
    steps: list[dict[str, Any]]
    possible: list[str]
    missing: list[str]
    gaps: list[dict[str, str]]


class Score(Schema):
    """One instrument's result or refusal, with every term, what is missing and the range that leaves."""

    id: UUID
    instrument: str
    edition: str
    offence_mapping: str
    basis: str
    score: float | None
    band: str
    outcome: str
    lowest: float | None
    highest: float | None
    refused: str
    scored_at: datetime
    sentence: str
    scale: str
    total: float | None
    terms: list[tuple[str, float]]
    missing: list[dict[str, Any]]
    inputs: list[tuple[str, dict[str, Any]]]
    troubles: list[dict[str, Any]]


class Tier(Schema):
    """A tier, or why there is none, with the steps that decided it and every other."""

    id: UUID
    edition: str
    tier: str
    outcome: str
    provisional: bool
    lowest: str
    highest: str
    decided_by: list[str]
    because: str
    steps: list[dict[str, Any]]
    doubts: list[str]
    clause: str
    since: datetime
    until: datetime | None


class Start(Schema):
    """Which set of questions the answers will come from."""

    answer_set: AnswerSet = AnswerSet.OLDER_SECTIONS


class Answers(Schema):
    """Some answers, by question, and the version they are based on."""

    version: int
    answers: dict[str, str | list[str] | None] = Field(max_length=300)
    said_by_person: list[str] = Field(default_factory=list, max_length=300)


class Harm(Schema):
    """The analysis of harm as far as it has come, and the version it is based on."""

    version: int
    analysis: dict[str, Any]


class At(Schema):
    """The version that a step is based on."""

    version: int


class Sign(At):
    """Signing; ``countersign`` asks for a countersignature even where the level does not."""

    countersign: bool = False


class Countersign(At):
    """Countersigning, with a comment; ``second`` asks for one more."""

    second: bool = False
    because: str = Field("", max_length=500)


class StepReason(At):
    """A step with its reason."""

    because: str = Field("", max_length=500)


class Registered(Schema):
    """Something registered that a tier looks at."""

    kind: str = Field(max_length=24)
    value: str = Field("", max_length=20)
    because: str = Field("", max_length=300)


class Ended(Schema):
    """Why a registration ends."""

    because: str = Field(max_length=300)


def _theirs(request: HttpRequest, person_id: UUID) -> None:
    or_404(people.traits_of([person_id]).get(person_id))


def _seen(request: HttpRequest, assessment_id: UUID) -> AssessmentSeen:
    return or_404(queries.assessment(assessment_id, on=day_of(request.at)))  # type: ignore[attr-defined]


@router.get("/people/{person_id}/assessments", response={200: list[AssessmentLine], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.ASSESSMENT)
def get_assessments(request: HttpRequest, person_id: UUID) -> Any:
    """A person's assessments, newest first."""
    _theirs(request, person_id)
    return queries.assessments_of(person_id)


@router.post("/people/{person_id}/assessments", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.WRITE_ASSESSMENT)
def start_assessment(request: HttpRequest, person_id: UUID, payload: Start) -> Any:
    """Start an assessment, filled from what is known."""
    made = done(request, actions.start_assessment, person_id=person_id, answer_set=payload.answer_set)
    return Status(201, {"id": made})


@router.get("/people/{person_id}/assessments/freshness", response={200: dict[str, Any], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.ASSESSMENT)
def get_freshness(request: HttpRequest, person_id: UUID) -> Any:
    """How fresh the latest completed assessment is, and why."""
    _theirs(request, person_id)
    found = queries.freshness_of(person_id, on=day_of(request.at))  # type: ignore[attr-defined]
    if isinstance(found, NeverAssessed):
        return {"freshness": "never assessed", "stale_from": None, "because": found.because}
    said = {"freshness": found.freshness.value, "stale_from": found.stale_from}
    return {**said, "because": found.finding.because}


@router.get("/assessments/{assessment_id}", response={200: Whole, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE)
def get_assessment(request: HttpRequest, assessment_id: UUID) -> Any:
    """One assessment, whole."""
    seen = _seen(request, assessment_id)
    names = (
        "id",
        "person_id",
        "answer_set",
        "version",
        "started_at",
        "signed_at",
        "previous_id",
        "left_open",
    )
    return {
        **{name: getattr(seen, name) for name in names},
        "state": seen.state.value,
        "answers": {name: _answer(one) for name, one in seen.answers.items()},
        "sections": [
            {
                "section": s.section,
                "lowest": s.lowest,
                "highest": s.highest,
                "need": s.need.value,
                "missing": s.missing,
                "because": s.finding.because,
            }
            for s in seen.sections.values()
        ],
        "harm": keeping.as_kept(seen.harm.analysis),
        "harm_level": seen.harm.completed_level,
        "harm_blocks": seen.harm.blocks,
        "steps": [vars(step) for step in seen.steps],
        "possible": [step.value for step in seen.possible],
        "missing": seen.missing,
        "gaps": [{"because": one.because, "page": one.page, "question": one.question} for one in seen.gaps],
    }


def _answer(one: Any) -> dict[str, Any]:
    return {
        "value": one.value,
        "origin": one.origin.value,
        "source": one.source,
        "at": one.at,
        "sure": one.sure,
    }


@router.post("/assessments/{assessment_id}/answers", response={200: dict[str, int], **REFUSALS})
@allowed(May.WRITE_ASSESSMENT)
def save_answers(request: HttpRequest, assessment_id: UUID, payload: Answers) -> Any:
    """Save some answers of a draft; gives the version it is at now."""
    return {"version": done(request, actions.save_answers, assessment_id=assessment_id, **payload.dict())}


@router.post("/assessments/{assessment_id}/harm", response={200: dict[str, int], **REFUSALS})
@allowed(May.WRITE_ASSESSMENT)
def record_harm(request: HttpRequest, assessment_id: UUID, payload: Harm) -> Any:
    """Save the analysis of risk of serious harm; gives the version it is at now."""
    return {"version": done(request, actions.record_harm, assessment_id=assessment_id, **payload.dict())}


@router.post("/assessments/{assessment_id}/harm/complete", response={200: dict[str, str], **REFUSALS})
@allowed(May.SIGN_ASSESSMENT)
def complete_harm(request: HttpRequest, assessment_id: UUID, payload: At) -> Any:
    """Complete the analysis; refused with every reason while an enquiry or a part is missing."""
    return {
        "level": done(request, actions.complete_harm, assessment_id=assessment_id, version=payload.version)
    }


@router.post("/assessments/{assessment_id}/sign", response={200: dict[str, str], **REFUSALS})
@allowed(May.SIGN_ASSESSMENT)
def sign_assessment(request: HttpRequest, assessment_id: UUID, payload: Sign) -> Any:
    """Sign; gives the state it is in."""
    return {"state": done(request, actions.sign, assessment_id=assessment_id, **payload.dict())}


@router.post("/assessments/{assessment_id}/countersign", response={200: dict[str, str], **REFUSALS})
@allowed(May.COUNTERSIGN_ASSESSMENT)
def countersign_assessment(request: HttpRequest, assessment_id: UUID, payload: Countersign) -> Any:
    """Countersign what somebody else signed."""
    return {"state": done(request, actions.countersign, assessment_id=assessment_id, **payload.dict())}


@router.post("/assessments/{assessment_id}/return", response={200: dict[str, str], **REFUSALS})
@allowed(May.COUNTERSIGN_ASSESSMENT)
def return_assessment(request: HttpRequest, assessment_id: UUID, payload: StepReason) -> Any:
    """Return for changes, saying which."""
    return {"state": done(request, actions.return_assessment, assessment_id=assessment_id, **payload.dict())}


@router.post("/assessments/{assessment_id}/lock", response={200: dict[str, str], **REFUSALS})
@allowed(May.SIGN_ASSESSMENT)
def lock_assessment(request: HttpRequest, assessment_id: UUID, payload: StepReason) -> Any:
    """Lock; an unfinished one is locked as incomplete, and needs a reason."""
    return {"state": done(request, actions.lock, assessment_id=assessment_id, **payload.dict())}


@router.post("/assessments/{assessment_id}/roll-back", response={200: dict[str, str], **REFUSALS})
@allowed(May.ROLL_BACK_ASSESSMENT)
def roll_back_assessment(request: HttpRequest, assessment_id: UUID, payload: StepReason) -> Any:
    """Open a signed or locked one again, saying why."""
    return {"state": done(request, actions.roll_back, assessment_id=assessment_id, **payload.dict())}


@router.get("/assessments/{assessment_id}/beside/{other_id}", response={200: dict[str, Any], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE)
def compare_assessments(request: HttpRequest, assessment_id: UUID, other_id: UUID) -> Any:
    """Two assessments of one person side by side, the older first."""
    found = or_404(queries.side_by_side(assessment_id, other_id))
    return {
        "before": found.before.id,
        "after": found.after.id,
        "answers": [
            {
                "question": row.question,
                "change": row.change.value,
                "before": row.before.value if row.before else None,
                "after": row.after.value if row.after else None,
            }
            for row in found.answers
        ],
        "sections": [{"section": row.section, "movement": row.movement.value} for row in found.sections],
    }


@router.post("/assessments/{assessment_id}/scores", response={201: dict[str, int], **REFUSALS})
@allowed(May.RECORD_SCORE)
def record_scores(request: HttpRequest, assessment_id: UUID) -> Any:
    """Score every instrument from the answers; gives how many gave a score."""
    return Status(201, {"scored": done(request, actions.record_scores, assessment_id=assessment_id)})


@router.get("/people/{person_id}/scores", response={200: list[Score], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.SCORES)
def get_scores(request: HttpRequest, person_id: UUID) -> Any:
    """A person's current scores, and refusals with what is missing."""
    _theirs(request, person_id)
    return queries.scores_of(person_id)


@router.get("/people/{person_id}/tier", response={200: Tier, **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.RISK)
def get_tier(request: HttpRequest, person_id: UUID) -> Any:
    """A person's tier now, explained."""
    return or_404(queries.tier_of(person_id))


@router.get("/people/{person_id}/tiers", response={200: list[Tier], **REFUSALS})
@allowed(May.LOOK_AT_PEOPLE, part=Part.RISK)
def get_tiers(request: HttpRequest, person_id: UUID) -> Any:
    """Every tier a person has had, newest first."""
    _theirs(request, person_id)
    return queries.tier_history(person_id)


@router.post("/people/{person_id}/tier", response={200: Tier, **REFUSALS})
@allowed(May.DECIDE_TIER)
def decide_tier(request: HttpRequest, person_id: UUID) -> Any:
    """Work the tier out again from what is recorded."""
    done(request, actions.decide_tier, person_id=person_id)
    return or_404(queries.tier_of(person_id))


@router.post("/people/{person_id}/registrations", response={204: None, **REFUSALS})
@allowed(May.DECIDE_TIER)
def record_registration(request: HttpRequest, person_id: UUID, payload: Registered) -> Any:
    """Register something that the tier looks at."""
    asked = actions.Registering(person_id, payload.kind, payload.value, payload.because)
    done(request, actions.record_registrations, registrations=[asked])
    return Status(204, None)


@router.post("/people/{person_id}/registrations/{kind}/end", response={204: None, **REFUSALS})
@allowed(May.DECIDE_TIER)
def end_registration(request: HttpRequest, person_id: UUID, kind: str, payload: Ended) -> Any:
    """End a registration."""
    done(request, actions.end_registration, person_id=person_id, kind=kind[:24], because=payload.because)
    return Status(204, None)
