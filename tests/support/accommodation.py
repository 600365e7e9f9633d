"""A team that gives places to live as the model says, premises of theirs with beds, and somebody for whom one is asked, by real actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from support.people import a_founder
from support.service import Person, Service
from support.services import Provider, a_provider
from throughcare.casework.accommodation import actions
from throughcare.casework.accommodation.actions import Asked, House
from throughcare.casework.accommodation.models import Application, Stay
from throughcare.casework.accommodation.rules import AccommodationKind, ApplicationState
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.rules import BodyKind

KIND = AccommodationKind.APPROVED_PREMISES


@dataclass(frozen=True)
class HouseTeam:
    """Who gives places to live in a service: a provider's team, its lead and a worker."""

    provider: Provider
    service: Service

    @property
    def lead(self) -> Member:
        """Who keeps its premises."""
        return self.provider.lead

    @property
    def worker(self) -> Member:
        """Who assesses, books and records."""
        return self.provider.worker


def a_house_team(service: Service, *, agreed: bool = True) -> HouseTeam:
    """A provider appointed as whoever wins the competition in a service's area, so that its model gives it places to live."""
    provider = a_provider(service, agreed=agreed)
    models.appoint_body(
        by=a_founder(), at=service.later(), area=service.area, body=BodyKind.COMPETED,
        organisation_id=provider.organisation, start=date(2026, 1, 1),
    )  # fmt: skip
    return HouseTeam(provider, service)


def premises(team: HouseTeam, beds: Sequence[str] = ("1", "2"), **given: object) -> tuple[UUID, list[UUID]]:
    """Premises with beds, open since the spring. Returns them and their beds."""
    what = {
        "kind": KIND,
        "name": f"Elm House {new_id().hex[-6:]}",
        "place": "Stockton",
        "opens": date(2026, 4, 1),
    }
    had = {name: given.pop(name) for name in ("bed_has", "bed_has_not") if name in given}
    made = actions.add_premises(by=team.lead, at=team.service.later(), house=House(**(what | given)))
    found = actions.add_beds(
        by=team.lead, at=team.service.later(), premises_id=made, names=beds, first=date(2026, 4, 1),
        has=had.get("bed_has", ()), has_not=had.get("bed_has_not", ()),
    )  # fmt: skip
    return made, found


def asked(service: Service, **given: object) -> Asked:
    """A place in approved premises asked for from the community, to arrive in forty days."""
    what = {
        "kind": KIND, "route": "community", "because": "Cannot go home safely.", "arrival": ahead(service, 40),
    }  # fmt: skip
    return Asked(**(what | given))


def ahead(service: Service, days: int) -> date:
    """A day so many days ahead of now."""
    return day_of(service.at) + timedelta(days=days)


def applied(person: Person, **given: object) -> UUID:
    """A place asked for by the person's officer."""
    return actions.apply_for_place(
        by=person.team.officer,
        at=person.service.later(),
        person_id=person.id,
        asked=asked(person.service, **given),
    )


def row_of(application_id: UUID) -> Application:
    """An application's own row, whoever may see it."""
    return Application.objects.using("owner").get(id=application_id)


def stays_of(application_id: UUID) -> list[Stay]:
    """The stays under an application, the latest last."""
    return list(Stay.objects.using("owner").filter(application=application_id).order_by("at", "id"))


def moved(team: HouseTeam, application_id: UUID, *states: ApplicationState, **given: str) -> None:
    """Move an application on by hand, as the team that gives the place."""
    for state in states:
        actions.move_application(
            by=team.worker, at=team.service.later(), application_id=application_id, version=row_of(application_id).version,
            to=state, **given,
        )  # fmt: skip


def answered(person: Person, application_id: UUID, to: ApplicationState, **given: object) -> None:
    """Move an application on by hand, as the team that asked."""
    actions.answer_application(
        by=person.team.officer, at=person.service.later(), application_id=application_id, version=row_of(application_id).version,
        to=to, **given,
    )  # fmt: skip


def suitable(team: HouseTeam, person: Person, **given: object) -> UUID:
    """An application that was found suitable and waits for a bed."""
    made = applied(person, **given)
    moved(team, made, ApplicationState.ASSESSED, ApplicationState.WAITING)
    return made


def done(
    team: HouseTeam, act: object, application_id: UUID, *, at: datetime | None = None, **given: object
) -> object:
    """Do something with an application as the team that gives the place, as it stands now."""
    version = row_of(application_id).version
    by = team.lead if act is actions.give_leave_to_stay else team.worker
    return act(by=by, at=at or team.service.later(), application_id=application_id, version=version, **given)  # type: ignore[operator]


def booked(team: HouseTeam, application_id: UUID, bed_id: UUID, arrives: date, **given: object) -> UUID:
    """A bed booked from a day on."""
    return done(team, actions.book_bed, application_id, bed_id=bed_id, arrives=arrives, **given)  # type: ignore[return-value]


def resident(team: HouseTeam, person: Person, bed_id: UUID, **given: object) -> UUID:
    """Somebody who came today to live in a bed."""
    today = day_of(team.service.at)
    made = suitable(team, person, **({"arrival": today, "contingency": "Back to court."} | given))
    booked(team, made, bed_id, today)
    done(team, actions.record_arrival, made, on=today)
    return made
