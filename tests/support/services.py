"""A provider with a team, a service of its own in the catalogue, and people referred to it, by real actions."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from support.people import a_founder, joins
from support.service import HERE, Person, Service
from throughcare.casework.interventions import actions
from throughcare.casework.interventions.models import Referral
from throughcare.casework.interventions.models import Service as Offered
from throughcare.foundation.access import actions as access
from throughcare.foundation.access.rules import Member, OrganisationKind
from throughcare.foundation.kernel import new_id

HEAD = "contract_reference,contract_type_id,pcc_region_code,allows_female,allows_male,minimum_age,maximum_age,hide_before,prime_provider_code,intervention_title"


@dataclass(frozen=True)
class Provider:
    """A provider's team, its lead and a worker, and the commissioner who keeps the catalogue."""

    organisation: UUID
    unit: UUID
    lead: Member
    worker: Member
    commissioner: Member


def a_provider(service: Service, *, agreed: bool = True) -> Provider:
    """A provider with which whoever answers for cases in a service shares for referrals, unless nothing is agreed."""
    founder, at = a_founder(), service.at - timedelta(hours=1)
    body = access.record_organisation(
        by=founder, at=at, name=f"Provider {new_id()}", kind=OrganisationKind.COMMUNITY_PROVIDER
    )
    unit = access.record_unit(by=founder, at=at, organisation_id=body, name=f"Team {new_id()}", kind="team")
    buyer = access.record_organisation(
        by=founder, at=at, name=f"Buyer {new_id()}", kind=OrganisationKind.REGIONAL_COMMISSIONER
    )
    desk = access.record_unit(
        by=founder, at=at, organisation_id=buyer, name=f"Desk {new_id()}", kind="office"
    )
    for team in service.teams.values() if agreed else ():
        access.agree_to_share(
            by=founder,
            at=at,
            shared_by=team.organisation,
            shared_with=body,
            purpose="referral",
            basis="a contract",
        )
    return Provider(
        body, unit, joins(unit, "provider lead"), joins(unit, "provider worker"), joins(desk, "commissioner")
    )


def a_contract(**given: str) -> dict[str, str]:
    """A good row of contracts: accommodation in Cleveland, for anybody of 18 or more."""
    row = {
        "contract_reference": f"T{new_id().hex[-20:]}", "contract_type_id": "ACC", "pcc_region_code": "cleveland",
        "allows_female": "True", "allows_male": "True", "minimum_age": "18", "maximum_age": "", "hide_before": "2021-06-26",
        "prime_provider_code": "INGEUS_UK_LIMITED", "intervention_title": "Homes in Cleveland",
    }  # fmt: skip
    return row | given


def as_contracts(*rows: dict[str, str]) -> bytes:
    """Rows as a file of contracts."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    lines = [",".join(names), *(",".join(row.get(name, "") for name in names) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def an_offer(provider: Provider, service: Service, **given: str) -> Offered:
    """A service in the catalogue that the provider's team receives for; it is offered where the service's people live."""
    assert service.local == HERE
    row = a_contract(**given)
    actions.import_contracts(
        by=provider.commissioner, at=service.later(), content=as_contracts(row), file_name="c.csv"
    )
    offered = Offered.objects.using("owner").get(reference=row["contract_reference"])
    actions.name_receiving_team(
        by=provider.commissioner,
        at=service.later(),
        service_id=offered.id,
        unit_id=provider.unit,
        version=offered.version,
    )
    offered.refresh_from_db(using="owner")
    return offered


def refer(person: Person, offered: Offered, by: Member | None = None) -> UUID:
    """Somebody referred to a service, by the officer of the team that answers for them."""
    return actions.send_referral(
        by=by or person.team.officer, at=person.service.later(), person_id=person.id, service_id=offered.id,
        need=offered.needs[0], because="No home to go to",
    )  # fmt: skip


def row_of(referral_id: UUID) -> Referral:
    """A referral's own row, whoever may see it."""
    return Referral.objects.using("owner").get(id=referral_id)
