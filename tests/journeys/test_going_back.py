"""Going back after a form was corrected and sent leads to the form, never to the browser's own fault, and sends nothing again."""

import pytest
from support.browser import opens

from throughcare.casework.supervision.models import TimelineEntry

pytestmark = pytest.mark.browser
WORDS = "Rang to say that the bus was late."


def notes(person):
    return TimelineEntry.objects.using("owner").filter(case=person.case, what=WORDS).count()


def test_back_after_a_fault_was_mended_shows_the_form_and_sends_nothing_again(
    world, browser, site, signed_in
):
    context = browser.new_context(base_url=site)
    signed_in(context, world.officer)
    page = context.new_page()
    page.goto(f"/people/{world.person.id}/note")
    save = page.locator("main form button").first
    opens(save)
    assert page.title().startswith("Error: ")
    page.locator("#id_what").fill(WORDS)
    opens(save)
    page.wait_for_url(f"**/people/{world.person.id}")
    before = notes(world.person)
    answer = page.go_back()
    assert answer is not None and answer.status == 200 and answer.request.method == "GET"
    assert page.locator("#id_what").count() == 1
    page.reload()
    assert notes(world.person) == before == 1
    context.close()
