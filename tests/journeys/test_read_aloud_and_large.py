"""Pages as they are read aloud, at twice their size, in the reader's own colours, and one journey by keyboard alone."""

import itertools
import re

import pytest
from playwright.sync_api import expect
from support.browser import (
    assert_fits_at_twice_the_size,
    assert_no_sideways_scroll,
    assert_reads_in_own_colours,
)

from throughcare.casework.people.queries import names_of
from throughcare.foundation.access.session import viewing

pytestmark = pytest.mark.browser
TEN = {
    "/": "officer",
    "/caseload": "officer",
    "/people/search": "officer",
    "/people/{person}": "officer",
    "/people/{person}/timeline": "officer",
    "/people/{person}/record": "officer",
    "/people/{person}/sentence": "officer",
    "/team": "senior",
    "/team/people": "senior",
    "/imports": "court",
}
NEWEST = {
    "/diary": "officer",
    "/people/{person}/book": "officer",
    "/people/{person}/plan": "officer",
    "/people/{person}/plan/goal": "officer",
    "/people/{person}/plan/answer": "officer",
    "/services": "officer",
    "/people/{person}/services": "officer",
    "/referrals": "officer",
    "/people/{person}/own-summary?in=cy": "officer",
    "/outcomes/tables": "senior",
    "/enforcement": "officer",
    "/people/{person}/enforcement": "officer",
    "/people/{person}/recall": "officer",
    "/people/{person}/release": "officer",
    "/due-out": "officer",
    "/accommodation": "officer",
    "/need/gaps": "officer",
    "/need/intentions": "senior",
    "/outcomes/pilot": "senior",
}
"""Pages of plans, services, diaries, enforcement, release and need, and what the person reads, held to the same."""
EVERY = TEN | NEWEST
LINE = re.compile(r"^( *)- (\w+)(?: \"(.*?)\")?")


@pytest.fixture
def opened(browser, site, signed_in, world):
    contexts = []

    def at(path, who="officer", **given):
        context = browser.new_context(base_url=site, **({"viewport": {"width": 1280, "height": 900}} | given))
        contexts.append(context)
        signed_in(context, getattr(world, who))
        page = context.new_page()
        assert page.goto(path.format(person=world.person.id)).status == 200
        return page

    yield at
    for context in contexts:
        context.close()


def read(page):
    """The page's tree as a screen reader has it: depth, role and name of each line."""
    found = [LINE.match(line) for line in page.locator("body").aria_snapshot().splitlines()]
    return [(len(one[1]), one[2], one[3] or "") for one in found if one]


@pytest.mark.parametrize("path", EVERY)
def test_a_page_is_read_in_order_the_way_round_it_first_then_whose_it_is_then_what_it_says(path, opened):
    page = opened(path, EVERY[path])
    roles = [(role, name) for _, role, name in read(page)]
    kinds = [role for role, _ in roles]
    assert kinds.index("link") < kinds.index("banner") < kinds.index("main") < kinds.index("contentinfo")
    assert roles[kinds.index("link")][1] == "Skip to main content"
    assert kinds.index("navigation") < kinds.index("main")
    assert not [
        role for role, name in roles if role in {"link", "button", "textbox", "combobox"} and not name
    ]
    inside = kinds[kinds.index("main") : kinds.index("contentinfo")]
    assert "heading" in inside
    if path.startswith("/people/{"):
        assert ("region", "Whose record this is") in roles
        assert roles.index(("region", "Whose record this is")) < kinds.index("heading")


@pytest.mark.parametrize("path", EVERY)
def test_headings_step_down_one_at_a_time_and_stand_on_the_page_in_the_order_they_are_read(path, opened):
    page = opened(path, EVERY[path])
    seen = page.evaluate(
        "() => [...document.querySelectorAll('main h1, main h2, main h3, main h4')].filter(e => e.getClientRects().length)"
        ".map(e => [Number(e.tagName[1]), e.getBoundingClientRect().top + scrollY, e.getBoundingClientRect().left])"
    )
    levels = [level for level, _, _ in seen]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), levels
    places = [(top, left) for _, top, left in seen]
    assert all(b[0] >= a[0] or b[1] > a[1] for a, b in itertools.pairwise(places)), places


@pytest.mark.parametrize("path", EVERY)
def test_at_twice_the_size_nothing_is_cut_off_or_runs_off_the_side(path, opened):
    page = opened(path, EVERY[path], viewport={"width": 640, "height": 450}, device_scale_factor=2)
    assert_fits_at_twice_the_size(page)
    expect(page.locator("h1")).to_be_visible()
    assert_no_sideways_scroll(page)


@pytest.mark.parametrize("path", ["/", "/people/{person}", "/caseload", "/team", *NEWEST])
def test_in_the_readers_own_colours_a_button_has_an_edge_and_lateness_and_risk_are_words(path, opened):
    page = opened(path, EVERY[path], forced_colors="active")
    assert_reads_in_own_colours(page)
    page.emulate_media(forced_colors="active")
    page.keyboard.press("Tab")
    ring = page.evaluate(
        "() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth] }"
    )
    assert ring[0] != "none" and ring[1] != "0px"


def tab_to(page, words, most=120):
    """Tab until what is named has the focus; never by a pointer."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(
            "() => (document.activeElement.innerText || document.activeElement.value || '').trim()"
        ).startswith(words):
            return
    raise AssertionError(f"Tab never reached {words!r} on {page.url}")


def test_by_keyboard_alone_an_officer_finds_somebody_and_comes_to_write_a_note(world, opened):
    with viewing(world.officer, world.service.later()):
        name = names_of([world.person.id])[world.person.id].name
    page = opened("/")
    page.wait_for_selector("body.js-enabled")
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/people/found/"))
    tab_to(page, name)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/people/[0-9a-f-]{36}$"))
    tab_to(page, "Write a note")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/note"))
    expect(page.locator("h1")).to_be_visible()


def test_a_caseload_on_a_phone_is_under_five_screens_with_more_one_step_away(opened):
    page = opened("/caseload", viewport={"width": 375, "height": 667})
    assert page.evaluate("document.documentElement.scrollHeight") < 5 * 667
    assert_no_sideways_scroll(page)
    assert page.evaluate("getComputedStyle(document.querySelector('.tc-table tbody tr')).display") in {
        "flex",
        "block",
    }


@pytest.mark.parametrize(("path", "who"), [("/api/", "officer"), ("/audit", "senior")])
def test_a_long_page_on_a_phone_is_under_ten_screens_with_the_rest_one_step_away(path, who, opened):
    page = opened(path, who, viewport={"width": 375, "height": 740})
    assert page.evaluate("document.documentElement.scrollHeight") < 10 * 740
    assert_no_sideways_scroll(page)


def test_every_call_of_the_api_is_on_its_page_and_shown_when_it_is_asked_for(opened):
    from throughcare.faces.api.operation import api

    folded = opened("/api/").content()
    paths = api.get_openapi_schema()["paths"]
    assert len(paths) > 50
    assert not [path for path in paths if f" {path}" not in folded]
    assert "<details" in folded and "<details" not in opened("/api/?calls=all").locator("main").inner_html()
