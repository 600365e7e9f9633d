"""Whichever way somebody goes in, what services do for them waits or is carried on by rule, and their bed is free for others."""

import pytest
from casework.supervision.test_every_way_inside import WAYS, at_large, recalled, received, somebody
from support import accommodation as beds
from support.service import a_service, hear
from support.services import a_provider, an_offer, refer, row_of
from support.wall_visits import browser

from throughcare.casework.accommodation.rules import ApplicationState
from throughcare.casework.interventions import actions
from throughcare.casework.interventions.models import ReferralStep
from throughcare.casework.supervision.actions import record_movement
from throughcare.casework.supervision.rules.movements import MovementKind
from throughcare.faces.interventions.pages.referrals import AWAITED
from throughcare.foundation.kernel import Refused, WorkingCalendar
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service()


@pytest.fixture(scope="module")
def provider(service):
    return a_provider(service)


@pytest.fixture(scope="module")
def outside(service, provider):
    return an_offer(provider, service)


@pytest.fixture(scope="module")
def inside_too(service, provider):
    return an_offer(provider, service, works_inside="True", contract_type_id="ETE")


@pytest.fixture(scope="module")
def house(service):
    return beds.a_house_team(service)


def kinds(referral):
    rows = ReferralStep.objects.using("owner").filter(referral=referral).order_by("at", "id")
    return list(rows.values_list("kind", flat=True))


def act(person, step, by, referral, **given):
    return step(
        by=by, at=person.service.later(), referral_id=referral, version=row_of(referral).version, **given
    )


def let_out(person):
    record_movement(
        by=person.team.senior, at=person.service.later(), case_id=person.case, version=person.row.version,
        kind=MovementKind.RELEASED,
    )  # fmt: skip
    hear()


def delivering(person, provider, offered):
    referral = refer(person, offered)
    act(person, actions.accept_referral, provider.worker, referral)
    act(person, actions.assign_referral, provider.lead, referral, worker=provider.worker.id)
    act(person, actions.send_plan, provider.worker, referral, goals=["A home"], sessions=3)
    act(person, actions.approve_plan, person.team.officer, referral)
    return referral


@pytest.mark.parametrize("way", WAYS)
def test_a_service_waits_or_is_carried_on_and_a_bed_is_free(
    service, provider, outside, inside_too, house, way
):
    person, named = somebody(service)
    waiting, also = refer(person, outside), refer(person, inside_too)
    _, (one, _) = beds.premises(house)
    lives = beds.resident(house, person, one)

    way(person, named)
    hear()

    held = row_of(waiting)
    limit = WorkingCalendar().add(day_of(service.at), 20)
    assert kinds(waiting)[-1] == "waits while they are away"
    assert (held.state, held.due, held.due_by_provider, held.due_on) == ("sent", "goes on", False, limit)
    away = way in {at_large, recalled}
    assert kinds(also)[-1] == ("waits while they are away" if away else "carried on inside")
    assert row_of(also).due == ("goes on" if away else "accepted")
    gone = beds.row_of(lives)
    [stay] = beds.stays_of(lives)
    assert (gone.state, gone.move_on) == (ApplicationState.DEPARTED, "at large" if away else "prison")
    assert (stay.state, stay.reason, stay.during.upper_inf) == (
        "departed",
        "absconded" if away else "custody",
        False,
    )
    version = row_of(waiting).version
    assert hear() == 0 and row_of(waiting).version == version


def test_whoever_has_a_bed_booked_gives_it_up_and_the_team_that_asked_says_whether_it_is_still_needed(
    service, house
):
    person, named = somebody(service)
    _, (one, _) = beds.premises(house)
    made = beds.suitable(house, person)
    beds.booked(house, made, one, beds.ahead(service, 40))
    received(person, named)
    hear()
    assert beds.row_of(made).state == ApplicationState.NOT_ARRIVED
    [stay] = beds.stays_of(made)
    assert (stay.state, stay.reason, stay.during.upper_inf) == ("not arrived", "custody", False)
    beds.answered(person, made, ApplicationState.WAITING)
    assert beds.row_of(made).state == ApplicationState.WAITING


def test_a_place_that_is_asked_for_and_has_no_bed_yet_goes_on(service, house):
    person, named = somebody(service)
    made = beds.suitable(house, person)
    received(person, named)
    hear()
    assert beds.row_of(made).state == ApplicationState.WAITING


def test_out_again_what_nobody_had_taken_on_goes_on_with_its_whole_clock_and_of_the_rest_the_sender_decides(
    service, provider, outside, inside_too
):
    person, named = somebody(service)
    waiting = refer(person, outside)
    at_large(person, named)
    hear()
    begun = delivering_before = refer(person, inside_too)
    received(person, named)
    hear()
    let_out(person)
    row = row_of(waiting)
    assert kinds(waiting)[-1] == "goes on"
    assert (row.due, row.due_by_provider) == ("accepted", True)
    assert row.due_on == WorkingCalendar().add(day_of(service.at), 3)
    assert begun == delivering_before and kinds(begun)[-1] in {"sent", "carried on inside"}


def test_what_was_being_delivered_waits_for_the_sender_who_says_that_it_goes_on(service, provider, outside):
    person, named = somebody(service)
    referral = delivering(person, provider, outside)
    received(person, named)
    hear()
    assert AWAITED[row_of(referral).due].startswith("the person was away")
    with pytest.raises(Refused, match="in custody"):
        act(person, actions.resume_referral, person.team.officer, referral, note="Go on.")
    with pytest.raises(Refused, match="waits"):
        act(person, actions.assign_referral, provider.lead, referral, worker=provider.worker.id)
    shown = browser(person.team.officer).get(f"/referrals/{referral}").content.decode()
    assert f"/referrals/{referral}/resume" not in shown and "The person is in custody." in shown
    let_out(person)
    row = row_of(referral)
    assert kinds(referral)[-1] == "they are out again"
    assert (row.due, row.due_by_provider, row.due_on) == (
        "goes on",
        False,
        WorkingCalendar().add(day_of(service.at), 3),
    )
    shown = browser(person.team.officer).get(f"/referrals/{referral}").content.decode()
    assert f"/referrals/{referral}/resume" in shown and "Say whether it goes on" in shown
    with pytest.raises(Refused, match="Only the"):
        act(person, actions.resume_referral, provider.worker, referral, note="We do.")
    act(
        person,
        actions.resume_referral,
        person.team.officer,
        referral,
        note="They live with their sister now.",
    )
    assert (kinds(referral)[-1], row_of(referral).due, row_of(referral).state) == (
        "goes on",
        "",
        "delivering",
    )
    with pytest.raises(Refused, match="does not wait"):
        act(person, actions.resume_referral, person.team.officer, referral, note="Again.")
