"""How many pages it takes to do what is done every day: counted, not timed, on a phone and without scripts."""

from __future__ import annotations

import pytest
from support.service import a_person

pytestmark = pytest.mark.browser


class Steps:
    """A page that counts what its reader is shown: every page that opens but the one they start from."""

    def __init__(self, page):
        self.page, self.shown = page, 0
        page.on("response", self._count)

    def _count(self, answer):
        request = answer.request
        if request.is_navigation_request() and not 300 <= answer.status < 400:
            self.shown += 1

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def follow(self, name, within=""):
        there = self.page.locator(within) if within else self.page
        there.get_by_role("link", name=name).first.click()


@pytest.fixture
def starting(browser, site, signed_in):
    contexts = []

    def open_as(member, path="/"):
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": 375, "height": 800}, base_url=site
        )
        contexts.append(context)
        signed_in(context, member)
        page = context.new_page()
        page.goto(path)
        return Steps(page)

    yield open_as
    for context in contexts:
        context.close()


def test_from_a_row_that_nobody_holds_to_every_role_filled_in_three_pages_at_most(world, starting):
    waiting = a_person(world.service)
    steps = starting(world.senior, "/team")
    steps.page.locator(f'a[href="/allocation/cases/{waiting.case}"]').first.click()
    asked = steps.page.locator("select[name^=roles-]:not([name=roles-reason])")
    assert asked.count() >= 2
    for at in range(asked.count()):
        assert asked.nth(at).locator("option").count() > 1
        asked.nth(at).select_option(index=1)
    steps.press("Appoint")
    assert steps.page.get_by_text("Appointed.").is_visible()
    assert len(waiting.seen_by(world.senior).now) == asked_roles(waiting, world)
    assert steps.shown <= 3


def asked_roles(person, world):
    from throughcare.casework.supervision import queries
    from throughcare.foundation.access.session import viewing

    with viewing(world.senior, world.service.at):
        return len(queries.roles_of(person.row, at=world.service.at))
