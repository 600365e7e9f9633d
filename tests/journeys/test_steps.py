"""How many pages it takes to do what is done every day: counted, not timed, and without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from support.assessing import a_harm as an_analysis
from support.assessing import being_assessed, every_item, every_view, ready_to_sign, signed
from support.browser import opens, press
from support.service import a_person

from throughcare.casework.assessment import actions
from throughcare.casework.people.queries import names_of
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import LONDON, day_of, today

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
        press(self.page, name)

    def follow(self, name, within=""):
        there = self.page.locator(within) if within else self.page
        opens(there.get_by_role("link", name=name).first)


@pytest.fixture
def starting(browser, site, signed_in):
    contexts = []

    def open_as(member, path="/", width=375):
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": width, "height": 800}, base_url=site
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
    opens(steps.page.locator(f'a[href="/allocation/cases/{waiting.case}"]').first)
    asked = steps.page.locator("select[name^=roles-]:not([name=roles-reason])")
    assert asked.count() >= 2
    for at in range(asked.count()):
        assert asked.nth(at).locator("option").count() > 1
        asked.nth(at).select_option(index=1)
    steps.press("Appoint")
    expect(steps.page.get_by_text("Appointed.")).to_be_visible()
    assert len(waiting.seen_by(world.senior).now) == asked_roles(waiting, world)
    assert steps.shown <= 3


def asked_roles(person, world):
    from throughcare.casework.supervision import queries
    from throughcare.foundation.access.session import viewing

    with viewing(world.senior, world.service.at):
        return len(queries.roles_of(person.row, at=world.service.at))


def name_of(person, member):
    with viewing(member, person.service.later()):
        return names_of([person.id])[person.id].name


def test_from_any_page_to_why_somebody_is_high_risk_in_two_pages(world, starting):
    one = signed("high", service=world.service)
    steps = starting(
        one.officer, "/caseload", width=1280
    )  # the box stands in the header; a phone has a link to it
    steps.shown = 0
    steps.page.locator("#find").fill(name_of(one.person, one.officer))
    steps.press("Find a person")
    opens(steps.page.locator(f'main a[href="/people/{one.id}"]').first)
    card = steps.page.locator(".govuk-summary-card", has_text="Risk of serious harm")
    assert "High risk" in card.inner_text()
    assert "High for the public" in card.inner_text() or "As signed in the assessment" in card.inner_text()
    assert "To the public" in card.inner_text() and "Assault" in card.inner_text()
    assert steps.shown <= 2


def test_after_the_last_answer_an_assessment_is_signed_in_two_pages_at_most(world, starting):
    one = being_assessed(world.service)
    views = {name: value for name, value in every_view().items() if name != "offence-analysis.readiness"}
    one.save({**every_item(), **views})
    one.do(actions.record_harm, analysis=an_analysis(day_of(one.service.at), "medium"))
    steps = starting(one.officer, f"/people/{one.id}/assessments/{one.assessment}/pages/offence-analysis")
    steps.page.get_by_label("I do not need to make changes").check()
    steps.shown = 0
    steps.press("Save and go on")
    assert steps.page.get_by_role("heading", level=1).inner_text() == "Sign the assessment"
    steps.press("Sign the assessment")
    assert one.seen().state.value == "signed"
    assert steps.shown <= 2


def test_a_contact_with_the_next_appointment_is_recorded_in_three_pages_at_most(world, starting):
    steps = starting(world.officer, f"/people/{world.person.id}")
    steps.shown = 0
    steps.follow("Record a contact")
    page = steps.page
    page.get_by_label("Time it happened").fill(f"{timezone.now().astimezone(LONDON):%H:%M}")
    page.get_by_label("Kind of contact").select_option("office visit")
    page.get_by_label("What came of it").select_option("attended")
    page.get_by_label("What was done").fill("Came to the office and spoke of work")
    ahead = today() + timedelta(days=8)
    for part in ("day", "month", "year"):
        page.locator(f"[name=next_on_{part}]").fill(str(getattr(ahead, part)))
    page.get_by_label("Time of the next appointment").fill("14:30")
    page.get_by_label("Where the next appointment is").fill("The office in Linthorpe Road")
    steps.press("Record the contact")
    expect(page.get_by_text("The contact is recorded.")).to_be_visible()
    assert steps.shown <= 3


def test_whoever_countersigns_reads_and_decides_on_one_page(world, starting):
    one = ready_to_sign("high", service=world.service)
    one.do(actions.sign)
    steps = starting(one.senior, f"/people/{one.id}/assessments/{one.assessment}/read")
    steps.shown = 0
    steps.page.get_by_label("Countersign", exact=True).check()
    steps.page.get_by_label("Comment").fill("Clear and thorough")
    steps.press("Record what you decide")
    assert one.seen().state.value == "countersigned"
    assert steps.shown == 1
