"""A group's attendance on a phone without JavaScript, by two facilitators who have the form open at once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from support.browser import assert_no_sideways_scroll, press
from support.programmes import a_delivery, a_group, ordered, placed, sessions_of

from throughcare.casework.people.models import Person
from throughcare.casework.programmes.models import Attendance, GroupSession
from throughcare.casework.supervision.models import Contact

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser, site, signed_in):
    contexts = []

    def open_as(member, path):
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


def names_of(people):
    return [
        f"{one.forenames} {one.surname}"
        for one in Person.objects.using("owner").filter(id__in=[p.id for p in people])
    ]


def test_two_facilitators_fill_in_one_register_and_neither_loses_anything(world, opened):
    service = world.service
    people = [ordered(service) for _ in range(2)]
    delivery = a_delivery(service, people[0])
    group = a_group(service, delivery)
    for one in people:
        placed(one, delivery, group)
    session = sessions_of(group)[0]
    GroupSession.objects.using("owner").filter(id=session.id).update(
        starts_at=timezone.now() - timedelta(minutes=1)
    )
    first, second = names_of(people)
    one, other = (opened(who, f"/groups/sessions/{session.id}") for who in (delivery.one, delivery.two))
    assert_no_sideways_scroll(one)
    one.get_by_label(f"{first} (optional)", exact=True).select_option("attended")
    press(one, "Record attendance")
    expect(one.get_by_text("1 recorded.")).to_be_visible()
    other.get_by_label(f"{first} (optional)", exact=True).select_option("absent, unacceptable")
    other.get_by_label("Everybody for whom nothing is chosen below (optional)").select_option("attended")
    press(other, "Record attendance")
    expect(other.get_by_text("Somebody else recorded “attended” meanwhile")).to_be_visible()
    contacts = Attendance.objects.using("owner").filter(session=session).values_list("contact_id", flat=True)
    stood = Contact.objects.using("owner").filter(id__in=list(contacts)).values_list("outcome", flat=True)
    assert list(stood) == ["attended", "attended"]
    other.get_by_label("Why something recorded already is put right (optional)").fill("It was his brother")
    press(other, "Record attendance")
    assert (
        Contact.objects.using("owner").filter(corrects__in=list(contacts)).get().outcome
        == "absent, unacceptable"
    )
    assert second
