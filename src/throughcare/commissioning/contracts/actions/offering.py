"""What an agreement does to the catalogue: its services receive referrals while it runs, and no new ones once it is over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from throughcare.casework.interventions import actions as interventions
from throughcare.casework.interventions import queries as catalogue
from throughcare.casework.interventions.queries import ServiceSeen
from throughcare.foundation.access.action import action
from throughcare.foundation.access.rules import Member
from throughcare.foundation.audit.trail import add_to_line
from throughcare.foundation.kernel import Permission, Refused
from throughcare.foundation.kernel.days import day_of

from ..rules.ending import check_is_over, check_runs
from ..store import AgreementStands, open_agreement


@action(Permission.KEEP_CATALOGUE)
def publish_offers(*, by: Member, at: datetime, agreement_id: UUID) -> int:
    """Have the provider's team receive referrals to every service of an agreement that runs. Returns how many it receives anew."""
    stands = _ours(by, agreement_id)
    check_runs(stands.editions, stands.ended, day_of(at))
    found = _services(stands)
    others = [one.facts.reference for one in found if one.unit_id not in {None, stands.row.provider_unit}]
    if others:
        raise Refused(f"Another team receives referrals to {', '.join(others)}. Hand them over first.")
    return _name(by, at, stands, [one for one in found if one.unit_id is None], stands.row.provider_unit)


@action(Permission.KEEP_CATALOGUE)
def close_offers(*, by: Member, at: datetime, agreement_id: UUID) -> int:
    """Have nobody sent to the services of an agreement that is over; who is there already goes on. Returns how many it closed."""
    stands = _ours(by, agreement_id)
    check_is_over(stands.editions, stands.ended, day_of(at))
    found = [one for one in _services(stands) if one.unit_id == stands.row.provider_unit]
    return _name(by, at, stands, found, None)


def _ours(by: Member, agreement_id: UUID) -> AgreementStands:
    stands = open_agreement(agreement_id, lock=True)
    if stands.row.buyer_unit != by.unit_id:
        raise Refused("Only the team that buys says which services receive referrals.")
    return stands


def _services(stands: AgreementStands) -> list[ServiceSeen]:
    wanted = {name for one in stands.editions for name in one.agreed.services}
    return [one for one in catalogue.catalogue() if one.facts.reference in wanted]


def _name(
    by: Member, at: datetime, stands: AgreementStands, found: list[ServiceSeen], unit_id: UUID | None
) -> int:
    for one in found:
        interventions.name_receiving_team(
            by=by, at=at, service_id=one.id, unit_id=unit_id, version=one.version
        )
    add_to_line(agreement=stands.row.id, services=len(found))
    return len(found)
