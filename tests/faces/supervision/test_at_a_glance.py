"""What is read at a glance says one thing everywhere: how late, how dangerous and to whom, who holds what, what is booked."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from support.assessing import HISTORY, PRESENT, a_harm, being_assessed, every_item, every_view, signed
from support.people import joins
from support.service import Person, a_person, a_result, a_service, import_rows, managed
from support.wall_visits import browser

from throughcare.casework.assessment.actions import complete_harm, countersign, record_harm, sign
from throughcare.casework.supervision.actions import (
    Booking,
    book_appointment,
    call_off_appointment,
    record_risk,
)
from throughcare.casework.supervision.models import Case
from throughcare.casework.supervision.queries import Waiting
from throughcare.casework.supervision.rules import TenureKind
from throughcare.casework.supervision.rules.contacts import ContactKind
from throughcare.faces.supervision.pages.caseloads import _clock, roles_in_words, to_be_seen_by
from throughcare.faces.web.look.parts import Link
from throughcare.faces.web.matter import Matter
from throughcare.faces.web.order import order_on, placed
from throughcare.foundation.kernel import WorkingCalendar, new_id
from throughcare.foundation.kernel.days import LONDON, day_of
from throughcare.foundation.operating_model.rules import Cohort, Risk

ROLES = (TenureKind.OFFENDER_MANAGER, TenureKind.RESPONSIBLE_OFFICER, TenureKind.SUPERVISOR)
WHY = ("the case has just opened", "the person was released", "the person is in custody")


@pytest.fixture(scope="module")
def service():
    return a_service("durham-tees-valley-2012", at=timezone.now() - timedelta(hours=6))


def read(member, path="/", **asked):
    answer = browser(member).get(path, asked)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().replace("&#x27;", "'").split())


def row_of(person, home):
    """What home says of one person, in its row of what waits."""
    rows = re.findall(r'<li class="tc-waiting__row">(.*?)</ul>\s*</li>', home)
    return next(row for row in rows if f"/people/{person.id}" in row)


class Asks:
    """A request, as a clock needs it."""

    def __init__(self, at):
        self.at = at


@given(
    since=st.dates(date(2026, 1, 1), date(2026, 11, 30)),
    after=st.integers(0, 60),
    because=st.sampled_from(WHY),
)
def test_a_role_that_nobody_holds_is_late_by_the_same_days_on_home_team_and_in_the_queue(
    since, after, because
):
    on, calendar = since + timedelta(days=after), WorkingCalendar()
    began = datetime(since.year, since.month, since.day, 9, tzinfo=LONDON)
    waits = Waiting(
        new_id(), "A", new_id(), "supervisor", began, calendar.between(since, on), because, "low", ""
    )
    now = datetime(on.year, on.month, on.day, 12, tzinfo=LONDON)
    clock, by = _clock(waits, Asks(now)), to_be_seen_by(began, because, on=on)
    home = placed(
        Matter("no holder", "Nobody", Link("Appoint", "/"), since, due=by),
        on=on,
        edition=order_on(on),
        calendar=calendar,
    )
    assert clock.limit is not None
    assert home.late == (None if on < by else clock.days - clock.limit)
    assert (clock.state == "late") == bool(home.late)


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        (["supervisor"], "supervisor"),
        (["supervisor", "offender manager"], "offender manager and supervisor"),
        (
            ["supervisor", "responsible officer", "offender manager"],
            "offender manager, responsible officer and supervisor",
        ),
    ],
)
def test_roles_are_said_as_a_sentence_says_them(kinds, said):
    assert roles_in_words(kinds) == said


def test_every_role_that_nobody_holds_is_one_line_on_home_and_one_row_of_the_team(service):
    person = a_person(service)
    senior = person.team.senior
    row = row_of(person, read(senior, all=""))
    assert row.count(f'href="/allocation/cases/{person.case}"') == 1
    assert "Nobody is offender manager, responsible officer and supervisor" in row
    team = read(senior, "/team")
    assert team.count(f'href="/allocation/cases/{person.case}"') == 1
    assert "Offender manager, responsible officer and supervisor" in team


def test_a_role_that_alone_is_left_is_named_alone(service):
    person = managed(a_person(service))
    row = row_of(person, read(person.team.senior, all=""))
    assert "Nobody is responsible officer and supervisor" in row


def booked(person, starts_at, by):
    booking = Booking(starts_at, ContactKind.OFFICE, "The office")
    return book_appointment(by=by, at=person.service.later(), case_id=person.case, booking=booking)


def test_home_has_the_appointments_of_the_days_ahead_with_their_times_until_they_are_called_off(service):
    person = managed(a_person(service), *ROLES)
    officer, soon = person.team.officer, day_of(timezone.now()) + timedelta(days=2)
    at = datetime(soon.year, soon.month, soon.day, 14, 30, tzinfo=LONDON)
    made = booked(person, at, officer)
    home = read(officer, all="")
    diary = home[home.index("Today and the days ahead") : home.index("What you asked of others")]
    assert "14:30 Office visit, The office" in diary and f"/people/{person.id}" in diary
    colleague = joins(person.team.unit, "offender manager")
    assert "14:30 Office visit" not in read(colleague, all="")
    call_off_appointment(by=officer, at=service.later(), appointment_id=made, because="The office is shut.")
    assert "14:30 Office visit" not in read(officer, all="")


def test_whoever_is_booked_before_the_day_to_be_seen_by_is_not_said_twice(service):
    person = managed(a_person(service), *ROLES)
    officer = person.team.officer
    home = read(officer, all="")
    beside = f'/people/{person.id}">'
    assert "To be seen by this day" in home
    tomorrow = day_of(timezone.now()) + timedelta(days=1)
    booked(person, datetime(tomorrow.year, tomorrow.month, tomorrow.day, 9, tzinfo=LONDON), officer)
    again = read(officer, all="")
    diary = again[again.index("Today and the days ahead") : again.index("What you asked of others")]
    assert diary.count(beside) == 1


def test_what_a_court_owes_about_somebody_stands_at_the_risk_that_the_record_has(service):
    row = a_result(postcode=f"{service.local[1]} 1AB", sentence_length="12")
    import_rows(service, row)
    case = Case.objects.using("owner").filter(area_code=service.local[0]).latest("id")
    person = Person(case.person_id, case.id, service)
    record_risk(
        by=person.team.senior, at=service.later(), case_id=person.case, version=person.row.version,
        risk=Risk.VERY_HIGH, because="Threats made in the dock.",
    )  # fmt: skip
    import_rows(service, {**row, "sentence_length": "24"})
    waits = row_of(person, read(service.officer_of_the_court, all=""))
    assert "again with other contents" in waits and "Very high risk" in waits


def test_the_bar_of_every_tab_says_the_tier_and_the_groups_to_beware_of(service):
    one = signed("medium", service=service)
    case = one.person.row
    record_risk(
        by=one.senior, at=service.later(), case_id=case.id, version=case.version, risk=Risk.MEDIUM,
        cohorts=(Cohort.IOM, Cohort.WOMEN), because="Taken on at the case conference.",
    )  # fmt: skip
    for tab in ("", "/timeline", "/tier", "/plan"):
        page = read(one.officer, f"/people/{one.id}{tab}")
        bar = page[
            page.index('class="tc-identity"') : page.index("</section>", page.index('class="tc-identity"'))
        ]
        assert bar.count("Integrated offender management") == 1
        assert re.search(r">\s*Tier [A-G]", bar), tab
        assert "Women" not in bar


def test_a_level_that_an_assessment_confirms_says_to_whom_and_where_it_is_read(service):
    one = being_assessed(service)
    case = one.person.row
    record_risk(
        by=one.senior, at=service.later(), case_id=case.id, version=case.version, risk=Risk.MEDIUM,
        because="Known to the police.",
    )  # fmt: skip
    one.save({**HISTORY, **PRESENT, **every_item(), **every_view()})
    one.do(record_harm, analysis=a_harm(day_of(service.at), "medium"))
    one.do(complete_harm)
    one.do(sign)
    if one.seen().state.value.startswith("awaiting"):
        one.do(countersign, member=one.senior)
    page = read(one.officer, f"/people/{one.id}")
    card = page[page.index("Risk of serious harm</h2>") :]
    said = " ".join(re.sub(r"<[^>]+>", " ", card).split())
    assert "To the public Medium risk" in said and "Raised by: when drinking" in said
    assert "onfirmed by the assessment signed on" in said
    assert f"/people/{one.id}/assessments/{one.assessment}/read" in card


def test_the_summary_names_one_holder_of_several_roles_once(service):
    person = managed(a_person(service), *ROLES)
    page = read(person.team.officer, f"/people/{person.id}")
    card = page[page.index("Who answers for this person") :]
    assert "Offender manager, responsible officer and supervisor" in card
