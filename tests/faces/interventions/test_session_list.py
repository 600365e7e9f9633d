"""A list of sessions prints, is keyed at once, and one row that is refused stops no other; of a team's own referrals alone."""

import pytest
from support.service import a_person, a_service, managed
from support.services import a_provider, an_offer, refer, row_of
from support.wall_visits import browser

from throughcare.casework.interventions import actions
from throughcare.casework.interventions.models import ReferralStep
from throughcare.foundation.kernel import new_id
from throughcare.foundation.kernel.days import today


def delivering(person, provider, offered):
    made = refer(person, offered)
    for step, by, given in (
        (actions.accept_referral, provider.lead, {}),
        (actions.assign_referral, provider.lead, {"worker": provider.worker.id}),
        (actions.send_plan, provider.worker, {"goals": ["A tenancy"], "sessions": 2}),
        (actions.approve_plan, person.team.officer, {}),
    ):
        step(by=by, at=person.service.later(), referral_id=made, version=row_of(made).version, **given)
    return made


@pytest.fixture(scope="module")
def played():
    service = a_service()
    provider = a_provider(service)
    offered = an_offer(provider, service)
    people = [managed(a_person(service)) for _ in range(3)]
    return service, provider, people, [delivering(one, provider, offered) for one in people]


def told(referral):
    return ReferralStep.objects.using("owner").filter(referral=referral, kind="session recorded").count()


def test_a_list_is_keyed_at_once_and_again_records_nothing_twice(played):
    _, provider, _, made = played
    worker, day = browser(provider.worker), today()
    shown = worker.get("/sessions").content.decode()
    assert shown.count("1 of 2") == 3 and "Print this page" in shown
    form = {"idempotency_key": str(new_id()), "on_day": day.day, "on_month": day.month, "on_year": day.year}
    form |= {f"version_{one}": row_of(one).version for one in made}
    empty = worker.post("/sessions", form)
    assert "at least one session" in empty.content.decode()
    form |= {f"outcome_{made[0]}": "attended", f"outcome_{made[1]}": "absent, unacceptable"}
    assert worker.post("/sessions", form).status_code == 302
    assert [told(one) for one in made] == [1, 1, 0]
    worker.post("/sessions", form)
    assert [told(one) for one in made] == [1, 1, 0]
    assert "2 of 2" in worker.get("/sessions").content.decode()


def test_a_row_that_somebody_else_keyed_meanwhile_is_refused_beside_it_and_the_others_stand(played):
    _, provider, _, made = played
    worker, day = browser(provider.worker), today()
    form = {"idempotency_key": str(new_id()), "on_day": day.day, "on_month": day.month, "on_year": day.year}
    form |= {f"version_{made[1]}": row_of(made[1]).version - 1, f"version_{made[2]}": row_of(made[2]).version}
    form |= {f"outcome_{made[1]}": "attended", f"outcome_{made[2]}": "attended"}
    before = [told(one) for one in made]
    answer = worker.post("/sessions", form)
    assert answer.status_code == 200 and "Somebody else took a step" in answer.content.decode()
    assert [told(one) for one in made] == [before[0], before[1], before[2] + 1]


def test_another_providers_team_sees_none_of_them(played):
    service, _, people, _ = played
    stranger = browser(a_provider(service).lead)
    assert "Nobody has a session left" in stranger.get("/sessions").content.decode()
    assert browser(people[0].team.officer).get("/sessions").status_code == 403
