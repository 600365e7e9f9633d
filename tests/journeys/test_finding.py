"""Finding somebody from any page, by keyboard and without a script; the header of a phone; the way to each page."""

import pytest
from playwright.sync_api import expect
from support.browser import assert_accessible, assert_no_sideways_scroll, opens
from support.people import joins

from throughcare.casework.people.queries import names_of
from throughcare.foundation.access.session import viewing

pytestmark = pytest.mark.browser
PHONE = {"width": 375, "height": 740}


@pytest.fixture
def open_as(browser, site, signed_in):
    contexts = []

    def opened(member, path="/", *, scripts=True, width=1280):
        context = browser.new_context(
            java_script_enabled=scripts, viewport={"width": width, "height": 740}, base_url=site
        )
        contexts.append(context)
        signed_in(context, member)
        page = context.new_page()
        assert page.goto(path).status == 200
        return page

    yield opened
    for context in contexts:
        context.close()


def name_of(world):
    with viewing(world.officer, world.service.later()):
        return names_of([world.person.id])[world.person.id].name


@pytest.mark.parametrize("scripts", [True, False])
def test_somebody_is_found_from_any_page_and_their_name_is_in_no_address(world, open_as, scripts):
    page = open_as(world.officer, "/team", scripts=scripts)
    name = name_of(world)
    page.locator("#find").fill(name)
    opens(page.get_by_role("button", name="Find a person"))
    expect(page.locator(f'a[href="/people/{world.person.id}"]').first).to_be_visible()
    assert "/people/found/" in page.url
    assert name.split()[-1].lower() not in page.url.lower()


def test_a_stroke_goes_to_the_search_and_in_a_box_it_stays_a_stroke(world, open_as):
    page = open_as(world.officer, "/team")
    page.wait_for_selector("body.js-enabled")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("a/b")
    assert page.locator("#find").input_value() == "a/b"


def test_those_opened_lately_are_offered_the_latest_first_and_only_to_whoever_opened_them(world, open_as):
    page = open_as(world.officer, f"/people/{world.person.id}")
    page.goto("/people/search")
    expect(page.get_by_role("heading", name="People you opened lately")).to_be_visible()
    assert page.locator(f'main a[href="/people/{world.person.id}"]').count() == 1
    other = open_as(joins(world.case_admin.unit_id, "case administrator"), "/people/search")
    assert other.locator(f'main a[href="/people/{world.person.id}"]').count() == 0


def test_whoever_never_opens_a_record_has_no_search(world, open_as):
    assert open_as(joins(world.officer.unit_id, "analyst")).locator("#find").count() == 0


@pytest.mark.parametrize("path", ["/", "/caseload", "/team", "/people/{person}"])
def test_the_header_of_a_phone_is_under_a_hundred_pixels(world, open_as, path):
    page = open_as(world.officer, path.format(person=world.person.id), width=PHONE["width"])
    assert page.evaluate("document.querySelector('.tc-top').getBoundingClientRect().height") < 100
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_of_a_phone_opens_and_closes_without_a_script(world, open_as, scripts):
    page = open_as(world.officer, "/caseload", width=PHONE["width"], scripts=scripts)
    expect(page.get_by_role("link", name="Team", exact=True)).not_to_be_visible()
    page.get_by_role("link", name="Menu", exact=True).click()
    expect(page.get_by_role("link", name="Team", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    expect(page.locator("#find")).to_be_visible()
    page.get_by_role("link", name="Close the menu").click()
    expect(page.get_by_role("link", name="Team", exact=True)).not_to_be_visible()


@pytest.mark.parametrize("path", ["/caseload", "/team/people", "/people/search", "/people/{person}/timeline"])
def test_each_page_says_the_way_to_it(world, open_as, path):
    page = open_as(world.officer, path.format(person=world.person.id))
    crumbs = page.locator(".govuk-breadcrumbs__list-item")
    assert crumbs.first.inner_text() == "Home"
    assert crumbs.last.locator("[aria-current=page]").inner_text() == page.locator("h1").inner_text()
    assert_accessible(page)


def test_an_open_menu_is_accessible(world, open_as):
    page = open_as(world.officer, "/caseload#menu", width=PHONE["width"])
    assert_accessible(page)
