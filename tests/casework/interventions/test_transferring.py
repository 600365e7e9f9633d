"""A referral passes to another provider with everything, and a whole caseload in one act: nothing is lost, one owner at every instant."""

from collections import Counter

import pytest
from django.db import ProgrammingError, connection
from support.service import a_person, a_service, managed
from support.services import a_provider, an_offer, refer, row_of
from support.wall_visits import browser, caller

from throughcare.casework.interventions import actions
from throughcare.casework.interventions.models import ReferralStep
from throughcare.casework.interventions.models import Service as Offered
from throughcare.casework.interventions.queries import referral, referrals_open
from throughcare.casework.interventions.rules import (
    ReferralState,
    StepKind,
    WithdrawalReason,
    due_of,
    state_after,
)
from throughcare.casework.interventions.rules.referral import sessions_left_of
from throughcare.casework.supervision.rules.attendance import Outcome
from throughcare.foundation.access.queries import may_see
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import Refused, WorkingCalendar, new_id
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture
def first(service):
    return a_provider(service)


@pytest.fixture
def second(service):
    return a_provider(service)


def act(person, step, by, referral_id, **given):
    return step(
        by=by,
        at=person.service.later(),
        referral_id=referral_id,
        version=row_of(referral_id).version,
        **given,
    )


def far(person, provider, offered, how_far):
    """A referral as far as it is asked for: 0 sent, 1 returned, 2 accepted, 3 with a worker, 4 plan sent, 5 delivering, 6 asked to end, 7 withdrawn."""
    made = refer(person, offered)
    lead, worker, officer = provider.lead, provider.worker, person.team.officer
    if how_far == 1:
        act(person, actions.return_referral, lead, made, note="Where do they sleep?")
    if how_far == 7:
        act(person, actions.withdraw_referral, officer, made, reason=WithdrawalReason.OTHER)
    steps = [
        (actions.accept_referral, lead, {}),
        (actions.assign_referral, lead, {"worker": worker.id}),
        (actions.send_plan, worker, {"goals": ["A tenancy"], "sessions": 3}),
        (actions.approve_plan, officer, {}),
        (actions.ask_to_end, officer, {"reason": WithdrawalReason.OTHER}),
    ]
    for step, by, given in steps[: max(0, how_far - 1)] if how_far < 7 else ():
        act(person, step, by, made, **given)
    return made


def sees(member, person):
    with viewing(member, person.service.later()):
        return may_see(person.id)


def told(row):
    """What the row says is owed is what its steps come to."""
    steps = list(ReferralStep.objects.using("owner").filter(referral=row.id).order_by("at", "id"))
    outcomes = [Outcome(one.reason) for one in steps if one.kind == StepKind.SESSION]
    kinds = [(StepKind(one.kind), day_of(one.at)) for one in steps]
    state = state_after([kind for kind, _ in kinds])
    owed = due_of(state, kinds, WorkingCalendar(), sessions_left=sessions_left_of(row.sessions, outcomes))
    return state, (owed.step.value, owed.by_provider, owed.on) if owed else ("", row.due_by_provider, None)


@pytest.mark.parametrize("how_far", range(7))
def test_a_referral_passes_with_everything_wherever_it_stands(service, first, second, how_far):
    person = managed(a_person(service))
    made = far(person, first, an_offer(first, service), how_far)
    other = an_offer(second, service)
    before, steps = row_of(made), ReferralStep.objects.using("owner").filter(referral=made).count()
    act(
        person, actions.transfer_referral, person.team.officer, made, service_id=other.id, note="They closed."
    )
    row = row_of(made)
    assert (row.state, row.service_id, row.to_unit, row.worker) == (before.state, other.id, second.unit, None)
    assert (row.sent_at, row.need, row.sessions) == (before.sent_at, before.need, before.sessions)
    assert ReferralStep.objects.using("owner").filter(referral=made).count() == steps + 1
    assert sees(second.lead, person) and not sees(first.lead, person) and sees(person.team.officer, person)
    assert told(row) == (ReferralState(row.state), (row.due, row.due_by_provider, row.due_on))
    with viewing(second.lead, person.service.later()):
        seen = referral(made, today=day_of(service.at))
        assert seen is not None and "They closed." in seen.steps[-1].note


def test_the_new_team_goes_on_to_the_end(service, first, second):
    person = managed(a_person(service))
    made = far(person, first, an_offer(first, service), 5)
    act(
        person, actions.transfer_referral, person.team.officer, made,
        service_id=an_offer(second, service).id, note="Closer to home.",
    )  # fmt: skip
    with pytest.raises(Refused):
        act(person, actions.assign_referral, first.lead, made, worker=first.worker.id)
    act(person, actions.assign_referral, second.lead, made, worker=second.worker.id)
    assert row_of(made).due == ""
    at = person.service.later()
    act(person, actions.record_session, second.worker, made, on=day_of(at), outcome=Outcome.ATTENDED)
    act(person, actions.ask_to_end, person.team.officer, made, reason=WithdrawalReason.OTHER)
    assert row_of(made).due == "concluded"


def test_who_may_not_pass_it_on_is_refused(service, first, second):
    person = managed(a_person(service))
    offered, other = an_offer(first, service), an_offer(second, service)
    made = far(person, first, offered, 2)
    by = person.team.officer
    for who in (first.lead, second.lead):
        with pytest.raises(Refused):
            act(person, actions.transfer_referral, who, made, service_id=other.id, note="x")
    for service_id, words in ((offered.id, "at that service now"), (new_id(), "no such service")):
        with pytest.raises(Refused, match=words):
            act(person, actions.transfer_referral, by, made, service_id=service_id, note="x")
    with pytest.raises(Refused, match="Say why"):
        act(person, actions.transfer_referral, by, made, service_id=other.id, note=" ")
    alone = an_offer(a_provider(service, agreed=False), service)
    with pytest.raises(Refused, match="No agreement"):
        act(person, actions.transfer_referral, by, made, service_id=alone.id, note="x")
    again = refer(person, other)
    with pytest.raises(Refused, match="already has an open referral"):
        act(person, actions.transfer_referral, by, made, service_id=other.id, note="x")
    assert (
        sees(first.lead, person)
        and row_of(made).to_unit == first.unit
        and row_of(again).to_unit == second.unit
    )


def test_nobody_passes_referrals_on_by_sql_of_their_own(service, first, second):
    person = managed(a_person(service))
    made = far(person, first, an_offer(first, service), 2)
    other = an_offer(second, service)
    for who in (second.lead, second.commissioner, first.lead):
        with (
            viewing(who, person.service.later()),
            pytest.raises(ProgrammingError),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT interventions_transfer(%s, %s, 'mine', now()::date)", [made, other.id])
    for who in (second.lead, person.team.officer):
        with (
            viewing(who, person.service.later()),
            pytest.raises(ProgrammingError),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "SELECT * FROM interventions_hand_over(%s, %s, 'mine', now()::date)",
                [first.unit, second.unit],
            )
    assert row_of(made).to_unit == first.unit


def hand_over(commissioner, service, giver, receiver, note="The contract ended."):
    return actions.hand_over_caseload(
        by=commissioner, at=service.later(), from_unit=giver.unit, to_unit=receiver.unit, note=note
    )


def test_a_whole_caseload_passes_in_one_act_and_loses_nothing(service, first, second):
    offers = [an_offer(first, service), an_offer(first, service)]
    people = [managed(a_person(service)) for _ in range(6)]
    made = [
        far(one, first, offers[number % 2], (0, 1, 2, 4, 5, 7)[number]) for number, one in enumerate(people)
    ]
    kept = refer(people[0], an_offer(second, service))
    before = {one: row_of(one) for one in made}
    steps = Counter(
        ReferralStep.objects.using("owner").filter(referral__in=made).values_list("referral", flat=True)
    )
    passed = hand_over(first.commissioner, service, first, second)
    assert (passed.services, passed.referrals) == (2, 5)
    assert set(
        Offered.objects.using("owner")
        .filter(id__in=[one.id for one in offers])
        .values_list("unit", flat=True)
    ) == {second.unit}
    for one, was in before.items():
        row, open_before = row_of(one), was.ended_at is None
        assert (row.state, row.service_id, row.sent_at, row.case_id) == (
            was.state,
            was.service_id,
            was.sent_at,
            was.case_id,
        )
        assert row.to_unit == (second.unit if open_before else first.unit)
        after = ReferralStep.objects.using("owner").filter(referral=one).count()
        assert after == steps[one] + open_before
        if open_before:
            assert told(row) == (ReferralState(row.state), (row.due, row.due_by_provider, row.due_on))
    assert row_of(kept).to_unit == second.unit
    for number, one in enumerate(people):
        assert sees(second.lead, one) is (number != 5) and not sees(first.lead, one)
    today = day_of(service.at)
    with viewing(first.lead, service.later()):
        assert referrals_open([first.unit], today=today) == []
    with viewing(second.lead, service.later()):
        assert {one.id for one in referrals_open([second.unit], today=today)} == {*made[:5], kept}


def test_all_passes_or_nothing_does(service, first):
    person = managed(a_person(service))
    made = far(person, first, an_offer(first, service), 2)
    alone = a_provider(service, agreed=False)
    with pytest.raises(Refused, match="see 1 of the 1 people"):
        hand_over(first.commissioner, service, first, alone)
    assert row_of(made).to_unit == first.unit and sees(first.lead, person) and not sees(alone.lead, person)
    assert Offered.objects.using("owner").filter(unit=first.unit).count() == 1
    for receiver, words in ((first, "another team"),):
        with pytest.raises(Refused, match=words):
            hand_over(first.commissioner, service, first, receiver)
    with pytest.raises(Refused, match="Say why"):
        hand_over(first.commissioner, service, first, a_provider(service), note="")


def test_by_page_and_api(service, first, second):
    person = managed(a_person(service))
    made = far(person, first, an_offer(first, service), 2)
    other = an_offer(second, service)
    officer = browser(person.team.officer)
    assert f"/referrals/{made}/transfer" in officer.get(f"/referrals/{made}").content.decode()
    assert browser(first.lead).get(f"/referrals/{made}/transfer").status_code == 404
    form = {
        "version": row_of(made).version,
        "idempotency_key": str(new_id()),
        "service_id": str(other.id),
        "note": "Nearer",
    }
    assert officer.post(f"/referrals/{made}/transfer", form).status_code == 302
    assert row_of(made).to_unit == second.unit
    body = {"version": row_of(made).version, "service_id": str(an_offer(first, service).id), "note": "Back"}
    answer = caller(person.team.officer).post(
        f"/api/v1/referrals/{made}/transfer", body, content_type="application/json"
    )
    assert answer.status_code == 204 and row_of(made).to_unit == first.unit
    keeper = browser(first.commissioner)
    form = {
        "idempotency_key": str(new_id()),
        "from_unit": str(first.unit),
        "to_unit": str(second.unit),
        "note": "Ended",
    }
    assert keeper.post("/services/hand-over", form).status_code == 302 and row_of(made).to_unit == second.unit
    body = {"from_unit": str(second.unit), "to_unit": str(first.unit), "note": "Back"}
    answer = keeper.post("/api/v1/hand-overs", body, content_type="application/json")
    assert answer.json()["referrals"] >= 1 and row_of(made).to_unit == first.unit
