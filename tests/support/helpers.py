"""A team with helpers as the model says, helpers of theirs with their checks, and somebody paired with one, by real actions."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from support.people import a_founder
from support.service import Person, Service
from support.services import Provider, a_provider
from throughcare.casework.helpers import actions
from throughcare.casework.helpers.actions import HelperSaid, MeetingSaid
from throughcare.casework.helpers.models import Helper, Pairing
from throughcare.casework.helpers.rules import (
    CheckKind,
    CheckResult,
    HelperKind,
    PairingState,
    helper_terms,
)
from throughcare.casework.supervision.rules.contacts import ContactKind, Outcome
from throughcare.foundation.access.rules import Member
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import day_of
from throughcare.foundation.operating_model import actions as models
from throughcare.foundation.operating_model.rules import BodyKind


@dataclass(frozen=True)
class HelperTeam:
    """Whose helpers they are in a service: a provider's team, its lead and a worker."""

    provider: Provider
    service: Service

    @property
    def lead(self) -> Member:
        """Who keeps the helpers and their checks."""
        return self.provider.lead

    @property
    def worker(self) -> Member:
        """Who matches, and records meetings and work."""
        return self.provider.worker


def a_helper_team(service: Service, *, agreed: bool = True) -> HelperTeam:
    """A provider appointed as whoever wins the competition in a service's area, so that its model gives it support services."""
    provider = a_provider(service, agreed=agreed)
    models.appoint_body(
        by=a_founder(), at=service.later(), area=service.area, body=BodyKind.COMPETED,
        organisation_id=provider.organisation, start=date(2026, 1, 1),
    )  # fmt: skip
    return HelperTeam(provider, service)


def a_helper(
    team: HelperTeam, kind: HelperKind = HelperKind.MENTOR, *, but: CheckKind | None = None, **given: object
) -> UUID:
    """A helper of a team with every check passed today, but one."""
    said = {"name": f"Sam {new_id().hex[-6:]}", "place": "Stockton", "does": "Meets people on Tuesdays."}
    made = actions.add_helper(
        by=team.lead, at=team.service.later(), helper=HelperSaid(kind, **(said | given))
    )
    for check in helper_terms(day_of(team.service.at)).table.checks[kind]:
        if check is not but:
            checked(team, made, check)
    return made


def checked(
    team: HelperTeam,
    helper_id: UUID,
    kind: CheckKind,
    result: CheckResult = CheckResult.PASSED,
    **given: object,
) -> UUID:
    """A check recorded of a helper, done today unless said."""
    at = team.service.later()
    known = {"done_on": day_of(at)} | given
    return actions.record_check(by=team.lead, at=at, helper_id=helper_id, kind=kind, result=result, **known)


def helper_row(helper_id: UUID) -> Helper:
    """A helper's own row."""
    return Helper.objects.using("owner").get(id=helper_id)


def row_of(pairing_id: UUID) -> Pairing:
    """A pairing's own row, whoever may see it."""
    return Pairing.objects.using("owner").get(id=pairing_id)


def asked(person: Person, kind: HelperKind = HelperKind.MENTOR, **given: object) -> UUID:
    """A helper asked for by the person's officer."""
    return actions.ask_for_helper(
        by=person.team.officer, at=person.service.later(), person_id=person.id, kind=kind, because="Knows nobody here.", **given,
    )  # fmt: skip


def matched(team: HelperTeam, pairing_id: UUID, helper_id: UUID) -> None:
    """Somebody matched with a helper."""
    actions.match_helper(
        by=team.worker, at=team.service.later(), pairing_id=pairing_id, version=row_of(pairing_id).version, helper_id=helper_id,
    )  # fmt: skip


def moved(team: HelperTeam, pairing_id: UUID, to: PairingState, reason: str) -> None:
    """A pairing moved by hand, as the helpers' team."""
    actions.move_pairing(
        by=team.worker, at=team.service.later(), pairing_id=pairing_id, version=row_of(pairing_id).version, to=to, reason=reason
    )  # fmt: skip


def withdrawn(person: Person, pairing_id: UUID, reason: str = "not needed") -> None:
    """A pairing withdrawn by the person's officer."""
    actions.withdraw_pairing(
        by=person.team.officer, at=person.service.later(), pairing_id=pairing_id, version=row_of(pairing_id).version, reason=reason
    )  # fmt: skip


def a_meeting(service: Service, outcome: Outcome = Outcome.ATTENDED, **given: object) -> MeetingSaid:
    """A meeting held an hour ago."""
    said = {
        "happened_at": service.at - timedelta(hours=1), "kind": ContactKind.OTHER, "what": "Talked about the week.",
    }  # fmt: skip
    return MeetingSaid(outcome=outcome, **(said | given))


def met(team: HelperTeam, pairing_id: UUID, outcome: Outcome = Outcome.ATTENDED, **given: object) -> UUID:
    """A meeting recorded by the helpers' team."""
    at = team.service.later(hours=2)
    return actions.record_meeting(
        by=team.worker, at=at, pairing_id=pairing_id, meeting=a_meeting(team.service, outcome, **given)
    )
