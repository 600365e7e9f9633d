"""Queues by page and API: of those with ten in a year, the same figures, to whoever may look at outcomes and to nobody else."""

import pytest
from support.service import a_person, a_service, managed
from support.services import a_provider, an_offer, refer, row_of
from support.wall_visits import browser, caller

from throughcare.casework.interventions import actions
from throughcare.casework.interventions.rules import RefusalReason
from throughcare.foundation.kernel import new_id

MANY = 11
ABOUT = 5 * ((MANY + 2) // 5)


@pytest.fixture(scope="module")
def queue():
    service = a_service()
    provider = a_provider(service)
    offered, small = (
        an_offer(provider, service, intervention_title=f"Homes {new_id().hex[-6:]}"),
        an_offer(provider, service, intervention_title="Small homes"),
    )
    for number in range(MANY):
        person = managed(a_person(service))
        made = refer(person, offered)
        at, lead = person.service.later(), provider.lead
        if number < 8:
            actions.accept_referral(by=lead, at=at, referral_id=made, version=row_of(made).version)
        elif number < 10:
            actions.refuse_referral(
                by=lead, at=at, referral_id=made, version=row_of(made).version, reason=RefusalReason.CAPACITY, note="Full"
            )  # fmt: skip
        if number == 0:
            refer(person, small)
    return service, provider, offered, person


def test_page_and_api_tell_the_same_of_a_queue_of_ten(queue):
    _, _, offered, person = queue
    senior = browser(person.team.senior)
    page = senior.get("/waits?by=service").content.decode()
    assert f"{offered.title}, {offered.prime}" in page and "Fewer than 10 refused for want of a place" in page
    assert "Small homes" not in page
    told = [
        one
        for one in senior.get("/api/v1/waits").json()
        if one["cell"] == f"{offered.title}, {offered.prime}"
    ]
    ours = next(
        one for one in told if one["sent"] == ABOUT and one["lost"]["refused for want of a place"] is None
    )
    accept = ours["clocks"][0]
    assert (accept["counted"], accept["censored"]) == (ABOUT, None), (
        "nobody works out the three who still wait"
    )


@pytest.mark.parametrize("by", ["area", "need", "cohort"])
def test_by_whatever_it_is_told_everybody_sent_is_counted_once(queue, by):
    *_, person = queue
    found = browser(person.team.senior).get(f"/api/v1/waits?by={by}").json()
    assert sum(one["sent"] for one in found) >= ABOUT
    assert browser(person.team.senior).get(f"/waits?by={by}").status_code == 200


def test_a_queue_by_something_else_is_refused_and_who_may_not_look_sees_none(queue):
    _, provider, _, person = queue
    assert browser(person.team.senior).get("/api/v1/waits?by=name").status_code == 422
    assert browser(person.team.officer).get("/waits").status_code == 403
    assert caller(provider.lead).get("/api/v1/waits").status_code == 403
