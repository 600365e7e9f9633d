"""A person's page at a desk and on a phone: no hole between cards, one order on both, what matters within two screens."""

import itertools

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
CARDS = """() => [...document.querySelectorAll('.tc-columns > section')].map(e => {
  const box = e.getBoundingClientRect()
  return {name: e.querySelector('h2').textContent.trim(), left: Math.round(box.left), top: box.top, bottom: box.bottom}
})"""


@pytest.fixture
def seen(browser, site, signed_in, world):
    contexts = []

    def opened(path, width, height, who="officer"):
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=site)
        contexts.append(context)
        signed_in(context, getattr(world, who))
        page = context.new_page()
        assert page.goto(path).status == 200
        return page

    yield opened
    for context in contexts:
        context.close()


def test_at_a_desk_cards_stand_in_two_columns_without_a_hole_and_a_phone_has_them_in_the_same_order(
    seen, world
):
    desk = seen(f"/people/{world.person.id}", 1280, 900).evaluate(CARDS)
    phone = seen(f"/people/{world.person.id}", 375, 667).evaluate(CARDS)
    assert [card["name"] for card in desk] == [card["name"] for card in phone]
    first = ["Risk of serious harm", "Contact", "Who answers for this person"]
    assert [card["name"] for card in desk][:3] == first
    columns = sorted({card["left"] for card in desk})
    assert len(columns) == 2 and len({card["left"] for card in phone}) == 1
    stacks = [[card for card in desk if card["left"] == left] for left in columns]
    for stack in stacks:
        gaps = [below["top"] - above["bottom"] for above, below in itertools.pairwise(stack)]
        assert all(0 <= gap < 60 for gap in gaps), gaps
    tallest = max(card["bottom"] - card["top"] for card in desk)
    assert abs(stacks[0][-1]["bottom"] - stacks[1][-1]["bottom"]) < tallest


def test_on_a_phone_the_first_action_and_the_last_and_next_contact_are_within_two_screens(seen, world):
    page = seen(f"/people/{world.person.id}", 375, 667)
    act = page.get_by_role("link", name="Record a contact").bounding_box()
    assert act["y"] + act["height"] < 2 * 667
    for words in ("Last contact", "Next appointment"):
        box = page.locator("dt", has_text=words).first.bounding_box()
        assert box["y"] + box["height"] < 2 * 667, words


def test_the_search_in_the_header_is_wide_enough_for_a_name_with_a_number(seen):
    page = seen("/caseload", 1280, 900)
    assert page.locator("#find").bounding_box()["width"] > 250
    page.set_viewport_size({"width": 1024, "height": 700})
    assert page.locator("#find").bounding_box()["width"] > 180
    assert page.evaluate("document.documentElement.scrollWidth") <= 1024


@pytest.mark.parametrize(
    ("path", "who"), [("/caseload", "officer"), ("/people/{person}", "officer"), ("/courts", "court")]
)
def test_on_paper_there_is_the_list_or_the_person_and_nothing_to_press(seen, world, path, who):
    page = seen(path.format(person=world.person.id), 1280, 900, who)
    page.emulate_media(media="print")
    for pressed in (
        ".tc-navigation",
        ".tc-find",
        ".tc-head__actions",
        ".tc-filter",
        ".tc-foot",
        ".govuk-breadcrumbs",
        ".tc-sub-navigation",
        ".tc-why",
    ):
        assert all(not one.is_visible() for one in page.locator(pressed).all()), pressed
    expect(page.locator("h1")).to_be_visible()
    assert page.locator("main").inner_text().count(" ") > 10
    assert page.pdf(format="A4").startswith(b"%PDF")
