"""Home for each role: what needs doing first, and what somebody with nothing to do can do."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from support.browser import opens
from support.people import joins
from support.service import a_person, managed

from throughcare.casework.assessment.actions import start_assessment
from throughcare.casework.assessment.queries import standing_of
from throughcare.casework.supervision.queries import held_people
from throughcare.casework.supervision.rules import TenureKind
from throughcare.foundation.access.rules import ROLES
from throughcare.foundation.access.session import viewing

pytestmark = pytest.mark.browser


@pytest.fixture
def home_of(browser, site, signed_in):
    contexts = []

    def open_as(member, path="/"):
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": 375, "height": 800}, base_url=site
        )
        contexts.append(context)
        signed_in(context, member)
        page = context.new_page()
        assert page.goto(path).status == 200
        return page

    yield open_as
    for context in contexts:
        context.close()


def test_an_officer_sees_whom_nobody_has_assessed_and_assesses_them_in_one_step(world, home_of):
    somebody = managed(a_person(world.service), TenureKind.OFFENDER_MANAGER)
    page = home_of(world.officer, "/?all")
    expect(page.get_by_role("heading", name="Who needs something from you")).to_be_visible()
    opens(page.locator(f'a[href="/people/{somebody.id}/assessment"]'))
    assert page.url.endswith(f"/people/{somebody.id}/assessment")


def test_the_officers_list_of_those_never_assessed_names_them(world, home_of):
    somebody = managed(a_person(world.service), TenureKind.OFFENDER_MANAGER)
    page = home_of(world.officer, "/caseload?needs=assessment")
    assert page.locator(f'a[href="/people/{somebody.id}"]').count() == 1


def test_an_assessment_that_was_begun_is_under_way_and_the_person_still_not_assessed(world, home_of):
    somebody = managed(a_person(world.service), TenureKind.OFFENDER_MANAGER)
    at = world.service.later()
    with viewing(world.officer, at):
        assert somebody.id not in standing_of([somebody.id], on=at.date()).under_way
    start_assessment(by=world.officer, at=at, person_id=somebody.id)
    with viewing(world.officer, at):
        stands = standing_of([somebody.id], on=at.date())
    assert (stands.never, stands.under_way, stands.past_time) == ({somebody.id}, {somebody.id}, frozenset())
    page = home_of(world.officer, "/caseload?needs=finishing")
    assert page.locator(f'a[href="/people/{somebody.id}"]').count() == 1


def test_an_assessment_past_its_months_is_told_and_one_within_them_is_not(world):
    from throughcare.casework.assessment.models import Assessment

    somebody = managed(a_person(world.service), TenureKind.OFFENDER_MANAGER)
    at = world.service.later()
    begun = start_assessment(by=world.officer, at=at, person_id=somebody.id)
    rows = Assessment.objects.using("owner").filter(id=begun)
    for age, told in ((timedelta(days=3), frozenset()), (timedelta(days=1500), {somebody.id})):
        rows.update(state="signed", signed_at=at - age, harm_level="low", harm_at=at - age)
        with viewing(world.officer, at):
            stands = standing_of([somebody.id], on=at.date())
        assert (stands.never, stands.past_time) == (frozenset(), told)


def test_whom_a_member_holds_is_theirs_alone(world):
    somebody = managed(a_person(world.service), TenureKind.OFFENDER_MANAGER)
    at = world.service.later()
    with viewing(world.senior, at):
        assert somebody.id in held_people(world.officer.id)
        assert somebody.id not in held_people(world.senior.id)


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("sentencer", "Models"),
        ("commissioner", "Outcomes"),
        ("analyst", "Outcomes"),
        ("police partner", "Find a person"),
        ("inspector", "Audit"),
        ("administrator", "Organisations"),
    ],
)
def test_whoever_has_nothing_to_do_is_told_what_they_are_for_and_where_to_go(role, place, world, home_of):
    page = home_of(joins(world.officer.unit_id, role))
    expect(page.get_by_text(ROLES[role].purpose)).to_be_visible()
    expect(page.get_by_role("heading", name="What you can do here")).to_be_visible()
    assert page.locator("dt", has_text=place).count() == 1


def test_nobody_is_named_on_the_home_of_a_role_that_sees_nobody(world, home_of):
    page = home_of(joins(world.officer.unit_id, "sentencer"))
    assert page.locator('a[href^="/people/"]').count() == 0


def test_whoever_may_not_appoint_is_not_offered_it(world, home_of):
    a_person(world.service)
    assert home_of(world.senior, "/team").get_by_role("link", name="Appoint").count() > 0
    assert home_of(world.officer, "/team").get_by_role("link", name="Appoint").count() == 0
