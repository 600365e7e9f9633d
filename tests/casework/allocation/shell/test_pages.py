"""The allocation pages in a browser: on a phone, without scripts, accessible, and each doing what it says."""

import re
from datetime import timedelta

import pytest
from casework.allocation.shell.shell_builders import allocating
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from support.browser import assert_accessible, assert_no_sideways_scroll, opens
from support.people import as_worker
from support.service import managed

from throughcare.casework.allocation import tasks
from throughcare.casework.allocation.actions import reckon_workload
from throughcare.casework.allocation.models import Plan, Suggestion
from throughcare.foundation.access.models import Account

pytestmark = pytest.mark.browser
PAGES = ["", "/workload", "/forecast", "/lean", "/plans", "/what-if"]


@pytest.fixture(scope="module")
def world():
    """One service with people who wait, people who are managed, and a week kept."""
    made = allocating(at=timezone.now() - timedelta(hours=2))
    managed(made.a_waiting_person())
    with as_worker():
        reckon_workload(by=made.senior, at=made.service.at)
    return made


def signs_in(page: Page, member, site: str) -> None:
    """Put a member's session into a browser, as signing in with both steps would."""
    client = Client()
    client.force_login(Account.objects.get(id=member.account_id), settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["second_step"], session["membership"] = True, str(member.id)
    session.save()
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": site}]
    )


def opened(page: Page, site: str, where: str) -> Page:
    answer = page.goto(f"{site}/allocation{where}")
    assert answer is not None
    assert answer.status == 200, where
    return page


def assert_sound(page: Page) -> None:
    assert_accessible(page)
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("where", PAGES)
def test_a_page_is_accessible_and_fits_a_phone_without_scripts(where, world, unscripted_page, site):
    signs_in(unscripted_page, world.senior, site)
    assert_sound(opened(unscripted_page, site, where))


def test_the_forecast_has_its_chart_beside_its_table(world, unscripted_page, site):
    signs_in(unscripted_page, world.senior, site)
    opened(unscripted_page, site, "/forecast")
    assert unscripted_page.locator("figure img").evaluate("image => image.naturalWidth") > 0
    assert unscripted_page.locator("figure tbody tr").count() == 26


def test_from_the_queue_to_a_manager_by_accepting_the_first_of_the_list(world, unscripted_page, site):
    person = world.a_waiting_person()
    page = unscripted_page
    signs_in(page, world.senior, site)
    opened(page, site, "")
    expect(page.get_by_text("No tier yet").first).to_be_visible()
    opened(page, site, f"/cases/{person.case}")
    assert_sound(page)
    opens(page.get_by_role("button", name="Suggest"))
    assert_sound(page)
    expect(page.get_by_role("table").first).to_contain_text("fits a case without a tier yet")
    page.get_by_label("Accept the first of the list").check()
    opens(page.get_by_role("button", name="Record the decision"))
    expect(page.get_by_text("Decided, and written down with why.")).to_be_visible()
    assert Suggestion.objects.using("owner").get(case_id=person.case).state == "accepted"
    opened(page, site, f"/cases/{person.case}")
    expect(page.get_by_text("Last decision")).to_be_visible()
    assert_sound(page)


def test_choosing_somebody_else_without_saying_why_is_refused_on_its_field(world, unscripted_page, site):
    person = world.a_waiting_person()
    page = unscripted_page
    signs_in(page, world.senior, site)
    opened(page, site, f"/cases/{person.case}")
    opens(page.get_by_role("button", name="Suggest"))
    page.get_by_label("Choose somebody else").check()
    page.locator("select[name=decide-member_id]").select_option(index=1)
    opens(page.get_by_role("button", name="Record the decision"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("say why")
    assert_sound(page)
    page.locator("[name=decide-because]").fill("Knows the family.")
    page.get_by_label("Choose somebody else").check()
    opens(page.get_by_role("button", name="Record the decision"))
    assert Suggestion.objects.using("owner").get(case_id=person.case).state == "changed"


def test_terms_and_reductions_are_recorded_on_a_members_page(world, unscripted_page, site):
    page = unscripted_page
    signs_in(page, world.senior, site)
    opened(page, site, f"/staff/{world.second.id}")
    assert_sound(page)
    page.get_by_label("Reason for fewer hours").select_option("disability")
    page.get_by_label("Hours off").fill("7.5")
    for part, value in zip(("Day", "Month", "Year"), ("1", "6", "2026"), strict=True):
        page.get_by_role("group", name="First day", exact=True).get_by_label(part).fill(value)
    opens(page.get_by_role("button", name="Record fewer hours"))
    expect(page.get_by_text("Disability").first).to_be_visible()
    assert_sound(page)


def test_a_plan_is_asked_for_watched_read_and_carried_out(world, unscripted_page, site):
    world.a_waiting_person()
    page = unscripted_page
    signs_in(page, world.senior, site)
    opened(page, site, "/plans")
    opens(page.get_by_role("button", name="Ask for a plan"))
    plan = Plan.objects.using("owner").filter(unit_id=world.team.unit).latest("asked_at")
    opened(page, site, f"/plans/{plan.id}")
    expect(page.get_by_text(re.compile("Working the plan out"))).to_be_visible()
    assert_sound(page)
    with as_worker():
        tasks.work_out(plan_id=str(plan.id), member_id=str(world.senior.id))
    opened(page, site, f"/plans/{plan.id}")
    expect(page.get_by_text("of the best there is")).to_be_visible()
    assert_sound(page)
    page.get_by_label("Reason").fill("Clear the queue.")
    opens(page.get_by_role("button", name="Carry out the whole plan"))
    expect(page.get_by_text("the managers are appointed")).to_be_visible()
    assert_sound(page)


def test_what_if_an_officer_leaves_is_set_beside_now(world, unscripted_page, site):
    page = unscripted_page
    signs_in(page, world.senior, site)
    opened(page, site, "/what-if")
    page.get_by_label("An officer leaves").check()
    opens(page.get_by_role("button", name="Work it out"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("needed for what you chose")
    page.get_by_label("Officer who leaves").select_option(str(world.first.id))
    opens(page.get_by_role("button", name="Work it out"))
    plan = Plan.objects.using("owner").exclude(change={}).filter(unit_id=world.team.unit).latest("asked_at")
    with as_worker():
        tasks.work_out(plan_id=str(plan.id), member_id=str(world.senior.id))
    opened(page, site, f"/plans/{plan.id}")
    expect(page.get_by_text("Now, and then")).to_be_visible()
    assert_sound(page)


def test_an_officer_is_told_that_they_may_not(world, unscripted_page, site):
    signs_in(unscripted_page, world.first, site)
    for where in PAGES:
        answer = unscripted_page.goto(f"{site}/allocation{where}")
        assert answer is not None
        assert answer.status == 403
