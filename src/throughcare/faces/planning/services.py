"""What serves the steps of plans, asked of whoever keeps it: referrals, programmes and hours of unpaid work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.casework.interventions import actions as referring
from throughcare.casework.interventions import queries as referrals
from throughcare.casework.interventions.rules import OPEN_REFERRALS
from throughcare.casework.planning.queries import StepSeen
from throughcare.casework.planning.rules import ServedBy, ServiceStands
from throughcare.casework.programmes import actions as enrolling
from throughcare.casework.programmes import queries as programmes
from throughcare.casework.programmes.rules import OPEN_ENROLMENTS
from throughcare.casework.unpaid_work import actions as working
from throughcare.casework.unpaid_work import queries as hours
from throughcare.foundation.kernel.days import day_of

Stands = Mapping[UUID, ServiceStands]
"""How what serves each step stands, by the step's id; a step is left out whose service the viewer does not see."""

ACTS: Mapping[ServedBy, tuple[Callable[..., object], str]] = {
    ServedBy.REFERRAL: (referring.serve_step, "referral_id"),
    ServedBy.PROGRAMME: (enrolling.serve_step, "enrolment_id"),
    ServedBy.UNPAID_WORK: (working.serve_step, "work_id"),
}
"""What says that a row of each kind serves a step, and by which name it takes the row."""


def page_of(kind: ServedBy, served_id: UUID, person_id: UUID) -> str:
    """Where what serves a step is opened."""
    if kind is ServedBy.UNPAID_WORK:
        return f"/people/{person_id}/unpaid-work"
    return f"/{'referrals' if kind is ServedBy.REFERRAL else 'enrolments'}/{served_id}"


def stands_of(steps: Iterable[StepSeen], *, at: datetime) -> Stands:
    """How what serves steps stands; nothing is asked where nothing serves any."""
    served = {step.id: step.served for step in steps if step.served is not None}
    ids: dict[ServedBy, list[UUID]] = {}
    for one in served.values():
        ids.setdefault(one.kind, []).append(one.id)
    asked: Mapping[ServedBy, Callable[[list[UUID]], Stands]] = {
        ServedBy.REFERRAL: lambda some: referrals.serving(some, at=at),
        ServedBy.PROGRAMME: programmes.serving,
        ServedBy.UNPAID_WORK: hours.serving,
    }
    found = {kind: asked[kind](some) for kind, some in ids.items()}
    told = {step: found[one.kind].get(one.id) for step, one in served.items()}
    return {step: stands for step, stands in told.items() if stands is not None}


def under_way(person_id: UUID, *, at: datetime) -> list[tuple[str, str]]:
    """What may serve a step of a person's plan now, as a form offers it: ``kind:id`` and words."""
    today = day_of(at)
    sent = [
        (ServedBy.REFERRAL, row.id, f"Referral to {row.service}, {row.provider}: {row.state}")
        for row in referrals.referrals_of(person_id, today=today)
        if row.state in OPEN_REFERRALS
    ]
    enrolled = [
        (ServedBy.PROGRAMME, one.line.id, f"Programme {one.line.programme_name}: {one.line.state}")
        for one in programmes.enrolments_of(person_id, today=today)
        if one.line.state in OPEN_ENROLMENTS
    ]
    working_off = [
        (ServedBy.UNPAID_WORK, one.stands.row.id, f"Unpaid work: {one.team}")
        for one in hours.hours_of(person_id, on=today)
        if one.stands.row.ended_at is None
    ]
    return [(f"{kind}:{id}", words) for kind, id, words in (*sent, *enrolled, *working_off)]


def said_of(kind: ServedBy, served_id: UUID) -> tuple[Callable[..., object], dict[str, Any]]:
    """The act that says what serves a step, and the row as it takes it."""
    act, name = ACTS[kind]
    return act, {name: served_id}
