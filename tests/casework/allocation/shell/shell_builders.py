"""A service whose trust team has staff with terms, and people whose cases wait for a manager."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from support.people import joins
from support.service import Person, Service, Team, a_person, a_service

from throughcare.casework.allocation.actions import Terms, record_staff_terms, suggest_for_case
from throughcare.casework.allocation.models import Suggestion
from throughcare.foundation.access.rules import Member
from throughcare.foundation.access.session import viewing
from throughcare.foundation.operating_model.rules import BodyKind


@dataclass
class Allocating:
    """A service, its trust's team, the senior who allocates, and two officers with terms."""

    service: Service
    team: Team
    senior: Member
    first: Member
    second: Member

    def hires(self, grade: str = "PO", hours: str = "37", **terms: object) -> Member:
        """A new member of the team with terms."""
        member = joins(self.team.unit, "offender manager")
        self.terms_of(member, grade, hours, **terms)
        return member

    def terms_of(self, member: Member, grade: str = "PO", hours: str = "37", **terms: object) -> None:
        """Record a member's terms from a year ago."""
        day = self.service.at.date() - timedelta(days=365)
        asked = Terms(member.id, grade, day, Decimal(hours), **terms)  # type: ignore[arg-type]
        record_staff_terms(by=self.senior, at=self.service.at, terms=[asked])

    def a_waiting_person(self, **given: str) -> Person:
        """Somebody whose case has just opened."""
        return a_person(self.service, **given)

    def suggested(self, person: Person, **asked: object) -> Suggestion:
        """What is suggested for a person's case, read as the senior."""
        made = suggest_for_case(
            by=self.senior,
            at=self.service.later(),
            case_id=person.case,
            **asked,  # type: ignore[arg-type]
        )
        with viewing(self.senior, self.service.at):
            return Suggestion.objects.get(id=made)

    def again(self, suggestion: Suggestion) -> Suggestion:
        """The same suggestion as it stands now."""
        return Suggestion.objects.using("owner").get(id=suggestion.id)


def allocating(model: str = "durham-tees-valley-2012", **given: object) -> Allocating:
    """A service ready to allocate under a model in which its trust manages everybody."""
    service = a_service(model, **given)  # type: ignore[arg-type]
    team = service.teams[BodyKind.TRUST]
    found = Allocating(service, team, team.senior, team.officer, team.officer)
    found.terms_of(team.officer)
    found.second = found.hires("PO")
    return found
