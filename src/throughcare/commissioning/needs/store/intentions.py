"""Loads and keeps intentions, and what the operating model says of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from throughcare.casework.interventions.rules.words import need_areas
from throughcare.foundation.access.bulk_rows import insert_all
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import Refused, new_id
from throughcare.foundation.operating_model import queries as models
from throughcare.foundation.operating_model.rules import (
    BodyKind,
    Function,
    Place,
    Question,
    Risk,
    Sentence,
    Subject,
)

from ..models import Intention, IntentionSaid, IntentionStep
from ..rules.intentions import Answer, Consulted, Held, Paper, Scope, Stage, Standing, Way
from ..rules.seats import COMMISSIONS, Seat, Vote, seat_of

BOUGHT = (
    Function.SUPPORT_SERVICES, Function.PROGRAMMES, Function.UNPAID_WORK, Function.ACTIVITY_REQUIREMENTS, Function.RESETTLEMENT,
    Function.APPROVED_PREMISES, Function.ELECTRONIC_MONITORING, Function.SUPERVISION, Function.OFFENDER_MANAGEMENT,
)  # fmt: skip
"""What an intention may be for."""
_COMPETED = {BodyKind.COMPETED, BodyKind.COMMUNITY_PROVIDER, BodyKind.ELECTRONIC_MONITORING_PROVIDER}
_RISKS = (Risk.LOW, Risk.MEDIUM, Risk.HIGH, Risk.VERY_HIGH)


def paper_of(row: Intention) -> Paper:
    """The paper of a row."""
    kept: dict[str, Any] = dict(row.paper)
    return Paper(**kept | {
        "scope": Scope(kept["scope"]), "way": Way(kept["way"]), "mainstream": Answer(kept["mainstream"])
    })  # fmt: skip


def as_kept(paper: Paper) -> dict[str, Any]:
    """A paper as JSON takes it."""
    return {
        name: str(value) if name in {"scope", "way", "mainstream"} else value
        for name, value in vars(paper).items()
    }


def check_names(paper: Paper) -> None:
    """Refuse a need, a function or a place that there is not."""
    check_need_and_place(paper.need, paper.place)
    if paper.function not in [one.value for one in BOUGHT]:
        raise Refused("Choose what is to be provided from the list.", field="function")


def check_need_and_place(need: str, place: str) -> None:
    """Refuse a need or a place that there is not."""
    if need not in need_areas():
        raise Refused(f"There is no such need. Expected one of {', '.join(need_areas())}.", field="need")
    if place not in {area.code for area in models.areas()}:
        raise Refused("There is no such area.", field="place")


def locked(intention_id: UUID, *, version: int | None = None) -> Intention:
    """An intention held against others who act on it; refused where the viewer sees none, or it changed meanwhile."""
    row = Intention.objects.select_for_update().filter(id=intention_id).first()
    if row is None:
        raise Refused("There is no such intention that you may see.")
    if version is not None and row.version != version:
        raise Refused(
            "Somebody else changed this while you had it open. Look again: nothing of yours was kept."
        )
    return row


def one_seen(intention_id: UUID) -> Intention:
    """An intention that the viewer sees; refused where there is none."""
    row = Intention.objects.filter(id=intention_id).first()
    if row is None:
        raise Refused("There is no such intention that you may see.")
    return row


def check_own(by: Member, row: Intention) -> None:
    """Refuse whoever is not of the team that wrote it."""
    if row.unit_id != by.unit_id:
        raise Refused("Only the team that wrote an intention does this.")


def keep(row: Intention, **changed: Any) -> None:
    """Keep what changed of a row, under the next version."""
    for name, value in changed.items():
        setattr(row, name, value)
    row.version += 1
    row.save(force_update=True, update_fields=[*changed, "version"])


def step(
    by: Member,
    at: datetime,
    row: Intention,
    became: Stage,
    because: str = "",
    found: dict[str, Any] | None = None,
) -> None:
    """Write down one step of an intention."""
    insert_all([
        IntentionStep(
            id=new_id(), intention_id=row.id, was=row.stage, became=became, because=because, found=found or {}, unit_id=by.unit_id,
            member_id=by.id, at=at,
        )
    ])  # fmt: skip


def writers(row: Intention) -> set[UUID]:
    """Everybody who wrote any of an intention: its author, and whoever changed what it says or cites."""
    written = IntentionStep.objects.filter(intention=row.id, was=F("became"))
    return {row.member_id, *written.values_list("member_id", flat=True)}


@dataclass(frozen=True)
class Seats:
    """Who has which seat in something bought for a place: organisations, in whose name the model gives it."""

    decides: UUID | None
    together: tuple[UUID, ...]
    consulted: tuple[UUID, ...]
    clause: str

    def of(self, organisation: UUID) -> Seat:
        """The seat of an organisation."""
        return seat_of(organisation, decides=self.decides, together=self.together, consulted=self.consulted)


def _somebody(risk: Risk) -> Subject:
    """Somebody on a community order, of a risk: what is bought is bought for such people."""
    return Subject(risk, Sentence.COMMUNITY_ORDER, Place.COMMUNITY)


def held(function: str, place: str, on: date) -> tuple[Held, str]:
    """Whether the model in force reserves a function, for people of any risk, and where it says so."""
    holders = models.holders(place, on)
    found = [holders.holding(Function(function), _somebody(risk)) for risk in _RISKS]
    if any(isinstance(one, models.Unheld) or not one.is_held for one in found):
        return Held.UNKNOWN, ""
    competed = [one.held_by in _COMPETED for one in found]  # type: ignore[union-attr]
    said = str(found[0].finding)  # type: ignore[union-attr]
    if all(competed):
        return Held.COMPETED, said
    return (Held.BOTH if any(competed) else Held.RESERVED), said


def seats(scope: Scope, place: str, on: date) -> Seats:
    """The seats that the model in force gives in what is bought for a place, by the organisations appointed there."""
    holders = models.holders(place, on)
    function = Function(COMMISSIONS[scope])
    holding = holders.holding(function, _somebody(Risk.MEDIUM))
    if isinstance(holding, models.Unheld):
        return Seats(None, (), (), str(holding.value))

    def appointed(*bodies: BodyKind) -> tuple[UUID, ...]:
        known = (holders.appointed_as(body, function) for body in bodies)
        return tuple(one for one in known if isinstance(one, UUID))

    asked: tuple[BodyKind, ...] = ()
    if holders.in_force is not None:
        given = holders.in_force.answering(function).answer(Question.CONSULTED_ON_SPECIFICATION).given
        asked = tuple(BodyKind(one) for one in given) if isinstance(given, tuple) else ()
    decides = appointed(holding.held_by) if holding.is_held else ()
    return Seats(
        decides[0] if decides else None, appointed(*holding.together_with), appointed(*asked), str(holding.finding)
    )  # fmt: skip


def standing(row: Intention, on: date) -> tuple[Standing, str]:
    """All that approval asks beside the paper, and where the model says whether it is reserved."""
    paper = paper_of(row)
    reserved, said = held(paper.function, paper.place, on)
    return Standing(
        row.figure.last if row.figure else None, _consulted(row), reserved, row.of_id is not None
    ), said


def _consulted(row: Intention) -> Consulted | None:
    if row.opens is None or row.closes is None:
        return None
    said = list(IntentionSaid.objects.filter(intention=row).select_related("answered"))
    against = tuple(str(one.organisation_id) for one in said if one.vote == Vote.AGAINST)
    answered = sum(hasattr(one, "answered") for one in said)
    return Consulted(row.opens, row.closes, row.shorter_because, len(said), answered, against)
