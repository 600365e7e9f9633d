"""An agreement that runs has its services receive referrals; one that is over sends nobody new; by its buyer alone, by page too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from support.agreements import Sides, asking, posted
from support.service import a_service
from support.services import a_provider, an_offer
from support.wall_visits import browser

from throughcare.casework.interventions import actions as interventions
from throughcare.casework.interventions.models import Service
from throughcare.commissioning.contracts import actions
from throughcare.foundation.kernel import Refused


@pytest.fixture
def offered(database):
    service = a_service()
    provider = a_provider(service)
    one = an_offer(provider, service)
    sides = Sides(at=service.at, provider=provider.unit, service=one.reference, months=0)
    sides.agreement, sides.id, sides.service_of = sides.agreed(at=service.at), one.id, service
    interventions.name_receiving_team(
        by=sides.buyer, at=service.later(), service_id=one.id, unit_id=None, version=version(one.id)
    )
    return sides


def version(service_id) -> int:
    return Service.objects.using("owner").get(id=service_id).version


def team(sides):
    return Service.objects.using("owner").get(id=sides.id).unit_id


def test_services_receive_referrals_while_the_agreement_runs_and_nobody_new_once_it_is_over(offered):
    given = {"by": offered.buyer, "agreement_id": offered.agreement}
    at = offered.service_of.later()
    with pytest.raises(Refused, match="not over yet"):
        actions.close_offers(**given, at=at)
    assert actions.publish_offers(**given, at=at) == 1 and team(offered) == offered.provider
    assert actions.publish_offers(**given, at=at) == 0
    offered.fails(offered.agreement, at=at)
    after = at + timedelta(days=1)
    with pytest.raises(Refused, match="is over"):
        actions.publish_offers(**given, at=after)
    assert actions.close_offers(**given, at=after) == 1 and team(offered) is None
    assert actions.close_offers(**given, at=after) == 0


def test_what_another_team_receives_is_not_taken_and_only_the_buyer_says(offered):
    at = offered.service_of.later()
    other = a_provider(offered.service_of)
    interventions.name_receiving_team(
        by=offered.buyer, at=at, service_id=offered.id, unit_id=other.unit, version=version(offered.id)
    )
    with pytest.raises(Refused, match=f"Another team receives referrals to {offered.service}"):
        actions.publish_offers(by=offered.buyer, at=at, agreement_id=offered.agreement)
    with pytest.raises(Refused):
        actions.publish_offers(by=offered.lead, at=at, agreement_id=offered.agreement)
    early = Sides(at=at, provider=other.unit, service=f"X-{offered.service}")
    with pytest.raises(Refused, match="does not run yet"):
        actions.publish_offers(by=early.buyer, at=at, agreement_id=early.agreed(at=at))


def test_by_page_and_by_a_program(offered):
    address = f"/contracts/{offered.agreement}"
    assert f"{address}/publish" in browser(offered.buyer).get(address).content.decode()
    assert f"{address}/publish" not in browser(offered.lead).get(address).content.decode()
    said = posted(offered.buyer, f"{address}/publish", follow=True).content.decode()
    assert "Its services receive referrals." in said and team(offered) == offered.provider
    sent = asking(offered.buyer).post(
        f"/api/v1{address}/offers-published", {}, content_type="application/json"
    )
    assert sent.json() == {"services": 0}
    now = timezone.now()
    offered.fails(offered.agreement, at=now)
    assert "not over yet" in posted(offered.buyer, f"{address}/close", follow=True).content.decode()
    sent = asking(offered.buyer).post(f"/api/v1{address}/offers-closed", {}, content_type="application/json")
    assert sent.status_code == 422
