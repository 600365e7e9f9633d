"""Somebody in custody whose release is worked towards, by real actions: their manager, the prison's, and whoever approves."""

from datetime import date, timedelta
from uuid import UUID

from support.service import Person, Service, a_person, managed
from throughcare.casework.courts.models import Sentence
from throughcare.casework.release import actions
from throughcare.casework.release.queries import ReleaseSeen, release_of
from throughcare.casework.release.rules import DateKind, LicenceMove
from throughcare.casework.supervision.actions import record_movement
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of


def somebody_inside(service: Service, *, out_in: int | None = None, **given: str) -> Person:
    """Somebody sentenced to two years of custody, or what is given, with their managers; ``out_in`` days to release by the prison's day."""
    sentence = {
        "sentence_kind": "custody",
        "sentence_length": "24",
        "sentence_unit": "months",
        "requirements": "",
    }
    person = managed(
        a_person(service, **sentence | given), TenureKind.OFFENDER_MANAGER, TenureKind.PRISON_MANAGER
    )
    if out_in is not None:
        the_prison_says(person, day_of(service.at) + timedelta(days=out_in))
    return person


def the_prison_says(person: Person, on: date | None, kind: DateKind = DateKind.CONDITIONAL) -> UUID:
    """The prison's own day, of its sheet of today."""
    return actions.record_figure(
        by=person.team.officer, at=person.service.later(), case_id=person.case, kind=kind, on=on,
        given_on=day_of(person.service.at), source="the prison's sheet",
    )  # fmt: skip


def sentence_of(person: Person) -> UUID:
    """A person's one sentence."""
    return Sentence.objects.using("owner").get(person_id=person.id).id


def seen(person: Person) -> ReleaseSeen:
    """A person's release as their officer sees it now."""
    with viewing(person.team.officer, person.service.at):
        found = release_of(person.id, at=person.service.at)
    assert found is not None
    return found


def a_licence(person: Person) -> UUID:
    """A licence begun by their officer."""
    return actions.start_licence(by=person.team.officer, at=person.service.later(), case_id=person.case)


def sent(person: Person, licence: UUID) -> None:
    """A licence sent for approval by their officer."""
    actions.move_licence(
        by=person.team.officer, at=person.service.later(), licence_id=licence, move=LicenceMove.SUBMIT
    )


def approved(person: Person, licence: UUID) -> None:
    """A licence approved by their senior."""
    actions.decide_licence(
        by=person.team.senior, at=person.service.later(), licence_id=licence, move=LicenceMove.APPROVE
    )


def let_out(person: Person) -> None:
    """Released now."""
    at = person.service.later()
    record_movement(
        by=person.team.officer,
        at=at,
        case_id=person.case,
        version=person.row.version,
        kind=MovementKind.RELEASED,
    )
