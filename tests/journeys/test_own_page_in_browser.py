"""A person on an old phone, with no script, comes in by a code, reads their page in Welsh and closes it; every page is accessible."""

from django.utils import timezone
from playwright.sync_api import expect
from support.browser import (
    assert_accessible,
    assert_fits_at_twice_the_size,
    assert_no_sideways_scroll,
    assert_reads_in_own_colours,
    opens,
)

from throughcare.casework.own.actions import give_code


def types(page, one):
    page.get_by_label("Reference").fill(one.reference.lower())
    page.get_by_label("Code").fill(one.code)
    opens(page.get_by_role("button", name="Open your page"))


def given(world):
    return give_code(by=world.officer, at=timezone.now(), case_id=world.person.case)


def test_a_person_comes_in_reads_and_closes_their_page_on_a_phone_without_script(world, browser, site):
    context = browser.new_context(
        viewport={"width": 320, "height": 480}, base_url=site, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/own")
    opens(page.get_by_role("button", name="Open your page"))
    expect(page.get_by_role("alert")).to_be_visible()
    types(page, given(world))
    expect(page.get_by_role("heading", name="Your appointments")).to_be_visible()
    opens(page.get_by_role("link", name="Cymraeg"))
    opens(page.get_by_role("button", name="Cau’r dudalen hon"))
    expect(page.get_by_label("Cyfeirnod")).to_be_visible()
    page.goto("/own/page")
    expect(page.get_by_label("Cyfeirnod"), "closed for good").to_be_visible()
    context.close()


def test_each_page_of_it_is_accessible(world, browser, site):
    context = browser.new_context(viewport={"width": 375, "height": 800}, base_url=site)
    page = context.new_page()
    for path in ("/own", "/own?language=cy"):
        page.goto(path)
        fits(page)
    page.goto("/own?language=en-gb")
    opens(page.get_by_role("button", name="Open your page"))
    fits(page)
    types(page, given(world))
    fits(page)
    context.close()


def fits(page):
    assert page.locator("h1").count() == 1
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    assert_fits_at_twice_the_size(page)
    assert_reads_in_own_colours(page)
