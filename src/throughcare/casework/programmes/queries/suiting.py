"""Which programmes suit a person, which teams deliver them under the operating model, and who is trained."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.queries import RequirementSeen
from throughcare.casework.courts.rules import RequirementKind
from throughcare.casework.supervision import queries as supervision
from throughcare.foundation.access import queries as access
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model.queries import Unheld

from ..models import Training
from ..rules import ProgrammeFit, programmes, suits
from ..store import delivering_body, suiting_of, trainings_in


@dataclass(frozen=True)
class Delivering:
    """A team that delivers a programme today, and its organisation."""

    unit_id: UUID
    unit: str
    organisation: str


@dataclass(frozen=True)
class ProgrammesFor:
    """Every programme held against a person, the teams that deliver each for them, and what the court ordered."""

    fits: tuple[ProgrammeFit, ...]
    teams: dict[str, tuple[Delivering, ...]]
    not_held: str
    ordered: tuple[RequirementSeen, ...]


def programmes_for(person_id: UUID, *, at: datetime) -> ProgrammesFor:
    """Which programmes suit a person and who delivers them where they live; those that fit first.

    ``not_held`` says why nobody does; empty where somebody does.
    """
    who, on = suiting_of(person_id, at=at), day_of(at)
    fits = sorted((suits(one, who, on) for one in programmes().values()), key=lambda fit: not fit.fits)
    case = supervision.open_cases_of([person_id]).get(person_id)
    body = delivering_body(case, at) if case else Unheld.NOT_HELD
    if isinstance(body, Unheld):
        return ProgrammesFor(tuple(fits), {}, body.value if case else "there is no open case", ())
    teams = _teams(body, on)
    not_held = "" if teams else "nobody of the body that delivers programmes here is trained yet"
    return ProgrammesFor(tuple(fits), teams, not_held, _ordered(person_id))


def _teams(organisation_id: UUID, on: date) -> dict[str, tuple[Delivering, ...]]:
    units = {unit.id: unit for unit in access.units_of(organisation_id)}
    body = next((one.name for one in access.organisations() if one.id == organisation_id), "")
    found: dict[str, dict[UUID, Delivering]] = {}
    for unit_id, trained in trainings_in(units).items():
        for one in trained:
            if on in one.holds:
                found.setdefault(one.programme, {})[unit_id] = Delivering(unit_id, units[unit_id].name, body)
    return {key: tuple(sorted(of.values(), key=lambda one: one.unit)) for key, of in found.items()}


def _ordered(person_id: UUID) -> tuple[RequirementSeen, ...]:
    return tuple(
        one
        for sentence in courts.sentences_of(person_id)
        if sentence.counts
        for one in sentence.requirements
        if one.kind == RequirementKind.PROGRAMME and one.ended_on is None
    )


def trainings(unit_ids: list[UUID]) -> list[tuple[UUID, str, date, date | None]]:
    """Who of teams is trained: the member, the programme, from which day and until which (None: for good), as told latest."""
    rows = Training.objects.filter(unit_id__in=unit_ids).order_by("made_at", "id")
    latest = {(row.member_id, row.programme, row.holds.lower): row.holds.upper for row in rows}
    return [(member, key, begins, ends) for (member, key, begins), ends in latest.items()]
