"""A form that came back with what is wrong can be gone back to and sent anew, and only its sender finds it again."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect
from support.browser import opens, press
from support.people import an_office, another_hat
from support.service import a_person, a_service, managed
from support.wall_visits import browser as signed_in

from throughcare.casework.supervision.models import Contact
from throughcare.faces.web import shown_again
from throughcare.foundation.audit.models import Entry

AS_A_BROWSER = {"Sec-Fetch-Mode": "navigate"}
TYPED = "Came early, in good heart"


@pytest.fixture(scope="module")
def person():
    return managed(a_person(a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(days=3))))


def wrong(client, person, asked="", **headers):
    """A contact sent without its kind; what answers."""
    return client.post(f"/people/{person.id}/record{asked}", {"what": TYPED}, headers=AS_A_BROWSER | headers)


def test_what_came_back_has_an_address_of_its_own_and_is_the_same_each_time_it_is_opened(person):
    client = signed_in(person.team.officer)
    sent_on = wrong(client, person, "?appointment=none")
    assert sent_on.status_code == 303 and "?appointment=none&again=" in sent_on["Location"]
    first, second = client.get(sent_on["Location"]), client.get(sent_on["Location"])
    assert first.content == second.content
    assert "There is a problem" in first.content.decode() and TYPED in first.content.decode()
    assert first["Cache-Control"] == "no-store" and "default-src 'none'" in first["Content-Security-Policy"]


def test_whoever_was_looked_at_is_written_down_when_it_was_answered(person):
    looks = Entry.objects.using("owner").filter(kind="looked", people__contains=[person.id])
    before = looks.count()
    wrong(signed_in(person.team.officer), person)
    assert looks.count() == before + 1


def test_a_program_is_answered_at_once(person):
    answer = wrong(signed_in(person.team.officer), person, **{"Sec-Fetch-Mode": "cors"})
    assert answer.status_code == 200 and TYPED in answer.content.decode()


def test_it_is_shown_to_nobody_else_elsewhere_nor_later(person, monkeypatch):
    client = signed_in(person.team.officer)
    there = wrong(client, person)["Location"]
    assert TYPED not in signed_in(person.team.officer).get(there).content.decode()
    assert TYPED not in client.get(there.replace("/record", "/note")).content.decode()
    session = client.session
    worn = session["membership"]
    session["membership"] = str(
        another_hat(person.team.officer, "offender manager", unit=an_office().unit).id
    )
    session.save()
    assert TYPED not in client.get(there).content.decode()
    session["membership"] = worn
    session.save()
    assert TYPED in client.get(there).content.decode()
    monkeypatch.setattr(shown_again, "FOR", timedelta(0))
    assert TYPED not in client.get(there).content.decode()


def test_nobody_reads_it_in_the_session_and_a_few_are_kept(person):
    client = signed_in(person.team.officer)
    for _ in range(shown_again.MOST_KEPT + 1):
        wrong(client, person)
    kept = client.session[shown_again.KEPT]
    assert len(kept) == shown_again.MOST_KEPT
    assert TYPED not in str(kept) and "There is a problem" not in str(kept)


@pytest.mark.browser
def test_back_after_a_corrected_mistake_finds_the_form_and_sending_it_again_counts_once(
    plain_page, site, person
):
    cookie = signed_in(person.team.officer).cookies[settings.SESSION_COOKIE_NAME].value
    plain_page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    plain_page.goto(f"{site}/people/{person.id}/record")
    plain_page.get_by_label("What was done").fill("Spoke of work")
    press(plain_page, "Record the contact")
    expect(plain_page.get_by_text("There is a problem")).to_be_visible()
    for _ in range(2):
        plain_page.get_by_label("Kind of contact").first.select_option("phone call")
        plain_page.get_by_label("What came of it").select_option("attended")
        plain_page.get_by_label("Time it happened").fill("00:01")
        press(plain_page, "Record the contact")
        expect(plain_page).to_have_url(f"{site}/people/{person.id}")
        with plain_page.expect_event("domcontentloaded"):
            plain_page.go_back()
        expect(plain_page.get_by_text("There is a problem")).to_be_visible()
        expect(plain_page.get_by_label("What was done")).to_have_value("Spoke of work")
    with plain_page.expect_event("domcontentloaded"):
        plain_page.go_back()
    opens(plain_page.get_by_role("link", name="Timeline", exact=True))
    assert Contact.objects.using("owner").filter(case=person.case, what="Spoke of work").count() == 1
