"""Debian's chromium, driven by Playwright: opened once, asked about access, width and keyboard.

The fixtures are known to every test without importing; a page is new for each.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

# Long, for two processes of tests share the machine with their servers: what is waited for is the page and not the time.
expect.set_options(timeout=30_000)

AXE = Path(__file__).resolve().parent / "axe" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WITHOUT_SCRIPTS: WeakSet[BrowserContext] = WeakSet()
PHONE = {"width": 375, "height": 740}
DESK = {"width": 1280, "height": 900}
TWICE = {"width": 640, "height": 450}
CLIPPED = """() => [...document.querySelectorAll('main h1, main h2, main a, main button, main dd, main td')].filter(e => {
  const style = getComputedStyle(e)
  return e.getClientRects().length && style.overflow === 'hidden' && e.scrollWidth > e.clientWidth + 1
    && !e.closest('.govuk-visually-hidden')
}).map(e => e.outerHTML.slice(0, 120))"""
WITHOUT_AN_EDGE = """() => [...document.querySelectorAll('main .govuk-button')].filter(e => e.getClientRects().length
 && getComputedStyle(e).borderTopStyle === 'none').map(e => e.textContent)"""


def press(page: Page, name: str) -> None:
    """Press the button of that name, and wait for the page that answers: without scripts every button opens one."""
    opens(page.get_by_role("button", name=name, exact=True).first)


def opens(link_or_button: Locator) -> None:
    """Click what opens a page, and wait until that page is there: a question asked before is answered by the page before."""
    with link_or_button.page.expect_event("domcontentloaded"):
        link_or_button.click()


def chromium_path() -> str:
    """Where chromium is; skips in one line where it is absent, or fails when REQUIRE_BROWSER=1."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found:
        return found
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail("chromium is required and absent: apt-get install chromium")
    pytest.skip("chromium is absent: apt-get install chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One chromium for the whole run.

    Playwright keeps an event loop in this thread, and Django refuses its ORM beside one; tests are not
    asynchronous, so the refusal is lifted for the length of the run.
    """
    path = chromium_path()
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    from throughcare.server.ready import close_connections

    close_connections()  # those opened before the event loop are not found while it runs
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        close_connections()  # those opened beside the event loop are found only while it runs
        opened.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def site(database: object) -> Iterator[str]:
    """The whole site on a free port, answering as the web process does; gives its address without a slash."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """A new page at desk width, with its own cookies."""
    context = browser.new_context(viewport=DESK, locale="en-GB")  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A new page without JavaScript, at a phone's width; axe cannot run on it: see `unscripted_page`."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=False)  # type: ignore[arg-type]
    WITHOUT_SCRIPTS.add(context)
    yield context.new_page()
    context.close()


@pytest.fixture
def unscripted_page(browser: Browser) -> Iterator[Page]:
    """A new page at a phone's width to which none of the site's scripts arrive, so that axe can judge it."""
    context = browser.new_context(viewport=PHONE, locale="en-GB")  # type: ignore[arg-type]
    page = context.new_page()
    page.route(re.compile(r"\.js$"), lambda route: route.abort())
    yield page
    context.close()


def axe_findings(page: Page) -> list[str]:
    """What axe finds wrong, a line for each place: rule, element, reason."""
    assert page.context not in WITHOUT_SCRIPTS, "axe needs JavaScript: use the fixture unscripted_page"
    page.evaluate(AXE.read_text("utf-8"))
    found: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']}: {node['html'][:160]} – {node.get('failureSummary', '')}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def assert_accessible(page: Page) -> None:
    """axe finds nothing; there is one h1, a title, and a language."""
    findings = axe_findings(page)
    assert not findings, "axe found:\n" + "\n".join(findings)
    assert page.locator("h1").count() == 1, f"{page.url} has {page.locator('h1').count()} h1"
    assert page.title().removesuffix("– Throughcare").strip(), f"{page.url} has no title of its own"
    assert page.locator("html").get_attribute("lang")


def assert_no_sideways_scroll(page: Page) -> None:
    """Nothing is wider than a phone of 375 pixels."""
    before = page.viewport_size
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    wide = page.evaluate(
        "() => [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
        " && e.getClientRects().length).slice(0, 5).map(e => e.outerHTML.slice(0, 120))"
    )
    width = page.evaluate("() => document.documentElement.scrollWidth")
    if before:
        page.set_viewport_size(before)
    assert width <= PHONE["width"], f"{page.url} is {width} px wide on a phone; the widest: {wide}"


def assert_fits_at_twice_the_size(page: Page) -> None:
    """At 200 % (half the pixels of a desk) nothing is cut off and nothing runs off the side."""
    before = page.viewport_size
    page.set_viewport_size(TWICE)  # type: ignore[arg-type]
    width, clipped = page.evaluate("() => document.documentElement.scrollWidth"), page.evaluate(CLIPPED)
    if before:
        page.set_viewport_size(before)
    assert width <= TWICE["width"], f"{page.url} is {width} px wide at twice its size"
    assert clipped == [], page.url


def assert_reads_in_own_colours(page: Page) -> None:
    """In the reader's own colours every button has an edge, and lateness and risk are words."""
    page.emulate_media(forced_colors="active")
    bare = page.evaluate(WITHOUT_AN_EDGE)
    for mark in page.locator("main .tc-clock, main .govuk-tag").all():
        assert (mark.text_content() or "").strip(), page.url
    page.emulate_media(forced_colors="none")
    assert bare == [], page.url


def assert_page_fits(browser: Browser, site: str, sign_in: Any, who: Any, address: str, width: int) -> None:
    """A page as somebody opens it, at a width: it is there, accessible, and nothing of it is wider than a phone."""
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=site)
    sign_in(context, who)
    page = context.new_page()
    answer = page.goto(address)
    assert answer is not None and answer.status == 200, address
    assert_no_sideways_scroll(page)
    assert_accessible(page)
    assert_fits_at_twice_the_size(page)
    assert_reads_in_own_colours(page)
    context.close()


def assert_page_by_keyboard(browser: Browser, site: str, sign_in: Any, who: Any, address: str) -> None:
    """A page as somebody opens it at a desk works without a mouse."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=site)
    sign_in(context, who)
    page = context.new_page()
    page.goto(address)
    assert_works_by_keyboard(page)
    context.close()


def assert_works_by_keyboard(page: Page, most: int = 400) -> None:
    """Tab reaches every link and control, the skip link first, and each shows that it has the focus."""
    page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0) }")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.className").startswith("govuk-skip-link")
    seen = 1
    while page.evaluate("() => document.activeElement !== document.body") and seen < most:
        page.keyboard.press("Tab")
        seen += 1
    assert seen < most, "the focus never left the page: is it caught somewhere?"
