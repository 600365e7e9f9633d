"""What people come to do, done on a phone without JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from support.browser import opens, press
from support.people import as_worker
from support.service import a_person, a_result, as_file, hear, managed
from support.wall_visits import made_about

from throughcare.casework.courts import queries as courts
from throughcare.casework.courts.tasks import bring_in
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel import WorkingCalendar
from throughcare.foundation.kernel.days import LONDON, today

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser, site, signed_in):
    contexts = []

    def open_as(member, path="/"):
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": 375, "height": 800}, base_url=site
        )
        contexts.append(context)
        signed_in(context, member)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()


def test_an_officer_finds_a_person_and_records_a_contact_with_the_next_appointment(world, opened):
    """From the person's page it is one form and back: two pages, of three at most."""
    name = _name(world)
    page = opened(world.officer, "/people/search")
    page.get_by_label("Name (optional)").fill(name.lower())
    press(page, "Search")
    assert name not in page.url
    opens(page.get_by_role("link", name=name).first)
    opens(page.get_by_role("link", name="Record a contact"))
    page.get_by_label("Time it happened").fill(f"{timezone.now().astimezone(LONDON):%H:%M}")
    page.get_by_label("Kind of contact").select_option("office visit")
    page.get_by_label("What came of it").select_option("attended")
    page.get_by_label("What was done").fill("Came to the office and spoke of work")
    ahead = WorkingCalendar().next_working(today() + timedelta(days=7))
    for part in ("day", "month", "year"):
        page.locator(f"[name=next_on_{part}]").fill(str(getattr(ahead, part)))
    page.get_by_label("Time of the next appointment").fill("14:30")
    page.get_by_label("Where the next appointment is").fill("The office in Linthorpe Road")
    press(page, "Record the contact")
    expect(page.get_by_text("The contact is recorded.")).to_be_visible()
    expect(page.get_by_text("Came to the office and spoke of work").first).to_be_visible()
    expect(page.get_by_text("Next appointment").first).to_be_visible()


def _name(world):
    from throughcare.casework.people.queries import names_of

    with viewing(world.officer, world.service.at):
        return names_of([world.person.id])[world.person.id].name


def test_a_search_for_nobody_says_so_and_offers_another_way(world, opened):
    page = opened(world.officer, "/people/search")
    page.get_by_label("Name (optional)").fill("Zzyzxqq Unheardof")
    press(page, "Search")
    assert page.get_by_role("heading", level=1).inner_text() == "Nobody found"
    expect(page.get_by_role("link", name="Find who holds a person elsewhere")).to_be_visible()


def test_a_search_without_anything_says_what_to_enter(world, opened):
    page = opened(world.officer, "/people/search")
    press(page, "Search")
    assert page.title().startswith("Error:")
    expect(page.get_by_text("Enter a name, a date of birth or a number.").first).to_be_visible()


def test_a_senior_appoints_whoever_waits_longest(world, opened):
    waiting = a_person(world.service)
    page = opened(world.senior, f"/people/{waiting.id}/appoint?kind=offender manager")
    page.get_by_label("Role").select_option("offender manager")
    page.get_by_label("Member of staff").select_option(str(world.officer.id))
    press(page, "Appoint")
    expect(page.get_by_text("Appointed.")).to_be_visible()
    assert waiting.seen_by(world.senior).now["offender manager"].member_id == world.officer.id


def test_a_member_of_the_wrong_body_cannot_be_appointed_and_the_page_says_why(world, opened):
    waiting = a_person(world.service)
    competed = next(t for t in world.service.teams.values() if t.body == "competed")
    page = opened(world.senior, f"/people/{waiting.id}/appoint")
    page.get_by_label("Role").select_option("responsible officer")
    options = page.get_by_label("Member of staff").locator("option").all_inner_texts()
    assert options
    assert not any(str(competed.officer.id) == o for o in options)


def test_a_rise_in_risk_is_recorded_and_shown(world, opened):
    someone = a_person(world.service)
    page = opened(world.senior, f"/people/{someone.id}/risk")
    page.get_by_label("Very high", exact=True).check()
    page.get_by_label("Reason").fill("Threats made this morning")
    press(page, "Show what will follow")
    expect(page.get_by_role("heading", name="What will follow")).to_be_visible()
    press(page, "Record very high risk")
    expect(page.get_by_text("Very high risk").first).to_be_visible()


def test_somebody_else_having_changed_the_case_is_said_and_nothing_is_lost(world, opened):
    someone = a_person(world.service)
    first = opened(world.senior, f"/people/{someone.id}/risk")
    second = opened(world.senior, f"/people/{someone.id}/risk")
    for page, level in ((first, "High"), (second, "Low")):
        page.get_by_label(level, exact=True).check()
        page.get_by_label("Reason").fill("what we saw")
        press(page, "Show what will follow")
    press(first, "Record high risk")
    press(second, "Record low risk")
    # What the first recorded is shown to the second, whose low risk is a fall now and waits for agreement.
    expect(second.get_by_text("The risk that stands is high").first).to_be_visible()
    assert someone.row.risk == "high"


def test_the_same_form_sent_twice_is_done_once(world, opened):
    page = opened(world.officer, f"/people/{world.person.id}/note")
    form = page.content()
    page.get_by_label("What happened").fill("Sent twice by a slow connection")
    press(page, "Save the note")
    again = opened(world.officer, f"/people/{world.person.id}/note")
    key = form.split('name="idempotency_key" value="')[1].split('"')[0]
    field = again.locator("input[name=idempotency_key]")
    html = again.content().replace(field.get_attribute("value"), key)
    again.set_content(html.replace('method="post"', f'method="post" action="/people/{world.person.id}/note"'))
    assert "Sent twice" not in again.content()
    from throughcare.casework.supervision.models import TimelineEntry

    assert TimelineEntry.objects.using("owner").filter(what="Sent twice by a slow connection").count() == 1


def test_a_court_officer_sends_a_file_and_corrects_the_row_that_was_refused(world, opened):
    page = opened(world.court, "/imports")
    wrong = a_result(hearing_date="2026-11-31")
    content = as_file([a_result(), wrong]).read()
    page.get_by_label("File of results").set_input_files(
        {"name": "today.csv", "mimeType": "text/csv", "buffer": content}
    )
    press(page, "Send")
    expect(page.get_by_text("The file was received")).to_be_visible()
    run_jobs(world)
    page.goto("/imports")
    opens(page.get_by_role("link", name="Correct line 3 of today.csv"))
    page.get_by_label("Hearing date").fill("2026-11-03")
    press(page, "Send the correction")
    run_jobs(world)
    from throughcare.casework.courts.models import Appearance

    assert Appearance.objects.using("owner").filter(result_ref=wrong["result_ref"]).exists()


def run_jobs(world):
    """Do what the worker does with what was sent."""
    from throughcare.casework.courts.models import Upload

    with as_worker():
        for upload in Upload.objects.using("owner").filter(state="waiting", unit_id=world.court.unit_id):
            bring_in(str(upload.id), str(world.court.id))
        hear()


def test_the_receiving_team_refuses_and_the_sender_keeps_the_case(world, opened):
    page = opened(world.senior, f"/transfers/{world.transfer}")
    expect(page.get_by_role("button", name="Take the offer back")).to_be_visible()
    press(page, "Take the offer back")
    expect(page.get_by_text("The offer was withdrawn.")).to_be_visible()
    assert world.unheld.row.unit_id == world.senior.unit_id


def test_an_administrator_records_an_organisation_a_unit_and_a_member(world, opened):
    from throughcare.foundation.kernel import new_id

    name = f"Voluntary body {new_id()}"
    page = opened(world.admin, "/organisations")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Kind").select_option("community provider")
    page.get_by_label("Sector").select_option("voluntary")
    press(page, "Save")
    opens(page.get_by_role("link", name=name))
    page.get_by_label("Name").fill("Their team")
    page.get_by_label("Kind").fill("team")
    press(page, "Save")
    opens(page.get_by_role("link", name="Their team"))
    page.get_by_label("E-mail address").fill(f"{new_id()}@example.test")
    page.get_by_label("Name").fill("Wanda Worker")
    page.get_by_label("Role").select_option("provider worker")
    press(page, "Save")
    expect(page.get_by_text("Wanda Worker").first).to_be_visible()


def test_a_page_one_may_not_open_says_what_ones_role_lacks(world, opened):
    page = opened(world.officer, "/imports")
    expect(page.get_by_text("may not import court results")).to_be_visible()


def test_a_person_behind_the_wall_is_not_found(world, opened):
    from support.service import a_service

    stranger = a_person(a_service(at=world.service.at))
    page = opened(world.officer)
    answer = page.goto(f"/people/{stranger.id}")
    assert answer is not None
    assert answer.status == 404
    with viewing(world.court, world.service.at):
        assert courts.sentences_of(stranger.id) == []


def test_an_officer_writes_a_goal_puts_it_to_the_person_and_says_that_it_is_met(world, opened):
    """The whole of a plan from the person's page, without scripts and on a phone: each form leads back to the plan."""
    page = opened(world.officer, f"/people/{world.person.id}")
    opens(page.get_by_role("link", name="Plan", exact=True))
    opens(page.get_by_role("link", name="Add a goal"))
    page.get_by_label("What is to be reached").fill("A home that I can keep")
    ahead = today() + timedelta(days=60)
    for part in ("day", "month", "year"):
        page.locator(f"[name=wanted_by_{part}]").fill(str(getattr(ahead, part)))
    page.get_by_label("First step towards it, if there is one").fill("Ask the council for a list")
    page.get_by_label("Who does it").select_option(index=1)
    press(page, "Add the goal")
    goal = page.locator("h2", has_text="A home that I can keep")
    expect(goal).to_be_visible()
    expect(page.get_by_text("Ask the council for a list").first).to_be_visible()
    opens(page.get_by_role("link", name="Say how it stands the goal “A home that I can keep”"))
    page.locator("[name=kind]").select_option("met")
    for part in ("day", "month", "year"):
        page.locator(f"[name=on_{part}]").fill(str(getattr(today(), part)))
    page.get_by_label("On what that rests, or why").fill("The keys were handed over")
    press(page, page.locator("main button[type=submit]").last.inner_text())
    expect(page.get_by_text("The keys were handed over").first).to_be_visible()


def test_an_officer_refers_somebody_to_a_service_and_reads_the_referral(world, opened):
    """From the service that fits to the referral's own page, without scripts."""
    service = made_about(managed(a_person(world.service)))["service_id"]
    person = managed(a_person(world.service))
    page = opened(person.team.officer, f"/people/{person.id}/services/{service}/refer?need=money")
    page.get_by_label("What the person needs, and why this service").fill("Debts since the tenancy ended")
    press(page, "Refer")
    expect(page.get_by_text("Its team can see the person while this is open")).to_be_visible()
    opens(page.locator("main a[href^='/referrals/']").first)
    expect(page.get_by_text("Debts since the tenancy ended").first).to_be_visible()


def test_a_diary_is_read_and_an_appointment_moved_without_scripts(world, opened):
    person = managed(a_person(world.service))
    appointment = made_about(person)["appointment_id"]
    page = opened(person.team.officer, "/diary")
    expect(page.locator("h1")).to_be_visible()
    page.goto(f"/people/{person.id}/appointments/{appointment}/move")
    ahead = today() + timedelta(days=11)
    for part in ("day", "month", "year"):
        page.locator(f"[name=next_on_{part}]").fill(str(getattr(ahead, part)))
    page.get_by_label("Whose doing it is").select_option("the person")
    page.get_by_label("Why it is moved").fill("Starts work that day")
    page.get_by_label("Time of the next appointment").fill("15:00")
    before = page.url
    opens(page.locator("main form button[type=submit]").first)
    assert page.url != before, page.locator("main").inner_text()
    expect(page.get_by_text(f"{ahead:%-d %B %Y}").first).to_be_visible()
