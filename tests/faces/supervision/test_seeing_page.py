"""From stored facts to how often somebody is seen: each fact, changed, changes the answer, on the page, by the API and at home."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from support.contacts import met
from support.service import a_person, a_service, managed
from support.wall_visits import browser, caller

from throughcare.casework.assessment.actions import decide_tier
from throughcare.casework.assessment.models import Tier
from throughcare.casework.courts.models import Sentence
from throughcare.casework.people.models import Person as Record
from throughcare.casework.supervision import queries
from throughcare.casework.supervision.actions import record_contact
from throughcare.casework.supervision.models import Case, Contact, Responsibility
from throughcare.casework.supervision.rules.package_terms import Phase
from throughcare.foundation.access.session import viewing
from throughcare.foundation.kernel.days import day_of


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=4))


@pytest.fixture
def person(service):
    return managed(a_person(service))


def tiered(person, tier="E"):
    """The same person in a tier, whatever it was worked out to be."""
    rows = Tier.objects.using("owner").filter(person_id=person.id, during__upper_inf=True)
    if not rows.exists():
        decide_tier(by=person.team.officer, at=person.service.later(), person_id=person.id)
    rows.update(tier=tier, outcome="", provisional=False, edition="v3-checked")
    return person


def ordered(person, begins, ends):
    Sentence.objects.using("owner").filter(person_id=person.id).update(
        imposed_on=begins, begins_on=begins, ends_on=ends
    )


def seen(person, on=None):
    on = on or day_of(timezone.now())
    with viewing(person.team.officer, timezone.now()):
        return queries.how_often([person.case], on=on)[person.case]


def test_without_a_tier_nothing_is_known_and_nothing_is_nought(person):
    Tier.objects.using("owner").filter(person_id=person.id).delete()
    found = seen(person)
    assert (found.seeing.phase, found.seeing.allowance, found.seeing.early_left) == (
        Phase.NOT_KNOWN,
        None,
        None,
    )
    assert found.check_in.eligible is None and found.check_in.to_ask


def test_tier_sex_custody_the_order_and_what_was_attended_each_change_the_answer(person):
    today = day_of(timezone.now())
    ordered(person, today - timedelta(days=40), today + timedelta(days=325))
    first = seen(tiered(person)).seeing
    assert (first.package, first.phase, first.early_attended) == ("SPE", Phase.EARLY, 0)
    Record.objects.using("owner").filter(id=person.id).update(sex="F")
    assert seen(person).seeing.allowance.most == first.allowance.most + 5
    assert seen(tiered(person, "A")).seeing.package == "SPA"
    at = person.service.later()
    record_contact(by=person.team.officer, at=at, meeting=met(person.case, at, "office visit"))
    after = seen(tiered(person)).seeing
    assert (after.early_attended, after.allowance.used) == (1, 1)
    assert after.by == day_of(at) + timedelta(days=7)
    Contact.objects.using("owner").filter(case=person.case).update(kind="unpaid work")
    assert seen(person).seeing.allowance.used == 0
    ordered(person, today - timedelta(days=300), today + timedelta(days=30))
    assert seen(person).seeing.phase is Phase.FINAL_THIRD
    Case.objects.using("owner").filter(id=person.case).update(place="custody")
    assert seen(person).seeing.phase is Phase.IN_CUSTODY


def test_before_there_were_packages_nobody_has_one(person):
    with viewing(person.team.officer, timezone.now()):
        assert queries.how_often([person.case], on=date(2026, 3, 31)) == {}


def test_the_page_and_the_api_say_the_same_and_a_weekly_appointment_missed_is_on_the_home(person):
    today = day_of(timezone.now())
    ordered(person, today - timedelta(days=60), today + timedelta(days=305))
    tiered(person)
    at = person.service.later()
    record_contact(by=person.team.officer, at=at, meeting=met(person.case, at, "office visit"))
    began = timezone.now() - timedelta(days=60)
    Case.objects.using("owner").filter(id=person.case).update(opened_at=began)
    running = Responsibility.objects.using("owner").filter(case=person.case)
    running.update(during=DateTimeTZRange(began, None))
    Contact.objects.using("owner").filter(case=person.case).update(
        happened_at=timezone.now() - timedelta(days=8)
    )
    page = browser(person.team.officer).get(f"/people/{person.id}/seeing").content.decode()
    assert "SPE" in page and "1 of 4 weekly appointments attended, 3 left" in page and "Overdue" in page
    assert "(assumed)" in page and "barred from a device" in page
    told = caller(person.team.officer).get(f"/api/v1/people/{person.id}/case/seeing").json()
    assert (told["package"], told["early_left"], told["allowance"]["used"]) == ("SPE", 3, 1)
    assert told["remote_check_in"]["eligible"] is None
    assert (
        f"/people/{person.id}/seeing"
        in browser(person.team.officer).get(f"/people/{person.id}").content.decode()
    )
    home = browser(person.team.officer).get("/?all=").content.decode()
    assert "in early engagement" in home
