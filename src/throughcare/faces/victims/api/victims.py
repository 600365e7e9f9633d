"""Victims and the sentences whose victims a team looks after: for whoever keeps victims told, and nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from throughcare.casework.victims import actions, queries
from throughcare.casework.victims.actions import Reach
from throughcare.casework.victims.queries import CoveredSeen, VictimSeen
from throughcare.casework.victims.rules import (
    Choice,
    Means,
    OffenceOf,
    PassedSentence,
    StageKind,
    VictimKind,
    VictimMove,
)
from throughcare.faces.api.operation import REFUSALS, allowed, done, or_404
from throughcare.foundation.kernel import Permission as May

router = Router(tags=["Victims"])
VERSION = Field(ge=0, le=2**31 - 1)


class StageShown(Schema):
    """A stage of a sentence and its day; never where anybody is held."""

    stage: str
    on: date


class CoveredShown(Schema):
    """A sentence whose victims a team looks after: whose, its scheme, why and by which edition, and how many are registered."""

    id: UUID
    version: int
    called: str
    kind: str
    length: str
    imposed_on: date
    scheme: str
    edition: str
    because: list[str]
    referral_due: date | None
    awaits_referral: bool
    registered: int
    settled: str
    ended_on: date | None
    stages: list[StageShown]


class VictimShown(Schema):
    """A victim: where they stand, what they chose, how to reach them, what is owed by when, and of what they are still to be told."""

    id: UUID
    version: int
    covered_id: UUID
    name: str
    kind: str
    state: str
    since: date
    choice: str
    stages: list[str]
    means: str
    address: str
    telephone: str
    email: str
    safe_times: str
    never: str
    interpreter: str
    owed: str
    owed_by: date | None
    untold: list[StageShown]
    may_follow: list[str]


class SentenceTold(Schema):
    """A sentence as the police tell of it; months of null: without a fixed length, or not known; ``grave`` of null: not known."""

    called: str = Field(max_length=200)
    kind: str = Field(max_length=50)
    months: float | None = Field(None, ge=0, le=1200)
    imposed_on: date
    endless: bool = False
    offence: str = Field(max_length=200)
    offence_code: str = Field("", max_length=7)
    grave: bool | None = None
    court: str = Field("", max_length=200)
    because: str = Field("", max_length=300)


class ReachTold(Schema):
    """How somebody wants to be reached."""

    means: Means
    address: str = Field("", max_length=300)
    telephone: str = Field("", max_length=40)
    email: str = Field("", max_length=200)
    safe_times: str = Field("", max_length=300)
    never: str = Field("", max_length=300)
    interpreter: str = Field("", max_length=100)


class VictimRegistered(Schema):
    """Somebody whom the police referred, or who came forward."""

    name: str = Field(max_length=200)
    kind: VictimKind
    reach: ReachTold
    referred_on: date
    referred_by: str = Field(max_length=200)
    born_on: date | None = None
    speaks_for_id: UUID | None = None


class OfVictim(Schema):
    """The version of the record that was read."""

    version: int = VERSION


class VictimAmended(OfVictim):
    """How somebody is called and wants to be reached."""

    name: str = Field(max_length=200)
    reach: ReachTold


class VictimMoved(OfVictim):
    """What happened, on which day, and what they chose."""

    move: VictimMove
    on: date
    note: str = Field("", max_length=1000)
    choice: Choice | None = None
    stages: list[StageKind] = Field(default_factory=list)
    ask_on: date | None = None


class PoliceSaid(OfVictim):
    """What the police said."""

    because: str = Field(max_length=300)


class StageTold(Schema):
    """A stage and its day."""

    stage: StageKind
    on: date


class ColleagueNamed(Schema):
    """Which colleague of the team."""

    member_id: UUID


def _covered(seen: CoveredSeen) -> CoveredShown:
    row = seen.row
    return CoveredShown(
        id=row.id, version=row.version, called=seen.called, kind=row.kind, length=row.length, imposed_on=row.imposed_on,
        scheme=row.scheme, edition=row.edition, because=[one["because"] for one in row.ruled], referral_due=row.referral_due,
        awaits_referral=seen.awaits_referral, registered=seen.registered, settled=row.settled, ended_on=row.ended_on,
        stages=[StageShown(stage=one.stage, on=one.on) for one in seen.stages],
    )  # fmt: skip


def _victim(seen: VictimSeen) -> VictimShown:
    row = seen.row
    return VictimShown(
        id=row.id, version=row.version, covered_id=row.covered_id, name=row.name, kind=row.kind, state=row.state, since=row.since,
        choice=row.choice, stages=row.stages, means=row.means, address=row.address, telephone=row.telephone, email=row.email,
        safe_times=row.safe_times, never=row.never, interpreter=row.interpreter, owed=seen.owed.what if seen.owed else "",
        owed_by=seen.owed.by if seen.owed else None,
        untold=[StageShown(stage=one.stage, on=one.on) for one in seen.untold],
        may_follow=[one.move.value for one in seen.moves],
    )  # fmt: skip


@router.get("/victims", response={200: list[VictimShown], **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def list_victims(request: HttpRequest) -> Any:
    """The victims whose records the caller holds, whoever is owed something soonest first."""
    return [_victim(one) for one in queries.victims_held(at=request.at)]  # type: ignore[attr-defined]


@router.get("/victims/waits", response={200: queries.Waits, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def get_victims_waits(request: HttpRequest) -> Any:
    """How long the caller's victims waited, and how many answered."""
    return queries.waits(at=request.at)  # type: ignore[attr-defined]


@router.get("/victims/sentences", response={200: list[CoveredShown], **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def list_covered_sentences(request: HttpRequest) -> Any:
    """The sentences whose victims the caller's team looks after."""
    return [_covered(one) for one in queries.covered_sentences()]


@router.post("/victims/sentences", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def take_on_sentence(request: HttpRequest, payload: SentenceTold) -> Any:
    """Take on a sentence that no record here is of."""
    said = payload.dict()
    offence = OffenceOf(said.pop("offence_code"), said.pop("offence"), said.pop("grave"))
    months = said.pop("months")
    sentence = PassedSentence(
        said.pop("kind"), True, months, said.pop("imposed_on"), (offence,), endless=said.pop("endless")
    )
    length = f"{months:g} months" if months is not None else ""
    return Status(
        201, {"id": done(request, actions.take_on_sentence, sentence=sentence, length=length, **said)}
    )


@router.get("/victims/sentences/{covered_id}", response={200: CoveredShown, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def get_covered_sentence(request: HttpRequest, covered_id: UUID) -> Any:
    """One of them."""
    return _covered(or_404(queries.covered_sentence(covered_id)))


@router.post("/victims/sentences/{covered_id}/victims", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def register_victim(request: HttpRequest, covered_id: UUID, payload: VictimRegistered) -> Any:
    """Register somebody whom the police referred, or who came forward."""
    said = payload.dict() | {"reach": Reach(**payload.reach.dict())}
    return Status(201, {"id": done(request, actions.register_victim, covered_id=covered_id, **said)})


@router.post("/victims/sentences/{covered_id}/no-referral", response={204: None, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def settle_referral(request: HttpRequest, covered_id: UUID, payload: PoliceSaid) -> Any:
    """Say that the police refer nobody for a sentence."""
    done(request, actions.settle_referral, covered_id=covered_id, **payload.dict())
    return Status(204, None)


@router.post("/victims/sentences/{covered_id}/stages", response={201: dict[str, UUID], **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def record_victims_stage(request: HttpRequest, covered_id: UUID, payload: StageTold) -> Any:
    """Record a stage that the record does not tell of by itself."""
    return Status(201, {"id": done(request, actions.record_stage, covered_id=covered_id, **payload.dict())})


@router.get("/victims/{victim_id}", response={200: VictimShown, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def get_victim(request: HttpRequest, victim_id: UUID) -> Any:
    """One victim whose record the caller holds."""
    return _victim(or_404(queries.victim(victim_id)))


@router.post("/victims/{victim_id}", response={204: None, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def amend_victim(request: HttpRequest, victim_id: UUID, payload: VictimAmended) -> Any:
    """Put right how somebody is called and how they want to be reached."""
    said = payload.dict() | {"reach": Reach(**payload.reach.dict())}
    done(request, actions.amend_victim, victim_id=victim_id, **said)
    return Status(204, None)


@router.post("/victims/{victim_id}/moves", response={204: None, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def move_victim(request: HttpRequest, victim_id: UUID, payload: VictimMoved) -> Any:
    """Move a victim on in the scheme."""
    done(request, actions.move_victim, victim_id=victim_id, **payload.dict())
    return Status(204, None)


@router.post("/victims/{victim_id}/checkers", response={204: None, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def name_checker(request: HttpRequest, victim_id: UUID, payload: ColleagueNamed) -> Any:
    """Name a colleague who may read the record and check what goes out."""
    done(request, actions.name_checker, victim_id=victim_id, **payload.dict())
    return Status(204, None)


@router.post("/victims/{victim_id}/checkers/end", response={204: None, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def end_hold(request: HttpRequest, victim_id: UUID, payload: ColleagueNamed) -> Any:
    """End that a colleague may read it."""
    done(request, actions.end_hold, victim_id=victim_id, **payload.dict())
    return Status(204, None)


@router.post("/victims/{victim_id}/hand-over", response={204: None, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def hand_over_victim(request: HttpRequest, victim_id: UUID, payload: ColleagueNamed) -> Any:
    """Hand a record to a colleague, who leads on it from now on."""
    done(request, actions.hand_over_victim, victim_id=victim_id, **payload.dict())
    return Status(204, None)


@router.post("/victims/{victim_id}/take", response={204: None, **REFUSALS})
@allowed(May.KEEP_VICTIMS_TOLD, part=None)
def take_victim(request: HttpRequest, victim_id: UUID) -> Any:
    """Take on a record that nobody leads on any more."""
    done(request, actions.take_victim, victim_id=victim_id)
    return Status(204, None)
