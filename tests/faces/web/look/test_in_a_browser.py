"""The gallery in chromium: axe, a phone, no JavaScript, the keyboard, and the content security policy."""

import re

import pytest
from playwright.sync_api import Page, expect
from support.browser import (
    PHONE,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_works_by_keyboard,
    opens,
)
from support.serving import SITE, serve

pytestmark = pytest.mark.browser
GALLERY = f"{SITE}/look/"


@pytest.fixture
def gallery(browser_page: Page) -> Page:
    serve(browser_page)
    browser_page.goto(GALLERY)
    return browser_page


def test_axe_finds_nothing_at_a_desk(gallery: Page):
    assert_accessible(gallery)


def test_axe_finds_nothing_on_a_phone(gallery: Page):
    gallery.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert_accessible(gallery)


def test_axe_finds_nothing_when_no_script_arrives(unscripted_page: Page):
    serve(unscripted_page, unscripted=True)
    unscripted_page.goto(GALLERY)
    assert "js-enabled" not in (unscripted_page.locator("body").get_attribute("class") or "")
    assert_accessible(unscripted_page)


def test_axe_is_not_asked_where_it_cannot_answer(plain_page: Page):
    serve(plain_page)
    plain_page.goto(GALLERY)
    with pytest.raises(AssertionError, match="unscripted_page"):
        assert_accessible(plain_page)


def test_axe_would_find_something_if_it_were_wrong(gallery: Page):
    gallery.evaluate(
        "() => document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/x\">')"
    )
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(gallery)


def test_nothing_scrolls_sideways_on_a_phone(gallery: Page):
    assert_no_sideways_scroll(gallery)


def test_something_too_wide_would_be_noticed(gallery: Page):
    gallery.evaluate(
        "() => document.querySelector('main').insertAdjacentHTML('beforeend', '<canvas width=900></canvas>')"
    )
    with pytest.raises(AssertionError, match="wide on a phone"):
        assert_no_sideways_scroll(gallery)


def test_the_keyboard_reaches_everything_and_is_not_caught(gallery: Page):
    assert_works_by_keyboard(gallery)


def test_the_policy_stops_nothing_of_ours(browser_page: Page):
    complaints = serve(browser_page)
    browser_page.goto(GALLERY)
    expect(browser_page.locator(".govuk-character-count__message").last).to_contain_text(
        "400 characters remaining"
    )
    assert complaints == []


def test_the_policy_stops_a_script_that_slipped_into_a_page(browser_page: Page):
    page = "<title>t</title><h1>t</h1><script>document.title = 'ran'</script><p style='color:red'>x</p>"
    complaints = serve(browser_page, {"/slipped": page})
    browser_page.goto(f"{SITE}/slipped")
    assert browser_page.title() == "t"
    assert any("script" in said for said in complaints)
    assert any("style" in said for said in complaints)


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_the_menu_folds_on_a_phone_and_opens_with_or_without_javascript(
    scripts: bool, browser_page: Page, plain_page: Page
):
    page = browser_page if scripts else plain_page
    serve(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(GALLERY)
    expect(page.get_by_role("link", name="Operating model")).to_be_hidden()
    page.get_by_role("link", name="Menu", exact=True).click()
    expect(page.get_by_role("link", name="Operating model")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_an_empty_form_comes_back_with_a_summary_that_leads_to_each_field(
    scripts: bool, browser_page: Page, plain_page: Page
):
    page = browser_page if scripts else plain_page
    serve(page)
    page.goto(GALLERY)
    opens(page.get_by_role("button", name="Save"))
    assert re.match("Error: ", page.title())
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Enter the surname")
    summary.get_by_role("link", name="Select the risk of serious harm").click()
    if scripts:
        assert page.evaluate("() => document.activeElement.id") == "id_risk_0"
    else:
        assert page.url.endswith("#id_risk_0")
    if scripts:
        assert_accessible(page)
    assert_no_sideways_scroll(page)


def test_a_table_row_on_a_phone_names_each_value(gallery: Page):
    gallery.set_viewport_size(PHONE)  # type: ignore[arg-type]
    cell = gallery.locator('td[data-label="Requirement"]').first
    assert cell.evaluate("e => getComputedStyle(e, '::before').content") == '"Requirement"'
    assert gallery.get_by_role("table", name="My cases").get_by_role("row").count() == 4


def test_the_chart_is_drawn_and_described(gallery: Page):
    chart = gallery.get_by_role("img", name=re.compile("Middlesbrough has most"))
    assert chart.evaluate("e => e.complete && e.naturalWidth") > 300


@pytest.mark.parametrize("wide", [320, 500, 645, 700, 770, 900, 1024])
def test_every_width_from_four_times_enlarged_to_a_desk_fits(gallery: Page, wide: int):
    gallery.set_viewport_size({"width": wide, "height": 900})
    assert gallery.evaluate("() => document.documentElement.scrollWidth") <= wide


def test_a_job_is_followed_until_it_is_over(browser_page: Page):
    from django.template.loader import render_to_string

    from throughcare.faces.web.look.parts import JobProgress

    shell = (
        "<!doctype html><html lang=en><title>t</title><body>{}<script type=module src=/static/look/throughcare.js "
        "data-components=/static/look/vendor/govuk-frontend.min.js></script></body></html>"
    )
    part = "throughcare/parts/progress.html"
    running = render_to_string(part, {"job": JobProgress("Reading", 5, 10, "/job/fresh")})
    finished = render_to_string(part, {"job": JobProgress("Reading", 10, 10, "/job", finished=True)})
    serve(browser_page, {"/job": shell.format(running), "/job/fresh": shell.format(finished)})
    browser_page.clock.install()
    browser_page.goto(f"{SITE}/job")
    expect(browser_page.get_by_role("status")).to_have_text("5 of 10 rows so far.")
    serve(browser_page, {"/job": shell.format(finished), "/job/fresh": shell.format(finished)})
    browser_page.clock.run_for(3100)  # what is over is shown by its own page, opened again
    expect(browser_page.get_by_role("status")).to_have_text("Finished: 10 rows.")


def test_on_paper_no_link_tells_its_address_and_a_table_stays_a_table_on_a_narrow_sheet(gallery: Page):
    gallery.set_viewport_size({"width": 700, "height": 1000})
    gallery.emulate_media(media="print")
    told = """() => [...document.querySelectorAll('main a.govuk-link[href]')]
        .map((one) => getComputedStyle(one, '::after').content)"""
    addresses = gallery.evaluate(told)
    assert addresses and set(addresses) <= {"none", "normal"}
    shown = """() => [...document.querySelectorAll('main .tc-table')].map((one) => getComputedStyle(one).display)"""
    assert set(gallery.evaluate(shown)) == {"table"}
