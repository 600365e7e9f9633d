"""A contact with the next appointment in one form; corrected; kept when the session has ended; once, back and send too."""

import re
from datetime import datetime, time, timedelta
from itertools import count

import pytest
from django.urls import reverse
from django.utils import timezone
from support.contacts import met
from support.service import a_person, a_service, managed
from support.wall_visits import browser

from throughcare.casework.supervision.actions import Booking, book_appointment, record_contact
from throughcare.casework.supervision.models import Appointment, Contact
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.foundation.kernel import WorkingCalendar, new_id
from throughcare.foundation.kernel.days import LONDON, day_of


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(days=3))


@pytest.fixture
def person(service):
    return managed(a_person(service))


def day(name, at):
    at = at.astimezone(LONDON)
    return {f"{name}_day": at.day, f"{name}_month": at.month, f"{name}_year": at.year}


_DAYS = count(1)


def sent(**more):
    """A form well filled in: an office visit yesterday, and the next in a week."""
    now = timezone.now()
    ahead_of = timedelta(days=7 + next(_DAYS))  # a day of its own: the same officer holds every one of these
    worked = WorkingCalendar().next_working(day_of(now) + ahead_of)
    ahead = datetime.combine(worked, time(14, 30), LONDON)
    return {
        **day("happened_on", now - timedelta(days=1)), "happened_clock": "10.15am", "kind": "office visit",
        "with_whom": "person on probation", "outcome": "attended", "what": "Went through the plan.", "note": "",
        "absence": "", **day("next_on", ahead), "next_clock": "14:30", "next_kind": "office visit",
        "next_place": "The office", "next_held_by": "", "idempotency_key": str(new_id()),
    } | more  # fmt: skip


def address(person):
    return f"/people/{person.id}/record"


def kept(person, model=Contact):
    return model.objects.using("owner").filter(case=person.case)


def test_a_contact_and_the_next_appointment_are_one_form_and_one_page_later_both_are_seen(person):
    client = browser(person.team.officer)
    answer = client.post(address(person), sent(), follow=True)
    assert [to for to, _ in answer.redirect_chain] == [f"/people/{person.id}"]
    page = answer.content.decode()
    assert "The contact is recorded." in page
    assert "Next appointment: office visit" in page
    assert kept(person).get().what == "Went through the plan."
    assert kept(person, Appointment).get().place == "The office"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"happened_on_day": ""}, "must include a day"),
        ({"happened_clock": "late"}, "Enter a time like 14:30"),
        ({"kind": ""}, "Select the kind of contact"),
        ({"outcome": ""}, "Select what came of it"),
        ({"outcome": "absent, acceptable"}, "Say why the absence is acceptable"),
        ({"next_clock": ""}, "Enter the time of the next appointment"),
        ({"next_place": ""}, "Say where the next appointment is"),
        ({"happened_on_year": "2099"}, "the time lies ahead"),
    ],
)
def test_what_is_wrong_is_said_beside_its_box_and_what_was_written_stays(person, wrong, said):
    page = browser(person.team.officer).post(address(person), sent(**wrong)).content.decode()
    assert said in page
    assert "Went through the plan." in page
    assert not kept(person).exists()
    assert not kept(person, Appointment).exists()


def test_sent_twice_and_back_and_sent_again_it_counts_once(person):
    client = browser(person.team.officer)
    form = sent()
    client.post(address(person), form)
    client.post(address(person), form)
    client.post(address(person), form | {"idempotency_key": str(new_id())})  # back, and a form shown afresh
    assert kept(person).count() == kept(person, Appointment).count() == 1


def writer(client, person):
    page = client.get(address(person)).content.decode()
    return re.search(r'name="written_by" value="([^"]+)"', page)[1]


def test_what_was_written_is_offered_again_to_the_same_member_when_the_session_has_ended(person):
    client = browser(person.team.officer)
    form = sent(what="Long and careful words", written_by=writer(client, person))
    client.logout()
    answer = client.post(address(person), form)
    assert answer.url == f"/accounts/login/?next={address(person)}"
    assert not kept(person).exists()
    assert b"Long and careful words" not in str(dict(client.session)).encode()
    again = signed_in(client, person.team.officer).get(address(person)).content.decode()
    assert "Long and careful words" in again
    assert "You were signed out before this was saved" in again
    assert "Long and careful words" not in client.get(address(person)).content.decode()


def test_another_member_at_the_same_machine_is_not_shown_what_was_written(person):
    client = browser(person.team.officer)
    form = sent(what="Long and careful words", written_by=writer(client, person))
    client.logout()
    client.post(address(person), form)
    other = signed_in(client, person.team.senior)
    assert "Long and careful words" not in other.get(address(person)).content.decode()
    back = signed_in(client, person.team.officer)
    assert "Long and careful words" not in back.get(address(person)).content.decode()


def test_a_stranger_cannot_have_anything_kept(person, client):
    client.post(address(person), sent(written_by="forged"))
    assert "unsent" not in client.session


def signed_in(client, member):
    """The same browser, in which a member signs in: what its anonymous session held stays."""
    from throughcare.foundation.access.models import Account

    account = Account.objects.using("owner").get(id=member.account_id)
    client.force_login(account)
    session = client.session
    session["membership"], session["second_step"] = str(member.id), True
    session.save()
    return client


def test_a_contact_is_corrected_on_a_page_and_both_are_on_the_timeline(person):
    officer, at = person.team.officer, timezone.now() - timedelta(days=1)
    made = record_contact(by=officer, at=person.service.at, meeting=met(person.case, person.service.at))
    client = browser(officer)
    timeline = client.get(f"/people/{person.id}/timeline").content.decode()
    where = f"/people/{person.id}/contacts/{made.contact_id}"
    assert where in timeline
    form = sent(**day("happened_on", at), outcome="attended late", because="They were late")
    answer = client.post(where, {k: v for k, v in form.items() if not k.startswith("next_")}, follow=True)
    page = answer.content.decode()
    assert "Attended late" in page
    assert "Corrects what was recorded" in page
    assert "They were late" in page
    assert where not in page
    assert "Correct" not in browser(officer).get(f"/people/{new_id()}/timeline").content.decode()


def test_an_appointment_whose_time_has_come_is_offered_for_its_outcome_and_fills_the_form(person):
    officer, at = person.team.officer, person.service.at
    booking = Booking(at + timedelta(hours=1), ContactKind.OFFICE, "The office")
    made = book_appointment(by=officer, at=at, case_id=person.case, booking=booking)
    client = browser(officer)
    page = client.get(f"{address(person)}?appointment={made}").content.decode()
    assert f'value="{made}" selected' in page
    when = (at + timedelta(hours=1)).astimezone(LONDON)
    assert f'value="{when:%H:%M}"' in page
    form = sent(**day("happened_on", when), happened_clock=f"{when:%H:%M}", appointment_id=str(made))
    client.post(address(person), form)
    assert kept(person).get().appointment_id == made


def test_an_appointment_ahead_is_made_and_called_off_on_pages(person):
    client = browser(person.team.officer)
    client.post(reverse("book", kwargs={"person_id": person.id}), sent() | {"despite": "They asked for it"})
    made = kept(person, Appointment).get()
    where = reverse("call_off", kwargs={"person_id": person.id, "appointment_id": made.id})
    assert "The reason" not in client.get(where).content.decode()
    client.post(where, {"because": "They are ill", "idempotency_key": str(new_id())})
    assert kept(person, Appointment).get().called_off_because == "They are ill"
    assert client.get(where).status_code == 404
