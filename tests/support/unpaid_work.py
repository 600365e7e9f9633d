"""A team that arranges unpaid work as the model says, a project of theirs, and hours sent to them, by real actions."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from support.people import a_founder, joins
from support.service import Person, Service
from support.services import Provider, a_provider
from throughcare.casework.courts.models import Requirement
from throughcare.casework.unpaid_work import actions
from throughcare.casework.unpaid_work.models import Project, Turn, Work
from throughcare.casework.unpaid_work.rules import Frequency, Nominator, ProjectKind
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.rules import BodyKind


@dataclass(frozen=True)
class WorkTeam:
    """Who delivers unpaid work in a service: a provider's team, its lead and a worker."""

    provider: Provider
    service: Service

    @property
    def lead(self) -> Member:
        """Who keeps its projects."""
        return self.provider.lead

    @property
    def worker(self) -> Member:
        """Who places people and records."""
        return self.provider.worker


def a_work_team(service: Service, *, agreed: bool = True) -> WorkTeam:
    """A provider appointed as whoever wins the competition in a service's area, so that its model gives it unpaid work."""
    provider = a_provider(service, agreed=agreed)
    models.appoint_body(
        by=a_founder(), at=service.later(), area=service.area, body=BodyKind.COMPETED,
        organisation_id=provider.organisation, start=date(2026, 1, 1),
    )  # fmt: skip
    return WorkTeam(provider, service)


def runs(service: Service, **given: object) -> actions.Running:
    """How a project runs: every day from ten to four, for anybody, from today on."""
    return actions.Running(
        **{
            "kind": ProjectKind.GROUP, "weekdays": range(7), "starts": time(10), "until": time(16),
            "first": day_of(service.at), "places": 8, "takes_women": True, "takes_men": True,
        }
        | given
    )  # fmt: skip


def a_project(team: WorkTeam, **given: object) -> Project:
    """A project asked for by an officer and approved by the team's lead."""
    service = team.service
    made = actions.nominate_project(
        by=joins(team.provider.unit, "provider worker"), at=service.later(), unit_id=team.provider.unit,
        title=f"Ropner Park {new_id().hex[-6:]}", problem="The paths are overgrown and people feel unsafe.",
        nominator=Nominator.RESIDENT, place="Ropner Park, Stockton",
    )  # fmt: skip
    actions.approve_project(
        by=team.lead, at=service.later(), project_id=made, version=1, running=runs(service, **given)
    )
    return project(made)


def project(project_id: UUID) -> Project:
    """A project's own row."""
    return Project.objects.using("owner").get(id=project_id)


def requirement_of(person: Person) -> UUID:
    """The unpaid work that a person's court required."""
    return Requirement.objects.using("owner").get(person_id=person.id, kind="unpaid work").id


def sent(person: Person, by: Member | None = None) -> UUID:
    """A person's hours, given to whoever delivers unpaid work."""
    return actions.send_hours(
        by=by or person.team.officer, at=person.service.later(), case_id=person.case, requirement_id=requirement_of(person)
    )  # fmt: skip


def placed(team: WorkTeam, work_id: UUID, project_id: UUID, **given: object) -> UUID:
    """A place every week on the weekday of tomorrow."""
    tomorrow = day_of(team.service.at) + timedelta(days=1)
    given = {"frequency": Frequency.WEEKLY, "weekday": tomorrow.weekday(), "first": tomorrow} | given
    return actions.place_on_project(
        by=team.worker, at=team.service.later(), work_id=work_id, project_id=project_id, **given
    )


def turns(work_id: UUID) -> list[Turn]:
    """The turns of somebody's hours that are not called off, in order."""
    return list(Turn.objects.using("owner").filter(work=work_id, off_at=None).order_by("on", "starts"))


def row_of(work_id: UUID) -> Work:
    """Somebody's hours' own row, whoever may see it."""
    return Work.objects.using("owner").get(id=work_id)
