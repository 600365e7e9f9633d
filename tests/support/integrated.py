"""Somebody proposed for integrated offender management, and each act on it, by real actions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from support.service import Person, Service, a_person, managed
from throughcare.casework.integrated import actions
from throughcare.casework.integrated.models import IntegratedStep, Selection
from throughcare.casework.integrated.rules import PartnerAnswer, Strand
from throughcare.foundation.access.rules import Member

BURGLARY = {"offence_code": "028/01"}
"""A result whose offence is neighbourhood acquisitive crime."""


def a_burglar(service: Service, **given: str) -> Person:
    """Somebody sentenced for burglary, whose officer manages them."""
    return managed(a_person(service, **(BURGLARY | given)))


def selection_row(person: Person) -> Selection:
    """Their latest row, whoever may see it."""
    return Selection.objects.using("owner").filter(person_id=person.id).latest("opened_at", "id")


def steps_taken(person: Person) -> int:
    """How many steps their latest row has."""
    return IntegratedStep.objects.using("owner").filter(selection=selection_row(person).id).count()


def acts_on(person: Person, act: Any, by: Member, *, at: datetime | None = None, **given: Any) -> Any:
    """Do something on somebody's selection as it stands."""
    said = {"because": "The conference of the week."} | given
    return act(
        by=by,
        at=at or person.service.later(),
        selection_id=selection_row(person).id,
        version=steps_taken(person),
        **said,
    )


def put_forward(person: Person, strand: Strand = Strand.FREE, by: Member | None = None) -> UUID:
    """Somebody proposed by their officer."""
    made: UUID = actions.propose_selection(
        by=by or person.team.officer, at=person.service.later(), person_id=person.id, strand=strand, because="Six burglaries."
    )  # fmt: skip
    return made


def answered(person: Person, said: PartnerAnswer = PartnerAnswer.AGREES, body: str = "police") -> None:
    """What a partner said, recorded by the officer."""
    acts_on(person, actions.answer_as_partner, person.team.officer, body=body, said=said)


def selected(person: Person, strand: Strand = Strand.FREE) -> Person:
    """Proposed, agreed by the police and selected by the senior, with the officer as the lead professional."""
    put_forward(person, strand)
    answered(person)
    acts_on(
        person, actions.decide_selection, person.team.senior, strand=strand, lead_id=person.team.officer.id
    )
    return person
